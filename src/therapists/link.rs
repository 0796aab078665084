//! The link: one use, seven days, handed over in person; and how three people come to know each other's keys.
//!
//! What must stay true (decision 0035): the database knows only the code's digest. The code is an entry of whoever made
//! the link, shared with the other of the two like anything they write, so both hold it and nobody with the database
//! does. Under the code stand the keys of both of the two, for the therapist, and then the therapist's, for both. Nobody
//! who can only write the database puts another key in between.

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    Secrets,
    access::{Act, Refusal, Side, Stage},
    acting::hold,
    store::{self, Coming, NewLink, Person, Row},
};
use crate::{
    couples::{Me, Seat},
    entries::{self, Base, Contact, Hand, PinState, Pinned, Place, Seen, Written, pin_now},
    ids::{AccessId, CoupleId, EntryId, PersonId},
    vault::{Instance, InviteCode, InviteFields, InviteSide, ReaderRole},
    web::live,
};

/// The kind of the entry that holds a code.
pub(super) const KIND: &str = "access";

/// What that entry says.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
struct Code {
    code: String,
}

/// A link as its holder sees it: who invites, and nothing else.
#[derive(Clone, Debug)]
pub struct Offered {
    /// The access.
    pub id: AccessId,
    /// The two, and their seats.
    pub two: [(String, Seat); 2],
    couple: CoupleId,
    people: [Person; 2],
    stage: Stage,
}

impl Offered {
    /// Whether `person` is one of the two.
    #[must_use]
    pub fn is_of(&self, person: PersonId) -> bool {
        self.people.iter().any(|one| one.id == person)
    }
}

/// How accepting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// The therapist reads.
    Open(AccessId),
    /// The link was used or taken back, or has expired.
    Gone,
    /// It is the couple's own.
    Own,
}

fn vouched(instance: Instance, access: AccessId, person: &Person, side: InviteSide) -> InviteFields {
    InviteFields {
        instance,
        invite: *access.bytes(),
        person: *person.id.bytes(),
        epoch: person.epoch,
        public: person.public_key,
        side,
    }
}

fn myself(hand: &Hand, name: &str) -> Person {
    Person { id: hand.person, name: name.to_owned(), epoch: hand.epoch, public_key: hand.keys.public() }
}

/// Makes a link, in place of an earlier one. It needs the partner's checked key: the code vouches for it.
///
/// # Errors
/// When the database cannot be reached, or the system has no randomness; nothing changes then.
pub async fn make(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    now: OffsetDateTime,
) -> Result<Result<(), Refusal>, anyhow::Error> {
    let (Some(couple), Some(partner)) = (me.couple, me.pinned()) else { return Ok(Err(Refusal::NotTheirs)) };
    let Some(row) = hold(tx, couple, now).await? else { return Ok(Err(Refusal::NotNow)) };
    let Some(who) = row.side(me.id) else { return Ok(Err(Refusal::NotTheirs)) };
    let until = match row.stage.next(who, Act::MakeLink, now) {
        Ok(Stage::LinkOut { until }) => until,
        Ok(_) => return Ok(Err(Refusal::NotNow)),
        Err(refusal) => return Ok(Err(refusal)),
    };
    let code = InviteCode::generate()?;
    let entry = keep(tx, hand, couple, partner, &code, now).await?;
    if let (Some(earlier), true) = (row.link_entry, row.linked_by == Some(me.id)) {
        entries::remove(tx, hand, None, earlier, now.date()).await?;
    }
    let other = Person {
        id: partner.contact(),
        name: String::new(),
        epoch: partner.epoch(),
        public_key: partner.public_key(),
    };
    let mac = |person: &Person| code.mac(&vouched(hand.instance, row.id, person, InviteSide::Inviter));
    let (mine, theirs) = (mac(&myself(hand, &me.name)), mac(&other));
    let (proposer_mac, asked_mac) = if who == Side::Proposer { (mine, theirs) } else { (theirs, mine) };
    let new = NewLink {
        by: me.id,
        entry,
        hash: &code.hash(),
        proposer_mac: &proposer_mac,
        asked_mac: &asked_mac,
        until,
    };
    store::link(tx, row.id, &new).await?;
    live::hint(tx, partner.contact()).await?;
    Ok(Ok(()))
}

/// Writes the code down as an entry of one's own, for the partner too.
async fn keep(
    tx: &mut PgConnection,
    hand: &Hand,
    couple: CoupleId,
    partner: &Pinned,
    code: &InviteCode,
    now: OffsetDateTime,
) -> Result<EntryId, anyhow::Error> {
    let place = Place { kind: KIND, couple: Some(couple), about: None, slot: None };
    let content = Code { code: code.to_string() };
    match entries::write(tx, hand, place, Base::New(Uuid::new_v4()), &content, now).await? {
        Written::Kept(id, number) => {
            let shared = entries::share(tx, hand, partner, id, number, now.date()).await?;
            anyhow::ensure!(shared, "the code of a link could not be shared");
            Ok(id)
        }
        _ => anyhow::bail!("the code of a link could not be kept"),
    }
}

