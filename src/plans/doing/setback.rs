//! A setback, and what puts a promise under review until both have signed again.
//!
//! What must stay true: a setback is private until it is shared; shared, it says the same to both. It changes no
//! promise. The next version that both sign ends every review there was before it.

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::Date;

use crate::{
    conversations::something_new,
    couples::Me,
    entries::{self, Hand, Seen, Shared, Text},
    ids::{CommitmentId, ConversationId, CoupleId, EntryId},
    plans::{InForce, KIND, Piece},
};

/// More than this many of the newest pieces of the plan are not looked through: a version is three of them, and one
/// that was signed since ends the review.
const MOST: u32 = 300;

/// What one of the two says about a setback, as it is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setback {
    /// Whose plan it is about.
    pub couple: CoupleId,
    /// The number of the version that held when it was written.
    pub over: u32,
    /// The promises to look at again, at least one.
    pub about: Vec<CommitmentId>,
    /// In their own words.
    pub words: String,
}

impl Setback {
    /// The longest text, in UTF-16 units as browsers count.
    pub const LONGEST: usize = 4000;
}

/// Why a promise is under review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Somebody shared a setback.
    Setback {
        /// Its entry.
        id: EntryId,
        /// Whether the reader did.
        mine: bool,
    },
    /// Something new came out after the talk that it came from.
    SomethingNew(ConversationId),
}

/// A promise under review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnderReview {
    /// Which.
    pub commitment: CommitmentId,
    /// Since which day.
    pub since: Date,
    /// Why.
    pub why: Why,
}

/// The promises of the plan that holds that are under review, for both alike.
///
/// # Errors
/// When the database cannot be reached.
pub async fn under_review(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    held: &InForce,
) -> Result<Vec<UnderReview>, anyhow::Error> {
    let mut all = Vec::new();
    for text in setbacks(tx, hand, me).await? {
        let since = match text.shared {
            Shared::No => continue,
            Shared::WithPartner { on, .. } | Shared::WithMe { on } => on,
        };
        if Some(text.content.couple) == me.couple && text.content.over == held.number {
            let why = Why::Setback { id: text.id, mine: text.author == me.id };
            let about =
                text.content.about.iter().filter(|id| held.commitments.iter().any(|it| it.id == **id));
            all.extend(about.map(|id| UnderReview { commitment: *id, since, why }));
        }
    }
    let mut talks: Vec<ConversationId> = held.commitments.iter().filter_map(|it| it.from_talk).collect();
    talks.sort_unstable();
    talks.dedup();
    for (talk, since) in something_new(tx, hand, me, &talks).await? {
        if since >= held.agreed_on {
            let of_it = held.commitments.iter().filter(|it| it.from_talk == Some(talk));
            let why = Why::SomethingNew(talk);
            all.extend(of_it.map(|it| UnderReview { commitment: it.id, since, why }));
        }
    }
    Ok(all)
}

/// The setbacks that this person may read, their own and the other one's.
async fn setbacks(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Vec<Text<Setback>>, sqlx::Error> {
    let pieces = entries::of_kind::<Piece>(tx, hand, me.pinned(), KIND, MOST).await?;
    Ok(pieces.into_iter().filter_map(Seen::text).filter_map(only).collect())
}

/// A setback with this id, one's own or one that was shared.
pub(super) async fn find(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    id: EntryId,
) -> Result<Option<Text<Setback>>, sqlx::Error> {
    let seen = entries::by_id::<Piece>(tx, hand, me.pinned(), KIND, id).await?;
    Ok(seen.and_then(Seen::text).and_then(only))
}

fn only(text: Text<Piece>) -> Option<Text<Setback>> {
    let Piece::Setback(setback) = &text.content else { return None };
    let setback = setback.clone();
    Some(text.map(|_| setback))
}
