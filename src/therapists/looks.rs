//! When the therapist looked, and at which part: by date, for both of the two.

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::{
    access::LOG_STAYS,
    store::{self, LookRow},
};
use crate::ids::{AccessId, CoupleId, PersonId};

/// A part of what a therapist reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The first page of the couple.
    Overview,
    /// What was shared, by date: also what they do between the talks, and one text in full.
    Timeline,
    /// The record of a talk.
    Talk,
    /// The plan and its versions.
    Plan,
    /// Check-ins and trends.
    Weeks,
    /// The printed sheet.
    Sheet,
}

impl Part {
    /// All of them, as they are stored and as people read them.
    const NAMES: [(Self, &'static str, &'static str); 6] = [
        (Self::Overview, "overview", "the first page"),
        (Self::Timeline, "timeline", "what you shared, by date"),
        (Self::Talk, "talk", "a talk"),
        (Self::Plan, "plan", "your plan"),
        (Self::Weeks, "weeks", "your weeks"),
        (Self::Sheet, "sheet", "the printed page"),
    ];

    fn names(self) -> (&'static str, &'static str) {
        Self::NAMES
            .iter()
            .find(|(part, ..)| *part == self)
            .map_or(("overview", ""), |(_, name, words)| (name, words))
    }

    /// As people read it: "your plan".
    #[must_use]
    pub fn words(self) -> &'static str {
        self.names().1
    }
}

/// One day on which the therapist looked, and at what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The day.
    pub on: Date,
    /// What the therapist is called here.
    pub name: String,
    /// The parts, each once.
    pub parts: Vec<Part>,
}

/// The lists of one of the two, the newest day first.
#[derive(Clone, Debug, Default)]
pub struct Looks {
    /// Of the couple they are in: also of an access that has ended, as long as it is kept.
    pub ours: Vec<Look>,
    /// Of a couple they were in before.
    pub before: Vec<Look>,
}

/// The days on which a therapist looked at what `me` and another one had shared, as long as that is kept.
///
/// # Errors
/// When the database cannot be reached.
pub async fn looks(
    tx: &mut PgConnection,
    me: PersonId,
    couple: Option<CoupleId>,
    now: OffsetDateTime,
) -> Result<Looks, sqlx::Error> {
    let (ours, before) = store::looks(tx, me, (now - LOG_STAYS).date())
        .await?
        .into_iter()
        .partition(|row: &LookRow| Some(row.couple) == couple);
    Ok(Looks { ours: days(ours), before: days(before) })
}

fn days(rows: Vec<LookRow>) -> Vec<Look> {
    let mut days: Vec<Look> = Vec::new();
    for row in rows {
        let part = Part::NAMES.iter().find(|(_, name, _)| *name == row.part).map(|(part, ..)| *part);
        let Some(part) = part else { continue };
        match days.last_mut().filter(|day| day.on == row.on && day.name == row.name) {
            Some(day) => day.parts.push(part),
            None => days.push(Look { on: row.on, name: row.name, parts: vec![part] }),
        }
    }
    for day in &mut days {
        day.parts.sort();
        day.parts.dedup();
    }
    days
}

/// The last day before `today` on which the therapist looked at anything.
///
/// # Errors
/// When the database cannot be reached.
pub async fn last_look(
    tx: &mut PgConnection,
    id: AccessId,
    today: Date,
) -> Result<Option<Date>, sqlx::Error> {
    store::last_look(tx, id, today).await
}

/// Notes that the therapist looks at this part today. Row-level security refuses it to anybody else.
///
/// # Errors
/// When the database cannot be reached or refuses.
pub async fn note(tx: &mut PgConnection, id: AccessId, part: Part, today: Date) -> Result<(), sqlx::Error> {
    store::note_look(tx, id, part.names().0, today).await
}
