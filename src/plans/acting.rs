//! Proposing, agreeing, "not yet", taking back, and what of it a therapist reads: the rules, the entries and the rows in one
//! transaction.
//!
//! What must stay true: nobody signs what was not open before them. Whoever agrees names the digest that their page
//! showed, and it is compared with what opens now; whoever proposes signs what they have just sealed. What a therapist
//! reads changes nothing between the two: each of them lets it out for what is their own, the words that they proposed and
//! their own signature, and takes it back from there at any time, also when both have signed.

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{
    Draft, Event, KIND, Outcome, Piece, Plan, Refusal, drafts,
    opened::linked,
    piece, reminding, store,
    store::{NewSignature, NewVersion},
};
use crate::{
    couples::{Me, Seat},
    entries::{self, Audience, Base, Hand, Pinned, Place, Text, Written},
    ids::{AccessId, CoupleId, EntryId},
    reminders,
    web::live,
};

/// How an act ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acted {
    /// It is done.
    Done,
    /// It is not: the transaction must not be kept.
    Refused(Refusal),
    /// There is nobody to do it with, or their key is not the one that was pinned.
    Alone,
}

/// What somebody looked at when they proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looked {
    /// What held.
    pub over: Option<EntryId>,
    /// What lay on the table.
    pub answers: Option<EntryId>,
}

struct Act<'a> {
    hand: &'a Hand,
    me: &'a Me,
    couple: CoupleId,
    pinned: &'a Pinned,
    /// Who reads what is written by it.
    to: Audience<'a>,
    now: OffsetDateTime,
    today: Date,
}

/// The two, with the plan held until the transaction ends.
async fn begin<'a>(
    tx: &mut PgConnection,
    hand: &'a Hand,
    me: &'a Me,
    now: OffsetDateTime,
) -> Result<Option<Act<'a>>, anyhow::Error> {
    let (Some(couple), Some(pinned)) = (linked(me), me.pinned()) else { return Ok(None) };
    if !store::hold(tx, couple).await? {
        return Ok(None);
    }
    Ok(Some(Act { hand, me, couple, pinned, to: pinned.into(), now, today: me.pacing.local(now).date() }))
}

impl Act<'_> {
    /// Writes a piece and lets the audience read it.
    async fn give(&self, tx: &mut PgConnection, piece: &Piece) -> Result<Text<Piece>, anyhow::Error> {
        let place = Place { kind: KIND, couple: Some(self.couple), about: None, slot: None };
        let written =
            entries::write(tx, self.hand, place, Base::New(Uuid::new_v4()), piece, self.now).await?;
        let Written::Kept(id, number) = written else {
            anyhow::bail!("a new piece of the plan was not kept")
        };
        if !entries::share_with(tx, self.hand, self.to, id, number, self.today).await? {
            anyhow::bail!("a new piece of the plan was not shared");
        }
        let seen = entries::by_id::<Piece>(tx, self.hand, None, KIND, id).await?;
        seen.and_then(entries::Seen::text)
            .ok_or_else(|| anyhow::anyhow!("a new piece of the plan does not open"))
    }

    async fn sign(
        &self,
        tx: &mut PgConnection,
        version: &Text<Piece>,
        number: u32,
    ) -> Result<(), anyhow::Error> {
        let signature = piece::Signature {
            couple: self.couple,
            version: version.id,
            number,
            revision: version.number,
            digest: version.digest,
            on: self.today,
        };
        let given = self.give(tx, &Piece::Signature(signature)).await?;
        let row = NewSignature {
            couple: self.couple,
            version: version.id,
            person: self.me.id,
            entry: given.id,
            digest: &version.digest,
            on: self.today,
        };
        store::put_signature(tx, &row).await?;
        Ok(())
    }

    fn names(&self) -> [String; 2] {
        let mine = self.me.name.clone();
        let theirs = self.me.partner.as_ref().map(|partner| partner.name.clone()).unwrap_or_default();
        match self.me.seat {
            Seat::One => [mine, theirs],
            Seat::Two => [theirs, mine],
        }
    }
}

