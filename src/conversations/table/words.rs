//! The words of the page of states: what an act is called, where a talk stands, and who somebody is there.

use super::super::moves::apology_to;
use super::super::*;

/// A stage, or one moment of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    /// Which chapter of the page: an index into [`CHAPTERS`].
    pub(super) chapter: usize,
    /// Which moment in it.
    pub(super) moment: usize,
    pub(super) title: &'static str,
}

/// The chapters: a heading, and what happens there in a sentence or two.
pub(super) const CHAPTERS: [(&str, &str); 18] = [
    (
        "Are we in?",
        "Each answers alone: yes, unsure or no. The two answers open at the same moment, when both have chosen to show \
         theirs. Two yeses go on by either of them; anything else goes on only when both choose it.",
    ),
    (
        "What happened",
        "One of the two gives it a name, says which kinds it was and who had which part. The other recognises it, sees it \
         differently in words of their own, or says “not yet”. Without a shared name the app says plainly that they are \
         likely to stay stuck; they go on only when both choose it.",
    ),
    (
        "Has it stopped?",
        "Whoever caused the hurt says what has stopped and since when, or “I am not ready to say this”. Where both caused \
         hurt, both are asked, one after the other.",
    ),
    ("Step 1: time and place", "One suggests, the other agrees or suggests something else."),
    (
        "Step 1: what to expect",
        "Each reads it alone before the first sitting: it is often awkward, it may take several sittings, nothing is \
         promised, it is not therapy.",
    ),
    ("Step 2: name what you felt", "Each writes alone. Neither sees whether the other is done."),
    (
        "Step 3: listen to each other",
        "The feelings of step 2 are heard in turn. First turn: whoever was only hurt (of two who are both, the one who \
         opened the space).",
    ),
    (
        "Step 4: tell it as you lived it",
        "In turn: one tells, the other listens and says it back until the first feels heard. The order is that of step 3.",
    ),
    (
        "Step 5: what lies deeper",
        "Optional, each alone. Sharing and going on without are the same from the outside; then both read what is there.",
    ),
    (
        "Step 6: take responsibility",
        "Whoever caused the hurt says what they did and is heard. Where both caused hurt, each has a turn, in the order of \
         step 3 turned round.",
    ),
    (
        "Step 6: the own part",
        "Where only one caused the hurt, the other has a moment of their own at the end. Nothing anywhere shows whether they \
         used it.",
    ),
    (
        "Step 7: apologise and answer",
        "Four honest answers, and accepting is never asked for. “Later” can be replaced by an answer until the talk closes.",
    ),
    (
        "Step 8: plan together",
        "Both add ideas until both have said “enough”; an idea takes back one’s own “enough”.",
    ),
    ("On a break", "Called by either, with a return time, without a reason. It holds both alike."),
    (
        "Stopped for now",
        "An outcome without a return time. The talk goes on from the same place when both say so.",
    ),
    (
        "Enough for today",
        "The next of the steps 4 to 7 is here, and one was opened today already. It opens with the next day, or today when \
         both choose it.",
    ),
    (
        "A sitting about feelings only",
        "Both have agreed to it for this evening. Until it is over, or both have lifted it, nothing in the talk takes a \
         solution: the last step waits. Before the last step it changes nothing, so it stands only here.",
    ),
    ("The end", "Finished, or stopped for good. What was shared stays readable for both."),
];

