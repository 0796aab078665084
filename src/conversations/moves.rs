//! The moves of the eight steps: which act, by whom, leads to which stage.
//!
//! What must stay true: a step is never skipped and never returned to, and sharing and passing lead to the same value.

use super::stage::{Alone, alone};
use super::turn::{Move, Moved, Side};
use super::{
    Answer, Event, Giving, Half, Hearing, Ideas, Later, Naming, Order, Outcome, Proposal, Refusal, Roles,
    Seat, Speaking, Stage, Talk,
};

impl Talk {
    /// The stage that follows.
    pub(super) fn stage_after(&self, roles: Roles, who: Seat, event: Event) -> Result<Stage, Refusal> {
        match event {
            Event::ShowIn => self.are_we_in(Half::Write, who, event),
            Event::OnwardIn => self.are_we_in(Half::Read, who, event),
            Event::BothIn | Event::AskInAgain => self.after_both_answers(event),
            Event::ProposeOpening => self.name_it(who, event),
            Event::AcceptOpening => self.recognise(who, event),
            Event::SeeDifferently => self.answer_name(who, event, Naming::Differently),
            Event::NotYet => self.answer_name(who, event, Naming::NotYet),
            Event::Anyway => self.anyway(roles, who),
            Event::State | Event::NotReady => self.state(roles, who, event),
            Event::StatementRead => self.statement_read(roles, who, event),
            Event::ProposeTime => self.propose_time(who, event),
            Event::AcceptTime => self.accept_time(who, event),
            Event::Ready => self.ready(who, event),
            Event::ShareFeelings => self.feelings(who, event),
            Event::Listened => self.heard(roles, who, Move::Listened, event),
            Event::SayBack => self.heard(roles, who, Move::SaidBack, event),
            Event::Heard => self.heard(roles, who, Move::Heard, event),
            Event::NotQuite => self.heard(roles, who, Move::NotQuite, event),
            Event::SharePerspective => self.perspective(roles, who, event),
            // Sharing and passing are one and the same from here on: the difference is an entry, or none.
            Event::ShareDeeper | Event::PassDeeper => self.deeper(Half::Write, who, event),
            Event::OnwardDeeper => self.deeper(Half::Read, who, event),
            Event::ShareResponsibility | Event::PassResponsibility => self.responsibility(roles, who, event),
            Event::GiveApology => self.apology(roles, who, event),
            Event::AnswerApology(answer) => self.answer(roles, who, answer),
            Event::ShareIdea => self.idea(who, event),
            Event::Enough => self.enough(who, event),
            // Nothing rests: it was gone on with already.
            Event::Resume => Err(Refusal::AlreadyDone),
            Event::Settle(_) => Err(Refusal::NotThisStep),
            // These are about the talk as a whole: see `Talk::next`.
            Event::Break { .. }
            | Event::ExtendBreak { .. }
            | Event::GoOnToday
            | Event::Suggest(_)
            | Event::OnlyFeelings(_)
            | Event::NotOnlyFeelings
            | Event::SuggestTime
            | Event::AgreeToTime
            | Event::LeaveTime
            | Event::StopForNow
            | Event::LeaveForTherapist
            | Event::Stop => Ok(self.stage.clone()),
        }
    }

    fn propose_time(&self, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::TimeAndPlace { latest } = self.stage else { return Err(self.elsewhere(event)) };
        let latest = latest.map_or(Ok(Proposal::first(who)), |latest| latest.countered(who))?;
        Ok(Stage::TimeAndPlace { latest: Some(latest) })
    }

    fn accept_time(&self, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::TimeAndPlace { latest } = self.stage else { return Err(self.elsewhere(event)) };
        latest.ok_or(Refusal::NotThisStep)?.answered(who)?;
        Ok(Stage::Before { done: None })
    }

    fn ready(&self, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::Before { done } = self.stage else { return Err(self.elsewhere(event)) };
        Ok(match alone(done, who)? {
            Alone::Waits(done) => Stage::Before { done },
            Alone::Both => Stage::Feelings { done: None },
        })
    }

