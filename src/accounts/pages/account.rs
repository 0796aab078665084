//! `/account`: one's own account, a new passphrase, and a new recovery code.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use secrecy::SecretString;
use serde::Deserialize;

use super::{
    passphrase::{Chooser, Posted},
    sign_in::wait,
    spare::SPARE,
    start::notice,
};
use crate::{
    accounts::{Accounts, DisplayName, SignInName, Standing, second_step, store},
    guide::GuideState,
    therapists,
    web::{
        error::Error,
        form::CheckedForm,
        forms::{Field, Problems},
        page::{Flash, Page, View},
        session,
        show::{self, Paragraphs},
        signed_in::SignedIn,
    },
};

#[derive(Deserialize)]
pub(super) struct Done {
    #[serde(default)]
    done: String,
}

#[derive(Template)]
#[template(path = "accounts/account.html")]
struct Account {
    page: Page,
    name: String,
    sign_in: String,
    code_waits: bool,
    /// Whether others let them read, as their therapist.
    sees_others: bool,
    spare_waits: bool,
    second_step: String,
    /// In minutes.
    locks_after: Option<i64>,
    notice: Option<Paragraphs>,
}

#[derive(Template)]
#[template(path = "accounts/passphrase.html")]
struct Change {
    page: Page,
    problems: Problems,
    old: Field,
    passphrase: Chooser,
}

#[derive(Template)]
#[template(path = "accounts/new-code.html")]
struct NewCode {
    page: Page,
    problems: Problems,
    old: Field,
}

fn old(problems: &Problems) -> Field {
    Field::new("old", "Your passphrase now").autocomplete("current-password").required().checked(problems)
}

const WRONG: &str = "This is not your passphrase. Nothing was changed.";

/// `GET /account`
pub(super) async fn show(
    mut visit: SignedIn,
    State(guide): State<GuideState>,
    Query(done): Query<Done>,
) -> Result<Response, Error> {
    let me = visit.me().id;
    let sign_in = store::sign_in_name(&mut *visit.scope, me).await?.ok_or(Error::NotFound)?;
    let sees_others = therapists::sees_others(&mut *visit.scope, me, visit.now).await?;
    let standing = second_step::standing(&mut *visit.scope, me).await?;
    let flash = (done.done == "passphrase").then(|| {
        Flash::done("Your passphrase is changed. Wherever else you were signed in, you no longer are.")
    });
    let view = Account {
        page: visit.page("Account").with_flash(flash),
        name: visit.me().name.clone(),
        sign_in,
        sees_others,
        code_waits: visit.login().fresh_code.is_some(),
        spare_waits: visit.session().get::<Vec<String>>(SPARE).await?.is_some(),
        second_step: second_step_line(standing, visit.login().spare_left),
        locks_after: visit.login().locks_after().map(time::Duration::whole_minutes),
        notice: notice(&guide),
    };
    Ok(View(view).into_response())
}

/// How it stands with the second step, in a line.
fn second_step_line(standing: Standing, spare_left: Option<usize>) -> String {
    match (standing, spare_left) {
        (Standing::Off, _) => "Off. A code from your phone, after the passphrase.".to_owned(),
        (Standing::On { .. }, Some(0)) => "On. No spare code is left.".to_owned(),
        (Standing::On { .. }, Some(1)) => "On. One spare code is left.".to_owned(),
        (Standing::On { .. }, Some(left @ ..=3)) => format!("On. {left} spare codes are left."),
        (Standing::On { since }, _) => format!("On since {}.", show::day(since)),
        (Standing::TakenOff { on }, _) => {
            format!("Taken off on {} by whoever runs this server.", show::day(on))
        }
    }
}

/// `GET /account/passphrase`
pub(super) async fn show_passphrase(visit: SignedIn) -> Result<Response, Error> {
    let page = visit.page("Passphrase");
    let passphrase = Chooser::new(&visit.site, &page.csrf)?;
    let problems = Problems::default();
    Ok(View(Change { old: old(&problems), passphrase, page, problems }).into_response())
}

#[derive(Deserialize)]
pub(super) struct ChangeForm {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    old: String,
    #[serde(flatten)]
    passphrase: Posted,
}

/// `POST /account/passphrase`
pub(super) async fn change_passphrase(
    State(accounts): State<Accounts>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<ChangeForm>,
) -> Result<Response, Error> {
    let refuse = |visit: &SignedIn, status, problems: Problems| {
        let page = visit.page("Passphrase");
        let passphrase = Chooser::again(&visit.site, &form.csrf, &form.passphrase, &problems)?;
        Ok::<_, Error>(
            (status, View(Change { old: old(&problems), passphrase, page, problems })).into_response(),
        )
    };
    let me = visit.me().id;
    let mut problems = Problems::default();
    let sign_in = store::sign_in_name(&mut *visit.scope, me).await?;
    let sign_in = sign_in.as_deref().and_then(SignInName::parse);
    let name = DisplayName::parse(&visit.me().name);
    let new = form.passphrase.chosen(&visit.site, &form.csrf, sign_in.as_ref(), name.as_ref(), &mut problems);
    let Some(new) = new else { return refuse(&visit, StatusCode::UNPROCESSABLE_ENTITY, problems) };
    let keep = session::row_key(visit.session().id().ok_or(Error::SignInRequired)?);
    let given = SecretString::from(form.old.as_str());
    match accounts.change_passphrase(&mut visit.scope, me, given, new, &keep).await {
        Ok(true) => {}
        Ok(false) => {
            problems.add("old", WRONG);
            return refuse(&visit, StatusCode::UNPROCESSABLE_ENTITY, problems);
        }
        Err(Error::TooMany(seconds)) => {
            problems.add("old", wait(seconds));
            return refuse(&visit, StatusCode::TOO_MANY_REQUESTS, problems);
        }
        Err(error) => return Err(error),
    }
    let (session, login, now) = (visit.session().clone(), visit.login().clone(), visit.now);
    visit.scope.commit().await?;
    session::renew(&session, &login, now).await?;
    Ok(Redirect::to("/account?done=passphrase").into_response())
}

/// `GET /account/recovery-code`
pub(super) async fn show_code(visit: SignedIn) -> Response {
    let problems = Problems::default();
    View(NewCode { page: visit.page("Recovery"), old: old(&problems), problems }).into_response()
}

#[derive(Deserialize)]
pub(super) struct NewCodeForm {
    #[serde(default)]
    old: String,
}

/// `POST /account/recovery-code`
pub(super) async fn new_code(
    State(accounts): State<Accounts>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<NewCodeForm>,
) -> Result<Response, Error> {
    let refuse = |visit: &SignedIn, status, text: String| {
        let mut problems = Problems::default();
        problems.add("old", text);
        let page = visit.page("Recovery");
        (status, View(NewCode { page, old: old(&problems), problems })).into_response()
    };
    let me = visit.me().id;
    let given = SecretString::from(form.old.as_str());
    let code = match accounts.new_code(&mut visit.scope, me, given).await {
        Ok(Some(code)) => code,
        Ok(None) => return Ok(refuse(&visit, StatusCode::UNPROCESSABLE_ENTITY, WRONG.to_owned())),
        Err(Error::TooMany(seconds)) => {
            return Ok(refuse(&visit, StatusCode::TOO_MANY_REQUESTS, wait(seconds)));
        }
        Err(error) => return Err(error),
    };
    let (session, mut login, now) = (visit.session().clone(), visit.login().clone(), visit.now);
    visit.scope.commit().await?;
    login.fresh_code = Some(code.groups().join(" "));
    session::put(&session, &login, now).await?;
    Ok(Redirect::to("/recovery-code").into_response())
}
