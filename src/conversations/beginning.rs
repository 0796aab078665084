//! The moves before the first step: are we in, what happened, and has it stopped.
//!
//! What must stay true: each answers alone whether they are in; a name is recognised by the other, never by whoever gave
//! it; and where something is not recognised or not said, the talk goes on only when both choose it.

use super::stage::{Alone, alone};
use super::turn::Side;
use super::{Event, Half, Naming, Order, Proposal, Refusal, Roles, Round, Seat, Stage, Stating, Talk};

impl Talk {
    /// Each alone: showing one's answer, and later going on although not both said yes.
    pub(super) fn are_we_in(&self, half: Half, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::In { round, at, done } = self.stage else { return Err(self.elsewhere(event)) };
        half.only_at(at)?;
        Ok(match (alone(done, who)?, at) {
            (Alone::Waits(done), at) => Stage::In { round, at, done },
            (Alone::Both, Half::Write) => Stage::In { round, at: Half::Read, done: None },
            (Alone::Both, Half::Read) => first_opening(),
        })
    }

    /// Both answers are open: going on when both are yes, or asking once more.
    pub(super) fn after_both_answers(&self, event: Event) -> Result<Stage, Refusal> {
        let Stage::In { round, at, .. } = self.stage else { return Err(self.elsewhere(event)) };
        Half::Read.only_at(at)?;
        if event == Event::AskInAgain {
            return Ok(Stage::In { round: round.next(), at: Half::Write, done: None });
        }
        Ok(first_opening())
    }

    /// A name for what happened: the first one, another one than the other's, or other words of one's own once the
    /// other has not recognised them.
    pub(super) fn name_it(&self, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::Opening { latest, said, .. } = self.stage else { return Err(self.elsewhere(event)) };
        let latest = match latest {
            None => Proposal::first(who),
            Some(latest) => latest.reworded(who, said.is_some())?,
        };
        Ok(Stage::Opening { latest: Some(latest), said: None, anyway: None })
    }

    /// Recognising it, also after having said something else first.
    pub(super) fn recognise(&self, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::Opening { latest, .. } = self.stage else { return Err(self.elsewhere(event)) };
        latest.ok_or(Refusal::NotThisStep)?.answered(who)?;
        Ok(first_statement())
    }

    /// "I see it differently" and "not yet": answers to the name the other gave. The first may follow the second.
    pub(super) fn answer_name(&self, who: Seat, event: Event, answer: Naming) -> Result<Stage, Refusal> {
        let Stage::Opening { latest, said, anyway } = self.stage else { return Err(self.elsewhere(event)) };
        latest.ok_or(Refusal::NotThisStep)?.answered(who)?;
        match (said, answer) {
            (None, _) | (Some(Naming::NotYet), Naming::Differently) => {
                // Whoever chose "anyway" before there were these words has not chosen it for them.
                let anyway = anyway.filter(|chose| *chose == who);
                Ok(Stage::Opening { latest, said: Some(answer), anyway })
            }
            (Some(Naming::NotYet | Naming::Differently), _) => Err(Refusal::AlreadyDone),
        }
    }

    /// "We go on anyway": it takes both, where something was not acknowledged or not said.
    pub(super) fn anyway(&self, roles: Roles, who: Seat) -> Result<Stage, Refusal> {
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
    pub(super) fn state(&self, roles: Roles, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::Statement { turn, round, at } = self.stage else { return Err(self.elsewhere(event)) };
        let to = if event == Event::State { Stating::Made } else { Stating::NotReady { anyway: None } };
        match (at, Side::of(who, roles.causer(turn))) {
            (_, Side::Listener) => Err(turn.not_the_listener()),
            (Stating::Open, Side::Speaker) => Ok(Stage::Statement { turn, round, at: to }),
            (Stating::NotReady { .. }, Side::Speaker) if to == Stating::Made => {
                Ok(Stage::Statement { turn, round: round.next(), at: to })
            }
            (Stating::Made | Stating::NotReady { .. }, Side::Speaker) => Err(Refusal::AlreadyDone),
        }
    }

    /// Going on from the other's statement.
    pub(super) fn statement_read(&self, roles: Roles, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::Statement { turn, at, .. } = self.stage else { return Err(self.elsewhere(event)) };
        match (at, Side::of(who, roles.causer(turn))) {
            (Stating::Made, Side::Listener) => Ok(after_statement(roles, turn)),
            (Stating::Made, Side::Speaker) | (Stating::Open | Stating::NotReady { .. }, _) => {
                Err(Refusal::NotYourTurn)
            }
        }
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
