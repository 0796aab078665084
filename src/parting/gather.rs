//! What somebody keeps of a space that has ended, and has no list of its own any more.
//!
//! What must stay true: everything here opened with a grant of its reader; what the other one wrote is here only where they
//! left it on purpose.

use crate::{
    apart,
    entries::{Seen, Text, of_kind},
    ids::{CommitmentId, EntryId, PersonId},
    plans::{
        self, Piece, Plan,
        doing::{Mark, pages as doing},
        pages::given,
    },
    web::{error::Error, page::Who, show, signed_in::SignedIn},
};

/// Older ones than these are not listed.
const MOST: u32 = 1_000;

/// One thing.
pub(super) struct Thing {
    pub(super) id: EntryId,
    pub(super) mine: bool,
    pub(super) figure: show::Shared,
}

/// All of it, by what it is; the newest first.
#[derive(Default)]
pub(super) struct Kept {
    pub(super) last: Vec<Thing>,
    pub(super) answers: Vec<Thing>,
    pub(super) setbacks: Vec<Thing>,
    pub(super) marks: Vec<Thing>,
    pub(super) apart: Vec<Thing>,
    /// Something did not open.
    pub(super) broken: bool,
}

/// How the two are called.
struct Names {
    me: PersonId,
    mine: Who,
    theirs: Who,
}

impl Names {
    fn thing<C>(&self, text: &Text<C>, figure: impl Fn(&C, Who) -> show::Shared) -> Thing {
        let mine = text.author == self.me;
        let who = if mine { &self.mine } else { &self.theirs };
        Thing { id: text.id, mine, figure: figure(&text.content, who.clone()) }
    }
}

fn opened<C>(all: Vec<Seen<C>>, broken: &mut bool) -> Vec<Text<C>> {
    *broken |= all.iter().any(|seen| seen.as_text().is_none());
    all.into_iter().filter_map(Seen::text).collect()
}

/// What a promise says, in the newest version that has it.
fn act(plan: &Plan, id: CommitmentId) -> &str {
    let all = plan.versions.iter().rev().flat_map(|version| &version.content.text.commitments);
    all.into_iter().find(|it| it.id == id).map_or("A promise of your plan", |it| it.act.as_str())
}

impl Kept {
    /// Everything that the visitor keeps.
    pub(super) async fn find(visit: &mut SignedIn, theirs: Who) -> Result<Self, Error> {
        let names = Names { me: visit.me().id, mine: visit.who(), theirs };
        let (scope, hand, me) = visit.parts();
        let mut kept = Self::default();
        let plan = Plan::whole(scope, hand, me).await?;
        let pieces = of_kind::<Piece>(scope, hand, None, plans::KIND, MOST).await?;
        for text in opened(pieces, &mut kept.broken) {
            let on = show::day(text.written_at.date());
            match &text.content {
                Piece::Answer(answer) => {
                    kept.answers.push(names.thing(&text, |_, who| given::answer(answer, who)));
                }
                Piece::Setback(setback) => {
                    let over = plan.versions.iter().find(|version| version.content.number == setback.over);
                    let over = over.and_then(plans::Version::holds);
                    let draw =
                        |_: &Piece, who| doing::setback::figure(setback, over.as_ref(), who, on.clone());
                    kept.setbacks.push(names.thing(&text, draw));
                }
                // what both signed has a page of its own, and stays
                Piece::Draft(_) | Piece::Version(_) | Piece::Signature(_) => {}
            }
        }
        let marks = of_kind::<Mark>(scope, hand, None, "mark", MOST).await?;
        let mut marks = opened(marks, &mut kept.broken);
        marks.sort_by_key(|text| std::cmp::Reverse(text.content.week));
        for text in &marks {
            let says = act(&plan, text.content.commitment);
            let draw = |mark: &Mark, who| doing::figure(mark, says, who, String::new());
            kept.marks.push(names.thing(text, draw));
        }
        let apart = of_kind::<apart::Piece>(scope, hand, None, apart::KIND, MOST).await?;
        for text in opened(apart, &mut kept.broken) {
            let when = show::day(text.written_at.date());
            let list =
                if matches!(text.content, apart::Piece::Last(_)) { &mut kept.last } else { &mut kept.apart };
            list.push(names.thing(&text, |piece, who| apart::pages::figure(piece, who, when.clone())));
        }
        Ok(kept)
    }

    /// One's own thing that may be removed here.
    pub(super) fn own(&self, id: EntryId) -> Option<&Thing> {
        let lists = [&self.last, &self.answers, &self.setbacks, &self.marks, &self.apart];
        lists.into_iter().flatten().find(|thing| thing.mine && thing.id == id)
    }
}
