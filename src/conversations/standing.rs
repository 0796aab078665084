//! Where each talk stands, and what of it waits for this person: for Today and for the list of talks.

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{Ask, Opened, Outcome, Part, Step, WaitFor, follows::Talks, meeting};
use crate::{couples::Me, entries::Hand, ids::ConversationId};

/// One talk in one line.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Which one.
    pub id: ConversationId,
    /// Its name, as both know it; a neutral one when the opening cannot be read.
    pub name: String,
    /// The step it is at: none before the first, and none at the end.
    pub step: Option<Step>,
    /// What waits, or that nothing does, in a sentence.
    pub line: String,
    /// Whether it waits for this person.
    pub waits_for_me: bool,
    /// Whether it is finished or stopped, or belongs to a couple that has ended.
    pub over: bool,
    /// Where it can be opened.
    pub href: String,
    /// The agreed time, if it is still to come.
    pub meeting: Option<Upcoming>,
}

/// An agreed time that is still to come.
#[derive(Clone, Debug)]
pub struct Upcoming {
    /// When.
    pub at: OffsetDateTime,
    /// As people read it, in the zone they agreed on.
    pub shown: String,
    /// Where.
    pub place: String,
    /// The calendar file.
    pub calendar: String,
}

/// Every talk of this person, the newest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn standing(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    now: OffsetDateTime,
) -> Result<Vec<Standing>, anyhow::Error> {
    let talks = Talks::open(tx, hand, me).await?;
    // Of a couple that has ended, only what one had a part in is one's own.
    let mine = |talk: &&Opened| talk.running || talk.own().next().is_some() || talk.opening.is_some();
    Ok(talks.all().filter(mine).map(|talk| one(talk, talks.after(talk.id).is_some(), now)).collect())
}

fn one(talk: &Opened, something_new: bool, now: OffsetDateTime) -> Standing {
    let ask = talk.asks(now);
    let over = !talk.running || matches!(ask, Ask::Closed(_));
    let rests = over || matches!(ask, Ask::Resting { .. });
    let upcoming = talk.meeting.as_ref().filter(|_| !rests).and_then(|meeting| {
        let at = meeting.at().filter(|at| *at > now)?;
        Some(Upcoming {
            at,
            shown: meeting.shown(),
            place: meeting.place.clone(),
            calendar: format!("/talk/{}/time.ics", talk.id),
        })
    });
    Standing {
        id: talk.id,
        name: talk.name().to_owned(),
        step: talk.talk.stage().step(),
        line: if talk.running && talk.is_settled() {
            settled(something_new).to_owned()
        } else if talk.running {
            line(talk, ask, now)
        } else {
            "From before. What is yours stays readable.".to_owned()
        },
        // Whoever has kept an answer to "are we in?" for themselves has read the question: it does not wait on.
        waits_for_me: talk.running && talk.waits_for_me(now) && !is_kept(talk, ask),
        over,
        href: format!("/talk/{}", talk.id),
        meeting: upcoming,
    }
}

const fn settled(something_new: bool) -> &'static str {
    if something_new {
        "It was called settled. Something new came up after it."
    } else {
        "Settled, unless something new comes up."
    }
}

/// Whether this person has answered "are we in?" for themselves alone.
fn is_kept(talk: &Opened, ask: Ask) -> bool {
    matches!(ask, Ask::Write(part @ Part::In { .. }) if talk.mine(part).is_some())
}

fn line(talk: &Opened, ask: Ask, now: OffsetDateTime) -> String {
    let name = &talk.their_name;
    match ask {
        // where nothing waits, this would be found by nobody
        _ if !ask.waits_for_them() && talk.is_asked_for_a_time(now) => {
            format!("{name} suggests a time for your next sitting.")
        }
        Ask::Write(Part::In { .. }) => "A question for each of you, alone, before the talk.".to_owned(),
        Ask::ReadIn { .. } => "Both answers are open.".to_owned(),
        Ask::ProposeOpening => "Find a name for what happened.".to_owned(),
        Ask::Unnamed { .. } | Ask::NotReady { .. } => "It rests here, for as long as you like.".to_owned(),
        Ask::ReadStatement { .. } => format!("{name} says where it stands."),
        Ask::Before => "What to expect, before you begin.".to_owned(),
        Ask::Tomorrow { .. } => "The next step opens tomorrow.".to_owned(),
        Ask::OnlyFeelings { .. } => "A sitting about feelings only. The plan waits.".to_owned(),
        Ask::Resting { i_asked: false, they_asked: true, .. } => format!("{name} would like to go on."),
        Ask::Resting { for_therapist: true, .. } => "It waits for a sitting with a therapist.".to_owned(),
        Ask::Resting { .. } => "Stopped for now. It keeps its place.".to_owned(),
        Ask::AnswerOpening { .. } => format!("{name} would like to talk about this."),
        Ask::ProposeTime => "Find a time and a place for it.".to_owned(),
        Ask::AnswerTime { .. } => format!("{name} suggests a time and a place."),
        Ask::Write(part) | Ask::WriteOrPass(part) => part.step().map_or_else(
            || "Your words come next.".to_owned(),
            |step| format!("{}. There is no hurry.", step.title()),
        ),
        Ask::Listen(_) => format!("{name} has shared something for you to take in."),
        Ask::SayBack { .. } => "Say back what you heard.".to_owned(),
        Ask::AnswerSayBack { .. } => format!("{name} has said back what they heard."),
        Ask::ReadOn => "What was shared of what lies deeper is open.".to_owned(),
        Ask::AnswerApology => format!("{name} has given you an apology."),
        Ask::Plan { i_said_enough: true, .. } => format!("You said enough for now. With {name}."),
        Ask::Plan { i_said_enough: false, .. } => "Collect ideas for a plan, both of you.".to_owned(),
        Ask::Wait(WaitFor::In) => "With you both. Nothing waits for you.".to_owned(),
        Ask::Wait(_) => format!("With {name} now. Nothing waits for you."),
        Ask::Break { until, .. } => format!("On a break until {}.", meeting::show(until, talk.zone())),
        Ask::Closed(Outcome::Finished) => "You have come through this talk.".to_owned(),
        Ask::Closed(Outcome::Stopped) => "This talk has stopped.".to_owned(),
    }
}
