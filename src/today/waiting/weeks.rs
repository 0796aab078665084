//! The check-in: a suggested hour, what the other one has let this person read, and the round that is open.

use super::Line;
use crate::{
    checkins::{Opened, Standing},
    web::{show, signed_in::SignedIn},
};

pub(super) fn lines(visit: &SignedIn, weeks: &Standing) -> Vec<Line> {
    let name = visit.partner().map_or("Your partner", |partner| partner.name.as_str());
    let suggested = weeks.suggested.then(|| {
        Line::new(
            "/weeks/when",
            "calendar",
            format!("{name} suggests a day and an hour for the check-in"),
            "You can agree, suggest another, or leave it.",
        )
    });
    let unread = weeks.unread.iter().map(|week| {
        Line::new(
            path(week),
            "check",
            format!("What {name} shared of a week is open"),
            format!("The week of {}. Read it when you have a quiet moment.", show::day(week.round.day)),
        )
    });
    let open = weeks.open.as_ref().filter(|_| !weeks.finished).map(|week| {
        let until = weeks.local(week.round.closes);
        let begun = if weeks.begun { "What you began is kept." } else { "About ten minutes." };
        Line::new(
            format!("{}/write", path(week)),
            "check",
            "This week’s check-in",
            format!("{begun} Open until {}.", show::weekday(until.date())),
        )
    });
    suggested.into_iter().chain(unread).chain(open).collect()
}

fn path(week: &Opened) -> String {
    format!("/weeks/{}", week.key.code())
}
