//! Golden files: fixed keys, salts and nonces give exactly these bytes, and these bytes still open.
//!
//! A difference means that what people have stored can no longer be read. The answer is a new version beside this
//! one, never a new golden file.

use std::fmt::Write;

use super::sample::{
    CHEAP, INSTANCE, SAM, SUBJECT, TEXT, factor, factor_key, invite, invite_code, noor, own_grant,
    partner_grant, passphrase, pepper, pin, revision, sam, sam_root, session,
};
use crate::vault::{
    Bound, ContentKey, PassphraseWrap, Purpose, RecoveryCode, RecoveryWrap, ServerSecret, SessionSeal,
    SpareCode, draft, grant, key_phrase, secret::Key,
};

const GOLDEN: &str = include_str!("../../../tests/golden/vault-k1.txt");
const NONCE: [u8; 24] = [0x24; 24];
const SALT: [u8; 16] = [0x16; 16];
const CODE: &str = "7K2M 9Q4X 8V5T 1R6Y 0HBG D3ZW CJME";

fn recovery_code() -> RecoveryCode {
    RecoveryCode::parse(CODE).unwrap()
}

fn draft_bound() -> Bound {
    Bound::new(Purpose::Draft, INSTANCE).field(&SAM).field(b"letter")
}

fn lines() -> Vec<(&'static str, Vec<u8>)> {
    let keys = sam();
    let wrap = PassphraseWrap::seal_with(
        &sam_root(),
        &passphrase(),
        &SUBJECT,
        CHEAP,
        Some(&pepper()),
        (SALT, &NONCE),
    )
    .unwrap();
    let recovery =
        RecoveryWrap::seal_with(&sam_root(), &recovery_code(), &SUBJECT, 1, (SALT, &NONCE)).unwrap();
    let content = ContentKey::from_bytes(&[0x33; 32]).unwrap();
    let sealed = content.seal_with(&revision(), TEXT, &NONCE).unwrap();
    let own = grant::seal_with(keys.own(), &own_grant(), &content, &sealed.digest, &NONCE).unwrap();
    let pair = keys.pair_to(1, &noor().public(), 3).unwrap();
    let partner = grant::seal_with(pair.key(), &partner_grant(), &content, &sealed.digest, &NONCE).unwrap();
    let seal = SessionSeal::from_id(&[0x77; 16]);
    let throwaway = Key::copy(&[0x44; 32], "a throwaway key").unwrap();
    let kept = draft::seal_with(&keys.public(), &draft_bound(), TEXT, &throwaway, &NONCE).unwrap();
    let secret = ServerSecret::from_bytes(&[0x99; 32]).unwrap();
    vec![
        ("keys", keys.to_bytes().to_vec()),
        ("public", keys.public().0.to_vec()),
        ("place", keys.label("talk/7/feelings").to_vec()),
        ("pepper", pepper().fingerprint().to_vec()),
        ("wrap/pw commitment", wrap.commitment.to_vec()),
        ("wrap/pw", wrap.sealed),
        ("wrap/rec", recovery.sealed),
        ("rev", sealed.envelope),
        ("rev-digest", sealed.digest.to_vec()),
        ("grant to oneself", own),
        ("grant to the partner", partner),
        ("session row", seal.row_key().to_vec()),
        ("session", seal.seal_with(&session(), &keys.to_bytes()[..], &NONCE).unwrap()),
        ("draft", kept),
        ("pin", keys.pin(&pin()).to_vec()),
        ("invite digest", invite_code().hash().to_vec()),
        ("invite", invite_code().mac(&invite()).to_vec()),
        ("server", secret.mac("form", &[b"session", b"/share"]).to_vec()),
        ("decoy", PassphraseWrap::decoy(&secret, "nobody", CHEAP, None).sealed),
        ("totp/key", sam_root().seal_factor_with(&factor(), &factor_key(), &NONCE).unwrap()),
        ("totp", factor_key().seal_with(&factor(), TEXT, &NONCE).unwrap()),
        ("totp/spare", factor_key().spare(&SpareCode::parse("7K2M9-Q4X8V").unwrap()).to_vec()),
        ("phrase", key_phrase(&keys.public(), &noor().public()).join(" ").into_bytes()),
    ]
}

fn golden(name: &str) -> Vec<u8> {
    let line = GOLDEN.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = "));
    hex::decode(line.unwrap()).unwrap()
}

#[test]
fn the_format_is_the_one_that_is_stored() {
    let written = lines().iter().fold(String::new(), |mut text, (name, bytes)| {
        writeln!(text, "{name} = {}", hex::encode(bytes)).unwrap();
        text
    });
    assert_eq!(written, GOLDEN);
}

#[test]
fn what_is_stored_still_opens() {
    let wrap = PassphraseWrap {
        params: CHEAP,
        salt: SALT,
        commitment: golden("wrap/pw commitment").try_into().unwrap(),
        sealed: golden("wrap/pw"),
        pepper: Some(golden("pepper").try_into().unwrap()),
    };
    assert_eq!(wrap.open(&passphrase(), &SUBJECT, Some(&pepper())).unwrap().bytes(), sam_root().bytes());
    let recovery = RecoveryWrap { number: 1, salt: SALT, sealed: golden("wrap/rec") };
    assert_eq!(recovery.open(&recovery_code(), &SUBJECT).unwrap().bytes(), sam_root().bytes());

    let own = sam().open_own_grant(&own_grant(), &golden("grant to oneself")).unwrap();
    assert_eq!(&own.open_revision(&revision(), &golden("rev")).unwrap()[..], TEXT);
    let pair = noor().pair_from(3, &sam().public(), 1).unwrap();
    let opened = pair.open_grant(&partner_grant(), &golden("grant to the partner")).unwrap();
    assert_eq!(&opened.open_revision(&revision(), &golden("rev")).unwrap()[..], TEXT);

    let seal = SessionSeal::from_id(&[0x77; 16]);
    assert_eq!(seal.open(&session(), &golden("session")).unwrap()[..], golden("keys"));
    assert_eq!(&sam().open_sealed(&draft_bound(), &golden("draft")).unwrap()[..], TEXT);
    assert!(sam().pin_holds(&pin(), &golden("pin")));
    let key = sam_root().open_factor(&factor(), &golden("totp/key")).unwrap();
    assert_eq!(&key.open(&factor(), &golden("totp")).unwrap()[..], TEXT);
    assert!(invite_code().verify(&invite(), &golden("invite")));
}
