//! Who holds something of one's own, and since when, as its author's page says it.

use time::Date;

use super::With;
use crate::{
    entries::Shared,
    therapists,
    web::{error::Error, show, signed_in::SignedIn},
};

/// The line about when something was shared: the one that its reader gets is the one of the preview.
#[must_use]
pub fn when(shared: Shared) -> String {
    match shared {
        Shared::WithMe { on } => with_you(on),
        Shared::WithPartner { .. } | Shared::No => since(shared),
    }
}

/// As whoever it is shared with reads it.
#[must_use]
pub fn with_you(on: Date) -> String {
    format!("Shared with you on {}", show::day(on))
}

/// Since when somebody else can read it.
#[must_use]
pub fn since(shared: Shared) -> String {
    shared.on().map(show::day).unwrap_or_default()
}

/// Names for those who hold what somebody shared.
#[derive(Clone, Debug)]
pub struct Names {
    other: String,
    therapist: Option<String>,
}

impl Names {
    /// Of these two.
    pub(super) fn new(other: String, therapist: Option<String>) -> Self {
        Self { other, therapist }
    }

    /// For texts that are shared like these. The therapist's name is asked for only when they hold one of them.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn of(visit: &mut SignedIn, shared: impl IntoIterator<Item = Shared>) -> Result<Self, Error> {
        let held = shared.into_iter().any(|one| With::of(one) == With::Both);
        Self::when(visit, held).await
    }

    /// The same, with the therapist's name if `both` says that it is needed.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn when(visit: &mut SignedIn, both: bool) -> Result<Self, Error> {
        // after the two have parted their name is not to be had
        let other = visit.other().map_or_else(|| "Your partner".to_owned(), |other| other.name);
        let (scope, _, me) = visit.parts();
        let therapist = if both { therapists::name_of_reader(scope, me).await? } else { None };
        Ok(Self { other, therapist })
    }

    /// Everybody who holds it besides its author: "Noor", "Noor and Amari".
    #[must_use]
    pub fn readers(&self, shared: Shared) -> Option<String> {
        match With::of(shared) {
            With::Me => None,
            With::Partner => Some(self.other.clone()),
            With::Both => Some(self.both()),
        }
    }

    /// What the partner is called.
    #[must_use]
    pub fn other(&self) -> &str {
        &self.other
    }

    /// What the therapist is called, where their name was asked for.
    #[must_use]
    pub fn therapist(&self) -> &str {
        self.therapist.as_deref().unwrap_or("your therapist")
    }

    /// Both: "Noor and Amari".
    #[must_use]
    pub fn both(&self) -> String {
        format!("{} and {}", self.other, self.therapist())
    }

    /// Who holds it besides its author, and since when.
    #[must_use]
    pub fn held(&self, shared: Shared) -> Option<Held> {
        let Shared::WithPartner { on, therapist, .. } = shared else { return None };
        let later = therapist.filter(|day| *day != on);
        let since = match (later, &self.therapist) {
            (Some(day), Some(name)) => format!("{}, {name} since {}", show::day(on), show::day(day)),
            _ => show::day(on),
        };
        Some(Held { readers: self.readers(shared)?, on: show::day(on), since, both: therapist.is_some() })
    }
}

/// Who else holds something of one's own, as its author's page says it.
#[derive(Clone, Debug)]
pub struct Held {
    /// "Noor", "Noor and Amari".
    pub readers: String,
    /// The day on which the partner got it.
    pub on: String,
    /// Since when: "2 March 2026", "2 March 2026, Amari since 5 March 2026".
    pub since: String,
    /// Whether they are two.
    pub both: bool,
}
