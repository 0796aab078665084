//! `/account/second-step`: switching the second step on and off.
//!
//! What must stay true: setting it up and switching it off ask for the passphrase; it counts after one right code; what
//! is being set up waits in the sealed session alone, and is shown to nobody else.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use secrecy::SecretString;
use serde::Deserialize;

use super::{
    second_code::{WRONG, field},
    sign_in::wait,
    spare::SPARE,
};
use crate::{
    accounts::{Accounts, Fresh, Picture, Standing, SwitchedOff, SwitchedOn, second_step},
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Field, Problems},
        page::{Flash, Page, View},
        session, show,
        signed_in::SignedIn,
    },
};

/// Where a session keeps what is being set up.
const FRESH: &str = "second-step";
const TITLE: &str = "Second step";
const NOT_YOURS: &str = "This is not your passphrase. Nothing was changed.";

/// It is off.
#[derive(Template)]
#[template(path = "accounts/second-step.html")]
struct Off {
    page: Page,
    problems: Problems,
    old: Field,
    removed: Option<String>,
}

/// It is being set up.
#[derive(Template)]
#[template(path = "accounts/second-step-app.html")]
struct App {
    page: Page,
    problems: Problems,
    picture: Picture,
    groups: Vec<String>,
    code: Field,
}

/// It is on.
#[derive(Template)]
#[template(path = "accounts/second-step-on.html")]
struct On {
    page: Page,
    problems: Problems,
    since: String,
    left: String,
    old: Field,
    code: Field,
}

fn old(problems: &Problems) -> Field {
    Field::new("old", "Your passphrase").autocomplete("current-password").required().checked(problems)
}

/// How many spare codes there were, as far as this session knows.
fn left(spare_left: Option<usize>) -> String {
    match spare_left {
        None => String::new(),
        Some(0) => "None of your spare codes is left.".to_owned(),
        Some(1) => "One of your spare codes is left.".to_owned(),
        Some(left) => format!("{left} of your spare codes are left."),
    }
}

/// What is being set up in this session and can still be switched on.
async fn fresh(visit: &SignedIn) -> Result<Option<Fresh>, Error> {
    let fresh = visit.session().get::<Fresh>(FRESH).await?;
    Ok(fresh.filter(|fresh| fresh.waits(visit.now)))
}

async fn view(
    visit: &mut SignedIn,
    flash: Option<Flash>,
    status: StatusCode,
    problems: Problems,
) -> Result<Response, Error> {
    let page = visit.page(TITLE).with_flash(flash);
    let me = visit.me().id;
    let standing = second_step::standing(&mut *visit.scope, me).await?;
    let answer = match (standing, fresh(visit).await?) {
        (Standing::On { since }, _) => {
            let (since, left) = (show::day(since), left(visit.login().spare_left));
            View(On { page, since, left, old: old(&problems), code: field(&problems), problems })
                .into_response()
        }
        (Standing::Off | Standing::TakenOff { .. }, Some(fresh)) => {
            let (picture, groups) = (Picture::of(&fresh.seed.address())?, fresh.seed.groups());
            let code = field(&problems).hint("The six digits that your app shows now.");
            View(App { page, problems, picture, groups, code }).into_response()
        }
        (standing, None) => {
            let removed = match standing {
                Standing::TakenOff { on } => Some(show::day(on)),
                Standing::Off | Standing::On { .. } => None,
            };
            View(Off { page, old: old(&problems), removed, problems }).into_response()
        }
    };
    Ok((status, answer).into_response())
}

#[derive(Deserialize)]
pub(super) struct Done {
    #[serde(default)]
    done: String,
}

/// `GET /account/second-step`
pub(super) async fn show(mut visit: SignedIn, Query(done): Query<Done>) -> Result<Response, Error> {
    let flash = match done.done.as_str() {
        "on" => {
            Some(Flash::done("The second step is on. Wherever else you were signed in, you no longer are."))
        }
        "off" => {
            Some(Flash::done("The second step is off. Wherever else you were signed in, you no longer are."))
        }
        "late" => Some(Flash::problem("Setting it up was left for too long. Begin again when you like.")),
        "asked" => {
            Some(Flash::problem("What you asked for opens with a second step. You can set it up here."))
        }
        _ => None,
    };
    view(&mut visit, flash, StatusCode::OK, Problems::default()).await
}

