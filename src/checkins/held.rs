//! One round as one of the two may do something in it: read from the store, decided by [`Exchange`], done with grants.
//!
//! What must stay true: whatever changes a round happens in a transaction that has locked its schedule before it read
//! anything ([`hold`]), so two who release at once come one after the other. The rules decide what is done and refused;
//! nothing here asks them anew in its own words. A round of one's own has no pair, so nothing of it can be given.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    Event, Exchange, LateNote, Opened, Refusal, Release, Sheet, View,
    release::{Known, pair},
    rounds::belongs,
    store,
};
use crate::{
    couples::{Me, Seat},
    entries::{self, Audience, Base, Hand, Pinned, Place, Seen, Shared, Text, Written},
    ids::PersonId,
    web::live,
};

/// The kind of these entries.
pub const KIND: &str = "checkin";

/// A round with what one knows of it.
#[derive(Clone, Debug)]
pub struct Held {
    /// Which round.
    pub opened: Opened,
    /// The two halves of it; none for a round that is one's own alone.
    pub pair: Option<Uuid>,
    /// One's own.
    pub mine: Option<Text<Sheet>>,
    /// Whether one's own is there and does not open.
    pub mine_broken: bool,
    /// What can be read of the other's. A page shows it only when [`Held::shows_theirs`].
    pub theirs: Option<Seen<Sheet>>,
    /// The private note that came later.
    pub note: Option<Text<LateNote>>,
    /// Whether the two of this round are still the two.
    pub linked: bool,
    seat: Seat,
    exchange: Exchange,
    fixed: bool,
}

/// Reads the round as it stands, after locking its schedule. None when it is not one's own to change.
///
/// # Errors
/// When the database cannot be reached.
pub async fn hold(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    opened: Opened,
    now: OffsetDateTime,
) -> Result<Option<Held>, anyhow::Error> {
    if !store::lock(&mut *tx, opened.key.schedule).await? {
        return Ok(None);
    }
    read(tx, hand, me, opened, now).await.map(Some)
}

/// Reads the round as it stands, to show it.
///
/// # Errors
/// When the database cannot be reached.
pub async fn read(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    opened: Opened,
    now: OffsetDateTime,
) -> Result<Held, anyhow::Error> {
    let pair = opened.couple.map(|couple| pair(couple, opened.key.schedule, opened.key.number));
    let (mine, mine_broken) = match entries::by_slot::<Sheet>(&mut *tx, hand, &opened.key.place()).await? {
        None => (None, false),
        Some(Seen::Text(text)) if belongs(&text, &opened) => (Some(text), false),
        Some(_) => (None, true),
    };
    let note = entries::by_slot::<LateNote>(&mut *tx, hand, &opened.key.note_place()).await?;
    let (mut theirs, mut fixed) = (None, false);
    if let Some(pair) = pair {
        let given = entries::in_pairs::<Sheet>(&mut *tx, hand, me.pinned(), KIND, &[pair]).await?;
        theirs = given.into_iter().next().map(|seen| match seen {
            Seen::Text(text) if !belongs(&text, &opened) => Seen::Broken { id: text.id, author: text.author },
            seen => seen,
        });
        fixed = store::is_fixed(&mut *tx, me.id, pair).await?;
    }
    let known = Known {
        saved: mine.as_ref().map_or(u32::from(mine_broken), |text| text.latest),
        empty: mine.as_ref().is_none_or(|text| text.content.answers.is_empty()),
        given: mine.as_ref().and_then(given),
        fixed,
        note: note.is_some(),
        // one that does not open is there all the same; its number is not known and not shown
        theirs: theirs.as_ref().map(|seen| match seen {
            Seen::Text(text) => text.number,
            Seen::Broken { .. } => 0,
        }),
        closed: !opened.round.is_open(now),
    };
    Ok(Held {
        opened,
        pair,
        mine,
        mine_broken,
        theirs,
        note: note.and_then(Seen::text),
        linked: opened.couple.is_some() && opened.couple == me.couple && me.partner.is_some(),
        seat: me.seat,
        exchange: Exchange::as_known(me.seat, known),
        fixed,
    })
}

