//! A talk as one person sees it: its state, and every piece of it that opens for them.
//!
//! What must stay true: what the other shared shows only where the talk has come to it ([`Talk::may_read`]), and the
//! roles come from what this person themself proposed or agreed to, so that nobody can change them afterwards.

use std::collections::HashMap;

use sqlx::PgConnection;

use super::{Meeting, Opening, Part, Piece, Proposal, Role, Roles, Round, Seat, Stage, Talk, Words, store};
use crate::{
    couples::{Me, Pacing},
    entries::{self, Hand, Seen, Shared, Text, Withdrawn},
    ids::{ConversationId, CoupleId, EntryId, PersonId},
};

/// A talk, opened for one person.
#[derive(Debug)]
pub struct Opened {
    /// Which one.
    pub id: ConversationId,
    /// Whose.
    pub couple: CoupleId,
    /// Where it stands.
    pub talk: Talk,
    /// The reader's seat.
    pub seat: Seat,
    /// The roles: agreed, or those of the latest proposal.
    pub roles: Roles,
    /// Whether the roles could be read. If not, nobody can go on: only break, stop and read.
    pub sound: bool,
    /// Whether the two are still linked: otherwise it can be read, and nothing can be written.
    pub running: bool,
    /// What the reader is called.
    pub my_name: String,
    /// What the other one is called.
    pub their_name: String,
    /// What was agreed to talk about, or the latest proposal of it.
    pub opening: Option<Opening>,
    /// The time and place that both agreed to.
    pub meeting: Option<Meeting>,
    /// What the other took back after this person had opened it.
    pub withdrawn: Vec<Withdrawn>,
    /// How many texts of the other did not open.
    pub broken: usize,
    /// The pace of the two; without one, the clock of the time and place they chose.
    pub pace: Pacing,
    pub(super) version: i32,
    pub(super) me: PersonId,
    pub(super) pieces: Vec<Text<Piece>>,
}

