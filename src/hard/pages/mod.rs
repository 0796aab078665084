//! The pages of hard moments: writing one down, the line to the other, what is said to it, and "not tonight".

mod edit;
mod figures;
mod now;
mod one;
mod quiet;
mod remove;
mod reply;
mod say;
mod share;

use crate::{
    entries::Text,
    hard::{Matter, Moment, Piece, Word, matter, private},
    ids::EntryId,
    web::{
        error::Error,
        own,
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
        .get("/now", now::show)
        .post("/now", now::keep)
        .get("/now/quiet", quiet::show)
        .post("/now/quiet", quiet::begin)
        .post("/now/quiet/end", quiet::end)
        .get("/now/{id}", one::show)
        .get("/now/{id}/edit", edit::open)
        .post("/now/{id}/edit", edit::save)
        .post("/now/{id}/remove", remove::remove)
        .get("/now/{id}/say", say::blank)
        .post("/now/{id}/say", say::keep)
        .get("/now/{id}/share", share::show)
        .post("/now/{id}/share", share::share)
        .get("/now/{id}/reply", reply::show)
        .post("/now/{id}/reply", reply::keep)
}

fn id_of(text: &str) -> Result<EntryId, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

/// What the visitor wrote down for themself. What is not there and what is not theirs is the same.
async fn find_moment(visit: &mut SignedIn, id: EntryId) -> Result<Text<Moment>, Error> {
    let (scope, hand, _) = visit.parts();
    private::one(scope, hand, id).await?.ok_or(Error::NotFound)
}

/// The line with this id and what was said to it, as the visitor may read them.
async fn find(visit: &mut SignedIn, id: EntryId) -> Result<Matter, Error> {
    let now = visit.now;
    let (scope, hand, me) = visit.parts();
    matter::one(scope, hand, me, id, now).await?.ok_or(Error::NotFound)
}

/// A line of the visitor's own.
async fn find_own(visit: &mut SignedIn, id: EntryId) -> Result<(Matter, Text<Word>), Error> {
    let matter = find(visit, id).await?;
    let mine = matter.word.clone().filter(|word| word.author == visit.me().id);
    Ok((matter, mine.ok_or(Error::NotFound)?))
}

/// A line that the partner sent the visitor.
async fn find_sent(visit: &mut SignedIn, id: EntryId) -> Result<(Matter, Text<Word>), Error> {
    let matter = find(visit, id).await?;
    let partner = visit.partner().map(|partner| partner.id);
    let theirs = matter.word.clone().filter(|word| partner == Some(word.author));
    Ok((matter, theirs.ok_or(Error::NotFound)?))
}

/// A piece as its reader sees it; the preview before sharing is this very thing.
pub(crate) fn figure(piece: &Piece, who: Who, when: String) -> show::Shared {
    match piece {
        Piece::Word(word) => figures::word(word, who, when),
        Piece::Reply(reply) => figures::reply(reply, who, when),
        Piece::Rest(rest) => figures::rest(rest, who, when),
    }
}

/// What stands at the top after an act; the codes are ours.
fn done(code: Option<&str>, names: &Names) -> Option<Flash> {
    let other = names.other();
    let text = match code? {
        "quiet" => format!("{other} can see until when you have put this away."),
        "ended" => format!("It has ended. {other} sees nothing of it any more."),
        code => own::done(code, names)?,
    };
    Some(Flash::done(text))
}
