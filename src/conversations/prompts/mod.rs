//! What the pages of a talk say: data, so that templates only place it.
//!
//! Texts name the partner as `{name}`, filled in by [`Prompt::with`]. They are plain, short and warm, blame nobody, urge
//! nothing and promise nothing; the tests below look for words that do. Roles change what is asked, never what one may
//! do: every prompt for a role has the same fields and the same ways on as the page needs, whoever reads it.

mod answer;
mod before;
mod begin;
mod beside;
mod breaks;
mod closing;
pub mod feelings_only;
mod listen;
pub mod pace;
mod prepare;
mod resting;
pub mod times;
pub mod together;
mod wait;
mod write;

pub use answer::{ANSWERS, AnswerChoice};
pub use before::{CHECKLIST, ROLE_CHOICES, RoleChoice};
pub use begin::{IN_CHOICES, InChoice, STATEMENT_CHOICES};
pub use beside::{DIFFERENTLY, EXPLAINS, EXPLAINS_LINE, MEANT, MEANT_LINE};
pub use breaks::{BREAK_LENGTHS, BreakLength};
pub use closing::{
    BELONGS, BELONGS_HINT, BELONGS_TO_NONE, REMINDER, REMINDER_NEW, SETTLE, SETTLE_BOTH, SETTLE_GO,
    SETTLED_AND_NEW, SETTLED_BOTH, SETTLED_MEANS, SETTLED_MINE, SETTLED_MINE_WAITS, SETTLED_THEIRS,
    UNSETTLE_GO,
};
pub use prepare::{NOTES, NOTES_BEFORE, preparing, without_a_name};
pub use write::{APOLOGY_KEYS, Key};

use super::{Ask, Part, Role, Step};

/// The texts of one page, before the partner's name is in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// The only `h1`.
    pub heading: &'static str,
    /// The sentence or two under it.
    pub lede: &'static str,
    /// Further lines, each a sentence or two.
    pub hints: &'static [&'static str],
    /// The fields, in order; none on a listening or waiting page.
    pub fields: &'static [Field],
    /// The filled button; empty where there is nothing to press.
    pub go: &'static str,
    /// The second way on, outlined; empty where there is none.
    pub or: &'static str,
    /// The line under the buttons; empty where there is none.
    pub after: &'static str,
}

/// A field to write in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in the form and in the sealed entry.
    pub name: &'static str,
    /// Its label.
    pub label: &'static str,
    /// The hint under the label.
    pub hint: &'static str,
    /// Whether sharing needs it. Where no field needs to be filled, one of them does.
    pub needed: bool,
    /// How many rows it starts with.
    pub rows: u8,
}

/// The texts of one page as a template places them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The only `h1`.
    pub heading: String,
    /// The sentence or two under it.
    pub lede: String,
    /// Further lines.
    pub hints: Vec<String>,
    /// The fields, in order.
    pub fields: Vec<ShownField>,
    /// The filled button; empty where there is nothing to press.
    pub go: String,
    /// The second way on; empty where there is none.
    pub or: String,
    /// The line under the buttons; empty where there is none.
    pub after: String,
}

/// A field as a template places it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownField {
    /// Its name in the form and in the sealed entry.
    pub name: &'static str,
    /// Its label.
    pub label: String,
    /// The hint under the label.
    pub hint: String,
    /// Whether sharing needs it.
    pub needed: bool,
    /// How many rows it starts with.
    pub rows: u8,
}

/// Puts the partner's name into a text.
#[must_use]
pub fn fill(text: &str, partner: &str) -> String {
    text.replace("{name}", partner)
}

impl Prompt {
    /// A page without fields and buttons.
    pub(super) const PLAIN: Self =
        Self { heading: "", lede: "", hints: &[], fields: &[], go: "", or: "", after: "" };

    /// The texts with the partner's name in them.
    #[must_use]
    pub fn with(&self, partner: &str) -> Shown {
        let fill = |text| fill(text, partner);
        Shown {
            heading: fill(self.heading),
            lede: fill(self.lede),
            hints: self.hints.iter().map(|hint| fill(hint)).collect(),
            fields: self
                .fields
                .iter()
                .map(|field| ShownField {
                    name: field.name,
                    label: fill(field.label),
                    hint: fill(field.hint),
                    needed: field.needed,
                    rows: field.rows,
                })
                .collect(),
            go: fill(self.go),
            or: fill(self.or),
            after: fill(self.after),
        }
    }
}

