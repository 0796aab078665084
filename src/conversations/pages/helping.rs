//! The ways to somebody else, on the pages of a talk where company may help.

use crate::conversations::{Ask, Part, WaitFor};

/// The ways to somebody else that a page shows.
pub(super) enum Help {
    /// None.
    No,
    /// For whoever is not sure, or is stuck: nobody is left alone with it.
    Alone,
    /// For whoever has put the talk down.
    Company,
}

impl Help {
    /// Whether the talk rests already.
    pub(super) fn rests(&self) -> bool {
        matches!(self, Self::Company)
    }
}

/// What the page of this ask shows.
pub(super) fn helps(ask: Ask) -> Help {
    match ask {
        Ask::Write(Part::In { .. })
        | Ask::Wait(WaitFor::In)
        | Ask::ReadIn { .. }
        | Ask::Unnamed { .. }
        | Ask::NotReady { .. } => Help::Alone,
        Ask::Resting { .. } => Help::Company,
        _ => Help::No,
    }
}
