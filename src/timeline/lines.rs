//! The lines of the timeline, a page of them at a time.
//!
//! What must stay true: the same statements however many years there are; the two have the same shared lines on the same
//! days. A setback stands among everything else, and takes nothing of it away.

use std::collections::BTreeMap;

use time::{Date, macros::format_description};

use super::{
    kinds::Kind,
    shelf::{self, As, Is, Thing},
};
use crate::{
    conversations::{self, Outcome, Step, pages::past::Past},
    entries::{self, Head},
    ids::{ConversationId, EntryId},
    plans::{self, Change, Diff, Plan},
    web::{error::Error, excerpt::Excerpt, page::Who, show, signed_in::SignedIn},
};

/// A page ends with the day of this entry.
const PAGE: usize = 60;
/// More than this many are not asked for at once: one day would have to have as many.
const MOST: u32 = 1_000;

/// A line, ready to show.
pub(super) struct Line {
    /// Who did it: one, or the two of them.
    pub(super) who: Vec<Who>,
    /// What they did, after the name.
    pub(super) did: String,
    /// The day, ready to show.
    pub(super) day: String,
    /// The day, for machines.
    pub(super) date: String,
    /// The beginning of the words.
    pub(super) excerpt: Option<Excerpt>,
    /// A line of ours about it; may be empty.
    pub(super) note: String,
    /// Where to read on.
    pub(super) on: Option<Way>,
    /// Whether it failed its integrity check.
    pub(super) broken: bool,
    /// Where it stands among the others.
    order: (Date, EntryId),
}

/// A way on.
pub(super) struct Way {
    pub(super) href: String,
    pub(super) label: &'static str,
}

/// A month of lines.
pub(super) struct Month {
    /// For the address of its heading.
    pub(super) id: String,
    /// "March 2026".
    pub(super) name: String,
    pub(super) lines: Vec<Line>,
}

/// A page of the timeline.
pub(super) struct Lines {
    pub(super) months: Vec<Month>,
    /// The day before which there is more, if there is.
    pub(super) earlier: Option<Date>,
}

/// A day as it stands in an address.
pub(super) fn machine(day: Date) -> String {
    day.format(format_description!("[year]-[month]-[day]")).unwrap_or_default()
}

impl Lines {
    /// What is before this day, as much as fits on a page.
    pub(super) async fn before(visit: &mut SignedIn, before: Date, private: bool) -> Result<Self, Error> {
        let me = visit.me().id;
        let mut heads =
            entries::between(&mut *visit.scope, me, &Kind::shared(), private, before, MOST).await?;
        // whole days, so that nothing stands on two pages or on none
        let last = heads.get(PAGE).map(|head| head.on);
        let from = match last {
            Some(on) => {
                heads.retain(|head| head.on >= on);
                on
            }
            None => Date::MIN,
        };
        let days = Days { from, before };
        let mut all: Vec<Line> = Vec::new();
        all.extend(talks(visit, &heads, days).await?);
        all.extend(agreements(visit, days).await?);
        let alone: Vec<Head> = heads.iter().filter(|head| is_line(head, &heads)).cloned().collect();
        let things = shelf::open(visit, &alone, As::Held).await?;
        all.extend(of_things(things));
        all.sort_by_key(|line| std::cmp::Reverse(line.order));
        Ok(Self { months: months(all), earlier: last })
    }
}

/// The days of a page.
#[derive(Clone, Copy)]
struct Days {
    from: Date,
    before: Date,
}

impl Days {
    fn has(self, day: Date) -> bool {
        self.from <= day && day < self.before
    }
}

/// Whether it is a line of its own. A check-in is one for both, when both have given theirs; before that it is its
/// author's.
fn is_line(head: &Head, all: &[Head]) -> bool {
    match Kind::of(&head.kind) {
        Some(Kind::CheckIn) => {
            head.private || all.iter().any(|other| other.pair == head.pair && other.author != head.author)
        }
        Some(Kind::Talk) | None => false,
        Some(_) => true,
    }
}

fn line(who: Vec<Who>, did: impl Into<String>, day: Date, id: EntryId) -> Line {
    Line {
        who,
        did: did.into(),
        day: show::day(day),
        date: machine(day),
        excerpt: None,
        note: String::new(),
        on: None,
        broken: false,
        order: (day, id),
    }
}

fn of_things(things: Vec<Thing>) -> Vec<Line> {
    let mut all = Vec::new();
    let mut rounds: BTreeMap<String, Vec<Thing>> = BTreeMap::new();
    for thing in things {
        if thing.kind == Kind::CheckIn && !thing.private {
            rounds.entry(thing.href.clone()).or_default().push(thing);
        } else {
            all.push(of(thing));
        }
    }
    for (href, mut both) in rounds {
        both.sort_by_key(|thing| (thing.who.seat.number(), thing.id));
        let who: Vec<Who> = both.iter().map(|thing| thing.who.clone()).collect();
        let Some(first) = both.into_iter().min_by_key(|thing| thing.id) else { continue };
        let on = Some(Way { href, label: "Read the week" });
        all.push(Line {
            note: first.note,
            on,
            ..line(who, "opened a check-in to each other", first.day, first.id)
        });
    }
    all
}