pub(super) fn act(event: Event) -> &'static str {
    match event {
        Event::ShowIn => "shows their answer",
        Event::BothIn => "goes on, both having said yes",
        Event::OnwardIn => "goes on although not both said yes",
        Event::AskInAgain => "asks both once more",
        Event::ProposeOpening => "gives it a name, or another one",
        Event::AcceptOpening => "recognises it",
        Event::SeeDifferently => "“I see it differently”, in words",
        Event::NotYet => "“not yet”",
        Event::Anyway => "“we go on anyway”",
        Event::State => "says that it has stopped",
        Event::NotReady => "“I am not ready to say this”",
        Event::StatementRead => "goes on from the statement",
        Event::ProposeTime => "suggests a time and a place, or another one",
        Event::AcceptTime => "agrees to time and place",
        Event::Ready => "has read what to expect",
        Event::ShareFeelings => "shares their feelings",
        Event::Listened => "has listened",
        Event::SayBack => "says back what they heard",
        Event::Heard => "“I feel heard”",
        Event::NotQuite => "“not quite”",
        Event::SharePerspective => "tells how they lived it",
        Event::ShareDeeper => "shares what lies deeper",
        Event::PassDeeper => "goes on without sharing it",
        Event::OnwardDeeper => "goes on from what was shared",
        Event::ShareResponsibility => "says what they take responsibility for",
        Event::PassResponsibility => "goes on without that",
        Event::GiveApology => "gives the apology",
        Event::AnswerApology(Answer::Accept) => "answers the apology: I accept it",
        Event::AnswerApology(Answer::NotYet) => "not yet, I still need …",
        Event::AnswerApology(Answer::Heard) => "I heard it",
        Event::AnswerApology(Answer::Later) => "answers the apology: later",
        Event::ShareIdea => "adds an idea",
        Event::Enough => "“enough for now”",
        Event::Break { .. } => "takes a break",
        Event::ExtendBreak { .. } => "makes the break longer",
        Event::GoOnToday => "would like to go on today",
        Event::Suggest(How::Apart) => "chooses to sit apart",
        Event::Suggest(How::TwoPhones) => "suggests one room and two phones",
        Event::Suggest(How::OnePhone) => "suggests one room and one phone",
        Event::OnlyFeelings(_) => "suggests a sitting about feelings only",
        Event::NotOnlyFeelings => "would like a sitting about feelings only to be open to solutions",
        Event::SuggestTime => "suggests a time for the next sitting",
        Event::AgreeToTime => "agrees to it",
        Event::LeaveTime => "takes it off the table",
        Event::StopForNow => "stops for now",
        Event::LeaveForTherapist => "leaves it for a sitting with a therapist",
        Event::Resume => "would like to go on with a talk that was stopped for now",
        Event::Stop => "stops for good",
        Event::Settle(true) => "calls it settled unless something new comes up",
        Event::Settle(false) => "takes “settled” back",
    }
}

pub(super) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NotYourTurn => "refused: the other one’s turn",
        Refusal::NotThisStep => LATER,
        Refusal::AlreadyDone => DONE,
        Refusal::ListenFirst => "refused: listening comes first",
        Refusal::CannotPass => "refused: this cannot be passed",
        Refusal::OnBreak { .. } => "refused: after the break",
        Refusal::NoBreak => "refused: there is no break",
        Refusal::TooShort => "refused: too short",
        Refusal::TooLong => "refused: too long",
        Refusal::NotLater => "refused: only to later",
        Refusal::Tomorrow => "refused: tomorrow",
        Refusal::OnlyFeelings => "refused: feelings only, this evening",
        Refusal::Resting => "refused: it was stopped for now",
        Refusal::NotYours => "refused: for whoever was hurt",
        Refusal::Closed => "refused: the talk is closed",
    }
}

pub(super) const LATER: &str = "refused: later";
pub(super) const DONE: &str = "refused: done already";

