//! Questions: what this person is asked, the day they chose for an answer, and what came back to what they ask.

use super::Line;
use crate::{
    asking::{self, Stand, Waiting},
    web::{error::Error, show, signed_in::SignedIn},
};

/// More than this are found under "Questions".
const MOST: usize = 4;

pub(super) async fn lines(visit: &mut SignedIn) -> Result<Vec<Line>, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let today = me.pacing.local(now).date();
    let waiting = asking::waiting(scope, hand, me, today).await?;
    let name = me.partner.as_ref().map_or("Your partner", |partner| partner.name.as_str());
    Ok(waiting.into_iter().take(MOST).map(|one| line(name, one)).collect())
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
        Waiting::Reply { id, stand } => {
            let title = match stand {
                Stand::By(_) => format!("{name} named a day for an answer"),
                Stand::Therapist => format!("{name} will answer you with a therapist"),
                Stand::Answered | Stand::Open | Stand::Private => {
                    format!("{name} answered a question of yours")
                }
            };
            (id, "letter", title, "Open it when you have a quiet moment.".to_owned())
        }
    };
    Line::new(format!("/questions/{id}"), icon, title, meta)
}
