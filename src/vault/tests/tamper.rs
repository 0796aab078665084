//! Everything sealed is spoilt in every way we can think of, and nothing may open.
//!
//! One test for the bytes and the bounds of every kind of sealed thing, one for fields by their names, one for the
//! columns of a passphrase's wrap through Argon2id itself. Each prints how many cases it tried.

use super::sample::{
    CHEAP, SUBJECT, TEXT, factor, factor_key, invite, invite_code, noor, own_grant, partner_grant,
    passphrase, pepper, pin, revision, sam, sam_root, session,
};
use crate::vault::{
    Bound, ContentKey, GrantFields, Instance, KdfParams, PassphraseWrap, PublicKey, Purpose, ReaderRole,
    RecoveryCode, RecoveryWrap, RevisionFields, SessionFields, SessionSeal, Subject, envelope, seal_revision,
    seal_to, secret::Key, secret::same,
};

type Open = Box<dyn Fn(&Bound, &[u8]) -> bool>;

/// Something sealed, what it is bound to, and how to open it when bound to something else.
struct Sealed {
    name: &'static str,
    bound: Bound,
    bytes: Vec<u8>,
    open: Open,
}

impl Sealed {
    fn under(name: &'static str, key: Key, bound: Bound, bytes: Vec<u8>) -> Self {
        Self {
            name,
            bound,
            bytes,
            open: Box::new(move |bound, bytes| envelope::open(&key, bound, bytes).is_ok()),
        }
    }

    fn code(name: &'static str, key: Key, bound: Bound, mac: [u8; 32]) -> Self {
        Self {
            name,
            bound,
            bytes: mac.to_vec(),
            open: Box::new(move |bound, mac| same(&key.mac(bound), mac)),
        }
    }

    fn opens(&self, bound: &Bound, bytes: &[u8]) -> bool {
        (self.open)(bound, bytes)
    }
}

fn copy(key: &Key) -> Key {
    Key::copy(key.bytes(), "a key").unwrap()
}

/// One of each purpose, and grants of both kinds.
fn everything() -> Vec<Sealed> {
    let (content, sealed) = seal_revision(&revision(), TEXT).unwrap();
    let own = sam().seal_own_grant(&own_grant(), &content, &sealed.digest).unwrap();
    let pair = sam().pair_to(1, &noor().public(), 3).unwrap();
    let granted = pair.seal_grant(&partner_grant(), &content, &sealed.digest).unwrap();

    let wrap = PassphraseWrap::seal(&sam_root(), &passphrase(), &SUBJECT, CHEAP, Some(&pepper())).unwrap();
    let stretched =
        CHEAP.stretch(b"slow river under five lamps", &wrap.salt, &SUBJECT.person, Some(&pepper())).unwrap();
    let kek = crate::vault::passphrase::kek(&stretched);
    let code = RecoveryCode::generate().unwrap();
    let recovery = RecoveryWrap::seal(&sam_root(), &code, &SUBJECT, 4).unwrap();

    let seal = SessionSeal::from_id(&[0x77; 16]);
    let record = seal.seal(&session(), &sam().to_bytes()[..]).unwrap();
    let draft = Bound::new(Purpose::Draft, SUBJECT.instance).field(&SUBJECT.person).field(b"letter");
    let kept = seal_to(&sam().public(), &draft, TEXT).unwrap();

    vec![
        Sealed::under("wrap/pw", kek, wrap.bound(&SUBJECT), wrap.sealed.clone()),
        Sealed::under(
            "wrap/rec",
            code.key(&recovery.salt),
            recovery.bound(&SUBJECT),
            recovery.sealed.clone(),
        ),
        Sealed::under("session", copy(&seal.key), seal.bound(&session()), record),
        Sealed::under(
            "rev",
            Key::copy(content.bytes(), "a key").unwrap(),
            revision().bound(Purpose::Revision),
            sealed.envelope,
        ),
        Sealed::under("grant to oneself", copy(sam().own()), own_grant().bound(), own),
        Sealed::under("grant to the partner", copy(pair.key()), partner_grant().bound(), granted),
        Sealed {
            name: "draft",
            bound: draft,
            bytes: kept,
            open: Box::new(|bound, bytes| sam().open_sealed(bound, bytes).is_ok()),
        },
        Sealed::under(
            "totp/key",
            sam_root().factor_key(),
            factor().bound(Purpose::FactorKey),
            sam_root().seal_factor(&factor(), &factor_key()).unwrap(),
        ),
        Sealed::under(
            "totp",
            Key::copy(&factor_key().to_bytes()[..], "a key").unwrap(),
            factor().bound(Purpose::Factor),
            factor_key().seal(&factor(), TEXT).unwrap(),
        ),
        Sealed::code("pin", copy(sam().pins()), pin().bound(), sam().pin(&pin())),
        Sealed::code("invite", invite_code().key(), invite().bound(), invite_code().mac(&invite())),
    ]
}

