//! `/start/{token}`: the first account, by the setup link; `/start`: any account, where the host lets anybody in.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use tower_sessions::Session;

use super::{
    begin::{Beginning, begin},
    signing_up::{SignUpFields, SignUpForm, name_taken},
};
use crate::{
    accounts::{Accounts, Made, Opening, SetupToken},
    config::SignUp,
    guide::GuideState,
    web::{
        error::Error,
        form::{Door, DoorForm},
        page::{Page, View},
        show::Paragraphs,
    },
};

#[derive(Template)]
#[template(path = "accounts/start.html")]
struct Start {
    page: Page,
    form: SignUpFields,
    notice: Option<Paragraphs>,
}

#[derive(Template)]
#[template(path = "accounts/link-gone.html")]
struct LinkGone {
    page: Page,
}

/// The page for every link that opens nothing: used, cancelled, expired, or made up.
#[must_use]
pub fn link_gone(guide: &GuideState) -> Response {
    (StatusCode::NOT_FOUND, View(LinkGone { page: Page::door(&guide.shell, "Link") })).into_response()
}

/// Who runs this server, in their own words.
#[must_use]
pub fn notice(guide: &GuideState) -> Option<Paragraphs> {
    guide.host_notice.as_deref().map(Paragraphs::plain).filter(|text| !text.is_empty())
}

/// Where the form goes, and what opens the door.
struct Way {
    action: String,
    opening: Opening,
}

impl Way {
    async fn by_link(accounts: &Accounts, text: &str) -> Result<Option<Self>, Error> {
        let token = SetupToken::of(text);
        let offered = accounts.is_offered(&token).await?;
        Ok(offered.then(|| Self { action: format!("/start/{text}"), opening: Opening::Setup(token) }))
    }

    fn open(accounts: &Accounts) -> Option<Self> {
        let open = accounts.site.sign_up == SignUp::Open;
        open.then(|| Self { action: "/start".to_owned(), opening: Opening::Open })
    }
}

pub(super) async fn show(
    State(accounts): State<Accounts>,
    State(guide): State<GuideState>,
    door: Door,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let way = Way::by_link(&accounts, &token).await?;
    blank(&accounts, &guide, &door, way)
}

pub(super) async fn show_open(
    State(accounts): State<Accounts>,
    State(guide): State<GuideState>,
    door: Door,
) -> Result<Response, Error> {
    let way = Way::open(&accounts);
    blank(&accounts, &guide, &door, way)
}

pub(super) async fn start(
    State(accounts): State<Accounts>,
    State(guide): State<GuideState>,
    session: Session,
    door: Door,
    Path(token): Path<String>,
    DoorForm(form): DoorForm<SignUpForm>,
) -> Result<Response, Error> {
    let way = Way::by_link(&accounts, &token).await?;
    make(&accounts, &guide, &session, door, way, &form).await
}

pub(super) async fn open(
    State(accounts): State<Accounts>,
    State(guide): State<GuideState>,
    session: Session,
    door: Door,
    DoorForm(form): DoorForm<SignUpForm>,
) -> Result<Response, Error> {
    let way = Way::open(&accounts);
    make(&accounts, &guide, &session, door, way, &form).await
}

fn view(accounts: &Accounts, guide: &GuideState, door: &Door, form: SignUpFields) -> Response {
    let csrf = door.token(&accounts.site);
    let page = Page::door(&guide.shell, "Begin").with_csrf(csrf);
    let status = if form.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    door.put(&accounts.site, (status, View(Start { page, form, notice: notice(guide) })))
}

fn blank(accounts: &Accounts, guide: &GuideState, door: &Door, way: Option<Way>) -> Result<Response, Error> {
    let Some(way) = way else { return Ok(link_gone(guide)) };
    let form = SignUpFields::new(&accounts.site, &door.token(&accounts.site), way.action)?;
    Ok(view(accounts, guide, door, form))
}

async fn make(
    accounts: &Accounts,
    guide: &GuideState,
    session: &Session,
    door: Door,
    way: Option<Way>,
    form: &SignUpForm,
) -> Result<Response, Error> {
    let Some(Way { action, opening }) = way else { return Ok(link_gone(guide)) };
    let site = &accounts.site;
    let new = match form.read(site, opening) {
        Ok(new) => new,
        Err(problems) => {
            return Ok(view(accounts, guide, &door, SignUpFields::again(site, action, form, problems)?));
        }
    };
    let name = new.sign_in.clone();
    match accounts.sign_up(new).await? {
        Made::Account { opened, code } => {
            let beginning = Beginning { opened: &opened, name: &name, stay: false, code: Some(&code) };
            let begun = begin(accounts, session, door, beginning, Redirect::to("/recovery-code")).await?;
            Ok(begun.unwrap_or_else(|| Redirect::to("/sign-in").into_response()))
        }
        Made::NameTaken => {
            Ok(view(accounts, guide, &door, SignUpFields::again(site, action, form, name_taken())?))
        }
        Made::LinkGone => Ok(link_gone(guide)),
    }
}
