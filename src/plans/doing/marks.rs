//! How it went with a promise in one week, as whoever promised it says.

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    couples::{Me, Seat},
    entries::{self, Base, Hand, Place, Seen, Text, Written},
    ids::CommitmentId,
    plans::Kept,
};

/// The kind of its entries.
pub const KIND: &str = "mark";

/// How it went, as it is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// With which promise.
    pub commitment: CommitmentId,
    /// The Monday of the week.
    pub week: Date,
    /// How.
    pub kept: Kept,
    /// A line about it; may be empty.
    pub words: String,
}

impl Mark {
    /// The longest line, in UTF-16 units as browsers count.
    pub const LONGEST: usize = 280;
}

/// How it went, as somebody may read it.
#[derive(Clone, Debug)]
pub struct Said {
    /// Who says so.
    pub by: Seat,
    /// What, and whether the other one can read it.
    pub text: Text<Mark>,
}

fn slot(commitment: CommitmentId, week: Date) -> String {
    format!("mark/{commitment}/{week}")
}

/// One's own of this promise and week.
pub(super) async fn own(
    tx: &mut PgConnection,
    hand: &Hand,
    commitment: CommitmentId,
    week: Date,
) -> Result<Option<Text<Mark>>, sqlx::Error> {
    Ok(entries::by_slot::<Mark>(tx, hand, &slot(commitment, week)).await?.and_then(Seen::text))
}

/// Keeps it for oneself, in place of this revision.
pub(super) async fn keep(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    over: Option<&Text<Mark>>,
    mark: &Mark,
    now: OffsetDateTime,
) -> Result<Written, anyhow::Error> {
    let slot = slot(mark.commitment, mark.week);
    let place = Place { kind: KIND, couple: me.couple, about: None, slot: Some(&slot) };
    let base = over.map_or_else(|| Base::New(Uuid::new_v4()), |text| Base::Edit(text.id, text.number));
    entries::write(tx, hand, place, base, mark, now).await
}

/// Mine and what the other one has shown me, of the newest `most` that there are; in no order.
///
/// # Errors
/// When the database cannot be reached.
pub async fn said(tx: &mut PgConnection, hand: &Hand, me: &Me, most: u32) -> Result<Vec<Said>, sqlx::Error> {
    let all = entries::of_kind::<Mark>(tx, hand, me.pinned(), KIND, most).await?;
    let partner = me.partner.as_ref().map(|partner| partner.id);
    let of_us = |text: Text<Mark>| {
        let by = if text.author == me.id {
            me.seat
        } else if Some(text.author) == partner {
            me.seat.other()
        } else {
            return None;
        };
        Some(Said { by, text })
    };
    Ok(all.into_iter().filter_map(Seen::text).filter_map(of_us).collect())
}