/// The label and the fields, read back out of a list.
fn parts(bound: &Bound) -> (Vec<u8>, Vec<Vec<u8>>) {
    let bytes = bound.as_bytes();
    let end = bytes.iter().position(|&byte| byte == 0).unwrap();
    let (label, mut rest) = bytes.split_at(end);
    let mut fields = Vec::new();
    while let Some((length, tail)) = rest.split_first_chunk::<8>() {
        let (field, tail) = tail.split_at(usize::try_from(u64::from_be_bytes(*length)).unwrap());
        fields.push(field.to_vec());
        rest = tail;
    }
    (label.to_vec(), fields)
}

fn rebuilt(purpose: Purpose, fields: &[Vec<u8>]) -> Bound {
    fields.iter().fold(Bound::keyed(purpose), |bound, field| bound.field(field))
}

fn purpose_of(label: &[u8]) -> Purpose {
    let named = |purpose: &&Purpose| [b"toward/k1/", purpose.name().as_bytes()].concat() == label;
    *Purpose::ALL.iter().find(named).unwrap()
}

/// All lists that are one swap, one moved byte, one field more or less, or one purpose away.
fn neighbours(bound: &Bound) -> Vec<Bound> {
    let (label, fields) = parts(bound);
    let purpose = purpose_of(&label);
    assert!(&rebuilt(purpose, &fields) == bound, "the list reads back as it was written");
    let mut all = Vec::new();
    for first in 0..fields.len() {
        for second in first + 1..fields.len() {
            let mut swapped = fields.clone();
            swapped.swap(first, second);
            all.push(rebuilt(purpose, &swapped));
        }
        let mut without = fields.clone();
        without.remove(first);
        all.push(rebuilt(purpose, &without));
        for place in 0..fields[first].len() {
            let mut flipped = fields.clone();
            flipped[first][place] ^= 1;
            all.push(rebuilt(purpose, &flipped));
        }
        if first + 1 < fields.len() {
            let mut moved = fields.clone();
            if let Some(byte) = moved[first].pop() {
                moved[first + 1].insert(0, byte);
            }
            all.push(rebuilt(purpose, &moved));
            let mut joined = fields.clone();
            let next = joined.remove(first + 1);
            joined[first].extend(next);
            all.push(rebuilt(purpose, &joined));
        }
    }
    all.push(bound.clone().field(&[]));
    all.extend(Purpose::ALL.iter().map(|&other| rebuilt(other, &fields)));
    all.retain(|other| other != bound);
    all
}

#[test]
fn nothing_sealed_opens_after_a_change_of_a_byte_a_bound_or_a_place() {
    let everything = everything();
    let mut cases = 0;
    for sealed in &everything {
        assert!(sealed.opens(&sealed.bound, &sealed.bytes), "{} opens untouched", sealed.name);
        let mut refused = |bound: &Bound, bytes: &[u8], what: &str| {
            assert!(!sealed.opens(bound, bytes), "{}: {what}", sealed.name);
            cases += 1;
        };
        for place in 0..sealed.bytes.len() {
            for bit in 0..8 {
                let mut spoilt = sealed.bytes.clone();
                spoilt[place] ^= 1 << bit;
                refused(&sealed.bound, &spoilt, "a bit was flipped");
            }
            refused(&sealed.bound, &sealed.bytes[..place], "the end was cut off");
        }
        refused(&sealed.bound, &[&sealed.bytes[..], &[0]].concat(), "a byte was added");
        for neighbour in neighbours(&sealed.bound) {
            refused(&neighbour, &sealed.bytes, "the bound was changed");
        }
        for other in everything.iter().filter(|other| other.name != sealed.name) {
            refused(&other.bound, &other.bytes, "another thing was put in its place");
            refused(&sealed.bound, &other.bytes, "another thing was put under its name");
            refused(&other.bound, &sealed.bytes, "it was put under another's name");
        }
    }
    println!("tampering with {} kinds of sealed things: {cases} cases, all refused", everything.len());
    assert!(cases > 20_000);
}

