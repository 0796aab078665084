//! What goes from one to the other: a line with a need, what is said to it, and "not tonight".

use jiff::civil;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{
    conversations::meeting::{fields, moment, show},
    ids::EntryId,
    typed,
};

/// As it is sealed in an entry of the kind `hard`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "piece", rename_all = "snake_case", deny_unknown_fields)]
pub enum Piece {
    /// A line with a need.
    Word(Word),
    /// What is said to one.
    Reply(Reply),
    /// Not tonight.
    Rest(Rest),
}

/// An hour that is meant on one day, in the zone in which it was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hour {
    /// The moment.
    #[serde(with = "time::serde::timestamp")]
    pub at: OffsetDateTime,
    /// The zone's name.
    pub zone: String,
}

impl Hour {
    /// The next time at which a clock in this zone shows `hour`; none when that is no hour.
    #[must_use]
    pub fn next(hour: &str, zone: &str, now: OffsetDateTime) -> Option<Self> {
        let on = |day: civil::Date| moment(&day.to_string(), hour, zone).ok();
        let today: civil::Date = fields(now, zone).0.parse().ok()?;
        let at = on(today)?;
        // the next date, and not 24 hours later: some days have 23
        let at = if at > now { at } else { on(today.tomorrow().ok()?)? };
        Some(Self { at, zone: zone.to_owned() })
    }

    /// "Monday 2 March 2026, 20:00 (Europe/Berlin)".
    #[must_use]
    pub fn shown(&self) -> String {
        show(self.at, &self.zone)
    }

    /// "20:00", for the field of a form.
    #[must_use]
    pub fn clock(&self) -> String {
        fields(self.at, &self.zone).1
    }

    /// "20:00 (Europe/Berlin)".
    #[must_use]
    pub fn short(&self) -> String {
        format!("{} ({})", self.clock(), self.zone)
    }
}

/// What would help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// To be held.
    Hold,
    /// That the other knows, and no more.
    Know,
    /// To talk, at this hour.
    Talk(Hour),
    /// To be left in peace.
    Leave,
}

impl Need {
    /// Its name in a form.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Know => "know",
            Self::Talk(_) => "talk",
            Self::Leave => "leave",
        }
    }

    /// As its reader reads it.
    #[must_use]
    pub fn says(&self) -> String {
        match self {
            Self::Hold => "Hold me.".to_owned(),
            Self::Know => "Just know about it. You need not do anything.".to_owned(),
            Self::Talk(hour) => format!("Talk with me: {}.", hour.shown()),
            Self::Leave => "Leave me be for now.".to_owned(),
        }
    }

    /// What can be said to it, in the order in which it is offered.
    #[must_use]
    pub const fn choices(&self) -> &'static [Choice] {
        match self {
            Self::Hold => &[Choice::Coming, Choice::Apart, Choice::Hour],
            Self::Know => &[Choice::Read, Choice::Thanks, Choice::Here],
            Self::Talk(_) => &[Choice::Yes, Choice::Hour, Choice::NotToday],
            Self::Leave => &[Choice::Read],
        }
    }

    /// Whether a sentence may go with what is said to it.
    #[must_use]
    pub const fn takes_words(&self) -> bool {
        !matches!(self, Self::Leave)
    }
}

/// One line to the other, with one need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// In its author's words. It may be empty: the need is enough.
    pub words: String,
    /// What would help.
    pub need: Need,
}

/// What is said to a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The line.
    pub to: EntryId,
    /// The revision of it that was before them.
    pub number: u32,
    /// What was chosen.
    pub choice: Choice,
    /// The hour, where that is what was chosen.
    pub hour: Option<Hour>,
    /// A sentence to it; may be empty.
    pub words: String,
}

/// Everything of this room is put away until an hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    /// When it is over.
    pub until: Hour,
}

/// One of the things that can be said to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// On the way.
    Coming,
    /// Not able to come, and not gone.
    Apart,
    /// At another hour.
    Hour,
    /// Read.
    Read,
    /// Read, with thanks.
    Thanks,
    /// Read, and there.
    Here,
    /// At the hour that was asked for.
    Yes,
    /// Not on this day.
    NotToday,
}

