//! How a plan reads: who, how often, from when, until when, in words.

use time::{Date, Weekday};

use super::{Commitment, Doer, HowOften, Kind, Question};
use crate::{couples::Seat, web::show};

impl Question {
    /// What it is about, in a word or two.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Future => "Our future",
            Self::Boundaries => "Boundaries",
            Self::Support => "Support",
        }
    }

    /// The question.
    #[must_use]
    pub const fn asks(self) -> &'static str {
        match self {
            Self::Future => "What does our future look like now?",
            Self::Boundaries => "Which boundaries protect it?",
            Self::Support => "What support does each of us need to feel safe?",
        }
    }

    /// Help with it.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Future => {
                "As you see it today. It may be far away or only the next month, and “I don’t know yet” is an answer."
            }
            Self::Boundaries => {
                "What needs to be so, for you to be safe in this. A boundary says what you do, and not what the other may not."
            }
            Self::Support => {
                "People, places, hours. What each of you needs may differ, and some of it may come from outside."
            }
        }
    }

    /// The name of its field.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Future => "future",
            Self::Boundaries => "boundaries",
            Self::Support => "support",
        }
    }
}

impl Kind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Action, Self::Boundary, Self::Support, Self::Openness];

    /// Its name in a form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Boundary => "boundary",
            Self::Support => "support",
            Self::Openness => "openness",
        }
    }

    /// What people read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Action => "Something to do",
            Self::Boundary => "A boundary",
            Self::Support => "Support",
            Self::Openness => "Openness",
        }
    }

    /// What it means.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Action => "A thing that is done, and can be seen.",
            Self::Boundary => "What keeps both of you safe.",
            Self::Support => "Who or what helps one of you, or both.",
            Self::Openness => "Telling by oneself what was hidden before.",
        }
    }
}

const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "Mondays"),
    (Weekday::Tuesday, "Tuesdays"),
    (Weekday::Wednesday, "Wednesdays"),
    (Weekday::Thursday, "Thursdays"),
    (Weekday::Friday, "Fridays"),
    (Weekday::Saturday, "Saturdays"),
    (Weekday::Sunday, "Sundays"),
];

/// "a, b and c".
fn list(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// The days of the week, as they are offered.
#[must_use]
pub const fn weekdays() -> [(Weekday, &'static str); 7] {
    DAYS
}

/// How often, in the middle of a sentence.
#[must_use]
pub fn how_often(it: &HowOften) -> String {
    match it {
        HowOften::Once => "once".to_owned(),
        HowOften::Daily => "every day".to_owned(),
        HowOften::Weekly => "every week".to_owned(),
        HowOften::Weekdays(days) => {
            let names: Vec<&str> =
                DAYS.iter().filter(|(day, _)| days.contains(day)).map(|(_, name)| *name).collect();
            list(&names)
        }
        HowOften::Monthly => "every month".to_owned(),
        HowOften::WhenItHappens => "whenever it happens".to_owned(),
    }
}

/// Who, when the two are called like this, by seat.
#[must_use]
pub fn who(doer: Doer, names: &[String; 2]) -> String {
    let [one, two] = names;
    match doer {
        Doer::One => one.clone(),
        Doer::Two => two.clone(),
        Doer::Both => "Both".to_owned(),
    }
}

/// Whose avatars stand beside it.
#[must_use]
pub fn seats(doer: Doer) -> Vec<Seat> {
    Seat::ALL.into_iter().filter(|seat| doer.is(*seat)).collect()
}

/// When it is looked at again.
#[must_use]
pub fn review(day: Option<Date>) -> String {
    day.map_or_else(
        || "No day for another look".to_owned(),
        |day| format!("Looked at again on {}", show::day(day)),
    )
}

/// What stands below a promise: who, how often, and when it is looked at again.
#[must_use]
pub fn meta(it: &Commitment, names: &[String; 2], today: Date) -> String {
    let mut line = format!("{}, {}.", who(it.who, names), how_often(&it.how_often));
    if it.starts > today {
        line.push_str(&format!(" From {}.", show::day(it.starts)));
    }
    if it.review.is_some() {
        line.push_str(&format!(" {}.", review(it.review)));
    }
    line
}

/// "First", "Second", and so on, for which version it is.
#[must_use]
pub fn nth(number: u32) -> String {
    const WORDS: [&str; 12] = [
        "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth",
        "Eleventh", "Twelfth",
    ];
    let word = usize::try_from(number).ok().and_then(|number| WORDS.get(number.checked_sub(1)?));
    word.map_or_else(|| format!("Version {number}"), |word| format!("{word} version"))
}
