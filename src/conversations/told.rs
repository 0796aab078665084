//! A talk in the making, for the rules: acts that are accepted, one after the other.

use time::OffsetDateTime;

use super::Seat::{One, Two};
pub(super) use super::reach::NOW;
use super::*;

/// Seat one was hurt, seat two caused it.
pub(super) fn roles() -> Roles {
    Roles::new(Role::Hurt, Role::Caused).unwrap()
}

/// A talk and the time: every act happens `now`.
#[derive(Clone)]
pub(super) struct Told {
    pub(super) talk: Talk,
    pub(super) roles: Roles,
    pub(super) now: OffsetDateTime,
}

impl Told {
    pub(super) fn new(roles: Roles) -> Self {
        Self { talk: Talk::begun(), roles, now: NOW }
    }

    pub(super) fn does(mut self, who: Seat, events: &[Event]) -> Self {
        for event in events {
            self.talk = self.talk.next(self.roles, who, *event, self.now).unwrap();
        }
        self
    }

    pub(super) fn both(self, event: Event) -> Self {
        self.does(One, &[event]).does(Two, &[event])
    }

    pub(super) fn at(self, now: OffsetDateTime) -> Self {
        Self { now, ..self }
    }

    pub(super) fn refuses(&self, who: Seat, event: Event) -> Refusal {
        self.talk.next(self.roles, who, event, self.now).unwrap_err()
    }

    pub(super) fn asks(&self, who: Seat) -> Ask {
        self.talk.asks(self.roles, who, self.now)
    }

    pub(super) fn stamp(&self, who: Seat) -> String {
        self.talk.stamp(self.roles, who, self.now)
    }

    pub(super) fn may_write(&self, who: Seat, part: Part) -> Result<(), Refusal> {
        self.talk.may_write(self.roles, who, part, self.now)
    }

    pub(super) fn heard(self, speaker: Seat) -> Self {
        self.does(speaker.other(), &[Event::Listened, Event::SayBack]).does(speaker, &[Event::Heard])
    }

    pub(super) fn at_opening(roles: Roles) -> Self {
        Self::new(roles).both(Event::ShowIn).does(One, &[Event::BothIn])
    }

    pub(super) fn at_statement(roles: Roles) -> Self {
        Self::at_opening(roles).does(One, &[Event::ProposeOpening]).does(Two, &[Event::AcceptOpening])
    }

    pub(super) fn at_time(roles: Roles) -> Self {
        let mut told = Self::at_statement(roles);
        let turns = if roles.both_caused() { vec![Order::First, Order::Second] } else { vec![Order::First] };
        for turn in turns {
            let causer = roles.causer(turn);
            told = told.does(causer, &[Event::State]).does(causer.other(), &[Event::StatementRead]);
        }
        told
    }

    pub(super) fn at_feelings(roles: Roles) -> Self {
        Self::at_time(roles)
            .does(Two, &[Event::ProposeTime])
            .does(One, &[Event::AcceptTime])
            .both(Event::Ready)
    }

    pub(super) fn at_listening(roles: Roles) -> Self {
        Self::at_feelings(roles).both(Event::ShareFeelings)
    }

    pub(super) fn at_perspectives(roles: Roles) -> Self {
        let (first, second) = (roles.speaker(Order::First), roles.speaker(Order::Second));
        Self::at_listening(roles).heard(first).heard(second)
    }

    /// Step 4 is done, and step 5 waits for tomorrow.
    pub(super) fn after_perspectives(roles: Roles) -> Self {
        let (first, second) = (roles.speaker(Order::First), roles.speaker(Order::Second));
        let told = Self::at_perspectives(roles).does(first, &[Event::SharePerspective]).heard(first);
        told.does(second, &[Event::SharePerspective]).heard(second)
    }

    pub(super) fn at_deeper(roles: Roles) -> Self {
        Self::after_perspectives(roles).both(Event::GoOnToday)
    }

    pub(super) fn at_responsibility(roles: Roles) -> Self {
        let told = Self::at_deeper(roles).does(One, &[Event::PassDeeper]).does(Two, &[Event::ShareDeeper]);
        told.both(Event::OnwardDeeper).both(Event::GoOnToday)
    }

    /// The end of step 6, with seat two as the one who caused it.
    pub(super) fn at_own_part() -> Self {
        Self::at_responsibility(roles()).does(Two, &[Event::ShareResponsibility]).heard(Two)
    }

    /// With seat two as the one who caused it.
    pub(super) fn at_apology() -> Self {
        Self::at_own_part().does(One, &[Event::PassResponsibility]).both(Event::GoOnToday)
    }

    pub(super) fn at_planning(answer: Answer) -> Self {
        Self::at_apology().does(Two, &[Event::GiveApology]).does(One, &[Event::AnswerApology(answer)])
    }

    pub(super) fn finished() -> Self {
        Self::at_planning(Answer::Heard).both(Event::Enough)
    }
}
