//! The commitment: no envelope opens under two keys, whoever made it.

use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};

use super::{
    sample::{TEXT, partner_grant},
    two_keys::craft,
};
use crate::vault::{
    envelope::{self, NONCE, OVERHEAD, Unopened, VERSION},
    secret::{Key, hkdf_into},
};

const NONCE_BYTES: [u8; NONCE] = [0x24; NONCE];

fn key(byte: u8) -> Key {
    Key::copy(&[byte; 32], "a key").unwrap()
}

/// The encryption key and the commitment that an envelope of this key has.
fn derived(key: &Key) -> ([u8; 32], [u8; 32]) {
    let mut both = [0; 64];
    hkdf_into(key.bytes(), &NONCE_BYTES, partner_grant().bound().as_bytes(), &mut both);
    (both[..32].try_into().unwrap(), both[32..].try_into().unwrap())
}

#[test]
fn a_ciphertext_made_to_open_under_two_keys_opens_under_one_at_most() {
    let bound = partner_grant().bound();
    let (first, second) = (key(1), key(2));
    let ((ek1, cm1), (ek2, cm2)) = (derived(&first), derived(&second));
    let ciphertext = craft([&ek1, &ek2], &NONCE_BYTES, bound.as_bytes());

    let alone = |ek: &[u8; 32]| {
        let payload = Payload { msg: &ciphertext, aad: bound.as_bytes() };
        XChaCha20Poly1305::new_from_slice(ek).unwrap().decrypt(&XNonce::from(NONCE_BYTES), payload).unwrap()
    };
    assert_ne!(alone(&ek1), alone(&ek2), "without a commitment, both keys open it, to two texts");

    let envelope = |cm: &[u8; 32]| [&[VERSION][..], &NONCE_BYTES, cm, &ciphertext].concat();
    let refused = |key: &Key, cm: &[u8; 32]| {
        matches!(envelope::open(key, &bound, &envelope(cm)), Err(Unopened::Commitment))
    };
    assert!(envelope::open(&first, &bound, &envelope(&cm1)).is_ok());
    assert!(refused(&second, &cm1));
    assert!(envelope::open(&second, &bound, &envelope(&cm2)).is_ok());
    assert!(refused(&first, &cm2));
    for other in [[0; 32], [0xff; 32], std::array::from_fn(|place| cm1[place] ^ cm2[place])] {
        assert!(refused(&first, &other) && refused(&second, &other));
    }
}

#[test]
fn an_envelope_whose_text_would_open_but_whose_commitment_is_anothers_is_refused() {
    let bound = partner_grant().bound();
    let mut sealed = envelope::seal(&key(1), &bound, TEXT, &NONCE_BYTES).unwrap();
    assert_eq!(sealed.len(), TEXT.len() + OVERHEAD);
    sealed[1 + NONCE..1 + NONCE + 32].copy_from_slice(&derived(&key(2)).1);
    assert!(matches!(envelope::open(&key(1), &bound, &sealed), Err(Unopened::Commitment)));
    assert!(matches!(envelope::open(&key(2), &bound, &sealed), Err(Unopened::Altered)));
}

#[test]
fn an_unknown_version_is_an_error_and_nothing_is_tried_instead() {
    let bound = partner_grant().bound();
    let mut sealed = envelope::seal(&key(1), &bound, TEXT, &NONCE_BYTES).unwrap();
    for version in (0..=255).filter(|&version| version != VERSION) {
        sealed[0] = version;
        let found = envelope::open(&key(1), &bound, &sealed);
        assert!(matches!(found, Err(Unopened::Version(it)) if it == version));
    }
}
