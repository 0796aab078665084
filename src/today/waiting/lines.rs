//! Lines that the other one has sent and this person has not opened.

use super::Line;
use crate::{
    noticing::{Given, LineKind},
    web::{show, signed_in::SignedIn},
};

/// More than this are found under "Noticed".
const MOST: usize = 3;

pub(super) fn lines(visit: &SignedIn, given: &[Given]) -> Vec<Line> {
    let name = visit.partner().map_or("Your partner", |partner| partner.name.as_str());
    let line = |given: &Given| {
        let title = match given.line.kind {
            LineKind::Noticed => format!("{name} noticed something"),
            LineKind::Helped => format!("{name} says what helped"),
            LineKind::Thanks => format!("{name} says thank you"),
            LineKind::Did => format!("{name} did something small"),
            LineKind::Toward => format!("{name} turned toward you"),
            LineKind::Wish => format!("{name} looks back at a moment"),
        };
        Line::new(format!("/noticed/{}", given.id), "letter", title, show::day(given.on))
    };
    given.iter().take(MOST).map(line).collect()
}
