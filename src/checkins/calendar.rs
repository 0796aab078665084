//! All rounds of one person in a row: those of a rhythm of their own, and those the two agreed on.
//!
//! A rhythm of one's own ends with the first round of the two's: what was written before stays with its author for
//! good, and no number, day or count of it is ever the other's to see. So the two's rounds begin at one.
//!
//! What must stay true: at every moment at most one round is open, a round that has opened keeps its name and its
//! opening, and only what was agreed on by both makes a round of the two.

use time::{Date, OffsetDateTime};

use super::{Change, Rhythm, Round, Schedule};
use crate::ids::{CoupleId, ScheduleId};

/// Which round: the schedule and the number in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The schedule.
    pub schedule: ScheduleId,
    /// One for its first round.
    pub number: u32,
}

impl Key {
    /// Its name in an address. It says nothing.
    #[must_use]
    pub fn code(self) -> String {
        let id = self.schedule.0.simple().to_string();
        format!("{}-{}", id.get(..8).unwrap_or(&id), self.number)
    }

    /// The place of the answers to it.
    #[must_use]
    pub fn place(self) -> String {
        format!("checkin/{}/{}", self.schedule, self.number)
    }

    /// The place of the private note that came later.
    #[must_use]
    pub fn note_place(self) -> String {
        format!("checkin/{}/{}/note", self.schedule, self.number)
    }
}

/// A round that has opened, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Which.
    pub key: Key,
    /// When it opens and closes. It closes early when its schedule ends.
    pub round: Round,
    /// The two whose round it is; none for one of one's own.
    pub couple: Option<CoupleId>,
}

/// What the store knows of one schedule: its rhythms with the moments since which they hold, the oldest first.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) id: ScheduleId,
    pub(super) couple: Option<CoupleId>,
    pub(super) ended: Option<OffsetDateTime>,
    pub(super) rhythms: Vec<Change>,
}

#[derive(Clone, Debug)]
struct Span {
    id: ScheduleId,
    couple: Option<CoupleId>,
    schedule: Schedule,
    since: OffsetDateTime,
    until: Option<OffsetDateTime>,
}

impl Span {
    fn of(stored: Stored) -> Option<Self> {
        let mut rhythms = stored.rhythms.into_iter();
        let first = rhythms.next()?;
        let changes: Vec<Change> = rhythms.collect();
        let schedule = begin(&first, changes);
        Some(Self { id: stored.id, couple: stored.couple, schedule, since: first.at, until: stored.ended })
    }

    fn runs(&self, now: OffsetDateTime) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    fn opens_at_all(&self) -> Option<OffsetDateTime> {
        let opens = self.schedule.round(1)?.opens;
        self.until.is_none_or(|until| opens < until).then_some(opens)
    }

    fn rounds(&self) -> impl Iterator<Item = Opened> + '_ {
        let within = |round: &Round| self.until.is_none_or(|until| round.opens < until);
        self.schedule.rounds().take_while(within).map(|round| {
            let closes = self.until.map_or(round.closes, |until| until.min(round.closes));
            let key = Key { schedule: self.id, number: round.number };
            Opened { key, round: Round { closes, ..round }, couple: self.couple }
        })
    }
}

/// The first round opens after the moment at which the rhythm came to hold, never before it.
fn begin(first: &Change, changes: Vec<Change>) -> Schedule {
    let day = super::rhythm::stamp(first.at).map_or_else(|| first.at.date(), |at| first.rhythm.day(at));
    let plain = |from: Date| Schedule::new(from, first.rhythm.clone(), Vec::new());
    let early = plain(day).round(1).is_some_and(|round| round.opens <= first.at);
    let from = if early { day.next_day().unwrap_or(day) } else { day };
    Schedule::new(from, first.rhythm.clone(), changes)
}

/// All schedules of one person.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    spans: Vec<Span>,
}

impl Calendar {
    pub(super) fn new(stored: Vec<Stored>) -> Self {
        let mut spans: Vec<Span> = stored.into_iter().filter_map(Span::of).collect();
        spans.sort_by_key(|span| span.since);
        let common: Vec<OffsetDateTime> =
            spans.iter().filter(|span| span.couple.is_some()).filter_map(Span::opens_at_all).collect();
        for span in spans.iter_mut().filter(|span| span.couple.is_none()) {
            let next = common.iter().copied().filter(|opens| *opens > span.since).min();
            span.until = [span.until, next].into_iter().flatten().min();
        }
        Self { spans }
    }

    /// The rounds that have opened, oldest first.
    #[must_use]
    pub fn opened(&self, now: OffsetDateTime) -> Vec<Opened> {
        let of = |span: &Span| span.rounds().take_while(|it| it.round.opens <= now).collect::<Vec<_>>();
        let mut all: Vec<Opened> = self.spans.iter().flat_map(of).collect();
        all.sort_by_key(|it| it.round.opens);
        all
    }

    /// The round that is open.
    #[must_use]
    pub fn open(&self, now: OffsetDateTime) -> Option<Opened> {
        let running = self.spans.iter().filter(|span| span.runs(now));
        let latest = running.filter_map(|span| span.rounds().take_while(|it| it.round.opens <= now).last());
        latest.filter(|it| it.round.is_open(now)).last()
    }

    /// The next rounds that will open, at most `most`, the nearest first.
    #[must_use]
    pub fn next(&self, now: OffsetDateTime, most: usize) -> Vec<Opened> {
        let running = self.spans.iter().filter(|span| span.runs(now));
        let of =
            |span: &Span| span.rounds().skip_while(|it| it.round.opens <= now).take(most).collect::<Vec<_>>();
        let mut all: Vec<Opened> = running.flat_map(of).collect();
        all.sort_by_key(|it| it.round.opens);
        all.truncate(most);
        all
    }

    /// The round that an address names, once it has opened.
    #[must_use]
    pub fn find(&self, code: &str, now: OffsetDateTime) -> Option<Opened> {
        let number: u32 = code.rsplit_once('-')?.1.parse().ok()?;
        let mut named = self.spans.iter().filter(|span| Key { schedule: span.id, number }.code() == code);
        let opened = |span: &Span| {
            let mut rounds = span.rounds().take_while(|it| it.round.opens <= now);
            rounds.find(|it| it.key.number == number)
        };
        named.find_map(opened)
    }

    /// What holds from now on: the two's rhythm, or one of one's own, and whether it is the two's.
    #[must_use]
    pub fn holds(&self, now: OffsetDateTime) -> Option<Holds<'_>> {
        let running = self.spans.iter().filter(|span| span.runs(now));
        // the two's comes before one of one's own that is still open
        let span = running.max_by_key(|span| (span.couple.is_some(), span.since))?;
        Some(Holds { schedule: span.id, couple: span.couple, rhythm: span.schedule.rhythm() })
    }

    /// The same, of one's own only.
    #[must_use]
    pub fn own(&self, now: OffsetDateTime) -> Option<Holds<'_>> {
        let span = self.spans.iter().rfind(|span| span.couple.is_none() && span.runs(now))?;
        Some(Holds { schedule: span.id, couple: None, rhythm: span.schedule.rhythm() })
    }
}

/// A rhythm that holds.
#[derive(Clone, Copy, Debug)]
pub struct Holds<'a> {
    /// The schedule.
    pub schedule: ScheduleId,
    /// The two who agreed on it; none when it is one's own.
    pub couple: Option<CoupleId>,
    /// Day, hour and zone.
    pub rhythm: &'a Rhythm,
}
