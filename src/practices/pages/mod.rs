//! The pages of the practices.

mod answer;
mod calendar;
mod figures;
mod filling;
mod item;
mod later;
mod list;
mod part;
mod remove;
mod share;
mod shelf;
mod write;

pub(crate) use figures::figure;

use crate::{
    entries::{Shared, Text, hold},
    ids::EntryId,
    practices::{Matter, Piece, Practice, Standing, agreements, matter, numbered},
    web::{error::Error, own, page::Flash, readers::Names, routes::Routes, signed_in::SignedIn},
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/between", list::show)
        .get("/between/{number}", shelf::show)
        .get("/between/{number}/new", write::blank)
        .post("/between/{number}/new", write::begin)
        .get("/p/{id}", item::show)
        .get("/p/{id}/edit", write::open)
        .post("/p/{id}/edit", write::save)
        .get("/p/{id}/day.ics", calendar::show)
        .get("/p/{id}/share", share::begun)
        .post("/p/{id}/share", share::share_begun)
        .get("/p/{id}/answer", answer::show)
        .post("/p/{id}/answer", answer::keep)
        .get("/p/{id}/answer/share", share::answer)
        .post("/p/{id}/answer/share", share::share_answer)
        .get("/p/{id}/later", later::show)
        .post("/p/{id}/later", later::keep)
        .get("/p/{id}/later/share", share::later)
        .post("/p/{id}/later/share", share::share_later)
        .post("/p/{id}/look", part::look)
        .get("/p/{id}/other", write::other)
        .post("/p/{id}/other", write::begin_other)
        .post("/p/{id}/end", write::end)
        .post("/p/{id}/remove", remove::remove)
}

/// The practice at this address. One address for each: "07" and "+7" are none.
fn practice_at(number: &str) -> Result<&'static Practice, Error> {
    let parsed = number.parse().ok().filter(|parsed: &u16| parsed.to_string() == number);
    parsed.and_then(numbered).ok_or(Error::NotFound)
}

fn id_of(text: &str) -> Result<EntryId, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

/// What was begun with this id, as the visitor may read it. What is not there and what is not theirs is the same.
async fn find(visit: &mut SignedIn, id: &str) -> Result<Matter, Error> {
    let id = id_of(id)?;
    let (scope, hand, me) = visit.parts();
    matter::one(scope, hand, me, id).await?.0.ok_or(Error::NotFound)
}

/// What the visitor began themselves.
async fn find_own(visit: &mut SignedIn, id: &str) -> Result<(Matter, Text<Piece>), Error> {
    let matter = find(visit, id).await?;
    let mine = matter.begun.clone().filter(|begun| begun.author == visit.me().id);
    Ok((matter, mine.ok_or(Error::NotFound)?))
}

/// What the partner gave to the visitor, if it can be answered. A suggestion that was made for what does not stand any more
/// cannot.
async fn find_given(
    visit: &mut SignedIn,
    id: &str,
) -> Result<(Matter, Text<Piece>, &'static Practice), Error> {
    let id = id_of(id)?;
    let (scope, hand, me) = visit.parts();
    let (found, all) = matter::one(scope, hand, me, id).await?;
    let matter = found.ok_or(Error::NotFound)?;
    let of = matter.of().filter(|of| !of.answers.is_empty()).ok_or(Error::NotFound)?;
    if agreements::standing(&all, &matter) == Some(Standing::Outdated) {
        return Err(Error::NotFound);
    }
    let partner = visit.partner().map(|partner| partner.id);
    let given = matter
        .begun
        .clone()
        .filter(|begun| partner == Some(begun.author) && matches!(begun.shared, Shared::WithMe { .. }));
    Ok((matter, given.ok_or(Error::NotFound)?, of))
}

/// Until the end of the transaction nobody else acts on this, or on anything of the same matter.
async fn hold_matter(visit: &mut SignedIn, id: &str) -> Result<Matter, Error> {
    // found first: whoever has nothing to do with it does not hold it up
    let matter = find(visit, id).await?;
    let name = match part::part_of(&matter).and_then(|of| part::pair(visit, of)) {
        Some(pair) => EntryId(pair),
        None => matter.root(),
    };
    hold(&mut visit.scope, name).await?;
    Ok(matter)
}

/// What the other one is called in a sentence.
fn other_name(visit: &SignedIn) -> String {
    visit.partner().map_or_else(|| "your partner".to_owned(), |partner| partner.name.clone())
}

/// What stands at the top after an act; the codes are ours.
fn done(code: Option<&str>, names: &Names) -> Option<Flash> {
    let text = match code? {
        "opened" => "You can both read what you wrote.".to_owned(),
        "waits" => "It waits until you have both finished. Nobody is told that it is there.".to_owned(),
        code => own::done(code, names)?,
    };
    Some(Flash::done(text))
}
