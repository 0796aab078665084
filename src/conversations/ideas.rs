//! The ideas of step 8, for the plan that they may become part of.

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{Opened, Part, Piece, Words};
use crate::{
    couples::Me,
    entries::{Hand, Text},
    ids::{ConversationId, EntryId},
};

/// An idea from a talk that somebody may read: their own, or one that the other has shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idea {
    /// Which one.
    pub id: EntryId,
    /// The talk it came from.
    pub talk: ConversationId,
    /// Whether it is their own.
    pub mine: bool,
    /// The idea.
    pub words: String,
    /// Whether it waits: the sitting of its talk is about feelings only.
    pub waits: bool,
}

/// The ideas of all talks of the two, those of the newest talk first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn ideas(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    now: OffsetDateTime,
) -> Result<Vec<Idea>, anyhow::Error> {
    let talks = Opened::all(tx, hand, me).await?;
    let idea = |text: &Text<Piece>, talk: &Opened, mine: bool| match (&text.content.part, &text.content.words)
    {
        (Part::Idea { .. }, Words::Idea { idea }) if !idea.trim().is_empty() => {
            let waits = talk.talk.is_only_feelings(talk.local(now));
            Some(Idea { id: text.id, talk: talk.id, mine, words: idea.trim().to_owned(), waits })
        }
        _ => None,
    };
    let of_one = |talk: &Opened| -> Vec<Idea> {
        let mine = talk.own().filter_map(|text| idea(text, talk, true));
        mine.chain(talk.shown().filter_map(|text| idea(text, talk, false))).collect()
    };
    Ok(talks.iter().filter(|talk| talk.running).flat_map(of_one).collect())
}
