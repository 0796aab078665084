//! `/join/{code}`: the invitation, as the invited person sees it. Until they accept they see a name and nothing else.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use tower_sessions::Session;

use super::us::Nothing;
use crate::{
    accounts::{
        Accounts, Made, Opening,
        pages::{
            begin, link_gone, notice,
            signing_up::{Beginning, SignUpFields, SignUpForm, name_taken},
        },
    },
    couples::{
        Seat,
        invite::{self, Accepted, Offered},
    },
    db::{Asker, Scope},
    guide::GuideState,
    vault::InviteCode,
    web::{
        error::Error,
        form::{CheckedForm, Door, DoorForm},
        page::{Page, View, Who},
        show::Paragraphs,
        signed_in::{Passerby, SignedIn},
        state::AppState,
    },
};

#[derive(Template)]
#[template(path = "couples/join.html")]
struct Join {
    page: Page,
    inviter: String,
    sign_in: String,
    form: SignUpFields,
    notice: Option<Paragraphs>,
}

#[derive(Template)]
#[template(path = "couples/accept.html")]
struct Accept {
    page: Page,
    me: Who,
    inviter: Who,
    action: String,
    answer: Answer,
}

/// What somebody who is signed in can do with the invitation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Open,
    Own,
    AlreadyLinked,
}

async fn offered(state: &AppState, text: &str) -> Result<Option<(InviteCode, Offered)>, Error> {
    let Ok(code) = InviteCode::parse(text) else { return Ok(None) };
    let hash = code.hash();
    let mut scope = Scope::begin(&state.pool, Asker::Invite(&hash)).await?;
    let offered = invite::offered(&mut scope, state.site.instance, &code, state.clock.now()).await?;
    Ok(offered.map(|offered| (code, offered)))
}

pub(super) async fn show(
    State(state): State<AppState>,
    State(guide): State<GuideState>,
    visitor: Passerby,
    door: Door,
    Path(text): Path<String>,
) -> Result<Response, Error> {
    let visit = visitor.signed_in();
    let Some((code, offered)) = offered(&state, &text).await? else { return Ok(link_gone(&guide)) };
    if let Some(visit) = visit {
        let answer = if offered.inviter == visit.me().id {
            Answer::Own
        } else if visit.partner().is_some() {
            Answer::AlreadyLinked
        } else {
            Answer::Open
        };
        return Ok(accepting(&visit, &code, offered.name, answer));
    }
    let form = SignUpFields::new(&state.site, &door.token(&state.site), action(&code))?;
    Ok(view(&state, &guide, &door, offered.name, form))
}

fn action(code: &InviteCode) -> String {
    format!("/join/{}", code.to_string())
}

fn view(state: &AppState, guide: &GuideState, door: &Door, inviter: String, form: SignUpFields) -> Response {
    let page = Page::door(&guide.shell, "Invitation").with_csrf(door.token(&state.site));
    let status = if form.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let sign_in = format!("/sign-in?next={}", form.action);
    let view = Join { page, inviter, sign_in, form, notice: notice(guide) };
    door.put(&state.site, (status, View(view)))
}

fn accepting(visit: &SignedIn, code: &InviteCode, inviter: String, answer: Answer) -> Response {
    let view = Accept {
        page: visit.page("Invitation"),
        me: Who::new(visit.me().name.clone(), Seat::Two),
        inviter: Who::new(inviter, Seat::One),
        action: format!("{}/accept", action(code)),
        answer,
    };
    View(view).into_response()
}

/// `POST /join/{code}`: an own account and the acceptance in one.
pub(super) async fn join(
    State(state): State<AppState>,
    State(accounts): State<Accounts>,
    State(guide): State<GuideState>,
    session: Session,
    door: Door,
    Path(text): Path<String>,
    DoorForm(form): DoorForm<SignUpForm>,
) -> Result<Response, Error> {
    let Some((code, offered)) = offered(&state, &text).await? else { return Ok(link_gone(&guide)) };
    let action = action(&code);
    let new = match form.read(&state.site, Opening::Invite(code)) {
        Ok(new) => new,
        Err(problems) => {
            let again = SignUpFields::again(&state.site, action, &form, problems)?;
            return Ok(view(&state, &guide, &door, offered.name, again));
        }
    };
    let name = new.sign_in.clone();
    match accounts.sign_up(new).await? {
        Made::Account { opened, code } => {
            let beginning =
                Beginning { opened: &opened, name: &name, stay: false, code: Some(&code), sofa: None };
            let begun = begin(&accounts, &session, door, beginning, Redirect::to("/recovery-code")).await?;
            Ok(begun.unwrap_or_else(|| Redirect::to("/sign-in").into_response()))
        }
        Made::NameTaken => {
            let again = SignUpFields::again(&state.site, action, &form, name_taken())?;
            Ok(view(&state, &guide, &door, offered.name, again))
        }
        Made::LinkGone => Ok(link_gone(&guide)),
    }
}

/// `POST /join/{code}/accept`: by somebody who is signed in.
pub(super) async fn accept(
    State(state): State<AppState>,
    State(guide): State<GuideState>,
    visit: SignedIn,
    Path(text): Path<String>,
    CheckedForm(Nothing {}): CheckedForm<Nothing>,
) -> Result<Response, Error> {
    let Ok(code) = InviteCode::parse(&text) else { return Ok(link_gone(&guide)) };
    let (hand, me) = (visit.hand().clone(), visit.me().id);
    // this page's own transaction has to know the code too
    drop(visit);
    let hash = code.hash();
    let mut scope = Scope::begin(&state.pool, Asker::Invited(me, &hash)).await?;
    match invite::accept(&mut scope, &hand, &code, state.clock.now()).await? {
        Accepted::Linked => {
            scope.commit().await?;
            Ok(Redirect::to("/us?done=linked").into_response())
        }
        Accepted::Gone => Ok(link_gone(&guide)),
        // the page says which of the two it is
        Accepted::AlreadyLinked | Accepted::Own => Ok(Redirect::to(&action(&code)).into_response()),
    }
}
