//! The talk as one pure state machine: who did what, and what follows, or why not.
//!
//! What must stay true: a step is never skipped and never returned to; the one whose turn it is not cannot write into
//! it; passing and sharing give the same value; both have the same rights; whatever happened, there is a way to the
//! end. `properties.rs` tries all of it with random talks. The value is stored in plain JSON, so it holds no role, no
//! reason and no word; JSON that this version does not know fails to parse instead of being guessed at.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::event::Belongs;
use super::stage::{Alone, Proposal, alone};
use super::turn::{Move, Moved, Side};
use super::{
    Answer, Depth, Event, Giving, Hearing, Ideas, Later, Order, Outcome, Pause, Refusal, Roles, Seat,
    Speaking, Stage,
};

/// One guided talk about one betrayal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Talk {
    pub(super) stage: Stage,
    #[serde(deserialize_with = "Option::deserialize")] // a missing field is an unknown form, not "none"
    pub(super) pause: Option<Pause>,
}

impl Talk {
    /// A new talk, with the first proposal of a name, kinds and roles by `by`, shared with the other.
    #[must_use]
    pub const fn proposed(by: Seat) -> Self {
        Self { stage: Stage::Opening { latest: Proposal::first(by) }, pause: None }
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

    /// What follows when `who` does this. Until the opening is agreed, `roles` are those of the latest proposal.
    ///
    /// A refusal changes nothing.
    pub fn next(&self, roles: Roles, who: Seat, event: Event, now: OffsetDateTime) -> Result<Self, Refusal> {
        if let Stage::Closed { .. } = self.stage {
            return Err(Refusal::Closed);
        }
        if let Some(pause) = self.pause(now)
            && !event.fits_a_break()
        {
            return Err(Refusal::OnBreak { until: pause.until() });
        }
        Ok(Self { stage: self.stage_after(roles, who, event)?, pause: self.pause_after(who, event, now)? })
    }

    /// The break that follows. Whatever moves the talk on clears the break that was over.
    fn pause_after(&self, who: Seat, event: Event, now: OffsetDateTime) -> Result<Option<Pause>, Refusal> {
        match event {
            Event::Break { until } => Pause::new(who, until, now).map(Some),
            Event::ExtendBreak { until } => {
                self.pause(now).ok_or(Refusal::NoBreak)?.extended(until, now).map(Some)
            }
            Event::ProposeOpening
            | Event::AcceptOpening
            | Event::ProposeTime
            | Event::AcceptTime
            | Event::ShareFeelings
            | Event::Listened
            | Event::SayBack
            | Event::Heard
            | Event::NotQuite
            | Event::SharePerspective
            | Event::ShareDeeper
            | Event::PassDeeper
            | Event::OnwardDeeper
            | Event::ShareResponsibility
            | Event::PassResponsibility
            | Event::GiveApology
            | Event::AnswerApology(_)
            | Event::ShareIdea
            | Event::Enough
            | Event::Stop => Ok(None),
        }
    }

    /// The stage that follows.
    fn stage_after(&self, roles: Roles, who: Seat, event: Event) -> Result<Stage, Refusal> {
        match event {
            Event::ProposeOpening => {
                self.opening(event, |latest| Ok(Stage::Opening { latest: latest.countered(who)? }))
            }
            Event::AcceptOpening => self
                .opening(event, |latest| latest.answered(who).map(|()| Stage::TimeAndPlace { latest: None })),
            Event::ProposeTime => self.time(event, |latest| {
                let latest = latest.map_or(Ok(Proposal::first(who)), |latest| latest.countered(who))?;
                Ok(Stage::TimeAndPlace { latest: Some(latest) })
            }),
            Event::AcceptTime => self.time(event, |latest| {
                latest.ok_or(Refusal::NotThisStep)?.answered(who).map(|()| Stage::Feelings { done: None })
            }),
            Event::ShareFeelings => self.feelings(who, event),
            Event::Listened => self.heard(roles, who, Move::Listened),
            Event::SayBack => self.heard(roles, who, Move::SaidBack),
            Event::Heard => self.heard(roles, who, Move::Heard),
            Event::NotQuite => self.heard(roles, who, Move::NotQuite),
            Event::SharePerspective => self.perspective(roles, who, event),
            // Sharing and passing are one and the same from here on: the difference is an entry, or none.
            Event::ShareDeeper | Event::PassDeeper => self.deeper(Depth::Write, who, event),
            Event::OnwardDeeper => self.deeper(Depth::Read, who, event),
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
                    Alone::Both => Stage::Closed { outcome: Outcome::Finished },
                })
            }),
            Event::Break { .. } | Event::ExtendBreak { .. } => Ok(self.stage.clone()),
            Event::Stop => Ok(Stage::Closed { outcome: Outcome::Stopped }),
        }
    }

    fn opening(
        &self,
        event: Event,
        then: impl FnOnce(Proposal) -> Result<Stage, Refusal>,
    ) -> Result<Stage, Refusal> {
        let Stage::Opening { latest } = self.stage else { return Err(self.elsewhere(event)) };
        then(latest)
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
                        Order::Second => Stage::Deeper { at: Depth::Write, done: None },
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
            Stage::Opening { .. } | Stage::TimeAndPlace { .. } | Stage::Feelings { .. } => {
                Err(Refusal::NotThisStep)
            }
            // Step 6 has hearings still to come after step 5.
            Stage::Deeper { .. } => Err(Refusal::NotThisStep),
            Stage::OwnPart | Stage::Apology { .. } | Stage::Planning { .. } => Err(Refusal::AlreadyDone),
            Stage::Closed { .. } => Err(Refusal::Closed),
        }
    }

    fn perspective(&self, roles: Roles, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::Perspectives { turn, at } = self.stage else { return Err(self.elsewhere(event)) };
        let at = spoken(at, Side::of(who, roles.speaker(turn)))?;
        Ok(Stage::Perspectives { turn, at })
    }

    fn deeper(&self, half: Depth, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::Deeper { at, done } = self.stage else { return Err(self.elsewhere(event)) };
        match (half, at) {
            (Depth::Write, Depth::Read) => Err(Refusal::AlreadyDone),
            (Depth::Read, Depth::Write) => Err(Refusal::NotThisStep),
            (Depth::Write, Depth::Write) | (Depth::Read, Depth::Read) => Ok(match (alone(done, who)?, at) {
                (Alone::Waits(done), at) => Stage::Deeper { at, done },
                (Alone::Both, Depth::Write) => Stage::Deeper { at: Depth::Read, done: None },
                (Alone::Both, Depth::Read) => {
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
            Stage::Opening { .. }
            | Stage::TimeAndPlace { .. }
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
            Stage::Opening { .. }
            | Stage::TimeAndPlace { .. }
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
        match (event.belongs(), self.stage.step()) {
            (Belongs::Opening, Some(_)) => Refusal::AlreadyDone,
            (Belongs::Step(step), Some(now)) if step < now => Refusal::AlreadyDone,
            (
                Belongs::Opening | Belongs::Step(_) | Belongs::Turns | Belongs::Anywhere | Belongs::Always,
                _,
            ) => Refusal::NotThisStep,
        }
    }
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
