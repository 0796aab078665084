//! "Settled unless something new comes up": a mark that only those who were hurt can make, each for themselves.

use serde::{Deserialize, Serialize};

use super::{Order, Roles, Seat};

/// Who of those who were hurt calls it settled. It knows the order of the turns, not seats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settled {
    first: bool,
    second: bool,
}

impl Settled {
    /// Whether this person has made the mark.
    #[must_use]
    pub fn by(self, roles: Roles, who: Seat) -> bool {
        if roles.speaker(Order::First) == who { self.first } else { self.second }
    }

    /// Whether everybody who was hurt has made it.
    #[must_use]
    pub fn is_whole(self, roles: Roles) -> bool {
        Seat::ALL.into_iter().all(|who| !roles.was_hurt(who) || self.by(roles, who))
    }

    pub(super) fn with(self, roles: Roles, who: Seat, mark: bool) -> Self {
        if roles.speaker(Order::First) == who {
            Self { first: mark, ..self }
        } else {
            Self { second: mark, ..self }
        }
    }
}
