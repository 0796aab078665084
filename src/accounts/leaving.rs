//! How somebody leaves, and how long their pages stay open untouched. Each person chooses for themselves.
//!
//! What must stay true: only their own session can read it. It is a sealed entry that nobody is granted, copied into the
//! sealed session at sign-in, so that no page asks the database for it. An address is one that anybody could open, and
//! safe to print into a page.

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{
    config::{ExitUrl, Origin},
    entries::{self, Base, Hand, Place, Seen, Written},
};

const KIND: &str = "settings";
const SLOT: &str = "settings/leaving";

/// What one person chose; nothing chosen means the usual.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Leaving {
    /// Where "Leave quickly" goes instead of to the host's address.
    pub exit: Option<ExitAddress>,
    /// When an untouched page locks.
    pub idle: Option<Idle>,
}

/// An https address of a public site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ExitAddress(String);

/// After how many minutes without use somebody is signed out: one of [`Idle::OFFERED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Idle(u16);

impl Idle {
    /// What can be chosen.
    pub const OFFERED: [u16; 5] = [2, 5, 10, 15, 30];

    /// The choice that a form names.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let minutes = text.parse().ok()?;
        Self::OFFERED.contains(&minutes).then_some(Self(minutes))
    }

    /// In minutes.
    #[must_use]
    pub fn minutes(self) -> u16 {
        self.0
    }

    /// As a duration.
    #[must_use]
    pub fn lasts(self) -> Duration {
        Duration::minutes(i64::from(self.0))
    }
}

impl ExitAddress {
    /// The longest address.
    pub const LONGEST: usize = 200;

    /// Reads what was typed, on a server whose own address is `ours`.
    ///
    /// # Errors
    /// A sentence about what to do.
    pub fn parse(typed: &str, ours: &Origin) -> Result<Self, &'static str> {
        const NOT_WEB: &str = "Give the address of a web page, such as https://www.wikipedia.org/.";
        let typed = typed.trim();
        if typed.len() > Self::LONGEST {
            return Err("This address is too long. It can have 200 characters.");
        }
        // the address stands in attributes and in a `meta` element, whose readers are not all alike
        let plain =
            |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'\\' | b'`');
        if typed.is_empty() || !typed.bytes().all(plain) {
            return Err(NOT_WEB);
        }
        let whole = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
        if whole.split(['/', '?', '#']).nth(2).is_some_and(|authority| authority.contains('@')) {
            return Err("Leave out the part before the @. Anybody at this screen could read it.");
        }
        let exit: ExitUrl = whole.parse().map_err(|_| NOT_WEB)?;
        if !exit.origin().is_https() {
            return Err("Choose an address that begins with https://.");
        }
        if exit.origin().host() == ours.host() {
            return Err("This address leads back here. Choose another site.");
        }
        if !is_public(exit.origin().host()) {
            return Err("Choose a site that anybody can open, with a name and not a number.");
        }
        Ok(Self(exit.as_str().to_owned()))
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A name of the public internet: no number, no single word, nothing of a network at home.
fn is_public(host: &str) -> bool {
    const AT_HOME: [&str; 10] =
        ["localhost", "local", "internal", "intranet", "private", "lan", "home", "corp", "arpa", "invalid"];
    let labels: Vec<&str> = host.split('.').collect();
    let fine = |label: &&str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    // browsers read every host that ends in a number as a number
    let number = |label: &str| {
        let hex = label.strip_prefix("0x").unwrap_or("-");
        label.bytes().all(|byte| byte.is_ascii_digit()) || hex.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    labels.len() > 1
        && labels.iter().all(fine)
        && labels.last().is_some_and(|last| !AT_HOME.contains(last) && !number(last))
}

/// What `hand` chose. A choice that does not open counts as none: it was altered, and an address that somebody else
/// made up must not be followed.
///
/// # Errors
/// When the database cannot be reached.
pub(super) async fn load(tx: &mut PgConnection, hand: &Hand) -> Result<Leaving, sqlx::Error> {
    let seen = entries::by_slot::<Leaving>(tx, hand, SLOT).await?;
    Ok(seen.and_then(Seen::text).map(|text| text.content).unwrap_or_default())
}

/// Keeps the choice in place of the one before, of which nothing stays.
///
/// # Errors
/// When the database cannot be reached or the choice cannot be sealed; nothing changes then.
pub(super) async fn keep(
    tx: &mut PgConnection,
    hand: &Hand,
    leaving: &Leaving,
    now: OffsetDateTime,
) -> Result<bool, anyhow::Error> {
    let old = match entries::by_slot::<Leaving>(tx, hand, SLOT).await? {
        Some(Seen::Text(text)) => Some(text.id),
        Some(Seen::Broken { id, .. }) => Some(id),
        None => None,
    };
    if let Some(id) = old {
        entries::remove(tx, hand, None, id, now.date()).await?;
    }
    if *leaving == Leaving::default() {
        return Ok(true);
    }
    let place = Place { kind: KIND, couple: None, about: None, slot: Some(SLOT) };
    let written = entries::write(tx, hand, place, Base::New(Uuid::new_v4()), leaving, now).await?;
    Ok(matches!(written, Written::Kept(..)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(typed: &str) -> Result<String, &'static str> {
        let ours = "https://toward.example.org".parse().unwrap();
        ExitAddress::parse(typed, &ours).map(|address| address.0)
    }

    #[test]
    fn an_address_of_a_public_site_is_taken_as_a_browser_would_write_it() {
        for (typed, kept) in [
            ("https://weather.example/today?x=1#now", "https://weather.example/today?x=1#now"),
            (" HTTPS://Weather.Example ", "https://weather.example/"),
            ("weather.example", "https://weather.example/"),
            ("www.weather.example/a", "https://www.weather.example/a"),
            ("https://weather.example:8443/", "https://weather.example:8443/"),
        ] {
            assert_eq!(parse(typed).as_deref(), Ok(kept), "{typed}");
        }
    }

    #[test]
    fn an_address_that_not_everybody_can_open_is_refused() {
        for typed in [
            "http://weather.example/",
            "javascript:alert(1)",
            "data://weather.example/",
            "https://",
            "https:///x",
            "https://localhost/",
            "https://printer.local",
            "https://router",
            "https://10.0.0.1/",
            "https://93.184.216.34/",
            "https://0x7f.1",
            "https://a.0x1f",
            "https://2130706433/",
            "https://[::1]/",
            "https://weather.example./",
            "https://weather..example/",
            "https://-a.example/",
            "https://a_b.example/",
            "https://weather.example:99999/",
            "https://me@weather.example/",
            "https://me:secret@weather.example/",
            "me@weather.example",
            "https://toward.example.org/",
            "https://toward.example.org:8443/elsewhere",
            "https://weather.example/a b",
            "https://weather.example/\u{e4}",
            "https://weather.example/\"><script>",
            "https://weather.example\\@elsewhere.example/",
            "https://weather.example/\r\nx: y",
        ] {
            assert!(parse(typed).is_err(), "{typed:?} became {:?}", parse(typed));
        }
        assert!(parse(&format!("https://weather.example/{}", "a".repeat(176))).is_ok());
        assert!(parse(&format!("https://weather.example/{}", "a".repeat(177))).is_err());
    }

    #[test]
    fn only_the_offered_times_can_be_chosen() {
        for minutes in Idle::OFFERED {
            assert_eq!(Idle::parse(&minutes.to_string()).map(Idle::minutes), Some(minutes));
        }
        for other in ["", "0", "1", "3", "-2", "2.5", "31", "99999999"] {
            assert_eq!(Idle::parse(other), None, "{other}");
        }
    }
}
