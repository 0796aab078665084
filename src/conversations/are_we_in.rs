//! "Are we in?": three answers, each of them fine. It is shown only when the other shows theirs.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Round;
use crate::ids::ConversationId;

/// One answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum In {
    /// I would like to do this.
    Yes,
    /// I do not know.
    Unsure,
    /// I do not want to, or not now.
    No,
}

impl In {
    /// All answers in the order in which a form offers them.
    pub const ALL: [Self; 3] = [Self::Yes, Self::Unsure, Self::No];

    /// The word in forms; the same as in the sealed entry.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Unsure => "unsure",
            Self::No => "no",
        }
    }

    /// Reads the word in a form.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.code() == code)
    }
}

/// The pair of the two answers to one asking: see `entries::share_in_pair`.
#[must_use]
pub(super) fn pair(talk: ConversationId, round: Round) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(b"toward are we in 1\0");
    hash.update(talk.bytes());
    hash.update(round.number().to_be_bytes());
    let bytes = hash.finalize().first_chunk().copied().unwrap_or_default();
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