/// The code of the couple's link, for either of the two; none when it does not open.
pub(super) async fn code(
    tx: &mut PgConnection,
    hand: &Hand,
    partner: Option<&Pinned>,
    row: &Row,
) -> Result<Option<InviteCode>, sqlx::Error> {
    let Some(entry) = row.link_entry else { return Ok(None) };
    let seen = entries::by_id::<Code>(tx, hand, partner, KIND, entry).await?;
    // only what one of the two wrote counts: the entry's author is under its envelope
    let text = seen.and_then(Seen::text).filter(|text| Some(text.author) == row.linked_by);
    Ok(text.and_then(|text| InviteCode::parse(&text.content.code).ok()))
}

/// Whether the code vouches for the therapist's key, and vouched to them for `me`'s own.
pub(super) fn vouches(hand: &Hand, row: &Row, therapist: &Person, code: &InviteCode) -> bool {
    let mine = if row.side(hand.person) == Some(Side::Proposer) { &row.proposer_mac } else { &row.asked_mac };
    let holds = |person: &Person, side, mac: &Option<Vec<u8>>| {
        mac.as_ref().is_some_and(|mac| code.verify(&vouched(hand.instance, row.id, person, side), mac))
    };
    holds(therapist, InviteSide::Invitee, &row.therapist_mac)
        && holds(&myself(hand, ""), InviteSide::Inviter, mine)
}

/// What the holder of `code` is offered; none when it was used or taken back, has expired or never existed. The
/// transaction must be that of the code's holder.
///
/// # Errors
/// When the database cannot be reached.
pub async fn offered(
    tx: &mut PgConnection,
    instance: Instance,
    code: &InviteCode,
    now: OffsetDateTime,
) -> Result<Option<Offered>, sqlx::Error> {
    let Some(row) = store::by_link(&mut *tx, &code.hash()).await? else { return Ok(None) };
    if !matches!(row.stage.at(now), Stage::LinkOut { .. }) {
        return Ok(None);
    }
    let people = store::people(tx, &[row.proposed_by, row.asked]).await?;
    let find = |id| people.iter().find(|person| person.id == id).cloned();
    let (Some(proposer), Some(asked)) = (find(row.proposed_by), find(row.asked)) else { return Ok(None) };
    let holds = |person: &Person, mac: &Option<Vec<u8>>| {
        let fields = vouched(instance, row.id, person, InviteSide::Inviter);
        mac.as_ref().is_some_and(|mac| code.verify(&fields, mac))
    };
    if !holds(&proposer, &row.proposer_mac) || !holds(&asked, &row.asked_mac) {
        tracing::error!(access.id = %row.id, "a key of the two is not the one that the link vouches for");
        return Ok(None);
    }
    let seat = row.proposer_seat;
    let mut two = [(proposer.name.clone(), seat), (asked.name.clone(), seat.other())];
    two.sort_by_key(|(_, seat)| seat.number());
    Ok(Some(Offered { id: row.id, two, couple: row.couple, people: [proposer, asked], stage: row.stage }))
}

/// Lets the therapist in: the pins of both, and the use of the link, all in the caller's transaction (which must be that
/// of the therapist with the code). Of many who try, one wins.
///
/// # Errors
/// When the database cannot be reached; nothing changes then.
pub async fn accept(
    tx: &mut PgConnection,
    hand: &Hand,
    code: &InviteCode,
    secrets: Secrets,
    now: OffsetDateTime,
) -> Result<Accepted, anyhow::Error> {
    let Some(offer) = offered(tx, hand.instance, code, now).await? else { return Ok(Accepted::Gone) };
    if offer.is_of(hand.person) {
        return Ok(Accepted::Own);
    }
    let Ok(Stage::Open { until, .. }) = offer.stage.next(Side::Holder, Act::Accept, now) else {
        return Ok(Accepted::Gone);
    };
    let mine = vouched(hand.instance, offer.id, &myself(hand, ""), InviteSide::Invitee);
    let coming = Coming {
        therapist: hand.person,
        mac: &code.mac(&mine),
        secrets: secrets.name(),
        until,
        today: now.date(),
    };
    if !store::accept(tx, offer.id, &code.hash(), &coming).await? {
        return Ok(Accepted::Gone);
    }
    for person in &offer.people {
        let contact = Contact {
            id: person.id,
            couple: offer.couple,
            epoch: person.epoch,
            public_key: person.public_key,
            pin: None,
        };
        if let PinState::Holds(pinned) = contact.vouched_as(ReaderRole::Author, true) {
            pin_now(tx, hand, &pinned, now.date()).await?;
        }
        live::hint(tx, person.id).await?;
    }
    Ok(Accepted::Open(offer.id))
}
