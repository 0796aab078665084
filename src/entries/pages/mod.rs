//! The pages of one's own writing: the list, a note, sharing it with an exact preview, taking it back, removing it.

mod edit;
mod list;
mod read;
mod remove;
mod share;
mod take_back;

use crate::{
    couples::Seat,
    entries::{Note, Seen, Text, by_id},
    folding,
    ids::EntryId,
    reflections,
    web::{
        error::Error,
        page::{Flash, Who},
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
        .get("/write", list::show)
        .get("/write/new", edit::blank)
        .post("/write/new", edit::begin)
        .get("/n/{id}", read::show)
        .get("/n/{id}/edit", edit::open)
        .post("/n/{id}/edit", edit::save)
        .get("/n/{id}/share", share::show)
        .post("/n/{id}/share", share::share)
        .get("/n/{id}/back", take_back::show)
        .post("/n/{id}/back", take_back::take_back)
        .get("/n/{id}/remove", remove::show)
        .post("/n/{id}/remove", remove::remove)
}

/// The note with this id as the visitor may read it. What is not a note, not there or not theirs is the same.
async fn find(visit: &mut SignedIn, id: &str) -> Result<Seen<Note>, Error> {
    let id: EntryId = id.parse().map_err(|_| Error::NotFound)?;
    let pinned = visit.pinned();
    let (scope, hand, _) = visit.parts();
    by_id::<Note>(scope, hand, pinned.as_ref(), "note", id).await?.ok_or(Error::NotFound)
}

/// The same, when it is the visitor's own and opens.
async fn find_own(visit: &mut SignedIn, id: &str) -> Result<Text<Note>, Error> {
    match find(visit, id).await? {
        Seen::Text(text) if text.author == visit.me().id => Ok(text),
        _ => Err(Error::NotFound),
    }
}

/// A note as its reader sees it; the preview before sharing is this very thing.
pub(crate) fn figure(note: &Note, who: Who, when: String) -> show::Shared {
    let heading = (!note.title.is_empty()).then(|| folding::without(&note.title));
    let parts = vec![show::Part { heading, text: words(note) }];
    show::Shared {
        who,
        what: "wrote".to_owned(),
        when,
        content: show::Content::Words { chosen: Vec::new(), parts },
    }
}

/// The text of a note, with the questions of a reflection told apart from what was answered.
///
/// A title is a heading, and a heading cannot be opened: one with something folded in it stands whole above the text, so
/// that nothing of it is lost.
fn words(note: &Note) -> show::Paragraphs {
    let mut text = show::Paragraphs::of(&note.text).with_questions(reflections::asks);
    if folding::folds(&note.title) {
        let mut title = show::Paragraphs::of(&note.title);
        title.0.append(&mut text.0);
        return title;
    }
    text
}

/// The other one's name, also after the two have parted.
fn author_of(visit: &SignedIn) -> Who {
    visit.other().unwrap_or_else(|| Who::new("Your partner", Seat::Two))
}

/// What stands at the top after an act; the codes are ours.
fn done(code: Option<&str>, other: &Who, names: &Names) -> Option<Flash> {
    let text = match code? {
        "kept" => "Kept. Only you can read it.".to_owned(),
        "shared" => format!("{} can read it now.", other.name),
        "both" => format!("{} can read it now.", names.both()),
        "private" => "It stays with you. Nobody is told that it exists.".to_owned(),
        "back" => format!("Taken back. {} can no longer open it.", other.name),
        "removed" => "Removed.".to_owned(),
        _ => return None,
    };
    Some(Flash::done(text))
}
