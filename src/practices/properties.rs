//! Every order in which the two can do things, at random, beside what plainly has to hold.

use proptest::prelude::*;

use super::{
    rounds::{Known, Release},
    rules::{Facts, Says, Side, Stand},
};

/// What somebody tries with something given. The first three are its author's, the others the other one's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Try {
    Write,
    Share,
    TakeBack,
    Answer(Says),
    GiveAnswer,
    AnswerBack,
}

const SAYS: [Says; 3] = [Says::First, Says::Waits, Says::Answers];

fn tries() -> impl Strategy<Value = Try> {
    prop_oneof![
        Just(Try::Write),
        Just(Try::Share),
        Just(Try::TakeBack),
        prop::sample::select(&SAYS[..]).prop_map(Try::Answer),
        Just(Try::GiveAnswer),
        Just(Try::AnswerBack),
    ]
}

/// The two entries as they lie there.
#[derive(Clone, Copy, Debug, Default)]
struct World {
    heard_first: bool,
    begun: Side,
    answer: Side,
    /// What the newest words of the answer say, and those that were shared.
    says: Option<Says>,
    given: Option<Says>,
}

impl World {
    fn author(self) -> Facts {
        let answer = Side { there: self.answer.given, given: self.answer.given };
        let Self { heard_first, begun, .. } = self;
        Facts { asks: true, heard_first, begun, answer, says: self.given.filter(|_| self.answer.given) }
    }

    fn other(self) -> Facts {
        let begun = Side { there: self.begun.given, ..self.begun };
        Facts { asks: true, heard_first: self.heard_first, begun, answer: self.answer, says: self.says }
    }

    /// As the pages do it: only what the rules allow. Whether it was done.
    fn tries(&mut self, what: Try) -> bool {
        match what {
            Try::Write if !self.begun.there || self.author().may_change() => self.begun.there = true,
            Try::Share if self.begun.there => self.begun.given = true,
            Try::TakeBack if self.begun.given => self.begun.given = false,
            Try::Answer(says) if self.other().may_answer(says) => {
                (self.answer.there, self.says) = (true, Some(says));
            }
            Try::GiveAnswer if self.begun.given && self.answer.there => {
                (self.answer.given, self.given) = (true, self.says);
            }
            Try::AnswerBack if self.answer.given => self.answer.given = false,
            _ => return false,
        }
        true
    }
}

/// What is so after all this, told from the end: the simplest thing that can be said about it.
fn told(done: &[Try]) -> Stand {
    let last = |wanted: &[Try]| done.iter().rev().find(|one| wanted.contains(one)).copied();
    if last(&[Try::Share, Try::TakeBack]) != Some(Try::Share) {
        return Stand::Private;
    }
    if last(&[Try::GiveAnswer, Try::AnswerBack]) != Some(Try::GiveAnswer) {
        return Stand::Given;
    }
    let given = done.iter().rposition(|one| *one == Try::GiveAnswer).unwrap();
    let said = done[..given].iter().rev().find_map(|one| match one {
        Try::Answer(says) => Some(*says),
        _ => None,
    });
    match said.unwrap() {
        Says::First => Stand::Heard,
        Says::Waits => Stand::Later,
        Says::Answers => Stand::Answered,
    }
}

proptest! {
    #[test]
    fn how_it_stands_is_what_was_last_shared(
        heard_first in any::<bool>(),
        all in prop::collection::vec(tries(), 0..24),
    ) {
        let mut world = World { heard_first, ..World::default() };
        let mut done = Vec::new();
        for what in all {
            let before = world;
            if !world.tries(what) {
                continue;
            }
            done.push(what);
            let stand = told(&done);
            prop_assert_eq!(world.author().stand(), stand, "{:?}", done);
            prop_assert_eq!(world.author().may_explain(), stand == Stand::Answered);
            // both know the same, unless the other one has new words that are not shared
            if world.says == world.given || !world.answer.given {
                prop_assert_eq!(world.other().stand(), stand, "{:?}", done);
            }
            // what is not shared moves nothing for the author
            if matches!(what, Try::Answer(_)) {
                prop_assert_eq!(world.author(), before.author());
            }
            // an answer that can be read belongs to words that stay
            if world.answer.given {
                prop_assert!(!world.author().may_change() && !world.author().may_remove());
            }
            // whoever listens has no field before they have said that they heard it
            let heard = done.windows(2).any(|two| two == [Try::Answer(Says::First), Try::GiveAnswer])
                || done.contains(&Try::GiveAnswer);
            if heard_first && !heard {
                prop_assert!(!world.other().may_answer(Says::Answers) && !world.other().may_answer(Says::Waits));
            }
            // taking back is always possible
            prop_assert_eq!({ let mut next = world; next.tries(Try::TakeBack) }, world.begun.given);
            prop_assert_eq!({ let mut next = world; next.tries(Try::AnswerBack) }, world.answer.given);
        }
    }
}

