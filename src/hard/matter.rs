//! A line with what was said to it, as far as one person may read; who has put things away; and what waits.

use sqlx::PgConnection;
use time::{Date, Duration, OffsetDateTime};

use super::{KIND, Piece, Reply, Rest, Word};
use crate::{
    couples::Me,
    entries::{self, Hand, Seen, Shared, Text},
    ids::{EntryId, PersonId},
};

/// More than this many of the newest entries are not looked at: lines and what was said to them together.
pub(super) const MOST: u32 = 1_000;
/// And on a page that only says what waits.
const RECENT: u32 = 100;

/// A line and what was said to it.
#[derive(Clone, Debug)]
pub struct Matter {
    /// The line's entry.
    pub id: EntryId,
    /// The line; none when it was taken back, and only one's own reply is left.
    pub word: Option<Text<Word>>,
    /// What was said to it.
    pub reply: Option<Text<Reply>>,
}

/// Who has put hard moments away, and until when; only while it holds.
#[derive(Clone, Debug, Default)]
pub struct Rests {
    /// The asker, with the entry that says so.
    pub mine: Option<(EntryId, Rest)>,
    /// The other one.
    pub theirs: Option<Rest>,
}

/// Everything of this room that somebody may read.
#[derive(Clone, Debug, Default)]
pub(super) struct All {
    /// The newest first.
    pub(super) matters: Vec<Matter>,
    /// What does not open, and who it claims to be from.
    pub(super) broken: Vec<(EntryId, PersonId)>,
    pub(super) rests: Rests,
    /// Whether there may be older ones.
    pub(super) bounded: bool,
}

/// The name of the place of one's own "not tonight".
pub(super) const REST_SLOT: &str = "rest";
/// A rest lasts a day at most; a couple's clock that is set anew can add another.
const LATELY: Duration = Duration::days(2);

/// The name of the place of the line that goes with a moment.
pub(super) fn word_slot(moment: EntryId) -> String {
    format!("word/{moment}")
}

/// The name of the place of one's own reply to a line.
pub(super) fn reply_slot(word: EntryId) -> String {
    format!("heard/{word}")
}

impl All {
    fn of(seen: Vec<Seen<Piece>>, me: &Me, now: OffsetDateTime) -> Self {
        let mut all = Self::default();
        let mut replies = Vec::new();
        for one in seen {
            match one {
                Seen::Broken { id, author } => all.broken.push((id, author)),
                Seen::Text(text) => match text.content.clone() {
                    Piece::Word(word) => {
                        all.matters.push(Matter { id: text.id, word: Some(text.map(|_| word)), reply: None });
                    }
                    Piece::Reply(reply) => replies.push(text.map(|_| reply)),
                    Piece::Rest(rest) => all.rests.note(text.id, text.author, rest, me, now),
                },
            }
        }
        for reply in replies {
            all.put(reply);
        }
        // without its line only one's own reply says anything
        all.matters.retain(|matter| {
            matter.word.is_some() || matter.reply.as_ref().is_some_and(|reply| reply.author == me.id)
        });
        all
    }

    /// Puts a reply beside its line. Nobody answers themself.
    fn put(&mut self, reply: Text<Reply>) {
        let to = reply.content.to;
        let at = self.matters.iter().position(|matter| matter.id == to).unwrap_or_else(|| {
            self.matters.push(Matter { id: to, word: None, reply: None });
            self.matters.len() - 1
        });
        let Some(matter) = self.matters.get_mut(at) else { return };
        if matter.word.as_ref().is_none_or(|word| word.author != reply.author) {
            matter.reply.get_or_insert(reply);
        }
    }
}

impl Rests {
    fn note(&mut self, id: EntryId, author: PersonId, rest: Rest, me: &Me, now: OffsetDateTime) {
        if rest.until.at <= now {
            return;
        }
        if author == me.id {
            self.mine = Some((id, rest));
        } else if me.partner.as_ref().is_some_and(|partner| partner.id == author) {
            self.theirs = Some(rest);
        }
    }

    /// Whether the asker has put away what comes.
    #[must_use]
    pub const fn is_mine(&self) -> bool {
        self.mine.is_some()
    }
}

impl Matter {
    /// Whether this person wrote the line.
    #[must_use]
    pub fn is_of(&self, person: PersonId) -> bool {
        self.word.as_ref().is_some_and(|word| word.author == person)
    }

    /// Whether its author may still change or remove it: it is not shared, and nobody has answered these words.
    #[must_use]
    pub fn may_change(&self) -> bool {
        self.word.as_ref().is_some_and(|word| !word.is_given()) && self.reply.is_none()
    }

    /// What was said to it, where both know it.
    #[must_use]
    pub fn said(&self) -> Option<&Text<Reply>> {
        self.reply.as_ref().filter(|reply| reply.is_given())
    }

    /// Whether it holds something of the other one's that this person has not had before them.
    #[must_use]
    pub fn is_new_to(&self, me: PersonId) -> bool {
        let word = self.word.as_ref().is_some_and(|word| word.author != me && !word.opened);
        word || self.has_new_reply_for(me)
    }

