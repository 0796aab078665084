//! What one person may write and share, and why not.
//!
//! What must stay true: a part is open exactly when the act that shares it would be accepted, and where it is not, the
//! reason is the act's own. What stands beside the talk moves nothing, and rests when the talk rests.

use time::OffsetDateTime;

use super::moves::apology_to;
use super::stage::Point;
use super::{
    Answer, Ask, Event, Hearing, Naming, Order, Outcome, Part, Refusal, Roles, Seat, Speaking, Stage,
    Stating, Step, Talk,
};

impl Talk {
    /// Whether `who` may share this part now.
    pub fn may_write(&self, roles: Roles, who: Seat, part: Part, now: OffsetDateTime) -> Result<(), Refusal> {
        if let Part::Next { number } = part {
            return self.may_suggest_a_time(number, now);
        }
        match act(part) {
            None => self.may_add(roles, who, part, now),
            Some(_) if self.opens(roles, who, part, now) => Ok(()),
            Some(act) => Err(self.not_this(roles, who, part, act, now)),
        }
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

    /// Whether the page has a place for this part.
    fn opens(&self, roles: Roles, who: Seat, part: Part, now: OffsetDateTime) -> bool {
        let ask = self.asks(roles, who, now);
        ask.part() == Some(part)
            || match (part, ask) {
                (Part::Naming { round }, Ask::AnswerOpening { theirs }) => round == theirs,
                (Part::Naming { round }, Ask::Unnamed { latest, mine: false, said: Naming::NotYet, .. }) => {
                    round == latest
                }
                (Part::ApologyAnswer { to }, ask) => {
                    to == who.other() && (ask == Ask::AnswerApology || self.may_answer_late(roles, who, now))
                }
                _ => false,
            }
    }

    /// Why this part is not open: it is over, or what stands against the act of sharing it.
    fn not_this(&self, roles: Roles, who: Seat, part: Part, act: Event, now: OffsetDateTime) -> Refusal {
        let step = self.stage.step();
        match self.held(now) {
            Err(held) => held,
            // also one that was shared before and taken back
            Ok(()) if self.is_closed_to_solutions(now) && matches!(part, Part::Idea { .. }) => {
                Refusal::OnlyFeelings
            }
            Ok(()) if part.step() < step || self.is_past(roles, who, part) => Refusal::AlreadyDone,
            Ok(()) if part.step() > step => Refusal::NotThisStep,
            // The act is open and the part is not: it has a number that comes later.
            Ok(()) => self.next(roles, who, act, now).err().unwrap_or(Refusal::NotThisStep),
        }
    }

    /// Whether the talk has gone past this number of a part that there can be several of.
    fn is_past(&self, roles: Roles, who: Seat, part: Part) -> bool {
        match (part, &self.stage) {
            (Part::In { round: asked }, Stage::In { round, .. }) => asked < *round,
            (Part::Opening { round }, Stage::Opening { latest: Some(latest), .. })
            | (Part::Time { round }, Stage::TimeAndPlace { latest: Some(latest) }) => round <= latest.round,
            (Part::Naming { round }, Stage::Opening { latest: Some(latest), .. }) => round < latest.round,
            (Part::Statement { round: made }, Stage::Statement { round, at, .. }) => {
                made < *round || (made == *round && *at != Stating::Open)
            }
            (Part::SayBack { speaker, round: said, .. }, stage) => {
                let (turn, heard, at) = match *stage {
                    Stage::Listening { turn, at } => (turn, roles.speaker(turn), Speaking::Hear(at)),
                    Stage::Perspectives { turn, at } => (turn, roles.speaker(turn), at),
                    Stage::Responsibility { turn, at } => (turn, roles.causer(turn), at),
                    _ => return false,
                };
                match at {
                    _ if speaker != heard => turn == Order::Second,
                    Speaking::Hear(Hearing::SayBack { round }) => said < round,
                    Speaking::Hear(Hearing::Answer { round }) => said <= round,
                    Speaking::Hear(Hearing::Listen) | Speaking::Speak => false,
                }
            }
            (Part::Idea { number }, Stage::Planning { ideas, .. }) => number < ideas.next(who),
            _ => false,
        }
    }

    /// Whether `who` may share something that stands beside the talk and moves nothing.
    ///
    /// A line of the preparation while the part it belongs to is open; another memory once the other's telling was
    /// heard; what explains once the apology was answered; what it meant from the last step on, also after the end.
    fn may_add(&self, roles: Roles, who: Seat, part: Part, now: OffsetDateTime) -> Result<(), Refusal> {
        if part == Part::Meaning && matches!(self.stage, Stage::Closed { outcome: Outcome::Finished, .. }) {
            return Ok(());
        }
        self.held(now)?;
        let open = match part {
            Part::Line { step, .. } => {
                return match released_with(step) {
                    Some(part) => self.may_write(roles, who, part, now),
                    None => Err(Refusal::NotThisStep),
                };
            }
            // Nothing says whether there is an own part of whoever was only hurt, so nothing stands beside it.
            Part::Remember { step: Step::Responsibility } if !roles.has_caused(who.other()) => {
                return Err(Refusal::NotYours);
            }
            Part::Remember { step } => self.was_heard(roles, who.other(), step),
            Part::Explanation if !roles.has_caused(who) => return Err(Refusal::NotYours),
            Part::Explanation => self.was_answered(apology_to(roles, who.other())),
            Part::Meaning => self.stage.point() == Point::Planning,
            _ => false,
        };
        if open { Ok(()) } else { Err(Refusal::NotThisStep) }
    }

    /// Whether the turn of this speaker in step 4 or 6 was heard to its end.
    fn was_heard(&self, roles: Roles, speaker: Seat, step: Step) -> bool {
        match (step, &self.stage) {
            (Step::Perspectives, Stage::Perspectives { turn, .. }) => {
                *turn == Order::Second && speaker == roles.speaker(Order::First)
            }
            (Step::Responsibility, Stage::Responsibility { turn, .. }) => {
                *turn == Order::Second && speaker == roles.causer(Order::First)
            }
            (Step::Responsibility, Stage::OwnPart) => true,
            (step, stage) => stage.step() > Some(step),
        }
    }

    /// Whether the apology of this turn has an answer, "later" included: then it was read.
    fn was_answered(&self, turn: Order) -> bool {
        match &self.stage {
            Stage::Apology { turn: now, .. } => turn == Order::First && *now == Order::Second,
            stage => stage.point() > Point::Apology,
        }
    }
}

/// The act that sharing this part is; none for what stands beside the talk. Where the words say which of several acts
/// it is, one of them stands for all.
const fn act(part: Part) -> Option<Event> {
    match part {
        Part::Statement { .. } => Some(Event::State),
        Part::ApologyAnswer { .. } => Some(Event::AnswerApology(Answer::Heard)),
        part => part.shared(),
    }
}

/// The part that a line prepared for this step is released with.
const fn released_with(step: Step) -> Option<Part> {
    match step {
        Step::Feelings => Some(Part::Feelings),
        Step::Perspectives => Some(Part::Perspective),
        Step::Deeper => Some(Part::Deeper),
        Step::Responsibility => Some(Part::Responsibility),
        Step::Apology => Some(Part::Apology),
        // In step 8 a line becomes an idea; there is nothing to release in the others.
        Step::TimeAndPlace | Step::Listening | Step::Planning => None,
    }
}
