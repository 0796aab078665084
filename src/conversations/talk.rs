//! The talk as one pure state machine: who did what, and what follows, or why not.
//!
//! What must stay true: a step is never skipped and never returned to; the one whose turn it is not cannot write into
//! it; passing and sharing give the same value; both have the same rights; whatever happened, there is a way to the
//! end. `properties.rs` tries all of it with random talks. The value is stored in plain JSON, so it holds no role, no
//! reason and no word; JSON that this version does not know fails to parse instead of being guessed at.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::rest::day_or_none;
use super::stage::{Alone, alone};
use super::{
    Event, Half, How, NextTime, OnlyFeelings, Outcome, Pause, Refusal, Rest, Roles, Round, Seat, Sitting,
    Stage, Step, Suggested, Tomorrow,
};

/// One guided talk about one betrayal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Talk {
    pub(super) stage: Stage,
    #[serde(deserialize_with = "Option::deserialize")] // a missing field is an unknown form, not "none"
    pub(super) pause: Option<Pause>,
    /// Stopped for now.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(super) rest: Option<Rest>,
    /// The day on which the latest of steps 4 to 7 was opened.
    #[serde(with = "day_or_none")]
    pub(super) heavy: Option<Date>,
    /// The step that is here waits for tomorrow.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(super) tomorrow: Option<Tomorrow>,
    /// How the two sit.
    pub(super) how: How,
    /// How one of them would like to sit.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(super) suggested: Option<Suggested>,
    /// The stretch of time in which the two have been at it. Only what shows on the other's page counts, or the length of
    /// a sitting would tell what somebody does alone.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(super) sitting: Option<Sitting>,
    /// A sitting about feelings only, suggested or agreed. A talk that was stored before there was such a thing has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) feelings: Option<OnlyFeelings>,
    /// The times that were suggested after the first one; likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) next: Option<NextTime>,
    /// Time that the two take apart: every talk of theirs rests until then. It is kept once for all of them and not in
    /// any talk, so that none is left behind when it ends early.
    #[serde(skip)]
    pub(super) apart: Option<Pause>,
}

impl Talk {
    /// A new talk: one of the two would like to talk, and both are asked whether they are in.
    #[must_use]
    pub const fn begun() -> Self {
        Self {
            stage: Stage::In { round: Round::FIRST, at: Half::Write, done: None },
            pause: None,
            rest: None,
            heavy: None,
            tomorrow: None,
            how: How::Apart,
            suggested: None,
            sitting: None,
            feelings: None,
            next: None,
            apart: None,
        }
    }

    /// Where it stands.
    #[must_use]
    pub const fn stage(&self) -> &Stage {
        &self.stage
    }

    /// What it rests for now: a break, or time that the two take apart, whichever lasts longer.
    #[must_use]
    pub fn pause(&self, now: OffsetDateTime) -> Option<Pause> {
        let longer = |pause: &Pause| pause.until();
        self.own_pause(now).into_iter().chain(self.apart(now)).max_by_key(longer)
    }

    /// The break of this talk that lasts now.
    #[must_use]
    pub fn own_pause(&self, now: OffsetDateTime) -> Option<Pause> {
        self.pause.filter(|pause| pause.lasts(now))
    }

    /// The time apart that lasts now.
    #[must_use]
    pub fn apart(&self, now: OffsetDateTime) -> Option<Pause> {
        self.apart.filter(|pause| pause.lasts(now))
    }

    /// The same talk for two who take time apart until this moment.
    #[must_use]
    pub fn resting(self, by: Seat, until: OffsetDateTime) -> Self {
        Self { apart: Some(Pause::apart(by, until)), ..self }
    }

    /// Whether a break has ended and nobody has gone on yet: the page then opens with the re-entry line.
    #[must_use]
    pub fn back_from_break(&self, now: OffsetDateTime) -> bool {
        self.pause.is_some_and(|pause| !pause.lasts(now))
    }

    /// Whether the step that is here waits for tomorrow. The day is that of `now` as it is given: the couple's own.
    #[must_use]
    pub fn tomorrow(&self, now: OffsetDateTime) -> Option<Tomorrow> {
        self.tomorrow.filter(|tomorrow| now.date() <= tomorrow.day)
    }

    /// The rest it is in, stopped for now.
    #[must_use]
    pub const fn rest(&self) -> Option<Rest> {
        self.rest
    }

    /// How the two sit.
    #[must_use]
    pub const fn how(&self) -> How {
        self.how
    }

    /// The sitting they are in, or the last one.
    #[must_use]
    pub const fn sitting(&self) -> Option<&Sitting> {
        self.sitting.as_ref()
    }

    /// How one of them would like to sit.
    #[must_use]
    pub const fn suggested(&self) -> Option<Suggested> {
        self.suggested
    }

