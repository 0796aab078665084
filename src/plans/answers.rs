//! The answers to the three questions: each of the two has one to each, alone first, and lets the other read it or not.
//!
//! What must stay true: an answer that was not shared leaves nothing anywhere for the other one. A shared one is found
//! by its pair, a number that stands for the couple and the question; nothing waits for anything in it.

use sha2::{Digest as _, Sha256};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Answer, KIND, Piece, Question, opened::linked};
use crate::{
    couples::Me,
    entries::{self, Audience, Base, Hand, Place, Seen, Text, Written},
    ids::{CoupleId, EntryId},
};

/// The answers that one person may read.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// Their own, by question.
    pub mine: [Option<Text<Answer>>; 3],
    /// What the other one has shared, by question.
    pub theirs: [Option<Text<Answer>>; 3],
}

/// In a couple each question has a place of its own. What was written alone is found there, too, until it is changed.
fn slot(question: Question, couple: Option<CoupleId>) -> String {
    let number = question.number();
    couple.map_or_else(|| format!("plan/answer/{number}"), |couple| format!("plan/answer/{number}/{couple}"))
}

fn pair(couple: CoupleId, question: Question) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(b"toward plan answer 1\0");
    hash.update(couple.bytes());
    hash.update([question.number()]);
    let bytes = hash.finalize().first_chunk().copied().unwrap_or_default();
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

fn answer(text: Text<Piece>) -> Option<Text<Answer>> {
    let Piece::Answer(answer) = text.content.clone() else { return None };
    Some(text.map(|_| answer))
}

impl Answers {
    /// Opens them all.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn open(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Self, sqlx::Error> {
        let mut all = Self::default();
        let alone = me.couple.map(|_| None);
        let places: Vec<String> = [Some(me.couple), alone]
            .into_iter()
            .flatten()
            .flat_map(|couple| Question::ALL.map(|question| slot(question, couple)))
            .collect();
        for text in entries::by_slots::<Piece>(tx, hand, &places).await?.into_iter().filter_map(Seen::text) {
            let Some(text) = answer(text) else { continue };
            let [a, b, c] = &mut all.mine;
            let place = match text.content.question {
                Question::Future => a,
                Question::Boundaries => b,
                Question::Support => c,
            };
            // the one of this couple comes before the one from the time alone
            if place.is_none() || text.content.couple == me.couple {
                *place = Some(text);
            }
        }
        if let Some(couple) = linked(me) {
            let pairs = Question::ALL.map(|question| pair(couple, question));
            let seen = entries::in_pairs::<Piece>(tx, hand, me.pinned(), KIND, &pairs).await?;
            for text in seen.into_iter().filter_map(Seen::text).filter(|text| text.author != me.id) {
                let Some(text) = answer(text) else { continue };
                let [a, b, c] = &mut all.theirs;
                match text.content.question {
                    Question::Future => *a = Some(text),
                    Question::Boundaries => *b = Some(text),
                    Question::Support => *c = Some(text),
                }
            }
        }
        Ok(all)
    }

    /// One's own answer.
    #[must_use]
    pub fn of_mine(&self, question: Question) -> Option<&Text<Answer>> {
        self.mine.iter().flatten().find(|text| text.content.question == question)
    }

    /// The other one's, if it is shared.
    #[must_use]
    pub fn of_theirs(&self, question: Question) -> Option<&Text<Answer>> {
        self.theirs.iter().flatten().find(|text| text.content.question == question)
    }
}

/// Keeps one's own answer, privately, in place of the revision that the form began on.
///
/// # Errors
/// When the database cannot be reached or the answer cannot be sealed; nothing is kept then.
pub async fn keep(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    over: Option<(EntryId, u32)>,
    question: Question,
    words: &str,
    now: OffsetDateTime,
) -> Result<Written, anyhow::Error> {
    let slot = slot(question, me.couple);
    let place = Place { kind: KIND, couple: me.couple, about: None, slot: Some(&slot) };
    let base = over.map_or_else(|| Base::New(Uuid::new_v4()), |(id, number)| Base::Edit(id, number));
    let answer = Answer { question, words: words.to_owned(), couple: me.couple };
    entries::write(tx, hand, place, base, &Piece::Answer(answer), now).await
}

/// Lets everybody in the audience read this answer as it is. Whether there is one.
///
/// # Errors
/// When the database cannot be reached or it does not open for its author; nothing is shared then.
pub async fn share(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    audience: Audience<'_>,
    text: &Text<Answer>,
    now: OffsetDateTime,
) -> Result<bool, anyhow::Error> {
    let Some(couple) = linked(me) else { return Ok(false) };
    let question = text.content.question;
    let (id, number) = if text.content.couple == Some(couple) {
        (text.id, text.number)
    } else {
        // written alone: what is shared is a copy that belongs to the two
        match keep(tx, hand, me, None, question, &text.content.words, now).await? {
            Written::Kept(id, number) | Written::Already(id, number) => (id, number),
            Written::Clash(_) | Written::NotFound => return Ok(false),
        }
    };
    let today = me.pacing.local(now).date();
    entries::share_first_of_pair(tx, hand, audience, id, number, pair(couple, question), today).await
}
