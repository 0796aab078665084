//! A talk as one person may see it: what it asks of them, what they may write, and a stamp of their page.
//!
//! The stamp is how live pages notice a change, so it must not change for anything the other has not shown.

use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use super::talk::apology_to;
use super::turn::Side;
use super::{
    Ask, Depth, Giving, Hearing, Later, Order, Part, Refusal, Roles, Round, Seat, Speaking, Stage, Step,
    Talk, WaitFor,
};

/// Everything of the talk that one person's page depends on.
#[derive(Debug)]
#[expect(dead_code, reason = "read through `Debug`, which the lint does not count")]
struct View {
    step: Option<Step>,
    ask: Ask,
    back_from_break: bool,
    /// Whether this person may still answer the other's apology.
    may_answer: bool,
    /// Whether the answer to this person's apology is still "later".
    answer_waits: bool,
    /// How many ideas the other has shared.
    their_ideas: u32,
}

impl Talk {
    /// What the talk asks of `who` now.
    #[must_use]
    pub fn asks(&self, roles: Roles, who: Seat, now: OffsetDateTime) -> Ask {
        if let Some(pause) = self.pause(now) {
            return Ask::Break { until: pause.until(), by: pause.by() };
        }
        match self.stage {
            Stage::Opening { latest } if latest.by == who => Ask::Wait(WaitFor::OpeningAnswer),
            Stage::Opening { latest } => Ask::AnswerOpening { theirs: latest.round },
            Stage::TimeAndPlace { latest: None } => Ask::ProposeTime,
            Stage::TimeAndPlace { latest: Some(latest) } if latest.by == who => {
                Ask::Wait(WaitFor::TimeAnswer)
            }
            Stage::TimeAndPlace { latest: Some(latest) } => Ask::AnswerTime { theirs: latest.round },
            Stage::Feelings { done } if done == Some(who) => Ask::Wait(WaitFor::Feelings),
            Stage::Feelings { .. } => Ask::Write(Part::Feelings),
            Stage::Listening { turn, at } => {
                hearing(Step::Listening, Part::Feelings, roles.speaker(turn), who, at)
            }
            Stage::Perspectives { turn, at } => {
                let step = Step::Perspectives;
                speaking(step, Part::Perspective, WaitFor::Perspective, roles.speaker(turn), who, at)
            }
            Stage::Deeper { at: Depth::Write, done } if done == Some(who) => Ask::Wait(WaitFor::Deeper),
            Stage::Deeper { at: Depth::Write, .. } => Ask::WriteOrPass(Part::Deeper),
            Stage::Deeper { at: Depth::Read, done } if done == Some(who) => Ask::Wait(WaitFor::ReadOn),
            Stage::Deeper { at: Depth::Read, .. } => Ask::ReadOn,
            Stage::Responsibility { turn, at } => {
                let step = Step::Responsibility;
                speaking(step, Part::Responsibility, WaitFor::Responsibility, roles.causer(turn), who, at)
            }
            Stage::OwnPart if who == roles.causer(Order::First) => Ask::Wait(WaitFor::OwnPart),
            Stage::OwnPart => Ask::WriteOrPass(Part::Responsibility),
            Stage::Apology { turn, at, .. } => match (at, Side::of(who, roles.causer(turn))) {
                (Giving::Give, Side::Speaker) => Ask::Write(Part::Apology),
                (Giving::Give, Side::Listener) => Ask::Wait(WaitFor::Apology),
                (Giving::Answer, Side::Speaker) => Ask::Wait(WaitFor::ApologyAnswer),
                (Giving::Answer, Side::Listener) => Ask::AnswerApology,
            },
            Stage::Planning { ideas, enough, .. } => Ask::Plan {
                number: ideas.next(who),
                i_said_enough: enough == Some(who),
                they_said_enough: enough == Some(who.other()),
            },
            Stage::Closed { outcome } => Ask::Closed(outcome),
        }
    }

