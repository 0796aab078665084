//! `/us/leaving`: ending the space, alone and at once. The page says first what each keeps and what the other sees.

use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::{
    checkins,
    couples::leave as end_space,
    reminders,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Choice, Opt},
        page::{Nav, Page, View, Who},
        show,
        signed_in::SignedIn,
    },
};

#[derive(Template)]
#[template(path = "couples/leaving.html")]
struct Leaving {
    page: Page,
    me: Who,
    other: Who,
    today: String,
    shared: Choice,
}

#[derive(Deserialize)]
pub(super) struct Leave {
    #[serde(default)]
    shared: String,
}

pub(super) async fn show(visit: SignedIn) -> Result<Response, Error> {
    let Some(other) = visit.other() else { return Ok(Redirect::to("/us").into_response()) };
    let options = vec![
        Opt::new("back", "Take back what I shared")
            .hint(format!("{} can no longer read it here. What has been read stays in memory.", other.name))
            .chosen(true),
        Opt::new("leave", "Leave it with them")
            .hint(format!("{} can go on reading what you have shared so far.", other.name)),
    ];
    let view = Leaving {
        page: visit.page("Ending").at(Nav::Us),
        me: visit.who(),
        other,
        today: show::day(visit.now.date()),
        shared: Choice::new("shared", "What you have shared", options),
    };
    Ok(View(view).into_response())
}

pub(super) async fn leave(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Leave>,
) -> Result<Response, Error> {
    let (now, today) = (visit.now, visit.now.date());
    let (scope, _, me) = visit.parts();
    if let Some(couple) = me.couple {
        reminders::end(scope, couple).await?;
    }
    checkins::end(scope, me, now).await?;
    end_space(scope, me, form.shared == "leave", today).await?;
    visit.scope.commit().await?;
    Ok(Redirect::to("/us?done=left").into_response())
}
