//! Where something could be said: in an answer to a question, or in a talk, as a line of one's own notes for a step.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{find, item};
use crate::{
    asking::{
        Stand,
        matter::{self, All},
    },
    conversations::{
        Step,
        sheets::{self, Found, Line, Sheet, Spot},
        standing,
    },
    entries::Shared,
    folding::headline,
    ids::{ConversationId, EntryId},
    web::{error::Error, form::CheckedForm, signed_in::SignedIn},
};

/// Where it can be taken.
pub(super) struct Places {
    /// Open questions of the other one's: where to answer, and the beginning of the question.
    pub(super) answers: Vec<(String, String)>,
    /// Who asks them.
    pub(super) asks: String,
    /// Open talks: as a form sends them, and what they are called. The last is none of them.
    pub(super) talks: Vec<(String, String)>,
    /// The steps.
    pub(super) steps: Vec<(u8, &'static str)>,
}

/// A talk that has not begun.
const NEW: &str = "new";

#[derive(Deserialize)]
pub(in crate::asking::pages) struct TakeForm {
    /// A talk, or `new`.
    #[serde(default)]
    talk: String,
    #[serde(default)]
    step: u8,
}

/// The open talks of this person.
async fn talks(visit: &mut SignedIn) -> Result<Vec<(ConversationId, String)>, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let all = standing(scope, hand, me, now).await?;
    Ok(all.into_iter().filter(|talk| !talk.over).map(|talk| (talk.id, talk.name)).collect())
}

pub(super) async fn places(visit: &mut SignedIn, item: EntryId) -> Result<Places, Error> {
    let open = talks(visit).await?;
    let (scope, hand, me) = visit.parts();
    let All { matters, .. } = matter::all(scope, hand, me).await?;
    let partner = me.partner.as_ref().map(|partner| partner.id);
    let answers = matters.iter().filter_map(|matter| {
        let question = matter.question.as_ref()?;
        let asked = partner == Some(question.author) && matches!(question.shared, Shared::WithMe { .. });
        (asked && matter.stand() != Stand::Answered).then(|| {
            (format!("/questions/{}/answer?from={item}", matter.id), headline(&question.content.words))
        })
    });
    let named = open.into_iter().map(|(id, name)| (id.to_string(), name));
    let asks = me.partner.as_ref().map(|partner| partner.name.clone()).unwrap_or_default();
    let none = (NEW.to_owned(), "A talk that has not begun".to_owned());
    Ok(Places {
        answers: answers.collect(),
        asks,
        talks: named.chain([none]).collect(),
        steps: Step::ALL.into_iter().map(|step| (step.number(), step.title())).collect(),
    })
}

/// `POST /aside/{id}/take`: a line more in one's own notes. The same twice is one line.
pub(in crate::asking::pages) async fn take(
    Path(id): Path<String>,
    mut visit: SignedIn,
    CheckedForm(form): CheckedForm<TakeForm>,
) -> Result<Response, Error> {
    let text = find(&mut visit, &id).await?;
    let step = Step::from_number(form.step).ok_or(Error::NotFound)?;
    let talk = if form.talk == NEW {
        None
    } else {
        let open = talks(&mut visit).await?;
        let named = open.into_iter().find(|(id, _)| id.to_string() == form.talk);
        Some(named.ok_or(Error::NotFound)?.0)
    };
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    let spot = Spot { talk, couple: me.couple, step };
    let Found::Sheet(sheet, stands) = sheets::read(scope, hand, spot).await? else {
        return item::refuse(visit, &text, "Those notes do not open, so nothing can be put there.").await;
    };
    let line = Line { id: text.id.0, text: text.content.words.clone(), released: false };
    let next = sheet.with_lines_of(&Sheet { lines: vec![line], dropped: Vec::new() });
    if next.fits().is_err() {
        return item::refuse(visit, &text, "Your notes for that step are full. Choose another step.").await;
    }
    if !sheets::write(scope, hand, spot, stands, &next, now).await? {
        return item::refuse(visit, &text, "Those notes were changed at this moment. Try it once more.")
            .await;
    }
    visit.scope.commit().await?;
    let notes = talk.map_or_else(|| "/talk/notes".to_owned(), |talk| format!("/talk/{talk}/notes"));
    Ok(Redirect::to(&format!("{notes}/{}", step.number())).into_response())
}
