//! Keys and envelopes: who can read what, decided by arithmetic and not by a query.
//!
//! No HTTP, no SQL, no clock and no other domain of ours: this could be a crate of its own. Nothing is invented
//! beyond putting these together: Argon2id, HKDF and HMAC with SHA-256, XChaCha20-Poly1305 with a commitment to the
//! key, X25519, and the system's randomness.
//!
//! ```text
//! passphrase --Argon2id(salt, cost, pepper?, person)--> kek, commitment --> wrap/pw:  the root, sealed
//! recovery code (130 bits) --HKDF(salt)--> key -------------------------> wrap/rec: the root, sealed
//! root (one for each person and epoch)
//!   |- X25519 secret --with another's pinned public key--> pair keys --> grants to others
//!   |- self key  --> grants to oneself, names of places
//!   |- pin key   --> codes over the contacts' public keys
//!   `- totp key  --> the key of the second factor --> its seed, its spare codes, which codes were used
//! content key (one for each revision) --> the text; a grant is this key, sealed for one reader
//! session id (only in the cookie) --> the record that holds the first three keys under the root, never the root
//! ```
//!
//! What must stay true:
//! - A session never holds a root; [`Keys`] do not lead back to it.
//! - Every sealed thing is bound to the installation and to all that names it. Put elsewhere it does not open.
//! - The commitment is compared before an envelope is opened: no ciphertext opens to two texts.
//! - What comes out of the database is distrusted: costs have a floor and a ceiling, versions are exact.
//! - Secrets are wiped when dropped and have no `Debug`, no `Clone` and no `Serialize`.
//!
//! # Key inventory
//!
//! Every label that exists; each stands behind `toward/k1/`. A test compares this table with [`Purpose::ALL`].
//!
//! | label | key or code | made from | bound to |
//! | --- | --- | --- | --- |
//! | `wrap/pw` | envelope of the root | `pw/kek` | installation, person, epoch, cost, salt, pepper's fingerprint |
//! | `wrap/rec` | envelope of the root | `rec/key` | installation, person, epoch, salt, number of the code |
//! | `session` | envelope of a session's record | `session/key` | installation, person, epoch, row, end |
//! | `pin` | HMAC over a contact's key | `root/pins` | installation, owner, contact, role, epoch, public key, verified, couple |
//! | `rev` | envelope of a text | random content key | installation, couple, entry, number, author, epoch, kind, digest of the one before |
//! | `grant` | envelope of a content key and a digest | `root/self` or `pair` | all of `rev`, and reader, reader's epoch, reader's role |
//! | `draft` | envelope of an unfinished text | `draft/key` | installation, and what the caller adds |
//! | `totp/key` | envelope of the key of a second factor | `root/totp` | installation, person, epoch, which one |
//! | `totp` | envelope of seed, spare codes and used codes | random key of a second factor | installation, person, epoch, which one |
//! | `totp/spare` | HMAC that is kept of a spare code | random key of a second factor | the code |
//! | `invite` | HMAC over a public key | `invite/key` | installation, invite, person, epoch, public key, side |
//! | `root/x25519` | X25519 secret | root | |
//! | `root/self` | key of grants to oneself | root | |
//! | `root/pins` | key of the pins | root | |
//! | `root/totp` | key of the key of a second factor | root | |
//! | `pw/kek` | key of the wrap | Argon2id of the passphrase | |
//! | `pw/commit` | stored commitment | Argon2id of the passphrase | |
//! | `rec/key` | key of the wrap | recovery code and salt | |
//! | `pair` | key from author to reader | X25519 of two identities | both public keys and epochs, the author's first |
//! | `draft/key` | key of a draft | X25519 of a throwaway and an identity | both public keys, all of `draft` |
//! | `place/key` | key that names places | `root/self` | |
//! | `place` | HMAC that is the name of a place | `place/key` | the place |
//! | `session/key` | key of a session's record | session id | |
//! | `invite/key` | key that vouches | invite code | |
//! | `invite/digest` | SHA-256 the database keeps | invite code | |
//! | `rev-digest` | SHA-256 of a sealed revision | nothing secret | all of `rev`, the envelope |
//! | `pepper` | the pepper's fingerprint | pepper | |
//! | `phrase` | six words to compare | nothing secret | both public keys |
//! | `decoy` | the wrap of a name nobody has | server's secret | the name |
//! | `server/key` | key of form tokens | server's secret | |
//! | `server/mac` | HMAC of a form token | `server/key` | label, parts |

mod base32;
mod bound;
mod draft;
mod envelope;
mod error;
mod factor;
mod grant;
mod identity;
mod invite;
mod kdf;
mod labels;
mod padding;
mod pair;
mod passphrase;
mod pin;
mod recovery;
mod revision;
mod root;
mod secret;
mod server;
mod session;
mod words;

#[cfg(test)]
mod tests;

pub use self::{
    bound::{Bound, Instance, Subject},
    draft::seal_to,
    error::{CodeError, OpenError, VaultError},
    factor::{FactorFields, FactorKey, SpareCode},
    grant::{GrantFields, OpenedGrant},
    identity::{Keys, PublicKey},
    invite::{InviteCode, InviteFields, InviteSide},
    kdf::{KdfParams, Pepper},
    labels::Purpose,
    pair::PairKey,
    passphrase::PassphraseWrap,
    pin::PinFields,
    recovery::{RecoveryCode, RecoveryWrap},
    revision::{ContentKey, ReaderRole, RevisionFields, SealedRevision, seal_revision},
    root::Root,
    server::ServerSecret,
    session::{SessionFields, SessionSeal},
    words::{generate_passphrase, key_phrase},
};
