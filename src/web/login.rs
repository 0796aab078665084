//! Who is signed in, and how long that lasts: what a session holds.
//!
//! What must stay true: it holds keys, and never the root (security.md 2.6); using it makes it last longer only up to the
//! end that it got when it began.

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

use crate::{
    accounts::Leaving,
    ids::{ConversationId, PersonId},
    vault::{Keys, VaultError},
};

/// A partner's session ends after this long without use, unless they chose another time.
pub const IDLE: Duration = Duration::minutes(30);
/// And after this long in any case.
pub const ABSOLUTE: Duration = Duration::hours(12);
/// Unless the person asked to stay signed in on this device. A time that they chose themselves holds there too.
pub const STAY: Duration = Duration::days(30);
/// A therapist's session ends after this long without use, whatever else was chosen.
pub const BRIEF_IDLE: Duration = Duration::minutes(15);
/// And after this long in any case.
pub const BRIEF: Duration = Duration::hours(8);
/// Use is noted at most this often, so that reading a page writes nothing; and at least twelve times in the time after
/// which a session ends, so that nobody is signed out much too early.
pub const NOTED: Duration = Duration::minutes(5);
const NOTED_PARTS: i32 = 12;
/// Who is signed in, with what their session may hold.
#[derive(Clone, Serialize, Deserialize)]
pub struct Login {
    /// Who.
    pub person: PersonId,
    /// The epoch of their keys.
    pub epoch: u32,
    keys: String,
    /// When it ends whatever happens, in seconds since 1970.
    pub expires_at: i64,
    /// When it ends if it is not used, in seconds since 1970.
    pub idle_until: i64,
    /// Whether the person asked to stay signed in here.
    pub stay: bool,
    /// A recovery code that its owner has not yet put away.
    pub fresh_code: Option<String>,
    /// The phone lies between the two: this session shows the sofa pages of this talk and nothing else.
    #[serde(default)]
    pub sofa: Option<ConversationId>,
    /// Whether it began with a second step, besides the passphrase; see `web::second_factor`.
    #[serde(default)]
    pub second_factor: bool,
    /// How many spare codes were left then.
    #[serde(default)]
    pub spare_left: Option<usize>,
    /// Whether it has been in a therapist's pages: from then on it is a short one.
    #[serde(default)]
    brief: bool,
    /// How the person leaves; a session from before there was a choice has none.
    #[serde(default)]
    leaving: Leaving,
}

impl Login {
    /// A session that begins now.
    #[must_use]
    pub fn begin(person: PersonId, epoch: u32, keys: &Keys, stay: bool, now: OffsetDateTime) -> Self {
        let (idle, absolute) = if stay { (STAY, STAY) } else { (IDLE, ABSOLUTE) };
        Self {
            person,
            epoch,
            keys: BASE64.encode(keys.to_bytes().as_slice()),
            expires_at: (now + absolute).unix_timestamp(),
            idle_until: (now + idle).unix_timestamp(),
            stay,
            fresh_code: None,
            sofa: None,
            second_factor: false,
            spare_left: None,
            brief: false,
            leaving: Leaving::default(),
        }
    }

    /// How the person leaves.
    #[must_use]
    pub fn leaving(&self) -> &Leaving {
        &self.leaving
    }

    /// From now on the person leaves like this.
    pub fn choose(&mut self, leaving: Leaving, now: OffsetDateTime) {
        self.leaving = leaving;
        self.use_now(now);
    }

    /// From now on it is as short as a therapist's session is. Whether anything changed.
    pub fn shorten(&mut self, now: OffsetDateTime) -> bool {
        let new = !self.brief;
        if new {
            self.brief = true;
            self.stay = false;
            self.expires_at = self.expires_at.min((now + BRIEF).unix_timestamp());
            self.use_now(now);
        }
        new
    }

    fn idle(&self) -> Duration {
        self.locks_after().unwrap_or(STAY)
    }

    /// After how long an untouched page locks; none where the person asked to stay and chose no time.
    #[must_use]
    pub fn locks_after(&self) -> Option<Duration> {
        let usual = (!self.stay).then_some(IDLE);
        let chosen = self.leaving.idle.map(crate::accounts::Idle::lasts).or(usual);
        if self.brief { Some(chosen.map_or(BRIEF_IDLE, |chosen| chosen.min(BRIEF_IDLE))) } else { chosen }
    }

    /// How long it still runs if nobody uses it.
    #[must_use]
    pub fn left(&self, now: OffsetDateTime) -> Duration {
        Duration::seconds(self.idle_until.min(self.expires_at) - now.unix_timestamp())
    }

    pub(super) fn use_now(&mut self, now: OffsetDateTime) {
        self.idle_until = (now + self.idle()).unix_timestamp().min(self.expires_at);
    }

    /// The keys that the session holds.
    ///
    /// # Errors
    /// When they are damaged.
    pub fn keys(&self) -> std::result::Result<Keys, VaultError> {
        let bytes = Zeroizing::new(BASE64.decode(self.keys.as_bytes()).unwrap_or_default());
        Keys::from_bytes(&bytes)
    }

    /// Whether it still runs.
    #[must_use]
    pub fn runs(&self, now: OffsetDateTime) -> bool {
        let now = now.unix_timestamp();
        now < self.expires_at && now < self.idle_until
    }

    /// Notes that it was used, if that has not been noted lately. Whether anything changed.
    pub fn note_use(&mut self, now: OffsetDateTime) -> bool {
        let noted = NOTED.min(self.idle() / NOTED_PARTS);
        let until = (now + self.idle()).unix_timestamp().min(self.expires_at);
        let stale = until - self.idle_until >= noted.whole_seconds();
        if stale {
            self.use_now(now);
        }
        stale
    }
}