/// Proposes one's draft: it becomes a version that the audience reads, signed by whoever proposes it, and is a draft no
/// longer.
///
/// # Errors
/// When the database cannot be reached or something cannot be sealed; nothing may be kept then.
pub async fn propose(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    draft: &Text<Draft>,
    looked: Looked,
    to: Audience<'_>,
    now: OffsetDateTime,
) -> Result<Acted, anyhow::Error> {
    let Some(act) = begin(tx, hand, me, now).await? else { return Ok(Acted::Alone) };
    let act = Act { to, ..act };
    let plan = Plan::now(tx, hand, me).await?;
    // It may have been saved in another window while this one waited for its turn.
    if drafts::find(tx, hand, me).await?.is_none_or(|now| now.number != draft.number) {
        return Ok(Acted::Refused(Refusal::Meanwhile));
    }
    let version = EntryId::random();
    let event = Event::Propose { version, over: looked.over, answers: looked.answers };
    if let Err(refusal) = plan.standing(me.seat).next(me.seat, event) {
        return Ok(Acted::Refused(refusal));
    }
    if let Some(answered) = looked.answers
        && !store::decide(tx, answered, me.id, Outcome::Answered).await?
    {
        return Ok(Acted::Refused(Refusal::Meanwhile));
    }
    let number = store::next_number(&mut *tx, act.couple).await?;
    let content = piece::Version {
        couple: act.couple,
        number,
        over: looked.over,
        by: me.seat,
        on: act.today,
        names: act.names(),
        text: draft.content.text.clone(),
        reason: draft.content.reason.clone(),
    };
    let given = act.give(tx, &Piece::Version(content)).await?;
    let row = NewVersion {
        couple: act.couple,
        number,
        id: given.id,
        revision: given.number,
        digest: &given.digest,
        by: me.id,
        over: looked.over,
        on: act.today,
    };
    store::put_version(tx, &row).await?;
    act.sign(tx, &given, number).await?;
    entries::remove(tx, hand, None, draft.id, act.today).await?;
    let other = act.pinned.contact();
    if let Some(answered) = looked.answers {
        reminders::forget(tx, me.id, reminders::Kind::Proposal, answered.0).await?;
    }
    reminders::remind(tx, other, reminders::Kind::Proposal, given.id.0, now).await?;
    live::hint(tx, other).await?;
    Ok(Acted::Done)
}

/// Signs the other one's proposal: from now on it holds. The audience reads the signature; the words are for whom the other
/// one has let read them.
///
/// # Errors
/// When the database cannot be reached or the signature cannot be sealed; nothing may be kept then.
pub async fn agree(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    id: EntryId,
    digest: &[u8; 32],
    to: Audience<'_>,
    now: OffsetDateTime,
) -> Result<Acted, anyhow::Error> {
    let Some(act) = begin(tx, hand, me, now).await? else { return Ok(Acted::Alone) };
    let act = Act { to, ..act };
    let plan = Plan::now(tx, hand, me).await?;
    if let Err(refusal) = plan.standing(me.seat).next(me.seat, Event::Agree(id)) {
        return Ok(Acted::Refused(refusal));
    }
    let Some(version) = plan.version(id).filter(|version| version.digest == *digest) else {
        return Ok(Acted::Refused(Refusal::Meanwhile));
    };
    act.sign(tx, &version.text, version.content.number).await?;
    if !store::decide(tx, id, me.id, Outcome::Agreed).await? {
        return Ok(Acted::Refused(Refusal::Meanwhile));
    }
    reminders::forget(tx, me.id, reminders::Kind::Proposal, id.0).await?;
    reminding::reviews(tx, me, plan.in_force(), version, now).await?;
    live::hint(tx, act.pinned.contact()).await?;
    Ok(Acted::Done)
}

