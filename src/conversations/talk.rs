//! The talk as one pure state machine: who did what, and what follows, or why not.
//!
//! What must stay true: a step is never skipped and never returned to; the one whose turn it is not cannot write into
//! it; passing and sharing give the same value; both have the same rights; whatever happened, there is a way to the
//! end. `properties.rs` tries all of it with random talks. The value is stored in plain JSON, so it holds no role, no
//! reason and no word; JSON that this version does not know fails to parse instead of being guessed at.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::event::Belongs;
use super::rest::day_or_none;
use super::stage::{Alone, Proposal, alone};
use super::turn::{Move, Moved, Side};
use super::{
    Answer, Event, Giving, Half, Hearing, How, Ideas, Later, Naming, Order, Outcome, Pause, Refusal, Rest,
    Roles, Round, Seat, Settled, Sitting, Speaking, Stage, Stating, Step, Suggested, Tomorrow,
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
        }
    }

    /// Where it stands.
    #[must_use]
    pub const fn stage(&self) -> &Stage {
        &self.stage
    }

    /// The break that lasts now.
    #[must_use]
    pub fn pause(&self, now: OffsetDateTime) -> Option<Pause> {
        self.pause.filter(|pause| pause.lasts(now))
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
            return self.from_rest(rest, who, event);
        }
        if let Some(pause) = self.pause(now)
            && !event.fits_a_break()
        {
            return Err(Refusal::OnBreak { until: pause.until() });
        }
        if self.tomorrow(now).is_some() && !event.fits_a_day_that_is_enough() && !event.fits_a_break() {
            return Err(Refusal::Tomorrow);
        }
        let mut next = Self { pause: self.pause_after(who, event, now)?, ..self.clone() };
        match event {
            Event::StopForNow => next.rest = Some(Rest::default()),
            Event::Suggest(how) => (next.how, next.suggested) = self.seated(who, how),
            Event::GoOnToday => self.go_on_today(&mut next, who, now)?,
            Event::Break { .. } | Event::ExtendBreak { .. } => {}
            _ => {
                next.stage = self.stage_after(roles, who, event)?;
                self.keep_the_pace(&mut next, now);
                if next.changed_for(self, roles, who.other(), now) {
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
    fn from_rest(&self, rest: Rest, who: Seat, event: Event) -> Result<Self, Refusal> {
        match event {
            Event::Resume => Ok(match alone(rest.asked, who)? {
                Alone::Waits(asked) => Self { rest: Some(Rest { asked }), ..self.clone() },
                Alone::Both => Self { rest: None, ..self.clone() },
            }),
            Event::Stop => Ok(Self { rest: None, stage: stopped(), ..self.clone() }),
            _ => Err(Refusal::Resting),
        }
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
        let waiting = self.tomorrow(now).ok_or(Refusal::NotThisStep)?;
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

    /// The break that follows. Whatever moves the talk on clears the break that was over.
    fn pause_after(&self, who: Seat, event: Event, now: OffsetDateTime) -> Result<Option<Pause>, Refusal> {
        match event {
            Event::Break { until } => Pause::new(who, until, now).map(Some),
            Event::ExtendBreak { until } => {
                self.pause(now).ok_or(Refusal::NoBreak)?.extended(until, now).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// The stage that follows.
    fn stage_after(&self, roles: Roles, who: Seat, event: Event) -> Result<Stage, Refusal> {
        match event {
            Event::ShowIn => self.are_we_in(Half::Write, who, event),
            Event::OnwardIn => self.are_we_in(Half::Read, who, event),
            Event::BothIn | Event::AskInAgain => self.after_both_answers(event),
            Event::ProposeOpening => self.opening(event, |latest, said| {
                let latest =
                    latest.map_or(Ok(Proposal::first(who)), |latest| latest.reworded(who, said.is_some()))?;
                Ok(Stage::Opening { latest: Some(latest), said: None, anyway: None })
            }),
            Event::AcceptOpening => self.opening(event, |latest, _| {
                latest.ok_or(Refusal::NotThisStep)?.answered(who).map(|()| first_statement())
            }),
            Event::SeeDifferently => self.answer_name(who, event, Naming::Differently),
            Event::NotYet => self.answer_name(who, event, Naming::NotYet),
            Event::Anyway => self.anyway(roles, who),
            Event::State => self.statement(roles, who, event, Stating::Made),
            Event::NotReady => self.statement(roles, who, event, Stating::NotReady { anyway: None }),
            Event::StatementRead => match self.stage {
                Stage::Statement { turn, at: Stating::Made, .. } => match Side::of(who, roles.causer(turn)) {
                    Side::Listener => Ok(after_statement(roles, turn)),
                    Side::Speaker => Err(Refusal::NotYourTurn),
                },
                Stage::Statement { .. } => Err(Refusal::NotYourTurn),
                _ => Err(self.elsewhere(event)),
            },
            Event::ProposeTime => self.time(event, |latest| {
                let latest = latest.map_or(Ok(Proposal::first(who)), |latest| latest.countered(who))?;
                Ok(Stage::TimeAndPlace { latest: Some(latest) })
            }),
            Event::AcceptTime => self.time(event, |latest| {
                latest.ok_or(Refusal::NotThisStep)?.answered(who).map(|()| Stage::Before { done: None })
            }),
            Event::Ready => match self.stage {
                Stage::Before { done } => Ok(match alone(done, who)? {
                    Alone::Waits(done) => Stage::Before { done },
                    Alone::Both => Stage::Feelings { done: None },
                }),
                _ => Err(self.elsewhere(event)),
            },
            Event::ShareFeelings => self.feelings(who, event),
            Event::Listened => self.heard(roles, who, Move::Listened),
            Event::SayBack => self.heard(roles, who, Move::SaidBack),
            Event::Heard => self.heard(roles, who, Move::Heard),
            Event::NotQuite => self.heard(roles, who, Move::NotQuite),
            Event::SharePerspective => self.perspective(roles, who, event),
            // Sharing and passing are one and the same from here on: the difference is an entry, or none.
            Event::ShareDeeper | Event::PassDeeper => self.deeper(Half::Write, who, event),
            Event::OnwardDeeper => self.deeper(Half::Read, who, event),
            Event::ShareResponsibility => self.responsibility(roles, who, event, true),
            Event::PassResponsibility => self.responsibility(roles, who, event, false),
            Event::GiveApology => self.apology(roles, who, event),
            Event::AnswerApology(answer) => self.answer(roles, who, answer),
            Event::ShareIdea => self.planning(event, |ideas, enough, later| {
                let enough = enough.filter(|said| *said != who);
                Ok(Stage::Planning { ideas: ideas.with_one_more(who), enough, later })
            }),
            Event::Enough => self.planning(event, |ideas, enough, later| {
                Ok(match alone(enough, who)? {
                    Alone::Waits(enough) => Stage::Planning { ideas, enough, later },
                    Alone::Both => Stage::Closed { outcome: Outcome::Finished, settled: Settled::default() },
                })
            }),
            Event::Stop => Ok(stopped()),
            Event::Resume | Event::Settle(_) => Err(Refusal::NotThisStep),
            Event::Break { .. }
            | Event::ExtendBreak { .. }
            | Event::GoOnToday
            | Event::Suggest(_)
            | Event::StopForNow => Ok(self.stage.clone()),
        }
    }

    /// Each alone: showing one's answer, and later going on although not both said yes.
    fn are_we_in(&self, half: Half, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::In { round, at, done } = self.stage else { return Err(self.elsewhere(event)) };
        match (half, at) {
            (Half::Write, Half::Read) => Err(Refusal::AlreadyDone),
            (Half::Read, Half::Write) => Err(Refusal::NotThisStep),
            (Half::Write, Half::Write) | (Half::Read, Half::Read) => Ok(match (alone(done, who)?, at) {
                (Alone::Waits(done), at) => Stage::In { round, at, done },
                (Alone::Both, Half::Write) => Stage::In { round, at: Half::Read, done: None },
                (Alone::Both, Half::Read) => first_opening(),
            }),
        }
    }

    fn after_both_answers(&self, event: Event) -> Result<Stage, Refusal> {
        let Stage::In { round, at, .. } = self.stage else { return Err(self.elsewhere(event)) };
        match (at, event) {
            (Half::Write, _) => Err(Refusal::NotThisStep),
            (Half::Read, Event::AskInAgain) => {
                Ok(Stage::In { round: round.next(), at: Half::Write, done: None })
            }
            (Half::Read, _) => Ok(first_opening()),
        }
    }

    fn opening(
        &self,
        event: Event,
        then: impl FnOnce(Option<Proposal>, Option<Naming>) -> Result<Stage, Refusal>,
    ) -> Result<Stage, Refusal> {
        let Stage::Opening { latest, said, .. } = self.stage else { return Err(self.elsewhere(event)) };
        then(latest, said)
    }

    /// "I see it differently" and "not yet": answers to the name the other gave. The first may follow the second.
    fn answer_name(&self, who: Seat, event: Event, answer: Naming) -> Result<Stage, Refusal> {
        let Stage::Opening { latest, said, anyway } = self.stage else { return Err(self.elsewhere(event)) };
        latest.ok_or(Refusal::NotThisStep)?.answered(who)?;
        match (said, answer) {
            (None, _) | (Some(Naming::NotYet), Naming::Differently) => {
                Ok(Stage::Opening { latest, said: Some(answer), anyway })
            }
            (Some(Naming::NotYet | Naming::Differently), _) => Err(Refusal::AlreadyDone),
        }
    }

    /// "We go on anyway": it takes both, where something was not acknowledged or not said.
    fn anyway(&self, roles: Roles, who: Seat) -> Result<Stage, Refusal> {
        match self.stage {
            Stage::Opening { latest, said: Some(said), anyway } => Ok(match alone(anyway, who)? {
                Alone::Waits(anyway) => Stage::Opening { latest, said: Some(said), anyway },
                Alone::Both => first_statement(),
            }),
            Stage::Statement { turn, round, at: Stating::NotReady { anyway } } => {
                Ok(match alone(anyway, who)? {
                    Alone::Waits(anyway) => {
                        Stage::Statement { turn, round, at: Stating::NotReady { anyway } }
                    }
                    Alone::Both => after_statement(roles, turn),
                })
            }
            _ => Err(self.elsewhere(Event::Anyway)),
        }
    }

    /// The statement, or "I am not ready to say this", which may be followed by the statement.
    fn statement(&self, roles: Roles, who: Seat, event: Event, to: Stating) -> Result<Stage, Refusal> {
        let Stage::Statement { turn, round, at } = self.stage else { return Err(self.elsewhere(event)) };
        match (at, Side::of(who, roles.causer(turn))) {
            (_, Side::Listener) => Err(Refusal::NotYourTurn),
            (Stating::Open, Side::Speaker) => Ok(Stage::Statement { turn, round, at: to }),
            (Stating::NotReady { .. }, Side::Speaker) if to == Stating::Made => {
                Ok(Stage::Statement { turn, round: round.next(), at: to })
            }
            (Stating::Made | Stating::NotReady { .. }, Side::Speaker) => Err(Refusal::AlreadyDone),
        }
    }

    fn time(
        &self,
        event: Event,
        then: impl FnOnce(Option<Proposal>) -> Result<Stage, Refusal>,
    ) -> Result<Stage, Refusal> {
        let Stage::TimeAndPlace { latest } = self.stage else { return Err(self.elsewhere(event)) };
        then(latest)
    }

    fn feelings(&self, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::Feelings { done } = self.stage else { return Err(self.elsewhere(event)) };
        Ok(match alone(done, who)? {
            Alone::Waits(done) => Stage::Feelings { done },
            Alone::Both => Stage::Listening { turn: Order::First, at: Hearing::Listen },
        })
    }

    /// A move in whichever hearing is going on.
    fn heard(&self, roles: Roles, who: Seat, by: Move) -> Result<Stage, Refusal> {
        match self.stage {
            Stage::Listening { turn, at } => Ok(match at.moved(Side::of(who, roles.speaker(turn)), by)? {
                Moved::To(at) => Stage::Listening { turn, at },
                Moved::Over => match turn {
                    Order::First => Stage::Listening { turn: Order::Second, at: Hearing::Listen },
                    Order::Second => Stage::Perspectives { turn: Order::First, at: Speaking::Speak },
                },
            }),
            Stage::Perspectives { turn, at: Speaking::Hear(at) } => {
                Ok(match at.moved(Side::of(who, roles.speaker(turn)), by)? {
                    Moved::To(at) => Stage::Perspectives { turn, at: Speaking::Hear(at) },
                    Moved::Over => match turn {
                        Order::First => Stage::Perspectives { turn: Order::Second, at: Speaking::Speak },
                        Order::Second => Stage::Deeper { at: Half::Write, done: None },
                    },
                })
            }
            Stage::Responsibility { turn, at: Speaking::Hear(at) } => {
                Ok(match at.moved(Side::of(who, roles.causer(turn)), by)? {
                    Moved::To(at) => Stage::Responsibility { turn, at: Speaking::Hear(at) },
                    Moved::Over => after_responsibility(roles, turn),
                })
            }
            Stage::Perspectives { at: Speaking::Speak, .. }
            | Stage::Responsibility { at: Speaking::Speak, .. } => Err(Refusal::NotYourTurn),
            // Step 6 has hearings still to come after step 5.
            Stage::In { .. }
            | Stage::Opening { .. }
            | Stage::Statement { .. }
            | Stage::TimeAndPlace { .. }
            | Stage::Before { .. }
            | Stage::Feelings { .. }
            | Stage::Deeper { .. } => Err(Refusal::NotThisStep),
            Stage::OwnPart | Stage::Apology { .. } | Stage::Planning { .. } => Err(Refusal::AlreadyDone),
            Stage::Closed { .. } => Err(Refusal::Closed),
        }
    }

    fn perspective(&self, roles: Roles, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::Perspectives { turn, at } = self.stage else { return Err(self.elsewhere(event)) };
        let at = spoken(at, Side::of(who, roles.speaker(turn)))?;
        Ok(Stage::Perspectives { turn, at })
    }

    fn deeper(&self, half: Half, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::Deeper { at, done } = self.stage else { return Err(self.elsewhere(event)) };
        match (half, at) {
            (Half::Write, Half::Read) => Err(Refusal::AlreadyDone),
            (Half::Read, Half::Write) => Err(Refusal::NotThisStep),
            (Half::Write, Half::Write) | (Half::Read, Half::Read) => Ok(match (alone(done, who)?, at) {
                (Alone::Waits(done), at) => Stage::Deeper { at, done },
                (Alone::Both, Half::Write) => Stage::Deeper { at: Half::Read, done: None },
                (Alone::Both, Half::Read) => {
                    Stage::Responsibility { turn: Order::First, at: Speaking::Speak }
                }
            }),
        }
    }

    fn responsibility(&self, roles: Roles, who: Seat, event: Event, shares: bool) -> Result<Stage, Refusal> {
        match self.stage {
            Stage::Responsibility { turn, at } => {
                let at = spoken(at, Side::of(who, roles.causer(turn)))?;
                if shares { Ok(Stage::Responsibility { turn, at }) } else { Err(Refusal::CannotPass) }
            }
            Stage::OwnPart => {
                if who == roles.causer(Order::First) {
                    Err(Refusal::AlreadyDone)
                } else {
                    Ok(first_apology())
                }
            }
            Stage::In { .. }
            | Stage::Opening { .. }
            | Stage::Statement { .. }
            | Stage::TimeAndPlace { .. }
            | Stage::Before { .. }
            | Stage::Feelings { .. }
            | Stage::Listening { .. }
            | Stage::Perspectives { .. }
            | Stage::Deeper { .. }
            | Stage::Apology { .. }
            | Stage::Planning { .. }
            | Stage::Closed { .. } => Err(self.elsewhere(event)),
        }
    }

    fn apology(&self, roles: Roles, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::Apology { turn, at, later } = self.stage else { return Err(self.elsewhere(event)) };
        if who != roles.causer(turn) {
            return Err(Refusal::NotYourTurn);
        }
        match at {
            Giving::Give => Ok(Stage::Apology { turn, at: Giving::Answer, later }),
            Giving::Answer => Err(Refusal::AlreadyDone),
        }
    }

    /// The answer to an apology: the first one moves the talk on; "later" may be replaced until the talk closes.
    fn answer(&self, roles: Roles, who: Seat, answer: Answer) -> Result<Stage, Refusal> {
        let to_me = apology_to(roles, who);
        match self.stage {
            Stage::Apology { turn, at: Giving::Answer, later } if turn == to_me => {
                let later = later.answered(turn, answer);
                Ok(match (turn, roles.both_caused()) {
                    (Order::First, true) => Stage::Apology { turn: Order::Second, at: Giving::Give, later },
                    (Order::First, false) | (Order::Second, true | false) => {
                        Stage::Planning { ideas: Ideas::default(), enough: None, later }
                    }
                })
            }
            Stage::Apology { turn, at, later } => {
                let later = replaced(later, to_me, answer).ok_or(match (turn, to_me) {
                    // In the second turn the first apology has its answer.
                    (Order::Second, Order::First) => Refusal::AlreadyDone,
                    (Order::First, Order::First | Order::Second) | (Order::Second, Order::Second) => {
                        Refusal::NotYourTurn
                    }
                })?;
                Ok(Stage::Apology { turn, at, later })
            }
            Stage::Planning { ideas, enough, later } => {
                let later = replaced(later, to_me, answer).ok_or(Refusal::AlreadyDone)?;
                Ok(Stage::Planning { ideas, enough, later })
            }
            Stage::In { .. }
            | Stage::Opening { .. }
            | Stage::Statement { .. }
            | Stage::TimeAndPlace { .. }
            | Stage::Before { .. }
            | Stage::Feelings { .. }
            | Stage::Listening { .. }
            | Stage::Perspectives { .. }
            | Stage::Deeper { .. }
            | Stage::Responsibility { .. }
            | Stage::OwnPart
            | Stage::Closed { .. } => Err(self.elsewhere(Event::AnswerApology(answer))),
        }
    }

    fn planning(
        &self,
        event: Event,
        then: impl FnOnce(Ideas, Option<Seat>, Later) -> Result<Stage, Refusal>,
    ) -> Result<Stage, Refusal> {
        let Stage::Planning { ideas, enough, later } = self.stage else { return Err(self.elsewhere(event)) };
        then(ideas, enough, later)
    }

    /// Why an event of another stage is refused: that stage is still to come, or it is over.
    fn elsewhere(&self, event: Event) -> Refusal {
        let over = match (event.belongs(), &self.stage) {
            (Belongs::In, stage) => !matches!(stage, Stage::In { .. }),
            (Belongs::Opening, stage) => !matches!(stage, Stage::In { .. } | Stage::Opening { .. }),
            (Belongs::Statement, stage) => stage.step().is_some(),
            (Belongs::Step(step), stage) => {
                stage.step().is_some_and(|now| step < now)
                    || (step == Step::TimeAndPlace && matches!(stage, Stage::Before { .. }))
            }
            (Belongs::Turns | Belongs::Anywhere | Belongs::Always | Belongs::Aside, _) => false,
        };
        if over { Refusal::AlreadyDone } else { Refusal::NotThisStep }
    }
}

fn first_opening() -> Stage {
    Stage::Opening { latest: None, said: None, anyway: None }
}

fn first_statement() -> Stage {
    Stage::Statement { turn: Order::First, round: Round::FIRST, at: Stating::Open }
}

fn after_statement(roles: Roles, turn: Order) -> Stage {
    match (turn, roles.both_caused()) {
        (Order::First, true) => {
            Stage::Statement { turn: Order::Second, round: Round::FIRST, at: Stating::Open }
        }
        (Order::First, false) | (Order::Second, true | false) => Stage::TimeAndPlace { latest: None },
    }
}

fn stopped() -> Stage {
    Stage::Closed { outcome: Outcome::Stopped, settled: Settled::default() }
}

/// The turn after its speaker has shared.
fn spoken(at: Speaking, side: Side) -> Result<Speaking, Refusal> {
    match (at, side) {
        (Speaking::Speak, Side::Speaker) => Ok(Speaking::Hear(Hearing::Listen)),
        (Speaking::Hear(_), Side::Speaker) => Err(Refusal::AlreadyDone),
        (Speaking::Speak | Speaking::Hear(_), Side::Listener) => Err(Refusal::NotYourTurn),
    }
}

fn after_responsibility(roles: Roles, turn: Order) -> Stage {
    match (turn, roles.both_caused()) {
        (Order::First, true) => Stage::Responsibility { turn: Order::Second, at: Speaking::Speak },
        (Order::First, false) => Stage::OwnPart,
        (Order::Second, true | false) => first_apology(),
    }
}

fn first_apology() -> Stage {
    Stage::Apology { turn: Order::First, at: Giving::Give, later: Later::default() }
}

/// In which turn the apology to this person is given.
pub(super) fn apology_to(roles: Roles, who: Seat) -> Order {
    if roles.causer(Order::First) == who { Order::Second } else { Order::First }
}

/// "Later" replaced by an answer; nothing when there is none to replace or the answer is "later" again.
fn replaced(later: Later, turn: Order, answer: Answer) -> Option<Later> {
    (later.waits(turn) && answer != Answer::Later).then(|| later.answered(turn, answer))
}
