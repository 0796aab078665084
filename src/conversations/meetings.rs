//! The times that both agreed to, as one person can read them: the first one, and those of later sittings.
//!
//! What must stay true: only what this person themself proposed or agreed to counts, so that nobody can change it
//! afterwards.

use time::{Date, OffsetDateTime};

use super::{Event, Meeting, NextTime, Opened, Part, Stage, Words};

impl Opened {
    /// The time that holds: the latest that both agreed to.
    pub(super) fn find_meeting(&self) -> Option<&Meeting> {
        if matches!(
            self.talk.stage(),
            Stage::In { .. }
                | Stage::Opening { .. }
                | Stage::Statement { .. }
                | Stage::TimeAndPlace { .. }
                | Stage::Closed { .. }
        ) {
            return None;
        }
        self.later_times().last().map(|(meeting, _)| meeting).or_else(|| self.first_time())
    }

    /// The first time that both agreed to, once the talk has come past it.
    pub(super) fn first_time(&self) -> Option<&Meeting> {
        let agreed = self.pieces.iter().find_map(|text| match (&text.content.words, text.content.part) {
            (Words::AgreedTime(meeting), Part::Time { .. }) => Some(meeting),
            _ => None,
        });
        let own = || {
            let mine = self.pieces.iter().filter(|text| text.author == self.me);
            mine.filter_map(|text| match (&text.content.words, text.content.part) {
                (Words::Time(meeting), Part::Time { round }) => Some((round, meeting)),
                _ => None,
            })
            .max_by_key(|(round, _)| *round)
            .map(|(_, meeting)| meeting)
        };
        agreed.or_else(own)
    }

    /// Whether the other one has suggested a time for the next sitting, and it can be answered now.
    pub(super) fn is_asked_for_a_time(&self, now: OffsetDateTime) -> bool {
        self.sound && self.next(Event::AgreeToTime, now).is_ok()
    }

    /// The times of later sittings that both agreed to, in order, with the day on which they did: this person's own
    /// suggestion, or their copy of the other's.
    pub(super) fn later_times(&self) -> impl Iterator<Item = (&Meeting, Date)> {
        let agreed = self.talk.next_time().map(NextTime::agreed).unwrap_or_default();
        agreed.iter().filter_map(|set| {
            let part = Part::Next { number: set.round };
            let mine = self.pieces.iter().filter(|text| text.author == self.me);
            mine.filter(|text| text.content.part == part && text.content.by == self.seat).find_map(|text| {
                match &text.content.words {
                    Words::AgreedTime(meeting) => Some((meeting, set.on)),
                    Words::Time(meeting) if set.by == self.seat => Some((meeting, set.on)),
                    _ => None,
                }
            })
        })
    }
}
