//! Wraps: which secret opens them, and which stored numbers are refused before any work is done.

use super::sample::{CHEAP, SUBJECT, passphrase, pepper, sam, sam_root};
use crate::vault::{
    KdfParams, Keys, OpenError, PassphraseWrap, Pepper, RecoveryCode, RecoveryWrap, Root, ServerSecret,
    VaultError,
};
use secrecy::SecretString;

fn why(result: Result<Root, OpenError>) -> Option<OpenError> {
    result.err()
}

#[test]
fn the_passphrase_opens_the_root_and_another_one_does_not() {
    let wrap = PassphraseWrap::seal(&sam_root(), &passphrase(), &SUBJECT, CHEAP, None).unwrap();
    let root = wrap.open(&passphrase(), &SUBJECT, None).unwrap();
    assert_eq!(root.bytes(), sam_root().bytes());
    for wrong in
        ["slow river under five lamp", "Slow river under five lamps", " slow river under five lamps", ""]
    {
        assert_eq!(why(wrap.open(&SecretString::from(wrong), &SUBJECT, None)), Some(OpenError::WrongSecret));
    }
}

#[test]
fn a_right_passphrase_on_a_spoilt_row_is_told_apart_from_a_wrong_one() {
    let mut wrap = PassphraseWrap::seal(&sam_root(), &passphrase(), &SUBJECT, CHEAP, None).unwrap();
    *wrap.sealed.last_mut().unwrap() ^= 1;
    assert_eq!(why(wrap.open(&passphrase(), &SUBJECT, None)), Some(OpenError::Damaged));
    wrap.sealed.truncate(10);
    assert_eq!(why(wrap.open(&passphrase(), &SUBJECT, None)), Some(OpenError::Damaged));
}

#[test]
fn a_wrap_with_a_pepper_needs_that_pepper_and_one_without_does_not_mind() {
    let with = PassphraseWrap::seal(&sam_root(), &passphrase(), &SUBJECT, CHEAP, Some(&pepper())).unwrap();
    let other = Pepper::generate().unwrap();
    assert!(with.open(&passphrase(), &SUBJECT, Some(&pepper())).is_ok());
    assert!(matches!(why(with.open(&passphrase(), &SUBJECT, None)), Some(OpenError::Refused(_))));
    assert!(matches!(why(with.open(&passphrase(), &SUBJECT, Some(&other))), Some(OpenError::Refused(_))));
    assert!(!with.needs_rewrap_for(CHEAP, Some(&pepper())));
    assert!(with.needs_rewrap_for(CHEAP, Some(&other)));

    let without = PassphraseWrap::seal(&sam_root(), &passphrase(), &SUBJECT, CHEAP, None).unwrap();
    assert!(without.open(&passphrase(), &SUBJECT, Some(&pepper())).is_ok());
    assert!(without.needs_rewrap_for(CHEAP, Some(&pepper())));
}

#[test]
fn costs_below_the_floor_or_above_the_cap_are_refused_also_when_they_come_from_a_row() {
    let cost = |memory_kib, passes, lanes| KdfParams { memory_kib, passes, lanes };
    let accepted = [KdfParams::CURRENT, KdfParams::SMALL, CHEAP, cost(262_144, 6, 4), cost(47_104, 1, 1)];
    for params in accepted {
        assert_eq!(params.check(), Ok(()), "{params:?}");
    }
    let refused = [
        cost(19_455, 2, 1),
        cost(19_456, 1, 1),
        cost(47_103, 1, 1),
        cost(65_536, 0, 1),
        cost(0, 0, 0),
        cost(65_536, 3, 0),
        cost(65_536, 3, 5),
        cost(65_536, 7, 1),
        cost(262_145, 3, 1),
        cost(u32::MAX, u32::MAX, u32::MAX),
    ];
    let wrap = PassphraseWrap::seal(&sam_root(), &passphrase(), &SUBJECT, CHEAP, None).unwrap();
    for params in refused {
        assert!(matches!(params.check(), Err(VaultError::Refused(_))), "{params:?}");
        let lowered = PassphraseWrap { params, ..wrap.clone() };
        assert!(matches!(why(lowered.open(&passphrase(), &SUBJECT, None)), Some(OpenError::Refused(_))));
        assert!(PassphraseWrap::seal(&sam_root(), &passphrase(), &SUBJECT, params, None).is_err());
    }
}

#[test]
#[cfg(target_os = "linux")]
fn four_gibibytes_are_refused_before_a_block_is_reserved() {
    let wrap = PassphraseWrap::seal(&sam_root(), &passphrase(), &SUBJECT, CHEAP, None).unwrap();
    let greedy = KdfParams { memory_kib: 4 * 1024 * 1024, passes: 3, lanes: 1 };
    let before = peak_kib();
    let refused = PassphraseWrap { params: greedy, ..wrap };
    assert!(matches!(why(refused.open(&passphrase(), &SUBJECT, None)), Some(OpenError::Refused(_))));
    let grown = peak_kib() - before;
    assert!(grown < 1024 * 1024, "the address space grew by {grown} KiB");
}

