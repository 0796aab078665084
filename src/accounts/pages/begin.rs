//! From an opened account to a session, in a browser that is remembered as its owner's.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use tower_sessions::Session;

use crate::{
    accounts::{Accounts, Opened, SignInName, leaving},
    db::{Asker, Scope},
    entries::Hand,
    ids::{ConversationId, PersonId},
    therapists,
    vault::{Keys, RecoveryCode},
    web::{error::Error, form::Door, login::Login, session},
};

/// How the session begins.
pub struct Beginning<'a> {
    /// The account.
    pub opened: &'a Opened,
    /// The name that was used: this browser now counts as its owner's.
    pub name: &'a SignInName,
    /// Whether it lasts longer than the browser's own session.
    pub stay: bool,
    /// A code that its owner has yet to put away.
    pub code: Option<&'a RecoveryCode>,
    /// The talk whose sofa pages it shows and nothing else, where the phone lies between two.
    pub sofa: Option<ConversationId>,
}

/// Begins a session under a new number, ends the one that this browser had, and answers with `then`. None when the
/// passphrase was changed or the second step switched while this was under way: there is no session then.
///
/// # Errors
/// When the database cannot be reached.
pub async fn begin(
    accounts: &Accounts,
    session: &Session,
    door: Door,
    beginning: Beginning<'_>,
    then: impl IntoResponse,
) -> Result<Option<Response>, Error> {
    let Beginning { opened, name, stay, code, sofa } = beginning;
    let now = accounts.clock.now();
    // whoever reads what others show them does not stay signed in
    let stay = stay && !sees_others(accounts, opened.person).await?;
    let mut login = Login::begin(opened.person, opened.epoch, &opened.keys, stay, now);
    login.choose(chosen(accounts, opened).await?, now);
    login.fresh_code = code.map(|code| code.groups().join(" "));
    login.sofa = sofa;
    login.second_factor = opened.second_factor();
    login.spare_left = opened.spare_left();
    session::begin(session, &login, now).await?;
    if !accounts.still_opens(opened).await? {
        session.flush().await?;
        return Ok(None);
    }
    let door = door.having_met(&accounts.site, &name.key());
    Ok(Some(door.put(&accounts.site, then)))
}

async fn sees_others(accounts: &Accounts, person: PersonId) -> Result<bool, Error> {
    let mut scope = Scope::begin(&accounts.pool, Asker::Person(person)).await?;
    Ok(therapists::sees_others(&mut *scope, person, accounts.clock.now()).await?)
}

/// Where somebody begins who has not said where to.
///
/// # Errors
/// When the database cannot be reached.
pub(super) async fn home(accounts: &Accounts, person: PersonId) -> Result<&'static str, Error> {
    Ok(if sees_others(accounts, person).await? { "/clients" } else { "/today" })
}

/// How the person leaves, for the session to hold: pages then need no query for it.
async fn chosen(accounts: &Accounts, opened: &Opened) -> Result<leaving::Leaving, Error> {
    let hand = Hand {
        instance: accounts.site.instance,
        person: opened.person,
        epoch: opened.epoch,
        keys: Arc::new(Keys::from_bytes(opened.keys.to_bytes().as_slice())?),
    };
    let mut scope = Scope::begin(&accounts.pool, Asker::Person(opened.person)).await?;
    Ok(leaving::load(&mut scope, &hand).await?)
}
