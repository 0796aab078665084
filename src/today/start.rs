//! What stands on the page where no talk does: on the first day, alone, with an invitation out, and after the end.

use crate::{
    apart,
    couples::{ended, invite},
    web::{error::Error, show, signed_in::SignedIn},
};

/// Where somebody is before there is anything between two people, or after it.
#[derive(Clone, Debug)]
pub(super) enum Start {
    /// Nobody is invited.
    Alone,
    /// An invitation is out, and works that long.
    Invited { until: String },
    /// The space with this person ended on this day; whether they left a few words.
    Ended { name: String, on: String, words: bool },
}

impl Start {
    /// None for two who are linked.
    pub(super) async fn of(visit: &mut SignedIn) -> Result<Option<Self>, Error> {
        if visit.partner().is_some() {
            return Ok(None);
        }
        let now = visit.now;
        let (scope, hand, me) = visit.parts();
        if let Some(couple) = me.couple
            && let Some(open) = invite::open(scope, hand, couple, now).await?
        {
            return Ok(Some(Self::Invited { until: show::weekday(open.expires_at.date()) }));
        }
        let past = ended(&mut **scope, me.id).await?;
        let Some(past) = past else { return Ok(Some(Self::Alone)) };
        let words = apart::has_last_words(scope, hand, me).await?;
        Ok(Some(Self::Ended { name: past.name, on: show::day(past.on), words }))
    }
}
