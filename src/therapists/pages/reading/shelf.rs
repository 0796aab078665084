//! Everything that a therapist holds of a couple, opened.
//!
//! What must stay true: it takes the same few queries however much there is, and knows nothing that is not in it.

use time::Date;

use super::super::window::{Sight, id_of};
use crate::{
    apart, asking,
    checkins::{Sheet, moments::Moment},
    conversations::{Piece, pages::held::Given},
    entries::{Held, Note, Seen, Text},
    hard,
    ids::{ConversationId, EntryId, PersonId},
    noticing::Line,
    plans::{self, Acts, InForce, PlanText, doing::Mark},
    practices,
    web::error::Error,
};

/// More than this many of a kind are not read; two people do not come to it in the ninety days of an access.
const MOST: u32 = 5_000;

/// Something that they hold.
pub(super) struct Thing {
    pub(super) id: EntryId,
    pub(super) author: PersonId,
    pub(super) on: Date,
    pub(super) about: Option<ConversationId>,
    pub(super) what: What,
}

/// What it is.
pub(super) enum What {
    Note(Note),
    Talk(Box<Text<Piece>>),
    Line(Line),
    Moment(Moment),
    Mark(Mark),
    Question(asking::Piece),
    Apart(apart::Piece),
    Hard(hard::Piece),
    Practice(practices::Piece),
    Plan(Box<Text<plans::Piece>>),
    /// Of the round that opened on this day.
    CheckIn(Option<Date>),
    /// It does not open. Which room it is from.
    Broken(Room),
}

impl Thing {
    /// Whether it is a version of the plan.
    fn is_version(&self) -> bool {
        matches!(&self.what, What::Plan(text) if matches!(text.content, plans::Piece::Version(_)))
    }