#[derive(Deserialize)]
pub(super) struct Posted {
    #[serde(default)]
    act: String,
    #[serde(default)]
    old: String,
    #[serde(default)]
    code: String,
}

/// What became of an act.
enum Next {
    /// It is shown to the app.
    App(Box<Fresh>),
    /// It is on, with these spare codes.
    On(Vec<String>),
    /// It is off.
    Off,
    /// Setting it up took too long.
    Late,
    /// This field needs another look.
    Again(&'static str, &'static str),
}

/// `POST /account/second-step`
pub(super) async fn act(
    State(accounts): State<Accounts>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<Posted>,
) -> Result<Response, Error> {
    let next = match form.act.as_str() {
        "set-up" => set_up(&accounts, &mut visit, &form).await,
        "on" => switch_on(&accounts, &mut visit, &form).await,
        "off" => switch_off(&accounts, &mut visit, &form).await,
        "not-now" => {
            visit.session().remove_value(FRESH).await?;
            return Ok(Redirect::to("/account").into_response());
        }
        _ => return Err(Error::Unreadable),
    };
    let (field, text, status) = match next {
        Ok(Next::Again(field, text)) => (field, text.to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
        Ok(next) => return settle(visit, next).await,
        Err(Error::TooMany(seconds)) => ("old", wait(seconds), StatusCode::TOO_MANY_REQUESTS),
        Err(error) => return Err(error),
    };
    let mut problems = Problems::default();
    problems.add(field, text);
    view(&mut visit, None, status, problems).await
}

async fn set_up(accounts: &Accounts, visit: &mut SignedIn, form: &Posted) -> Result<Next, Error> {
    let (me, given) = (visit.me().id, SecretString::from(form.old.as_str()));
    let fresh = accounts.set_up_second_step(&mut visit.scope, me, given).await?;
    Ok(fresh.map_or(Next::Again("old", NOT_YOURS), |fresh| Next::App(Box::new(fresh))))
}

async fn switch_on(accounts: &Accounts, visit: &mut SignedIn, form: &Posted) -> Result<Next, Error> {
    let Some(fresh) = fresh(visit).await? else { return Ok(Next::Late) };
    let (me, keep) = (visit.me().id, own_row(visit)?);
    Ok(match accounts.switch_second_step_on(&mut visit.scope, me, &fresh, &form.code, &keep).await? {
        SwitchedOn::Yes { codes } => Next::On(codes),
        SwitchedOn::No => Next::Again("code", WRONG),
        SwitchedOn::Already => return Err(Error::Conflict),
    })
}

async fn switch_off(accounts: &Accounts, visit: &mut SignedIn, form: &Posted) -> Result<Next, Error> {
    let (me, keep) = (visit.me().id, own_row(visit)?);
    let given = SecretString::from(form.old.as_str());
    let ended = accounts.switch_second_step_off(&mut visit.scope, me, given, &form.code, &keep).await?;
    Ok(match ended {
        SwitchedOff::Yes => Next::Off,
        SwitchedOff::Passphrase => Next::Again("old", NOT_YOURS),
        SwitchedOff::Code => Next::Again("code", WRONG),
    })
}

fn own_row(visit: &SignedIn) -> Result<[u8; 32], Error> {
    Ok(session::row_key(visit.session().id().ok_or(Error::SignInRequired)?))
}

/// Makes it last, and goes on under a new number: the session may do something else now than before.
async fn settle(visit: SignedIn, next: Next) -> Result<Response, Error> {
    let (session, mut login, now) = (visit.session().clone(), visit.login().clone(), visit.now);
    visit.scope.commit().await?;
    session.remove_value(FRESH).await?;
    let to = match next {
        Next::App(fresh) => {
            session.insert(FRESH, &fresh).await?;
            "/account/second-step"
        }
        Next::On(codes) => {
            (login.second_factor, login.spare_left) = (true, Some(codes.len()));
            session.insert(SPARE, &codes).await?;
            "/account/second-step/codes"
        }
        Next::Off => {
            (login.second_factor, login.spare_left) = (false, None);
            session.remove_value(SPARE).await?;
            "/account/second-step?done=off"
        }
        Next::Late | Next::Again(..) => "/account/second-step?done=late",
    };
    session::renew(&session, &login, now).await?;
    Ok(Redirect::to(to).into_response())
}