/// Every way to have one field of a revision different.
fn other_revisions() -> Vec<RevisionFields<'static>> {
    let true_one = revision();
    vec![
        RevisionFields { instance: Instance([9; 16]), ..true_one },
        RevisionFields { couple: [9; 16], ..true_one },
        RevisionFields { couple: true_one.entry, entry: true_one.couple, ..true_one },
        RevisionFields { entry: [9; 16], ..true_one },
        RevisionFields { entry: true_one.author, author: true_one.entry, ..true_one },
        RevisionFields { number: 1, ..true_one },
        RevisionFields { number: 3, ..true_one },
        RevisionFields { number: 1, author_epoch: 2, ..true_one },
        RevisionFields { author: super::sample::NOOR, ..true_one },
        RevisionFields { author_epoch: 2, ..true_one },
        RevisionFields { kind: "letter", ..true_one },
        RevisionFields { kind: "", ..true_one },
        RevisionFields { previous: None, ..true_one },
        RevisionFields { previous: Some([8; 32]), ..true_one },
    ]
}

#[test]
fn a_revision_or_a_grant_moved_to_another_person_entry_number_or_epoch_does_not_open() {
    let (content, sealed) = seal_revision(&revision(), TEXT).unwrap();
    let pair = sam().pair_to(1, &noor().public(), 3).unwrap();
    let bytes = pair.seal_grant(&partner_grant(), &content, &sealed.digest).unwrap();
    let reading = noor().pair_from(3, &sam().public(), 1).unwrap();
    let grant = reading.open_grant(&partner_grant(), &bytes).unwrap();
    assert_eq!(&grant.open_revision(&revision(), &sealed.envelope).unwrap()[..], TEXT);

    let mut cases = 0;
    for other in other_revisions() {
        assert!(grant.open_revision(&other, &sealed.envelope).is_err());
        assert!(reading.open_grant(&GrantFields { revision: other, ..partner_grant() }, &bytes).is_err());
        cases += 2;
    }
    let grants = [
        GrantFields { reader: [9; 16], ..partner_grant() },
        GrantFields { reader_epoch: 2, ..partner_grant() },
        GrantFields { reader_role: ReaderRole::Therapist, ..partner_grant() },
        GrantFields { reader_role: ReaderRole::Author, ..partner_grant() },
        own_grant(),
    ];
    for other in grants {
        assert!(reading.open_grant(&other, &bytes).is_err());
        assert!(sam().open_own_grant(&other, &bytes).is_err());
        cases += 2;
    }
    let sam_public = sam().public();
    let wrong_pairs = [
        noor().pair_from(2, &sam_public, 1),
        noor().pair_from(3, &sam_public, 2),
        noor().pair_from(1, &sam_public, 3),
        noor().pair_to(3, &sam_public, 1),
        noor().pair_from(3, &noor().public(), 1),
        sam().pair_from(1, &noor().public(), 3),
    ];
    for pair in wrong_pairs {
        assert!(pair.unwrap().open_grant(&partner_grant(), &bytes).is_err());
        cases += 1;
    }
    for place in 0..sealed.envelope.len() {
        let mut spoilt = sealed.envelope.clone();
        spoilt[place] ^= 0x80;
        assert!(grant.open_revision(&revision(), &spoilt).is_err());
        cases += 1;
    }
    println!("moving and spoiling a revision and its grant: {cases} cases, all refused");
}

#[test]
fn text_sealed_anew_by_a_reader_who_knows_the_content_key_is_refused() {
    let (content, sealed) = seal_revision(&revision(), TEXT).unwrap();
    let own = sam().seal_own_grant(&own_grant(), &content, &sealed.digest).unwrap();
    let forged = content.seal_with(&revision(), b"I was at work.", &[3; 24]).unwrap();
    let grant = sam().open_own_grant(&own_grant(), &own).unwrap();
    let same_key = ContentKey::from_bytes(grant.content_key().bytes()).unwrap();
    assert!(same_key.open(&revision(), &forged.digest, &forged.envelope).is_ok(), "the forgery is well made");
    assert!(grant.open_revision(&revision(), &forged.envelope).is_err());
}

