//! Somebody who reads with the two: that it is proposed, that it ends soon, and whether it goes on.

use super::Line;
use crate::{therapists::Waits, web::show, web::signed_in::SignedIn};

const HREF: &str = "/us/therapist";

pub(super) fn lines(visit: &SignedIn, waits: Option<&Waits>) -> Option<Line> {
    let other = &visit.partner()?.name;
    let day = |until: &time::OffsetDateTime| show::day(until.date());
    Some(match waits? {
        Waits::Proposal => Line::new(
            HREF,
            "eye",
            format!("{other} has proposed somebody who reads with you two"),
            "Nothing happens before both of you want it. There is no hurry.",
        ),
        Waits::Renewal { name, until } => Line::new(
            HREF,
            "eye",
            format!("{other} would like {name} to go on reading"),
            format!("Otherwise it ends by itself on {}. Both answers are good ones.", day(until)),
        ),
        Waits::Ends { name, until } => Line::new(
            HREF,
            "eye",
            format!("{name} can read until {}", day(until)),
            "It ends by itself then. It goes on when both of you say so.",
        ),
    })
}
