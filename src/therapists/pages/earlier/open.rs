//! One page of them, opened: each exactly as the other one holds it, drawn by the room that it is from.

use std::collections::{HashMap, HashSet};

use serde::de::DeserializeOwned;

use super::gather::{Head, Sort, Things};
use crate::{
    apart, asking,
    checkins::{self, Sheet, moments, pages::side::Side},
    conversations,
    entries::{self, Note, Seen, Text},
    hard,
    ids::EntryId,
    noticing::{self, Line},
    plans::{
        self, Acts, Piece,
        doing::{Mark, pages as doing},
        in_force,
        pages::given::{self, Whole},
        words,
    },
    practices,
    web::{
        error::Error,
        page::Who,
        show::{self, Block, Content, Shared},
        signed_in::SignedIn,
    },
};

/// A text that takes more room than this is folded away until somebody opens it.
const SHORT: usize = 900;

/// Things of one sort.
pub(super) struct Group {
    /// For the address of its heading.
    pub(super) id: usize,
    pub(super) heading: String,
    pub(super) things: Vec<Thing>,
}

/// One thing.
pub(super) struct Thing {
    pub(super) value: String,
    pub(super) title: String,
    /// On which day it was shared with the other one.
    pub(super) on: String,
    /// Whether its author has changed it since.
    pub(super) changed: bool,
    pub(super) ticked: bool,
    pub(super) long: bool,
    pub(super) preview: Preview,
}

/// A thing as it is read.
pub(super) enum Preview {
    Words(Shared),
    Answers(Side),
    Version(Box<Whole>),
}

struct Drawn {
    /// The name of the talk it belongs to.
    talk: Option<String>,
    title: String,
    preview: Preview,
}

impl Drawn {
    fn words(title: impl Into<String>, shared: Shared) -> Self {
        Self { talk: None, title: title.into(), preview: Preview::Words(shared) }
    }
}

/// These, by what they are.
pub(super) async fn groups(
    visit: &mut SignedIn,
    things: &Things,
    heads: &[&Head],
    ticked: &HashSet<String>,
) -> Result<Vec<Group>, Error> {
    let mut drawn = draw(visit, things, heads).await?;
    let mut groups: Vec<Group> = Vec::new();
    for sort in Sort::ALL {
        for head in heads.iter().filter(|head| head.sort() == sort) {
            let drawn = drawn.remove(&head.it.id).unwrap_or_else(|| broken(visit.who()));
            let heading = heading(sort, drawn.talk.as_deref());
            let value = format!("{}.{}", head.it.id, head.it.number);
            let thing = Thing {
                ticked: ticked.contains(&value),
                value,
                title: drawn.title,
                on: show::day(head.it.on),
                changed: head.it.changed,
                long: drawn.preview.length() > SHORT,
                preview: drawn.preview,
            };
            match groups.iter_mut().find(|group| group.heading == heading) {
                Some(group) => group.things.push(thing),
                None => groups.push(Group { id: groups.len() + 1, heading, things: vec![thing] }),
            }
        }
    }
    Ok(groups)
}

fn heading(sort: Sort, talk: Option<&str>) -> String {
    match sort {
        Sort::Note => "Notes".to_owned(),
        Sort::Talk => format!("From the talk “{}”", talk.unwrap_or("A talk")),
        Sort::Plan => "The plan".to_owned(),
        Sort::CheckIn => "Check-ins".to_owned(),
        Sort::Line => "Lines you sent".to_owned(),
        Sort::Moment => "Days you marked".to_owned(),
        Sort::Mark => "How it went with a promise".to_owned(),
        Sort::Setback => "Setbacks".to_owned(),
        Sort::Question => "Questions and answers".to_owned(),
        Sort::Apart => "Time apart".to_owned(),
        Sort::Hard => "Hard moments".to_owned(),
        Sort::Practice => "Between the talks".to_owned(),
    }
}