/// The largest address space this process has had: it grows when memory is reserved, touched or not.
#[cfg(target_os = "linux")]
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmPeak:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[test]
fn a_wrap_of_another_version_is_refused() {
    let mut wrap = PassphraseWrap::seal(&sam_root(), &passphrase(), &SUBJECT, CHEAP, None).unwrap();
    let code = RecoveryCode::generate().unwrap();
    let mut recovery = RecoveryWrap::seal(&sam_root(), &code, &SUBJECT, 1).unwrap();
    for version in [0, 2, 255] {
        wrap.sealed[0] = version;
        recovery.sealed[0] = version;
        assert!(matches!(why(wrap.open(&passphrase(), &SUBJECT, None)), Some(OpenError::Refused(_))));
        assert!(matches!(why(recovery.open(&code, &SUBJECT)), Some(OpenError::Refused(_))));
    }
}

#[test]
fn only_the_compiled_profiles_are_good_enough_to_keep() {
    let wrap =
        |params| PassphraseWrap { params, salt: [0; 16], commitment: [0; 32], sealed: vec![], pepper: None };
    assert!(!wrap(KdfParams::CURRENT).needs_rewrap());
    assert!(!wrap(KdfParams::SMALL).needs_rewrap());
    assert!(wrap(CHEAP).needs_rewrap());
    assert!(wrap(KdfParams::SMALL).needs_rewrap_for(KdfParams::CURRENT, None));
}

#[test]
fn a_decoy_is_the_same_every_time_looks_like_a_wrap_and_never_opens() {
    let secret = ServerSecret::from_bytes(&[1; 32]).unwrap();
    let decoy = PassphraseWrap::decoy(&secret, "nobody", CHEAP, Some(&pepper()));
    let real = PassphraseWrap::seal(&sam_root(), &passphrase(), &SUBJECT, CHEAP, Some(&pepper())).unwrap();
    assert!(decoy == PassphraseWrap::decoy(&secret, "nobody", CHEAP, Some(&pepper())));
    assert!(decoy.salt != PassphraseWrap::decoy(&secret, "somebody", CHEAP, Some(&pepper())).salt);
    let other = ServerSecret::from_bytes(&[2; 32]).unwrap();
    assert!(decoy.salt != PassphraseWrap::decoy(&other, "nobody", CHEAP, Some(&pepper())).salt);
    assert_eq!((decoy.sealed.len(), decoy.sealed[0]), (real.sealed.len(), real.sealed[0]));
    assert_eq!(decoy.pepper, real.pepper);
    assert_eq!(why(decoy.open(&passphrase(), &SUBJECT, Some(&pepper()))), Some(OpenError::WrongSecret));
}

#[test]
fn the_recovery_code_opens_the_root_and_another_one_does_not() {
    let code = RecoveryCode::generate().unwrap();
    let wrap = RecoveryWrap::seal(&sam_root(), &code, &SUBJECT, 1).unwrap();
    let typed = RecoveryCode::parse(&code.groups().join(" ")).unwrap();
    assert_eq!(wrap.open(&typed, &SUBJECT).unwrap().bytes(), sam_root().bytes());
    let other = RecoveryCode::generate().unwrap();
    assert_eq!(why(wrap.open(&other, &SUBJECT)), Some(OpenError::WrongSecret));
    let mut spoilt = wrap;
    *spoilt.sealed.last_mut().unwrap() ^= 1;
    assert_eq!(why(spoilt.open(&code, &SUBJECT)), Some(OpenError::Damaged));
}

#[test]
fn what_a_session_holds_reads_and_shares_but_opens_no_root() {
    let bytes = sam().to_bytes();
    let keys = Keys::from_bytes(&bytes[..]).unwrap();
    assert_eq!(keys.public(), sam().public());
    assert_eq!(keys.to_bytes(), bytes);
    assert!(bytes.windows(32).all(|window| window != sam_root().bytes()));
    for length in [0, 32, 95, 97, 128] {
        assert!(Keys::from_bytes(&vec![0; length]).is_err(), "{length} bytes are no keys");
    }
}

#[test]
fn roots_and_codes_are_new_each_time() {
    assert_ne!(Root::generate().unwrap().bytes(), Root::generate().unwrap().bytes());
    let first = RecoveryCode::generate().unwrap().groups();
    assert_ne!(first, RecoveryCode::generate().unwrap().groups());
    let once = PassphraseWrap::seal(&sam_root(), &passphrase(), &SUBJECT, CHEAP, None).unwrap();
    let again = PassphraseWrap::seal(&sam_root(), &passphrase(), &SUBJECT, CHEAP, None).unwrap();
    assert!(once.salt != again.salt && once.commitment != again.commitment && once.sealed != again.sealed);
}
