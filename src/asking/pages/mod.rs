//! The pages of questions and answers, and of what is not said yet.

mod answer;
mod aside;
mod figures;
mod later;
mod list;
mod one;
mod remove;
mod share;
mod wish;
mod write;

use crate::{
    asking::{Matter, Piece, Question, matter},
    entries::{Shared, Text},
    ids::EntryId,
    web::{
        error::Error,
        own,
        page::{Flash, Nav, Page, Who},
        readers::Names,
        routes::Routes,
        show,
        signed_in::SignedIn,
    },
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/questions", list::show)
        .get("/questions/new", write::blank)
        .post("/questions/new", write::begin)
        .get("/questions/{id}", one::show)
        .get("/questions/{id}/edit", write::open)
        .post("/questions/{id}/edit", write::save)
        .get("/questions/{id}/why", wish::show)
        .post("/questions/{id}/why", wish::keep)
        .post("/questions/{id}/remove", remove::remove)
        .get("/questions/{id}/answer", answer::show)
        .post("/questions/{id}/answer", answer::keep)
        .get("/questions/{id}/later", later::show)
        .post("/questions/{id}/later", later::keep)
        .get("/questions/{id}/share/{what}", share::show)
        .post("/questions/{id}/share/{what}", share::share)
        .get("/aside", aside::list::show)
        .post("/aside", aside::list::add)
        .get("/aside/{id}", aside::item::show)
        .post("/aside/{id}", aside::item::save)
        .post("/aside/{id}/tick", aside::item::tick)
        .post("/aside/{id}/take", aside::take::take)
        .post("/aside/{id}/remove", aside::item::remove)
}

fn id_of(text: &str) -> Result<EntryId, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

/// The question with this id and its replies, as the visitor may read them. What is not there and what is not theirs is the
/// same.
async fn find(visit: &mut SignedIn, id: &str) -> Result<Matter, Error> {
    let id = id_of(id)?;
    let (scope, hand, me) = visit.parts();
    matter::one(scope, hand, me, id).await?.ok_or(Error::NotFound)
}

/// The visitor's own question.
async fn find_own(visit: &mut SignedIn, id: &str) -> Result<(Matter, Text<Question>), Error> {
    let matter = find(visit, id).await?;
    let mine = matter.question.clone().filter(|question| question.author == visit.me().id);
    Ok((matter, mine.ok_or(Error::NotFound)?))
}

/// A question that the partner asks the visitor.
async fn find_asked(visit: &mut SignedIn, id: &str) -> Result<(Matter, Text<Question>), Error> {
    let matter = find(visit, id).await?;
    let partner = visit.partner().map(|partner| partner.id);
    let asked = matter.question.clone().filter(|question| {
        partner == Some(question.author) && matches!(question.shared, Shared::WithMe { .. })
    });
    Ok((matter, asked.ok_or(Error::NotFound)?))
}

/// A form that replies to a question, which goes from it when it is taken back. Nothing else changes it while it is open.
fn while_asked(visit: &SignedIn) -> Page {
    visit.page("Questions").at(Nav::Write).following("/live", "asked")
}

/// A piece as its reader sees it; the preview before sharing is this very thing.
pub(crate) fn figure(piece: &Piece, who: Who, when: String) -> show::Shared {
    match piece {
        Piece::Question(question) => figures::question(question, who, when),
        Piece::Answer(answer) => figures::answer(answer, who, when),
        Piece::Later(later) => figures::later(later, who, when),
    }
}

/// What stands at the top after an act; the codes are ours.
fn done(code: Option<&str>, names: &Names) -> Option<Flash> {
    let text = match code? {
        "wish" => "Kept. Nobody else ever sees that.".to_owned(),
        code => own::done(code, names)?,
    };
    Some(Flash::done(text))
}
