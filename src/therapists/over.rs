//! What is over: an access whose time has run out ends, and one that ended long ago goes with its list of looks.
//!
//! What must stay true: it happens whether or not anybody looks, without a key and without reading a word. What a page
//! shows never waits for it: every page asks the clock itself.

use sqlx::PgPool;
use time::OffsetDateTime;

use super::{access::LOG_STAYS, store};
use crate::{
    db::{Asker, Scope},
    web::live,
};

/// One turn of the jobs.
///
/// # Errors
/// When the database cannot be reached; nothing changes then.
pub async fn clear_away(pool: &PgPool, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    let mut tx = Scope::begin(pool, Asker::Jobs).await?;
    for two in store::end_what_ran_out(&mut tx, now).await? {
        for person in two {
            live::hint(&mut tx, person).await?;
        }
    }
    store::clear_all(&mut tx, (now - LOG_STAYS).date()).await?;
    tx.commit().await
}
