//! One id newtype per table, so that a person's id cannot stand in for a couple's.
//!
//! All ids are random (UUID version 4): version 7 would carry the millisecond of writing.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new random id.
            #[must_use]
            pub fn random() -> Self {
                Self(Uuid::new_v4())
            }

            /// The sixteen bytes that the vault binds.
            #[must_use]
            pub fn bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// An account.
    PersonId,
    /// Two linked partners, or one who is waiting for the other.
    CoupleId,
    /// A link for the second partner.
    InviteId,
    /// Something one person wrote.
    EntryId,
    /// A guided talk about one betrayal.
    ConversationId,
    /// A therapist's access, from its proposal to its end.
    AccessId,
    /// A pace that one of the two has suggested.
    PaceId,
    /// One promise of the plan; it keeps its id from version to version.
    CommitmentId,
    /// When the rounds of a check-in open: of the two, or of one alone.
    ScheduleId,
    /// Time that the two take apart.
    ApartId,
}
