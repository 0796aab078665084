//! Opening a talk for a request, and the frame that all its pages share.

use axum::http::HeaderMap;

use crate::{
    conversations::{Ask, Half, Opened, Outcome, Stage, Step, meeting, prompts},
    ids::ConversationId,
    web::{
        error::Error,
        page::{Flash, Page},
        rail::Rail,
        signed_in::SignedIn,
    },
};

/// An id in a path. What is no id is not there.
pub(super) fn id(text: &str) -> Result<ConversationId, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

/// The talk, to read.
pub(super) async fn read(visit: &mut SignedIn, text: &str) -> Result<Opened, Error> {
    let id = id(text)?;
    let (scope, hand, me) = visit.parts();
    Opened::read(scope, hand, me, id).await?.ok_or(Error::NotFound)
}

/// The talk, to act in: held until the request is over. Read only when the two have parted.
pub(super) async fn hold(visit: &mut SignedIn, text: &str) -> Result<Opened, Error> {
    let id = id(text)?;
    let (scope, hand, me) = visit.parts();
    match Opened::hold(scope, hand, me, id).await? {
        Some(talk) => Ok(talk),
        None => Opened::read(scope, hand, me, id).await?.ok_or(Error::NotFound),
    }
}

/// The frame of a page of this talk.
pub(super) fn page(visit: &SignedIn, talk: &Opened, title: &'static str, done: &str) -> Page {
    visit.page(title).with_flash(flash(talk, done))
}

/// Whether a live page asks, and not a person: it is led on when the talk has moved.
pub(super) fn is_live(headers: &HeaderMap) -> bool {
    headers.contains_key("x-live")
}

/// Where the talk stands for its members.
pub(super) fn now_path(talk: &Opened, ask: Ask) -> String {
    if !talk.running {
        return format!("/talk/{}/record", talk.id);
    }
    match ask {
        Ask::Closed(_) => format!("/talk/{}/end", talk.id),
        _ => format!("/talk/{}/{}", talk.id, current(talk)),
    }
}

/// The number of the current step; 0 before the first.
pub(super) fn current(talk: &Opened) -> u8 {
    talk.talk.stage().step().map_or(0, Step::number)
}

/// How far the two have come: past the last step at the end, and up to where there is something to read when they
/// stopped.
fn reached(talk: &Opened, ask: Ask) -> u8 {
    match ask {
        Ask::Closed(Outcome::Finished) => 9,
        Ask::Closed(Outcome::Stopped) => {
            let parts = talk
                .own()
                .chain(talk.aloud())
                .chain(talk.shown())
                .filter_map(|text| text.content.part.step());
            parts.map(Step::number).max().unwrap_or(0)
        }
        _ => current(talk),
    }
}

/// The steps at the side.
pub(super) fn rail(talk: &Opened, ask: Ask) -> Rail {
    let names = Step::ALL.map(Step::title);
    let now = usize::from(reached(talk, ask));
    let mut rail = Rail::new(talk.name(), &names, now, talk.their_name.clone());
    for (step, number) in rail.steps.iter_mut().zip(1..) {
        if number < now {
            step.href = Some(format!("/talk/{}/{number}", talk.id));
        }
    }
    let bar = match ask {
        Ask::Write(_)
        | Ask::WriteOrPass(_)
        | Ask::SayBack { .. }
        | Ask::ProposeOpening
        | Ask::ProposeTime => "Only you see this",
        Ask::Listen(_) => "Only listening for now",
        Ask::ReadIn { .. }
        | Ask::Unnamed { .. }
        | Ask::ReadStatement { .. }
        | Ask::NotReady { .. }
        | Ask::Before
        | Ask::Tomorrow { .. }
        | Ask::OnlyFeelings { .. }
        | Ask::Resting { .. }
        | Ask::AnswerOpening { .. }
        | Ask::AnswerTime { .. }
        | Ask::AnswerSayBack { .. }
        | Ask::ReadOn
        | Ask::AnswerApology
        | Ask::Plan { .. }
        | Ask::Wait(_)
        | Ask::Break { .. }
        | Ask::Closed(_) => "One thing at a time",
    };
    if !matches!(ask, Ask::Break { .. } | Ask::Resting { .. } | Ask::Closed(_)) {
        rail = rail.with_break(format!("/talk/{}/break", talk.id), bar);
    }
    rail.agreed = talk.meeting.as_ref().map(|meeting| {
        format!(
            "The time you set aside: {}. One speaks at a time, and either of you may stop.",
            meeting.shown()
        )
    });
    rail
}

/// The steps at the side of a page that is a question of its own.
pub(super) fn still_rail(talk: &Opened, ask: Ask) -> Rail {
    Rail { break_path: None, ..rail(talk, ask) }
}

/// The line at the top after an act: a code from the address becomes a sentence of ours.
fn flash(talk: &Opened, done: &str) -> Option<Flash> {
    let name = &talk.their_name;
    let text = match done {
        "kept" => "Kept. Only you can see it.".to_owned(),
        "shared" => format!("Shared with {name}."),
        "both" => format!("Shared with {name} and your therapist."),
        // When both are shown there is nothing left to wait for.
        "in" if !matches!(talk.talk.stage(), Stage::In { at: Half::Write, .. }) => return None,
        "in" => format!("It opens for you both at once, when {name} shows theirs."),
        "settled" | "unsettled" => "Kept.".to_owned(),
        "back" => format!("Taken back. {name} cannot read it any more."),
        "break" => match talk.talk.stage() {
            Stage::Closed { .. } => return None,
            _ => "The break has begun.".to_owned(),
        },
        "longer" => "The return time is later now.".to_owned(),
        "moved" => {
            return Some(Flash::problem(
                "The talk has moved on since that page was opened. This is where it stands.",
            ));
        }
        "changed" => {
            return Some(Flash::problem(
                "Your text has changed since that page was opened. Look at it once more.",
            ));
        }
        "missing" => {
            return Some(Flash::problem(
                "Something is still missing before it can be shared. It is kept for you.",
            ));
        }
        "past" => return Some(Flash::problem("That time has passed. Suggest another one.")),
        "gone" => {
            return Some(Flash::problem("It cannot be read any more, so there is nothing to agree to."));
        }
        _ => return None,
    };
    Some(Flash::done(text))
}

/// "until Monday 2 March 2026, 20:30 (UTC)", with the moment for machines, while a break lasts.
pub(super) fn break_until(talk: &Opened, ask: Ask) -> Option<Until> {
    match ask {
        Ask::Break { until, .. } => {
            Some(Until { shown: meeting::show(until, talk.zone()), machine: meeting::machine(until) })
        }
        _ => None,
    }
}

/// The end of a break.
#[derive(Clone, Debug)]
pub(super) struct Until {
    /// As people read it.
    pub(super) shown: String,
    /// For machines.
    pub(super) machine: String,
}

/// The texts for this ask, with the other's name in them.
pub(super) fn shown(talk: &Opened, ask: Ask) -> prompts::Shown {
    prompts::prompt(&ask, talk.roles.of(talk.seat)).with(&talk.their_name)
}