impl Choice {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Coming,
        Self::Apart,
        Self::Hour,
        Self::Read,
        Self::Thanks,
        Self::Here,
        Self::Yes,
        Self::NotToday,
    ];

    /// Its name in a form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Coming => "coming",
            Self::Apart => "apart",
            Self::Hour => "hour",
            Self::Read => "read",
            Self::Thanks => "thanks",
            Self::Here => "here",
            Self::Yes => "yes",
            Self::NotToday => "not-today",
        }
    }

    /// What a form said.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.code() == code)
    }

    /// What its button says, which is what its reader reads; with the hour left out.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Coming => "I am coming to you.",
            Self::Apart => "I have read it. I cannot come now.",
            Self::Hour => "Not now. I am there for you at another hour.",
            Self::Read => "I have read it.",
            Self::Thanks => "I have read it. Thank you for telling me.",
            Self::Here => "I have read it, and I am here.",
            Self::Yes => "Yes. I will be there.",
            Self::NotToday => "I have read it. I cannot talk about it today.",
        }
    }
}

/// On one line whatever was typed.
fn line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_long(words: &str) -> bool {
    typed::length(words) > Word::LONGEST
}

impl Word {
    /// The longest line, in UTF-16 units as browsers count.
    pub const LONGEST: usize = 280;

    /// As it was typed.
    #[must_use]
    pub fn new(words: &str, need: Need) -> Self {
        Self { words: line(words), need }
    }

    /// What is wrong with these words, if anything is.
    #[must_use]
    pub fn problem(words: &str) -> Option<&'static str> {
        is_long(&line(words)).then_some("Keep it to one line, 280 characters at most.")
    }

    /// It in a line: its words, or the need where there are none.
    #[must_use]
    pub fn title(&self) -> String {
        if self.words.is_empty() { self.need.says() } else { self.words.clone() }
    }
}

impl Reply {
    /// As it was chosen.
    #[must_use]
    pub fn new(to: EntryId, number: u32, choice: Choice, hour: Option<Hour>, words: &str) -> Self {
        Self { to, number, choice, hour, words: line(words) }
    }

    /// As its reader reads it, without the sentence.
    #[must_use]
    pub fn says(&self) -> String {
        match &self.hour {
            Some(hour) => format!("Not now. I am there for you on {}.", hour.shown()),
            None => self.choice.says().to_owned(),
        }
    }

    /// What is wrong with it as something said to this need: the field, and what to do.
    #[must_use]
    pub fn problem(&self, need: &Need) -> Option<(&'static str, &'static str)> {
        if !need.choices().contains(&self.choice) {
            return Some(("choice", "Choose one of these."));
        }
        if (self.choice == Choice::Hour) != self.hour.is_some() {
            return Some(("hour", "Choose an hour, for example 20:30"));
        }
        if !need.takes_words() && !self.words.is_empty() {
            return Some(("choice", "Nothing can be added to this one."));
        }
        is_long(&self.words).then_some(("words", "Keep it to one sentence, 280 characters at most."))
    }
}

