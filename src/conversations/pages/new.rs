//! Beginning a talk. Nothing of it is stored where the other one could see it before the proposal is shared: until then
//! it is a draft, and the row that both can see is made together with the first shared words.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use uuid::Uuid;

use super::{
    figures,
    step::Look,
    typed::{Author, Typed},
    writing::{Input, Writing, inputs},
};
use crate::{
    conversations::{Part, Piece, Round, Seat, Talk, prompts, store},
    entries::{self, Base, HeldTag, Pinned, Place, Written},
    ids::{ConversationId, CoupleId},
    web::{
        error::Error,
        form::CheckedForm,
        forms::Problems,
        live,
        page::{Flash, Nav, Page, View, Who},
        show::Shared,
        signed_in::SignedIn,
    },
};

/// Where the draft of a new talk is filed.
const PLACE: &str = "talk/new";
const PART: Part = Part::Opening { round: Round::FIRST };

/// The form of a new talk.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct NewForm {
    name: String,
    kinds: Vec<String>,
    mine: String,
    theirs: String,
    words: String,
    once: String,
    #[serde(skip_serializing)]
    private: String,
    /// The second step: it was looked at, exactly as the other will see it.
    #[serde(skip_serializing)]
    sure: String,
    /// Back from the preview.
    #[serde(skip_serializing)]
    change: String,
}

impl NewForm {
    fn typed(&self) -> Typed {
        Typed {
            part: PART.as_place(),
            name: self.name.clone(),
            kinds: self.kinds.clone(),
            mine: self.mine.clone(),
            theirs: self.theirs.clone(),
            words: self.words.clone(),
            once: self.once.clone(),
            ..Typed::default()
        }
    }
}

#[derive(Template)]
#[template(path = "conversations/new.html")]
struct NewPage {
    page: Page,
    shown: prompts::Shown,
    writing: Writing,
}

#[derive(Template)]
#[template(path = "conversations/propose.html")]
struct ProposePage {
    page: Page,
    other: String,
    preview: Shared,
    held: String,
    form: NewForm,
}

#[derive(Template)]
#[template(path = "conversations/alone.html")]
struct AlonePage {
    page: Page,
    paused: bool,
}

/// The space and the other one, if there is somebody to talk to whose key holds.
struct Two {
    couple: CoupleId,
    seat: Seat,
    pinned: Pinned,
    my_name: String,
    their_name: String,
}

impl Two {
    fn of(visit: &SignedIn) -> Option<Self> {
        let partner = visit.partner()?;
        Some(Self {
            couple: visit.me().couple?,
            seat: visit.me().seat,
            pinned: visit.pinned()?,
            my_name: visit.me().name.clone(),
            their_name: partner.name.clone(),
        })
    }

    fn author(&self) -> Author<'_> {
        Author { seat: self.seat, my_name: &self.my_name, their_name: &self.their_name }
    }
}

fn alone(visit: &SignedIn) -> Response {
    let paused = visit.partner().is_some();
    View(AlonePage { page: visit.page("Talk").at(Nav::Talk), paused }).into_response()
}

fn page(visit: &SignedIn, two: &Two, form: &NewForm, problems: Problems, kept: &'static str) -> NewPage {
    let shown = prompts::START.with(&two.their_name);
    let once =
        if Uuid::parse_str(&form.once).is_ok() { form.once.clone() } else { Uuid::new_v4().to_string() };
    let inputs: Vec<Input> = inputs(PART, &shown, &form.typed(), &problems, &two.their_name);
    let writing = Writing {
        action: "/talk/new".to_owned(),
        back: "/talk/new".to_owned(),
        part: PART.as_place(),
        once,
        entry: String::new(),
        number: String::new(),
        held: visit.held(PLACE),
        kept,
        inputs,
        problems,
        clash: None,
        go: shown.go.clone(),
        or: shown.or.clone(),
        after: shown.after.clone(),
    };
    NewPage { page: visit.page("Talk").at(Nav::Talk), shown, writing }
}

