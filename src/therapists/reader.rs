//! The therapist as somebody to share with: what a page that shares something needs to know, in one query where there
//! is none.

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::{
    access::Stage,
    link,
    ours::{Therapist, meet, therapist},
    store,
};
use crate::{
    couples::Me,
    entries::{Hand, Pinned},
    ids::AccessId,
};

/// The therapist who reads now.
#[derive(Clone, Debug)]
pub struct Reader {
    therapist: Therapist,
    access: AccessId,
}

impl Reader {
    /// What they are called here.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.therapist.name
    }

    /// Their checked key and their access; none while the key is not the one that was vouched for.
    #[must_use]
    pub fn holds(&self) -> Option<(&Pinned, AccessId)> {
        self.therapist.pinned().map(|pinned| (pinned, self.access))
    }

    /// Before something is sealed for them: holds the access until the transaction ends, so that nobody ends it in
    /// between, and stores the pin if this is the first time. False when it has ended meanwhile.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn hold(&self, tx: &mut PgConnection, hand: &Hand, today: Date) -> Result<bool, sqlx::Error> {
        if !store::hold(&mut *tx, self.access).await? {
            return Ok(false);
        }
        meet(tx, hand, &self.therapist, today).await?;
        Ok(true)
    }
}

/// The therapist of the couple, while their access is open.
///
/// # Errors
/// When the database cannot be reached.
pub async fn reader(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    now: OffsetDateTime,
) -> Result<Option<Reader>, sqlx::Error> {
    let Some(couple) = me.couple else { return Ok(None) };
    let Some(row) = store::running(&mut *tx, couple).await? else { return Ok(None) };
    if !matches!(row.stage.at(now), Stage::Open { .. })
        || !row.side(me.id).is_some_and(super::access::Side::is_partner)
    {
        return Ok(None);
    }
    let code = link::code(tx, hand, me.pinned(), &row).await?;
    let therapist = therapist(tx, hand, &row, code.as_ref()).await?;
    Ok(therapist.map(|therapist| Reader { therapist, access: row.id }))
}

/// What the therapist is called who holds things of the couple's; none when nobody does.
///
/// # Errors
/// When the database cannot be reached.
pub async fn name_of_reader(tx: &mut PgConnection, me: &Me) -> Result<Option<String>, sqlx::Error> {
    let Some(couple) = me.couple else { return Ok(None) };
    let row = store::running(tx, couple).await?;
    Ok(row.and_then(|row| row.therapist).map(|therapist| therapist.name))
}
