//! What was begun with what came back to it, as far as one person may read.

use std::collections::BTreeSet;

use sqlx::PgConnection;
use time::Date;

use super::{
    Answer, Explanation, KIND, Looked, Piece, Practice, catalogue, rounds,
    rules::{Facts, Says, Side, Stand},
};
use crate::{
    couples::Me,
    entries::{self, Hand, Seen, Shared, Text},
    ids::{EntryId, PersonId},
};

/// More than this many of the newest entries of this room are not looked at.
pub(super) const MOST: u32 = 1_000;
/// And on a page that only says what waits.
const RECENT: u32 = 300;

/// Something begun and what belongs to it.
#[derive(Clone, Debug)]
pub struct Matter {
    /// The entry that began it.
    pub id: EntryId,
    /// Which practice.
    pub practice: u16,
    /// What began it; none when its author has taken it back, and only one's own answer is left.
    pub begun: Option<Text<Piece>>,
    /// The answer of the other one.
    pub answer: Option<Text<Answer>>,
    /// What was behind it.
    pub explanation: Option<Text<Explanation>>,
}

/// Everything of this room that somebody may read.
#[derive(Clone, Debug, Default)]
pub(super) struct All {
    /// The newest first.
    pub(super) matters: Vec<Matter>,
    /// What somebody has read, for themselves alone.
    pub(super) looked: Vec<Looked>,
    /// What does not open, and who it claims to be from.
    pub(super) broken: Vec<(EntryId, PersonId)>,
    /// Whether there may be older ones.
    pub(super) bounded: bool,
}

/// The name of the place of one's own answer.
pub(super) fn answer_slot(to: EntryId) -> String {
    format!("practice/{to}/answer")
}

/// The name of the place of what was behind it.
pub(super) fn later_slot(to: EntryId) -> String {
    format!("practice/{to}/later")
}

impl All {
    fn of(seen: Vec<Seen<Piece>>) -> Self {
        let mut all = Self::default();
        let mut belonging = Vec::new();
        for one in seen {
            match one {
                Seen::Broken { id, author } => all.broken.push((id, author)),
                Seen::Text(text) => match &text.content {
                    Piece::Looked(looked) => all.looked.push(*looked),
                    Piece::Answer(_) | Piece::Explanation(_) => belonging.push(text),
                    Piece::Given(_) | Piece::Part(_) | Piece::Suggestion(_) => all.matters.push(Matter {
                        id: text.id,
                        practice: text.content.practice(),
                        begun: Some(text),
                        answer: None,
                        explanation: None,
                    }),
                },
            }
        }
        for text in belonging {
            all.put(text);
        }
        all
    }

    /// Puts an answer or an explanation beside what it belongs to. Nobody answers what they gave, and nobody explains what
    /// another one gave.
    fn put(&mut self, text: Text<Piece>) {
        let (Some(to), practice) = (text.content.to(), text.content.practice()) else { return };
        let at = self.matters.iter().position(|matter| matter.id == to).unwrap_or_else(|| {
            self.matters.push(Matter { id: to, practice, begun: None, answer: None, explanation: None });
            self.matters.len() - 1
        });
        let Some(matter) = self.matters.get_mut(at) else { return };
        let by_author = matter.begun.as_ref().map(|begun| begun.author == text.author);
        match text.content.clone() {
            Piece::Answer(answer) if by_author != Some(true) => {
                matter.answer.get_or_insert(text.map(|_| answer));
            }
            Piece::Explanation(explanation) if by_author != Some(false) => {
                matter.explanation.get_or_insert(text.map(|_| explanation));
            }
            _ => {}
        }
    }
}

fn side<C>(text: Option<&Text<C>>) -> Side {
    Side { there: text.is_some(), given: text.is_some_and(Text::is_given) }
}

impl Answer {
    /// What it does for what comes next.
    #[must_use]
    pub fn does(&self) -> Says {
        match (self.is_first(), self.waits()) {
            (true, _) => Says::First,
            (false, true) => Says::Waits,
            (false, false) => Says::Answers,
        }
    }
}

impl Matter {
    /// The practice, as the catalogue has it.
    #[must_use]
    pub fn of(&self) -> Option<&'static Practice> {
        catalogue::numbered(self.practice)
    }

    /// What is known of it, for the rules.
    #[must_use]
    pub fn facts(&self) -> Facts {
        Facts {
            asks: self.of().is_some_and(|of| !of.answers.is_empty()),
            heard_first: self.of().is_some_and(Practice::is_heard_first),
            begun: side(self.begun.as_ref()),
            answer: side(self.answer.as_ref()),
            says: self.answer.as_ref().map(|answer| answer.content.does()),
        }
    }

    /// How it stands between the two.
    #[must_use]
    pub fn stand(&self) -> Stand {
        self.facts().stand()
    }

    /// Whether this person began it.
    #[must_use]
    pub fn is_of(&self, person: PersonId) -> bool {
        self.begun.as_ref().is_some_and(|begun| begun.author == person)
    }

    /// Whether anything in it is this person's.
    fn has_of(&self, person: PersonId) -> bool {
        self.is_of(person)
            || self.answer.as_ref().is_some_and(|answer| answer.author == person)
            || self.explanation.as_ref().is_some_and(|explanation| explanation.author == person)
    }

    /// Everything in it that has to do with sharing.
    pub(super) fn shared(&self) -> [Option<(u32, Shared)>; 3] {
        [
            self.begun.as_ref().map(|text| (text.number, text.shared)),
            self.answer.as_ref().map(|text| (text.number, text.shared)),
            self.explanation.as_ref().map(|text| (text.number, text.shared)),
        ]
    }
}

