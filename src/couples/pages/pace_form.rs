//! The form of a suggested pace: what was typed, kept as it was, and what it means.

use serde::Deserialize;

use crate::{
    couples::pacing::{Hour, Longest, Pacing, Quiet},
    ids::PaceId,
    web::forms::{Choice, Field, Opt, Problems},
};

/// What the hours begin with where there are none.
const OFFERED: (&str, &str) = ("22:30", "07:00");

/// What was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct PaceForm {
    longest: String,
    quiet: String,
    from: String,
    to: String,
    zone: String,
    /// The suggestion that the page showed; empty for none.
    shown: String,
}

impl PaceForm {
    /// What a new suggestion begins with.
    pub(super) fn of(pacing: &Pacing) -> Self {
        let (from, to) = pacing.quiet.map_or_else(
            || (OFFERED.0.to_owned(), OFFERED.1.to_owned()),
            |quiet| (quiet.from().to_string(), quiet.to().to_string()),
        );
        Self {
            longest: pacing.longest.minutes().to_string(),
            quiet: if pacing.quiet.is_some() { "hours" } else { "none" }.to_owned(),
            from,
            to,
            zone: pacing.zone().to_owned(),
            shown: String::new(),
        }
    }

    /// The suggestion that the page showed.
    pub(super) fn shown(&self) -> Option<PaceId> {
        self.shown.parse().ok()
    }

    /// What it means, or what needs another look.
    pub(super) fn read(&self) -> Result<Pacing, Problems> {
        let mut problems = Problems::default();
        let longest = self.longest.parse().ok().and_then(Longest::from_minutes);
        if longest.is_none() {
            problems.add("longest", "Choose how long a sitting may last");
        }
        let quiet = match self.quiet.as_str() {
            "none" => None,
            "hours" => self.hours(&mut problems),
            _ => {
                problems.add("quiet", "Choose whether there are quiet hours");
                None
            }
        };
        let pacing = longest.and_then(|longest| Pacing::new(&self.zone, quiet, longest));
        if longest.is_some() && pacing.is_none() {
            problems.add("zone", "Choose a time zone from the list, for example Europe/Berlin");
        }
        pacing.filter(|_| problems.is_empty()).ok_or(problems)
    }

    fn hours(&self, problems: &mut Problems) -> Option<Quiet> {
        let (from, to) = (Hour::parse(&self.from), Hour::parse(&self.to));
        if from.is_none() {
            problems.add("from", "Choose an hour, for example 22:30");
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

    pub(super) fn longest(&self, problems: &Problems) -> Choice {
        let options = Longest::ALL.map(|longest| Opt::new(longest.minutes().to_string(), longest.label()));
        Choice::new("longest", "How long may a sitting last?", options.into())
            .hint("After that, the talk says that this is a good place to stop. It does not stop by itself.")
            .choose(&[&self.longest])
            .checked(problems)
    }

    pub(super) fn quiet(&self, problems: &Problems) -> Choice {
        let options = vec![
            Opt::new("none", "No quiet hours"),
            Opt::new("hours", "Quiet between two hours, every day")
                .hint("For example when you both need sleep."),
        ];
        Choice::new("quiet", "Are there hours when the talk rests?", options)
            .hint("In quiet hours the talk suggests waiting. Both of you can still open it, read, and write.")
            .choose(&[&self.quiet])
            .checked(problems)
    }

    pub(super) fn from(&self, problems: &Problems) -> Field {
        Field::new("from", "From").kind("time").value(self.from.clone()).short().checked(problems)
    }

    pub(super) fn to(&self, problems: &Problems) -> Field {
        Field::new("to", "Until").kind("time").value(self.to.clone()).short().checked(problems)
    }

    pub(super) fn zone(&self, problems: &Problems) -> Field {
        Field::new("zone", "By which clock?")
            .hint("The time zone that counts for both of you, wherever you are.")
            .value(self.zone.clone())
            .checked(problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(quiet: &str, from: &str, to: &str) -> PaceForm {
        let text = str::to_owned;
        PaceForm {
            longest: text("60"),
            quiet: text(quiet),
            from: text(from),
            to: text(to),
            zone: text("Europe/Berlin"),
            shown: String::new(),
        }
    }

    fn fields(form: &PaceForm) -> Vec<&'static str> {
        form.read().unwrap_err().0.iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn what_the_form_begins_with_means_what_it_was_made_from() {
        for pacing in [Pacing::default(), typed("hours", "23:00", "06:30").read().unwrap()] {
            assert_eq!(PaceForm::of(&pacing).read(), Ok(pacing));
        }
    }

    #[test]
    fn every_field_that_makes_no_sense_is_named() {
        assert_eq!(fields(&PaceForm::default()), ["longest", "quiet"]);
        assert_eq!(fields(&typed("hours", "", "late")), ["from", "to"]);
        assert_eq!(fields(&typed("hours", "22:00", "22:00")), ["to"]);
        assert_eq!(fields(&PaceForm { longest: "7".to_owned(), ..typed("none", "", "") }), ["longest"]);
        assert_eq!(fields(&PaceForm { zone: "Home".to_owned(), ..typed("none", "", "") }), ["zone"]);
        assert!(typed("none", "late", "late").read().is_ok(), "hours that are not chosen are not looked at");
    }
}
