//! One line of the timeline.
//!
//! What must stay true: a line says what was shared, by whom and on which day, and nothing of what is beside it: not which
//! number of a plan it is, not whether the other one has, too. Two lines become one only where both are here.

use std::collections::BTreeSet;

use time::{Date, macros::format_description};

use super::{
    super::window::Sight,
    shelf::{Room, Shelf, Thing, What},
};
use crate::{
    apart, asking,
    checkins::moments,
    conversations::{
        Step,
        pages::held::{self, Given},
    },
    couples::Seat,
    entries::{self, Text},
    folding, hard,
    ids::{ConversationId, EntryId, PersonId},
    noticing,
    plans::{self, doing},
    practices,
    web::{
        excerpt::Excerpt,
        page::Who,
        show::{self, Content, Shared},
    },
};

/// A line, ready to show.
pub(super) struct Item {
    /// Who shared it: one, or the two of them.
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
    pub(super) order: Order,
}

/// A way on.
pub(super) struct Way {
    pub(super) href: String,
    pub(super) label: &'static str,
}

/// Newer days first; within a day what belongs together stands together, and what came later in a talk comes first.
pub(super) type Order = (Date, Option<EntryOrder>, EntryId);
type EntryOrder = (ConversationId, Option<Step>, String);

/// A setback or an answer as its room shows it; none for what the plan's own page shows.
fn plan_figure(shelf: &Shelf, piece: &plans::Piece, who: Who, when: String) -> Option<Shared> {
    match piece {
        plans::Piece::Setback(setback) => {
            let over = shelf.version(setback.over);
            Some(doing::pages::setback::figure(setback, over.as_ref(), who, when))
        }
        plans::Piece::Answer(answer) => Some(Shared { when, ..plans::pages::given::answer(answer, who) }),
        plans::Piece::Draft(_) | plans::Piece::Version(_) | plans::Piece::Signature(_) => None,
    }
}

/// A thing in full, as the room shows it that it is from. None for what has a page there.
pub(super) fn figure(sight: &Sight, shelf: &Shelf, thing: &Thing) -> Option<Shared> {
    let who = sight.author(thing.author)?.clone();
    let when = format!("Shared on {}", show::day(thing.on));
    match &thing.what {
        What::Note(note) => Some(entries::pages::figure(note, who, when)),
        What::Line(line) => Some(noticing::pages::figure(line, who, &shelf.acts(), when)),
        What::Moment(moment) => Some(moments::figure(moment, who)),
        What::Mark(mark) => {
            let acts = shelf.acts();
            let act = acts.of(mark.commitment).unwrap_or_default();
            Some(doing::pages::figure(mark, act, who, when))
        }
        What::Question(piece) => Some(asking::pages::figure(piece, who, when)),
        What::Apart(piece) => Some(apart::pages::figure(piece, who, when)),
        What::Hard(piece) => Some(hard::pages::figure(piece, who, when)),
        What::Practice(piece) => Some(practices::pages::figure(piece, who, when)),
        What::Plan(text) => plan_figure(shelf, &text.content, who, when),
        What::Broken(_) => {
            Some(Shared { who, what: "shared something".to_owned(), when, content: Content::Broken })
        }
        What::Talk(text) => Some(held::shown(&(thing.on, (**text).clone()), &sight.two)),
        What::CheckIn(_) => None,
    }
}

fn machine(day: Date) -> String {
    day.format(format_description!("[year]-[month]-[day]")).unwrap_or_default()
}

fn item(who: Vec<Who>, did: impl Into<String>, day: Date, id: EntryId) -> Item {
    Item {
        who,
        did: did.into(),
        day: show::day(day),
        date: machine(day),
        excerpt: None,
        note: String::new(),
        on: None,
        broken: false,
        order: (day, None, id),
    }
}

/// Everything that is held, as lines, the newest first.
pub(super) fn items(sight: &Sight, shelf: &Shelf) -> Vec<Item> {
    let mut all: Vec<Item> = shelf.0.iter().filter_map(|thing| line(sight, shelf, thing)).collect();
    all.extend(talks(sight, shelf));
    all.sort_by(|one, two| two.order.cmp(&one.order));
    all
}

