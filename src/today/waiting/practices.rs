//! Practices: what the other one shared, what came back to what this person gave, and a day they named for an answer.

use super::Line;
use crate::{
    practices::{self, Waiting},
    web::{error::Error, show, signed_in::SignedIn},
};

/// More than this are found under "Between the talks".
const MOST: usize = 4;

pub(super) async fn lines(visit: &mut SignedIn) -> Result<Vec<Line>, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let today = me.pacing.local(now).date();
    let waiting = practices::waiting(scope, hand, me, today).await?;
    let name = me.partner.as_ref().map_or("Your partner", |partner| partner.name.as_str());
    Ok(waiting.into_iter().take(MOST).map(|one| line(name, one)).collect())
}

fn line(name: &str, waiting: Waiting) -> Line {
    let of = |practice| practices::numbered(practice).map_or("Between the talks", |of| of.name.as_str());
    let (id, icon, title, meta) = match waiting {
        // what it is called can be the very message: it is read where it is opened
        Waiting::Shared { id, on, .. } => (
            id,
            "letter",
            format!("{name} shared something with you"),
            format!("{}. Open it when you have a quiet moment.", show::day(on)),
        ),
        Waiting::Answered { id, again, .. } => {
            let title =
                if again { format!("{name} answered you anew") } else { format!("{name} answered you") };
            (id, "letter", title, "Open it when you have a quiet moment.".to_owned())
        }
        Waiting::DayHasCome { id, practice, day } => (
            id,
            "calendar",
            "An answer you named a day for".to_owned(),
            format!("{}, {}. You can answer, or name another day.", of(practice), show::weekday(day)),
        ),
    };
    Line::new(format!("/p/{id}"), icon, title, meta)
}
