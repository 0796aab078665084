//! The pages of single lines: all of them, writing one, and looking at it before it is sent.

mod list;
mod one;
mod write;

use crate::{
    couples::Seat,
    entries::Text,
    ids::{CommitmentId, EntryId, PersonId},
    noticing::{Line, own},
    plans::Acts,
    web::{
        error::Error,
        page::{Flash, Who},
        readers::Readers,
        routes::Routes,
        show,
        signed_in::SignedIn,
    },
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/noticed", list::show)
        .get("/noticed/new", write::blank)
        .post("/noticed/new", write::begin)
        .get("/noticed/{id}", one::show)
        .get("/noticed/{id}/edit", write::open)
        .post("/noticed/{id}/edit", write::save)
        .post("/noticed/{id}/send", one::send)
        .post("/noticed/{id}/back", one::take_back)
        .post("/noticed/{id}/remove", one::remove)
}

/// The visitor's own line. What is not there and what is not theirs is the same.
async fn find_own(visit: &mut SignedIn, id: &str) -> Result<Text<Line>, Error> {
    let id: EntryId = id.parse().map_err(|_| Error::NotFound)?;
    let (scope, hand, _) = visit.parts();
    own(scope, hand, id).await?.ok_or(Error::NotFound)
}

/// How pages show whoever wrote a line: also somebody who was linked before.
fn who(visit: &SignedIn, author: PersonId) -> Who {
    if author == visit.me().id {
        return visit.who();
    }
    let partner = visit.partner().filter(|partner| partner.id == author);
    match partner {
        Some(partner) => Who::new(partner.name.clone(), visit.me().seat.other()),
        None => Who::new("Your partner then", Seat::Two),
    }
}

/// A line as its reader sees it; the preview before sending is this very thing.
pub(crate) fn figure(line: &Line, who: Who, acts: &Acts, when: String) -> show::Shared {
    let mut parts = Vec::new();
    if let Some(act) = line.about.and_then(|about| acts.of(about)) {
        parts
            .push(show::Part { heading: Some("The promise".to_owned()), text: show::Paragraphs::plain(act) });
    }
    let heading = (!parts.is_empty()).then(|| line.kind.label().to_owned());
    parts.push(show::Part { heading, text: show::Paragraphs::plain(line.read()) });
    show::Shared {
        who,
        what: line.kind.says().to_owned(),
        when,
        content: show::Content::Words { chosen: Vec::new(), parts },
    }
}

/// The promise that an address or a form names, if it is one of the plan that holds.
fn about(named: &str, acts: &Acts) -> Option<CommitmentId> {
    named.parse().ok().filter(|id| acts.of(*id).is_some())
}

/// What stands at the top after an act; the codes are ours.
fn done(code: Option<&str>, visit: &SignedIn, readers: Option<&Readers>) -> Option<Flash> {
    let other = visit.partner().map_or("Your partner", |partner| partner.name.as_str());
    let text = match code? {
        "kept" => "Kept. Only you can read it. You can send it whenever you like.".to_owned(),
        "sent" => format!("Sent. {other} can read it now."),
        "both" => format!("Sent. {} can read it now.", readers?.names().both()),
        "back" => format!("Taken back. {other} can no longer open it."),
        "removed" => "Removed.".to_owned(),
        _ => return None,
    };
    Some(Flash::done(text))
}
