//! The form of somebody's choices: for what a mail comes, and when none may.

use serde::Deserialize;

use crate::{
    couples::pacing::{Hour, Longest, Pacing, Quiet},
    reminders::Kind,
    web::forms::{Choice, Field, Opt, Problems},
};

/// What the hours begin with where there are none.
const OFFERED: (&str, &str) = ("22:00", "07:00");

/// What was chosen and typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ChoicesForm {
    kinds: Vec<String>,
    quiet: String,
    from: String,
    to: String,
    zone: String,
}

/// What it means.
pub(super) struct Chosen {
    pub(super) kinds: Vec<Kind>,
    pub(super) zone: String,
    pub(super) quiet: Option<Quiet>,
}

const fn label(kind: Kind) -> &'static str {
    match kind {
        Kind::CheckIn => "When a weekly check-in opens",
        Kind::Appointment => "An hour before a time you two set aside for a talk",
        Kind::BreakEnd => "When a break is over",
        Kind::Review => "When a promise is to be looked at again",
        Kind::Proposal => "When something waits for your answer, such as a change to the plan",
        Kind::Answer => "On a day you chose for an answer to a question",
        Kind::Hard => "When your partner sends you word of a hard moment",
        Kind::Date => "On the day of something you two said yes to",
        Kind::Return => "When a time apart is over",
    }
}

impl ChoicesForm {
    pub(super) fn of(chosen: &Chosen) -> Self {
        let hours = chosen.quiet.map(|quiet| (quiet.from().to_string(), quiet.to().to_string()));
        let (from, to) = hours.unwrap_or_else(|| (OFFERED.0.to_owned(), OFFERED.1.to_owned()));
        Self {
            kinds: chosen.kinds.iter().map(|kind| kind.code().to_owned()).collect(),
            quiet: if chosen.quiet.is_some() { "hours" } else { "none" }.to_owned(),
            from,
            to,
            zone: chosen.zone.clone(),
        }
    }

    pub(super) fn read(&self) -> Result<Chosen, Problems> {
        let mut problems = Problems::default();
        let kinds = Kind::ALL.into_iter().filter(|kind| self.kinds.iter().any(|code| code == kind.code()));
        let quiet = match self.quiet.as_str() {
            "none" => None,
            "hours" => self.hours(&mut problems),
            _ => {
                problems.add("quiet", "Choose whether there are hours without mail");
                None
            }
        };
        let known = Pacing::new(&self.zone, quiet, Longest::HourAndHalf);
        if known.is_none() {
            problems.add("zone", "Choose a time zone from the list, for example Europe/Berlin");
        }
        let chosen = known.map(|pace| Chosen { kinds: kinds.collect(), zone: pace.zone().to_owned(), quiet });
        chosen.filter(|_| problems.is_empty()).ok_or(problems)
    }

    fn hours(&self, problems: &mut Problems) -> Option<Quiet> {
        let (from, to) = (Hour::parse(&self.from), Hour::parse(&self.to));
        if from.is_none() {
            problems.add("from", "Choose an hour, for example 22:00");
        }
        if to.is_none() {
            problems.add("to", "Choose an hour, for example 07:00");
        }
        let (from, to) = from.zip(to)?;
        let quiet = Quiet::new(from, to);
        if quiet.is_none() {
            problems.add("to", "Choose an end that is not the same as the beginning");
        }
        quiet
    }

    pub(super) fn kinds_choice(&self) -> Choice {
        let options = Kind::ALL.map(|kind| Opt::new(kind.code(), label(kind)));
        Choice::new("kinds", "When may a mail come?", options.into())
            .hint("The mail is the same each time, so nobody who sees it can tell which of these it is.")
            .choose(&self.kinds)
    }

    pub(super) fn quiet_choice(&self, problems: &Problems) -> Choice {
        let options = vec![
            Opt::new("none", "At any hour"),
            Opt::new("hours", "Not between two hours").hint("What falls into them waits until they end."),
        ];
        Choice::new("quiet", "When may it come?", options).choose(&[&self.quiet]).checked(problems)
    }

    pub(super) fn hour(&self, name: &'static str, problems: &Problems) -> Field {
        let (label, value) = if name == "from" { ("From", &self.from) } else { ("Until", &self.to) };
        Field::new(name, label).kind("time").value(value.as_str()).short().checked(problems)
    }

    pub(super) fn zone(&self, problems: &Problems) -> Field {
        Field::new("zone", "By which clock?")
            .hint("Your own time zone.")
            .value(self.zone.as_str())
            .checked(problems)
    }
}
