//! Unfinished writing, kept on the server while somebody types.
//!
//! What must stay true: a draft is sealed to its writer's public key, so that it can be kept even when their
//! session has ended meanwhile, and only their next session opens it. The form carries a [`HeldTag`] that says whose
//! and which place it is; it lets a browser without a session keep a draft, and nothing else. The name of the place
//! is keyed, so the database does not tell what anyone is writing at.

use data_encoding::BASE64URL_NOPAD;
use serde::de::DeserializeOwned;
use sqlx::{PgConnection, PgPool};
use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

use super::{Hand, store};
use crate::{
    db::{Asker, Scope},
    ids::PersonId,
    vault::{Bound, Instance, PublicKey, Purpose, ServerSecret, seal_to},
};

/// How long a form can still keep its text after its session has ended.
const HELD_FOR: Duration = Duration::days(2);

/// Whose form it is and which place it belongs to, authenticated by the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldTag {
    person: PersonId,
    epoch: u32,
    key: PublicKey,
    label: [u8; 16],
    until: i64,
}

impl HeldTag {
    /// The tag of a form of `hand`'s at `place`.
    #[must_use]
    pub fn new(hand: &Hand, place: &str, now: OffsetDateTime) -> Self {
        Self {
            person: hand.person,
            epoch: hand.epoch,
            key: hand.keys.public(),
            label: hand.keys.label(place),
            until: (now + HELD_FOR).unix_timestamp(),
        }
    }

    fn fields(&self) -> [u8; 76] {
        let mut bytes = [0; 76];
        let parts: [&[u8]; 5] = [
            self.person.bytes(),
            &self.epoch.to_be_bytes(),
            &self.key.0,
            &self.label,
            &self.until.to_be_bytes(),
        ];
        for (slot, byte) in bytes.iter_mut().zip(parts.into_iter().flatten()) {
            *slot = *byte;
        }
        bytes
    }

    /// The form's hidden field.
    #[must_use]
    pub fn seal(&self, secret: &ServerSecret) -> String {
        let fields = self.fields();
        let mac = secret.mac("held", &[&fields]);
        BASE64URL_NOPAD.encode(&[fields.as_slice(), &mac].concat())
    }

    /// Reads a form's hidden field; none when it is not ours or too old.
    #[must_use]
    pub fn open(text: &str, secret: &ServerSecret, now: OffsetDateTime) -> Option<Self> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        let (fields, mac) = bytes.split_at_checked(76)?;
        if !secret.verify("held", &[fields], mac) {
            return None;
        }
        let (person, rest) = fields.split_first_chunk::<16>()?;
        let (epoch, rest) = rest.split_first_chunk::<4>()?;
        let (key, rest) = rest.split_first_chunk::<32>()?;
        let (label, rest) = rest.split_first_chunk::<16>()?;
        let until = i64::from_be_bytes(rest.try_into().ok()?);
        let tag = Self {
            person: PersonId(uuid::Uuid::from_bytes(*person)),
            epoch: u32::from_be_bytes(*epoch),
            key: PublicKey(*key),
            label: *label,
            until,
        };
        (now.unix_timestamp() <= until).then_some(tag)
    }

    /// Whose form it is.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.person
    }

    fn bound(&self, instance: Instance) -> Bound {
        bound(instance, self.person, self.epoch, &self.label)
    }
}

fn bound(instance: Instance, person: PersonId, epoch: u32, label: &[u8; 16]) -> Bound {
    Bound::new(Purpose::Draft, instance).field(person.bytes()).number(epoch).field(label)
}

/// A form as it was when it was last kept.
pub struct Draft {
    /// When.
    pub at: OffsetDateTime,
    body: Zeroizing<Vec<u8>>,
}

impl Draft {
    /// The form's fields; none when the form has changed its shape since.
    #[must_use]
    pub fn fields<F: DeserializeOwned>(&self) -> Option<F> {
        serde_html_form::from_bytes(&self.body).ok()
    }
}

/// Keeps the form (as it would be posted) under its tag.
///
/// # Errors
/// When the database cannot be reached or the system's randomness fails; nothing is kept then.
pub async fn keep(
    pool: &PgPool,
    instance: Instance,
    tag: &HeldTag,
    body: &[u8],
    now: OffsetDateTime,
) -> Result<(), anyhow::Error> {
    let stamp = now.unix_timestamp().to_be_bytes();
    let plain = Zeroizing::new([stamp.as_slice(), body].concat());
    let sealed = seal_to(&tag.key, &tag.bound(instance), &plain)?;
    let mut scope = Scope::begin(pool, Asker::Holder(tag.person)).await?;
    store::put_draft(&mut scope, tag.person, &tag.label, &sealed, now.date()).await?;
    scope.commit().await?;
    Ok(())
}

/// The draft at `place`, if there is one that opens.
///
/// # Errors
/// When the database cannot be reached.
pub async fn find_draft(
    tx: &mut PgConnection,
    hand: &Hand,
    place: &str,
) -> Result<Option<Draft>, sqlx::Error> {
    let label = hand.keys.label(place);
    let Some(sealed) = store::draft(tx, hand.person, &label).await? else { return Ok(None) };
    let bound = bound(hand.instance, hand.person, hand.epoch, &label);
    let Ok(plain) = hand.keys.open_sealed(&bound, &sealed) else {
        tracing::warn!("a draft did not open");
        return Ok(None);
    };
    Ok(plain.split_first_chunk::<8>().and_then(|(stamp, body)| {
        let at = OffsetDateTime::from_unix_timestamp(i64::from_be_bytes(*stamp)).ok()?;
        Some(Draft { at, body: Zeroizing::new(body.to_vec()) })
    }))
}

/// Lets the draft at `place` go: what it held was saved.
///
/// # Errors
/// When the database cannot be reached.
pub async fn drop_draft(tx: &mut PgConnection, hand: &Hand, place: &str) -> Result<(), sqlx::Error> {
    store::drop_draft(tx, hand.person, &hand.keys.label(place)).await
}
