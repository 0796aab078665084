//! Hard moments: a line that the other one sent, and what they said to one. Nothing while this person has put it away.

use super::Line;
use crate::{
    hard::{self, Waiting},
    web::{error::Error, show, signed_in::SignedIn},
};

/// More than this are found under "Now".
const MOST: usize = 3;

pub(super) async fn lines(visit: &mut SignedIn) -> Result<Vec<Line>, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let waiting = hard::waiting(scope, hand, me, now).await?;
    let name = me.partner.as_ref().map_or("Your partner", |partner| partner.name.as_str());
    Ok(waiting.into_iter().take(MOST).map(|one| line(name, one)).collect())
}

fn line(name: &str, waiting: Waiting) -> Line {
    let (id, on, title, meta) = match waiting {
        Waiting::Word { id, on } => {
            (id, on, format!("{name} sent you a line"), "Open it when you can. You need not answer.")
        }
        Waiting::Reply { id, on } => (id, on, format!("{name} answered your line"), "It stands beside it."),
    };
    Line::new(format!("/now/{id}"), "letter", title, format!("{}. {meta}", show::day(on)))
}
