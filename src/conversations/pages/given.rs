//! What one of the two gave in their talks, drawn again where its author looks at it: as the other one has it.

use sqlx::PgConnection;

use super::figures;
use crate::{
    conversations::{Opened, Piece},
    couples::Me,
    entries::{Hand, Text},
    ids::{ConversationId, EntryId},
    web::show::Shared,
};

/// Every talk of the two, opened for one of them.
pub(crate) struct Given(Vec<Opened>);

/// A piece, and where it stands.
pub(crate) struct Placed {
    /// The talk's name, as both know it.
    pub(crate) talk: String,
    /// "Step 2, Feelings".
    pub(crate) place: String,
    pub(crate) shared: Shared,
}

impl Given {
    /// Opens them.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub(crate) async fn open(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Self, anyhow::Error> {
        Opened::all(tx, hand, me).await.map(Self)
    }

    fn talk(&self, id: Option<ConversationId>) -> Option<&Opened> {
        self.0.iter().find(|talk| Some(talk.id) == id)
    }

    /// Whether the other one's page shows this piece: what is given before its turn waits for the talk to come to it.
    pub(crate) fn is_read(&self, about: Option<ConversationId>, id: EntryId) -> bool {
        self.talk(about).is_some_and(|talk| {
            let piece = talk.pieces.iter().find(|text| text.id == id);
            piece.is_some_and(|text| talk.they_may_read(text.content.part))
        })
    }

    /// A piece of one's own in one of them.
    pub(crate) fn placed(&self, about: Option<ConversationId>, text: &Text<Piece>) -> Option<Placed> {
        let talk = self.talk(about)?;
        let place = figures::place(text.content.part);
        let figure = || figures::figure(&text.content, talk.me(), &talk.their_name, place.clone());
        let shared = talk.said(text).unwrap_or_else(figure);
        Some(Placed { talk: talk.name().to_owned(), place, shared })
    }
}