/// Lets the therapist read what is one's own in a version, or no longer. For the other one nothing changes, and so the
/// key that they have now does not matter.
///
/// # Errors
/// When the database cannot be reached or refuses (an access that has ended); nothing may be kept then.
pub async fn show_therapist(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    id: EntryId,
    therapist: Option<(&Pinned, AccessId)>,
    now: OffsetDateTime,
) -> Result<Acted, anyhow::Error> {
    let Some(couple) = linked(me) else { return Ok(Acted::Alone) };
    if !store::hold(tx, couple).await? {
        return Ok(Acted::Alone);
    }
    let plan = Plan::whole(tx, hand, me).await?;
    let own = plan.version(id).map(super::Version::own).unwrap_or_default();
    if own.is_empty() {
        return Ok(Acted::Refused(Refusal::Meanwhile));
    }
    let today = me.pacing.local(now).date();
    for (entry, _) in own {
        match therapist {
            Some((reader, access)) => {
                entries::show_therapist(tx, hand, reader, access, entry, today).await?;
            }
            None => {
                entries::take_back_from_therapist(tx, hand, None, entry).await?;
            }
        }
    }
    Ok(Acted::Done)
}

/// Says "not yet" to the other one's proposal, or takes that back. It stays on the table.
///
/// # Errors
/// When the database cannot be reached; nothing changes then.
pub async fn put_off(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    id: EntryId,
    later: bool,
    now: OffsetDateTime,
) -> Result<Acted, anyhow::Error> {
    let Some(act) = begin(tx, hand, me, now).await? else { return Ok(Acted::Alone) };
    let plan = Plan::now(tx, hand, me).await?;
    if let Err(refusal) = plan.standing(me.seat).next(me.seat, Event::NotYet { version: id, later }) {
        return Ok(Acted::Refused(refusal));
    }
    if !store::put_off(tx, id, me.id, later).await? {
        return Ok(Acted::Refused(Refusal::Meanwhile));
    }
    reminders::forget(tx, me.id, reminders::Kind::Proposal, id.0).await?;
    live::hint(tx, act.pinned.contact()).await?;
    Ok(Acted::Done)
}

/// Takes one's own proposal back, from the table or, when it was answered with another one, from the earlier versions:
/// the other one loses it. Its text is a draft again, unless there is another draft.
///
/// # Errors
/// When the database cannot be reached; nothing may be kept then.
pub async fn take_back(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    id: EntryId,
    now: OffsetDateTime,
) -> Result<Acted, anyhow::Error> {
    let Some(act) = begin(tx, hand, me, now).await? else { return Ok(Acted::Alone) };
    let plan = Plan::whole(tx, hand, me).await?;
    let Some(version) = plan.version(id) else { return Ok(Acted::Refused(Refusal::Meanwhile)) };
    let answered = version.outcome == Outcome::Answered && version.mine;
    if !answered && let Err(refusal) = plan.standing(me.seat).next(me.seat, Event::TakeBack(id)) {
        return Ok(Acted::Refused(refusal));
    }
    let signatures = store::signatures(&mut *tx, &[id]).await?;
    reminders::forget(tx, act.pinned.contact(), reminders::Kind::Proposal, id.0).await?;
    if !store::remove(tx, id, me.id).await? {
        return Ok(Acted::Refused(Refusal::Meanwhile));
    }
    let mine = signatures.iter().filter(|signed| signed.person == me.id).map(|signed| signed.entry);
    for entry in mine.chain([id]) {
        entries::remove(tx, hand, Some(act.pinned.contact()), entry, act.today).await?;
    }
    if !answered && drafts::find(tx, hand, me).await?.is_none() {
        let piece::Version { over, by, text, reason, .. } = version.content.clone();
        let draft = Draft { couple: Some(act.couple), by, from: over, text, reason, taken: Vec::new() };
        drafts::keep(tx, hand, None, &draft, now).await?;
    }
    live::hint(tx, act.pinned.contact()).await?;
    Ok(Acted::Done)
}
