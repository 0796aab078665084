//! The plan as one person has it: its versions, opened, and which of them both have signed.
//!
//! What must stay true: a version holds only when its row, its text and a signature of each of the two name the same
//! couple, the same number, the same revision and the same digest, and all three texts open for this person: their own
//! signature under their own key, the other one's under the key of the pair. A row that says more than that makes
//! nothing hold, and shows as [`Bond::Broken`].

use sqlx::PgConnection;
use time::Date;

use super::{
    Commitment, Outcome, Piece, Standing, piece,
    standing::Open,
    store::{self, Row, Signed},
};
use crate::{
    couples::{Me, Seat},
    entries::{self, Hand, Seen, Shared, Text},
    ids::{CoupleId, EntryId, PersonId},
};

/// The kind of every entry of the plan.
pub const KIND: &str = "plan";

/// What binds the two to a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bond {
    /// Both have signed these very bytes.
    Both {
        /// When the second of the two did.
        on: Date,
    },
    /// Whoever proposed it has.
    Proposer,
    /// Its row claims more, or something else, than what is sealed: it does not hold.
    Broken,
}

/// A version, opened.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its entry.
    pub id: EntryId,
    /// Whose plan it is of.
    pub couple: CoupleId,
    /// Whether the reader has proposed it.
    pub mine: bool,
    /// Where it stands.
    pub outcome: Outcome,
    /// Whether the other one has said "not yet".
    pub later: bool,
    /// What binds the two to it.
    pub bond: Bond,
    /// What was proposed.
    pub content: piece::Version,
    /// The revision that was proposed.
    pub revision: u32,
    /// The digest of that revision.
    pub digest: [u8; 32],
    /// The reader's own signature of it, and who holds that.
    signed: Option<(EntryId, Shared)>,
    /// Its entry as it opened, to note that it was seen.
    pub(super) text: Text<Piece>,
}

impl Version {
    /// What holds by it; none while it does not hold.
    #[must_use]
    pub fn holds(&self) -> Option<InForce> {
        self.agreed_on().map(|agreed_on| InForce {
            id: self.id,
            number: self.content.number,
            agreed_on,
            commitments: self.content.text.commitments.clone(),
        })
    }

    /// What in it is the reader's own, and who holds it: the words, if the reader proposed them, and their signature.
    #[must_use]
    pub fn own(&self) -> Vec<(EntryId, Shared)> {
        self.mine.then_some((self.id, self.text.shared)).into_iter().chain(self.signed).collect()
    }

    /// Whether a therapist holds something of what is the reader's own in it.
    #[must_use]
    pub fn is_for_therapist(&self) -> bool {
        let holds = |shared| matches!(shared, Shared::WithPartner { therapist: Some(_), .. });
        self.own().into_iter().any(|(_, shared)| holds(shared))
    }

    /// When both had signed it; none while it does not hold.
    #[must_use]
    pub const fn agreed_on(&self) -> Option<Date> {
        match (self.bond, self.outcome) {
            (Bond::Both { on }, Outcome::Agreed) => Some(on),
            _ => None,
        }
    }
}

/// What holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// Its entry.
    pub id: EntryId,
    /// Which version, counted from one.
    pub number: u32,
    /// When the second of the two signed it.
    pub agreed_on: Date,
    /// Its promises.
    pub commitments: Vec<Commitment>,
}

/// The versions of a plan, the newest first.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Those that opened.
    pub versions: Vec<Version>,
    /// How many did not open, though they are said to be agreed to or on the table.
    pub unreadable: usize,
}

impl Plan {
    /// What both have signed last.
    #[must_use]
    pub fn in_force(&self) -> Option<&Version> {
        self.versions
            .iter()
            .filter(|version| version.agreed_on().is_some())
            .max_by_key(|version| version.content.number)
    }

    /// What lies on the table.
    #[must_use]
    pub fn open(&self) -> Option<&Version> {
        self.versions
            .iter()
            .find(|version| version.outcome == Outcome::Open && version.bond == Bond::Proposer)
    }

    /// The version of this entry.
    #[must_use]
    pub fn version(&self, id: EntryId) -> Option<&Version> {
        self.versions.iter().find(|version| version.id == id)
    }

    /// Whether something that is said to be signed or proposed does not match what is sealed.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.unreadable > 0 || self.versions.iter().any(|version| version.bond == Bond::Broken)
    }

    /// Where it stands, for the rules.
    #[must_use]
    pub fn standing(&self, me: Seat) -> Standing {
        let by = |mine| if mine { me } else { me.other() };
        Standing {
            in_force: self.in_force().map(|version| version.id),
            open: self.open().map(|it| Open { version: it.id, by: by(it.mine), later: it.later }),
        }
    }

    /// All versions of the couple that somebody is part of, or of all they were part of when they are alone.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn whole(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Self, anyhow::Error> {
        let rows = store::versions(&mut *tx, linked(me)).await?;
        open(tx, hand, me, &rows).await
    }

    /// What holds and what lies on the table, without what came before.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn now(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Self, anyhow::Error> {
        let Some(couple) = linked(me) else { return Ok(Self::default()) };
        let rows = store::versions(&mut *tx, Some(couple)).await?;
        let newest = newest(&rows);
        let few: Vec<Row> = rows
            .iter()
            .filter(|row| row.outcome == Outcome::Open || Some(row.id) == newest)
            .cloned()
            .collect();
        let plan = open(tx, hand, me, &few).await?;
        // the newest may be a row that somebody put there: then what held before holds
        if newest.is_some() && plan.in_force().is_none() {
            return open(tx, hand, me, &rows).await;
        }
        Ok(plan)
    }
}

