//! What the random talks of `properties.rs` try: acts, events and places, sensible and not.

use proptest::prelude::*;
use time::{Date, Duration, OffsetDateTime};

use super::*;

/// One random act: who, which, and how many minutes pass before it.
#[derive(Clone, Debug)]
pub(super) struct Act {
    pub(super) two: bool,
    pub(super) pick: prop::sample::Index,
    /// Mostly something allowed, so that talks get far; else anything.
    pub(super) sensible: bool,
    pub(super) rare: bool,
    pub(super) minutes: i64,
    pub(super) until: i64,
}

pub(super) fn acts() -> impl Strategy<Value = Vec<Act>> {
    let minutes = prop_oneof![6 => 0..5_i64, 3 => 5..90_i64, 1 => 90..9_000_i64];
    let until = prop_oneof![1 => -60..20_i64, 4 => 20..10_080_i64, 1 => 10_080..12_000_i64];
    let act = (any::<bool>(), any::<prop::sample::Index>(), 0..10_u8, 0..60_u8, minutes, until).prop_map(
        |(two, pick, sense, rare, minutes, until)| Act {
            two,
            pick,
            sensible: sense < 7,
            rare: rare == 0,
            minutes,
            until,
        },
    );
    prop::collection::vec(act, 1..150)
}

pub(super) fn all_roles() -> Vec<Roles> {
    let pairs =
        Role::ALL.into_iter().flat_map(|one| Role::ALL.into_iter().map(move |two| Roles::new(one, two)));
    pairs.flatten().collect()
}

/// Events that move a talk, and never close or rest it alone.
pub(super) fn moves() -> Vec<Event> {
    let mut all = vec![
        Event::ShowIn,
        Event::BothIn,
        Event::OnwardIn,
        Event::AskInAgain,
        Event::ProposeOpening,
        Event::AcceptOpening,
        Event::SeeDifferently,
        Event::NotYet,
        Event::Anyway,
        Event::State,
        Event::NotReady,
        Event::StatementRead,
        Event::ProposeTime,
        Event::AcceptTime,
        Event::Ready,
        Event::ShareFeelings,
        Event::Listened,
        Event::SayBack,
        Event::Heard,
        Event::NotQuite,
        Event::SharePerspective,
        Event::ShareDeeper,
        Event::PassDeeper,
        Event::OnwardDeeper,
        Event::ShareResponsibility,
        Event::PassResponsibility,
        Event::GiveApology,
        Event::ShareIdea,
        Event::Enough,
        Event::GoOnToday,
        Event::Resume,
    ];
    all.extend(Answer::ALL.map(Event::AnswerApology));
    all
}

pub(super) fn everything(until: OffsetDateTime) -> Vec<Event> {
    let mut all = moves();
    all.extend([
        Event::Break { until },
        Event::ExtendBreak { until },
        Event::StopForNow,
        Event::LeaveForTherapist,
        Event::Stop,
    ]);
    all.extend(How::ALL.map(Event::Suggest));
    all.extend([Event::OnlyFeelings(only_feelings::sitting_day(until)), Event::NotOnlyFeelings]);
    all.extend([Event::SuggestTime, Event::AgreeToTime, Event::LeaveTime]);
    all.extend([true, false].map(Event::Settle));
    all
}

/// Whether an act is the sharing of a part. "I am not ready" shares the same part as the statement it stands for.
pub(super) fn shares(event: Event) -> bool {
    match event {
        Event::ShowIn
        | Event::SeeDifferently
        | Event::State
        | Event::ProposeOpening
        | Event::ProposeTime
        | Event::SuggestTime
        | Event::ShareFeelings
        | Event::SayBack
        | Event::SharePerspective
        | Event::ShareDeeper
        | Event::ShareResponsibility
        | Event::GiveApology
        | Event::ShareIdea => true,
        Event::BothIn
        | Event::OnwardIn
        | Event::AskInAgain
        | Event::AcceptOpening
        | Event::NotYet
        | Event::Anyway
        | Event::NotReady
        | Event::StatementRead
        | Event::Ready
        | Event::GoOnToday
        | Event::Suggest(_)
        | Event::OnlyFeelings(_)
        | Event::NotOnlyFeelings
        | Event::AgreeToTime
        | Event::LeaveTime
        | Event::StopForNow
        | Event::LeaveForTherapist
        | Event::Resume
        | Event::Settle(_)
        | Event::AcceptTime
        | Event::Listened
        | Event::Heard
        | Event::NotQuite
        | Event::PassDeeper
        | Event::OnwardDeeper
        | Event::PassResponsibility
        | Event::AnswerApology(_)
        | Event::Enough
        | Event::Break { .. }
        | Event::ExtendBreak { .. }
        | Event::Stop => false,
    }
}

pub(super) fn shared_by(part: Part) -> Event {
    match part {
        Part::Statement { .. } => Event::State,
        Part::ApologyAnswer { .. } => Event::AnswerApology(Answer::NotYet),
        part => part.shared().unwrap(),
    }
}

