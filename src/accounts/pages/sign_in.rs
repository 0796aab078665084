//! `/sign-in`: the same answer for an unknown name and a wrong passphrase.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use secrecy::SecretString;
use serde::Deserialize;
use tower_sessions::Session;

use super::{
    begin::{Beginning, begin, home},
    local::local,
};
use crate::{
    accounts::{Accounts, Entered, SignInName},
    web::{
        error::Error,
        form::{Door, DoorForm},
        forms::{Field, Problems},
        halfway::{self, Halfway},
        page::{Page, Shell, View},
        signed_in::Passerby,
    },
};

#[derive(Deserialize)]
pub(super) struct Asked {
    /// Where to go on.
    #[serde(default)]
    next: String,
    /// The page whose text was kept, as hexadecimal digits.
    #[serde(default)]
    kept: String,
}

#[derive(Deserialize)]
pub(super) struct SignInForm {
    #[serde(default)]
    sign_in: String,
    #[serde(default)]
    passphrase: String,
    #[serde(default)]
    stay: String,
    #[serde(default)]
    next: String,
    #[serde(default)]
    kept: String,
}

#[derive(Template)]
#[template(path = "accounts/sign-in.html")]
struct Come {
    page: Page,
    problems: Problems,
    sign_in: Field,
    passphrase: Field,
    stay: bool,
    next: String,
    kept: bool,
}

#[derive(Template)]
#[template(path = "accounts/altered.html")]
struct Altered {
    page: Page,
}

impl Come {
    fn new(accounts: &Accounts, shell: &Shell, door: &Door) -> Self {
        Self {
            page: Page::door(shell, "Sign in").with_csrf(door.token(&accounts.site)),
            problems: Problems::default(),
            sign_in: Field::new("sign_in", "The name you sign in with")
                .autocomplete("username")
                .max(SignInName::LONGEST)
                .required(),
            passphrase: Field::new("passphrase", "Passphrase").autocomplete("current-password").required(),
            stay: false,
            next: String::new(),
            kept: false,
        }
    }

    fn again(accounts: &Accounts, shell: &Shell, door: &Door, form: &SignInForm) -> Self {
        let new = Self::new(accounts, shell, door);
        Self {
            sign_in: new.sign_in.value(form.sign_in.as_str()),
            stay: !form.stay.is_empty(),
            next: local(&form.next).unwrap_or_default().to_owned(),
            kept: !form.kept.is_empty(),
            ..new
        }
    }
}

pub(super) async fn show(
    State(accounts): State<Accounts>,
    State(shell): State<Shell>,
    visitor: Passerby,
    door: Door,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let kept = data_encoding::HEXLOWER.decode(asked.kept.as_bytes()).unwrap_or_default();
    let kept = std::str::from_utf8(&kept).ok().and_then(local);
    let next = kept.or(local(&asked.next)).unwrap_or_default();
    if visitor.signed_in().is_some() {
        return Ok(Redirect::to(if next.is_empty() { "/today" } else { next }).into_response());
    }
    let mut view = Come::new(&accounts, &shell, &door);
    view.kept = !asked.kept.is_empty();
    next.clone_into(&mut view.next);
    Ok(door.put(&accounts.site, View(view)))
}

pub(super) async fn sign_in(
    State(accounts): State<Accounts>,
    State(shell): State<Shell>,
    session: Session,
    door: Door,
    DoorForm(form): DoorForm<SignInForm>,
) -> Result<Response, Error> {
    let Some(name) = SignInName::parse(&form.sign_in) else {
        return Ok(refused(&accounts, &shell, &door, &form));
    };
    let counter = door.counter(&accounts.site, &name.key());
    let passphrase = SecretString::from(form.passphrase.as_str());
    let opened = match accounts.enter(&counter, &name, passphrase).await {
        Ok(Entered::Yes(opened)) => opened,
        Ok(Entered::Half(half)) => {
            let next = local(&form.next).unwrap_or_default();
            let waits = Halfway::begin(*half, &name, accounts.clock.now()).going_to(next);
            halfway::begin(&session, &waits.staying(!form.stay.is_empty())).await?;
            return Ok(Redirect::to(halfway::PATH).into_response());
        }
        Ok(Entered::No) => return Ok(refused(&accounts, &shell, &door, &form)),
        Ok(Entered::Altered) => return Ok(altered(&shell)),
        Err(Error::TooMany(seconds)) => return Ok(too_many(&accounts, &shell, &door, &form, seconds)),
        Err(error) => return Err(error),
    };
    let next = match local(&form.next) {
        Some(next) => next,
        None => home(&accounts, opened.person).await?,
    };
    let beginning =
        Beginning { opened: &opened, name: &name, stay: !form.stay.is_empty(), code: None, sofa: None };
    let begun = begin(&accounts, &session, door.clone(), beginning, Redirect::to(next)).await?;
    Ok(begun.unwrap_or_else(|| refused(&accounts, &shell, &door, &form)))
}

/// What somebody is told whose account does not hold what belongs to it.
pub(super) fn altered(shell: &Shell) -> Response {
    (StatusCode::FORBIDDEN, View(Altered { page: Page::door(shell, "Sign in") })).into_response()
}

fn refused(accounts: &Accounts, shell: &Shell, door: &Door, form: &SignInForm) -> Response {
    let mut view = Come::again(accounts, shell, door, form);
    view.problems
        .add("sign_in", "This name and passphrase do not belong together. Look at both, and try again.");
    door.put(&accounts.site, (StatusCode::UNPROCESSABLE_ENTITY, View(view)))
}

fn too_many(accounts: &Accounts, shell: &Shell, door: &Door, form: &SignInForm, seconds: u32) -> Response {
    let mut view = Come::again(accounts, shell, door, form);
    view.problems.add("sign_in", wait(seconds));
    let mut answer = door.put(&accounts.site, (StatusCode::TOO_MANY_REQUESTS, View(view)));
    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    answer
}

/// What is said while a counter is locked.
#[must_use]
pub fn wait(seconds: u32) -> String {
    let time = match seconds {
        ..=1 => "a moment".to_owned(),
        2..=90 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    };
    format!("There were several attempts that did not fit. Wait {time}, then try again.")
}
