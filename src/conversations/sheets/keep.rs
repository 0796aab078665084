//! Where a sheet lies: one entry of its author for each talk and step, or for a step while there is no talk yet.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::Sheet;
use crate::{
    conversations::Step,
    entries::{self, Base, Hand, Place, Seen, Text, Written},
    ids::{ConversationId, CoupleId, EntryId},
};

const KIND: &str = "sheet";

/// Which sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The talk; none for what is prepared before there is one.
    pub talk: Option<ConversationId>,
    /// The couple, if there is one.
    pub couple: Option<CoupleId>,
    /// The step it prepares.
    pub step: Step,
}

/// Where a sheet stands: what the next save starts from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stands {
    /// Its entry and its newest revision; none when nothing was kept yet.
    pub entry: Option<(EntryId, u32)>,
    /// When that was written.
    pub at: Option<OffsetDateTime>,
}

/// What lies at a spot.
#[derive(Clone, Debug)]
pub enum Found {
    /// This; an empty sheet when nothing was kept.
    Sheet(Sheet, Stands),
    /// Something that failed its integrity check.
    Broken,
}

impl Spot {
    /// The name of its slot, and of its drafts. It never changes: labels in the database depend on it.
    #[must_use]
    pub fn slot(&self) -> String {
        let talk = self.talk.map_or_else(|| "new".to_owned(), |id| id.to_string());
        format!("sheet/{talk}/{}", self.step.code())
    }
}

impl Stands {
    /// The revision, for a form; 0 before the first.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.entry.map_or(0, |(_, number)| number)
    }
}

/// The sheet at a spot.
///
/// # Errors
/// When the database cannot be reached.
pub async fn read(tx: &mut PgConnection, hand: &Hand, spot: Spot) -> Result<Found, sqlx::Error> {
    Ok(match entries::by_slot::<Sheet>(tx, hand, &spot.slot()).await? {
        None => Found::Sheet(Sheet::default(), Stands::default()),
        Some(Seen::Text(Text { id, number, written_at, content, .. })) => {
            Found::Sheet(content, Stands { entry: Some((id, number)), at: Some(written_at) })
        }
        Some(Seen::Broken { .. }) => Found::Broken,
    })
}

/// Keeps a sheet, for its author alone. `false` when another window kept one since it was read: nothing is written then.
///
/// # Errors
/// When the database cannot be reached or the sheet cannot be sealed; nothing is kept then.
pub async fn write(
    tx: &mut PgConnection,
    hand: &Hand,
    spot: Spot,
    from: Stands,
    sheet: &Sheet,
    now: OffsetDateTime,
) -> Result<bool, anyhow::Error> {
    let name = spot.slot();
    let place = Place { kind: KIND, couple: spot.couple, about: spot.talk, slot: Some(&name) };
    let base = match from.entry {
        Some((id, number)) => Base::Edit(id, number),
        // an empty sheet that was never kept needs no entry
        None if sheet.lines.is_empty() => return Ok(true),
        None => Base::New(Uuid::new_v4()),
    };
    let written = entries::write(tx, hand, place, base, sheet, now).await?;
    Ok(matches!(written, Written::Kept(..) | Written::Already(..)))
}