    /// Whether the other one's reply is new to this person.
    #[must_use]
    pub fn has_new_reply_for(&self, me: PersonId) -> bool {
        self.reply.as_ref().is_some_and(|reply| reply.author != me && !reply.opened)
    }
}

/// Everything that this person may read of it, the newest first.
pub(super) async fn all(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    now: OffsetDateTime,
) -> Result<All, sqlx::Error> {
    newest(tx, hand, me, now, MOST).await
}

async fn newest(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    now: OffsetDateTime,
    most: u32,
) -> Result<All, sqlx::Error> {
    let (seen, bounded) = entries::with_answered(tx, hand, me.pinned(), KIND, most, Piece::to).await?;
    let mut all = All { bounded, ..All::of(seen, me, now) };
    if bounded {
        all.rests = rests(tx, hand, me, now).await?;
    }
    Ok(all)
}

/// Who rests now, whatever else has come since: one's own rest by its place, and the other one's among what they gave lately.
pub(super) async fn rests(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    now: OffsetDateTime,
) -> Result<Rests, sqlx::Error> {
    let mut seen = Vec::from_iter(entries::by_slot::<Piece>(tx, hand, REST_SLOT).await?);
    if let Some(partner) = &me.partner {
        let since = me.pacing.local(now - LATELY).date();
        let author = (partner.id, me.pinned());
        seen.extend(entries::given_since(tx, hand, author, KIND, since, MOST).await?);
    }
    Ok(All::of(seen, me, now).rests)
}

/// Whether this person has put away what comes.
///
/// # Errors
/// When the database cannot be reached.
pub async fn is_put_away(
    tx: &mut PgConnection,
    hand: &Hand,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let seen = entries::by_slot::<Piece>(tx, hand, REST_SLOT).await?;
    let rest = seen.as_ref().and_then(Seen::as_text).map(|text| &text.content);
    Ok(matches!(rest, Some(Piece::Rest(rest)) if rest.until.at > now))
}

/// One line with what was said to it, where everything is loaded already. A line that is older than that is found all the
/// same, with one's own reply to it.
pub(super) async fn among(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    id: EntryId,
    all: &All,
) -> Result<Option<Matter>, sqlx::Error> {
    let found = all.matters.iter().find(|matter| matter.id == id).cloned();
    if !all.bounded || found.as_ref().is_some_and(|matter| matter.word.is_some()) {
        return Ok(found);
    }
    let mut seen = Vec::from_iter(entries::by_id::<Piece>(tx, hand, me.pinned(), KIND, id).await?);
    seen.extend(entries::by_slots::<Piece>(tx, hand, &[reply_slot(id)]).await?);
    Ok(All::of(seen, me, OffsetDateTime::UNIX_EPOCH).matters.into_iter().find(|matter| matter.id == id))
}

/// One line with what was said to it.
pub(super) async fn one(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    id: EntryId,
    now: OffsetDateTime,
) -> Result<Option<Matter>, sqlx::Error> {
    let all = all(tx, hand, me, now).await?;
    among(tx, hand, me, id, &all).await
}

/// The line that goes with a moment of one's own.
pub(super) async fn word_of(
    tx: &mut PgConnection,
    hand: &Hand,
    moment: EntryId,
) -> Result<Option<Text<Word>>, sqlx::Error> {
    let seen = entries::by_slot::<Piece>(tx, hand, &word_slot(moment)).await?;
    Ok(seen.and_then(Seen::text).and_then(|text| {
        let Piece::Word(word) = text.content.clone() else { return None };
        Some(text.map(|_| word))
    }))
}

/// What waits for somebody, without a word of anybody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// The other one sent a line, and they have not opened it.
    Word {
        /// The line.
        id: EntryId,
        /// Since when.
        on: Date,
    },
    /// The other one said something to theirs, and they have not opened it.
    Reply {
        /// The line.
        id: EntryId,
        /// Since when.
        on: Date,
    },
}

fn waits(matter: &Matter, me: &Me) -> Option<Waiting> {
    let word = matter.word.as_ref()?;
    let partner = me.partner.as_ref().map(|partner| partner.id);
    let given = |author: PersonId, shared: Shared, opened: bool| match shared {
        Shared::WithMe { on } if partner == Some(author) && !opened => Some(on),
        _ => None,
    };
    if word.author == me.id {
        let reply = matter.reply.as_ref()?;
        return given(reply.author, reply.shared, reply.opened)
            .map(|on| Waiting::Reply { id: matter.id, on });
    }
    given(word.author, word.shared, word.opened).map(|on| Waiting::Word { id: matter.id, on })
}

/// What waits for this person now: nothing while they have put it away.
///
/// # Errors
/// When the database cannot be reached.
pub async fn waiting(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    now: OffsetDateTime,
) -> Result<Vec<Waiting>, sqlx::Error> {
    let all = newest(tx, hand, me, now, RECENT).await?;
    if all.rests.is_mine() {
        return Ok(Vec::new());
    }
    Ok(all.matters.iter().filter_map(|matter| waits(matter, me)).collect())
}
