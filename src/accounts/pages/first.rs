//! `GET /`: the first page, for people who are not signed in.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};

use crate::{
    accounts::{Accounts, is_opened},
    config::SignUp,
    db::{Asker, Scope},
    guide::Welcome,
    web::{
        error::Error,
        page::{Page, Shell, View},
        signed_in::Passerby,
    },
};

pub(super) async fn show(
    State(accounts): State<Accounts>,
    State(shell): State<Shell>,
    visitor: Passerby,
) -> Result<Response, Error> {
    if visitor.signed_in().is_some() {
        return Ok(Redirect::to("/today").into_response());
    }
    let mut scope = Scope::begin(&accounts.pool, Asker::Nobody).await?;
    let open = accounts.site.sign_up == SignUp::Open;
    let started = open || is_opened(&mut *scope).await?;
    let sign_up = open.then_some("/start");
    Ok(View(Welcome { page: Page::door(&shell, "Welcome"), started, sign_up }).into_response())
}
