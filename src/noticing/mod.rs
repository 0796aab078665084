//! One line sent on its own: something noticed, something that helped, a word of thanks.
//!
//! What must stay true: it is private until it is sent, and sending is an act of its own with the exact line in view;
//! nobody's lines are counted, and nothing compares the two.

use serde::{Deserialize, Serialize};

use crate::ids::CommitmentId;

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// "I noticed": something the other one did.
    Noticed,
    /// Something the other one did that helped.
    Helped,
    /// One thing I appreciate.
    Thanks,
}

/// One line, as it is sealed in an entry of the kind `line`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What it is for.
    pub kind: LineKind,
    /// The line itself. With a promise it may be empty: "I noticed" is enough.
    pub words: String,
    /// The promise of the plan that it is about.
    #[serde(default)]
    pub about: Option<CommitmentId>,
}
