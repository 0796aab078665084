//! Talks in which it is this person's turn.

use super::Line;
use crate::conversations::Standing;

pub(super) fn lines(open: &[Standing]) -> Vec<Line> {
    let waits = open.iter().filter(|talk| talk.waits_for_me);
    waits.map(|talk| Line::new(talk.href.clone(), "talk", talk.name.clone(), talk.line.clone())).collect()
}
