//! What one person reads of the other's words, and when: sharing gives the key, the talk says when its time has come.

use sqlx::PgConnection;

use super::stage::Point;
use super::{Half, Opened, Order, Part, Piece, Roles, Seat, Stage, Step, Talk};
use crate::{
    couples::Me,
    entries::{Hand, Text},
    ids::EntryId,
};

/// What the other one has shared in a talk that has not come to where `me` reads it.
///
/// # Errors
/// When the database cannot be reached.
pub async fn before_its_time(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
) -> Result<Vec<EntryId>, anyhow::Error> {
    // when a talk is closed, all that was shared is there
    let talks = Opened::going_on(tx, hand, me).await?;
    let theirs = |talk: &Opened| -> Vec<EntryId> {
        let waits = |text: &&Text<Piece>| {
            let mine = text.author == me.id || text.content.said_by() == Some(talk.seat);
            !mine && talk.running && !talk.talk.may_read(talk.roles, talk.seat, text.content.part)
        };
        talk.pieces.iter().filter(waits).map(|text| text.id).collect()
    };
    Ok(talks.iter().flat_map(theirs).collect())
}

impl Talk {
    /// Whether the talk has come to where `reader` reads this part of the other, once it is shared.
    ///
    /// What each writes alone is not read before the other is done as well, and feelings wait for their turn. When the
    /// talk is closed, all that was shared is there for both.
    #[must_use]
    pub fn may_read(&self, roles: Roles, reader: Seat, part: Part) -> bool {
        match (part, &self.stage) {
            // Their key opens with one's own answer; this says which of several askings is open.
            (Part::In { round: asked }, Stage::In { round, at, .. }) => {
                asked < *round || (asked == *round && *at == Half::Read)
            }
            (Part::Feelings | Part::Line { step: Step::Feelings, .. }, Stage::Listening { turn, .. }) => {
                *turn == Order::Second || reader != roles.speaker(Order::First)
            }
            (Part::Feelings | Part::Line { step: Step::Feelings, .. }, stage) => {
                stage.point() > Point::Listening
            }
            (Part::Deeper | Part::Line { step: Step::Deeper, .. }, Stage::Deeper { at, .. }) => {
                *at == Half::Read
            }
            (Part::Deeper | Part::Line { step: Step::Deeper, .. }, stage) => stage.point() > Point::Deeper,
            // These are shared in turn, so there is nothing to read before its time.
            (
                Part::In { .. }
                | Part::Naming { .. }
                | Part::Statement { .. }
                | Part::Line { .. }
                | Part::Remember { .. }
                | Part::Explanation
                | Part::Meaning
                | Part::Opening { .. }
                | Part::Time { .. }
                | Part::Next { .. }
                | Part::SayBack { .. }
                | Part::Perspective
                | Part::Responsibility
                | Part::Apology
                | Part::ApologyAnswer { .. }
                | Part::Idea { .. },
                _,
            ) => true,
        }
    }
}
