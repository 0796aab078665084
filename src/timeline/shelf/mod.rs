//! Entries that somebody may read, opened and drawn by the rooms that they are from.
//!
//! What must stay true: a kind takes the same few statements however many entries there are of it; what is drawn for the
//! timeline is the revision that the other one holds, so that both read the same.

mod rooms;

use serde::de::DeserializeOwned;
use time::Date;

use super::kinds::Kind;
use crate::{
    entries::{self, Head, Seen, Shared as Given, Text},
    ids::{EntryId, PersonId},
    plans::Plan,
    web::{
        error::Error,
        page::Who,
        show::{self, Content, Shared},
        signed_in::SignedIn,
    },
};

/// What something is, where the timeline says more about it than its room does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Is {
    Ordinary,
    Setback,
    Answer,
    Broken,
}

/// An entry, opened and drawn.
pub(super) struct Thing {
    pub(super) id: EntryId,
    /// Its day among the others.
    pub(super) day: Date,
    pub(super) kind: Kind,
    pub(super) is: Is,
    pub(super) who: Who,
    /// What they did, after the name.
    pub(super) did: String,
    /// What it belongs to, in a line; may be empty.
    pub(super) note: String,
    /// As its room shows it; its line about when is empty where a day would tell something.
    pub(super) figure: Shared,
    /// Words of it that its room shows as a heading; may be empty.
    pub(super) title: String,
    /// Where it is read.
    pub(super) href: String,
    /// Whether its reader has had it before them: always true for their own.
    pub(super) opened: bool,
    /// Whether nobody but its author reads it.
    pub(super) private: bool,
}

/// In which revision one's own is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum As {
    /// As its author wrote it last.
    Latest,
    /// As the other one holds it, where it is shared.
    Held,
}

/// The entries to draw, and what has been drawn.
pub(super) struct Shelf<'a> {
    visit: &'a mut SignedIn,
    heads: &'a [Head],
    how: As,
    plan: Option<Plan>,
    things: Vec<Thing>,
}

/// Opens and draws these; those that have no page of their own are left out.
pub(super) async fn open(visit: &mut SignedIn, heads: &[Head], how: As) -> Result<Vec<Thing>, Error> {
    let mut shelf = Shelf { visit, heads, how, plan: None, things: Vec::new() };
    for kind in Kind::ALL {
        if heads.iter().any(|head| head.kind == kind.code()) {
            shelf.draw(kind).await?;
        }
    }
    Ok(shelf.things)
}

impl Shelf<'_> {
    /// Those of a kind, opened. What does not open is noted as that.
    async fn texts<C: DeserializeOwned>(&mut self, kind: Kind) -> Result<Vec<(Head, Text<C>)>, Error> {
        let heads: Vec<&Head> = self.heads.iter().filter(|head| head.kind == kind.code()).collect();
        let me = self.visit.me().id;
        let given = |head: &Head| self.how == As::Held && head.author == me && !head.private;
        let (given, read): (Vec<&Head>, Vec<&Head>) = heads.iter().copied().partition(|head| given(head));
        let ids = |heads: &[&Head]| heads.iter().map(|head| head.id).collect::<Vec<EntryId>>();
        let (given, read) = (ids(&given), ids(&read));
        let (scope, hand, me) = self.visit.parts();
        let mut seen: Vec<Seen<C>> = Vec::new();
        if !read.is_empty() {
            seen = entries::by_ids(scope, hand, me.pinned(), kind.code(), &read).await?;
        }
        if !given.is_empty() {
            seen.extend(entries::as_held(scope, hand, kind.code(), &given).await?);
        }
        let mut all = Vec::new();
        for seen in seen {
            let id = match &seen {
                Seen::Text(text) => text.id,
                Seen::Broken { id, .. } => *id,
            };
            let Some(head) = heads.iter().find(|head| head.id == id) else { continue };
            match seen {
                Seen::Text(text) => all.push(((*head).clone(), text)),
                Seen::Broken { .. } => {
                    self.things.push(broken(head, kind, self.visit.who_wrote(head.author)));
                }
            }
        }
        Ok(all)
    }

    fn who(&self, author: PersonId) -> Who {
        self.visit.who_wrote(author)
    }

    fn put<C>(&mut self, kind: Kind, (head, text): &(Head, Text<C>), drawn: Drawn) {
        let Drawn { is, did, note, figure, title, href } = drawn;
        let when = if head.private { "Only you can read it".to_owned() } else { show::day(head.on) };
        self.things.push(Thing {
            id: head.id,
            day: head.on,
            kind,
            is,
            who: figure.who.clone(),
            did,
            note,
            figure: Shared { when, ..figure },
            title,
            href,
            opened: text.opened,
            private: head.private || text.shared == Given::No,
        });
    }
}

struct Drawn {
    is: Is,
    did: String,
    note: String,
    figure: Shared,
    title: String,
    href: String,
}

impl Drawn {
    fn new(did: &str, figure: Shared, href: impl Into<String>) -> Self {
        Self {
            is: Is::Ordinary,
            did: did.to_owned(),
            note: String::new(),
            figure,
            title: String::new(),
            href: href.into(),
        }
    }
}

fn broken(head: &Head, kind: Kind, who: Who) -> Thing {
    let what = "wrote something that does not open".to_owned();
    let content = Content::Broken;
    Thing {
        id: head.id,
        day: head.on,
        kind,
        is: Is::Broken,
        who: who.clone(),
        did: what.clone(),
        note: String::new(),
        figure: Shared { who, what, when: String::new(), content },
        title: String::new(),
        href: String::new(),
        opened: false,
        private: head.private,
    }
}
