//! What a person typed into one of the forms of a talk, and the piece it makes. One struct for all forms: a draft of any
//! of them reads back into it, and what was typed is never lost on the way.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime, format_description::StaticFormatDescription, macros::format_description};

use crate::{
    conversations::{
        Answer, In, Meeting, Names, Opening, Part, Piece, Role, Roles, Seat, Words, feelings, kinds::Kind,
        meeting::moment,
    },
    typed,
    web::forms::Problems,
};

/// The longest text: some ten pages.
pub(super) const LONGEST: usize = 20_000;
/// A day, as the field for one gives it.
const DAY: StaticFormatDescription = format_description!("[year]-[month]-[day]");
/// The longest line.
pub(super) const LINE: usize = 120;

/// The fields of all forms in which people write.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) part: String,
    pub(super) once: String,
    /// Keep it, only for me: which button was pressed, and no part of what was typed.
    #[serde(skip_serializing)]
    pub(super) private: String,
    /// The entry that was edited, and the revision it was edited from.
    pub(super) entry: String,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) kinds: Vec<String>,
    pub(super) mine: String,
    pub(super) theirs: String,
    pub(super) words: String,
    pub(super) date: String,
    pub(super) time: String,
    pub(super) zone: String,
    pub(super) place: String,
    pub(super) note: String,
    pub(super) felt: Vec<String>,
    pub(super) own: String,
    pub(super) seen: String,
    pub(super) heard: String,
    pub(super) unsure: String,
    pub(super) act: String,
    pub(super) effect: String,
    pub(super) understand: String,
    pub(super) sense: String,
    pub(super) did: String,
    pub(super) regret: String,
    pub(super) keep: String,
    pub(super) answer: String,
    pub(super) need: String,
    pub(super) idea: String,
    /// The earlier talk after which this came up.
    pub(super) belongs: String,
}

/// Who writes, and who the other one is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Author<'a> {
    pub(super) seat: Seat,
    pub(super) my_name: &'a str,
    pub(super) their_name: &'a str,
}

fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Typed {
    /// The piece, or what needs another look. What is missing for sharing is no problem yet: see [`Piece::missing`].
    pub(super) fn piece(&self, part: Part, by: Author<'_>, now: OffsetDateTime) -> Result<Piece, Problems> {
        let mut problems = Problems::default();
        for (field, text) in self.texts() {
            if text.chars().count() > LONGEST {
                problems.add(field, "This is longer than fits. Make it shorter, or share it in two parts");
            }
        }
        for (field, text) in [("name", &self.name), ("place", &self.place), ("own", &self.own)] {
            if text.chars().count() > LINE {
                problems.add(field, "A few words are enough here: at most 120 characters");
            }
        }
        let words = match part {
            Part::Statement { .. } => Some(self.statement(now, &mut problems)),
            Part::Opening { .. } => self.opening(by, &mut problems).map(Words::Opening),
            Part::Time { .. } | Part::Next { .. } => Some(Words::Time(self.meeting(now, &mut problems))),
            _ => Some(self.words(part)),
        };
        match words {
            Some(words) if problems.is_empty() => Ok(Piece { part, by: by.seat, words }),
            _ => Err(problems),
        }
    }

    fn statement(&self, now: OffsetDateTime, problems: &mut Problems) -> Words {
        let since = self.date.trim().to_owned();
        if !since.is_empty() {
            match Date::parse(&since, DAY) {
                Ok(day) if day > now.date() => {
                    problems.add("date", "That day is still to come. Choose the day on which it stopped");
                }
                Ok(_) => {}
                Err(_) => problems.add("date", "Choose a day, for example 2026-01-31"),
            }
        }
        let ready = match self.answer.as_str() {
            "stopped" => Some(true),
            "not-ready" => Some(false),
            _ => None,
        };
        Words::Statement { ready, what: typed::words(&self.act), since, words: typed::words(&self.words) }
    }

    fn words(&self, part: Part) -> Words {
        match part {
            Part::In { .. } => {
                Words::In { answer: In::parse(&self.answer), words: typed::words(&self.words) }
            }
            Part::Feelings => Words::Feelings {
                felt: self.felt.iter().filter(|word| feelings::is_known(word)).cloned().collect(),
                own: line(&self.own),
                words: typed::words(&self.words),
            },
            Part::SayBack { .. } => Words::Said {
                seen: typed::words(&self.seen),
                heard: typed::words(&self.heard),
                sense: typed::words(&self.sense),
                unsure: typed::words(&self.unsure),
            },
            // Whoever was only hurt is asked for something of their own, and not for an act.
            Part::Responsibility if self.words.trim().is_empty() => {
                Words::Owned { act: typed::words(&self.act), effect: typed::words(&self.effect) }
            }
            Part::Statement { .. }
            | Part::Naming { .. }
            | Part::Line { .. }
            | Part::Remember { .. }
            | Part::Explanation
            | Part::Meaning
            | Part::Opening { .. }
            | Part::Time { .. }
            | Part::Next { .. }
            | Part::Perspective
            | Part::Deeper
            | Part::Responsibility => Words::Plain { words: typed::words(&self.words) },
            Part::Apology => Words::Apology {
                understand: typed::words(&self.understand),
                sense: typed::words(&self.sense),
                did: typed::words(&self.did),
                regret: typed::words(&self.regret),
                keep: typed::words(&self.keep),
            },
            Part::ApologyAnswer { .. } => {
                Words::Answer { answer: Answer::parse(&self.answer), need: typed::words(&self.need) }
            }
            Part::Idea { .. } => Words::Idea { idea: typed::words(&self.idea) },
        }
    }

    fn opening(&self, by: Author<'_>, problems: &mut Problems) -> Option<Opening> {
        let name = line(&self.name);
        if name.is_empty() {
            problems.add("name", "Give it a name that you will both recognise");
        }
        let kinds: Vec<String> = Kind::ALL
            .iter()
            .map(|kind| kind.code().to_owned())
            .filter(|code| self.kinds.contains(code))
            .collect();
        if kinds.is_empty() {
            problems.add("kinds", "Choose at least one; “Something else” is one of them");
        }
        let (mine, theirs) = (Role::parse(&self.mine), Role::parse(&self.theirs));
        if mine.is_none() {
            problems.add("mine", "Choose which part you had");
        }
        if theirs.is_none() {
            problems.add("theirs", "Choose which part the other one had");
        }
        let (one, two) = match by.seat {
            Seat::One => (mine?, theirs?),
            Seat::Two => (theirs?, mine?),
        };
        match Roles::new(one, two) {
            Ok(roles) => Some(Opening {
                name,
                kinds,
                roles,
                words: typed::words(&self.words),
                names: Names::new(by.seat, by.my_name, by.their_name),
                // Only the other talks of the two say whether it is one of them: see `more::chosen`.
                after: None,
            }),
            Err(refused) => {
                problems.add("theirs", refused.to_string());
                None
            }
        }
    }

    fn meeting(&self, now: OffsetDateTime, problems: &mut Problems) -> Meeting {
        let meeting = Meeting {
            date: self.date.trim().to_owned(),
            time: self.time.trim().to_owned(),
            zone: self.zone.trim().to_owned(),
            place: line(&self.place),
            note: typed::words(&self.note),
        };
        match moment(&meeting.date, &meeting.time, &meeting.zone) {
            Ok(at) if at <= now => {
                problems.add("date", "That moment has passed. Choose one that is still to come");
            }
            Ok(_) => {}
            Err(unclear) => {
                let (field, text) = unclear.says();
                problems.add(field, text);
            }
        }
        if meeting.place.is_empty() {
            problems.add("place", "Say where, in a few words");
        }
        meeting
    }

    /// The same words in a new form for another place.
    pub(super) fn at(&self, part: Part) -> Self {
        let new = String::new;
        Self { part: part.as_place(), once: new(), entry: new(), number: new(), ..self.clone() }
    }

    /// Whether nothing was typed and nothing chosen.
    pub(super) fn is_blank(&self) -> bool {
        let chosen = [&self.answer, &self.mine, &self.theirs];
        self.texts().iter().all(|(_, text)| text.trim().is_empty())
            && chosen.iter().all(|choice| choice.is_empty())
            && self.felt.is_empty()
            && self.kinds.is_empty()
    }

    /// The fields as they were when this piece was written.
    pub(super) fn of(piece: &Piece) -> Self {
        let mut typed = Self { part: piece.part.as_place(), ..Self::default() };
        match &piece.words {
            Words::In { answer, words } => {
                answer.map_or("", In::code).clone_into(&mut typed.answer);
                typed.words.clone_from(words);
            }
            Words::Statement { ready, what, since, words } => {
                ready
                    .map_or("", |ready| if ready { "stopped" } else { "not-ready" })
                    .clone_into(&mut typed.answer);
                (typed.act, typed.date, typed.words) = (what.clone(), since.clone(), words.clone());
            }
            Words::Opening(opening) | Words::AgreedOpening(opening) => typed.fill_opening(opening, piece.by),
            Words::Time(meeting) | Words::AgreedTime(meeting) => {
                (typed.date, typed.time, typed.zone) =
                    (meeting.date.clone(), meeting.time.clone(), meeting.zone.clone());
                (typed.place, typed.note) = (meeting.place.clone(), meeting.note.clone());
            }
            Words::Feelings { felt, own, words } => {
                (typed.felt, typed.own, typed.words) = (felt.clone(), own.clone(), words.clone());
            }
            Words::Said { seen, heard, sense, unsure } => {
                (typed.seen, typed.heard) = (seen.clone(), heard.clone());
                (typed.sense, typed.unsure) = (sense.clone(), unsure.clone());
            }
            Words::Plain { words } => typed.words.clone_from(words),
            Words::Owned { act, effect } => (typed.act, typed.effect) = (act.clone(), effect.clone()),
            Words::Apology { understand, sense, did, regret, keep } => {
                (typed.understand, typed.sense, typed.did) = (understand.clone(), sense.clone(), did.clone());
                (typed.regret, typed.keep) = (regret.clone(), keep.clone());
            }
            Words::Answer { answer, need } => {
                answer.map_or("", Answer::code).clone_into(&mut typed.answer);
                typed.need.clone_from(need);
            }
            Words::Idea { idea } => typed.idea.clone_from(idea),
            // There is nothing to write on in what was said.
            Words::Aloud { .. } => {}
        }
        typed
    }

    /// Fills in somebody's proposal, for `seat` to change.
    pub(super) fn fill_opening(&mut self, opening: &Opening, seat: Seat) {
        (self.name, self.kinds, self.words) =
            (opening.name.clone(), opening.kinds.clone(), opening.words.clone());
        self.belongs = opening.after.as_ref().map_or_else(String::new, |after| after.talk.to_string());
        opening.roles.of(seat).code().clone_into(&mut self.mine);
        opening.roles.of(seat.other()).code().clone_into(&mut self.theirs);
    }

    /// Everything written, with the field it stands in.
    pub(super) fn texts(&self) -> [(&'static str, &str); 18] {
        [
            ("name", &self.name),
            ("words", &self.words),
            ("place", &self.place),
            ("note", &self.note),
            ("own", &self.own),
            ("seen", &self.seen),
            ("heard", &self.heard),
            ("unsure", &self.unsure),
            ("act", &self.act),
            ("effect", &self.effect),
            ("understand", &self.understand),
            ("sense", &self.sense),
            ("did", &self.did),
            ("regret", &self.regret),
            ("keep", &self.keep),
            ("need", &self.need),
            ("idea", &self.idea),
            ("date", &self.date),
        ]
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::conversations::Round;

    const BY: Author<'_> = Author { seat: Seat::Two, my_name: "Noor", their_name: "Sam" };
    const NOW: OffsetDateTime = datetime!(2026-03-02 19:30 UTC);

    fn time(date: &str, zone: &str) -> Result<Piece, Problems> {
        let typed = Typed {
            date: date.to_owned(),
            time: "19:30".to_owned(),
            zone: zone.to_owned(),
            place: "at  home".to_owned(),
            ..Typed::default()
        };
        typed.piece(Part::Time { round: Round::FIRST }, BY, NOW)
    }

    #[test]
    fn a_time_that_has_passed_or_a_zone_nobody_knows_is_asked_again() {
        assert!(time("2026-03-07", "Europe/Berlin").is_ok());
        let field = |result: Result<Piece, Problems>| result.unwrap_err().0[0].field;
        assert_eq!(field(time("2026-03-02", "UTC")), "date");
        assert_eq!(field(time("2026-03-02", "Europe/Berlin")), "date", "19:30 there was an hour ago");
        assert!(time("2026-03-02", "America/New_York").is_ok(), "19:30 there is still to come");
        assert_eq!(field(time("2026-03-07", "Home")), "zone");
    }

    #[test]
    fn what_was_typed_reads_back_from_the_piece_it_made() {
        let typed = Typed {
            part: "opening/2".to_owned(),
            name: "About the spring".to_owned(),
            kinds: vec!["lying".to_owned(), "hiding".to_owned()],
            mine: "hurt".to_owned(),
            theirs: "caused".to_owned(),
            words: "one\ntwo".to_owned(),
            ..Typed::default()
        };
        let part = Part::Opening { round: Round::FIRST.next() };
        let piece = typed.piece(part, BY, NOW).unwrap();
        assert_eq!(Typed::of(&piece), typed);
        let Words::Opening(opening) = &piece.words else { panic!("an opening") };
        assert_eq!((opening.roles.of(Seat::Two), opening.names.of(Seat::One)), (Role::Hurt, "Sam"));
        let both = Typed { theirs: "hurt".to_owned(), ..typed };
        assert_eq!(both.piece(part, BY, NOW).unwrap_err().0[0].field, "theirs");
    }

    #[test]
    fn a_word_that_is_not_on_the_list_is_not_taken_from_a_form() {
        let typed = Typed { felt: vec!["lonely".to_owned(), "<b>".to_owned()], ..Typed::default() };
        let piece = typed.piece(Part::Feelings, BY, NOW).unwrap();
        assert!(matches!(piece.words, Words::Feelings { felt, .. } if felt == ["lonely"]));
    }
}
