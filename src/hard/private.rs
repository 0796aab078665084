//! What somebody writes down in a hard moment, for themself.
//!
//! What must stay true: it lies among the sheets, which the database grants to nobody but their author, under a place
//! with a name of its own. So nothing outside of it tells that there was a hard moment, and no page can share it.

use serde::{Deserialize, Serialize, de::IgnoredAny};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    entries::{self, Hand, Seen, Text},
    ids::EntryId,
    typed,
};

/// The kind of the entries that are granted to nobody.
pub(super) const KIND: &str = "sheet";

/// More than this many of the newest sheets are not looked through.
pub(super) const MOST: u32 = 2_000;

/// What is happening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// In its author's words.
    pub words: String,
}

/// As it is sealed, beside what other rooms keep there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "private", rename_all = "snake_case")]
pub(super) enum Private {
    Now(Moment),
}

/// The same among everything else that lies there.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Stored {
    Mine(Private),
    Other(IgnoredAny),
}

impl Moment {
    /// The longest one, in UTF-16 units as browsers count.
    pub const LONGEST: usize = 10_000;

    /// As it was typed.
    #[must_use]
    pub fn new(words: &str) -> Self {
        Self { words: typed::words(words) }
    }

    /// What is wrong with it, if anything is.
    #[must_use]
    pub fn problem(&self) -> Option<&'static str> {
        if self.words.trim().is_empty() {
            return Some("Write a few words first. They only have to make sense to you.");
        }
        (typed::length(&self.words) > Self::LONGEST)
            .then_some("This is more than one moment can hold. A page of your own holds more.")
    }
}

/// The name of the place of a new one. Each has one of its own, like every other sheet.
pub(super) fn slot(once: Uuid) -> String {
    format!("now/{once}")
}

fn mine(seen: Seen<Stored>) -> Option<Text<Moment>> {
    let text = seen.text()?;
    let Stored::Mine(Private::Now(moment)) = text.content.clone() else { return None };
    Some(text.map(|_| moment))
}

/// What I wrote down, the newest first; and whether there may be older ones.
pub(super) async fn all(
    tx: &mut PgConnection,
    hand: &Hand,
) -> Result<(Vec<Text<Moment>>, bool), sqlx::Error> {
    let seen = entries::of_kind::<Stored>(tx, hand, None, KIND, MOST).await?;
    let bounded = seen.len() >= MOST as usize;
    let mut all: Vec<Text<Moment>> = seen.into_iter().filter_map(mine).collect();
    all.sort_by_key(|text| std::cmp::Reverse((text.written_at, text.id)));
    Ok((all, bounded))
}

/// One of them.
pub(super) async fn one(
    tx: &mut PgConnection,
    hand: &Hand,
    id: EntryId,
) -> Result<Option<Text<Moment>>, sqlx::Error> {
    Ok(entries::by_id::<Stored>(tx, hand, None, KIND, id).await?.and_then(mine))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversations::sheets::Sheet;

    #[test]
    fn what_others_keep_there_is_none_of_these() {
        for other in [
            serde_json::to_string(&Sheet::default()).unwrap(),
            r#"{"private":"unsaid","words":"The letter.","said_on":null}"#.to_owned(),
        ] {
            assert!(matches!(serde_json::from_str::<Stored>(&other).unwrap(), Stored::Other(_)), "{other}");
        }
        let own = Private::Now(Moment::new("The song\r\nagain \n"));
        let sealed = serde_json::to_string(&own).unwrap();
        assert!(
            matches!(serde_json::from_str::<Stored>(&sealed).unwrap(), Stored::Mine(found) if found == own)
        );
        assert!(serde_json::from_str::<Sheet>(&sealed).is_err());
    }

    #[test]
    fn it_says_something_and_ends_somewhere() {
        assert!(Moment::new(" \n ").problem().is_some());
        assert!(Moment::new(&"a".repeat(10_001)).problem().is_some());
        assert!(Moment::new(&"a".repeat(10_000)).problem().is_none());
    }
}
