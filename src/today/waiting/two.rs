//! What stands between the two: the words to compare, a key that is another one, a pace that was suggested.

use super::Line;
use crate::{entries::PinState, web::signed_in::SignedIn};

/// The mark of a line that is about safety and waits for nobody's time.
pub(super) const ALERT: &str = "alert";

pub(super) fn lines(visit: &SignedIn) -> Vec<Line> {
    let Some(partner) = visit.partner() else { return Vec::new() };
    let name = &partner.name;
    let key = match partner.pin {
        PinState::Holds(pinned) if pinned.verified() => None,
        PinState::Holds(_) => Some(Line::new(
            "/us/words",
            "us",
            format!("Read six words to {name}"),
            "Once, when you are together or on the phone. If they are the same on both sides, nobody stands between you.",
        )),
        PinState::Changed | PinState::Unknown => Some(Line::new(
            "/us",
            ALERT,
            format!("Something about {name}’s key has changed"),
            "Sharing is paused until you have looked at it.",
        )),
    };
    let pace = visit.me().pace_waits.then(|| {
        Line::new(
            "/us/pace",
            "pause",
            format!("{name} suggests another pace for your talks"),
            "How long you sit together, and when you let it rest.",
        )
    });
    key.into_iter().chain(pace).collect()
}