/// `GET /talk/new`
pub(super) async fn show(mut visit: SignedIn, Query(look): Query<Look>) -> Result<Response, Error> {
    let Some(two) = Two::of(&visit) else { return Ok(alone(&visit)) };
    let (scope, hand, _) = visit.parts();
    let draft = entries::find_draft(scope, hand, PLACE).await?.and_then(|draft| draft.fields::<NewForm>());
    let kept = if draft.is_some() { "Kept. Not finished yet." } else { "" };
    let mut page = page(&visit, &two, &draft.unwrap_or_default(), Problems::default(), kept);
    if look.done == "kept" {
        page.page = page.page.with_flash(Some(Flash::done("Kept. Only you can see it.")));
    }
    Ok(View(page).into_response())
}

/// `POST /talk/new`: keep it, look at it, or share it.
pub(super) async fn begin(
    State(pool): State<PgPool>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<NewForm>,
) -> Result<Response, Error> {
    let Some(two) = Two::of(&visit) else { return Ok(alone(&visit)) };
    if !form.private.is_empty() {
        keep(visit, &pool, &form).await?;
        return Ok(Redirect::to("/talk/new?done=kept").into_response());
    }
    if !form.change.is_empty() {
        return Ok(View(page(&visit, &two, &form, Problems::default(), "")).into_response());
    }
    let piece = match form.typed().piece(PART, two.author(), visit.now) {
        Ok(piece) => piece,
        Err(problems) => {
            let page = page(&visit, &two, &form, problems, "");
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, View(page)).into_response());
        }
    };
    if form.sure.is_empty() {
        let who = Who::new(two.my_name.clone(), two.seat);
        let preview = figures::figure(&piece, who, &two.their_name, figures::place(PART));
        let page = ProposePage {
            page: visit.page("Who may read this").at(Nav::Talk),
            other: two.their_name.clone(),
            preview,
            held: visit.held(PLACE),
            form,
        };
        return Ok(View(page).into_response());
    }
    let once = Uuid::parse_str(&form.once).map_err(|_| Error::Unreadable)?;
    let id = propose(&mut visit, &two, once, &piece).await?;
    visit.scope.commit().await?;
    Ok(Redirect::to(&format!("/talk/{id}?done=shared")).into_response())
}

/// Keeps the form as a draft, for this person alone.
async fn keep(visit: SignedIn, pool: &PgPool, form: &NewForm) -> Result<(), Error> {
    let tag = HeldTag::new(visit.hand(), PLACE, visit.now);
    let body = serde_html_form::to_string(form).map_err(anyhow::Error::from)?;
    let (instance, now) = (visit.hand().instance, visit.now);
    // the connection goes back before another is asked for
    drop(visit);
    Ok(entries::keep(pool, instance, &tag, body.as_bytes(), now).await?)
}

/// The talk and its first shared words, in one transaction. The same form twice is one talk.
async fn propose(
    visit: &mut SignedIn,
    two: &Two,
    once: Uuid,
    piece: &Piece,
) -> Result<ConversationId, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let talk = Talk::proposed(two.seat);
    let (id, new) = store::begin(scope, two.couple, me.id, once, &talk, now.date()).await?;
    if !new {
        return Ok(id);
    }
    let slot = format!("talk/{id}/{}", PART.as_place());
    let place = Place { kind: "talk", couple: Some(two.couple), about: Some(id), slot: Some(&slot) };
    let Written::Kept(entry, number) =
        entries::write(scope, hand, place, Base::New(Uuid::new_v4()), piece, now).await?
    else {
        return Err(Error::Conflict);
    };
    if !entries::share(scope, hand, &two.pinned, entry, number, now.date()).await? {
        return Err(Error::Conflict);
    }
    entries::drop_draft(scope, hand, PLACE).await?;
    live::hint(scope, two.pinned.contact()).await?;
    Ok(id)
}