fn given(text: &Text<Sheet>) -> Option<(u32, bool)> {
    match text.shared {
        Shared::WithPartner { number, .. } => Some((number, text.waits)),
        Shared::No | Shared::WithMe { .. } => None,
    }
}

impl Held {
    /// It as a page may show it.
    #[must_use]
    pub fn view(&self) -> View {
        self.exchange.view(self.seat)
    }

    /// Whether the rules allow this now, and why not.
    ///
    /// # Errors
    /// With the reason.
    pub fn may(&self, event: Event) -> Result<(), Refusal> {
        self.exchange.next(self.seat, event).map(drop)
    }

    /// Whether looking at the other's would end anything: the round is open, and one's own could still be changed.
    #[must_use]
    pub fn looking_ends_writing(&self) -> bool {
        self.theirs.is_some() && self.view().mine.may_change
    }

    /// Whether the page shows the other's: they can be read, and nothing is decided by showing them.
    #[must_use]
    pub fn shows_theirs(&self) -> bool {
        self.theirs.is_some() && !self.looking_ends_writing()
    }

    /// Whether the other's is here and that one has seen it is not noted.
    #[must_use]
    pub fn is_new(&self) -> bool {
        !self.fixed || matches!(&self.theirs, Some(Seen::Text(text)) if !text.opened)
    }

    /// Whether one's own is given to the therapist, too.
    #[must_use]
    pub fn is_for_therapist(&self) -> bool {
        self.mine
            .as_ref()
            .is_some_and(|mine| matches!(mine.shared, Shared::WithPartner { therapist: Some(_), .. }))
    }

    /// Whether the other one can read one's own now.
    #[must_use]
    pub fn is_read_by_other(&self) -> bool {
        match self.mine.as_ref().and_then(given) {
            None => false,
            Some((_, waits)) => !waits || self.theirs.is_some(),
        }
    }

    /// Saves answers for oneself. What waited is private again.
    ///
    /// # Errors
    /// When the database cannot be reached; nothing is kept then.
    pub async fn fill(
        &self,
        tx: &mut PgConnection,
        hand: &Hand,
        other: Option<PersonId>,
        base: Base,
        sheet: &Sheet,
        now: OffsetDateTime,
    ) -> Result<Result<Written, Refusal>, anyhow::Error> {
        if let Err(refusal) = self.may(Event::Fill { empty: sheet.answers.is_empty() }) {
            return Ok(Err(refusal));
        }
        let slot = self.opened.key.place();
        let place = Place { kind: KIND, couple: self.opened.couple, about: None, slot: Some(&slot) };
        let written = entries::write(&mut *tx, hand, place, base, sheet, now).await?;
        let waits = self.mine.as_ref().and_then(given).is_some_and(|(_, waits)| waits);
        if let (Written::Kept(id, _), true, Some(other)) = (&written, waits, other) {
            entries::take_back(tx, hand, other, *id, now.date()).await?;
        }
        Ok(Ok(written))
    }

