//! Notes that the other one has shared and this person has not opened.

use super::Line;
use crate::{
    entries::unopened,
    web::{error::Error, show, signed_in::SignedIn},
};

/// More notes than this are found under "Write".
const MOST: i64 = 5;

pub(super) async fn lines(visit: &mut SignedIn) -> Result<Vec<Line>, Error> {
    let name = visit.other().map_or_else(|| "Your partner".to_owned(), |other| other.name);
    let me = visit.me().id;
    let notes = unopened(&mut *visit.scope, me, MOST).await?;
    let line = |id, on| {
        let meta = format!("{}. Open it when you have a quiet moment.", show::day(on));
        Line::new(format!("/n/{id}"), "letter", format!("{name} shared a note with you"), meta)
    };
    Ok(notes.into_iter().map(|note| line(note.id, note.on)).collect())
}