fn newest(rows: &[Row]) -> Option<EntryId> {
    rows.iter().filter(|row| row.outcome == Outcome::Agreed).max_by_key(|row| row.number).map(|row| row.id)
}

/// The couple, when somebody has joined.
pub(super) fn linked(me: &Me) -> Option<CoupleId> {
    me.couple.filter(|_| me.partner.is_some())
}

/// What holds for the two, if they have signed anything. None for somebody who is not linked.
///
/// # Errors
/// When the database cannot be reached.
pub async fn in_force(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Option<InForce>, anyhow::Error> {
    let Some(couple) = linked(me) else { return Ok(None) };
    let rows = store::versions(&mut *tx, Some(couple)).await?;
    let few: Vec<Row> = rows.iter().filter(|row| Some(row.id) == newest(&rows)).cloned().collect();
    let mut plan = open(tx, hand, me, &few).await?;
    if !few.is_empty() && plan.in_force().is_none() {
        plan = open(tx, hand, me, &rows).await?;
    }
    Ok(plan.in_force().and_then(Version::holds))
}

/// What waits for somebody: a proposal of the other one's to which they have not said anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Which one.
    pub version: EntryId,
    /// Whether it is the first plan of the two.
    pub first: bool,
    /// Since when it lies there.
    pub since: Date,
}

/// What waits for `me`, if anything does.
///
/// # Errors
/// When the database cannot be reached.
pub async fn waiting(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Option<Waiting>, anyhow::Error> {
    let Some(couple) = linked(me) else { return Ok(None) };
    let mut rows = store::versions(&mut *tx, Some(couple)).await?;
    rows.retain(|row| row.outcome == Outcome::Open && row.by != hand.person && !row.later);
    let plan = open(tx, hand, me, &rows).await?;
    Ok(plan.open().map(|version| Waiting {
        version: version.id,
        first: version.content.over.is_none(),
        since: version.content.on,
    }))
}

async fn open(tx: &mut PgConnection, hand: &Hand, me: &Me, rows: &[Row]) -> Result<Plan, anyhow::Error> {
    if rows.is_empty() {
        return Ok(Plan::default());
    }
    let versions: Vec<EntryId> = rows.iter().map(|row| row.id).collect();
    let signed = store::signatures(&mut *tx, &versions).await?;
    let ids: Vec<EntryId> = versions.into_iter().chain(signed.iter().map(|row| row.entry)).collect();
    let seen: Vec<Seen<Piece>> = entries::by_ids(tx, hand, me.pinned(), KIND, &ids).await?;
    let texts: Vec<Text<Piece>> = seen.into_iter().filter_map(Seen::text).collect();
    let mut plan = Plan::default();
    for row in rows {
        match version(row, &signed, &texts, hand.person) {
            Some(version) => plan.versions.push(version),
            // one that was answered may have been taken back, and an open one ends when the two part
            None if row.outcome == Outcome::Agreed => plan.unreadable += 1,
            None if row.outcome == Outcome::Open && me.couple == Some(row.couple) => plan.unreadable += 1,
            None => {}
        }
    }
    Ok(plan)
}

fn version(row: &Row, signed: &[Signed], texts: &[Text<Piece>], me: PersonId) -> Option<Version> {
    let text = texts.iter().find(|text| text.id == row.id)?;
    let Piece::Version(content) = &text.content else { return None };
    let honest = text.author == row.by
        && content.couple == row.couple
        && i64::from(content.number) == i64::from(row.number)
        && content.over == row.over
        && i64::from(text.number) == i64::from(row.revision)
        && text.digest.as_slice() == row.digest;
    let signatures: Vec<(PersonId, Date)> = signed
        .iter()
        .filter(|there| there.version == row.id)
        .filter_map(|there| signature(there, texts, text, content).map(|on| (there.person, on)))
        .collect();
    let by = |wanted: &dyn Fn(PersonId) -> bool| signatures.iter().find(|(who, _)| wanted(*who));
    let (mine, theirs) = (by(&|who| who == me), by(&|who| who != me));
    let proposer = by(&|who| who == row.by);
    let bond = match (honest, proposer, row.outcome, mine.zip(theirs)) {
        (true, Some(_), Outcome::Agreed, Some(((_, a), (_, b)))) => Bond::Both { on: *a.max(b) },
        (true, Some(_), Outcome::Open | Outcome::Answered, _) => Bond::Proposer,
        _ => Bond::Broken,
    };
    Some(Version {
        id: row.id,
        couple: row.couple,
        mine: row.by == me,
        outcome: row.outcome,
        later: row.later,
        bond,
        content: content.clone(),
        revision: text.number,
        digest: text.digest,
        signed: signed
            .iter()
            .filter(|there| there.version == row.id && there.person == me)
            .find_map(|there| texts.iter().find(|text| text.id == there.entry && text.author == me))
            .map(|text| (text.id, text.shared)),
        text: text.clone(),
    })
}

/// The day of a signature, if it is one: of whom its row names, over what the version's text is.
fn signature(
    row: &Signed,
    texts: &[Text<Piece>],
    version: &Text<Piece>,
    content: &piece::Version,
) -> Option<Date> {
    let text = texts.iter().find(|text| text.id == row.entry)?;
    let Piece::Signature(signed) = &text.content else { return None };
    let holds = text.author == row.person && row.digest == version.digest && signed.is_over(version, content);
    holds.then_some(signed.on)
}
