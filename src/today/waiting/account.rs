//! What the account itself waits for.

use super::Line;
use crate::web::signed_in::SignedIn;

pub(super) fn lines(visit: &SignedIn) -> Vec<Line> {
    let code = visit.login().fresh_code.as_ref().map(|_| {
        Line::new(
            "/recovery-code",
            "info",
            "Your recovery code is not put away yet",
            "It is the only way back in if you forget your passphrase. It is shown until you say you have kept it.",
        )
    });
    Vec::from_iter(code)
}
