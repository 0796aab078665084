//! `/recover`: a name and the recovery code bring a new passphrase, and then a new code.

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
    begin::{Beginning, begin},
    passphrase::{Chooser, Posted},
    sign_in::{altered, wait},
};
use crate::{
    accounts::{Accounts, Recovered, SignInName},
    vault::RecoveryCode,
    web::{
        error::Error,
        form::{Door, DoorForm},
        forms::{Field, Problems},
        halfway::{self, Halfway},
        page::{Page, Shell, View},
    },
};

#[derive(Deserialize)]
pub(super) struct RecoverForm {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    sign_in: String,
    #[serde(default)]
    code: String,
    #[serde(flatten)]
    passphrase: Posted,
}

#[derive(Template)]
#[template(path = "accounts/recover.html")]
struct Recover {
    page: Page,
    problems: Problems,
    sign_in: Field,
    code: Field,
    passphrase: Chooser,
}

impl Recover {
    fn new(accounts: &Accounts, shell: &Shell, door: &Door) -> Result<Self, Error> {
        let csrf = door.token(&accounts.site);
        Ok(Self {
            passphrase: Chooser::new(&accounts.site, &csrf)?,
            page: Page::door(shell, "Recovery").with_csrf(csrf),
            problems: Problems::default(),
            sign_in: Field::new("sign_in", "The name you sign in with")
                .autocomplete("username")
                .max(SignInName::LONGEST)
                .required(),
            code: Field::new("code", "Recovery code")
                .hint("Seven groups of four. Spaces and capitals do not matter.")
                .max(60)
                .required(),
        })
    }

    /// With what was typed, except the secrets.
    fn again(
        accounts: &Accounts,
        shell: &Shell,
        door: &Door,
        form: &RecoverForm,
        problems: Problems,
    ) -> Result<Self, Error> {
        let new = Self::new(accounts, shell, door)?;
        Ok(Self {
            sign_in: new.sign_in.value(form.sign_in.as_str()).checked(&problems),
            code: new.code.checked(&problems),
            passphrase: Chooser::again(&accounts.site, &form.csrf, &form.passphrase, &problems)?,
            problems,
            ..new
        })
    }
}

/// Recovery is counted apart from signing in, so that one does not lock the other.
fn counter(accounts: &Accounts, door: &Door, name: &SignInName) -> [u8; 32] {
    let counter = door.counter(&accounts.site, &name.key());
    Sha256::new().chain_update(b"toward/recover\0").chain_update(counter).finalize().into()
}

pub(super) async fn show(
    State(accounts): State<Accounts>,
    State(shell): State<Shell>,
    door: Door,
) -> Result<Response, Error> {
    Ok(door.put(&accounts.site, View(Recover::new(&accounts, &shell, &door)?)))
}

pub(super) async fn recover(
    State(accounts): State<Accounts>,
    State(shell): State<Shell>,
    session: Session,
    door: Door,
    DoorForm(form): DoorForm<RecoverForm>,
) -> Result<Response, Error> {
    let mut problems = Problems::default();
    let refuse = |status, problems| {
        let view = Recover::again(&accounts, &shell, &door, &form, problems)?;
        Ok::<_, Error>(door.put(&accounts.site, (status, View(view))))
    };
    let name = SignInName::parse(&form.sign_in);
    if name.is_none() {
        problems.add("sign_in", "Give the name that you sign in with.");
    }
    let passphrase = form.passphrase.chosen(&accounts.site, &form.csrf, name.as_ref(), None, &mut problems);
    let (Some(name), Some(passphrase)) = (name, passphrase) else {
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, problems);
    };
    let code = RecoveryCode::parse(&form.code).ok();
    let recovered = accounts.recover(&counter(&accounts, &door, &name), &name, code, passphrase).await;
    match recovered {
        Ok(Recovered::Yes { opened, code }) => {
            let beginning =
                Beginning { opened: &opened, name: &name, stay: false, code: Some(&code), sofa: None };
            let to = Redirect::to("/recovery-code");
            let begun = begin(&accounts, &session, door.clone(), beginning, to).await?;
            Ok(begun.unwrap_or_else(|| Redirect::to("/sign-in").into_response()))
        }
        Ok(Recovered::Half(half)) => {
            let waits = Halfway::begin(*half, &name, accounts.clock.now()).going_to("/recovery-code");
            halfway::begin(&session, &waits).await?;
            Ok(Redirect::to(halfway::PATH).into_response())
        }
        Ok(Recovered::Altered) => Ok(altered(&shell)),
        Ok(Recovered::No) => {
            problems.add(
                "code",
                "This name and code do not belong together. Look at both, and try again. A code works once.",
            );
            refuse(StatusCode::UNPROCESSABLE_ENTITY, problems)
        }
        Err(Error::TooMany(seconds)) => {
            problems.add("code", wait(seconds));
            let mut answer = refuse(StatusCode::TOO_MANY_REQUESTS, problems)?;
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            Ok(answer)
        }
        Err(error) => Err(error),
    }
}