/// Where a stage stands, whatever holds the talk.
pub(super) fn spot_of(stage: &Stage) -> Spot {
    let (chapter, moment, title) = match stage {
        Stage::In { at: Half::Write, .. } => (0, 0, "Each answers alone"),
        Stage::In { at: Half::Read, .. } => (0, 1, "Both answers are open"),
        Stage::Opening { latest: None, .. } => (1, 0, "There is no name yet"),
        Stage::Opening { said: None, .. } => (1, 1, "One has named it"),
        Stage::Opening { said: Some(Naming::NotYet), .. } => (1, 2, "The other says “not yet”"),
        Stage::Opening { said: Some(Naming::Differently), .. } => (1, 3, "The other sees it differently"),
        Stage::Statement { at: Stating::Open, .. } => (2, 0, "The statement is open"),
        Stage::Statement { at: Stating::Made, .. } => (2, 1, "The statement is made"),
        Stage::Statement { at: Stating::NotReady { .. }, .. } => (2, 2, "“I am not ready” is said"),
        Stage::TimeAndPlace { latest: None } => (3, 0, "There is no time yet"),
        Stage::TimeAndPlace { latest: Some(_) } => (3, 1, "One has suggested a time"),
        Stage::Before { .. } => (4, 0, "Each reads what to expect"),
        Stage::Feelings { .. } => (5, 0, "Each writes about their feelings"),
        Stage::Listening { at, .. } => hearing(6, *at, FEELINGS),
        Stage::Perspectives { at: Speaking::Speak, .. } => (7, 0, "One tells how they lived it"),
        Stage::Perspectives { at: Speaking::Hear(at), .. } => hearing(7, *at, TELLING),
        Stage::Deeper { at: Half::Write, .. } => (8, 0, "Each shares what lies deeper, or goes on"),
        Stage::Deeper { at: Half::Read, .. } => (8, 1, "Each reads what was shared of it"),
        Stage::Responsibility { at: Speaking::Speak, .. } => (9, 0, "One takes responsibility"),
        Stage::Responsibility { at: Speaking::Hear(at), .. } => hearing(9, *at, RESPONSIBILITY),
        Stage::OwnPart => (10, 0, "The own part"),
        Stage::Apology { at: Giving::Give, .. } => (11, 0, "The apology is to be given"),
        Stage::Apology { at: Giving::Answer, .. } => (11, 1, "The apology is given"),
        Stage::Planning { .. } => (12, 0, "Both add ideas"),
        Stage::Closed { outcome: Outcome::Finished, .. } => (17, 0, "Finished"),
        Stage::Closed { outcome: Outcome::Stopped, .. } => (17, 1, "Stopped for good"),
    };
    Spot { chapter, moment, title }
}

const FEELINGS: [&str; 3] =
    ["The feelings are listened to", "The feelings are said back", "Did it arrive? (feelings)"];
const TELLING: [&str; 3] =
    ["The telling is listened to", "The telling is said back", "Did it arrive? (telling)"];
const RESPONSIBILITY: [&str; 3] = [
    "The responsibility is listened to",
    "The responsibility is said back",
    "Did it arrive? (responsibility)",
];

