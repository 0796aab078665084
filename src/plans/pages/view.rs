//! What several pages of the plan draw: a proposal with what it changes, the promises, the names.

use time::Date;

use crate::{
    couples::Seat,
    plans::{Change, Commitment, Diff, Doer, PlanText, Question, Version, words},
    web::{
        page::Who,
        show::{self, Shared},
        signed_in::SignedIn,
    },
};

/// What the two are called, by seat; who has not joined is "Your partner".
pub(crate) fn names(visit: &SignedIn) -> [String; 2] {
    let mine = visit.me().name.clone();
    let theirs = visit.other().map_or_else(|| "Your partner".to_owned(), |who| who.name);
    match visit.me().seat {
        Seat::One => [mine, theirs],
        Seat::Two => [theirs, mine],
    }
}

/// The two, by seat.
pub(crate) fn pair(names: &[String; 2]) -> [Who; 2] {
    let [one, two] = names;
    [Who::new(one.clone(), Seat::One), Who::new(two.clone(), Seat::Two)]
}

/// Today, by the couple's clock.
pub(crate) fn today(visit: &SignedIn) -> Date {
    visit.me().pacing.local(visit.now).date()
}

/// A promise in a list.
pub(crate) struct Item {
    pub(crate) id: String,
    pub(crate) whose: Vec<Who>,
    pub(crate) act: String,
    pub(crate) meta: String,
    /// The talk it came from.
    pub(crate) talk: Option<String>,
    /// Its own page, where it holds.
    pub(crate) href: Option<String>,
    /// What is asked of both about it.
    pub(crate) asked: Option<&'static str>,
}

pub(crate) fn items(text: &PlanText, names: &[String; 2], today: Date) -> Vec<Item> {
    let of_one = |it: &Commitment| Item {
        id: it.id.to_string(),
        whose: whose(it.who, names),
        act: it.act.clone(),
        meta: words::meta(it, names, today),
        talk: it.from_talk.map(|talk| format!("/talk/{talk}/record")),
        href: None,
        asked: None,
    };
    text.commitments.iter().map(of_one).collect()
}

fn whose(doer: Doer, names: &[String; 2]) -> Vec<Who> {
    let all = pair(names);
    all.into_iter().filter(|who| doer.is(who.seat)).collect()
}

/// One line of what changes.
pub(crate) struct Line {
    pub(crate) sign: Sign,
    pub(crate) text: Vec<String>,
}

/// What a line says of its text: the sign is never alone, the word stands beside it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    Now,
    Instead,
    New,
    Stays,
    Ends,
}

impl Sign {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Now => "Now",
            Self::Instead => "Instead",
            Self::New => "New",
            Self::Stays => "Stays",
            Self::Ends => "Ends",
        }
    }

    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Now | Self::Ends => "was",
            Self::Instead | Self::New => "will",
            Self::Stays => "same",
        }
    }
}

/// One thing that changes.
pub(crate) struct Block {
    pub(crate) heading: String,
    pub(crate) lines: Vec<Line>,
}

/// A proposal, as the other one sees it; the preview is this very thing.
pub(crate) struct Proposal {
    pub(crate) by: Who,
    /// "suggests a change".
    pub(crate) does: &'static str,
    pub(crate) heading: String,
    pub(crate) blocks: Vec<Block>,
    /// What does not change, each in a few words.
    pub(crate) stays: Vec<String>,
    pub(crate) reason: Option<Shared>,
}

/// What is proposed, over what holds.
pub(crate) fn proposal(
    by: Who,
    old: Option<&PlanText>,
    new: &PlanText,
    reason: &str,
    names: &[String; 2],
    on: Date,
) -> Proposal {
    let nothing = PlanText::default();
    let diff = Diff::between(old.unwrap_or(&nothing), new);
    let mut blocks = Vec::new();
    let mut stays = Vec::new();
    for (question, change) in Question::ALL.into_iter().zip(&diff.together) {
        match change {
            Some(Change::Stays(_)) => stays.push(question.about().to_owned()),
            Some(change) => {
                blocks
                    .push(Block { heading: format!("Together: {}", question.about()), lines: text(change) });
            }
            None => {}
        }
    }
    for change in &diff.commitments {
        match change {
            Change::Stays(it) => stays.push(it.act.clone()),
            change => blocks.push(promise(change, names)),
        }
    }
    let heading = match (blocks.as_mut_slice(), old) {
        ([only], Some(_)) => std::mem::take(&mut only.heading),
        (_, Some(_)) => "A change to the plan".to_owned(),
        (_, None) => "A first plan".to_owned(),
    };
    let reason =
        (!reason.trim().is_empty()).then(|| Shared::text(by.clone(), "says why", show::day(on), reason));
    let does = if old.is_some() { "suggests a change" } else { "suggests a plan" };
    Proposal { by, does, heading, blocks, stays, reason }
}

/// The proposal that a version is, over the one it changes.
pub(crate) fn proposed(version: &Version, old: Option<&Version>) -> Proposal {
    let content = &version.content;
    let [one, two] = pair(&content.names);
    let by = if content.by == Seat::One { one } else { two };
    let old = old.map(|old| &old.content.text);
    proposal(by, old, &content.text, &content.reason, &content.names, content.on)
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

fn text(change: &Change<String>) -> Vec<Line> {
    let line = |sign, it: &String| Line { sign, text: lines(it) };
    match change {
        Change::Stays(it) => vec![line(Sign::Stays, it)],
        Change::New(it) => vec![line(Sign::New, it)],
        Change::Ends(it) => vec![line(Sign::Ends, it)],
        Change::Becomes { now, instead } => vec![line(Sign::Now, now), line(Sign::Instead, instead)],
    }
}

/// Everything about a promise but what it says, a sentence each.
fn facets(it: &Commitment, names: &[String; 2]) -> [String; 4] {
    [
        format!("{}, {}", words::who(it.who, names), words::how_often(&it.how_often)),
        format!("From {}", show::day(it.starts)),
        words::review(it.review),
        it.kind.label().to_owned(),
    ]
}

fn promise(change: &Change<Commitment>, names: &[String; 2]) -> Block {
    let whole = |sign, it: &Commitment| Line { sign, text: facets(it, names).to_vec() };
    match change {
        Change::Stays(it) => Block { heading: it.act.clone(), lines: vec![whole(Sign::Stays, it)] },
        Change::New(it) => Block { heading: it.act.clone(), lines: vec![whole(Sign::New, it)] },
        Change::Ends(it) => Block { heading: it.act.clone(), lines: vec![whole(Sign::Ends, it)] },
        Change::Becomes { now, instead } => {
            let mut all = Vec::new();
            let mut stays = Vec::new();
            let mut pair = |was: &str, will: &str| {
                if was == will {
                    stays.push(will.to_owned());
                } else {
                    all.push(Line { sign: Sign::Now, text: lines(was) });
                    all.push(Line { sign: Sign::Instead, text: lines(will) });
                }
            };
            if now.act != instead.act {
                pair(&now.act, &instead.act);
            }
            for (was, will) in facets(now, names).iter().zip(&facets(instead, names)) {
                pair(was, will);
            }
            if !stays.is_empty() {
                all.push(Line { sign: Sign::Stays, text: stays });
            }
            Block { heading: instead.act.clone(), lines: all }
        }
    }
}