impl Opened {
    /// Opens a talk to read it. None when it does not exist, or not for this person.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn read(
        tx: &mut PgConnection,
        hand: &Hand,
        me: &Me,
        id: ConversationId,
    ) -> Result<Option<Self>, anyhow::Error> {
        let row = store::by_id(&mut *tx, id).await?;
        Ok(Self::each(tx, hand, me, Vec::from_iter(row)).await?.pop())
    }

    /// Opens a talk to act in it: it is held until the transaction ends. None also when the two have parted.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn hold(
        tx: &mut PgConnection,
        hand: &Hand,
        me: &Me,
        id: ConversationId,
    ) -> Result<Option<Self>, anyhow::Error> {
        let row = store::lock(tx, id).await?;
        Ok(Self::each(tx, hand, me, Vec::from_iter(row)).await?.pop())
    }

    /// Opens every talk of this person to read it, the newest first.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub(super) async fn all(tx: &mut PgConnection, hand: &Hand, me: &Me) -> Result<Vec<Self>, anyhow::Error> {
        let rows = store::all(&mut *tx).await?;
        Self::each(tx, hand, me, rows).await
    }

    /// Opens these talks of this person to read them, the newest first.
    pub(super) async fn some(
        tx: &mut PgConnection,
        hand: &Hand,
        me: &Me,
        ids: &[ConversationId],
    ) -> Result<Vec<Self>, anyhow::Error> {
        let rows = store::some(&mut *tx, ids).await?;
        Self::each(tx, hand, me, rows).await
    }

    /// Opens every talk of this person that is not closed, the newest first.
    pub(super) async fn going_on(
        tx: &mut PgConnection,
        hand: &Hand,
        me: &Me,
    ) -> Result<Vec<Self>, anyhow::Error> {
        let mut rows = store::all(&mut *tx).await?;
        rows.retain(|row| !matches!(row.talk.0.stage(), Stage::Closed { .. }));
        Self::each(tx, hand, me, rows).await
    }

    /// Opens every talk that this person can act in, in the same order. They are held until the transaction ends.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub(super) async fn hold_all(
        tx: &mut PgConnection,
        hand: &Hand,
        me: &Me,
    ) -> Result<Vec<Self>, anyhow::Error> {
        let rows = store::lock_all(tx).await?;
        Self::each(tx, hand, me, rows).await
    }

    /// Opens these talks in their order: what is in them is asked for once, however many there are.
    async fn each(
        tx: &mut PgConnection,
        hand: &Hand,
        me: &Me,
        rows: Vec<store::Row>,
    ) -> Result<Vec<Self>, anyhow::Error> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<ConversationId> = rows.iter().map(|row| row.id).collect();
        let mut seen: HashMap<ConversationId, Vec<Seen<Piece>>> = HashMap::new();
        for (id, piece) in entries::about_any(tx, hand, me.pinned(), "talk", &ids).await? {
            seen.entry(id).or_default().push(piece);
        }
        let withdrawn = entries::withdrawn_any(&mut *tx, hand.person, &ids).await?;
        let open = |row: store::Row| {
            let lines = withdrawn.iter().filter(|line| line.about == Some(row.id)).copied().collect();
            let seen = seen.remove(&row.id).unwrap_or_default();
            Self::put_together(hand, me, row, seen, lines)
        };
        rows.into_iter().map(open).collect()
    }

    fn put_together(
        hand: &Hand,
        me: &Me,
        row: store::Row,
        seen: Vec<Seen<Piece>>,
        withdrawn: Vec<Withdrawn>,
    ) -> Result<Self, anyhow::Error> {
        let broken = seen
            .iter()
            .filter(|seen| matches!(seen, Seen::Broken { author, .. } if *author != hand.person))
            .count();
        let pieces: Vec<Text<Piece>> = seen.into_iter().filter_map(Seen::text).collect();
        let running = me.couple == Some(row.couple) && me.partner.is_some();
        let mine = |text: &&Text<Piece>| text.author == hand.person;
        let seat = match pieces.iter().find(mine) {
            Some(text) if !running => text.content.by,
            _ => me.seat,
        };
        let neutral = Roles::new(Role::Both, Role::Both)?;
        let talk = match me.apart.filter(|_| running) {
            Some(apart) => row.talk.0.resting(apart.by(), apart.until),
            None => row.talk.0,
        };
        let mut opened = Self {
            id: row.id,
            couple: row.couple,
            talk,
            seat,
            roles: neutral,
            sound: false,
            running,
            my_name: me.name.clone(),
            their_name: String::new(),
            opening: None,
            meeting: None,
            withdrawn,
            broken,
            pace: me.pacing.clone(),
            version: row.version,
            me: hand.person,
            pieces,
        };
        opened.opening = opened.find_opening().cloned();
        opened.meeting = opened.find_meeting().cloned();
        if let Some(opening) = &opened.opening {
            opened.roles = opening.roles;
        }
        // While a proposal is on the table nothing depends on the roles.
        opened.sound = opened.opening.is_some()
            || matches!(opened.talk.stage(), Stage::In { .. } | Stage::Opening { .. });
        if opened.pace == Pacing::default()
            && let Some(zone) = opened.chosen_zone()
            && let Some(pace) = Pacing::new(zone, opened.pace.quiet, opened.pace.longest)
        {
            opened.pace = pace;
        }
        opened.their_name = match (&me.partner, &opened.opening) {
            (Some(partner), _) if running => partner.name.clone(),
            (_, Some(opening)) => opening.names.of(seat.other()).to_owned(),
            (_, None) => "The other one".to_owned(),
        };
        Ok(opened)
    }

    fn find_opening(&self) -> Option<&Opening> {
        let words = |text: &'_ Text<Piece>| match text.content.part {
            Part::Opening { round } => Some(round),
            _ => None,
        };
        match self.talk.stage() {
            Stage::In { .. } => return None,
            Stage::Opening { latest, .. } => {
                let latest = (*latest)?;
                return self.proposed(latest, |round| Part::Opening { round }).and_then(opening_of);
            }
            _ => {}
        }
        // What was agreed is the last wording of all: this person holds their own copy of it, or made it and showed it. A
        // later one that they only keep was never on the table, and an earlier copy may be of one they went on from.
        let mine = || self.pieces.iter().filter(|text| text.author == self.me);
        let stood = mine()
            .filter(|text| text.content.is_agreed() || text.shared != Shared::No)
            .filter(|text| opening_of(text).is_some())
            .max_by_key(|text| (words(text), text.content.is_agreed()));
        let own = || mine().max_by_key(|text| words(text));
        let closed = matches!(self.talk.stage(), Stage::Closed { .. });
        let any = || self.pieces.iter().filter(|_| closed).max_by_key(|text| words(text));
        stood
            .and_then(opening_of)
            .or_else(|| own().and_then(opening_of))
            .or_else(|| any().and_then(opening_of))
    }

    /// The proposal on the table, if it can be read.
    fn proposed(&self, latest: Proposal, part: impl Fn(Round) -> Part) -> Option<&Text<Piece>> {
        let part = part(latest.round);
        if latest.by == self.seat { self.mine(part) } else { self.theirs(part) }
    }

    /// This person's own piece for a place.
    #[must_use]
    pub fn mine(&self, part: Part) -> Option<&Text<Piece>> {
        self.own().find(|text| text.content.part == part)
    }

    /// Whether this person holds their own copy of what they agreed to at this place.
    #[must_use]
    pub fn has_agreed(&self, part: Part) -> bool {
        self.pieces.iter().any(|text| text.content.is_agreed() && text.content.part == part)
    }

    /// All own pieces, without the copies of what was agreed and without what was said aloud: what can be worked on.
    pub fn own(&self) -> impl Iterator<Item = &Text<Piece>> {
        self.pieces.iter().filter(|text| {
            text.author == self.me && !text.content.is_agreed() && text.content.said_by().is_none()
        })
    }

    /// What this person said aloud, on whichever phone it was marked.
    pub fn aloud(&self) -> impl Iterator<Item = &Text<Piece>> {
        self.pieces.iter().filter(|text| text.content.said_by() == Some(self.seat))
    }

    /// The mark that this part was said by `who`, if it was made with this person's hand.
    #[must_use]
    pub fn marked_by_me(&self, who: Seat, part: Part) -> Option<&Text<Piece>> {
        self.pieces.iter().find(|text| {
            text.author == self.me && text.content.said_by() == Some(who) && text.content.part == part
        })
    }

    /// The other's piece for a place, once it is shared and the talk has come to it. Where it was both said and written,
    /// the later one.
    #[must_use]
    pub fn theirs(&self, part: Part) -> Option<&Text<Piece>> {
        self.shown().filter(|text| text.content.part == part).max_by_key(|text| text.written_at)
    }

    /// What `by` said or wrote for this place, if both may read it now: nothing else stands on a page that two look at.
    #[must_use]
    pub fn between(&self, by: Seat, part: Part) -> Option<&Text<Piece>> {
        if by != self.seat {
            return self.theirs(part);
        }
        self.own()
            .filter(|text| text.is_shared_as_is())
            .chain(self.aloud())
            .filter(|text| text.content.part == part && self.they_may_read(part))
            .max_by_key(|text| text.written_at)
    }

    /// Everything of the other that this person may read now.
    pub fn shown(&self) -> impl Iterator<Item = &Text<Piece>> {
        // After the two have parted, what was left to the reader is theirs to read, wherever the talk stood.
        let opens = |part| !self.running || self.talk.may_read(self.roles, self.seat, part);
        self.pieces.iter().filter(move |text| {
            let theirs = text.content.said_by().map_or(text.author != self.me, |by| by != self.seat);
            theirs && opens(text.content.part)
        })
    }

    /// One's own piece by its entry.
    #[must_use]
    pub fn own_entry(&self, id: EntryId) -> Option<&Text<Piece>> {
        self.own().find(|text| text.id == id)
    }

    /// The name of the talk, as both know it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.opening.as_ref().map_or("A new talk", |opening| opening.name.as_str())
    }

    /// The zone in which its times are shown: the one agreed on, or the one proposed last, or that of the couple's pace.
    #[must_use]
    pub fn zone(&self) -> &str {
        self.chosen_zone().unwrap_or_else(|| self.pace.zone())
    }

    fn chosen_zone(&self) -> Option<&str> {
        let times = self.pieces.iter().filter_map(|text| match (&text.content.words, text.content.part) {
            (Words::Time(meeting), Part::Time { round }) => Some((round, meeting)),
            _ => None,
        });
        let proposed = || times.max_by_key(|(round, _)| *round).map(|(_, meeting)| meeting);
        self.meeting.as_ref().or_else(proposed).map(|meeting| meeting.zone.as_str())
    }
}

/// The zone that was chosen last in any talk of this person's: what a new time starts from.
///
/// # Errors
/// When the database cannot be reached.
pub(super) async fn last_zone(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
) -> Result<Option<String>, anyhow::Error> {
    let talks = Opened::all(tx, hand, me).await?;
    Ok(talks.iter().find_map(Opened::chosen_zone).map(ToOwned::to_owned))
}

pub(super) fn opening_of(text: &Text<Piece>) -> Option<&Opening> {
    match &text.content.words {
        Words::Opening(opening) | Words::AgreedOpening(opening) => Some(opening),
        _ => None,
    }
}
