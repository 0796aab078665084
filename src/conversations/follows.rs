//! How the talks of two people follow each other: which may be named as an earlier one, which of them something new came
//! up after, and whether another one is going on.
//!
//! What must stay true: only what both have read counts, so that both see the same.

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{After, Ask, Opened, store};
use crate::{couples::Me, entries::Hand, ids::ConversationId};

/// The talks of the two as they are now, the newest first.
#[derive(Debug)]
pub(super) struct Talks(Vec<Opened>);

impl Talks {
    /// Opens them for this person.
    pub(super) async fn open(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Self, anyhow::Error> {
        let mut all = Vec::new();
        for row in store::all(&mut *tx).await? {
            all.push(Opened::open(tx, hand, me, row).await?);
        }
        Ok(Self(all))
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &Opened> {
        self.0.iter()
    }

    fn others(&self, of: ConversationId) -> impl Iterator<Item = &Opened> {
        self.0.iter().filter(move |talk| talk.running && talk.id != of)
    }

    /// Those that something new can be said to come after.
    pub(super) fn before(&self, this: Option<ConversationId>) -> impl Iterator<Item = After> {
        self.0
            .iter()
            .filter(move |talk| talk.running && Some(talk.id) != this && talk.was_agreed())
            .map(|talk| After { talk: talk.id, name: talk.name().to_owned() })
    }

    /// The talk about something new that came up after this one.
    pub(super) fn after(&self, this: ConversationId) -> Option<&Opened> {
        self.others(this).find(|talk| talk.comes_after().any(|earlier| earlier == this))
    }

    /// Whether another talk of the two is going on.
    pub(super) fn another_goes_on(&self, this: ConversationId, now: OffsetDateTime) -> bool {
        self.others(this).any(|talk| !matches!(talk.asks(now), Ask::Closed(_)))
    }

    /// Those that are called settled, with nothing new after them.
    pub(super) fn settled(&self) -> impl Iterator<Item = &Opened> {
        self.0.iter().filter(|talk| talk.running && talk.is_settled() && self.after(talk.id).is_none())
    }
}

impl Opened {
    /// Whether everybody who was hurt calls it settled.
    pub(super) fn is_settled(&self) -> bool {
        self.was_agreed() && self.talk.is_settled(self.roles)
    }
}
