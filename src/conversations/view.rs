//! A talk as one person may see it: what it asks of them, what they may write, and a stamp of their page.
//!
//! The stamp is how live pages notice a change, so it must not change for anything the other has not shown.

use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use super::talk::apology_to;
use super::turn::Side;
use super::{
    Ask, Giving, Half, Hearing, How, Later, Naming, Order, Part, Refusal, Roles, Round, Seat, Speaking,
    Stage, Stating, Step, Suggested, Talk, WaitFor,
};

/// Everything of the talk that one person's page depends on.
#[derive(Debug)]
#[expect(dead_code, reason = "read through `Debug`, which the lint does not count")]
struct View {
    step: Option<Step>,
    ask: Ask,
    back_from_break: bool,
    /// How the two sit, and how one of them would like to.
    how: How,
    suggested: Option<Suggested>,
    /// Whether those who were hurt call it settled.
    settled: bool,
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
            return Ask::Resting { i_asked: asked(who), they_asked: asked(who.other()) };
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

    /// Why nothing can be written now at all.
    fn held(&self, now: OffsetDateTime) -> Result<(), Refusal> {
        if let Stage::Closed { .. } = self.stage {
            return Err(Refusal::Closed);
        }
        if self.rest.is_some() {
            return Err(Refusal::Resting);
        }
        if let Some(pause) = self.pause(now) {
            return Err(Refusal::OnBreak { until: pause.until() });
        }
        if self.tomorrow(now).is_some() { Err(Refusal::Tomorrow) } else { Ok(()) }
    }

    /// Whether `who` may share this part now.
    pub fn may_write(&self, roles: Roles, who: Seat, part: Part, now: OffsetDateTime) -> Result<(), Refusal> {
        if part.is_beside() {
            return self.may_add(roles, who, part, now);
        }
        self.held(now)?;
        let ask = self.asks(roles, who, now);
        let differs = match ask {
            Ask::AnswerOpening { theirs } => part == Part::Naming { round: theirs },
            Ask::Unnamed { latest, mine: false, said: Naming::NotYet, .. } => {
                part == Part::Naming { round: latest }
            }
            _ => false,
        };
        let answers = differs
            || part == Part::ApologyAnswer { to: who.other() }
                && (ask == Ask::AnswerApology || self.may_answer_late(roles, who, now));
        if answers || ask.part() == Some(part) { Ok(()) } else { Err(self.not_this(who, part)) }
    }

    /// Whether `who` may share something that stands beside the talk and moves nothing.
    ///
    /// A line of the preparation in one's own turn; another memory once the other's telling was heard; what explains once
    /// the apology was answered; what it meant from the last step on, also after the end.
    fn may_add(&self, roles: Roles, who: Seat, part: Part, now: OffsetDateTime) -> Result<(), Refusal> {
        let finished = matches!(self.stage, Stage::Closed { outcome: super::Outcome::Finished, .. });
        if part == Part::Meaning && finished {
            return Ok(());
        }
        self.held(now)?;
        let step = self.stage.step();
        let open = match part {
            Part::Line { step: of, .. } => {
                return match (self.asks(roles, who, now), Some(of).cmp(&step)) {
                    (Ask::Write(_) | Ask::WriteOrPass(_), std::cmp::Ordering::Equal) => Ok(()),
                    (_, std::cmp::Ordering::Less) => Err(Refusal::AlreadyDone),
                    (_, std::cmp::Ordering::Greater) => Err(Refusal::NotThisStep),
                    (_, std::cmp::Ordering::Equal) => Err(Refusal::NotYourTurn),
                };
            }
            Part::Remember { step: of } => self.was_heard(roles, who.other(), of),
            Part::Explanation if !roles.has_caused(who) => return Err(Refusal::NotYours),
            Part::Explanation => self.was_answered(apology_to(roles, who.other())),
            Part::Meaning => step == Some(Step::Planning),
            _ => false,
        };
        if open { Ok(()) } else { Err(Refusal::NotThisStep) }
    }

