//! A question with what was answered to it, as far as one person may read; and how it stands between the two.

use sqlx::PgConnection;
use time::Date;

use super::{Answer, KIND, Later, Piece, Question, Way};
use crate::{
    couples::Me,
    entries::{self, Hand, Seen, Shared, Text},
    ids::{EntryId, PersonId},
};

/// More than this many of the newest entries are not looked at: questions, answers and days together.
pub(super) const MOST: u32 = 1_000;
/// And on a page that only says what waits.
const RECENT: u32 = 300;

/// A question and its replies.
#[derive(Clone, Debug)]
pub struct Matter {
    /// The question's entry.
    pub id: EntryId,
    /// The question; none when its asker has taken it back, and only one's own reply is left.
    pub question: Option<Text<Question>>,
    /// The answer of whoever was asked.
    pub answer: Option<Text<Answer>>,
    /// What they chose instead, or before.
    pub later: Option<Text<Later>>,
}

/// How a question stands, as both of the two know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Not asked, or taken back.
    Private,
    /// Asked.
    Open,
    /// It will be answered by this day.
    By(Date),
    /// It will be answered with a therapist.
    Therapist,
    /// Answered.
    Answered,
}

/// Everything of this room that somebody may read.
#[derive(Clone, Debug, Default)]
pub(super) struct All {
    /// The newest first.
    pub(super) matters: Vec<Matter>,
    /// What does not open, and who it claims to be from.
    pub(super) broken: Vec<(EntryId, PersonId)>,
    /// Whether there may be older ones.
    pub(super) bounded: bool,
}

/// The name of the place of one's own answer to a question.
pub(super) fn answer_slot(question: EntryId) -> String {
    format!("answer/{question}")
}

/// The name of the place of one's own choice about a question.
pub(super) fn later_slot(question: EntryId) -> String {
    format!("later/{question}")
}

impl All {
    fn of(seen: Vec<Seen<Piece>>) -> Self {
        let mut all = Self::default();
        let mut replies = Vec::new();
        for one in seen {
            match one {
                Seen::Broken { id, author } => all.broken.push((id, author)),
                Seen::Text(text) => match text.content.clone() {
                    Piece::Question(question) => all.matters.push(Matter {
                        id: text.id,
                        question: Some(text.map(|_| question)),
                        answer: None,
                        later: None,
                    }),
                    Piece::Answer(_) | Piece::Later(_) => replies.push(text),
                },
            }
        }
        for reply in replies {
            all.put(reply);
        }
        all
    }

    /// Puts a reply beside its question. Nobody answers what they asked themselves.
    fn put(&mut self, reply: Text<Piece>) {
        let Some(to) = reply.content.to() else { return };
        let at = self.matters.iter().position(|matter| matter.id == to).unwrap_or_else(|| {
            self.matters.push(Matter { id: to, question: None, answer: None, later: None });
            self.matters.len() - 1
        });
        let Some(matter) = self.matters.get_mut(at) else { return };
        if matter.question.as_ref().is_some_and(|question| question.author == reply.author) {
            return;
        }
        match reply.content.clone() {
            Piece::Question(_) => {}
            Piece::Answer(answer) => {
                matter.answer.get_or_insert(reply.map(|_| answer));
            }
            Piece::Later(later) => {
                matter.later.get_or_insert(reply.map(|_| later));
            }
        }
    }
}

impl Matter {
    /// How it stands, from what is shared alone: it is the same for both.
    #[must_use]
    pub fn stand(&self) -> Stand {
        if !self.question.as_ref().is_some_and(Text::is_given) {
            return Stand::Private;
        }
        if self.answer.as_ref().is_some_and(Text::is_given) {
            return Stand::Answered;
        }
        match self.later.as_ref().filter(|later| later.is_given()).map(|later| later.content.way) {
            Some(Way::By { day, .. }) => Stand::By(day),
            Some(Way::Therapist) => Stand::Therapist,
            None => Stand::Open,
        }
    }

    /// Whether its asker may still change or remove it: it is not shared, and nobody has replied to these words.
    #[must_use]
    pub fn may_change(&self) -> bool {
        let private = self.question.as_ref().is_some_and(|question| question.shared == Shared::No);
        private && self.answer.is_none() && self.later.is_none()
    }