fn of(thing: Thing) -> Line {
    // the words of something new are read where it is, whole
    let excerpt = thing.opened.then(|| Excerpt::of(&thing.figure));
    let mut note: Vec<String> = Vec::new();
    if !thing.note.is_empty() {
        note.push(format!("{}.", thing.note));
    }
    if thing.is == Is::Setback {
        note.push("What came before it keeps its place.".to_owned());
    }
    if !thing.opened && thing.is != Is::Broken {
        note.push("It is new to you.".to_owned());
    }
    if thing.private {
        note.push("Only you can read it.".to_owned());
    }
    let on = (!thing.href.is_empty()).then_some(Way { href: thing.href, label: "Read it" });
    let excerpt =
        excerpt.filter(|it| !(it.words.is_empty() && it.chosen.is_empty() && it.heading.is_empty()));
    let broken = thing.is == Is::Broken;
    Line {
        excerpt,
        note: note.join(" "),
        on,
        broken,
        ..line(vec![thing.who], thing.did, thing.day, thing.id)
    }
}

/// A line for each day on which both went on in a talk.
async fn talks(visit: &mut SignedIn, heads: &[Head], days: Days) -> Result<Vec<Line>, Error> {
    let of_talks = heads.iter().filter(|head| Kind::of(&head.kind) == Some(Kind::Talk) && !head.private);
    let mut ids: Vec<ConversationId> = of_talks.filter_map(|head| head.about).collect();
    ids.sort_unstable();
    ids.dedup();
    let (scope, hand, me) = visit.parts();
    let talks = conversations::pages::past::these(scope, hand, me, &ids).await?;
    Ok(talks.iter().flat_map(|talk| talk_lines(talk, days)).collect())
}

fn talk_lines(talk: &Past, days: Days) -> Vec<Line> {
    let all = talk.days();
    let (first, last) = (all.keys().next().copied(), all.keys().last().copied());
    let name = talk.name.as_deref().map_or_else(|| "a talk".to_owned(), |name| format!("the talk “{name}”"));
    let of_day = |(day, steps): (&Date, &Vec<Option<Step>>)| {
        let did = if Some(*day) == first { format!("began {name}") } else { format!("went on in {name}") };
        let mut note = vec![said_steps(steps)];
        if Some(*day) == last {
            note.extend(ending(talk).map(ToOwned::to_owned));
        }
        let on = Some(Way { href: format!("/talk/{}/record", talk.id), label: "Read it in the talk" });
        Line { note: note.join(" "), on, ..line(talk.two.clone(), did, *day, EntryId(talk.id.0)) }
    };
    all.iter().filter(|(day, _)| days.has(**day)).map(of_day).collect()
}

/// What stands under the last day of a talk.
const fn ending(talk: &Past) -> Option<&'static str> {
    match talk.outcome {
        _ if talk.settled => Some("It is settled, unless something new comes up."),
        Some(Outcome::Finished) => Some("You came through this talk."),
        Some(Outcome::Stopped) => Some("It was stopped here. What was said in it stays."),
        None => None,
    }
}

/// "Step 2, Name what you felt." or "Steps 2, 3 and 4."
fn said_steps(steps: &[Option<Step>]) -> String {
    let all: Vec<Step> = steps.iter().flatten().copied().collect();
    let numbers: Vec<String> = all.iter().map(|step| step.number().to_string()).collect();
    match (all.first(), numbers.split_last()) {
        (Some(step), Some((_, []))) => format!("Step {}, {}.", step.number(), step.title()),
        (_, Some((last, rest))) => format!("Steps {} and {last}.", rest.join(", ")),
        _ => "Before the first step.".to_owned(),
    }
}

/// A line for each version of the plan that both have signed, with what it eased and ended.
async fn agreements(visit: &mut SignedIn, days: Days) -> Result<Vec<Line>, Error> {
    let (scope, hand, me) = visit.parts();
    let plan = Plan::whole(scope, hand, me).await?;
    let of_version = |version: &plans::Version| {
        let on = version.agreed_on().filter(|on| days.has(*on))?;
        let [one, two] = &version.content.names;
        let who = vec![
            Who::new(one.clone(), crate::couples::Seat::One),
            Who::new(two.clone(), crate::couples::Seat::Two),
        ];
        let old = version.content.over.and_then(|over| plan.version(over));
        let did = if old.is_some() { "agreed to a change of the plan" } else { "agreed to a plan" };
        let note = old.map_or_else(String::new, |old| changes(&old.content.text, &version.content.text));
        let way = Way { href: format!("/plan/versions/{}", version.id), label: "Read the plan" };
        Some(Line { note, on: Some(way), ..line(who, did, on, version.id) })
    };
    Ok(plan.versions.iter().filter_map(of_version).collect())
}

/// Which promises came, changed and ended, in their own words.
fn changes(old: &plans::PlanText, new: &plans::PlanText) -> String {
    let diff = Diff::between(old, new);
    let named = |says: &str, pick: &dyn Fn(&Change<plans::Commitment>) -> Option<String>| {
        let acts: Vec<String> = diff.commitments.iter().filter_map(pick).collect();
        (!acts.is_empty()).then(|| format!("{says}: {}.", acts.join("; ").trim_end_matches('.')))
    };
    let act = |it: &plans::Commitment| crate::folding::without(&it.act);
    [
        named("New", &|it| if let Change::New(it) = it { Some(act(it)) } else { None }),
        named("Changed", &|it| {
            if let Change::Becomes { instead, .. } = it { Some(act(instead)) } else { None }
        }),
        named("Ended", &|it| if let Change::Ends(it) = it { Some(act(it)) } else { None }),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(" ")
}

fn months(lines: Vec<Line>) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    for line in lines {
        let day = line.order.0;
        let name = format!("{} {}", day.month(), day.year());
        if let Some(month) = months.last_mut().filter(|month| month.name == name) {
            month.lines.push(line);
        } else {
            let id = format!("m{}-{}", day.year(), u8::from(day.month()));
            months.push(Month { id, name, lines: vec![line] });
        }
    }
    months
}
