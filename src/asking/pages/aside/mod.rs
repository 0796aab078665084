//! "Not yet said": a list for its author alone, and the ways out of it.
//!
//! What must stay true: nothing here hints anything to anybody, is shared, or is counted for anybody else. What is taken
//! somewhere stays on the list until its author ticks it off.

pub(super) mod item;
pub(super) mod list;
pub(super) mod take;

use crate::{
    asking::{Unsaid, private},
    entries::Text,
    web::{error::Error, page::Flash, signed_in::SignedIn},
};

/// One of the visitor's own. What is not there and what is not theirs is the same.
async fn find(visit: &mut SignedIn, id: &str) -> Result<Text<Unsaid>, Error> {
    let id = super::id_of(id)?;
    let (scope, hand, _) = visit.parts();
    private::one(scope, hand, id).await?.ok_or(Error::NotFound)
}

/// What stands at the top after an act; the codes are ours.
fn done(code: Option<&str>) -> Option<Flash> {
    Some(Flash::done(match code? {
        "kept" => "Kept. Only you can read it.",
        "said" => "Ticked off. It stays below, for you alone.",
        "open" => "Back on the list.",
        "taken" => "It is a line of your notes now. Here it stays until you tick it off.",
        "removed" => "Removed.",
        _ => return None,
    }))
}