/// What one of the two does with their part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Fill,
    Give(Release),
    Look,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Part {
    filled: u32,
    release: Option<Release>,
    looked: bool,
}

/// What one of the two knows, from what the grants let through: held ones open when both have given.
fn known(parts: [Part; 2], me: usize) -> Known {
    let (mine, theirs) = (parts[me], parts[1 - me]);
    let given = |part: Part| part.release.is_some_and(|release| release != Release::OnlyMe);
    let here = match theirs.release {
        Some(Release::Now) => true,
        Some(Release::Both) => given(mine),
        Some(Release::OnlyMe) | None => false,
    };
    Known {
        mine: mine.filled > 0,
        release: mine.release.unwrap_or(Release::OnlyMe),
        theirs: here,
        looked: mine.looked,
    }
}

fn acts(parts: &mut [Part; 2], me: usize, act: Act) -> bool {
    let known = known(*parts, me);
    match act {
        Act::Fill if known.may_change() => {
            parts[me].filled += 1;
            // what waits is private again until it is given anew
            if parts[me].release == Some(Release::Both) {
                parts[me].release = None;
            }
        }
        Act::Give(release) if known.mine => parts[me].release = Some(release),
        Act::Look if known.looking_ends_writing() => parts[me].looked = true,
        _ => return false,
    }
    true
}

proptest! {
    #[test]
    fn nobody_reads_early_and_nobody_changes_theirs_after_reading(
        all in prop::collection::vec(
            (0..2_usize, prop_oneof![
                Just(Act::Fill),
                Just(Act::Look),
                prop::sample::select(&[Release::OnlyMe, Release::Both, Release::Now][..]).prop_map(Act::Give),
            ]),
            0..24,
        ),
    ) {
        let mut parts = [Part::default(); 2];
        let mut mirrored = parts;
        // for each, whether they have read the other's with theirs filled in
        let mut read = [false; 2];
        for (who, act) in all {
            let before = parts;
            let done = acts(&mut parts, who, act);
            prop_assert_eq!(acts(&mut mirrored, 1 - who, act), done, "both have the same rights");
            for me in 0..2 {
                let view = known(parts, me);
                let (mine, theirs) = (parts[me], parts[1 - me]);
                if view.shows_theirs() {
                    prop_assert!(matches!(theirs.release, Some(Release::Now | Release::Both)));
                    prop_assert!(theirs.release == Some(Release::Now) || view.release != Release::OnlyMe);
                }
                if read[me] {
                    prop_assert_eq!(mine.filled, before[me].filled, "{:?} {:?}", who, act);
                }
                read[me] |= view.mine && (mine.looked || (view.shows_theirs() && view.is_open()));
                // where it is read elsewhere, beside one's own, it was read on its page: so one's own stays
                if view.mine && view.theirs && !view.is_unread() {
                    prop_assert!(view.is_fixed() && mine.looked);
                }
                // what the other one does for themselves alone moves nothing here
                let alone = matches!(act, Act::Fill | Act::Look) && before[who].release.is_none();
                if me != who && alone {
                    prop_assert_eq!(view, known(before, me));
                }
                // nor does what they let wait, as long as one has not given one's own
                let waits = act == Act::Give(Release::Both) && before[who].release.is_none();
                if me != who && waits && view.release == Release::OnlyMe {
                    prop_assert_eq!(view, known(before, me));
                }
            }
            read = [0, 1].map(|me| read[me] && (known(parts, me).is_fixed()));
        }
    }
}