/// The texts for what the talk asks of a person with this role.
#[must_use]
pub const fn prompt(ask: &Ask, role: Role) -> Prompt {
    match *ask {
        Ask::ReadIn { i_go_on: true, .. } => Prompt { after: begin::CHOSEN, ..begin::READ_IN },
        Ask::ReadIn { i_go_on: false, .. } => begin::READ_IN,
        Ask::ProposeOpening => begin::PROPOSE,
        Ask::Unnamed { mine, said, i_go_on: true, .. } => {
            Prompt { after: begin::CHOSEN, ..begin::unnamed(mine, said) }
        }
        Ask::Unnamed { mine, said, i_go_on: false, .. } => begin::unnamed(mine, said),
        Ask::ReadStatement { .. } => begin::READ_STATEMENT,
        Ask::NotReady { mine, i_go_on: true, .. } => {
            Prompt { after: begin::CHOSEN, ..begin::not_ready(mine) }
        }
        Ask::NotReady { mine, i_go_on: false, .. } => begin::not_ready(mine),
        Ask::Before => begin::BEFORE,
        Ask::Tomorrow { i_agreed: true, .. } => resting::TOMORROW_CHOSEN,
        Ask::Tomorrow { i_agreed: false, .. } => resting::TOMORROW,
        Ask::OnlyFeelings { i_lift: true } => feelings_only::WAITS_LIFTED,
        Ask::OnlyFeelings { i_lift: false } => feelings_only::WAITS,
        Ask::Resting { i_asked, they_asked, for_therapist } => {
            resting::resting(i_asked, they_asked, for_therapist)
        }
        Ask::AnswerOpening { .. } => before::ANSWER_OPENING,
        Ask::ProposeTime => before::PROPOSE_TIME,
        Ask::AnswerTime { .. } => before::ANSWER_TIME,
        Ask::Write(part) | Ask::WriteOrPass(part) => writing(part, role),
        Ask::Listen(part) => listen::listening(part, role),
        Ask::SayBack { heard, .. } => listen::saying_back(heard, role),
        Ask::AnswerSayBack { .. } => listen::ANSWER_SAY_BACK,
        Ask::ReadOn => listen::READ_ON,
        Ask::AnswerApology => answer::ANSWER_APOLOGY,
        Ask::Plan { i_said_enough: true, .. } => write::PLAN_AFTER_ENOUGH,
        Ask::Plan { i_said_enough: false, they_said_enough: true, .. } => write::PLAN_LAST,
        Ask::Plan { i_said_enough: false, they_said_enough: false, .. } => write::PLAN,
        Ask::Wait(what) => wait::waiting(what),
        Ask::Break { .. } => breaks::DURING,
        Ask::Closed(outcome) => closing::closed(outcome),
    }
}

/// The texts for writing a part: in the talk, and for preparing it alone.
#[must_use]
pub const fn writing(part: Part, role: Role) -> Prompt {
    match part {
        Part::In { .. } => begin::IN,
        Part::Naming { .. } => begin::NAMING,
        Part::Statement { .. } => begin::STATEMENT,
        Part::Line { .. } => beside::LINE,
        Part::Remember { .. } => beside::REMEMBER,
        Part::Explanation => beside::EXPLANATION,
        Part::Meaning => beside::MEANING,
        Part::Opening { .. } => begin::PROPOSE,
        Part::Time { .. } => before::PROPOSE_TIME,
        Part::Next { .. } => times::SUGGEST,
        Part::Feelings => write::feelings(role),
        Part::SayBack { step, .. } => listen::saying_back(heard_in(step), role),
        Part::Perspective => write::perspective(role),
        Part::Deeper => write::deeper(role),
        Part::Responsibility => write::responsibility(role),
        Part::Apology => write::apology(role),
        Part::ApologyAnswer { .. } => answer::ANSWER_APOLOGY,
        Part::Idea { .. } => write::PLAN,
    }
}

/// What is said back in a step; the other steps have nothing to say back.
const fn heard_in(step: Step) -> Part {
    match step {
        Step::Perspectives => Part::Perspective,
        Step::Responsibility => Part::Responsibility,
        Step::TimeAndPlace
        | Step::Feelings
        | Step::Listening
        | Step::Deeper
        | Step::Apology
        | Step::Planning => Part::Feelings,
    }
}

/// The page before taking a break.
pub const TAKE_A_BREAK: Prompt = breaks::BEFORE;
/// The page for making a break longer.
pub const MORE_TIME: Prompt = breaks::MORE_TIME;
/// The re-entry line, at the top of the page after a break.
pub const AFTER_A_BREAK: &str = breaks::AFTER;
/// The page before stopping for good.
pub const STOP: Prompt = closing::STOP;
/// The page before stopping for now.
pub const STOP_FOR_NOW: Prompt = resting::STOP_FOR_NOW;
/// The button that leaves this part for a sitting with a therapist.
pub const FOR_THERAPIST: &str = "Leave it for a sitting with a therapist";
/// The page for something new that came out.
pub const SOMETHING_NEW: Prompt = closing::SOMETHING_NEW;
/// The page that asks the other whether they would like to talk.
pub const START: Prompt = before::START;
/// Answering an apology that was answered "later".
pub const ANSWER_LATE: Prompt = answer::ANSWER_LATE;

#[cfg(test)]
mod tests;