    /// What follows when `who` does this. Until the opening is agreed, `roles` are those of the latest proposal.
    ///
    /// `now` is given in the couple's own time, so that its date is their day. A refusal changes nothing.
    pub fn next(&self, roles: Roles, who: Seat, event: Event, now: OffsetDateTime) -> Result<Self, Refusal> {
        if let Stage::Closed { .. } = self.stage {
            return self.after_the_end(roles, who, event);
        }
        if let Some(rest) = self.rest {
            return self.while_resting(rest, who, event, now);
        }
        if let Some(pause) = self.pause(now)
            && !event.fits_a_break()
            // a break taken meanwhile is one like any other, and may last when the time apart ends early
            && !(self.own_pause(now).is_none() && matches!(event, Event::Break { .. }))
        {
            return Err(Refusal::OnBreak { until: pause.until() });
        }
        if self.tomorrow(now).is_some() && !event.fits_a_day_that_is_enough() {
            return Err(Refusal::Tomorrow);
        }
        self.takes(event, now)?;
        // a suggestion that nobody took up ends with its day, and so does what was agreed for it
        let mut next = Self { feelings: self.only_feelings(now), ..self.clone() };
        match event {
            Event::Break { until } => next.pause = Some(Pause::new(who, until, now)?),
            Event::ExtendBreak { until } => {
                let pause = self.own_pause(now).ok_or(Refusal::NoBreak)?;
                next.pause = Some(pause.extended(until, now)?);
            }
            Event::Stop => next = self.stopped(),
            Event::StopForNow => (next.rest, next.pause) = (Some(Rest::default()), None),
            Event::LeaveForTherapist => {
                (next.rest, next.pause) = (Some(Rest { for_therapist: true, ..Rest::default() }), None);
            }
            Event::Suggest(how) => (next.how, next.suggested) = self.seated(who, how),
            Event::SuggestTime | Event::AgreeToTime | Event::LeaveTime => {
                next = self.with_next_time(who, event, now)?;
            }
            Event::OnlyFeelings(day) => next.feelings = self.with_only_feelings(who, day, now)?,
            Event::NotOnlyFeelings => next.feelings = self.without_only_feelings(who, now)?,
            Event::GoOnToday => self.go_on_today(&mut next, who, now)?,
            _ => {
                next.stage = self.stage_after(roles, who, event)?;
                self.keep_the_pace(&mut next, now);
                // Only what the other sees counts: an act done alone ends no break that is over, and makes no sitting
                // longer, or it would show by that.
                if next.changed_for(self, roles, who.other(), now) {
                    next.pause = None;
                    next.sitting = Some(Sitting::after(self.sitting, now));
                }
            }
        }
        Ok(next)
    }

    /// A talk that is over takes one act more: the mark of those who were hurt.
    fn after_the_end(&self, roles: Roles, who: Seat, event: Event) -> Result<Self, Refusal> {
        match (&self.stage, event) {
            (Stage::Closed { .. }, Event::Settle(_)) if !roles.was_hurt(who) => Err(Refusal::NotYours),
            (Stage::Closed { settled, .. }, Event::Settle(mark)) if settled.by(roles, who) == mark => {
                Err(Refusal::AlreadyDone)
            }
            (Stage::Closed { outcome, settled }, Event::Settle(mark)) => {
                let settled = settled.with(roles, who, mark);
                Ok(Self { stage: Stage::Closed { outcome: *outcome, settled }, ..self.clone() })
            }
            _ => Err(Refusal::Closed),
        }
    }

    /// A talk that was stopped for now goes on when both say so, and can be stopped for good.
    fn while_resting(
        &self,
        rest: Rest,
        who: Seat,
        event: Event,
        now: OffsetDateTime,
    ) -> Result<Self, Refusal> {
        match event {
            Event::SuggestTime | Event::AgreeToTime | Event::LeaveTime => {
                self.with_next_time(who, event, now)
            }
            Event::Resume => Ok(match alone(rest.asked, who)? {
                Alone::Waits(asked) => Self { rest: Some(Rest { asked, ..rest }), ..self.clone() },
                Alone::Both => Self { rest: None, ..self.clone() },
            }),
            Event::LeaveForTherapist if rest.for_therapist => Err(Refusal::AlreadyDone),
            Event::LeaveForTherapist => {
                Ok(Self { rest: Some(Rest { for_therapist: true, ..rest }), ..self.clone() })
            }
            Event::Stop => Ok(self.stopped()),
            _ => Err(Refusal::Resting),
        }
    }

    /// Stopped for good, whatever held it. Who it was is not kept.
    fn stopped(&self) -> Self {
        let stage = Stage::closed(Outcome::Stopped);
        // no sitting is left that could be about anything, and nobody could lift it
        Self { stage, pause: None, rest: None, tomorrow: None, feelings: None, ..self.clone() }
    }

    /// Apart at once; together when the other has suggested the same.
    fn seated(&self, who: Seat, how: How) -> (How, Option<Suggested>) {
        let agreed = self.suggested.is_some_and(|other| other.by != who && other.how == how);
        if agreed || how == How::Apart || how == self.how {
            (how, None)
        } else {
            (self.how, Some(Suggested { by: who, how }))
        }
    }

    fn go_on_today(&self, next: &mut Self, who: Seat, now: OffsetDateTime) -> Result<(), Refusal> {
        let waiting = self.tomorrow(now).ok_or(Refusal::AlreadyDone)?;
        match alone(waiting.agreed, who)? {
            Alone::Waits(agreed) => next.tomorrow = Some(Tomorrow { agreed, ..waiting }),
            Alone::Both => (next.tomorrow, next.heavy) = (None, Some(now.date())),
        }
        Ok(())
    }

    /// One of steps 4 to 7 is enough for a day.
    fn keep_the_pace(&self, next: &mut Self, now: OffsetDateTime) {
        // A step that had to wait was opened by the day itself.
        if let Some(waited) = self.tomorrow {
            (next.tomorrow, next.heavy) = (None, waited.day.next_day());
        }
        let (from, to) = (self.stage.step(), next.stage.step());
        if from != to && to.is_some_and(Step::is_heavy) {
            let today = now.date();
            if next.heavy.is_some_and(|day| day >= today) {
                next.tomorrow = Some(Tomorrow { day: today, agreed: None });
            } else {
                next.heavy = Some(today);
            }
        }
    }
}
