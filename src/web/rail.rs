//! The frame of a conversation's page: its steps at the side, and the way to a break.

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Finished by both.
    Done,
    /// Where the two are.
    Now,
    /// Not there yet.
    Open,
}

/// One step of the rail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub name: &'static str,
    /// How far it is.
    pub mark: Mark,
    /// Where it can be read again, if it can.
    pub href: Option<String>,
}

/// The steps beside a conversation's page, and its break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rail {
    /// The name that the two recognise: "About the spring".
    pub talk: String,
    /// The steps in order.
    pub steps: Vec<Step>,
    /// Where a break is taken; nothing where there is nothing to interrupt.
    pub break_path: Option<String>,
    /// The other person's name, for what a break shows them.
    pub other: String,
    /// The short line in the bar on phones: "Only you see this".
    pub bar: &'static str,
    /// What the two agreed for their talks, as a sentence.
    pub agreed: Option<String>,
}

impl Rail {
    /// The rail at step `now` (from 1; 0 before the first step, past the last at the end). `names` are the
    /// steps in order.
    #[must_use]
    pub fn new(
        talk: impl Into<String>,
        names: &[&'static str],
        now: usize,
        other: impl Into<String>,
    ) -> Self {
        let mark = |number: usize| match number.cmp(&now) {
            std::cmp::Ordering::Less => Mark::Done,
            std::cmp::Ordering::Equal => Mark::Now,
            std::cmp::Ordering::Greater => Mark::Open,
        };
        let steps = names
            .iter()
            .zip(1..)
            .map(|(name, number)| Step { name, mark: mark(number), href: None })
            .collect();
        Self { talk: talk.into(), steps, break_path: None, other: other.into(), bar: "", agreed: None }
    }

    /// With a way to a break.
    #[must_use]
    pub fn with_break(mut self, path: impl Into<String>, bar: &'static str) -> Self {
        self.break_path = Some(path.into());
        self.bar = bar;
        self
    }

    /// "step 2 of 8", or where it stands outside the steps.
    #[must_use]
    pub fn place(&self) -> String {
        match self.steps.iter().position(|step| step.mark == Mark::Now) {
            Some(index) => format!("step {} of {}", index + 1, self.steps.len()),
            None if self.steps.iter().all(|step| step.mark == Mark::Done) => "all steps done".to_owned(),
            None => "before the first step".to_owned(),
        }
    }
}

impl Step {
    /// For templates.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self.mark {
            Mark::Done => "done",
            Mark::Now => "now",
            Mark::Open => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rail_says_where_the_two_are() {
        let names = ["Find time and place", "Name what you felt"];
        assert_eq!(Rail::new("About the spring", &names, 0, "Noor").place(), "before the first step");
        let rail = Rail::new("About the spring", &names, 2, "Noor");
        assert_eq!(rail.place(), "step 2 of 2");
        assert_eq!(rail.steps.first().map(Step::class), Some("done"));
        assert_eq!(Rail::new("About the spring", &names, 3, "Noor").place(), "all steps done");
    }
}