/// Everything that this person may read of it, the newest first.
pub(super) async fn all(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<All, sqlx::Error> {
    newest(tx, hand, me, MOST).await
}

/// The other one's parts that this person has not read on their own page yet, beside their own there: to read them is to
/// leave one's own as it is, and that is noted where they are read. Until then they are read there and nowhere else. Of
/// somebody who was linked before, nothing is decided any more.
///
/// # Errors
/// When the database cannot be reached.
pub async fn undecided(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Vec<EntryId>, sqlx::Error> {
    if me.partner.is_none() {
        return Ok(Vec::new());
    }
    let all = all(tx, hand, me).await?;
    let filled_in: BTreeSet<u16> = all.matters.iter().map(|matter| matter.practice).collect();
    let rounds = filled_in.into_iter().flat_map(|practice| rounds::all(&all, practice, me.id));
    let undecided = rounds.filter(|round| round.known().is_unread());
    Ok(undecided.filter_map(|round| round.theirs).map(|theirs| theirs.id).collect())
}

async fn newest(tx: &mut PgConnection, hand: &Hand, me: &Me, most: u32) -> Result<All, sqlx::Error> {
    let (seen, bounded) = entries::with_answered(tx, hand, me.pinned(), KIND, most, Piece::to).await?;
    let mut all = All { bounded, ..All::of(seen) };
    // without what began it only what is one's own says anything
    all.matters.retain(|matter| matter.begun.is_some() || matter.has_of(me.id));
    Ok(all)
}

/// One of them with what belongs to it. One that is older than those that are looked at is found all the same, with what is
/// one's own in it.
pub(super) async fn one(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    id: EntryId,
) -> Result<(Option<Matter>, All), sqlx::Error> {
    let all = all(tx, hand, me).await?;
    let found = all.matters.iter().find(|matter| matter.id == id).cloned();
    if !all.bounded {
        return Ok((found, all));
    }
    let mut seen = Vec::from_iter(entries::by_id::<Piece>(tx, hand, me.pinned(), KIND, id).await?);
    seen.extend(entries::by_slots::<Piece>(tx, hand, &[answer_slot(id), later_slot(id)]).await?);
    let mut older = All::of(seen).matters.into_iter().find(|matter| matter.id == id);
    if let (Some(older), Some(found)) = (&mut older, found) {
        older.answer = older.answer.take().or(found.answer);
        older.explanation = older.explanation.take().or(found.explanation);
    }
    Ok((older, all))
}

/// What waits for somebody, without a word of anybody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// Something was shared with them, and they have not looked.
    Shared {
        /// Where it is read.
        id: EntryId,
        /// Which practice.
        practice: u16,
        /// Since when.
        on: Date,
    },
    /// What they gave was answered, and they have not looked.
    Answered {
        /// Where it is read.
        id: EntryId,
        /// Which practice.
        practice: u16,
        /// They have read an answer before, and this one took its place.
        again: bool,
    },
    /// The day has come on which they said they would answer.
    DayHasCome {
        /// What is to be answered.
        id: EntryId,
        /// Which practice.
        practice: u16,
        /// The day.
        day: Date,
    },
}

fn waits(matter: &Matter, me: &Me, today: Date) -> Option<Waiting> {
    let (id, practice) = (matter.id, matter.practice);
    let begun = matter.begun.as_ref()?;
    if begun.author == me.id {
        let answer = matter.answer.as_ref().filter(|answer| !answer.opened || answer.anew);
        let again = answer?.anew;
        return (begun.shared != Shared::No).then_some(Waiting::Answered { id, practice, again });
    }
    // of somebody who was linked before, nothing waits
    let partner = me.partner.as_ref().map(|partner| partner.id);
    let Shared::WithMe { on } = begun.shared else { return None };
    if partner != Some(begun.author) {
        return None;
    }
    let explained = matter.explanation.as_ref().is_some_and(|explanation| !explanation.opened);
    if !begun.opened || explained {
        return Some(Waiting::Shared { id, practice, on });
    }
    let day =
        matter.answer.as_ref().filter(|answer| answer.is_given() && answer.content.waits())?.content.day?;
    (day <= today).then_some(Waiting::DayHasCome { id, practice, day })
}

/// What waits for this person today.
///
/// # Errors
/// When the database cannot be reached.
pub async fn waiting(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    today: Date,
) -> Result<Vec<Waiting>, sqlx::Error> {
    let all = newest(tx, hand, me, RECENT).await?;
    Ok(all.matters.iter().filter_map(|matter| waits(matter, me, today)).collect())
}

/// What the partner has shared of the practices in which somebody says what they would like, the newest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn wishes(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Vec<Text<Piece>>, sqlx::Error> {
    let Some(partner) = me.partner.as_ref().map(|partner| partner.id) else { return Ok(Vec::new()) };
    let all = newest(tx, hand, me, RECENT).await?;
    let wishes = all.matters.into_iter().filter(|matter| matter.of().is_some_and(|of| of.beside));
    let given =
        |begun: &Text<Piece>| begun.author == partner && matches!(begun.shared, Shared::WithMe { .. });
    Ok(wishes.filter_map(|matter| matter.begun).filter(given).collect())
}