    /// Whether this person asked it.
    #[must_use]
    pub fn is_of(&self, person: PersonId) -> bool {
        self.question.as_ref().is_some_and(|question| question.author == person)
    }

    /// The question, its answer, and who asked, where it was asked and answered.
    #[must_use]
    pub fn settled(&self) -> Option<(&Text<Question>, &Text<Answer>)> {
        let question = self.question.as_ref().filter(|question| question.is_given())?;
        Some((question, self.answer.as_ref().filter(|answer| answer.is_given())?))
    }
}

/// Everything that this person may read of it, the newest first.
pub(super) async fn all(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<All, sqlx::Error> {
    newest(tx, hand, me, MOST).await
}

async fn newest(tx: &mut PgConnection, hand: &Hand, me: &Me, most: u32) -> Result<All, sqlx::Error> {
    let (seen, bounded) = entries::with_answered(tx, hand, me.pinned(), KIND, most, Piece::to).await?;
    let mut all = All { bounded, ..All::of(seen) };
    // without a question only one's own replies say anything
    all.matters.retain(|matter| {
        let mine = |author: PersonId| author == me.id;
        matter.question.is_some()
            || matter.answer.as_ref().is_some_and(|answer| mine(answer.author))
            || matter.later.as_ref().is_some_and(|later| mine(later.author))
    });
    Ok(all)
}

/// One question with its replies.
pub(super) async fn one(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    id: EntryId,
) -> Result<Option<Matter>, sqlx::Error> {
    let all = all(tx, hand, me).await?;
    among(tx, hand, me, id, &all).await
}

/// The same where everything is loaded already. A question that is older than those is found all the same, with one's own
/// replies to it.
pub(super) async fn among(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    id: EntryId,
    all: &All,
) -> Result<Option<Matter>, sqlx::Error> {
    let found = all.matters.iter().find(|matter| matter.id == id).cloned();
    if !all.bounded {
        return Ok(found);
    }
    let mut seen = Vec::from_iter(entries::by_id::<Piece>(tx, hand, me.pinned(), KIND, id).await?);
    seen.extend(entries::by_slots::<Piece>(tx, hand, &[answer_slot(id), later_slot(id)]).await?);
    let mut older = All::of(seen).matters.into_iter().find(|matter| matter.id == id);
    if let (Some(older), Some(found)) = (&mut older, found) {
        older.answer = older.answer.take().or(found.answer);
        older.later = older.later.take().or(found.later);
    }
    Ok(older)
}

/// What waits for somebody, without a word of anybody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// They were asked, and have not shared how they answer.
    Asked {
        /// The question.
        id: EntryId,
        /// Since when.
        on: Date,
    },
    /// The day that they chose has come.
    DayHasCome {
        /// The question.
        id: EntryId,
        /// The day.
        day: Date,
    },
    /// The other one has answered, chosen a day or a therapist, and they have not looked.
    Reply {
        /// The question.
        id: EntryId,
        /// How it stands now.
        stand: Stand,
        /// They have looked at this reply before, and it reads otherwise now.
        again: bool,
    },
}

fn waits(matter: &Matter, me: &Me, today: Date) -> Option<Waiting> {
    let (id, stand) = (matter.id, matter.stand());
    let question = matter.question.as_ref()?;
    if question.author == me.id {
        let (opened, again) = match stand {
            Stand::Answered => matter.answer.as_ref().map(|answer| (answer.opened, answer.anew)),
            Stand::By(_) | Stand::Therapist => matter.later.as_ref().map(|later| (later.opened, later.anew)),
            Stand::Private | Stand::Open => None,
        }?;
        return (!opened || again).then_some(Waiting::Reply { id, stand, again });
    }
    // of somebody who was linked before, nothing waits
    let partner = me.partner.as_ref().map(|partner| partner.id);
    let Shared::WithMe { on } = question.shared else { return None };
    match stand {
        _ if partner != Some(question.author) => None,
        Stand::Open => Some(Waiting::Asked { id, on }),
        Stand::By(day) if day <= today => Some(Waiting::DayHasCome { id, day }),
        Stand::By(_) | Stand::Therapist | Stand::Answered | Stand::Private => None,
    }
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
