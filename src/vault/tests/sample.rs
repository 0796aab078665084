//! One couple, one entry and fixed keys, for the tests to seal and to spoil.

use secrecy::SecretString;

use crate::vault::{
    FactorFields, FactorKey, GrantFields, Instance, InviteCode, InviteFields, InviteSide, KdfParams, Keys,
    Pepper, PinFields, ReaderRole, RevisionFields, Root, SessionFields, Subject,
};

pub(super) const INSTANCE: Instance = Instance([0x10; 16]);
pub(super) const SAM: [u8; 16] = [0x5a; 16];
pub(super) const NOOR: [u8; 16] = [0x40; 16];
pub(super) const COUPLE: [u8; 16] = [0xc0; 16];
pub(super) const ENTRY: [u8; 16] = [0xe0; 16];
pub(super) const SUBJECT: Subject = Subject { instance: INSTANCE, person: SAM, epoch: 1 };
/// The cheapest cost that is accepted, so that many tries stay quick.
pub(super) const CHEAP: KdfParams = KdfParams { memory_kib: 19_456, passes: 2, lanes: 1 };
pub(super) const TEXT: &[u8] = b"I said I was at work. I was not.";

pub(super) fn sam_root() -> Root {
    Root::from_bytes(&[0x51; 32]).unwrap()
}

pub(super) fn sam() -> Keys {
    sam_root().keys()
}

pub(super) fn noor() -> Keys {
    Root::from_bytes(&[0x4e; 32]).unwrap().keys()
}

pub(super) fn passphrase() -> SecretString {
    SecretString::from("slow river under five lamps")
}

pub(super) fn pepper() -> Pepper {
    Pepper::from_bytes(&[0x9e; 32]).unwrap()
}

pub(super) fn revision() -> RevisionFields<'static> {
    RevisionFields {
        instance: INSTANCE,
        couple: COUPLE,
        entry: ENTRY,
        number: 2,
        author: SAM,
        author_epoch: 1,
        kind: "note",
        previous: Some([0x07; 32]),
    }
}

pub(super) fn own_grant() -> GrantFields<'static> {
    GrantFields { revision: revision(), reader: SAM, reader_epoch: 1, reader_role: ReaderRole::Author }
}

pub(super) fn partner_grant() -> GrantFields<'static> {
    GrantFields { revision: revision(), reader: NOOR, reader_epoch: 3, reader_role: ReaderRole::Partner }
}

pub(super) fn pin() -> PinFields {
    PinFields {
        instance: INSTANCE,
        owner: SAM,
        contact: NOOR,
        role: ReaderRole::Partner,
        contact_epoch: 3,
        contact_public: noor().public(),
        verified: true,
        couple: COUPLE,
    }
}

pub(super) fn invite_code() -> InviteCode {
    InviteCode::parse("3zwcj7k2m9q4x8v5t1r6y0hbgd").unwrap()
}

pub(super) fn invite() -> InviteFields {
    InviteFields {
        instance: INSTANCE,
        invite: [0x1e; 16],
        person: NOOR,
        epoch: 3,
        public: noor().public(),
        side: InviteSide::Invitee,
    }
}

pub(super) fn session() -> SessionFields {
    SessionFields { instance: INSTANCE, person: SAM, epoch: 1, expires_at: 1_790_000_000 }
}

pub(super) fn factor() -> FactorFields {
    FactorFields { subject: SUBJECT, factor: [0xfa; 16] }
}

pub(super) fn factor_key() -> FactorKey {
    FactorKey::from_bytes(&[0xfb; 32]).unwrap()
}
