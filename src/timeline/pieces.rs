//! What the two have done, as pieces of a whole, and five loose stages that they belong to.
//!
//! What must stay true: only what is there is named, and only what both can see. A piece is there or is not mentioned: no
//! empty place, no number, no date, no order to keep. A stage is never reached and never missed. A piece stays, whatever
//! comes after it, for as long as what it is made of.

use super::{
    kinds::Kind,
    shelf::{self, As, Is},
};
use crate::{
    conversations::{Outcome, Step, pages::past},
    entries,
    plans::Plan,
    web::{error::Error, signed_in::SignedIn},
};

/// More of the newest questions and pieces of the plan than this are not looked through for what was answered.
const MOST: u32 = 200;

/// One of the five stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Talk,
    Pain,
    Heal,
    Rebuild,
    Hold,
}

impl Stage {
    pub(super) const ALL: [Self; 5] = [Self::Talk, Self::Pain, Self::Heal, Self::Rebuild, Self::Hold];

    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Talk => "Talking openly",
            Self::Pain => "Letting the pain be heard",
            Self::Heal => "Giving yourselves to the healing",
            Self::Rebuild => "Rebuilding, for as long as it takes",
            Self::Hold => "Holding on to it",
        }
    }

    pub(super) const fn says(self) -> &'static str {
        match self {
            Self::Talk => "What happened gets words, and questions get answers.",
            Self::Pain => "What it did to each of you is said, and taken in.",
            Self::Heal => "Each of you does a part: owning, apologising, promising, caring.",
            Self::Rebuild => {
                "Small things, week after week. Some weeks go back, and the work before them stays."
            }
            Self::Hold => "What you want to keep, noticed and named, also when it has become ordinary.",
        }
    }
}

/// A piece, and where it belongs.
pub(super) struct Piece {
    pub(super) stage: Stage,
    pub(super) words: &'static str,
    pub(super) href: &'static str,
}

const fn piece(stage: Stage, words: &'static str, href: &'static str) -> Piece {
    Piece { stage, words, href }
}

/// The piece that something of this kind is, where it is enough that there is one that both read.
const fn of_kind(kind: Kind) -> Option<Piece> {
    match kind {
        Kind::Question => Some(piece(Stage::Talk, "A question was asked", "/questions")),
        Kind::CheckIn => Some(piece(Stage::Rebuild, "You opened a check-in to each other", "/weeks")),
        Kind::Mark => Some(piece(Stage::Rebuild, "You looked at how it went with a promise", "/plan")),
        Kind::Line => Some(piece(Stage::Hold, "Something good was noticed, and said", "/noticed")),
        Kind::Moment => {
            Some(piece(Stage::Hold, "A day was marked, so that it is not lost", "/weeks/moments"))
        }
        Kind::Note => Some(piece(Stage::Pain, "Something written alone was shown", "/write")),
        Kind::Apart => Some(piece(Stage::Heal, "There was time apart", "/us/time")),
        Kind::Practice => {
            Some(piece(Stage::Heal, "You shared something from “Between the talks”", "/between"))
        }
        // what a talk and a plan are made of is more than one piece, a night put away is none, and a sheet is read by nobody
        // else
        Kind::Talk | Kind::Plan | Kind::Hard | Kind::Sheet => None,
    }
}

/// The piece that a step of a talk is, when both read something of it.
const fn of_step(step: Step) -> Piece {
    match step {
        Step::TimeAndPlace => piece(Stage::Talk, "You found a time and a place for it", "/talk"),
        Step::Feelings => piece(Stage::Pain, "You named what you felt", "/talk"),
        Step::Listening => piece(Stage::Pain, "Feelings were said back, and heard", "/talk"),
        Step::Perspectives => piece(Stage::Talk, "It was told as it was lived", "/talk"),
        Step::Deeper => piece(Stage::Pain, "What lies deeper was shown", "/talk"),
        Step::Responsibility => piece(Stage::Heal, "Somebody said: this was mine", "/talk"),
        Step::Apology => piece(Stage::Heal, "An apology was given", "/talk"),
        Step::Planning => piece(Stage::Heal, "You had ideas for a plan", "/talk"),
    }
}

/// All the pieces that are there.
pub(super) async fn all(visit: &mut SignedIn) -> Result<Vec<Piece>, Error> {
    let mut all: Vec<Piece> = Vec::new();
    let (scope, hand, me) = visit.parts();
    let talks = past::all(scope, hand, me).await?;
    for step in Step::ALL {
        if talks.iter().any(|talk| talk.steps().contains(&step)) {
            all.push(of_step(step));
        }
    }
    if talks.iter().any(|talk| talk.outcome == Some(Outcome::Finished)) {
        all.push(piece(Stage::Talk, "You came through a talk to its end", "/talk"));
    }
    if talks.iter().any(|talk| talk.settled) {
        all.push(piece(Stage::Hold, "Something is called settled", "/talk"));
    }
    let plan = Plan::whole(scope, hand, me).await?;
    let agreed = || plan.versions.iter().filter(|version| version.agreed_on().is_some());
    if agreed().next().is_some() {
        all.push(piece(Stage::Heal, "You agreed to a plan", "/plan"));
    }
    if agreed().any(|version| version.content.over.is_some()) {
        all.push(piece(Stage::Rebuild, "You changed the plan together", "/plan/versions"));
    }
    let kinds = entries::kinds_between(&mut **scope, me.id).await?;
    let there = |kind: &Kind| kind.is_shared() && kinds.iter().any(|code| code == kind.code());
    all.extend(Kind::ALL.into_iter().filter(there).filter_map(of_kind));
    let me = me.id;
    let some = [Kind::Plan.code(), Kind::Question.code()];
    let heads = entries::between(&mut *visit.scope, me, &some, false, time::Date::MAX, MOST).await?;
    let things = shelf::open(visit, &heads, As::Held).await?;
    if things.iter().any(|thing| thing.is == Is::Answer) {
        all.push(piece(Stage::Talk, "A question was answered", "/questions"));
    }
    if things.iter().any(|thing| thing.is == Is::Setback) {
        all.push(piece(Stage::Rebuild, "A setback was spoken about, and not hidden", "/plan/setback"));
    }
    Ok(all)
}
