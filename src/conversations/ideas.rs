//! The ideas of step 8, for the plan that they may become part of.

use sqlx::PgConnection;

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
}

/// The ideas of all talks of the two, those of the newest talk first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn ideas(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Vec<Idea>, anyhow::Error> {
    let talks = Opened::all(tx, hand, me).await?;
    let idea = |text: &Text<Piece>, talk: ConversationId, mine: bool| match (
        &text.content.part,
        &text.content.words,
    ) {
        (Part::Idea { .. }, Words::Idea { idea }) if !idea.trim().is_empty() => {
            Some(Idea { id: text.id, talk, mine, words: idea.trim().to_owned() })
        }
        _ => None,
    };
    let of_one = |talk: &Opened| -> Vec<Idea> {
        let mine = talk.own().filter_map(|text| idea(text, talk.id, true));
        mine.chain(talk.shown().filter_map(|text| idea(text, talk.id, false))).collect()
    };
    Ok(talks.iter().filter(|talk| talk.running).flat_map(of_one).collect())
}
