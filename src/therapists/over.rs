//! What the clock does: it tells both that an access ends soon, ends it, and takes it away with its list of looks when
//! that has been kept long enough.
//!
//! What must stay true: it happens whether or not anybody looks, without a key and without reading a word. What a page
//! shows never waits for it: every page asks the clock itself.

use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use super::{
    access::{LOG_STAYS, NOTICE},
    store,
};
use crate::{
    db::{Asker, Scope},
    reminders::{self, Kind},
    web::live,
};

/// After this long a notice that was not given is given by Today alone; so nobody is told twice.
const LATE: Duration = Duration::DAY;

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
    for ending in store::ending(&mut *tx, now + NOTICE - LATE, now + NOTICE).await? {
        for person in ending.two {
            let at = ending.until - NOTICE;
            reminders::notice(&mut tx, person, ending.couple, Kind::Proposal, ending.id.0, at).await?;
        }
    }
    store::clear_all(&mut tx, (now - LOG_STAYS).date()).await?;
    tx.commit().await
}