async fn held<C: DeserializeOwned>(
    visit: &mut SignedIn,
    heads: &[&Head],
    sort: Sort,
    kind: &str,
) -> Result<Vec<Text<C>>, Error> {
    let ids: Vec<EntryId> = heads.iter().filter(|head| head.sort() == sort).map(|head| head.it.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (scope, hand, _) = visit.parts();
    Ok(entries::as_held::<C>(scope, hand, kind, &ids).await?.into_iter().filter_map(Seen::text).collect())
}

async fn draw(
    visit: &mut SignedIn,
    things: &Things,
    heads: &[&Head],
) -> Result<HashMap<EntryId, Drawn>, Error> {
    let mut all = HashMap::new();
    let (who, other) = (visit.who(), visit.other().ok_or(Error::NotFound)?);
    let on: HashMap<EntryId, String> = heads.iter().map(|head| (head.it.id, show::day(head.it.on))).collect();
    let when = |id: EntryId| on.get(&id).cloned().unwrap_or_default();
    for text in held::<Note>(visit, heads, Sort::Note, "note").await? {
        let shared = entries::pages::figure(&text.content, who.clone(), when(text.id));
        all.insert(text.id, Drawn::words(text.content.headline(), shared));
    }
    for text in held::<conversations::Piece>(visit, heads, Sort::Talk, "talk").await? {
        let about = things.find_head(text.id).and_then(|head| head.it.about);
        if let Some(placed) = things.talks.placed(about, &text) {
            let talk = Some(placed.talk);
            all.insert(text.id, Drawn { talk, title: placed.place, preview: Preview::Words(placed.shared) });
        }
    }
    let (scope, hand, me) = visit.parts();
    let acts = Acts::known(scope, hand, me).await?;
    for text in held::<Line>(visit, heads, Sort::Line, "line").await? {
        let shared = noticing::pages::figure(&text.content, who.clone(), &acts, when(text.id));
        all.insert(text.id, Drawn::words(text.content.kind.label(), shared));
    }
    for text in held::<moments::Moment>(visit, heads, Sort::Moment, "moment").await? {
        let shared = moments::figure(&text.content, who.clone());
        all.insert(text.id, Drawn::words(show::day(text.content.day), shared));
    }
    for text in held::<Mark>(visit, heads, Sort::Mark, "mark").await? {
        let act = acts.of(text.content.commitment).unwrap_or("A promise that has changed since");
        let shared = doing::figure(&text.content, act, who.clone(), when(text.id));
        all.insert(text.id, Drawn::words(doing::week_of(text.content.week), shared));
    }
    for text in held::<asking::Piece>(visit, heads, Sort::Question, asking::KIND).await? {
        let shared = asking::pages::figure(&text.content, who.clone(), when(text.id));
        all.insert(text.id, Drawn::words(text.content.title(), shared));
    }
    for text in held::<apart::Piece>(visit, heads, Sort::Apart, apart::KIND).await? {
        let shared = apart::pages::figure(&text.content, who.clone(), when(text.id));
        all.insert(text.id, Drawn::words(text.content.title(), shared));
    }
    for text in held::<hard::Piece>(visit, heads, Sort::Hard, hard::KIND).await? {
        let shared = hard::pages::figure(&text.content, who.clone(), when(text.id));
        all.insert(text.id, Drawn::words(text.content.title(), shared));
    }
    for text in held::<practices::Piece>(visit, heads, Sort::Practice, practices::KIND).await? {
        let shared = practices::pages::figure(&text.content, who.clone(), when(text.id));
        all.insert(text.id, Drawn::words(text.content.title(), shared));
    }
    check_ins(visit, heads, &who, &other, &mut all).await?;
    of_the_plan(visit, things, heads, &who, &mut all).await?;
    Ok(all)
}

async fn check_ins(
    visit: &mut SignedIn,
    heads: &[&Head],
    who: &Who,
    other: &Who,
    all: &mut HashMap<EntryId, Drawn>,
) -> Result<(), Error> {
    let sheets = held::<Sheet>(visit, heads, Sort::CheckIn, "checkin").await?;
    if sheets.is_empty() {
        return Ok(());
    }
    let now = visit.now;
    let rounds = checkins::calendar(&mut visit.scope).await?.opened(now);
    for text in sheets {
        let sheet = &text.content;
        let is_its = |round: &&checkins::Opened| {
            round.key.schedule == sheet.schedule && round.key.number == sheet.answers.round
        };
        let title = rounds.iter().find(is_its).map_or_else(|| "A check-in".to_owned(), checkins::pages::name);
        let preview = Preview::Answers(Side::of(who.clone(), other, &sheet.answers));
        all.insert(text.id, Drawn { talk: None, title, preview });
    }
    Ok(())
}

async fn of_the_plan(
    visit: &mut SignedIn,
    things: &Things,
    heads: &[&Head],
    who: &Who,
    all: &mut HashMap<EntryId, Drawn>,
) -> Result<(), Error> {
    let here = |text: &&Text<Piece>| heads.iter().any(|head| head.it.id == text.id);
    let pieces: Vec<&Text<Piece>> = things.pieces.iter().filter(here).collect();
    if pieces.is_empty() {
        return Ok(());
    }
    let (scope, hand, me) = visit.parts();
    let in_force = in_force(scope, hand, me).await?;
    let plan = plans::Plan::whole(scope, hand, me).await?;
    for text in pieces {
        let drawn = match &text.content {
            Piece::Answer(answer) => Drawn::words(answer.question.asks(), given::answer(answer, who.clone())),
            Piece::Signature(signed) => {
                let title = format!("Your signature under the {}", words::nth(signed.number).to_lowercase());
                Drawn::words(title, given::signature(signed, who.clone()))
            }
            Piece::Version(version) => {
                let old = version.over.and_then(|over| plan.version(over)).map(|old| &old.content.text);
                let preview = Preview::Version(Box::new(given::version(version, old)));
                Drawn { talk: None, title: words::nth(version.number), preview }
            }
            Piece::Setback(setback) => {
                let on = show::day(text.written_at.date());
                let shared = doing::setback::figure(setback, in_force.as_ref(), who.clone(), on.clone());
                Drawn::words(format!("Written on {on}"), shared)
            }
            Piece::Draft(_) => continue,
        };
        all.insert(text.id, drawn);
    }
    Ok(())
}

/// In place of what does not open for its own author.
fn broken(who: Who) -> Drawn {
    let shared =
        Shared { who, what: "shared something".to_owned(), when: String::new(), content: Content::Broken };
    Drawn::words("Something that does not open", shared)
}

fn length(shared: &Shared) -> usize {
    let block = |block: &Block| match block {
        Block::Lines(lines) => lines.iter().map(String::len).sum::<usize>(),
        Block::Asked(line) => line.len(),
        Block::Folded(_) => 0,
    };
    match &shared.content {
        Content::Words { parts, .. } => parts.iter().flat_map(|part| &part.text.0).map(block).sum(),
        Content::Said { .. } | Content::Withdrawn { .. } | Content::Broken => 0,
    }
}

impl Preview {
    fn length(&self) -> usize {
        match self {
            Self::Words(shared) => length(shared),
            Self::Answers(_) | Self::Version(_) => usize::MAX,
        }
    }

    /// What did not open cannot be shared.
    pub(super) const fn is_there(&self) -> bool {
        match self {
            Self::Words(shared) => shared.is_there(),
            Self::Answers(_) | Self::Version(_) => true,
        }
    }
}
