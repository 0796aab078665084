//! What a therapist sees of the couples: a list with labels of their own, and one couple.
//!
//! What must stay true: a label is an entry of the therapist's, for nobody else; searching happens in their own request,
//! over what opens there, and leaves no trace in an address.

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    access::Stage,
    link::KIND,
    store::{self, Person, Row},
};
use crate::{
    couples::Seat,
    entries::{self, Base, Contact, Hand, PinState, Place, Seen, known},
    ids::{AccessId, CoupleId, PersonId},
    vault::{PublicKey, ReaderRole},
};

/// The longest label, in UTF-16 units as browsers count.
pub const LONGEST_LABEL: usize = 80;

/// What a label entry says.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
struct Label {
    label: String,
}

/// One of the two whose therapist one is.
#[derive(Clone, Debug)]
pub struct Client {
    /// Who.
    pub id: PersonId,
    /// What they are called here.
    pub name: String,
    /// Which seat.
    pub seat: Seat,
    /// The key in their account.
    pub public_key: PublicKey,
    /// Whether it is the one that the link vouched for.
    pub pin: PinState,
}

/// One couple, for its therapist.
#[derive(Clone, Debug)]
pub struct Of {
    /// The access.
    pub id: AccessId,
    /// The couple.
    pub couple: CoupleId,
    /// Where it stands now.
    pub stage: Stage,
    /// Since when.
    pub since: Option<Date>,
    /// The two, by seat.
    pub two: Vec<Client>,
}

/// One line of the list.
#[derive(Clone, Debug)]
pub struct Clients {
    /// The access.
    pub id: AccessId,
    /// What the therapist calls the two; empty when they have not said.
    pub label: String,
    /// The two, by seat.
    pub names: Vec<String>,
    /// When something was shared last.
    pub last: Option<Date>,
    /// Until when it runs.
    pub until: OffsetDateTime,
    /// Whether the end is near.
    pub ends_soon: bool,
}

fn place(couple: CoupleId) -> String {
    format!("client/{couple}/label")
}

fn two(row: &Row, people: &[Person]) -> Vec<(Person, Seat)> {
    let seated = [(row.proposed_by, row.proposer_seat), (row.asked, row.proposer_seat.other())];
    let find = |id| people.iter().find(|person| person.id == id).cloned();
    let mut two: Vec<_> = seated.into_iter().filter_map(|(id, seat)| Some((find(id)?, seat))).collect();
    two.sort_by_key(|(_, seat)| seat.number());
    two
}

impl Clients {
    /// Everybody whose therapist `hand` is, those with news first: five queries, however many there are.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn load(
        tx: &mut PgConnection,
        hand: &Hand,
        now: OffsetDateTime,
    ) -> Result<Vec<Self>, sqlx::Error> {
        let mut rows = store::of_therapist(&mut *tx, hand.person).await?;
        rows.retain(|row| row.stage.reads(now));
        let ids: Vec<PersonId> = rows.iter().flat_map(|row| [row.proposed_by, row.asked]).collect();
        let people = store::people(&mut *tx, &ids).await?;
        let given = entries::last_given(&mut *tx, hand.person).await?;
        let places: Vec<String> = rows.iter().map(|row| place(row.couple)).collect();
        let labels = entries::in_slots::<Label>(tx, hand, &places).await?;
        let mut list: Vec<Self> = rows
            .iter()
            .zip(labels)
            .map(|(row, label)| Self {
                id: row.id,
                label: label.map(|label| label.label).unwrap_or_default(),
                names: two(row, &people).into_iter().map(|(person, _)| person.name).collect(),
                last: given.iter().find(|(id, _)| *id == row.id).map(|(_, on)| *on),
                until: match row.stage {
                    Stage::Open { until, .. } => until,
                    _ => now,
                },
                ends_soon: row.stage.ends_soon(now),
            })
            .collect();
        list.sort_by(|one, two| (two.last, &one.label, &one.names).cmp(&(one.last, &two.label, &two.names)));
        Ok(list)
    }

    /// Whether the label has `asked` in it; without a label, one of the names.
    #[must_use]
    pub fn matches(&self, asked: &str) -> bool {
        let asked = asked.trim().to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&asked);
        if self.label.is_empty() { self.names.iter().any(|name| has(name)) } else { has(&self.label) }
    }
}

/// One couple of `hand`'s; also one whose access has ended. None when it was never theirs.
///
/// # Errors
/// When the database cannot be reached.
pub async fn of(
    tx: &mut PgConnection,
    hand: &Hand,
    id: AccessId,
    now: OffsetDateTime,
) -> Result<Option<Of>, sqlx::Error> {
    let Some(row) = store::by_id(&mut *tx, hand.person, id).await? else { return Ok(None) };
    let stage = row.stage.at(now);
    let mut clients = Vec::new();
    if matches!(stage, Stage::Open { .. }) {
        let people = store::people(&mut *tx, &[row.proposed_by, row.asked]).await?;
        for (person, seat) in two(&row, &people) {
            let contact = Contact {
                id: person.id,
                couple: row.couple,
                epoch: person.epoch,
                public_key: person.public_key,
                pin: None,
            };
            let pin = known(&mut *tx, hand, &contact, ReaderRole::Author).await?;
            clients.push(Client {
                id: person.id,
                name: person.name,
                seat,
                public_key: person.public_key,
                pin,
            });
        }
    }
    super::acting::settle(tx, &row, now).await?;
    Ok(Some(Of { id: row.id, couple: row.couple, stage, since: row.began_on, two: clients }))
}

/// What the therapist calls the two; empty when they have not said.
///
/// # Errors
/// When the database cannot be reached.
pub async fn label(tx: &mut PgConnection, hand: &Hand, couple: CoupleId) -> Result<String, sqlx::Error> {
    let seen = entries::by_slot::<Label>(tx, hand, &place(couple)).await?;
    Ok(seen.and_then(Seen::text).map(|text| text.content.label).unwrap_or_default())
}

/// Keeps what the therapist calls the two.
///
/// # Errors
/// When the database cannot be reached; nothing changes then.
pub async fn set_label(
    tx: &mut PgConnection,
    hand: &Hand,
    couple: CoupleId,
    label: &str,
    now: OffsetDateTime,
) -> Result<(), anyhow::Error> {
    let slot = place(couple);
    let kept = entries::by_slot::<Label>(tx, hand, &slot).await?;
    let base = match kept.and_then(Seen::text) {
        Some(text) => Base::Edit(text.id, text.number),
        None => Base::New(Uuid::new_v4()),
    };
    let place = Place { kind: KIND, couple: None, about: None, slot: Some(&slot) };
    entries::write(tx, hand, place, base, &Label { label: label.to_owned() }, now).await?;
    Ok(())
}
