//! The day that both said yes to: a reminder for each of them on that morning.
//!
//! What must stay true: only what both know is put down. It goes when what was given or the answer is taken back, and when
//! the answer becomes another one.

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::{Matter, Stand, catalogue, matter};
use crate::{
    conversations::meeting::moment,
    couples::Me,
    entries::Hand,
    ids::EntryId,
    reminders::{self, Kind},
};

/// By the couple's clock.
const HOUR: &str = "09:00";

impl Matter {
    /// The day that both said yes to: one wrote it, and the answer sets it.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        let answer = self.answer.as_ref().filter(|_| self.stand() == Stand::Answered)?;
        let key = self.of()?.answer(&answer.content.answer)?.sets.as_ref()?;
        catalogue::day(self.begun.as_ref()?.content.fields()?.get(key)?)
    }
}

/// After an act about this: both are reminded of the day, or of none. Nothing that sets no day has any.
pub(super) async fn remember(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    id: EntryId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let (Some(matter), _) = matter::one(tx, hand, me, id).await? else { return Ok(()) };
    if !matter.of().is_some_and(|of| of.answers.iter().any(|answer| answer.sets.is_some())) {
        return Ok(());
    }
    let at = matter.day().and_then(|day| moment(&day.to_string(), HOUR, me.pacing.zone()).ok());
    let both = [Some(me.id), me.partner.as_ref().map(|partner| partner.id)];
    for who in both.into_iter().flatten() {
        match at.filter(|at| *at > now) {
            Some(at) => reminders::remind(tx, who, Kind::Date, id.0, at).await?,
            None => reminders::forget(tx, who, Kind::Date, id.0).await?,
        }
    }
    Ok(())
}