    /// Whether the turn of this speaker in step 4 or 6 was heard to its end.
    fn was_heard(&self, roles: Roles, speaker: Seat, step: Step) -> bool {
        let past = self.stage.step().is_some_and(|now| now > step);
        match (step, &self.stage) {
            (Step::Perspectives, Stage::Perspectives { turn: Order::Second, .. }) => {
                speaker == roles.speaker(Order::First)
            }
            (Step::Responsibility, _) if !roles.has_caused(speaker) => false,
            (Step::Responsibility, Stage::OwnPart) => true,
            (Step::Responsibility, Stage::Responsibility { turn: Order::Second, .. }) => {
                speaker == roles.causer(Order::First)
            }
            _ => past,
        }
    }

    /// Whether the apology of this turn has an answer, "later" included: then it was read.
    fn was_answered(&self, turn: Order) -> bool {
        match (&self.stage, turn) {
            (Stage::Apology { turn: Order::Second, .. }, Order::First) | (Stage::Planning { .. }, _) => true,
            _ => false,
        }
    }

    /// Whether the talk has come to where `reader` reads this part of the other, once it is shared.
    ///
    /// What each writes alone is not read before the other is done as well, and feelings wait for their turn. When the
    /// talk is closed, all that was shared is there for both.
    #[must_use]
    pub fn may_read(&self, roles: Roles, reader: Seat, part: Part) -> bool {
        match part {
            // Their key opens with one's own answer; this says which of several askings is open.
            Part::In { round: asked } => match self.stage {
                Stage::In { round, at, .. } => asked < round || (asked == round && at == Half::Read),
                _ => true,
            },
            Part::Feelings | Part::Line { step: Step::Feelings, .. } => match self.stage {
                Stage::In { .. }
                | Stage::Opening { .. }
                | Stage::Statement { .. }
                | Stage::TimeAndPlace { .. }
                | Stage::Before { .. }
                | Stage::Feelings { .. } => false,
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
            Part::Deeper | Part::Line { step: Step::Deeper, .. } => match self.stage {
                Stage::Deeper { at, .. } => at == Half::Read,
                Stage::In { .. }
                | Stage::Opening { .. }
                | Stage::Statement { .. }
                | Stage::TimeAndPlace { .. }
                | Stage::Before { .. }
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
            Part::Naming { .. }
            | Part::Statement { .. }
            | Part::Line { .. }
            | Part::Remember { .. }
            | Part::Explanation
            | Part::Meaning
            | Part::Opening { .. }
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
            (Part::In { round: asked }, Stage::In { round, .. }) => shared(*round, asked),
            (Part::In { .. }, _) => Refusal::AlreadyDone,
            (Part::Opening { .. } | Part::Naming { .. } | Part::Statement { .. }, Stage::In { .. })
            | (Part::Statement { .. }, Stage::Opening { .. }) => Refusal::NotThisStep,
            (Part::Opening { .. } | Part::Naming { .. }, Stage::Statement { .. })
            | (Part::Time { .. }, Stage::Before { .. }) => Refusal::AlreadyDone,
            (Part::Opening { round }, Stage::Opening { latest: Some(latest), .. })
            | (Part::Time { round }, Stage::TimeAndPlace { latest: Some(latest) }) => {
                shared(latest.round, round)
            }
            (Part::Naming { round }, Stage::Opening { latest: Some(latest), said, .. })
                if round < latest.round || (round == latest.round && *said == Some(Naming::Differently)) =>
            {
                Refusal::AlreadyDone
            }
            (Part::Statement { round: made }, Stage::Statement { round, at, .. })
                if made < *round || (made == *round && *at != Stating::Open) =>
            {
                Refusal::AlreadyDone
            }
            (Part::Idea { number }, Stage::Planning { ideas, .. }) if number < ideas.next(who) => {
                Refusal::AlreadyDone
            }
            (Part::Idea { .. }, _) => Refusal::NotThisStep,
            // Each alone: whoever may not has done it.
            (Part::Feelings | Part::Deeper, _) => Refusal::AlreadyDone,
            _ => Refusal::NotYourTurn,
        }
    }

    /// A short token of what this person's page depends on. A form that carries it can be told from a stale one.
    #[must_use]
    pub fn stamp(&self, roles: Roles, who: Seat, now: OffsetDateTime) -> String {
        let their_ideas = match &self.stage {
            Stage::Planning { ideas, .. } => ideas.of(who.other()),
            _ => 0,
        };
        let view = View {
            step: self.stage.step(),
            ask: self.asks(roles, who, now),
            back_from_break: self.back_from_break(now),
            how: self.how,
            suggested: self.suggested,
            settled: self.is_settled(roles),
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
