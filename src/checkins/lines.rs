//! One line of a check-in, sent on its own before anything else of it is given.
//!
//! What must stay true: only the line leaves, after its author has seen it as the other one will; the form it came from
//! keeps its words.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Answers, Field};
use crate::{
    couples::Me,
    entries::{self, Base, Hand, Pinned, Place, Written},
    noticing::{Line, LineKind},
    web::live,
};

/// The line that an address names, with what it is for.
#[must_use]
pub fn line_of(answers: &Answers, which: &str) -> Option<Line> {
    let (field, kind) = match which {
        "helped" => (Field::Helped, LineKind::Helped),
        "thanks" => (Field::Thanks, LineKind::Thanks),
        _ => return None,
    };
    let words = answers.words(field).filter(|words| !words.trim().is_empty())?.to_owned();
    Some(Line { kind, words, about: None })
}

/// Sends it. The same form twice sends it once.
///
/// # Errors
/// When the database cannot be reached or it cannot be sealed; nothing leaves then.
pub async fn send_line(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    to: &Pinned,
    once: Uuid,
    line: &Line,
    now: OffsetDateTime,
) -> Result<(), anyhow::Error> {
    let place = Place { kind: "line", couple: me.couple, about: None, slot: None };
    if let Written::Kept(id, number) =
        entries::write(&mut *tx, hand, place, Base::New(once), line, now).await?
    {
        entries::share(&mut *tx, hand, to, id, number, now.date()).await?;
        live::hint(tx, to.contact()).await?;
    }
    Ok(())
}