fn hearing(chapter: usize, at: Hearing, titles: [&'static str; 3]) -> (usize, usize, &'static str) {
    match at {
        Hearing::Listen => (chapter, 1, titles[0]),
        Hearing::SayBack { .. } => (chapter, 2, titles[1]),
        Hearing::Answer { .. } => (chapter, 3, titles[2]),
    }
}

/// Where a talk stands, with what holds it first.
pub(super) fn spot(talk: &Talk, now: time::OffsetDateTime) -> Spot {
    let held = |chapter, title| Spot { chapter, moment: 0, title };
    if let Stage::Closed { .. } = talk.stage {
        spot_of(&talk.stage)
    } else if talk.rest.is_some() {
        held(14, "The talk rests")
    } else if talk.pause(now).is_some() {
        held(13, "The break lasts")
    } else if talk.tomorrow(now).is_some() {
        held(15, "The next step waits for tomorrow")
    } else if talk.is_closed_to_solutions(now) {
        held(16, "The last step waits")
    } else {
        spot_of(&talk.stage)
    }
}

pub(super) fn turn(stage: &Stage) -> Option<Order> {
    match *stage {
        Stage::Statement { turn, .. }
        | Stage::Listening { turn, .. }
        | Stage::Perspectives { turn, .. }
        | Stage::Responsibility { turn, .. }
        | Stage::Apology { turn, .. } => Some(turn),
        _ => None,
    }
}

/// Who somebody is where the talk stands.
pub(super) fn side(talk: &Talk, roles: Roles, who: Seat, now: time::OffsetDateTime) -> String {
    // Whose word or whose doing it is, and who the other one is.
    let is = |them: Seat, yes: &'static str, no: &'static str| if them == who { yes } else { no };
    let alone = |done: Option<Seat>, what: &str| match done {
        None => format!("neither {what}"),
        Some(one) if one == who => format!("{what}, the other not"),
        Some(_) => format!("not yet, the other {what}"),
    };
    if !matches!(talk.stage, Stage::Closed { .. }) {
        if let Some(rest) = talk.rest {
            let waits = if rest.for_therapist { "; it waits for a sitting with a therapist" } else { "" };
            return alone(rest.asked, "would like to go on") + waits;
        }
        if let Some(pause) = talk.pause(now) {
            return is(pause.by(), "called it", "the other one").to_owned();
        }
        if let Some(waits) = talk.tomorrow(now) {
            return alone(waits.agreed, "would like to go on today");
        }
    }
    let late = |later: Later| {
        if later.waits(apology_to(roles, who)) { "; an answer of theirs is still open" } else { "" }
    };
    if let (Stage::Planning { later, .. }, Some(OnlyFeelings::Agreed { lift, .. }), true) =
        (&talk.stage, talk.feelings, talk.is_closed_to_solutions(now))
        && talk.rest.is_none()
    {
        return format!("{}{}", alone(lift, "would like to lift it"), late(*later));
    }
    match talk.stage {
        Stage::In { at: Half::Write, done, .. } => alone(done, "has shown theirs"),
        Stage::In { at: Half::Read, done, .. } => alone(done, "has chosen to go on"),
        Stage::Opening { latest: Some(latest), said, anyway } => {
            let one = is(latest.by, "named it", "the other one");
            said.map_or_else(|| one.to_owned(), |_| format!("{one} ({})", alone(anyway, "said “anyway”")))
        }
        Stage::Statement { turn, at, .. } => {
            let one = is(roles.causer(turn), "makes the statement", "reads it");
            match at {
                Stating::NotReady { anyway } => format!("{one} ({})", alone(anyway, "said “anyway”")),
                Stating::Open | Stating::Made => one.to_owned(),
            }
        }
        Stage::TimeAndPlace { latest: Some(latest) } => {
            is(latest.by, "suggested it", "the other one").to_owned()
        }
        Stage::Opening { latest: None, .. } | Stage::TimeAndPlace { latest: None } => "either".to_owned(),
        Stage::Before { done } => alone(done, "has read it"),
        Stage::Feelings { done } => alone(done, "has shared"),
        Stage::Deeper { done, .. } => alone(done, "is done"),
        Stage::Listening { turn, .. } | Stage::Perspectives { turn, .. } => {
            is(roles.speaker(turn), "speaks", "listens").to_owned()
        }
        Stage::Responsibility { turn, .. } => is(roles.causer(turn), "speaks", "listens").to_owned(),
        Stage::OwnPart => {
            is(roles.causer(Order::Second), "whoever was only hurt", "whoever caused it").to_owned()
        }
        Stage::Apology { turn, later, .. } => {
            format!("{}{}", is(roles.causer(turn), "apologises", "answers"), late(later))
        }
        Stage::Planning { enough, later, .. } => {
            format!("{}{}", alone(enough, "has said “enough”"), late(later))
        }
        Stage::Closed { settled, .. } => {
            let mark = if settled.by(roles, who) { "calls it settled" } else { "does not call it settled" };
            if roles.was_hurt(who) && roles.was_hurt(who.other()) {
                let other =
                    if settled.by(roles, who.other()) { "the other does" } else { "the other does not" };
                format!("both were hurt: {mark}, {other}")
            } else if roles.was_hurt(who) {
                format!("only they were hurt: {mark}")
            } else {
                "whoever only caused it".to_owned()
            }
        }
    }
}
