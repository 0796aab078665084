//! What is for its author alone: what they have not said yet, and what knowing an answer would give them.
//!
//! What must stay true: it lies among the sheets, which the database grants to nobody but their author, under a place
//! with a name of its own, so that neither a kind, nor a column, nor a missing place tells it from one.

use serde::{Deserialize, Serialize, de::IgnoredAny};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use crate::{
    entries::{self, Hand, Seen, Text},
    ids::EntryId,
    typed,
};

/// The kind of the entries that are granted to nobody.
pub(super) const KIND: &str = "sheet";

/// More than this many of the newest sheets are not looked at: other rooms keep theirs there, too.
pub(super) const MOST: u32 = 2_000;

/// Something that its author has not said yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsaid {
    /// In their words.
    pub words: String,
    /// Since when it is ticked off.
    pub said_on: Option<Date>,
}

/// What knowing the answer to a question would give its asker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// In their words.
    pub words: String,
}

/// As it is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "private", rename_all = "snake_case")]
pub enum Private {
    /// What is not said yet.
    Unsaid(Unsaid),
    /// What knowing an answer would give.
    Wish(Wish),
}

/// The same among everything else that lies there.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Stored {
    Mine(Private),
    Other(IgnoredAny),
}

impl Unsaid {
    /// The longest one, in UTF-16 units as browsers count: what fits on a line of a preparation.
    pub const LONGEST: usize = 2_000;

    /// What is wrong with these words, if anything is.
    #[must_use]
    pub fn problem(words: &str) -> Option<&'static str> {
        if words.trim().is_empty() {
            return Some("Write a few words first. They only have to make sense to you.");
        }
        (typed::length(words) > Self::LONGEST)
            .then_some("Keep one thing to 2000 characters. A note of your own holds more.")
    }
}

impl Wish {
    /// The longest one, likewise.
    pub const LONGEST: usize = 2_000;
}

/// The name of the place of something new. Each has one of its own, like every other sheet.
pub(super) fn unsaid_slot(once: Uuid) -> String {
    format!("unsaid/{once}")
}

/// The name of the place of what a question is for.
pub(super) fn wish_slot(question: EntryId) -> String {
    format!("wish/{question}")
}

fn unsaid(seen: Seen<Stored>) -> Option<Text<Unsaid>> {
    let text = seen.text()?;
    let Stored::Mine(Private::Unsaid(unsaid)) = text.content.clone() else { return None };
    Some(text.map(|_| unsaid))
}

/// What I have not said yet, the newest first.
pub(super) async fn all(tx: &mut PgConnection, hand: &Hand) -> Result<Vec<Text<Unsaid>>, sqlx::Error> {
    let seen = entries::of_kind::<Stored>(tx, hand, None, KIND, MOST).await?;
    Ok(seen.into_iter().filter_map(unsaid).collect())
}

/// One of them.
pub(super) async fn one(
    tx: &mut PgConnection,
    hand: &Hand,
    id: EntryId,
) -> Result<Option<Text<Unsaid>>, sqlx::Error> {
    Ok(entries::by_id::<Stored>(tx, hand, None, KIND, id).await?.and_then(unsaid))
}

/// What knowing the answer to this question would give me.
pub(super) async fn wish(
    tx: &mut PgConnection,
    hand: &Hand,
    question: EntryId,
) -> Result<Option<Text<Wish>>, sqlx::Error> {
    let seen = entries::by_slot::<Private>(tx, hand, &wish_slot(question)).await?;
    Ok(seen.and_then(Seen::text).and_then(|text| {
        let Private::Wish(wish) = text.content.clone() else { return None };
        Some(text.map(|_| wish))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversations::sheets::Sheet;

    #[test]
    fn a_preparation_sheet_is_none_of_these_and_these_are_no_preparation_sheet() {
        let sheet = serde_json::to_string(&Sheet::default()).unwrap();
        assert!(matches!(serde_json::from_str::<Stored>(&sheet).unwrap(), Stored::Other(_)));
        let unsaid = Private::Unsaid(Unsaid { words: "The letter.".to_owned(), said_on: None });
        let sealed = serde_json::to_string(&unsaid).unwrap();
        assert!(
            matches!(serde_json::from_str::<Stored>(&sealed).unwrap(), Stored::Mine(one) if one == unsaid)
        );
        assert!(serde_json::from_str::<Sheet>(&sealed).is_err());
    }
}
