//! `/account/leaving`: where "Leave quickly" goes, and when untouched pages lock. For oneself alone.

use askama::Template;
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use crate::{
    accounts::{
        ExitAddress, Idle, Leaving,
        leaving::{self, keep as keep_choice},
        store,
    },
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Choice, Field, Opt, Problems},
        page::{Flash, Page, View},
        session,
        signed_in::SignedIn,
    },
};

/// The choice of no time of one's own.
const USUAL: &str = "usual";

#[derive(Template)]
#[template(path = "accounts/leaving.html")]
struct Choosing {
    page: Page,
    problems: Problems,
    exit: Field,
    idle: Choice,
    everywhere: bool,
    usual_exit: String,
}

#[derive(Deserialize)]
pub(super) struct Done {
    #[serde(default)]
    done: String,
}

#[derive(Deserialize)]
pub(super) struct LeavingForm {
    #[serde(default)]
    exit: String,
    #[serde(default)]
    idle: String,
    #[serde(default)]
    everywhere: String,
}

impl LeavingForm {
    fn of(chosen: &Leaving) -> Self {
        Self {
            exit: chosen.exit.as_ref().map_or_else(String::new, |exit| exit.as_str().to_owned()),
            idle: chosen.idle.map_or_else(|| USUAL.to_owned(), |idle| idle.minutes().to_string()),
            everywhere: String::new(),
        }
    }

    fn read(&self, visit: &SignedIn, problems: &mut Problems) -> Leaving {
        let mut chosen = Leaving::default();
        if !self.exit.trim().is_empty() {
            match ExitAddress::parse(&self.exit, &visit.site.base_url) {
                Ok(exit) => chosen.exit = Some(exit),
                Err(what) => problems.add("exit", what),
            }
        }
        chosen.idle = Idle::parse(&self.idle);
        if chosen.idle.is_none() && self.idle != USUAL {
            problems.add("idle", "Choose one of these times.");
        }
        chosen
    }
}

fn options() -> Vec<Opt> {
    let usual = Opt::new(USUAL, "As usual")
        .hint("After half an hour. Where you asked to stay signed in, only after thirty days.");
    let times =
        Idle::OFFERED.map(|minutes| Opt::new(minutes.to_string(), format!("After {minutes} minutes")));
    times.into_iter().chain([usual]).collect()
}

fn view(visit: &SignedIn, page: Page, form: &LeavingForm, problems: Problems) -> View<Choosing> {
    View(Choosing {
        exit: Field::new("exit", "Your own address to leave to")
            .hint("A page that surprises nobody on your screen, such as a weather report or the news. Leave it empty for the usual one.")
            .value(form.exit.as_str())
            .max(ExitAddress::LONGEST)
            .checked(&problems),
        idle: Choice::new("idle", "When nobody touches a page", options())
            .hint("The page turns blank and you are signed out. What you were writing is kept where a page says “Kept”. A time of your own holds wherever you sign in.")
            .choose(&[&form.idle])
            .checked(&problems),
        everywhere: !form.everywhere.is_empty(),
        usual_exit: visit.site.exit_url.to_string(),
        page,
        problems,
    })
}

/// `GET /account/leaving`
pub(super) async fn show(mut visit: SignedIn, Query(done): Query<Done>) -> Result<Response, Error> {
    let (scope, hand, _) = visit.parts();
    let chosen = leaving::load(scope, hand).await?;
    let flash = match done.done.as_str() {
        "kept" => Some("This is kept. Where else you are signed in, it holds from your next sign-in."),
        "everywhere" => Some("This is kept. Where else you were signed in, you no longer are."),
        _ => None,
    };
    let page = visit.page("Leaving").with_flash(flash.map(Flash::done));
    Ok(view(&visit, page, &LeavingForm::of(&chosen), Problems::default()).into_response())
}

/// `POST /account/leaving`
pub(super) async fn keep(
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<LeavingForm>,
) -> Result<Response, Error> {
    let mut problems = Problems::default();
    let chosen = form.read(&visit, &mut problems);
    if !problems.is_empty() {
        let page = visit.page("Leaving");
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, view(&visit, page, &form, problems)).into_response());
    }
    let (now, me) = (visit.now, visit.me().id);
    let (scope, hand, _) = visit.parts();
    if !keep_choice(scope, hand, &chosen, now).await? {
        return Err(Error::Conflict);
    }
    let everywhere = !form.everywhere.is_empty();
    if everywhere {
        let own = session::row_key(visit.session().id().ok_or(Error::SignInRequired)?);
        store::end_other_sessions(&mut visit.scope, me, Some(&own)).await?;
    }
    let (session, mut login) = (visit.session().clone(), visit.login().clone());
    visit.scope.commit().await?;
    login.choose(chosen, now);
    session::put(&session, &login, now).await?;
    Ok(Redirect::to(if everywhere {
        "/account/leaving?done=everywhere"
    } else {
        "/account/leaving?done=kept"
    })
    .into_response())
}
