//! What can go wrong. No message carries a secret, an id or a text.

use thiserror::Error;

/// Why the vault refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum VaultError {
    /// The system gave no randomness. Nothing may be sealed then.
    #[error("the system gave no randomness")]
    Randomness,
    /// The bytes were altered, cut short, or belong somewhere else. Which of these is not said.
    #[error("the sealed bytes were altered or belong elsewhere")]
    Integrity,
    /// The envelope says it was made by a version this program does not know.
    #[error("envelope version {0} is not known")]
    Version(u8),
    /// A public key for which every secret gives the same shared key.
    #[error("the public key is not a usable one")]
    WeakPublicKey,
    /// Something has the wrong number of bytes; the text says what.
    #[error("wrong number of bytes for {0}")]
    Length(&'static str),
    /// A combination that must not be sealed or derived; the text says which.
    #[error("refused: {0}")]
    Refused(&'static str),
}

/// Why a wrap did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum OpenError {
    /// The passphrase or the code is not the one it was sealed under.
    #[error("wrong passphrase or code")]
    WrongSecret,
    /// The stored row asks for something this program does not do; the text says what.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// The passphrase or the code is right, but the sealed root was altered or belongs elsewhere.
    #[error("the sealed root was altered or belongs elsewhere")]
    Damaged,
}

/// Why a typed code could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CodeError {
    /// Too few or too many characters.
    #[error("the code does not have the right number of characters")]
    Length,
    /// A character that no code has.
    #[error("the code has a character that codes do not have")]
    Character,
    /// The right length and characters, but no code that was ever given: its characters do not fit together.
    #[error("the code has a slip of the pen in it")]
    Checksum,
}
