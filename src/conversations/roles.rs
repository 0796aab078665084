//! Who caused the hurt and who was hurt, in one conversation.
//!
//! Roles choose prompts and who goes first; they never choose rights. They live in a sealed entry and nowhere
//! else: [`super::Talk`] takes them as a parameter, so that the database cannot say who caused what.

use serde::{Deserialize, Serialize};

use super::{Seat, turn::Order};

/// What one of the two was in what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// I caused the hurt.
    Caused,
    /// I was hurt.
    Hurt,
    /// I caused hurt, and I was hurt.
    Both,
}

impl Role {
    /// All roles, in the order in which a form offers them.
    pub const ALL: [Self; 3] = [Self::Hurt, Self::Caused, Self::Both];

    /// The word in forms; the same as in the sealed entry.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Caused => "caused",
            Self::Hurt => "hurt",
            Self::Both => "both",
        }
    }

    /// Reads the word in a form.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    const fn caused(self) -> bool {
        match self {
            Self::Caused | Self::Both => true,
            Self::Hurt => false,
        }
    }

    const fn hurt(self) -> bool {
        match self {
            Self::Hurt | Self::Both => true,
            Self::Caused => false,
        }
    }
}

impl Role {
    /// Whether this role speaks before the other in steps 3 and 4: the more someone only was hurt, the earlier.
    const fn leads(self, other: Self) -> bool {
        match (self, other) {
            (Self::Hurt, Self::Both | Self::Caused) | (Self::Both, Self::Caused) => true,
            (Self::Hurt, Self::Hurt)
            | (Self::Both, Self::Both | Self::Hurt)
            | (Self::Caused, Self::Hurt | Self::Both | Self::Caused) => false,
        }
    }
}

/// The roles of both. There is always someone who caused the hurt and someone who was hurt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Pair", into = "Pair")]
pub struct Roles {
    one: Role,
    two: Role,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    one: Role,
    two: Role,
}

impl From<Roles> for Pair {
    fn from(Roles { one, two }: Roles) -> Self {
        Self { one, two }
    }
}

impl TryFrom<Pair> for Roles {
    type Error = RolesRefused;

    fn try_from(Pair { one, two }: Pair) -> Result<Self, Self::Error> {
        Self::new(one, two)
    }
}

/// Why two roles do not make a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RolesRefused {
    /// Both said they were hurt, and nobody caused it.
    #[error("One of you caused the hurt this conversation is about. Choose who; it can be both of you.")]
    NobodyCaused,
    /// Both said they caused it, and nobody was hurt.
    #[error("One of you was hurt by what this conversation is about. Choose who; it can be both of you.")]
    NobodyHurt,
}

impl Roles {
    /// Checks that someone caused the hurt and someone was hurt.
    pub fn new(one: Role, two: Role) -> Result<Self, RolesRefused> {
        if !one.caused() && !two.caused() {
            return Err(RolesRefused::NobodyCaused);
        }
        if !one.hurt() && !two.hurt() {
            return Err(RolesRefused::NobodyHurt);
        }
        Ok(Self { one, two })
    }

    /// The role of one seat.
    #[must_use]
    pub const fn of(self, seat: Seat) -> Role {
        match seat {
            Seat::One => self.one,
            Seat::Two => self.two,
        }
    }

    /// Who speaks in this turn of steps 3 and 4: the one who only was hurt goes first. Two who are both: seat one.
    #[must_use]
    pub fn speaker(self, turn: Order) -> Seat {
        let first = if self.two.leads(self.one) { Seat::Two } else { Seat::One };
        turn.of(first)
    }

    /// Who takes responsibility and apologises in this turn of steps 6 and 7.
    ///
    /// It is the order of steps 3 and 4 turned round: whoever was only hurt speaks first there and whoever only
    /// caused it goes first here. For two who are both, seat one leads there and seat two here, so that neither
    /// leads throughout.
    #[must_use]
    pub fn causer(self, turn: Order) -> Seat {
        self.speaker(turn.other())
    }

    /// Whether this one was hurt.
    #[must_use]
    pub const fn was_hurt(self, seat: Seat) -> bool {
        self.of(seat).hurt()
    }

    /// Whether this one caused hurt.
    #[must_use]
    pub const fn has_caused(self, seat: Seat) -> bool {
        self.of(seat).caused()
    }

    /// Whether both caused hurt: then steps 6 and 7 have two turns.
    #[must_use]
    pub const fn both_caused(self) -> bool {
        self.one.caused() && self.two.caused()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_always_someone_who_caused_it_and_someone_who_was_hurt() {
        assert_eq!(Roles::new(Role::Hurt, Role::Hurt), Err(RolesRefused::NobodyCaused));
        assert_eq!(Roles::new(Role::Caused, Role::Caused), Err(RolesRefused::NobodyHurt));
        let accepted = Role::ALL
            .into_iter()
            .flat_map(|one| Role::ALL.into_iter().filter_map(move |two| Roles::new(one, two).ok()))
            .count();
        assert_eq!(accepted, 7);
        assert!(serde_json::from_str::<Roles>(r#"{"one":"hurt","two":"hurt"}"#).is_err());
        assert!(serde_json::from_str::<Roles>(r#"{"one":"hurt","two":"caused","more":1}"#).is_err());
    }

    #[test]
    fn the_hurt_one_speaks_first_and_the_causer_owns_first_whichever_seat_they_have() {
        for (one, two, speaker, causer) in [
            (Role::Hurt, Role::Caused, Seat::One, Seat::Two),
            (Role::Caused, Role::Hurt, Seat::Two, Seat::One),
            (Role::Both, Role::Hurt, Seat::Two, Seat::One),
            (Role::Hurt, Role::Both, Seat::One, Seat::Two),
            (Role::Both, Role::Caused, Seat::One, Seat::Two),
            (Role::Caused, Role::Both, Seat::Two, Seat::One),
            (Role::Both, Role::Both, Seat::One, Seat::Two),
        ] {
            let roles = Roles::new(one, two).unwrap();
            assert_eq!(roles.speaker(Order::First), speaker, "{roles:?}");
            assert_eq!(roles.causer(Order::First), causer, "{roles:?}");
            assert_eq!(roles.both_caused(), one != Role::Hurt && two != Role::Hurt);
        }
    }
}
