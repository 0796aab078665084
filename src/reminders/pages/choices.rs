//! What somebody does on the page of reminders once it is set up: choose, try, and take away.

use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use time::Duration;

use super::{
    quiet::ChoicesForm,
    settings::{self, Typed},
};
use crate::{
    reminders::{
        feed::{self, FeedToken},
        store::{self, mail, outbox},
    },
    web::{error::Error, form::CheckedForm, forms::Problems, signed_in::SignedIn},
};

/// How many mails somebody may have sent to look at in a day.
const TESTS: i64 = 5;

fn done(code: &str) -> Response {
    Redirect::to(&format!("/account/reminders?done={code}")).into_response()
}

/// `POST /account/reminders`: when a mail comes.
pub(super) async fn keep(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<ChoicesForm>,
) -> Result<Response, Error> {
    let me = visit.me().id;
    let chosen = match form.read() {
        Ok(chosen) => chosen,
        Err(problems) => {
            return settings::again(&mut visit, Typed { problems, choices: Some(form), ..Typed::default() })
                .await;
        }
    };
    if !mail::choose(&mut *visit.scope, me, &chosen.kinds, &chosen.zone, chosen.quiet).await? {
        // the address went away meanwhile, perhaps by the link in a mail
        return Ok(Redirect::to("/account/reminders").into_response());
    }
    visit.scope.commit().await?;
    Ok(done("kept"))
}

#[derive(Deserialize)]
pub(super) struct ActForm {
    #[serde(default)]
    act: String,
}

/// `POST /account/reminders/mail`: one to look at, or no more.
pub(super) async fn mail(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<ActForm>,
) -> Result<Response, Error> {
    let (me, now) = (visit.me().id, visit.now);
    match form.act.as_str() {
        "away" => {
            mail::take_away(&mut *visit.scope, me).await?;
            visit.scope.commit().await?;
            Ok(done("away"))
        }
        "test" => {
            let confirmed = mail::load(&mut *visit.scope, me).await?.is_some_and(|mail| mail.confirmed);
            if !confirmed || !visit.site.sends_mail {
                return Ok(Redirect::to("/account/reminders").into_response());
            }
            if outbox::asked_since(&mut *visit.scope, me, "test", now - Duration::DAY).await? >= TESTS {
                let mut problems = Problems::default();
                problems.add("test", "Five of these mails were sent within a day. That is enough for today");
                return settings::again(&mut visit, Typed { problems, ..Typed::default() }).await;
            }
            outbox::ask(&mut *visit.scope, me, "test", now).await?;
            visit.scope.commit().await?;
            Ok(done("test"))
        }
        _ => Err(Error::Unreadable),
    }
}

/// `POST /account/reminders/calendar`: a new private address, shown on this one page, or none.
pub(super) async fn calendar(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<ActForm>,
) -> Result<Response, Error> {
    let (me, today) = (visit.me().id, visit.now.date());
    match form.act.as_str() {
        "make" => {
            let token = FeedToken::random()
                .map_err(|error| Error::Internal(anyhow::anyhow!("no randomness: {error}")))?;
            feed::make(&mut visit.scope, me, &token, today).await?;
            let link = Some(visit.site.base_url.with_path(&token.path()));
            let page = visit.page("Reminders");
            let shown = settings::view(&mut visit, page, Typed { link, ..Typed::default() }).await?;
            visit.scope.commit().await?;
            Ok(shown.into_response())
        }
        "away" => {
            store::feed::take_away(&mut *visit.scope, me).await?;
            visit.scope.commit().await?;
            Ok(done("off"))
        }
        _ => Err(Error::Unreadable),
    }
}