/// One thing as a line; none for what stands in the line of something else.
pub(super) fn line(sight: &Sight, shelf: &Shelf, thing: &Thing) -> Option<Item> {
    let who = sight.author(thing.author)?.clone();
    let base = &sight.base;
    let own = |did: &str| item(vec![who.clone()], did, thing.on, thing.id);
    let did = match &thing.what {
        // see `talks`
        What::Talk(_) => return None,
        What::Plan(text) => match &text.content {
            plans::Piece::Version(_) | plans::Piece::Signature(_) => {
                return plan_line(sight, shelf, thing, text);
            }
            plans::Piece::Draft(_) => return None,
            plans::Piece::Answer(_) => "answered a question of the plan",
            plans::Piece::Setback(_) => "wrote about a setback",
        },
        What::CheckIn(round) => {
            // by its round: the day on which one of the two finished would tell the other who was first
            let day = round.unwrap_or(thing.on);
            let on = Some(Way { href: format!("{base}/weeks"), label: "Read the weeks" });
            return Some(Item { on, ..item(vec![who], "shared a check-in", day, thing.id) });
        }
        What::Broken(_) => return Some(Item { broken: true, ..own("shared something that does not open") }),
        What::Note(_) => "shared a note",
        What::Apart(piece) => {
            let (line, words) = apart::pages::line(piece);
            // what is folded stays folded here, and can be opened where all of it stands
            let excerpt = Excerpt::plain(line.as_deref(), &folding::without(words));
            let whole = excerpt.whole && !words.contains(folding::OPENS);
            let excerpt = Excerpt { whole, ..excerpt };
            return Some(short(base, thing, excerpt, own(piece.did())));
        }
        What::Line(line) => {
            let excerpt = Excerpt::plain(None, line.read());
            let act = line.about.and_then(|about| shelf.acts().of(about).map(ToOwned::to_owned));
            return Some(Item {
                note: act.unwrap_or_default(),
                ..short(base, thing, excerpt, own(line.kind.says()))
            });
        }
        What::Moment(moment) => {
            let heading = show::day(moment.day);
            let excerpt = Excerpt { heading, ..Excerpt::of(&figure(sight, shelf, thing)?) };
            return Some(short(base, thing, excerpt, own("marked a day")));
        }
        What::Question(piece) => {
            let excerpt = Excerpt::of(&figure(sight, shelf, thing)?);
            // without the question nothing tells which one it is
            let question = piece.to().and_then(|to| shelf.question(to));
            let note = question.map_or_else(String::new, |words| format!("To the question “{words}”"));
            return Some(Item { note, ..short(base, thing, excerpt, own(piece.did())) });
        }
        What::Hard(piece) => {
            let excerpt = Excerpt::of(&figure(sight, shelf, thing)?);
            // without the line nothing tells which one it is
            let line = piece.to().and_then(|to| shelf.word(to));
            let note = line.map_or_else(String::new, |words| format!("To the line “{words}”"));
            return Some(Item { note, ..short(base, thing, excerpt, own(piece.did())) });
        }
        What::Practice(piece) => {
            let excerpt = Excerpt::of(&figure(sight, shelf, thing)?);
            let of = piece.of().map_or("From between the talks", |of| of.name.as_str());
            // without what it belongs to nothing tells what that says
            let about = piece.to().and_then(|to| shelf.practice(to));
            let note = about.map_or_else(|| of.to_owned(), |words| format!("{of}: “{words}”"));
            return Some(Item { note, ..short(base, thing, excerpt, own(&piece.did())) });
        }
        What::Mark(mark) => {
            let excerpt = Excerpt::plain(Some(mark.kept.label()), &mark.words);
            let week = format!("Week of {}", show::day(mark.week));
            let acts = shelf.acts();
            let note = acts.of(mark.commitment).map_or_else(|| week.clone(), |act| format!("{act}. {week}"));
            return Some(Item {
                note,
                ..short(base, thing, excerpt, own("says how it went with a promise"))
            });
        }
    };
    let excerpt = Excerpt::of(&figure(sight, shelf, thing)?);
    Some(short(base, thing, excerpt, own(did)))
}

/// A line with the beginning of the words, and the way to the rest if there is more.
fn short(base: &str, thing: &Thing, excerpt: Excerpt, line: Item) -> Item {
    let on = (!excerpt.whole)
        .then(|| Way { href: format!("{base}/shared/{}", thing.id), label: "Read all of it" });
    Item { excerpt: Some(excerpt), on, ..line }
}

/// What one of the two gave of one talk on one day: a line with the beginning of what stands last in it, and which steps
/// it is from. An evening would be twenty lines otherwise.
fn talks(sight: &Sight, shelf: &Shelf) -> Vec<Item> {
    let mut groups: Vec<((ConversationId, Date, Seat), Vec<Given>)> = Vec::new();
    for thing in &shelf.0 {
        if let (What::Talk(text), Some(talk)) = (&thing.what, thing.about) {
            let by = text.content.said_by().unwrap_or(text.content.by);
            let key = (talk, thing.on, by);
            let given = (thing.on, (**text).clone());
            match groups.iter_mut().find(|(there, _)| *there == key) {
                Some((_, all)) => all.push(given),
                None => groups.push((key, vec![given])),
            }
        }
    }
    groups.into_iter().filter_map(|(key, all)| talk_line(sight, shelf, key, all)).collect()
}

