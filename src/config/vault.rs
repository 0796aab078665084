//! How passphrases are stretched, and the optional secret that lies outside the database.
//!
//! Must stay true: the pepper is 32 bytes or the start is refused; a wrong one would lock everybody out.

use std::{fmt, fs, path::PathBuf, sync::Arc};

use zeroize::Zeroizing;

use super::source::Reader;

/// Settings of the vault.
#[derive(Clone, Debug)]
pub struct VaultConfig {
    /// `TOWARD_KDF`: `standard` (64 MiB for each sign-in) or `small` (for machines with little memory).
    /// Default `standard`.
    pub kdf: Kdf,
    /// `TOWARD_PEPPER_FILE`: a file with 32 random bytes as 64 hexadecimal digits, kept apart from the database and
    /// its backups. Default: not set.
    pub pepper: Option<Pepper>,
}

/// How much work one guess at a passphrase costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kdf {
    /// For ordinary machines.
    Standard,
    /// For machines with little memory.
    Small,
}

/// A secret outside the database, mixed into every passphrase.
#[derive(Clone)]
pub struct Pepper(Arc<Zeroizing<[u8; 32]>>);

impl Pepper {
    /// Its bytes, for the derivation only.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Pepper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pepper([not shown])")
    }
}

impl VaultConfig {
    pub(super) fn read(from: &mut Reader) -> Self {
        let kdf = match from.text("TOWARD_KDF").as_str() {
            "standard" => Kdf::Standard,
            "small" => Kdf::Small,
            _ => {
                from.problem("TOWARD_KDF", "give standard or small");
                Kdf::Standard
            }
        };
        let pepper = from
            .path("TOWARD_PEPPER_FILE")
            .and_then(|path| pepper(&path).map_err(|what| from.problem("TOWARD_PEPPER_FILE", what)).ok());
        Self { kdf, pepper }
    }
}

fn pepper(path: &PathBuf) -> Result<Pepper, String> {
    let text =
        fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    let text = Zeroizing::new(text);
    let bytes = data_encoding::HEXLOWER_PERMISSIVE
        .decode(text.trim().as_bytes())
        .map(Zeroizing::new)
        .ok()
        .and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok())
        .ok_or_else(|| {
            format!("{} must hold 64 hexadecimal digits; `openssl rand -hex 32` makes them", path.display())
        })?;
    Ok(Pepper(Arc::new(Zeroizing::new(bytes))))
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    #[test]
    fn a_pepper_is_thirty_two_bytes_and_never_shown() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pepper");
        std::fs::write(&file, format!("{}\n", "aB".repeat(32))).unwrap();
        let config = Config::from_map([("TOWARD_PEPPER_FILE", &file)]).unwrap();
        assert_eq!(config.vault.pepper.as_ref().unwrap().bytes(), &[0xab; 32]);
        assert!(!format!("{config:?}").contains("171"), "no byte of it is printed");

        std::fs::write(&file, "ab").unwrap();
        let refused = Config::from_map([("TOWARD_PEPPER_FILE", &file)]).unwrap_err().to_string();
        assert!(refused.contains("TOWARD_PEPPER_FILE"));
    }
}
