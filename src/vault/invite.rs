//! The invite code: handed over outside this program, known to the database only by its digest.
//!
//! Each side authenticates its own public key with the code, so that somebody who can only write the database
//! can't put another key in between when two people link. What must stay true: the code is in no row and no log.

use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::{
    base32,
    bound::{Bound, Instance},
    error::{CodeError, VaultError},
    identity::PublicKey,
    labels::Purpose,
    secret::{Key, Secret, digest, same},
};

/// 128 bits take 26 characters, the first of which has only three bits to say.
const CHARACTERS: usize = 26;

/// The code in an invite link.
#[derive(ZeroizeOnDrop)]
pub struct InviteCode(Secret<16>);

/// Which of the two is vouching.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InviteSide {
    /// The person who made the invite.
    Inviter,
    /// The person who followed it.
    Invitee,
}

/// What an invite's code vouches for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InviteFields {
    /// The installation.
    pub instance: Instance,
    /// The invite.
    pub invite: [u8; 16],
    /// Whose key it is.
    pub person: [u8; 16],
    /// The key's epoch.
    pub epoch: u32,
    /// The key.
    pub public: PublicKey,
    /// Which side the person is on.
    pub side: InviteSide,
}

impl InviteCode {
    /// A new one.
    pub fn generate() -> Result<Self, VaultError> {
        Secret::random().map(Self)
    }

    /// Reads the code out of a link, or as somebody typed it.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let values = base32::values::<CHARACTERS>(text)?;
        if values.first().is_none_or(|&first| first > 7) {
            return Err(CodeError::Checksum);
        }
        let number = Zeroizing::new(values.iter().fold(0, |all, &value| (all << 5) | u128::from(value)));
        let bytes = Zeroizing::new(number.to_be_bytes());
        Secret::copy(&bytes[..], "an invite code").map(Self).map_err(|_| CodeError::Length)
    }

    /// The code as it stands in a link: 26 small letters and digits.
    #[must_use]
    #[expect(clippy::inherent_to_string, reason = "with `Display`, any log line could print the code")]
    pub fn to_string(&self) -> String {
        let number = Zeroizing::new(u128::from_be_bytes(*self.0.bytes()));
        let value = |place: usize| (*number >> (5 * (CHARACTERS - 1 - place))).to_be_bytes()[15];
        (0..CHARACTERS).map(|place| base32::character(value(place)).to_ascii_lowercase()).collect()
    }

    /// The digest by which the database knows the code.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        digest(&Bound::keyed(Purpose::InviteDigest).field(self.0.bytes()))
    }

    /// Vouches for a public key.
    #[must_use]
    pub fn mac(&self, fields: &InviteFields) -> [u8; 32] {
        self.key().mac(&fields.bound())
    }

    /// Whether somebody who knew the code vouched for exactly these fields; compared in constant time.
    #[must_use]
    pub fn verify(&self, fields: &InviteFields, mac: &[u8]) -> bool {
        same(&self.mac(fields), mac)
    }

    pub(super) fn key(&self) -> Key {
        Key::stretch(self.0.bytes(), &[], &Bound::keyed(Purpose::InviteKey))
    }
}

impl InviteFields {
    pub(super) fn bound(&self) -> Bound {
        let Self { instance, invite, person, epoch, public, side } = self;
        let side = match side {
            InviteSide::Inviter => 1,
            InviteSide::Invitee => 2,
        };
        Bound::new(Purpose::Invite, *instance)
            .field(invite)
            .field(person)
            .number(*epoch)
            .key(public)
            .field(&[side])
    }
}
