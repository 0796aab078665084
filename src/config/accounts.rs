//! Who may sign up.

use super::source::Reader;

/// Settings about accounts.
#[derive(Clone, Debug)]
pub struct AccountsConfig {
    /// `TOWARD_SIGN_UP`: `first-couple`, `invite` or `open`. Default `first-couple`.
    pub sign_up: SignUp,
}

/// Who may sign up. Closed means closed: only the first account and a partner's invite get past the first two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignUp {
    /// The first account by the setup link, the second by that person's invite, and nobody else.
    FirstCouple,
    /// As many couples as the person who runs the server makes start links for (`toward invite`).
    Invite,
    /// Everybody who finds the address.
    Open,
}

impl SignUp {
    /// The value as it is written in the variable.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FirstCouple => "first-couple",
            Self::Invite => "invite",
            Self::Open => "open",
        }
    }
}

impl AccountsConfig {
    pub(super) fn read(from: &mut Reader) -> Self {
        let text = from.text("TOWARD_SIGN_UP");
        let all = [SignUp::FirstCouple, SignUp::Invite, SignUp::Open];
        let sign_up = all.into_iter().find(|choice| choice.as_str() == text).unwrap_or_else(|| {
            from.problem("TOWARD_SIGN_UP", "give first-couple, invite or open");
            SignUp::FirstCouple
        });
        Self { sign_up }
    }
}
