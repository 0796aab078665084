//! `/with/{code}`: the link, as the therapist sees it. Until they accept they see two names and nothing else.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use tower_sessions::Session;

use crate::{
    accounts::{
        Accounts, Made, Opening,
        pages::{
            begin, link_gone, notice,
            signing_up::{Beginning, SignUpFields, SignUpForm, name_taken},
        },
    },
    couples::Seat,
    db::{Asker, Scope},
    guide::GuideState,
    therapists::{
        Secrets,
        link::{self, Accepted, Offered},
    },
    vault::InviteCode,
    web::{
        error::Error,
        form::{CheckedForm, Door, DoorForm},
        forms::{Choice, Opt, Problems},
        page::{Page, View, Who},
        show::Paragraphs,
        signed_in::{Passerby, SignedIn},
        state::AppState,
    },
};

#[derive(Template)]
#[template(path = "therapists/come.html")]
struct Come {
    page: Page,
    one: Who,
    two: Who,
    sign_in: String,
    form: SignUpFields,
    secrets: Choice,
    notice: Option<Paragraphs>,
}

#[derive(Template)]
#[template(path = "therapists/accept.html")]
struct Accept {
    page: Page,
    one: Who,
    two: Who,
    action: String,
    own: bool,
    secrets: Choice,
    problems: Problems,
}

/// The form at the door: an account, and what the therapist says about secrets.
#[derive(Deserialize)]
pub(super) struct JoinForm {
    #[serde(default)]
    secrets: String,
    #[serde(flatten)]
    account: SignUpForm,
}

/// The form of somebody who has an account.
#[derive(Deserialize)]
pub(super) struct AcceptForm {
    #[serde(default)]
    secrets: String,
}

async fn offered(state: &AppState, text: &str) -> Result<Option<(InviteCode, Offered)>, Error> {
    let Ok(code) = InviteCode::parse(text) else { return Ok(None) };
    let hash = code.hash();
    let mut scope = Scope::begin(&state.pool, Asker::Invite(&hash)).await?;
    let offered = link::offered(&mut scope, state.site.instance, &code, state.clock.now()).await?;
    Ok(offered.map(|offered| (code, offered)))
}

fn action(code: &InviteCode) -> String {
    format!("/with/{}", code.to_string())
}

fn two(offered: &Offered) -> [Who; 2] {
    offered.two.clone().map(|(name, seat): (String, Seat)| Who::new(name, seat))
}

/// The question that everybody who comes in answers: nothing is chosen beforehand.
fn secrets(chosen: &str, problems: &Problems) -> Choice {
    let options = vec![
        Opt::new("none", "I keep no secrets between the two")
            .hint("What one of them tells me alone may come up with both."),
        Opt::new("ask", "I handle it case by case")
            .hint("I explain how before one of them tells me something alone."),
    ];
    Choice::new("secrets", "What you do with what one of them tells you alone", options)
        .hint("Both read your answer beside your name.")
        .choose(&[chosen])
        .checked(problems)
}

const CHOOSE: &str = "Choose what you tell the two about this.";

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
        return Ok(accepting(&visit, &code, &offered, Problems::default()));
    }
    let form = SignUpFields::new(&state.site, &door.token(&state.site), action(&code))?;
    Ok(view(&state, &guide, &door, &offered, "", form))
}

fn view(
    state: &AppState,
    guide: &GuideState,
    door: &Door,
    offered: &Offered,
    chosen: &str,
    mut form: SignUpFields,
) -> Response {
    let page = Page::door(&guide.shell, "Invitation").with_csrf(door.token(&state.site));
    let status = if form.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let [one, two] = two(offered);
    form.name.hint = "The name that both of them know you by.".into();
    let secrets = secrets(chosen, &form.problems);
    let sign_in = format!("/sign-in?next={}", form.action);
    let view = Come { page, one, two, sign_in, form, secrets, notice: notice(guide) };
    door.put(&state.site, (status, View(view)))
}

fn accepting(visit: &SignedIn, code: &InviteCode, offered: &Offered, problems: Problems) -> Response {
    let [one, two] = two(offered);
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = Accept {
        page: visit.page("Invitation"),
        one,
        two,
        action: format!("{}/accept", action(code)),
        own: offered.is_of(visit.me().id),
        secrets: secrets("", &problems),
        problems,
    };
    (status, View(view)).into_response()
}

/// `POST /with/{code}`: an own account and the acceptance in one.
pub(super) async fn join(
    State(state): State<AppState>,
    State(accounts): State<Accounts>,
    State(guide): State<GuideState>,
    session: Session,
    door: Door,
    Path(text): Path<String>,
    DoorForm(form): DoorForm<JoinForm>,
) -> Result<Response, Error> {
    let Some((code, offered)) = offered(&state, &text).await? else { return Ok(link_gone(&guide)) };
    let (action, chosen) = (action(&code), Secrets::parse(&form.secrets));
    let again = |problems| -> Result<Response, Error> {
        let fields = SignUpFields::again(&state.site, action.clone(), &form.account, problems)?;
        Ok(view(&state, &guide, &door, &offered, &form.secrets, fields))
    };
    let opening = Opening::Therapist(code, chosen.unwrap_or(Secrets::Ask));
    let mut problems = Problems::default();
    let new = match form.account.read(&state.site, opening) {
        Ok(new) => Some(new),
        Err(found) => {
            problems = found;
            None
        }
    };
    if chosen.is_none() {
        problems.add("secrets", CHOOSE);
    }
    let Some(new) = new.filter(|_| problems.is_empty()) else { return again(problems) };
    let name = new.sign_in.clone();
    match accounts.sign_up(new).await? {
        Made::Account { opened, code } => {
            let beginning =
                Beginning { opened: &opened, name: &name, stay: false, code: Some(&code), sofa: None };
            let begun = begin(&accounts, &session, door, beginning, Redirect::to("/recovery-code")).await?;
            Ok(begun.unwrap_or_else(|| Redirect::to("/sign-in").into_response()))
        }
        Made::NameTaken => again(name_taken()),
        Made::LinkGone => Ok(link_gone(&guide)),
    }
}

/// `POST /with/{code}/accept`: by somebody who is signed in.
pub(super) async fn accept(
    State(state): State<AppState>,
    State(guide): State<GuideState>,
    visit: SignedIn,
    Path(text): Path<String>,
    CheckedForm(form): CheckedForm<AcceptForm>,
) -> Result<Response, Error> {
    let Some((code, offered)) = offered(&state, &text).await? else { return Ok(link_gone(&guide)) };
    let Some(secrets) = Secrets::parse(&form.secrets) else {
        let mut problems = Problems::default();
        problems.add("secrets", CHOOSE);
        return Ok(accepting(&visit, &code, &offered, problems));
    };
    let (hand, me) = (visit.hand().clone(), visit.me().id);
    // this page's own transaction has to know the code too
    drop(visit);
    let hash = code.hash();
    let mut scope = Scope::begin(&state.pool, Asker::Invited(me, &hash)).await?;
    match link::accept(&mut scope, &hand, &code, secrets, state.clock.now()).await? {
        Accepted::Open(_) => {
            scope.commit().await?;
            Ok(Redirect::to("/clients?done=accepted").into_response())
        }
        Accepted::Gone => Ok(link_gone(&guide)),
        // the page says so
        Accepted::Own => Ok(Redirect::to(&action(&code)).into_response()),
    }
}
