//! The form of what is written here: its fields, what is read from them, and the page that it stands on.

use askama::Template;
use serde::Deserialize;
use time::Date;
use uuid::Uuid;

use super::read_day;
use crate::{
    apart::{
        Asked, Back, Last, Line, Piece, Refused, Time,
        back::slot as back_slot,
        last::slot,
        piece::{LONGEST, too_long},
    },
    entries::Text,
    ids::ApartId,
    web::{
        forms::{Choice, Field, Opt, Problems},
        page::{Nav, Page},
        show,
        signed_in::SignedIn,
    },
};

/// What the form holds; it is also what a draft holds.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    day: String,
    line: String,
    words: String,
    pub(super) once: Uuid,
    /// The revision that an edit began on; 0 for a new one.
    pub(super) number: u32,
}

/// What is written.
pub(super) enum Sort {
    /// Asking: a new one, or one that was kept.
    Ask(Option<Text<Piece>>),
    /// How one comes back from this time.
    Back(ApartId, Option<Text<Piece>>),
    /// A last word.
    Last(Option<Text<Piece>>),
}

#[derive(Template)]
#[template(path = "apart/write.html")]
pub(super) struct Write {
    page: Page,
    action: String,
    back: &'static str,
    back_to: &'static str,
    title: &'static str,
    lede: String,
    /// While it holds: the sentence of both.
    says: Option<String>,
    line: Option<Choice>,
    day: Option<Field>,
    words: Field,
    go: String,
    note: String,
    problems: Problems,
    once: Uuid,
    number: u32,
    held: String,
    kept: String,
    /// What was saved in another window.
    theirs: Option<show::Shared>,
}

impl Sort {
    pub(super) fn current(&self) -> Option<&Text<Piece>> {
        match self {
            Self::Ask(text) | Self::Back(_, text) | Self::Last(text) => text.as_ref(),
        }
    }

    fn action(&self) -> String {
        match self {
            Self::Ask(None) => "/us/time/new".to_owned(),
            Self::Ask(Some(text)) => format!("/us/time/{}/edit", text.id),
            Self::Back(..) => "/us/time/back".to_owned(),
            Self::Last(_) => "/us/leaving/words".to_owned(),
        }
    }

    /// The name of the draft.
    pub(super) fn place(&self) -> String {
        match self {
            Self::Ask(text) => {
                let id = text.as_ref().map_or_else(|| "new".to_owned(), |text| text.id.to_string());
                format!("apart/{id}")
            }
            Self::Back(time, _) => format!("apart/back/{time}"),
            Self::Last(_) => "apart/last".to_owned(),
        }
    }

    /// The name of a place that has only one.
    pub(super) fn slot(&self, visit: &SignedIn) -> Option<String> {
        match self {
            Self::Ask(_) => None,
            Self::Back(time, _) => Some(back_slot(*time)),
            Self::Last(_) => visit.me().couple.map(slot),
        }
    }

    /// The piece that was typed, or what is wrong.
    pub(super) fn read(&self, form: &Form, today: Date) -> Result<Piece, Problems> {
        let mut problems = Problems::default();
        if let Some(problem) = too_long(&form.words).filter(|_| !matches!(self, Self::Last(_))) {
            problems.add("words", problem);
        }
        let piece = match self {
            Self::Ask(_) => match read_day(&form.day)
                .ok_or(None)
                .and_then(|day| Time::check(day, today).map(|()| day).map_err(Some))
            {
                Ok(day) => Some(Piece::Asked(Asked::new(day, &form.words))),
                Err(refused) => {
                    let says = refused
                        .map_or_else(|| "Choose a day, for example 2026-05-03.".to_owned(), Refused::says);
                    problems.add("day", says);
                    None
                }
            },
            Self::Back(time, _) => {
                let line = Line::parse(&form.line);
                if line.is_none() {
                    problems.add("line", "Choose one of the lines.");
                }
                line.map(|line| Piece::Back(Back::new(*time, line, &form.words)))
            }
            Self::Last(_) => {
                let last = Last::new(&form.words);
                if let Some(problem) = last.problem() {
                    problems.add("words", problem);
                }
                Some(Piece::Last(last))
            }
        };
        match piece {
            Some(piece) if problems.is_empty() => Ok(piece),
            _ => Err(problems),
        }
    }
}