    /// The version that it signs, if it is a signature.
    fn signs(&self) -> Option<EntryId> {
        match &self.what {
            What::Plan(text) => match &text.content {
                plans::Piece::Signature(signed) => Some(signed.version),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The room that something is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    Pages,
    Talk,
    Plan,
    Weeks,
}

impl What {
    pub(super) const fn room(&self) -> Room {
        match self {
            Self::Note(_)
            | Self::Line(_)
            | Self::Mark(_)
            | Self::Question(_)
            | Self::Apart(_)
            | Self::Hard(_)
            | Self::Practice(_) => Room::Pages,
            Self::Talk(_) => Room::Talk,
            Self::Plan(_) => Room::Plan,
            Self::Moment(_) | Self::CheckIn(_) => Room::Weeks,
            Self::Broken(room) => *room,
        }
    }
}

/// All of it.
pub(super) struct Shelf(pub(super) Vec<Thing>);

/// What they hold of one kind, as things.
fn things<C>(held: Vec<Held<C>>, room: Room, what: impl Fn(Text<C>) -> What) -> impl Iterator<Item = Thing> {
    held.into_iter().map(move |Held { on, about, seen }| {
        let id = id_of(&seen);
        match seen {
            Seen::Text(text) => Thing { id, author: text.author, on, about, what: what(text) },
            Seen::Broken { author, .. } => Thing { id, author, on, about, what: What::Broken(room) },
        }
    })
}

impl Shelf {
    /// Opens all of it.
    pub(super) async fn open(sight: &mut Sight) -> Result<Self, Error> {
        let mut all = Vec::new();
        let notes = sight.held::<Note>("note", MOST).await?;
        all.extend(things(notes, Room::Pages, |text| What::Note(text.content)));
        let lines = sight.held::<Line>("line", MOST).await?;
        all.extend(things(lines, Room::Pages, |text| What::Line(text.content)));
        all.extend(things(sight.pieces(MOST).await?, Room::Talk, |text| What::Talk(Box::new(text))));
        let plan = sight.held::<plans::Piece>(plans::KIND, MOST).await?;
        all.extend(things(plan, Room::Plan, |text| What::Plan(Box::new(text))));
        let moments = sight.held::<Moment>("moment", MOST).await?;
        all.extend(things(moments, Room::Weeks, |text| What::Moment(text.content)));
        let marks = sight.held::<Mark>("mark", MOST).await?;
        all.extend(things(marks, Room::Pages, |text| What::Mark(text.content)));
        let questions = sight.held::<asking::Piece>(asking::KIND, MOST).await?;
        all.extend(things(questions, Room::Pages, |text| What::Question(text.content)));
        let apart = sight.held::<apart::Piece>(apart::KIND, MOST).await?;
        all.extend(things(apart, Room::Pages, |text| What::Apart(text.content)));
        let words = sight.held::<hard::Piece>(hard::KIND, MOST).await?;
        all.extend(things(words, Room::Pages, |text| What::Hard(text.content)));
        let mut practices = sight.held::<practices::Piece>(practices::KIND, MOST).await?;
        if sight.as_therapist.is_some() && !practices.is_empty() {
            // looking through the window decides nothing: see `Weeks::held`
            let (scope, hand, me) = sight.visit.parts();
            let undecided = practices::undecided(scope, hand, me).await?;
            practices.retain(|held| !undecided.contains(&id_of(&held.seen)));
        }
        all.extend(things(practices, Room::Pages, |text| What::Practice(text.content)));
        let sheets = sight.held::<Sheet>("checkin", MOST).await?;
        all.extend(things(sheets, Room::Weeks, |text| What::CheckIn(text.content.day)));
        let versions: Vec<EntryId> =
            all.iter().filter(|thing| thing.is_version()).map(|thing| thing.id).collect();
        // whoever signed did not write the words: alone, a signature says nothing that could be read
        all.retain(|thing| thing.signs().is_none_or(|version| versions.contains(&version)));
        Ok(Self(all))
    }

    /// Only the talks.
    pub(super) async fn talks(sight: &mut Sight) -> Result<Self, Error> {
        let pieces = sight.pieces(MOST).await?;
        Ok(Self(things(pieces, Room::Talk, |text| What::Talk(Box::new(text))).collect()))
    }

    /// Whether anything from this room is in it.
    pub(super) fn has(&self, room: Room) -> bool {
        self.0.iter().any(|thing| thing.what.room() == room)
    }

    /// The pieces of one talk that opened.
    pub(super) fn pieces(&self, talk: ConversationId) -> impl Iterator<Item = &Text<Piece>> {
        self.0.iter().filter(move |thing| thing.about == Some(talk)).filter_map(|thing| match &thing.what {
            What::Talk(text) => Some(&**text),
            _ => None,
        })
    }

    /// The same with their days, to be shown.
    pub(super) fn given(&self, talk: ConversationId) -> Vec<Given> {
        let of_it = self.0.iter().filter(|thing| thing.about == Some(talk));
        of_it
            .filter_map(|thing| match &thing.what {
                What::Talk(text) => Some((thing.on, (**text).clone())),
                _ => None,
            })
            .collect()
    }

    /// What the plan says in each version that is here, with its number, its entry and its day; the newest first.
    fn plans(&self) -> Vec<(u32, EntryId, Date, &PlanText)> {
        let mut all = Vec::new();
        for thing in &self.0 {
            if let What::Plan(text) = &thing.what
                && let plans::Piece::Version(version) = &text.content
            {
                all.push((version.number, thing.id, version.on, &version.text));
            }
        }
        all.sort_by_key(|(number, id, on, _)| std::cmp::Reverse((*number, *on, *id)));
        all
    }

    /// How a question begins, if it is here.
    pub(super) fn question(&self, id: EntryId) -> Option<String> {
        let thing = self.0.iter().find(|thing| thing.id == id)?;
        match &thing.what {
            What::Question(piece @ asking::Piece::Question(_)) => Some(piece.title()),
            _ => None,
        }
    }

    /// A line from a hard moment, if it is here.
    pub(super) fn word(&self, id: EntryId) -> Option<String> {
        let thing = self.0.iter().find(|thing| thing.id == id)?;
        match &thing.what {
            What::Hard(piece @ hard::Piece::Word(_)) => Some(piece.title()),
            _ => None,
        }
    }

    /// How something of a practice begins, if it is here.
    pub(super) fn practice(&self, id: EntryId) -> Option<String> {
        let thing = self.0.iter().find(|thing| thing.id == id)?;
        match &thing.what {
            What::Practice(piece) if piece.to().is_none() => Some(piece.title()),
            _ => None,
        }
    }

    /// The words of the promises, where a version that has them is here.
    pub(super) fn acts(&self) -> Acts {
        let all = self.plans();
        Acts::of_these(all.iter().flat_map(|(.., text)| text.commitments.iter().cloned()).collect())
    }

    /// The version with this number, as the plan's own pages read what holds.
    pub(super) fn version(&self, number: u32) -> Option<InForce> {
        let (_, id, agreed_on, text) = self.plans().into_iter().find(|(there, ..)| *there == number)?;
        Some(InForce { id, number, agreed_on, commitments: text.commitments.clone() })
    }
}