    /// Lets the audience read this very revision, at once or together with the other one's. A therapist reads it from
    /// the moment from which the other one does.
    ///
    /// # Errors
    /// When the database cannot be reached or refuses, or one's own does not open; nothing is given then.
    pub async fn release(
        &self,
        tx: &mut PgConnection,
        hand: &Hand,
        to: impl Into<Audience<'_>>,
        number: u32,
        how: Release,
        now: OffsetDateTime,
    ) -> Result<Result<(), Refusal>, anyhow::Error> {
        if let Err(refusal) = self.may(Event::Release(how)) {
            return Ok(Err(refusal));
        }
        let (Some(pair), Some(mine), true) = (self.pair, &self.mine, self.linked) else {
            return Ok(Err(Refusal::Nothing));
        };
        let today = now.date();
        let was_read = self.is_read_by_other();
        let audience = to.into();
        let to = audience.partner();
        let before = given(mine);
        let done = match how {
            Release::OnlyMe => {
                entries::take_back(&mut *tx, hand, to.contact(), mine.id, today).await?;
                if was_read {
                    live::hint(tx, to.contact()).await?;
                }
                return Ok(Ok(()));
            }
            Release::Now => {
                entries::share_first_of_pair(&mut *tx, hand, audience, mine.id, number, pair, today).await?
            }
            Release::Both => {
                entries::share_in_pair(&mut *tx, hand, audience, mine.id, number, pair, today).await?
            }
        };
        if !done {
            return Ok(Err(Refusal::Nothing));
        }
        // what the other one held back opens by it
        let theirs = entries::in_pairs::<Sheet>(&mut *tx, hand, Some(to), KIND, &[pair]).await?;
        let met = !theirs.is_empty();
        if met {
            store::met(&mut *tx, self.opened.key.schedule, pair).await?;
        }
        // who else reads it changes nothing for the other one
        let changes = before != Some((number, how == Release::Both));
        if changes && (met || was_read || how == Release::Now) {
            live::hint(tx, to.contact()).await?;
        }
        Ok(Ok(()))
    }

    /// Takes back what was given.
    ///
    /// # Errors
    /// When the database cannot be reached or one's own does not open; nothing changes then.
    pub async fn take_back(
        &self,
        tx: &mut PgConnection,
        hand: &Hand,
        from: PersonId,
        now: OffsetDateTime,
    ) -> Result<Result<(), Refusal>, anyhow::Error> {
        if let Err(refusal) = self.may(Event::TakeBack) {
            return Ok(Err(refusal));
        }
        let Some(mine) = &self.mine else { return Ok(Err(Refusal::NotGiven)) };
        entries::take_back(&mut *tx, hand, from, mine.id, now.date()).await?;
        if self.is_read_by_other() {
            live::hint(tx, from).await?;
        }
        Ok(Ok(()))
    }

    /// Takes it back from the therapist alone. For the other one nothing changes: what they read they read on, and what
    /// waits for them waits. That needs nobody's key, so without `partner` it is done all the same.
    ///
    /// # Errors
    /// When the database cannot be reached or one's own does not open; nothing changes then.
    pub async fn take_back_from_therapist(
        &self,
        tx: &mut PgConnection,
        hand: &Hand,
        partner: Option<&Pinned>,
    ) -> Result<bool, anyhow::Error> {
        let Some(mine) = self.mine.as_ref().filter(|_| self.linked) else { return Ok(false) };
        entries::take_back_from_therapist(tx, hand, partner, mine.id).await
    }

    /// Opens the other's: from now on one's own stays as it is.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn look(
        &self,
        tx: &mut PgConnection,
        me: PersonId,
    ) -> Result<Result<(), Refusal>, anyhow::Error> {
        if let Err(refusal) = self.may(Event::Look) {
            return Ok(Err(refusal));
        }
        if let Some(pair) = self.pair.filter(|_| !self.fixed) {
            store::looked(&mut *tx, me, pair).await?;
        }
        if let Some(Seen::Text(text)) = &self.theirs {
            entries::mark_opened(tx, me, [text]).await?;
        }
        Ok(Ok(()))
    }

    /// Writes a private note to a round that has closed.
    ///
    /// # Errors
    /// When the database cannot be reached; nothing is kept then.
    pub async fn write_note(
        &self,
        tx: &mut PgConnection,
        hand: &Hand,
        base: Base,
        text: String,
        now: OffsetDateTime,
    ) -> Result<Result<Written, Refusal>, anyhow::Error> {
        if let Err(refusal) = self.may(Event::Note) {
            return Ok(Err(refusal));
        }
        let key = self.opened.key;
        let slot = key.note_place();
        let place = Place { kind: KIND, couple: self.opened.couple, about: None, slot: Some(&slot) };
        let note = LateNote { schedule: key.schedule, round: key.number, text };
        entries::write(tx, hand, place, base, &note, now).await.map(Ok)
    }
}