    /// Whether the talk waits for `who`, for the Today page. During a break it waits for nobody.
    #[must_use]
    pub fn waits_for(&self, roles: Roles, who: Seat, now: OffsetDateTime) -> bool {
        self.asks(roles, who, now).waits_for_them()
    }

    /// Whether `who` answered an apology with "later" and may answer it now, beside whatever the talk asks of them.
    #[must_use]
    pub fn may_answer_late(&self, roles: Roles, who: Seat, now: OffsetDateTime) -> bool {
        self.pause(now).is_none() && self.later().waits(apology_to(roles, who))
    }

    /// Whether `who` may share this part now.
    pub fn may_write(&self, roles: Roles, who: Seat, part: Part, now: OffsetDateTime) -> Result<(), Refusal> {
        if let Stage::Closed { .. } = self.stage {
            return Err(Refusal::Closed);
        }
        if let Some(pause) = self.pause(now) {
            return Err(Refusal::OnBreak { until: pause.until() });
        }
        let ask = self.asks(roles, who, now);
        let answers = part == Part::ApologyAnswer { to: who.other() }
            && (ask == Ask::AnswerApology || self.may_answer_late(roles, who, now));
        if answers || ask.part() == Some(part) { Ok(()) } else { Err(self.not_this(who, part)) }
    }

    /// Whether the talk has come to where `reader` reads this part of the other, once it is shared.
    ///
    /// What each writes alone is not read before the other is done as well, and feelings wait for their turn. When the
    /// talk is closed, all that was shared is there for both.
    #[must_use]
    pub fn may_read(&self, roles: Roles, reader: Seat, part: Part) -> bool {
        match part {
            Part::Feelings => match self.stage {
                Stage::Opening { .. } | Stage::TimeAndPlace { .. } | Stage::Feelings { .. } => false,
                Stage::Listening { turn, .. } => {
                    turn == Order::Second || reader != roles.speaker(Order::First)
                }
                Stage::Perspectives { .. }
                | Stage::Deeper { .. }
                | Stage::Responsibility { .. }
                | Stage::OwnPart
                | Stage::Apology { .. }
                | Stage::Planning { .. }
                | Stage::Closed { .. } => true,
            },
            Part::Deeper => match self.stage {
                Stage::Deeper { at, .. } => at == Depth::Read,
                Stage::Opening { .. }
                | Stage::TimeAndPlace { .. }
                | Stage::Feelings { .. }
                | Stage::Listening { .. }
                | Stage::Perspectives { .. } => false,
                Stage::Responsibility { .. }
                | Stage::OwnPart
                | Stage::Apology { .. }
                | Stage::Planning { .. }
                | Stage::Closed { .. } => true,
            },
            // These are shared in turn, so there is nothing to read before its time.
            Part::Opening { .. }
            | Part::Time { .. }
            | Part::SayBack { .. }
            | Part::Perspective
            | Part::Responsibility
            | Part::Apology
            | Part::ApologyAnswer { .. }
            | Part::Idea { .. } => true,
        }
    }

    /// Why this part is not open: its step is over, still to come, or somebody else's turn.
    fn not_this(&self, who: Seat, part: Part) -> Refusal {
        match part.step().cmp(&self.stage.step()) {
            std::cmp::Ordering::Less => return Refusal::AlreadyDone,
            std::cmp::Ordering::Greater => return Refusal::NotThisStep,
            std::cmp::Ordering::Equal => {}
        }
        let shared = |latest: Round, round: Round| {
            if round <= latest { Refusal::AlreadyDone } else { Refusal::NotYourTurn }
        };
        match (part, &self.stage) {
            (Part::Opening { round }, Stage::Opening { latest })
            | (Part::Time { round }, Stage::TimeAndPlace { latest: Some(latest) }) => {
                shared(latest.round, round)
            }
            (Part::Idea { number }, Stage::Planning { ideas, .. }) if number < ideas.next(who) => {
                Refusal::AlreadyDone
            }
            (Part::Idea { .. }, _) => Refusal::NotThisStep,
            // Each alone: whoever may not has done it.
            (Part::Feelings | Part::Deeper, _) => Refusal::AlreadyDone,
            (
                Part::Opening { .. }
                | Part::Time { .. }
                | Part::SayBack { .. }
                | Part::Perspective
                | Part::Responsibility
                | Part::Apology
                | Part::ApologyAnswer { .. },
                _,
            ) => Refusal::NotYourTurn,
        }
    }

