//! What the first page says about it: what waits for one of the two, and whether somebody reads for others.

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{
    access::Stage,
    store::{self, AtAGlance},
};
use crate::{couples::Me, ids::PersonId};

/// What waits for one of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waits {
    /// The other one has proposed a therapist.
    Proposal,
    /// The other one would like the therapist to go on.
    Renewal {
        /// What the therapist is called here.
        name: String,
        /// Until when they read otherwise.
        until: OffsetDateTime,
    },
    /// It ends soon, and nobody has said anything.
    Ends {
        /// What the therapist is called here.
        name: String,
        /// When.
        until: OffsetDateTime,
    },
}

/// A glance at it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glance {
    /// What waits for this person.
    pub waits: Option<Waits>,
    /// Whether somebody lets them read, as their therapist.
    pub sees_others: bool,
}

/// Looks at it, in one query.
///
/// # Errors
/// When the database cannot be reached.
pub async fn glance(tx: &mut PgConnection, me: &Me, now: OffsetDateTime) -> Result<Glance, sqlx::Error> {
    let couple = me.couple.filter(|_| me.partner.is_some());
    let row = store::at_a_glance(tx, me.id, couple, now).await?;
    Ok(Glance { sees_others: row.sees_others, waits: waits(row, me.id, now) })
}

fn waits(row: AtAGlance, me: PersonId, now: OffsetDateTime) -> Option<Waits> {
    match (row.state.as_deref()?, row.until, row.name) {
        ("proposed", ..) => (row.proposed_by != Some(me)).then_some(Waits::Proposal),
        ("active", Some(until), Some(name)) if until > now => match row.renewal_by {
            Some(who) if who == me => None,
            Some(_) => Some(Waits::Renewal { name, until }),
            None => {
                Stage::Open { until, renewal: None }.ends_soon(now).then_some(Waits::Ends { name, until })
            }
        },
        _ => None,
    }
}