/// Every part that is an act in the talk, with numbers up to this.
pub(super) fn parts_up_to(most: u32) -> Vec<Part> {
    let mut all = vec![Part::Feelings, Part::Perspective, Part::Deeper, Part::Responsibility, Part::Apology];
    all.extend(Seat::ALL.map(|to| Part::ApologyAnswer { to }));
    for round in (1..=most).filter_map(Round::new) {
        all.extend([Part::In { round }, Part::Naming { round }, Part::Statement { round }]);
        all.extend([Part::Opening { round }, Part::Time { round }, Part::Idea { number: round }]);
        all.push(Part::Next { number: round });
        for step in [Step::Listening, Step::Perspectives, Step::Responsibility] {
            all.extend(Seat::ALL.map(|speaker| Part::SayBack { step, speaker, round }));
        }
    }
    all
}

/// Every part that stands beside the talk, with a line in every step there is.
pub(super) fn parts_beside() -> Vec<Part> {
    let lines = Step::ALL.map(|step| Part::Line { step, number: Round::FIRST });
    let remembered = super::part::REMEMBERED.map(|step| Part::Remember { step });
    lines.into_iter().chain(remembered).chain([Part::Explanation, Part::Meaning]).collect()
}

/// The places a person could aim at around this state: all kinds, with numbers near those in use.
pub(super) fn near_parts(talk: &Talk) -> Vec<Part> {
    let latest = |latest: Option<Proposal>| latest.map_or(1, |latest| latest.round.number());
    let number = match talk.stage {
        Stage::In { round, .. } | Stage::Statement { round, .. } => round.number(),
        Stage::Opening { latest: proposal, .. } | Stage::TimeAndPlace { latest: proposal } => {
            latest(proposal)
        }
        Stage::Listening { at, .. }
        | Stage::Perspectives { at: Speaking::Hear(at), .. }
        | Stage::Responsibility { at: Speaking::Hear(at), .. } => match at {
            Hearing::SayBack { round } | Hearing::Answer { round } => round.number(),
            Hearing::Listen => 1,
        },
        Stage::Planning { ideas, .. } => ideas.of(Seat::One).max(ideas.of(Seat::Two)),
        Stage::Before { .. }
        | Stage::Feelings { .. }
        | Stage::Perspectives { .. }
        | Stage::Deeper { .. }
        | Stage::Responsibility { .. }
        | Stage::OwnPart
        | Stage::Apology { .. }
        | Stage::Closed { .. } => 1,
    };
    parts_up_to(number.max(talk.next_time_number().number()) + 2)
}

/// A short word for each act.
pub(super) fn name(event: Event) -> &'static str {
    match event {
        Event::ShowIn => "show in",
        Event::BothIn => "both in",
        Event::OnwardIn => "onward in",
        Event::AskInAgain => "ask in again",
        Event::ProposeOpening => "propose opening",
        Event::AcceptOpening => "accept opening",
        Event::SeeDifferently => "see differently",
        Event::NotYet => "not yet",
        Event::Anyway => "anyway",
        Event::State => "state",
        Event::NotReady => "not ready",
        Event::StatementRead => "statement read",
        Event::ProposeTime => "propose time",
        Event::AcceptTime => "accept time",
        Event::Ready => "ready",
        Event::ShareFeelings => "share feelings",
        Event::Listened => "listened",
        Event::SayBack => "say back",
        Event::Heard => "heard",
        Event::NotQuite => "not quite",
        Event::SharePerspective => "share perspective",
        Event::ShareDeeper => "share deeper",
        Event::PassDeeper => "pass deeper",
        Event::OnwardDeeper => "onward",
        Event::ShareResponsibility => "share responsibility",
        Event::PassResponsibility => "pass responsibility",
        Event::GiveApology => "apologise",
        Event::AnswerApology(_) => "answer apology",
        Event::ShareIdea => "idea",
        Event::Enough => "enough",
        Event::Break { .. } => "break",
        Event::ExtendBreak { .. } => "extend",
        Event::GoOnToday => "go on today",
        Event::Suggest(_) => "suggest",
        Event::OnlyFeelings(_) => "only feelings",
        Event::NotOnlyFeelings => "not only feelings",
        Event::SuggestTime => "suggest time",
        Event::AgreeToTime => "agree to time",
        Event::LeaveTime => "leave time",
        Event::StopForNow => "stop for now",
        Event::LeaveForTherapist => "leave for a therapist",
        Event::Resume => "resume",
        Event::Stop => "stop",
        Event::Settle(_) => "settle",
    }
}

/// Who tells first in steps 3 and 4, and who takes responsibility, in order. A plain table.
pub(super) fn order(roles: Roles) -> (Seat, Vec<Seat>) {
    use Role::{Both, Caused, Hurt};
    use Seat::{One, Two};
    match (roles.of(One), roles.of(Two)) {
        (Hurt, Caused | Both) => (One, vec![Two]),
        (Caused | Both, Hurt) => (Two, vec![One]),
        (Both, Caused | Both) => (One, vec![Two, One]),
        (Caused, Both) => (Two, vec![One, Two]),
        (Hurt, Hurt) | (Caused, Caused) => panic!("no such roles"),
    }
}

/// The evening that an hour belongs to: four hours earlier it is the same day.
pub(super) fn evening(now: OffsetDateTime) -> Date {
    (now - Duration::hours(4)).date()
}
