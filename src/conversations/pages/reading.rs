//! What a page of a talk is for reading: which pieces of the other it shows, and the note that they were opened.

use sqlx::PgConnection;

use crate::{
    conversations::{Ask, Opened, Part, Round, Step, WaitFor},
    entries,
    web::{error::Error, show::Shared, signed_in::SignedIn},
};

/// The other's pieces that this page is for: lines of their notes first, then the words.
pub(super) fn reading(talk: &Opened, ask: Ask) -> Vec<Part> {
    let mut parts = lines(talk, ask);
    parts.extend(words(talk, ask));
    parts
}

/// The lines that the other released, where this page is about their turn.
fn lines(talk: &Opened, ask: Ask) -> Vec<Part> {
    let step = match ask {
        Ask::Listen(part) | Ask::SayBack { heard: part, .. } => part.step(),
        Ask::ReadOn => Some(Step::Deeper),
        Ask::AnswerApology => Some(Step::Apology),
        Ask::Wait(WaitFor::Perspective | WaitFor::Responsibility | WaitFor::OwnPart | WaitFor::Apology) => {
            talk.talk.stage().step()
        }
        Ask::Write(Part::Apology) if !talk.roles.both_caused() => Some(Step::Responsibility),
        _ => None,
    };
    let mut lines: Vec<(Round, Part)> = talk
        .shown()
        .filter_map(|text| match text.content.part {
            Part::Line { step: of, number } if Some(of) == step => Some((number, text.content.part)),
            _ => None,
        })
        .collect();
    lines.sort_by_key(|(number, _)| *number);
    lines.into_iter().map(|(_, part)| part).collect()
}

fn words(talk: &Opened, ask: Ask) -> Vec<Part> {
    match ask {
        Ask::ReadIn { round, .. } => vec![Part::In { round }],
        Ask::AnswerOpening { theirs } => vec![Part::Opening { round: theirs }],
        Ask::Unnamed { latest, mine: true, .. } => vec![Part::Naming { round: latest }],
        Ask::Unnamed { latest, mine: false, .. } => vec![Part::Opening { round: latest }],
        Ask::ReadStatement { theirs } => vec![Part::Statement { round: theirs }],
        Ask::NotReady { round, mine: false, .. } => vec![Part::Statement { round }],
        Ask::AnswerTime { theirs } => vec![Part::Time { round: theirs }],
        Ask::Listen(part) => vec![part],
        Ask::SayBack { heard, write } => [Some(heard), earlier(write)].into_iter().flatten().collect(),
        Ask::AnswerSayBack { theirs } => vec![theirs],
        Ask::ReadOn => vec![Part::Deeper],
        Ask::AnswerApology => vec![Part::Apology],
        Ask::Plan { .. } => {
            let ideas = talk.shown().map(|text| text.content.part);
            let ideas = ideas.filter(|part| matches!(part, Part::Idea { .. }));
            let answered = talk.theirs(Part::ApologyAnswer { to: talk.seat }).map(|text| text.content.part);
            answered.into_iter().chain(ideas).collect()
        }
        // What the other wrote of their own at the end of step 6 is not said back, and is read here.
        Ask::Write(Part::Apology) if !talk.roles.both_caused() => {
            talk.theirs(Part::Responsibility).map(|text| text.content.part).into_iter().collect()
        }
        Ask::Wait(_)
        | Ask::ProposeOpening
        | Ask::NotReady { mine: true, .. }
        | Ask::Before
        | Ask::Tomorrow { .. }
        | Ask::OnlyFeelings { .. }
        | Ask::Resting { .. }
        | Ask::ProposeTime
        | Ask::Write(_)
        | Ask::WriteOrPass(_)
        | Ask::Break { .. }
        | Ask::Closed(_) => answered(talk).into_iter().collect(),
    }
}

/// The answer to one's own apology, while step 7 is still going on.
fn answered(talk: &Opened) -> Option<Part> {
    let part = Part::ApologyAnswer { to: talk.seat };
    (talk.talk.stage().step() == Some(Step::Apology) && talk.theirs(part).is_some()).then_some(part)
}

/// The attempt before this one, which did not quite arrive.
pub(super) fn earlier(write: Part) -> Option<Part> {
    match write {
        Part::SayBack { step, speaker, round } => {
            let round = Round::new(round.number().saturating_sub(1))?;
            Some(Part::SayBack { step, speaker, round })
        }
        _ => None,
    }
}

/// The other's piece, or one's own earlier attempt.
pub(super) fn from_either(talk: &Opened, part: Part) -> Vec<Shared> {
    match talk.mine(part).filter(|_| matches!(part, Part::SayBack { .. })) {
        Some(text) => vec![talk.own_figure(text)],
        // Where a piece need not be there, nothing stands in its place.
        None if talk.theirs(part).is_none()
            && matches!(part, Part::Deeper | Part::Naming { .. })
            && talk.broken == 0 =>
        {
            Vec::new()
        }
        None => talk.their_figures(part),
    }
}

/// Whether the page makes no sense without something to read.
pub(super) fn needs_reading(ask: Ask) -> bool {
    matches!(
        ask,
        Ask::ReadIn { .. }
            | Ask::AnswerOpening { .. }
            | Ask::ReadStatement { .. }
            | Ask::AnswerTime { .. }
            | Ask::Listen(_)
            | Ask::SayBack { .. }
            | Ask::AnswerSayBack { .. }
            | Ask::AnswerApology
    )
}

/// Remembers, for this person alone, what the page shows them.
pub(super) async fn mark(visit: &mut SignedIn, talk: &Opened, parts: &[Part]) -> Result<(), Error> {
    let (scope, hand, _) = visit.parts();
    let tx: &mut PgConnection = scope;
    // What the other said with this phone is in this person's own hand: there is nothing to open.
    let texts = parts.iter().filter_map(|part| talk.theirs(*part)).filter(|text| text.author != hand.person);
    Ok(entries::mark_opened(tx, hand.person, texts).await?)
}

/// What is said in place of words that are not there to read.
pub(super) fn nothing_to_read(
    talk: &Opened,
    ask: Ask,
    nothing_there: bool,
    taken_back: bool,
) -> Option<String> {
    if !talk.sound {
        return Some(UNSOUND.to_owned());
    }
    let name = &talk.their_name;
    (nothing_there && needs_reading(ask)).then(|| {
        if taken_back {
            format!(
                "You have taken your answer back, so {name}’s does not open for you. You can share yours again, or \
                 both be asked again."
            )
        } else {
            format!("There is nothing to read here just now. {name} may have taken it back, and can share it again.")
        }
    })
}

/// When what the two agreed to talk about does not open.
pub(super) const UNSOUND: &str = "What you agreed to talk about failed its integrity check: what is stored is not what was sealed. \
     The talk cannot go on like this. You can read what was shared, and begin another talk. Tell whoever runs this server.";
