//! The sentence that says what was shared, by a code of ours in the address: how many of each sort, and no word of theirs.

use super::{PAGE, gather::Sort};
use crate::web::page::Flash;

impl Sort {
    const fn letter(self) -> char {
        match self {
            Self::Note => 'n',
            Self::Talk => 't',
            Self::Plan => 'p',
            Self::CheckIn => 'c',
            Self::Line => 'l',
            Self::Moment => 'd',
            Self::Mark => 'm',
            Self::Setback => 's',
            Self::Question => 'q',
            Self::Apart => 'a',
            Self::Hard => 'h',
            Self::Practice => 'b',
        }
    }

    fn words(self, many: usize) -> String {
        let (one, more) = match self {
            Self::Note => ("a note", "notes"),
            Self::Talk => ("something from a talk", "things from your talks"),
            Self::Plan => ("something of the plan", "things of the plan"),
            Self::CheckIn => ("a check-in", "check-ins"),
            Self::Line => ("a line", "lines"),
            Self::Moment => ("a day you marked", "days you marked"),
            Self::Mark => ("how it went in a week", "weeks of how it went"),
            Self::Setback => ("what you wrote about a setback", "things you wrote about setbacks"),
            Self::Question => ("a question or an answer", "questions and answers"),
            Self::Apart => ("what you wrote about time apart", "things about time apart"),
            Self::Hard => ("a line from a hard moment", "lines from hard moments"),
            Self::Practice => ("something from between the talks", "things from between the talks"),
        };
        if many == 1 { one.to_owned() } else { format!("{many} {more}") }
    }
}

/// "n2c1"
pub(super) fn code(shared: impl Iterator<Item = Sort>) -> String {
    let shared: Vec<Sort> = shared.collect();
    let of = |sort: Sort| match shared.iter().filter(|one| **one == sort).count() {
        0 => String::new(),
        many => format!("{}{many}", sort.letter()),
    };
    Sort::ALL.into_iter().map(of).collect()
}

/// What a code says; none when it is not one of ours.
pub(super) fn done(code: &str, therapist: &str) -> Option<Flash> {
    let mut rest = code;
    let mut all = Vec::new();
    for sort in Sort::ALL {
        let Some(after) = rest.strip_prefix(sort.letter()) else { continue };
        let digits = after.len() - after.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
        let (number, left) = after.split_at(digits);
        let many = number.parse().ok().filter(|many| (1..=PAGE).contains(many))?;
        all.push(sort.words(many));
        rest = left;
    }
    let last = all.pop().filter(|_| rest.is_empty())?;
    let things = if all.is_empty() { last } else { format!("{} and {last}", all.join(", ")) };
    Some(Flash::done(format!("{therapist} can read {things} of yours now.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_shared_is_said_in_a_sentence() {
        let text = |code: &str| done(code, "Amari").map(|flash| flash.text);
        let one = code([Sort::Note].into_iter());
        assert_eq!(one, "n1");
        assert_eq!(text(&one).as_deref(), Some("Amari can read a note of yours now."));
        let more = code([Sort::CheckIn, Sort::Note, Sort::Note, Sort::Setback].into_iter());
        assert_eq!(more, "n2c1s1");
        assert_eq!(
            text(&more).as_deref(),
            Some("Amari can read 2 notes, a check-in and what you wrote about a setback of yours now.")
        );
        for foreign in ["", "n", "n0", "n21", "c1n1", "n1x", "x1", "n1n1", "n-1", "n99999999999999999999"] {
            assert_eq!(text(foreign), None, "{foreign}");
        }
    }
}
