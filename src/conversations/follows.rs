//! How the talks of two people follow each other: which may be named as an earlier one, which of them something new came
//! up after, and whether another one is going on.
//!
//! What must stay true: only what both have read counts, so that both see the same.

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::{After, Ask, Opened, Part, Piece, Stage, Words, opened::opening_of};
use crate::{
    couples::Me,
    entries::{Hand, Shared, Text},
    ids::ConversationId,
};

/// The talks of the two as they are now, the newest first.
#[derive(Debug)]
pub(super) struct Talks(Vec<Opened>);

impl Talks {
    /// Opens them for this person.
    pub(super) async fn open(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Self, anyhow::Error> {
        Ok(Self(Opened::all(tx, hand, me).await?))
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

/// The days on which something new was named after these talks, as both have read it; those with nothing new are left
/// out.
///
/// # Errors
/// When the database cannot be reached.
pub async fn something_new(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    earlier: &[ConversationId],
) -> Result<Vec<(ConversationId, Date)>, anyhow::Error> {
    if earlier.is_empty() {
        return Ok(Vec::new());
    }
    let talks = Talks::open(tx, hand, me).await?;
    let named = |this: &ConversationId| {
        let days = talks.others(*this).filter_map(|talk| talk.names_since(*this));
        days.max().map(|day| (*this, day))
    };
    Ok(earlier.iter().filter_map(named).collect())
}

impl Opened {
    /// Since which day both have read that this talk comes after that one.
    fn names_since(&self, earlier: ConversationId) -> Option<Date> {
        if !self.comes_after().any(|talk| talk == earlier) {
            return None;
        }
        let names = |text: &&Text<Piece>| {
            let opening = opening_of(text).and_then(|opening| opening.after.as_ref());
            opening.is_some_and(|after| after.talk == earlier)
        };
        let days = self.pieces.iter().filter(names).map(|text| match text.shared {
            Shared::WithPartner { on, .. } | Shared::WithMe { on } => on,
            Shared::No => text.written_at.date(),
        });
        days.min()
    }

    /// Whether the name, the kinds and the roles were agreed to, as far as it can still be told: of a talk that was
    /// stopped, by what was written after it. Before that each of the two may read other roles into it.
    #[must_use]
    pub fn was_agreed(&self) -> bool {
        let later = |text: &Text<Piece>| {
            let before = matches!(
                text.content.part,
                Part::In { .. } | Part::Opening { .. } | Part::Naming { .. } | Part::Line { .. }
            );
            !before || (text.author == self.me && matches!(text.content.words, Words::AgreedOpening(_)))
        };
        match self.talk.stage() {
            Stage::In { .. } | Stage::Opening { .. } => false,
            Stage::Closed { .. } => self.sound && self.pieces.iter().any(later),
            _ => self.sound,
        }
    }

    /// The earlier talks after which this one came up, as far as both have read it.
    pub fn comes_after(&self) -> impl Iterator<Item = ConversationId> {
        let both = |text: &&Text<Piece>| {
            text.author != self.me || text.shared != Shared::No || text.content.is_agreed()
        };
        let named = self.pieces.iter().filter(both).filter_map(opening_of);
        let agreed = self.opening.as_ref().filter(|_| self.was_agreed());
        named.chain(agreed).filter_map(|opening| opening.after.as_ref()).map(|after| after.talk)
    }

    /// Whether everybody who was hurt calls it settled.
    pub(super) fn is_settled(&self) -> bool {
        self.was_agreed() && self.talk.is_settled(self.roles)
    }
}