    fn feelings(&self, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::Feelings { done } = self.stage else { return Err(self.elsewhere(event)) };
        Ok(match alone(done, who)? {
            Alone::Waits(done) => Stage::Feelings { done },
            Alone::Both => Stage::Listening { turn: Order::First, at: Hearing::Listen },
        })
    }

    /// A move in whichever hearing is going on.
    fn heard(&self, roles: Roles, who: Seat, by: Move, event: Event) -> Result<Stage, Refusal> {
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
            _ => Err(self.elsewhere(event)),
        }
    }

    fn perspective(&self, roles: Roles, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::Perspectives { turn, at } = self.stage else { return Err(self.elsewhere(event)) };
        let at = spoken(turn, at, Side::of(who, roles.speaker(turn)))?;
        Ok(Stage::Perspectives { turn, at })
    }

    fn deeper(&self, half: Half, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::Deeper { at, done } = self.stage else { return Err(self.elsewhere(event)) };
        half.only_at(at)?;
        Ok(match (alone(done, who)?, at) {
            (Alone::Waits(done), at) => Stage::Deeper { at, done },
            (Alone::Both, Half::Write) => Stage::Deeper { at: Half::Read, done: None },
            (Alone::Both, Half::Read) => Stage::Responsibility { turn: Order::First, at: Speaking::Speak },
        })
    }

    fn responsibility(&self, roles: Roles, who: Seat, event: Event) -> Result<Stage, Refusal> {
        match self.stage {
            Stage::Responsibility { turn, at } => {
                let at = spoken(turn, at, Side::of(who, roles.causer(turn)))?;
                if event == Event::PassResponsibility {
                    return Err(Refusal::CannotPass);
                }
                Ok(Stage::Responsibility { turn, at })
            }
            Stage::OwnPart if who == roles.causer(Order::First) => Err(Refusal::AlreadyDone),
            Stage::OwnPart => Ok(first_apology()),
            _ => Err(self.elsewhere(event)),
        }
    }

    fn apology(&self, roles: Roles, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::Apology { turn, at, later } = self.stage else { return Err(self.elsewhere(event)) };
        match (at, Side::of(who, roles.causer(turn))) {
            (_, Side::Listener) => Err(turn.not_the_listener()),
            (Giving::Give, Side::Speaker) => Ok(Stage::Apology { turn, at: Giving::Answer, later }),
            (Giving::Answer, Side::Speaker) => Err(Refusal::AlreadyDone),
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
            _ => Err(self.elsewhere(Event::AnswerApology(answer))),
        }
    }

    /// One idea more. It takes back one's own "enough", and nobody else's.
    fn idea(&self, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::Planning { ideas, enough, later } = self.stage else { return Err(self.elsewhere(event)) };
        let enough = enough.filter(|said| *said != who);
        Ok(Stage::Planning { ideas: ideas.with_one_more(who), enough, later })
    }

    fn enough(&self, who: Seat, event: Event) -> Result<Stage, Refusal> {
        let Stage::Planning { ideas, enough, later } = self.stage else { return Err(self.elsewhere(event)) };
        Ok(match alone(enough, who)? {
            Alone::Waits(enough) => Stage::Planning { ideas, enough, later },
            Alone::Both => Stage::closed(Outcome::Finished),
        })
    }

    /// Why an event of another stage is refused: that stage is still to come, or it is over.
    pub(super) fn elsewhere(&self, event: Event) -> Refusal {
        if self.stage.point() > event.latest() { Refusal::AlreadyDone } else { Refusal::NotThisStep }
    }
}

/// The turn after its speaker has shared.
fn spoken(turn: Order, at: Speaking, side: Side) -> Result<Speaking, Refusal> {
    match (at, side) {
        (Speaking::Speak, Side::Speaker) => Ok(Speaking::Hear(Hearing::Listen)),
        (Speaking::Hear(_), Side::Speaker) => Err(Refusal::AlreadyDone),
        (Speaking::Speak | Speaking::Hear(_), Side::Listener) => Err(turn.not_the_listener()),
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