#[test]
fn a_passphrase_wrap_does_not_open_after_a_change_of_any_column() {
    let wrap = PassphraseWrap::seal(&sam_root(), &passphrase(), &SUBJECT, CHEAP, Some(&pepper())).unwrap();
    let opens =
        |wrap: &PassphraseWrap, subject: &Subject| wrap.open(&passphrase(), subject, Some(&pepper())).is_ok();
    assert!(opens(&wrap, &SUBJECT));
    let mut spoilt: Vec<(PassphraseWrap, Subject)> = Vec::new();
    let mut change = |change: &dyn Fn(&mut PassphraseWrap)| {
        let mut changed = wrap.clone();
        change(&mut changed);
        spoilt.push((changed, SUBJECT));
    };
    for place in 0..wrap.sealed.len() {
        change(&|wrap| wrap.sealed[place] ^= 1);
    }
    for place in 0..32 {
        change(&|wrap| wrap.commitment[place] ^= 1);
    }
    for place in 0..16 {
        change(&|wrap| wrap.salt[place] ^= 1);
    }
    for place in 0..8 {
        change(&|wrap| wrap.pepper.as_mut().unwrap()[place] ^= 1);
    }
    change(&|wrap| wrap.pepper = None);
    change(&|wrap| wrap.params.memory_kib += 1);
    change(&|wrap| wrap.params.passes += 1);
    change(&|wrap| wrap.params.lanes += 1);
    change(&|wrap| wrap.params = KdfParams::SMALL);
    change(&|wrap| wrap.sealed.clear());
    spoilt.push((wrap.clone(), Subject { instance: Instance([9; 16]), ..SUBJECT }));
    spoilt.push((wrap.clone(), Subject { person: super::sample::NOOR, ..SUBJECT }));
    spoilt.push((wrap.clone(), Subject { epoch: 2, ..SUBJECT }));
    for (spoilt, subject) in &spoilt {
        assert!(!opens(spoilt, subject));
    }
    println!("tampering with the columns of a passphrase's wrap: {} cases, all refused", spoilt.len());
}

#[test]
fn a_recovery_wrap_a_session_a_pin_and_an_invite_hold_only_for_their_own_fields() {
    let code = RecoveryCode::generate().unwrap();
    let wrap = RecoveryWrap::seal(&sam_root(), &code, &SUBJECT, 1).unwrap();
    assert!(wrap.open(&code, &SUBJECT).is_ok());
    assert!(wrap.open(&code, &Subject { epoch: 2, ..SUBJECT }).is_err());
    assert!(wrap.open(&code, &Subject { person: super::sample::NOOR, ..SUBJECT }).is_err());
    assert!(RecoveryWrap { number: 2, ..wrap.clone() }.open(&code, &SUBJECT).is_err());
    assert!(RecoveryWrap { salt: [0; 16], ..wrap.clone() }.open(&code, &SUBJECT).is_err());
    assert!(wrap.open(&RecoveryCode::generate().unwrap(), &SUBJECT).is_err());

    let seal = SessionSeal::from_id(b"an id that is only in the cookie");
    let record = seal.seal(&session(), b"a record").unwrap();
    assert_eq!(&seal.open(&session(), &record).unwrap()[..], b"a record");
    let later = SessionFields { expires_at: session().expires_at + 1, ..session() };
    assert!(seal.open(&later, &record).is_err());
    assert!(seal.open(&SessionFields { person: super::sample::NOOR, ..session() }, &record).is_err());
    assert!(SessionSeal::from_id(b"another id").open(&session(), &record).is_err());

    let mac = sam().pin(&pin());
    assert!(sam().pin_holds(&pin(), &mac));
    assert!(!noor().pin_holds(&pin(), &mac), "a pin is its owner's");
    let mut unverified = pin();
    unverified.verified = false;
    assert!(!sam().pin_holds(&unverified, &mac));
    let mut replaced = pin();
    replaced.contact_public = PublicKey([9; 32]);
    assert!(!sam().pin_holds(&replaced, &mac));

    let mac = invite_code().mac(&invite());
    assert!(invite_code().verify(&invite(), &mac));
    let mut other_side = invite();
    other_side.side = crate::vault::InviteSide::Inviter;
    assert!(!invite_code().verify(&other_side, &mac));
    assert!(!crate::vault::InviteCode::generate().unwrap().verify(&invite(), &mac));
}