fn talk_line(
    sight: &Sight,
    shelf: &Shelf,
    (talk, on, by): (ConversationId, Date, Seat),
    all: Vec<Given>,
) -> Option<Item> {
    let order = |(_, text): &Given| (held::order(text, shelf.pieces(talk)), text.id);
    let steps: BTreeSet<Option<Step>> = all.iter().map(|(_, text)| text.content.part.step()).collect();
    let last = all.into_iter().max_by_key(order)?;
    let ((step, place), id) = order(&last);
    let name = held::name(shelf.pieces(talk)).map_or_else(String::new, |name| format!("{name}. "));
    let anchor = if steps.len() > 1 { String::new() } else { format!("#e-{id}") };
    Some(Item {
        excerpt: Some(Excerpt::of(&held::shown(&last, &sight.two))),
        note: format!("{name}{}", said_steps(&steps)),
        on: Some(Way { href: format!("{}/talk/{talk}{anchor}", sight.base), label: "Read it in the talk" }),
        order: (on, Some((talk, step, place)), id),
        ..item(vec![sight.seated(by).clone()], "shared words from a talk", on, id)
    })
}

/// "Before the first step, and in steps 2 and 4."
fn said_steps(steps: &BTreeSet<Option<Step>>) -> String {
    let numbers: Vec<String> = steps.iter().flatten().map(|step| step.number().to_string()).collect();
    let before = steps.contains(&None);
    let named = match (steps.iter().flatten().next(), numbers.split_last()) {
        (Some(step), Some((_, []))) => format!("step {}, {}", step.number(), step.title()),
        (_, Some((last, rest))) => format!("steps {} and {last}", rest.join(", ")),
        _ => String::new(),
    };
    match (before, named.as_str()) {
        (true, "") => "From before the first step.".to_owned(),
        (true, named) => format!("From before the first step, and {named}."),
        (false, named) => format!("From {named}."),
    }
}

/// A version and what was signed of it: one line for all of it that is here.
fn plan_line(sight: &Sight, shelf: &Shelf, thing: &Thing, text: &Text<plans::Piece>) -> Option<Item> {
    let who = sight.author(thing.author)?.clone();
    let on = Some(Way { href: format!("{}/plan", sight.base), label: "Read the plan" });
    match &text.content {
        plans::Piece::Version(plan) => {
            let promises = match plan.text.commitments.len() {
                0 => String::new(),
                1 => "One promise.".to_owned(),
                many => format!("{many} promises."),
            };
            let signed = signatures(shelf, text);
            let both = sight.ids.iter().all(|id| signed.iter().any(|(by, _)| by == id));
            let latest = signed.iter().map(|(_, on)| *on).chain([thing.on]).max().unwrap_or(thing.on);
            let line = if both {
                item(sight.two.to_vec(), "agreed to a plan", latest, thing.id)
            } else {
                item(vec![who], "proposed a plan", thing.on, thing.id)
            };
            Some(Item { on, note: promises, ..line })
        }
        // a signature stands with its version
        _ => None,
    }
}

/// Who has signed these very bytes, as far as it is here, and since when it is.
fn signatures(shelf: &Shelf, version: &Text<plans::Piece>) -> Vec<(PersonId, Date)> {
    let mut all = Vec::new();
    for thing in &shelf.0 {
        if let What::Plan(text) = &thing.what
            && let plans::Piece::Signature(signed) = &text.content
            && (signed.version, signed.revision, signed.digest)
                == (version.id, version.number, version.digest)
        {
            all.push((thing.author, thing.on));
        }
    }
    all
}

/// The ways to the other pages of the window: only to those on which something stands.
pub(super) fn ways(sight: &Sight, shelf: &Shelf) -> Vec<RoomWay> {
    let way = |room, path: &str, icon, title, meta| {
        shelf.has(room).then(|| RoomWay { href: format!("{}/{path}", sight.base), icon, title, meta })
    };
    let mut all: Vec<RoomWay> = [
        way(
            Room::Talk,
            "talks",
            "talk",
            "Talks",
            "What each of them showed you of a talk, in its own order.",
        ),
        way(Room::Plan, "plan", "plan", "The plan", "What they promise each other, and what led to it."),
        way(Room::Weeks, "weeks", "check", "The weeks", "Check-ins, marks, and how it has been over time."),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !shelf.0.is_empty() {
        let href = format!("{}/sheet", sight.base);
        let meta = "What they shared since a day of your choice, on a page or two.";
        all.push(RoomWay { href, icon: "print", title: "A sheet to print", meta });
    }
    all
}

/// A way to one of the other pages.
pub(super) struct RoomWay {
    pub(super) href: String,
    pub(super) icon: &'static str,
    pub(super) title: &'static str,
    pub(super) meta: &'static str,
}
