//! "Not tonight": everything of this room is put away until an hour, and the other one can read that it is.
//!
//! What must stay true: there is one of each person at most, and only its author makes or ends it. It ends by itself, and
//! neither beginning nor ending it depends on anything the other one did.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Hour, KIND, Piece, Rest, acting, matter::REST_SLOT};
use crate::{
    couples::Me,
    entries::{self, Base, Hand, Pinned, Place, Seen, Written, share},
    web::live,
};

/// Puts everything away until this hour, in place of what was said before. Said twice, it is said once. False when another window
/// has said another hour at the same time.
pub(super) async fn begin(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    pinned: &Pinned,
    (until, once): (Hour, Uuid),
    now: OffsetDateTime,
) -> Result<bool, anyhow::Error> {
    let at = until.at;
    let piece = Piece::Rest(Rest { until });
    let there = entries::by_slot::<Piece>(tx, hand, REST_SLOT).await?;
    let base = match there {
        // one entry for all nights would keep every one of them
        Some(seen) if !is(&seen, &piece) => {
            erase(tx, hand, me, &seen, now).await?;
            Base::New(Uuid::new_v4())
        }
        Some(Seen::Text(text)) => Base::Edit(text.id, text.number),
        _ => Base::New(once),
    };
    let place = Place { kind: KIND, couple: me.couple, about: None, slot: Some(REST_SLOT) };
    let (Written::Kept(id, number) | Written::Already(id, number)) =
        entries::write(tx, hand, place, base, &piece, now).await?
    else {
        return Ok(false);
    };
    share(tx, hand, pinned, id, number, me.pacing.local(now).date()).await?;
    acting::move_to(tx, me, at, now).await?;
    live::hint(tx, pinned.contact()).await?;
    Ok(true)
}

fn is(seen: &Seen<Piece>, piece: &Piece) -> bool {
    seen.as_text().is_some_and(|text| text.content == *piece)
}

/// Takes it away with every grant. A night that is over, or said anew, leaves no line that something was taken back.
async fn erase(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    seen: &Seen<Piece>,
    now: OffsetDateTime,
) -> Result<(), anyhow::Error> {
    let id = match seen {
        Seen::Text(text) => text.id,
        Seen::Broken { id, .. } => *id,
    };
    entries::remove(tx, hand, None, id, me.pacing.local(now).date()).await?;
    Ok(())
}

/// Ends it by hand.
pub(super) async fn end(
    tx: &mut PgConnection,
    hand: &Hand,
    me: &Me,
    now: OffsetDateTime,
) -> Result<(), anyhow::Error> {
    let Some(seen) = entries::by_slot::<Piece>(tx, hand, REST_SLOT).await? else { return Ok(()) };
    erase(tx, hand, me, &seen, now).await?;
    acting::move_to(tx, me, now, now).await?;
    if let Some(partner) = &me.partner {
        live::hint(tx, partner.id).await?;
    }
    Ok(())
}
