//! Questions: what this person is asked, the day they chose for an answer, and what came back to what they ask.

use super::Line;
use crate::{
    asking::{self, Stand, Waiting},
    web::{error::Error, show, signed_in::SignedIn},
};

/// More questions than this are one line: each of them is found under "Questions".
const SINGLE: usize = 2;
/// More than this of what came back is found there, too.
const MOST: usize = 4;

pub(super) async fn lines(visit: &mut SignedIn) -> Result<Vec<Line>, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let today = me.pacing.local(now).date();
    let waiting = asking::waiting(scope, hand, me, today).await?;
    let name = me.partner.as_ref().map_or("Your partner", |partner| partner.name.as_str());
    let (asked, other): (Vec<_>, Vec<_>) =
        waiting.into_iter().partition(|one| matches!(one, Waiting::Asked { .. }));
    let other = other.into_iter().take(MOST).map(|one| line(name, one));
    Ok(if asked.len() > SINGLE {
        std::iter::once(several(name)).chain(other).collect()
    } else {
        asked.into_iter().map(|one| line(name, one)).chain(other).collect()
    })
}

/// A wall of the same line helps nobody to answer one of them.
fn several(name: &str) -> Line {
    let meta = "You can answer, name a day, or take one to a therapist. One at a time is fine.";
    Line::new("/questions".to_owned(), "letter", format!("{name} asks you several things"), meta.to_owned())
}

fn line(name: &str, waiting: Waiting) -> Line {
    let (id, icon, title, meta) = match waiting {
        Waiting::Asked { id, on } => (
            id,
            "letter",
            format!("{name} asks you something"),
            format!("{}. You can answer, name a day, or take it to a therapist.", show::day(on)),
        ),
        Waiting::DayHasCome { id, day } => (
            id,
            "calendar",
            "A question you set a day for".to_owned(),
            format!("{}. Answer it, or move the day with a sentence.", show::weekday(day)),
        ),
        Waiting::Reply { id, stand, again } => {
            let title = match stand {
                Stand::By(_) => format!("{name} named a day for an answer"),
                Stand::Therapist => format!("{name} will answer you with a therapist"),
                _ if again => format!("{name} answered a question of yours anew"),
                Stand::Answered | Stand::Open | Stand::Private => {
                    format!("{name} answered a question of yours")
                }
            };
            (id, "letter", title, "Open it when you have a quiet moment.".to_owned())
        }
    };
    Line::new(format!("/questions/{id}"), icon, title, meta)
}
