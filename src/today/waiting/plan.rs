//! The plan: a proposal of the other one's that has no answer yet, and promises whose day to be looked at has come.

use super::Line;
use crate::{
    plans::{Plan, Version, doing::review},
    web::{error::Error, signed_in::SignedIn},
};

pub(super) async fn lines(visit: &mut SignedIn) -> Result<Vec<Line>, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let today = me.pacing.local(now).date();
    let plan = Plan::now(scope, hand, me).await?;
    let name = me.partner.as_ref().map_or("Your partner", |partner| partner.name.as_str());
    // whoever has said "not yet" has answered
    let open = plan.open().filter(|version| !version.mine && !version.later).map(|version| {
        let (title, meta) = if version.content.over.is_none() {
            (
                format!("{name} suggests a plan"),
                "You can agree, suggest something else, or say “not yet”. There is no deadline.",
            )
        } else {
            (
                format!("{name} suggests a change to the plan"),
                "Until you agree, the plan stays as it is. There is no deadline.",
            )
        };
        Line::new("/plan", "change", title, meta)
    });
    let held = plan.in_force().and_then(Version::holds);
    let due: Vec<String> = held
        .iter()
        .flat_map(|held| &held.commitments)
        .filter(|promise| review::has_come(promise, today))
        .map(|promise| format!("/plan/items/{}/review", promise.id))
        .collect();
    let due = match due.as_slice() {
        [] => None,
        [one] => Some((one.clone(), "A promise to look at together")),
        _ => Some(("/plan".to_owned(), "Promises to look at together")),
    };
    let due = due.map(|(href, title)| {
        Line::new(href, "plan", title, "The day you set for it has come. Keep it, ease it, or end it.")
    });
    Ok(open.into_iter().chain(due).collect())
}
