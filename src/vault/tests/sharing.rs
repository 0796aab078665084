//! Sharing: who opens what, weak public keys, places, padding, and the server's own codes.

use proptest::prelude::*;

use super::sample::{INSTANCE, NOOR, SAM, TEXT, noor, own_grant, partner_grant, pin, revision, sam, session};
use crate::vault::{
    Bound, GrantFields, PublicKey, Purpose, ReaderRole, RevisionFields, Root, ServerSecret, SessionSeal,
    VaultError, padding, seal_revision, seal_to,
};

#[test]
fn the_author_reads_back_grants_on_and_the_partner_reads_the_same() {
    let (content, sealed) = seal_revision(&revision(), TEXT).unwrap();
    let own = sam().seal_own_grant(&own_grant(), &content, &sealed.digest).unwrap();
    drop(content);

    let kept = sam().open_own_grant(&own_grant(), &own).unwrap();
    assert_eq!(&kept.open_revision(&revision(), &sealed.envelope).unwrap()[..], TEXT);
    let to_noor = sam().pair_to(1, &noor().public(), 3).unwrap();
    let granted = to_noor.seal_grant(&partner_grant(), kept.content_key(), kept.digest()).unwrap();

    let from_sam = noor().pair_from(3, &sam().public(), 1).unwrap();
    let opened = from_sam.open_grant(&partner_grant(), &granted).unwrap();
    assert_eq!(&opened.open_revision(&revision(), &sealed.envelope).unwrap()[..], TEXT);
    assert_eq!(opened.digest(), &sealed.digest);
}

#[test]
fn nobody_else_opens_a_grant_and_nobody_else_can_make_one() {
    let (content, sealed) = seal_revision(&revision(), TEXT).unwrap();
    let own = sam().seal_own_grant(&own_grant(), &content, &sealed.digest).unwrap();
    let to_noor = sam().pair_to(1, &noor().public(), 3).unwrap();
    let granted = to_noor.seal_grant(&partner_grant(), &content, &sealed.digest).unwrap();

    let host = Root::generate().unwrap().keys();
    assert!(noor().open_own_grant(&own_grant(), &own).is_err());
    assert!(host.open_own_grant(&own_grant(), &own).is_err());
    let listening = host.pair_from(3, &sam().public(), 1).unwrap();
    assert!(listening.open_grant(&partner_grant(), &granted).is_err());

    let forged = host.pair_to(1, &noor().public(), 3).unwrap();
    let forged = forged.seal_grant(&partner_grant(), &content, &sealed.digest).unwrap();
    let from_sam = noor().pair_from(3, &sam().public(), 1).unwrap();
    assert!(from_sam.open_grant(&partner_grant(), &forged).is_err());
}

#[test]
fn a_grant_to_oneself_and_one_to_another_cannot_be_mixed_up() {
    let (content, sealed) = seal_revision(&revision(), TEXT).unwrap();
    let pair = sam().pair_to(1, &noor().public(), 3).unwrap();
    let refused = |result: Result<Vec<u8>, VaultError>| matches!(result, Err(VaultError::Refused(_)));
    assert!(refused(sam().seal_own_grant(&partner_grant(), &content, &sealed.digest)));
    assert!(refused(pair.seal_grant(&own_grant(), &content, &sealed.digest)));
    let author_as_partner = GrantFields { reader_role: ReaderRole::Partner, ..own_grant() };
    assert!(refused(sam().seal_own_grant(&author_as_partner, &content, &sealed.digest)));
    assert!(refused(pair.seal_grant(&author_as_partner, &content, &sealed.digest)));
}

#[test]
fn a_revision_has_a_key_of_its_own_and_says_nothing_about_its_length() {
    let (first_key, first) = seal_revision(&revision(), b"").unwrap();
    let (second_key, second) = seal_revision(&revision(), &[b'x'; 1000]).unwrap();
    assert_ne!(first_key.bytes(), second_key.bytes());
    assert_ne!(first.digest, second.digest);
    assert_eq!(first.envelope.len(), second.envelope.len());
}

#[test]
fn the_digest_says_which_revision_came_before() {
    let fields = RevisionFields { number: 1, previous: None, ..revision() };
    let (key, first) = seal_revision(&fields, TEXT).unwrap();
    let next = RevisionFields { number: 2, previous: Some(first.digest), ..fields };
    let (next_key, second) = seal_revision(&next, TEXT).unwrap();
    assert!(next_key.open(&next, &second.digest, &second.envelope).is_ok());
    assert!(key.open(&fields, &second.digest, &second.envelope).is_err());
}

#[test]
fn public_keys_that_give_everyone_the_same_secret_are_refused_everywhere() {
    let mut weak = [[0; 32]; 3];
    weak[1][0] = 1;
    weak[2] = hex::decode("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")
        .unwrap()
        .try_into()
        .unwrap();
    let draft = Bound::new(Purpose::Draft, INSTANCE).field(&SAM);
    for weak in weak.map(PublicKey) {
        assert_eq!(sam().pair_to(1, &weak, 1).err(), Some(VaultError::WeakPublicKey));
        assert_eq!(sam().pair_from(1, &weak, 1).err(), Some(VaultError::WeakPublicKey));
        assert_eq!(seal_to(&weak, &draft, TEXT).err(), Some(VaultError::WeakPublicKey));
        let mut kept = seal_to(&sam().public(), &draft, TEXT).unwrap();
        kept[..32].copy_from_slice(&weak.0);
        assert_eq!(sam().open_sealed(&draft, &kept).err(), Some(VaultError::WeakPublicKey));
    }
}

