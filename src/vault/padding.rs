//! Padding: how long a text is tells what it may be, so only a few lengths exist.
//!
//! `length (8) | text | zeros`, up to 1, 4, 16 or 64 KiB, then the next multiple of 64 KiB. What must stay true:
//! there is one padded form of a text, and `unpad` accepts no other.

use zeroize::Zeroizing;

use super::error::VaultError;

const PREFIX: usize = 8;
const STEPS: [usize; 3] = [1024, 4 * 1024, 16 * 1024];
const LARGE: usize = 64 * 1024;

/// The padded form of a text.
pub(super) fn pad(plain: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut padded = Zeroizing::new(Vec::with_capacity(size(plain.len())));
    padded.extend_from_slice(&(plain.len() as u64).to_be_bytes());
    padded.extend_from_slice(plain);
    padded.resize(size(plain.len()), 0);
    padded
}

/// The text in a padded form.
pub(super) fn unpad(padded: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let (length, rest) = padded.split_first_chunk::<PREFIX>().ok_or(VaultError::Integrity)?;
    let length = usize::try_from(u64::from_be_bytes(*length)).map_err(|_| VaultError::Integrity)?;
    let (plain, zeros) = rest.split_at_checked(length).ok_or(VaultError::Integrity)?;
    if padded.len() != size(length) || zeros.iter().any(|&byte| byte != 0) {
        return Err(VaultError::Integrity);
    }
    Ok(Zeroizing::new(plain.to_vec()))
}

/// How many bytes a text of that length takes when padded.
fn size(length: usize) -> usize {
    let whole = length.saturating_add(PREFIX);
    STEPS.into_iter().find(|&step| whole <= step).unwrap_or_else(|| whole.next_multiple_of(LARGE))
}
