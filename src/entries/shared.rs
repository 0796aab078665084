//! Who besides its author holds a text, and since when.

use time::Date;

/// Who else holds a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// Only its author.
    No,
    /// Mine: the partner holds this revision, since this date.
    WithPartner {
        /// The revision the partner holds.
        number: u32,
        /// Since when.
        on: Date,
        /// Since when the therapist of the two holds it, too; none where they do not.
        therapist: Option<Date>,
    },
    /// Another's: it was shared with me on this date.
    WithMe {
        /// Since when.
        on: Date,
    },
}

impl Shared {
    /// Since when somebody besides its author can read it.
    #[must_use]
    pub const fn on(self) -> Option<Date> {
        match self {
            Self::WithPartner { on, .. } | Self::WithMe { on } => Some(on),
            Self::No => None,
        }
    }
}