impl Form {
    /// A new one, with a day that can be chosen.
    pub(super) fn blank(day: String) -> Self {
        Self { day, once: Uuid::new_v4(), ..Self::default() }
    }

    /// The same words as a new one of its own.
    pub(super) fn anew(self) -> Self {
        Self { number: 0, once: Uuid::new_v4(), ..self }
    }

    pub(super) fn of(text: &Text<Piece>) -> Self {
        let (day, line, words) = match &text.content {
            Piece::Asked(asked) => (asked.until.to_string(), "", &asked.words),
            Piece::Back(back) => (String::new(), back.line.code(), &back.words),
            Piece::Last(last) => (String::new(), "", &last.words),
        };
        Self { day, line: line.to_owned(), words: words.clone(), number: text.number, ..Self::default() }
    }

    fn words(&self, sort: &Sort, problems: &Problems) -> Field {
        let (label, hint, most) = match sort {
            Sort::Ask(_) => (
                "A sentence that goes with it, if you like",
                "Such as where you are, or how you can be reached about the children. Nobody asks you why.",
                LONGEST,
            ),
            Sort::Back(..) => (
                "A few words that go with it, if you like",
                "They are not needed. The line is enough.",
                LONGEST,
            ),
            Sort::Last(_) => (
                "Your words",
                "Such as what you are thankful for, or what you wish them. You need not explain anything.",
                Last::LONGEST,
            ),
        };
        let rows = if matches!(sort, Sort::Last(_)) { 9 } else { 3 };
        Field::new("words", label)
            .hint(hint)
            .value(self.words.clone())
            .max(most)
            .rows(rows)
            .large()
            .checked(problems)
    }

    pub(super) fn view(&self, visit: &SignedIn, sort: &Sort, problems: Problems) -> Write {
        let name = visit.other().map_or_else(|| "your partner".to_owned(), |other| other.name);
        let apart = visit.apart();
        let (title, lede) = match sort {
            Sort::Ask(_) if apart.is_some() => (
                "More time",
                format!("Choose a later day. {name} sees it once you have told them, and that is all they see."),
            ),
            Sort::Ask(_) => (
                "Take time apart",
                "A pause of everything between you two, with a day on which you both come back. It says nothing about \
                 how it goes on then."
                    .to_owned(),
            ),
            Sort::Back(..) => {
                ("How do you come back?", format!("One line to {name}, so that neither of you has to guess."))
            }
            Sort::Last(_) => (
                "A few words to leave",
                format!("They stay with {name} when this space has ended. You look at them once more before that."),
            ),
        };
        let line = matches!(sort, Sort::Back(..)).then(|| {
            let options = Line::ALL.map(|line| Opt::new(line.code(), line.says())).to_vec();
            Choice::new("line", "Your line", options).choose(&[self.line.as_str()]).checked(&problems)
        });
        let day = matches!(sort, Sort::Ask(_)).then(|| {
            Field::new("day", "The day you come back")
                .hint("From tomorrow on, within sixty days. In the morning of that day the time is over.")
                .kind("date")
                .value(self.day.clone())
                .short()
                .checked(&problems)
        });
        let ends = matches!(sort, Sort::Last(_));
        Write {
            page: visit.page("You two").at(Nav::Us),
            action: sort.action(),
            back: if ends { "/us/leaving" } else { "/us/time" },
            back_to: if ends { "Ending this space" } else { "Time apart" },
            title,
            lede,
            says: apart.filter(|_| !ends).map(|apart| apart.says()),
            line,
            day,
            words: self.words(sort, &problems),
            go: if ends { "Keep it".to_owned() } else { format!("Look at it as {name} would") },
            note: if ends {
                "Until this space ends, only you can read it.".to_owned()
            } else {
                format!("Nothing is told before the next page. {name} learns nothing of this one.")
            },
            problems,
            once: self.once,
            number: self.number,
            held: visit.held(&sort.place()),
            kept: String::new(),
            theirs: None,
        }
    }
}

impl Write {
    /// With when the draft in it was kept.
    pub(super) fn with_kept(self, kept: String) -> Self {
        Self { kept, ..self }
    }

    /// With what was saved in another window.
    pub(super) fn beside(self, theirs: show::Shared) -> Self {
        Self { theirs: Some(theirs), ..self }
    }
}
