//! Argon2id: what it costs to try a passphrase.
//!
//! What must stay true: new wraps use one of the compiled profiles. Numbers that come out of the database are
//! checked before a single block is reserved, so a row can neither make guessing cheap nor exhaust the memory.

use argon2::{Algorithm, Argon2, AssociatedData, Block, ParamsBuilder, Version};
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::{
    bound::Bound,
    error::VaultError,
    labels::Purpose,
    secret::{Key, digest},
};

/// Most memory that a stored row may ask for, in KiB.
const MEMORY_CAP: u32 = 262_144;
/// Most passes that a stored row may ask for.
const PASSES_CAP: u32 = 6;

/// What one derivation takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KdfParams {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl KdfParams {
    /// What new wraps use.
    pub const CURRENT: Self = Self { memory_kib: 65_536, passes: 3, lanes: 1 };
    /// What new wraps use on a small board.
    pub const SMALL: Self = Self { memory_kib: 47_104, passes: 1, lanes: 1 };

    /// Refuses what is cheaper than the floor or dearer than the cap.
    pub fn check(&self) -> Result<(), VaultError> {
        let enough = (self.memory_kib >= 19_456 && self.passes >= 2)
            || (self.memory_kib >= 47_104 && self.passes >= 1);
        if !enough {
            return Err(VaultError::Refused("the derivation's cost is below the floor"));
        }
        if self.memory_kib > MEMORY_CAP || self.passes > PASSES_CAP || !(1..=4).contains(&self.lanes) {
            return Err(VaultError::Refused("the derivation's cost is above the cap"));
        }
        Ok(())
    }

    /// What a passphrase is stretched to, with the person's id as associated data.
    pub(super) fn stretch(
        &self,
        passphrase: &[u8],
        salt: &[u8; 16],
        person: &[u8; 16],
        pepper: Option<&Pepper>,
    ) -> Result<Key, VaultError> {
        self.check()?;
        self.argon2id(passphrase, salt, pepper.map_or(&[], |pepper| pepper.0.bytes()), person)
    }

    /// Argon2id, version 0x13 (RFC 9106), at a cost that was checked before.
    pub(super) fn argon2id(
        &self,
        passphrase: &[u8],
        salt: &[u8],
        secret: &[u8],
        data: &[u8],
    ) -> Result<Key, VaultError> {
        let params = ParamsBuilder::new()
            .m_cost(self.memory_kib)
            .t_cost(self.passes)
            .p_cost(self.lanes)
            .data(AssociatedData::new(data).map_err(|_| UNSUITED)?)
            .output_len(32)
            .build()
            .map_err(|_| UNSUITED)?;
        let mut memory = blocks(params.block_count())?;
        let argon2 = Argon2::new_with_secret(secret, Algorithm::Argon2id, Version::V0x13, params)
            .map_err(|_| UNSUITED)?;
        let mut out = Zeroizing::new([0; 32]);
        argon2
            .hash_password_into_with_memory(passphrase, salt, &mut *out, &mut memory[..])
            .map_err(|_| UNSUITED)?;
        Key::copy(&*out, "a stretched passphrase")
    }
}

const UNSUITED: VaultError = VaultError::Refused("the derivation does not take these values");

/// The working memory. Argon2's own is not wiped when it is given back; this is.
fn blocks(count: usize) -> Result<Zeroizing<Vec<Block>>, VaultError> {
    let mut memory = Vec::new();
    memory
        .try_reserve_exact(count)
        .map_err(|_| VaultError::Refused("there is not enough memory for the derivation"))?;
    memory.resize(count, Block::new());
    Ok(Zeroizing::new(memory))
}

/// An optional secret kept outside the database: without it, a stolen backup can't even be guessed at.
#[derive(ZeroizeOnDrop)]
pub struct Pepper(Key);

impl Pepper {
    /// The thirty-two bytes of the pepper file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, VaultError> {
        Key::copy(bytes, "a pepper").map(Self)
    }

    /// A new one, for a new pepper file.
    pub fn generate() -> Result<Self, VaultError> {
        Key::random().map(Self)
    }

    /// The bytes to write into the pepper file.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(*self.0.bytes())
    }

    /// A short name that can be stored, to notice that the file has been exchanged.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 8] {
        let whole = digest(&Bound::keyed(Purpose::PepperDigest).field(self.0.bytes()));
        let mut fingerprint = [0; 8];
        fingerprint.copy_from_slice(whole.split_at(8).0);
        fingerprint
    }
}
