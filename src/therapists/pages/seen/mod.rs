//! The plan, the weeks and the printed sheet, as they are seen through the window.
//!
//! What must stay true: every page here is made of what is held by the access, and of the day; so what the two share only
//! with each other changes no byte of it.

mod period;
mod plan;
mod sheet;
mod weeks;

use time::Date;

use super::window::Sight;
use crate::{
    entries::{Held, Seen, Text},
    folding,
    ids::PersonId,
    plans::{self, HeldPlan, Piece},
    web::{page::Who, routes::Routes, show},
};

/// Its routes: the therapist's, and the two's own to the same pages.
#[must_use]
pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clients/{id}/plan", plan::show)
        .get("/clients/{id}/weeks", weeks::show)
        .get("/clients/{id}/sheet", sheet::show)
        .get("/us/seen/plan", plan::show)
        .get("/us/seen/weeks", weeks::show)
        .get("/us/seen/sheet", sheet::show)
}

/// More than this many of the newest pieces of a plan are not looked through: a version is three of them.
const PLAN: u32 = 300;
/// The same for check-ins: two a week for more than four years.
const WEEKS: u32 = 500;
/// The same for everything else.
const MOST: u32 = 200;

/// What was held and opened, and who wrote what did not open.
struct Opened<C> {
    texts: Vec<(Date, Text<C>)>,
    broken: Vec<PersonId>,
}

impl<C> Opened<C> {
    fn of(held: Vec<Held<C>>) -> Self {
        let (mut texts, mut broken) = (Vec::new(), Vec::new());
        for one in held {
            match one.seen {
                Seen::Text(text) => texts.push((one.on, text)),
                Seen::Broken { author, .. } => broken.push(author),
            }
        }
        Self { texts, broken }
    }
}

/// What stands where something did not open: whose it claims to be, and nothing else. One for each of the two is enough.
fn broken_figures(sight: &Sight, authors: &[PersonId]) -> Vec<show::Shared> {
    let of = |who: &Who| show::Shared {
        who: who.clone(),
        what: "shared something".to_owned(),
        when: String::new(),
        content: show::Content::Broken,
    };
    let claims = |who: &&Who| authors.iter().any(|id| sight.author(*id) == Some(*who));
    sight.two.iter().filter(claims).map(of).collect()
}

/// The pieces of the plan that are held, and who wrote those that do not open.
async fn held_plan(sight: &mut Sight) -> Result<(HeldPlan, Vec<PersonId>), sqlx::Error> {
    let held = Opened::of(sight.held::<Piece>(plans::KIND, PLAN).await?);
    Ok((HeldPlan::of(held.texts), held.broken))
}

/// The names of the two, by seat.
fn names(sight: &Sight) -> [String; 2] {
    sight.two.each_ref().map(|who| who.name.clone())
}

/// The beginning of a text on one line, without what is folded: whole words, at most so many letters.
fn short(text: &str, most: usize) -> String {
    let text = folding::without(text).split_whitespace().collect::<Vec<_>>().join(" ");
    folding::beginning(&text, most)
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_beginning_is_whole_words_on_one_line_and_nothing_that_is_folded() {
        assert_eq!(short("One.\n\n two  three", 40), "One. two three");
        assert_eq!(short("One two, three four", 12), "One two…");
        assert_eq!(short("[[the hotel]] and after", 40), "(folded) and after");
        assert_eq!(short(&"ä".repeat(30), 10), format!("{}…", "ä".repeat(10)));
        assert_eq!(short(" \n ", 10), "");
    }
}
