//! What one person may do in an opened talk: the rules of [`Talk`], asked for this person, by the couple's own clock.

use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use super::{
    Ask, Event, NextTime, Opened, Part, Piece, Refusal, Round, Seat, Stage, Step, Talk, Words,
    opened::opening_of, piece::is_proposal,
};
use crate::entries::{Shared, Text};

impl Opened {
    /// Whether this person may release a line of their preparation in this step now.
    pub fn may_release(&self, step: Step, now: OffsetDateTime) -> Result<(), Refusal> {
        let line = Part::Line { step, number: Round::FIRST };
        self.talk.may_write(self.roles, self.seat, line, self.local(now))
    }

    /// The moment as the couple's clock shows it: its date is their day. Until they have agreed on a pace, it is the clock
    /// of the time and place they chose.
    #[must_use]
    pub fn local(&self, now: OffsetDateTime) -> OffsetDateTime {
        self.pace.local(now)
    }

    /// What follows when this person does this; the talk as it is stays as it is.
    pub fn next(&self, event: Event, now: OffsetDateTime) -> Result<Talk, Refusal> {
        self.next_for(self.seat, event, now)
    }

    /// What follows when `who` does this: the other one's acts are done here only with one phone between the two.
    pub fn next_for(&self, who: Seat, event: Event, now: OffsetDateTime) -> Result<Talk, Refusal> {
        self.talk.next(self.roles, who, event, self.local(now))
    }

    /// What the talk asks of `who` now.
    #[must_use]
    pub fn asks_of(&self, who: Seat, now: OffsetDateTime) -> Ask {
        self.talk.asks(self.roles, who, self.local(now))
    }

    /// A token of the talk for `who`: a button with an older one is stale.
    #[must_use]
    pub fn stamp_of(&self, who: Seat, now: OffsetDateTime) -> String {
        self.talk.stamp(self.roles, who, self.local(now))
    }

    /// Whether the page of the other one changes with what follows.
    #[must_use]
    pub fn shows_in(&self, next: &Talk, now: OffsetDateTime) -> bool {
        next.changed_for(&self.talk, self.roles, self.seat.other(), self.local(now))
    }

    /// Whether this person may share this part now, as an act of the talk or beside it.
    pub fn may_share(&self, part: Part, now: OffsetDateTime) -> Result<(), Refusal> {
        self.talk.may_write(self.roles, self.seat, part, self.local(now))
    }

    /// Whether this person answered an apology with "later" and may answer it now.
    #[must_use]
    pub fn may_answer_late(&self, now: OffsetDateTime) -> bool {
        self.talk.may_answer_late(self.roles, self.seat, self.local(now))
    }

    /// Whether the talk waits for this person.
    #[must_use]
    pub fn waits_for_me(&self, now: OffsetDateTime) -> bool {
        self.talk.waits_for(self.roles, self.seat, self.local(now))
    }

    /// What the talk asks of this person now.
    #[must_use]
    pub fn asks(&self, now: OffsetDateTime) -> Ask {
        self.talk.asks(self.roles, self.seat, self.local(now))
    }

    /// Whether this person may write this part now: for the first time, or once more while the other has not come to
    /// where they read it. A proposal that is on the table is answered, not rewritten.
    pub fn may_write(&self, part: Part, now: OffsetDateTime) -> Result<(), Refusal> {
        match self.may_share(part, now) {
            Err(Refusal::AlreadyDone) if self.may_rewrite(part) => Ok(()),
            answer => answer,
        }
    }

    fn may_rewrite(&self, part: Part) -> bool {
        !is_proposal(part)
            && !part.is_beside()
            && self.mine(part).is_some()
            && !self.talk.may_read(self.roles, self.seat.other(), part)
            && self.talk.stage().step() == part.step()
    }

    /// Whether this person may share this piece once more, without it being a new act in the talk: while it may still
    /// be rewritten, or after it was taken back.
    #[must_use]
    pub fn may_share_again(&self, text: &Text<Piece>, now: OffsetDateTime) -> bool {
        let done = self.may_share(text.content.part, now) == Err(Refusal::AlreadyDone);
        done && !text.content.part.is_beside()
            && (!text.content.is_proposal() || self.stood(text))
            && (self.may_rewrite(text.content.part) || text.shared == Shared::No)
    }

    /// Whether this proposal is on the table, or was agreed to. One that was only kept does not go over afterwards, as if
    /// it had been on the table.
    #[must_use]
    pub fn stood(&self, text: &Text<Piece>) -> bool {
        let on_the_table = match (text.content.part, self.talk.stage()) {
            (Part::Opening { round }, Stage::Opening { latest, .. })
            | (Part::Time { round }, Stage::TimeAndPlace { latest }) => {
                latest.is_some_and(|latest| latest.by == self.seat && latest.round == round)
            }
            (Part::Next { number }, _) => {
                let table = self.talk.next_time().and_then(NextTime::on_the_table);
                table.is_some_and(|table| table.by == self.seat && table.round == number)
            }
            _ => false,
        };
        on_the_table
            || match &text.content.words {
                Words::Opening(opening) => self.opening.as_ref() == Some(opening),
                Words::Time(meeting) => self.meeting.as_ref() == Some(meeting),
                _ => false,
            }
    }

    /// Whether this person's hold on what was agreed is this proposal of theirs alone, of which they have no copy.
    #[must_use]
    pub fn rests_on(&self, text: &Text<Piece>) -> bool {
        let over = !matches!(self.talk.stage(), Stage::In { .. } | Stage::Opening { .. });
        let agreed = opening_of(text).is_some_and(|opening| self.opening.as_ref() == Some(opening));
        over && agreed && !self.has_agreed(text.content.part)
    }

    /// Whether the other one may read this part of this person's.
    #[must_use]
    pub fn they_may_read(&self, part: Part) -> bool {
        self.talk.may_read(self.roles, self.seat.other(), part)
    }

    /// Whether the other one could read this part after `event`.
    #[must_use]
    pub fn they_read_after(&self, event: Event, part: Part, now: OffsetDateTime) -> bool {
        let next = self.next_for(self.seat, event, now);
        next.is_ok_and(|next| next.may_read(self.roles, self.seat.other(), part))
    }

    /// A token of the talk for this person: a form with an older one is stale.
    #[must_use]
    pub fn stamp(&self, now: OffsetDateTime) -> String {
        self.talk.stamp(self.roles, self.seat, self.local(now))
    }

    /// A token of everything of this talk that this person's page depends on: the state and the other's texts.
    #[must_use]
    pub fn page_stamp(&self, now: OffsetDateTime) -> String {
        let mut hash = Sha256::new();
        hash.update(self.stamp(now));
        for text in self.shown() {
            hash.update(text.id.bytes());
            hash.update(text.number.to_be_bytes());
        }
        for gone in &self.withdrawn {
            hash.update(gone.id.bytes());
        }
        data_encoding::HEXLOWER.encode(hash.finalize().get(..8).unwrap_or_default())
    }
}
