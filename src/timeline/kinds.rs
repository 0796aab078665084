//! The kinds of entries that are looked back at: the one place where a new kind is added.
//!
//! To add one: a variant here and in [`Kind::ALL`], and the compiler asks for the rest: its name in the database
//! (`code`), whether it belongs on the timeline (`is_shared`), which piece of the whole it is (`pieces.rs`), and how it is
//! drawn (`Shelf::draw` in `shelf.rs`). A test in `tests/it/past.rs` names every kind of the database that is not here,
//! with the reason.

/// A kind of entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Note,
    Talk,
    Plan,
    CheckIn,
    Line,
    Moment,
    Mark,
    Question,
    Hard,
    Apart,
    Practice,
    /// What is for its author alone: preparation, what is not said yet, what a question is for.
    Sheet,
}

impl Kind {
    pub(super) const ALL: [Self; 12] = [
        Self::Note,
        Self::Talk,
        Self::Plan,
        Self::CheckIn,
        Self::Line,
        Self::Moment,
        Self::Mark,
        Self::Question,
        Self::Hard,
        Self::Apart,
        Self::Practice,
        Self::Sheet,
    ];

    /// As the database knows it.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Talk => "talk",
            Self::Plan => crate::plans::KIND,
            Self::CheckIn => crate::checkins::KIND,
            Self::Line => "line",
            Self::Moment => crate::checkins::moments::KIND,
            Self::Mark => crate::plans::doing::KIND,
            Self::Question => crate::asking::KIND,
            Self::Hard => crate::hard::KIND,
            Self::Apart => crate::apart::KIND,
            Self::Practice => crate::practices::KIND,
            Self::Sheet => "sheet",
        }
    }

    pub(super) fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether it can be shared, and so stands on the timeline.
    pub(super) const fn is_shared(self) -> bool {
        match self {
            Self::Note
            | Self::Talk
            | Self::Plan
            | Self::CheckIn
            | Self::Line
            | Self::Moment
            | Self::Mark
            | Self::Question
            | Self::Hard
            | Self::Apart
            | Self::Practice => true,
            Self::Sheet => false,
        }
    }

    /// What is searched.
    pub(super) fn searched() -> Vec<&'static str> {
        Self::ALL.map(Self::code).to_vec()
    }

    /// What the timeline is made of.
    pub(super) fn shared() -> Vec<&'static str> {
        Self::ALL.into_iter().filter(|kind| kind.is_shared()).map(Self::code).collect()
    }
}
