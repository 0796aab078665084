//! What every room does alike with something of one's own: the choice that a sharing page posts, and the line on the next page.

use serde::Deserialize;

use super::readers::Names;

/// The form of a sharing page.
#[derive(Clone, Debug, Deserialize)]
pub struct ShareForm {
    /// Who may read it: `me`, `partner` or `both`.
    #[serde(default)]
    pub with: String,
    /// The revision that was previewed.
    #[serde(default)]
    pub number: u32,
}

/// What stands at the top after an act about something of one's own; the codes are ours. Those of sharing are
/// [`With::done`](super::readers::With::done).
#[must_use]
pub fn done(code: &str, names: &Names) -> Option<String> {
    let text = match code {
        "kept" => "Kept. Only you can read it.".to_owned(),
        "shared" => format!("{} can read it now.", names.other()),
        "both" => format!("{} can read it now.", names.both()),
        "private" => "It stays with you. Nobody is told that it exists.".to_owned(),
        "back" => format!("Taken back. {} can no longer open it.", names.other()),
        "removed" => "Removed.".to_owned(),
        _ => return None,
    };
    Some(text)
}
