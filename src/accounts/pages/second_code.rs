//! `/sign-in/code`: the second step at the door, after a passphrase or a recovery code that was right.

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use tower_sessions::Session;

use super::{
    begin::{Beginning, begin, home},
    sign_in::{altered, wait},
};
use crate::{
    accounts::{Accounts, Second, SignInName},
    web::{
        error::Error,
        form::{Door, DoorForm},
        forms::{Field, Problems},
        halfway,
        page::{Page, Shell, View},
    },
};

#[derive(Template)]
#[template(path = "accounts/second-code.html")]
struct Ask {
    page: Page,
    problems: Problems,
    code: Field,
    recovers: bool,
}

/// The longest thing that can be a code, with the spaces that people put into it.
pub(super) const LONGEST: usize = 24;

/// The field that every page with a code has.
pub(super) fn field(problems: &Problems) -> Field {
    Field::new("code", "Code")
        .hint("Six digits from your app, or one of your spare codes.")
        .autocomplete("one-time-code")
        .max(LONGEST)
        .short()
        .required()
        .checked(problems)
}

/// What is said to a code that does not open.
pub(super) const WRONG: &str = "This code does not fit. It may be too old, or was used already: a code works once. Wait for the next one in your app, and try that.";

/// Codes are counted apart from passphrases, and like them for the browser that they come from.
fn counter(accounts: &Accounts, door: &Door, name: &SignInName) -> [u8; 32] {
    let counter = door.counter(&accounts.site, &name.key());
    Sha256::new().chain_update(b"toward/second-step\0").chain_update(counter).finalize().into()
}

fn ask(accounts: &Accounts, shell: &Shell, door: &Door, recovers: bool, problems: Problems) -> Ask {
    let page = Page::door(shell, "Sign in").with_csrf(door.token(&accounts.site));
    Ask { page, code: field(&problems), recovers, problems }
}

/// `GET /sign-in/code`
pub(super) async fn show(
    State(accounts): State<Accounts>,
    State(shell): State<Shell>,
    session: Session,
    door: Door,
) -> Result<Response, Error> {
    let Some(waiting) = halfway::waiting(&session, accounts.clock.now()).await? else {
        return Ok(Redirect::to("/sign-in").into_response());
    };
    let view = ask(&accounts, &shell, &door, waiting.half.recovers(), Problems::default());
    Ok(door.put(&accounts.site, View(view)))
}

#[derive(Deserialize)]
pub(super) struct CodeForm {
    #[serde(default)]
    code: String,
}

/// `POST /sign-in/code`
pub(super) async fn give(
    State(accounts): State<Accounts>,
    State(shell): State<Shell>,
    session: Session,
    door: Door,
    DoorForm(form): DoorForm<CodeForm>,
) -> Result<Response, Error> {
    let again = Redirect::to("/sign-in");
    let Some(waiting) = halfway::waiting(&session, accounts.clock.now()).await? else {
        return Ok(again.into_response());
    };
    let Some(name) = waiting.name() else { return Ok(again.into_response()) };
    let refuse = |status: StatusCode, text: String| {
        let mut problems = Problems::default();
        problems.add("code", text);
        let view = ask(&accounts, &shell, &door, waiting.half.recovers(), problems);
        door.put(&accounts.site, (status, View(view)))
    };
    let counter = counter(&accounts, &door, &name);
    match accounts.give_code(&counter, &waiting.half, &form.code).await {
        Ok(Second::Yes { opened, code }) => {
            let beginning = Beginning {
                opened: &opened,
                name: &name,
                stay: waiting.stay,
                code: code.as_ref(),
                sofa: waiting.sofa,
            };
            let next = match waiting.next.as_str() {
                "" => home(&accounts, opened.person).await?,
                next => next,
            };
            let begun = begin(&accounts, &session, door.clone(), beginning, Redirect::to(next)).await?;
            Ok(begun.unwrap_or_else(|| again.into_response()))
        }
        Ok(Second::No) => Ok(refuse(StatusCode::UNPROCESSABLE_ENTITY, WRONG.to_owned())),
        Ok(Second::Gone) => {
            session.flush().await?;
            Ok(again.into_response())
        }
        Ok(Second::Altered) => {
            session.flush().await?;
            Ok(altered(&shell))
        }
        Err(Error::TooMany(seconds)) => {
            let mut answer = refuse(StatusCode::TOO_MANY_REQUESTS, wait(seconds));
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            Ok(answer)
        }
        Err(error) => Err(error),
    }
}
