//! What is promised about the whole: the list of labels, and what secret types can and cannot do.

use std::collections::BTreeSet;

use zeroize::ZeroizeOnDrop;

use crate::vault::{
    ContentKey, FactorKey, InviteCode, Keys, OpenedGrant, PairKey, Pepper, Purpose, RecoveryCode, Root,
    ServerSecret, SessionSeal, SpareCode, secret::Key,
};

#[test]
fn the_key_inventory_names_every_label_once_and_no_other() {
    let table = include_str!("../mod.rs").lines().filter_map(|line| line.strip_prefix("//! | `"));
    let rows: Vec<&str> = table.filter_map(|row| row.split('`').next()).collect();
    let named: BTreeSet<&str> = rows.iter().copied().collect();
    let labels: BTreeSet<&str> = Purpose::ALL.iter().map(|purpose| purpose.name()).collect();
    assert_eq!(named, labels);
    assert_eq!((rows.len(), labels.len()), (Purpose::ALL.len(), Purpose::ALL.len()), "no label twice");
}

#[test]
fn no_label_holds_the_byte_that_ends_labels() {
    assert!(Purpose::ALL.iter().all(|purpose| purpose.name().bytes().all(|byte| byte.is_ascii_graphic())));
}

/// Compiles only for types that wipe themselves and hold no way to print or to copy them.
///
/// Each trait below is implemented once for every type and once more for those with the trait in question; for
/// such a type the compiler could not tell which of the two is meant.
macro_rules! secrets {
    ($($name:ty),+ $(,)?) => {$(
        const _: fn() = || {
            fn wiped<T: ZeroizeOnDrop>() {}
            wiped::<$name>();
            let _ = <$name as NeverDebug<_>>::holds;
            let _ = <$name as NeverDisplay<_>>::holds;
            let _ = <$name as NeverClone<_>>::holds;
            let _ = <$name as NeverSerialize<_>>::holds;
        };
    )+};
}

macro_rules! never {
    ($($never:ident: $bound:path),+ $(,)?) => {$(
        trait $never<Which> {
            fn holds() {}
        }
        impl<T: ?Sized> $never<()> for T {}
        impl<T: ?Sized + $bound> $never<u8> for T {}
    )+};
}

never! {
    NeverDebug: std::fmt::Debug,
    NeverDisplay: std::fmt::Display,
    NeverClone: Clone,
    NeverSerialize: serde::Serialize,
}

secrets! {
    Key, Root, Keys, PairKey, ContentKey, OpenedGrant, SessionSeal, ServerSecret, Pepper, RecoveryCode, InviteCode,
    FactorKey, SpareCode,
}
