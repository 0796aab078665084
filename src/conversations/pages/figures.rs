//! A piece as its reader sees it. The preview before sharing is made here too, so that it cannot differ.

use crate::{
    conversations::{
        Aloud, Opened, Opening, Part, Piece, Role, Seat, Step, Words,
        kinds::Kind,
        prompts::{ANSWERS, APOLOGY_KEYS, IN_CHOICES, ROLE_CHOICES, STATEMENT_CHOICES, fill, together},
    },
    entries::{Shared as Held, Text, Withdrawn},
    folding,
    web::{
        page::Who,
        show::{self, Content, Paragraphs, Part as Paragraph, Shared},
    },
};

/// Where a text stands in the talk, for the line beside its author's name.
pub(super) fn place(part: Part) -> String {
    part.step().map_or_else(
        || "Before the first step".to_owned(),
        |step| format!("Step {}, {}", step.number(), step.title()),
    )
}

/// A piece by `who`, whoever looks at it.
pub(super) fn figure(piece: &Piece, who: Who, other: &str, when: String) -> Shared {
    let (chosen, parts) = content(piece, &who.name, other);
    Shared { what: what(piece).to_owned(), who, when, content: Content::Words { chosen, parts } }
}

fn what(piece: &Piece) -> &'static str {
    match (piece.part, &piece.words) {
        (Part::Naming { .. }, _) => "sees it differently",
        (Part::Statement { .. }, _) => "says where it stands",
        (Part::Line { .. }, _) => "says",
        (Part::Remember { .. }, _) => "remembers it differently",
        (Part::Explanation, _) => "about what may explain it",
        (Part::Meaning, _) => "about what it meant",
        (Part::Opening { .. }, _) => "would like to talk about this",
        (Part::Time { .. } | Part::Next { .. }, _) => "suggests",
        (Part::Feelings, _) => "felt",
        (Part::SayBack { .. }, _) => "heard",
        (Part::Perspective, _) => "lived it like this",
        (Part::Deeper, _) => "about what lies deeper",
        // Whether it was the act or something of their own was said, and is not kept.
        (Part::Responsibility, Words::Aloud { .. }) => "said this",
        (Part::Responsibility, Words::Plain { .. }) => "about something of their own",
        (Part::Responsibility, _) => "takes responsibility",
        (Part::Apology, _) => "apologises",
        (Part::In { .. } | Part::ApologyAnswer { .. }, _) => "answers",
        (Part::Idea { .. }, _) => "has an idea",
    }
}

fn part(heading: &str, text: &str) -> Paragraph {
    Paragraph { heading: (!heading.is_empty()).then(|| heading.to_owned()), text: Paragraphs::of(text) }
}

fn content(piece: &Piece, author: &str, other: &str) -> (Vec<String>, Vec<Paragraph>) {
    let plain = |parts: Vec<Paragraph>| (Vec::new(), parts);
    match &piece.words {
        Words::In { answer, words } => {
            let label = answer.and_then(|answer| IN_CHOICES.iter().find(|choice| choice.answer == answer));
            (label.map(|choice| choice.label.to_owned()).into_iter().collect(), vec![part("", words)])
        }
        Words::Statement { ready: Some(false), words, .. } => {
            let [_, (_, label, _)] = STATEMENT_CHOICES;
            (vec![label.to_owned()], vec![part("", words)])
        }
        Words::Statement { what, since, words, .. } => plain(vec![
            part("What has stopped", what),
            part("Since", &show::written_day(since)),
            part("And", words),
        ]),
        Words::Opening(opening) | Words::AgreedOpening(opening) => {
            let kinds = opening.kinds.iter().filter_map(|code| Kind::parse(code));
            let roles = [(piece.by, author), (piece.by.other(), other)]
                .map(|(seat, name)| role_line(opening, seat, name))
                .join("\n");
            let after = opening.after.as_ref().map_or("", |after| after.name.as_str());
            let parts = vec![
                part("The name for it", &opening.name),
                part("Something new, after", after),
                part("Who had which part", &roles),
                part("In their own words", &opening.words),
            ];
            (kinds.map(|kind| kind.label().to_owned()).collect(), parts)
        }
        Words::Time(meeting) | Words::AgreedTime(meeting) => plain(vec![
            part("When", &meeting.shown()),
            part("Where", &meeting.place),
            part("And", &meeting.note),
        ]),
        Words::Feelings { felt, own, words } => {
            // A word in a list cannot be opened, so one with something folded in it stands above the text.
            let (word, folded) = if folding::folds(own) { ("", own.as_str()) } else { (own.as_str(), "") };
            let word = (!word.is_empty()).then(|| word.to_owned());
            (felt.iter().cloned().chain(word).collect(), vec![part("", folded), part("", words)])
        }
        Words::Said { seen, heard, sense, unsure } => plain(vec![
            part("What I see in you", seen),
            part(if seen.is_empty() { "" } else { "What I heard you say" }, heard),
            part("What makes sense to me in it", sense),
            part("Not sure I understood this", unsure),
        ]),
        Words::Plain { words } => plain(vec![part("", words)]),
        Words::Owned { act, effect } => {
            plain(vec![part("What I did", act), part("What I see it did to you", effect)])
        }
        Words::Apology { understand, sense, did, regret, keep } => plain(
            APOLOGY_KEYS
                .iter()
                .zip([understand, sense, did, regret, keep])
                .map(|(key, text)| part(key.label, text))
                .collect(),
        ),
        Words::Answer { answer, need } => {
            let label = answer.and_then(|answer| ANSWERS.iter().find(|choice| choice.answer == answer));
            (label.map(|choice| choice.label.to_owned()).into_iter().collect(), vec![part("", need)])
        }
        Words::Idea { idea } => plain(vec![part("", idea)]),
        Words::Aloud { answer, .. } => {
            let label = answer.and_then(|answer| ANSWERS.iter().find(|choice| choice.answer == answer));
            (label.map(|choice| choice.label.to_owned()).into_iter().collect(), Vec::new())
        }
    }
}