    /// A short token of what this person's page depends on. A form that carries it can be told from a stale one.
    #[must_use]
    pub fn stamp(&self, roles: Roles, who: Seat, now: OffsetDateTime) -> String {
        let their_ideas = match &self.stage {
            Stage::Planning { ideas, .. } => ideas.of(who.other()),
            Stage::Opening { .. }
            | Stage::TimeAndPlace { .. }
            | Stage::Feelings { .. }
            | Stage::Listening { .. }
            | Stage::Perspectives { .. }
            | Stage::Deeper { .. }
            | Stage::Responsibility { .. }
            | Stage::OwnPart
            | Stage::Apology { .. }
            | Stage::Closed { .. } => 0,
        };
        let view = View {
            step: self.stage.step(),
            ask: self.asks(roles, who, now),
            back_from_break: self.back_from_break(now),
            may_answer: self.may_answer_late(roles, who, now),
            answer_waits: self.later().waits(apology_to(roles, who.other())),
            their_ideas,
        };
        let mut hash = Sha256::new();
        hash.update(b"toward talk page 1\0");
        // `Debug` names every field and cannot fail. Should a later version word it differently, pages reload once.
        hash.update(format!("{view:?}"));
        data_encoding::HEXLOWER.encode(hash.finalize().get(..8).unwrap_or_default())
    }

    /// Whether the live page of `to` should be told that something changed, from `before` to this.
    #[must_use]
    pub fn changed_for(&self, before: &Self, roles: Roles, to: Seat, now: OffsetDateTime) -> bool {
        before.stamp(roles, to, now) != self.stamp(roles, to, now)
    }

    /// Which apologies still wait for an answer.
    fn later(&self) -> Later {
        match self.stage {
            Stage::Apology { later, .. } | Stage::Planning { later, .. } => later,
            Stage::Opening { .. }
            | Stage::TimeAndPlace { .. }
            | Stage::Feelings { .. }
            | Stage::Listening { .. }
            | Stage::Perspectives { .. }
            | Stage::Deeper { .. }
            | Stage::Responsibility { .. }
            | Stage::OwnPart
            | Stage::Closed { .. } => Later::default(),
        }
    }
}

fn speaking(step: Step, part: Part, before: WaitFor, speaker: Seat, who: Seat, at: Speaking) -> Ask {
    match (at, Side::of(who, speaker)) {
        (Speaking::Speak, Side::Speaker) => Ask::Write(part),
        (Speaking::Speak, Side::Listener) => Ask::Wait(before),
        (Speaking::Hear(at), Side::Speaker | Side::Listener) => hearing(step, part, speaker, who, at),
    }
}

fn hearing(step: Step, heard: Part, speaker: Seat, who: Seat, at: Hearing) -> Ask {
    let said_back = |round| Part::SayBack { step, speaker, round };
    match (at, Side::of(who, speaker)) {
        (Hearing::Listen, Side::Listener) => Ask::Listen(heard),
        (Hearing::SayBack { round }, Side::Listener) => Ask::SayBack { heard, write: said_back(round) },
        (Hearing::Answer { .. }, Side::Listener) => Ask::Wait(WaitFor::Heard(step)),
        (Hearing::Listen | Hearing::SayBack { .. }, Side::Speaker) => Ask::Wait(WaitFor::SayBack(step)),
        (Hearing::Answer { round }, Side::Speaker) => Ask::AnswerSayBack { theirs: said_back(round) },
    }
}