#[test]
fn a_draft_opens_only_for_its_person() {
    let draft = Bound::new(Purpose::Draft, INSTANCE).field(&SAM).field(b"letter");
    let kept = seal_to(&sam().public(), &draft, TEXT).unwrap();
    assert_eq!(&sam().open_sealed(&draft, &kept).unwrap()[..], TEXT);
    assert!(noor().open_sealed(&draft, &kept).is_err());
    assert_ne!(kept, seal_to(&sam().public(), &draft, TEXT).unwrap(), "each has a throwaway key of its own");
    assert!(sam().open_sealed(&draft, &[]).is_err());
}

#[test]
fn a_place_has_one_name_for_each_person() {
    assert_eq!(sam().label("talk/7/feelings"), sam().label("talk/7/feelings"));
    assert_ne!(sam().label("talk/7/feelings"), sam().label("talk/8/feelings"));
    assert_ne!(sam().label("talk/7/feelings"), noor().label("talk/7/feelings"));
}

#[test]
fn a_pin_is_not_fooled_by_fields_that_changed_places() {
    let mac = sam().pin(&pin());
    let mut swapped = pin();
    (swapped.owner, swapped.contact) = (NOOR, SAM);
    assert!(!sam().pin_holds(&swapped, &mac));
    assert!(!sam().pin_holds(&pin(), &mac[..31]));
    assert!(!sam().pin_holds(&pin(), &[]));
}

#[test]
fn a_session_row_does_not_show_the_id() {
    let id = b"an id that is only in the cookie";
    let seal = SessionSeal::from_id(id);
    assert_ne!(&seal.row_key()[..], &id[..]);
    assert_eq!(seal.row_key(), SessionSeal::from_id(id).row_key());
    assert_eq!(
        SessionSeal::from_id(b"abc").row_key()[..4],
        [0xba, 0x78, 0x16, 0xbf],
        "SHA-256 of FIPS 180-4"
    );
}

#[test]
fn the_server_recognises_its_own_codes_and_no_others() {
    let secret = ServerSecret::from_bytes(&[1; 32]).unwrap();
    let mac = secret.mac("form", &[b"session", b"/share"]);
    assert!(secret.verify("form", &[b"session", b"/share"], &mac));
    for parts in [&[&b"session/share"[..]][..], &[b"session", b"/shar", b"e"], &[b"/share", b"session"], &[]]
    {
        assert!(!secret.verify("form", parts, &mac));
    }
    assert!(!secret.verify("link", &[b"session", b"/share"], &mac));
    assert!(!secret.verify("form", &[b"session", b"/share"], &mac[..16]));
    assert!(!ServerSecret::generate().unwrap().verify("form", &[b"session", b"/share"], &mac));
    assert!(ServerSecret::from_bytes(&[1; 31]).is_err());
}

#[test]
fn padded_lengths_are_1_4_16_and_64_kib_and_then_multiples_of_64() {
    let kib = |length: usize| padding::pad(&vec![b'x'; length]).len() / 1024;
    let expected = [
        (0, 1),
        (1016, 1),
        (1017, 4),
        (4088, 4),
        (4089, 16),
        (16_376, 16),
        (16_377, 64),
        (65_528, 64),
        (65_529, 128),
        (131_064, 128),
        (131_065, 192),
    ];
    for (length, size) in expected {
        assert_eq!(kib(length), size, "{length} bytes");
    }
}

#[test]
fn there_is_one_padded_form_of_a_text() {
    let padded = padding::pad(b"text");
    let spoilt: [fn(&mut Vec<u8>); 6] = [
        |bytes| *bytes.last_mut().unwrap() = 1,
        |bytes| bytes[7] = 3,
        |bytes| bytes[0] = 0xff,
        |bytes| bytes.truncate(12),
        |bytes| bytes.resize(4096, 0),
        |bytes| bytes.clear(),
    ];
    for spoil in spoilt {
        let mut bytes = padded.to_vec();
        spoil(&mut bytes);
        assert_eq!(padding::unpad(&bytes).err(), Some(VaultError::Integrity));
    }
}

proptest! {
    #[test]
    fn padding_gives_back_what_was_put_in(text in proptest::collection::vec(any::<u8>(), 0..70_000)) {
        let padded = padding::pad(&text);
        prop_assert_eq!(padded.len() % 1024, 0);
        prop_assert_eq!(&padding::unpad(&padded).unwrap()[..], &text[..]);
    }

    #[test]
    fn no_bytes_whatever_make_the_readers_panic(bytes in proptest::collection::vec(any::<u8>(), 0..3000)) {
        let draft = Bound::new(Purpose::Draft, INSTANCE);
        prop_assert!(sam().open_sealed(&draft, &bytes).is_err());
        prop_assert!(sam().open_own_grant(&own_grant(), &bytes).is_err());
        prop_assert!(SessionSeal::from_id(b"id").open(&session(), &bytes).is_err());
        let mut versioned = bytes.clone();
        versioned.insert(0, 1);
        prop_assert!(sam().open_own_grant(&own_grant(), &versioned).is_err());
        let _ = padding::unpad(&bytes);
    }
}