fn role_line(opening: &Opening, seat: Seat, name: &str) -> String {
    let role: Role = opening.roles.of(seat);
    ROLE_CHOICES
        .iter()
        .find(|choice| choice.role == role)
        .map_or_else(String::new, |choice| fill(choice.theirs, name))
}

/// What was said and not written: who, when, and in whose hand the mark is.
pub(super) fn said(text: &Text<Piece>, of: impl Fn(Seat) -> Who) -> Option<Shared> {
    let Words::Aloud { by, how, .. } = text.content.words else { return None };
    let day = show::day(text.written_at.date());
    let line = match how {
        Aloud::Together => format!("Said aloud on {day}"),
        Aloud::OnePhone => format!("Said aloud on {day}, on one phone"),
        Aloud::InLines => format!("Said on {day}"),
    };
    let note = match how {
        Aloud::Together => together::SAID.to_owned(),
        Aloud::OnePhone => fill(together::SAID_ON_ONE_PHONE, &of(text.content.by).name),
        Aloud::InLines => together::SAID_IN_LINES.to_owned(),
    };
    let mut shared = figure(&text.content, of(by), &of(by.other()).name, line);
    if let Content::Words { chosen, .. } = shared.content {
        shared.content = Content::Said { chosen, note };
    }
    Some(shared)
}

/// What each writes alone, and reads of the other when both have.
pub(super) const fn is_alone(part: Part) -> bool {
    matches!(
        part,
        Part::In { .. }
            | Part::Feelings
            | Part::Deeper
            | Part::Line { step: Step::Feelings | Step::Deeper, .. }
    )
}

impl Opened {
    /// How pages show the reader.
    pub(super) fn me(&self) -> Who {
        Who::new(self.my_name.clone(), self.seat)
    }

    /// How pages show the other one.
    pub(super) fn other(&self) -> Who {
        Who::new(self.their_name.clone(), self.seat.other())
    }

    /// One's own piece; the line says who else holds it.
    pub(super) fn own_figure(&self, text: &Text<Piece>) -> Shared {
        if let Some(said) = self.said(text) {
            return said;
        }
        let when = match text.shared {
            Held::WithPartner { number, on, .. } if number != text.number => {
                format!("Changed since you shared it on {}", show::day(on))
            }
            Held::WithPartner { on, .. } => {
                format!("Shared with {} on {}", self.their_name, show::day(on))
            }
            Held::WithMe { .. } | Held::No => "Only you can see this".to_owned(),
        };
        figure(&text.content, self.me(), &self.their_name, when)
    }

    /// The other's piece.
    pub(super) fn their_figure(&self, text: &Text<Piece>) -> Shared {
        if let Some(said) = self.said(text) {
            return said;
        }
        let when = match text.shared {
            // Where each acts alone and both open at once, the day would tell who was first: it stays with its author.
            Held::WithMe { .. } if is_alone(text.content.part) => String::new(),
            Held::WithMe { on } => format!("Shared with you on {}", show::day(on)),
            Held::WithPartner { .. } | Held::No => String::new(),
        };
        figure(&text.content, self.other(), &self.my_name, when)
    }

    /// What was said and not written: who, when, and in whose hand the mark is.
    pub(super) fn said(&self, text: &Text<Piece>) -> Option<Shared> {
        said(text, |seat| if seat == self.seat { self.me() } else { self.other() })
    }

    /// A piece on a page that both look at: it says nothing to either of them alone.
    pub(super) fn figure_between(&self, by: Seat, text: &Text<Piece>) -> Shared {
        let (who, other) =
            if by == self.seat { (self.me(), self.other()) } else { (self.other(), self.me()) };
        let on = match text.shared {
            Held::WithMe { on } | Held::WithPartner { on, .. } => format!("Shared on {}", show::day(on)),
            Held::No => String::new(),
        };
        self.said(text).unwrap_or_else(|| figure(&text.content, who, &other.name, on))
    }

    /// The line that stands where something was taken back.
    pub(super) fn withdrawn_figure(&self, gone: &Withdrawn) -> Shared {
        let content = Content::Withdrawn { on: show::day(gone.on) };
        Shared { who: self.other(), what: "took something back".to_owned(), when: String::new(), content }
    }

    /// What stands where a text did not open.
    pub(super) fn broken_figure(&self) -> Shared {
        let when = String::new();
        Shared { who: self.other(), what: "shared something".to_owned(), when, content: Content::Broken }
    }

    /// The other's piece, or what stands in its place: dated lines, a broken seal, or nothing.
    pub(super) fn their_figures(&self, part: Part) -> Vec<Shared> {
        if let Some(text) = self.theirs(part) {
            return vec![self.their_figure(text)];
        }
        let broken = (self.broken > 0).then(|| self.broken_figure());
        self.withdrawn.iter().map(|gone| self.withdrawn_figure(gone)).chain(broken).collect()
    }
}
