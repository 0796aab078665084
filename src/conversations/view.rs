//! A talk as one person may see it: what it asks of them, and a stamp of their page.
//!
//! The stamp is how live pages notice a change, so it must not change for anything the other has not shown.

use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use super::moves::apology_to;
use super::turn::Side;
use super::{
    Ask, Giving, Half, Hearing, How, Later, NextTime, OnlyFeelings, Order, Part, Roles, Seat, Speaking,
    Stage, Stating, Step, Suggested, Talk, WaitFor,
};

/// Everything of the talk that one person's page depends on.
#[derive(Debug, PartialEq, Eq)]
struct View {
    step: Option<Step>,
    ask: Ask,
    back_from_break: bool,
    /// How the two sit, and how one of them would like to.
    how: How,
    suggested: Option<Suggested>,
    /// A sitting about feelings only: what of it this person may know, and whether it is this one.
    feelings: (Option<OnlyFeelings>, bool),
    /// The times that were suggested for the next sitting, and what was agreed.
    next: Option<NextTime>,
    /// Whether those who were hurt call it settled, and whether this person does.
    settled: [bool; 2],
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
        if let Some(rest) = self.rest {
            let asked = |seat| rest.asked == Some(seat);
            let for_therapist = rest.for_therapist;
            return Ask::Resting { i_asked: asked(who), they_asked: asked(who.other()), for_therapist };
        }
        if let Some(pause) = self.pause(now) {
            return Ask::Break { until: pause.until(), by: pause.by() };
        }
        if let (Some(tomorrow), Some(step)) = (self.tomorrow(now), self.stage.step()) {
            return Ask::Tomorrow { step, i_agreed: tomorrow.agreed == Some(who) };
        }
        match self.stage {
            Stage::In { at: Half::Write, done, .. } if done == Some(who) => Ask::Wait(WaitFor::In),
            Stage::In { at: Half::Write, round, .. } => Ask::Write(Part::In { round }),
            Stage::In { at: Half::Read, round, done } => Ask::ReadIn { round, i_go_on: done == Some(who) },
            Stage::Opening { latest: None, .. } => Ask::ProposeOpening,
            Stage::Opening { latest: Some(latest), said: Some(said), anyway } => Ask::Unnamed {
                latest: latest.round,
                mine: latest.by == who,
                said,
                i_go_on: anyway == Some(who),
            },
            Stage::Opening { latest: Some(latest), .. } if latest.by == who => {
                Ask::Wait(WaitFor::OpeningAnswer)
            }
            Stage::Opening { latest: Some(latest), .. } => Ask::AnswerOpening { theirs: latest.round },
            Stage::Statement { turn, round, at } => {
                let mine = who == roles.causer(turn);
                match at {
                    Stating::Open if mine => Ask::Write(Part::Statement { round }),
                    Stating::Open => Ask::Wait(WaitFor::Statement),
                    Stating::Made if mine => Ask::Wait(WaitFor::StatementRead),
                    Stating::Made => Ask::ReadStatement { theirs: round },
                    Stating::NotReady { anyway } => {
                        Ask::NotReady { round, mine, i_go_on: anyway == Some(who) }
                    }
                }
            }
            Stage::TimeAndPlace { latest: None } => Ask::ProposeTime,
            Stage::TimeAndPlace { latest: Some(latest) } if latest.by == who => {
                Ask::Wait(WaitFor::TimeAnswer)
            }
            Stage::TimeAndPlace { latest: Some(latest) } => Ask::AnswerTime { theirs: latest.round },
            Stage::Before { done } if done == Some(who) => Ask::Wait(WaitFor::Before),
            Stage::Before { .. } => Ask::Before,
            Stage::Feelings { done } if done == Some(who) => Ask::Wait(WaitFor::Feelings),
            Stage::Feelings { .. } => Ask::Write(Part::Feelings),
            Stage::Listening { turn, at } => {
                hearing(Step::Listening, Part::Feelings, roles.speaker(turn), who, at)
            }
            Stage::Perspectives { turn, at } => {
                let step = Step::Perspectives;
                speaking(step, Part::Perspective, WaitFor::Perspective, roles.speaker(turn), who, at)
            }
            Stage::Deeper { at: Half::Write, done } if done == Some(who) => Ask::Wait(WaitFor::Deeper),
            Stage::Deeper { at: Half::Write, .. } => Ask::WriteOrPass(Part::Deeper),
            Stage::Deeper { at: Half::Read, done } if done == Some(who) => Ask::Wait(WaitFor::ReadOn),
            Stage::Deeper { at: Half::Read, .. } => Ask::ReadOn,
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
            Stage::Planning { .. } if self.is_only_feelings(now) => {
                Ask::OnlyFeelings { i_lift: self.would_lift(who, now) }
            }
            Stage::Planning { ideas, enough, .. } => Ask::Plan {
                number: ideas.next(who),
                i_said_enough: enough == Some(who),
                they_said_enough: enough == Some(who.other()),
            },
            Stage::Closed { outcome, .. } => Ask::Closed(outcome),
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
        self.goes_on(now) && self.later().waits(apology_to(roles, who))
    }

    /// Whether neither a break nor a rest nor a day that is enough holds it.
    fn goes_on(&self, now: OffsetDateTime) -> bool {
        self.rest.is_none() && self.pause(now).is_none() && self.tomorrow(now).is_none()
    }

    /// Everything that this person's page depends on.
    fn view(&self, roles: Roles, who: Seat, now: OffsetDateTime) -> View {
        let their_ideas = match &self.stage {
            Stage::Planning { ideas, .. } => ideas.of(who.other()),
            _ => 0,
        };
        let my_mark = matches!(self.stage, Stage::Closed { settled, .. } if settled.by(roles, who));
        View {
            step: self.stage.step(),
            ask: self.asks(roles, who, now),
            back_from_break: self.back_from_break(now),
            how: self.how,
            suggested: self.suggested,
            feelings: (self.only_feelings(now).map(|only| only.seen_by(who)), self.is_only_feelings(now)),
            next: self.next.clone(),
            settled: [self.is_settled(roles), my_mark],
            may_answer: self.may_answer_late(roles, who, now),
            answer_waits: self.later().waits(apology_to(roles, who.other())),
            their_ideas,
        }
    }

    /// A short token of what this person's page depends on. A form that carries it can be told from a stale one.
    #[must_use]
    pub fn stamp(&self, roles: Roles, who: Seat, now: OffsetDateTime) -> String {
        let mut hash = Sha256::new();
        hash.update(b"toward talk page 1\0");
        // `Debug` names every field and cannot fail. Should a later version word it differently, pages reload once.
        hash.update(format!("{:?}", self.view(roles, who, now)));
        data_encoding::HEXLOWER.encode(hash.finalize().get(..8).unwrap_or_default())
    }

    /// Whether the live page of `to` should be told that something changed, from `before` to this.
    #[must_use]
    pub fn changed_for(&self, before: &Self, roles: Roles, to: Seat, now: OffsetDateTime) -> bool {
        before.view(roles, to, now) != self.view(roles, to, now)
    }

    /// Which apologies still wait for an answer.
    fn later(&self) -> Later {
        match self.stage {
            Stage::Apology { later, .. } | Stage::Planning { later, .. } => later,
            _ => Later::default(),
        }
    }

    /// Whether everybody who was hurt calls it settled, unless something new comes up.
    #[must_use]
    pub fn is_settled(&self, roles: Roles) -> bool {
        matches!(self.stage, Stage::Closed { settled, .. } if settled.is_whole(roles))
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