impl Piece {
    /// What it is, in a line.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Self::Word(word) => word.title(),
            Self::Reply(reply) => reply.says(),
            Self::Rest(_) => "Not tonight".to_owned(),
        }
    }

    /// What somebody did with it, after their name.
    #[must_use]
    pub const fn did(&self) -> &'static str {
        match self {
            Self::Word(_) => "sent a line from a hard moment",
            Self::Reply(_) => "answered a line from a hard moment",
            Self::Rest(_) => "put hard moments away for a night",
        }
    }

    /// The line that it is said to, if it is a reply.
    #[must_use]
    pub const fn to(&self) -> Option<EntryId> {
        match self {
            Self::Reply(reply) => Some(reply.to),
            Self::Word(_) | Self::Rest(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;
    use uuid::Uuid;

    use super::*;

    const TO: EntryId = EntryId(Uuid::nil());
    const BERLIN: &str = "Europe/Berlin";

    fn hour(text: &str) -> Hour {
        Hour::next(text, BERLIN, datetime!(2026-03-02 20:00 UTC)).unwrap()
    }

    #[test]
    fn an_hour_is_the_next_one_by_the_couples_clock() {
        assert_eq!(hour("21:30").shown(), "Monday 2 March 2026, 21:30 (Europe/Berlin)");
        // it is nine in the evening there
        assert_eq!(hour("21:00").shown(), "Tuesday 3 March 2026, 21:00 (Europe/Berlin)");
        assert_eq!(hour("07:00").at, datetime!(2026-03-03 6:00 UTC));
        assert_eq!((hour("07:00").clock(), hour("07:00").short()), {
            ("07:00".to_owned(), "07:00 (Europe/Berlin)".to_owned())
        });
        // the night on which the clocks go forward
        let spring = Hour::next("02:30", BERLIN, datetime!(2026-03-28 22:00 UTC)).unwrap();
        assert_eq!(spring.at, datetime!(2026-03-29 1:30 UTC));
        for none in ["", "soon", "25:00"] {
            assert_eq!(Hour::next(none, BERLIN, datetime!(2026-03-02 20:00 UTC)), None, "{none}");
        }
    }

    #[test]
    fn each_need_has_what_fits_it_and_peace_has_one_word_and_no_sentence() {
        for need in [Need::Hold, Need::Know, Need::Talk(hour("20:00"))] {
            assert_eq!(need.choices().len(), 3, "{need:?}");
            for choice in Choice::ALL {
                let at = (choice == Choice::Hour).then(|| hour("08:00"));
                let reply = Reply::new(TO, 1, choice, at, "Soon");
                assert_eq!(reply.problem(&need).is_none(), need.choices().contains(&choice), "{choice:?}");
            }
        }
        assert_eq!(Need::Leave.choices(), [Choice::Read]);
        assert!(Reply::new(TO, 1, Choice::Read, None, " \n").problem(&Need::Leave).is_none());
        assert!(Reply::new(TO, 1, Choice::Read, None, "But").problem(&Need::Leave).is_some());
        assert!(Reply::new(TO, 1, Choice::Read, Some(hour("08:00")), "").problem(&Need::Leave).is_some());
        assert!(Reply::new(TO, 1, Choice::Coming, None, "").problem(&Need::Leave).is_some());
        assert_eq!(
            Reply::new(TO, 1, Choice::Hour, None, "").problem(&Need::Hold).map(|one| one.0),
            Some("hour")
        );
        let long = Reply::new(TO, 1, Choice::Here, None, &"ä".repeat(281));
        assert_eq!(long.problem(&Need::Know).map(|one| one.0), Some("words"));
    }

    #[test]
    fn a_line_is_one_line_and_may_be_the_need_alone() {
        assert_eq!(Word::new(" It came\n back ", Need::Hold).words, "It came back");
        assert_eq!(Word::new("", Need::Hold).title(), "Hold me.");
        assert!(Word::problem(&"a".repeat(281)).is_some() && Word::problem(&"a".repeat(280)).is_none());
    }

    #[test]
    fn what_is_sealed_reads_back() {
        for piece in [
            Piece::Word(Word::new("", Need::Leave)),
            Piece::Word(Word::new("The song", Need::Talk(hour("20:00")))),
            Piece::Reply(Reply::new(TO, 2, Choice::NotToday, None, "")),
            Piece::Reply(Reply::new(TO, 2, Choice::Hour, Some(hour("20:00")), "I am at work")),
            Piece::Rest(Rest { until: hour("07:00") }),
        ] {
            let sealed = serde_json::to_string(&piece).unwrap();
            assert_eq!(serde_json::from_str::<Piece>(&sealed).unwrap(), piece, "{sealed}");
        }
        for choice in Choice::ALL {
            assert_eq!(Choice::parse(choice.code()), Some(choice));
        }
    }
}
