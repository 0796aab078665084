//! The window: what a therapist reads of a couple, and how either of the two looks through it.
//!
//! What must stay true: a page behind it is one handler and one template for all three, and knows nothing that only one
//! of them could know; so *See as our therapist* is what the therapist sees. It shows what hangs on the access and nothing
//! else, and answers no unsafe method. When it is the therapist who looks, the part is noted first.

use axum::{
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse as _, Redirect},
};
use serde::de::DeserializeOwned;
use time::{Date, OffsetDateTime};

use super::guard::{Closed, TherapistOf};
use crate::{
    conversations::{Piece, before_its_time},
    couples::Seat,
    entries::{Held, Seen, held_by_access},
    ids::{AccessId, EntryId, PersonId},
    therapists::{self, Of, Part, access::Stage},
    web::{
        error::Error,
        page::{Page, Who},
        signed_in::SignedIn,
        state::AppState,
    },
};

/// Where the two look from.
const OURS: &str = "/us/seen";

/// Somebody before the window, who may look.
pub(super) struct Window(Before);

enum Before {
    Therapist(Box<TherapistOf>),
    Partner(Box<Sight>),
}

/// What is seen, by whoever looks.
pub(super) struct Sight {
    /// Who looks. The scope is the therapist's, or one of the two's own.
    pub(super) visit: SignedIn,
    /// The access that everything hangs on.
    pub(super) access: AccessId,
    /// The two, by seat.
    pub(super) two: [Who; 2],
    /// The address before the part: `/clients/{id}`, or the two's own. The only thing on a page that differs.
    pub(super) base: String,
    /// Since when the therapist has been here.
    pub(super) since: Option<Date>,
    /// Until when they read.
    pub(super) until: OffsetDateTime,
    /// Whether that is near.
    pub(super) soon: bool,
    /// What the therapist is called, when one of the two looks.
    pub(super) as_therapist: Option<String>,
    /// What is the therapist's own, when it is they who look.
    pub(super) of: Option<Of>,
    /// Their ids, in the same order.
    pub(super) ids: [PersonId; 2],
}

impl FromRequestParts<AppState> for Window {
    type Rejection = Closed;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Closed> {
        if parts.uri.path().starts_with("/clients/") {
            let of = TherapistOf::from_request_parts(parts, state).await?;
            return Ok(Self(Before::Therapist(Box::new(of))));
        }
        let changes = !parts.method.is_safe();
        let mut visit = SignedIn::from_request_parts(parts, state).await?;
        if changes {
            return Err(Error::NotFound.into());
        }
        let now = visit.now;
        let (scope, hand, me) = visit.parts();
        let ours = therapists::ours(scope, hand, me, now).await?.ok_or(Error::NotFound)?;
        let (Stage::Open { until, .. }, Some(therapist)) = (ours.stage, ours.therapist) else {
            return Err(Closed::Page(Redirect::to("/us/therapist").into_response()));
        };
        let other = visit.other().ok_or(Error::NotFound)?;
        let partner = visit.partner().ok_or(Error::NotFound)?.id;
        let mut two = [(visit.who(), visit.me().id), (other, partner)];
        two.sort_by_key(|(who, _)| who.seat.number());
        let [(one, one_id), (second, second_id)] = two;
        Ok(Self(Before::Partner(Box::new(Sight {
            visit,
            access: ours.id,
            two: [one, second],
            base: OURS.to_owned(),
            since: therapist.since,
            until,
            soon: ours.stage.ends_soon(now),
            as_therapist: Some(therapist.name),
            of: None,
            ids: [one_id, second_id],
        }))))
    }
}

impl Window {
    /// Looks at one part. When it is the therapist, that is noted for the two before anything is read.
    ///
    /// # Errors
    /// When the database cannot be reached, or the access has ended a moment ago.
    pub(super) async fn looks_at(self, part: Part) -> Result<Sight, Error> {
        match self.0 {
            Before::Partner(sight) => Ok(*sight),
            Before::Therapist(therapist) => {
                let (visit, of) = therapist.looks_at(part).await?;
                let ([one, two], Stage::Open { until, .. }) = (of.two.as_slice(), of.stage) else {
                    return Err(Error::NotFound);
                };
                Ok(Sight {
                    access: of.id,
                    base: format!("/clients/{}", of.id),
                    since: of.since,
                    until,
                    soon: of.stage.ends_soon(visit.now),
                    as_therapist: None,
                    ids: [one.id, two.id],
                    two: [one, two].map(|one| Who::new(one.name.clone(), one.seat)),
                    visit,
                    of: Some(of),
                })
            }
        }
    }
}

/// Which entry it is, whether it opened or not.
pub(super) fn id_of<C>(seen: &Seen<C>) -> EntryId {
    match seen {
        Seen::Text(text) => text.id,
        Seen::Broken { id, .. } => *id,
    }
}

impl Sight {
    /// What the therapist holds of one kind, the newest first, at most `most`.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub(super) async fn held<C: DeserializeOwned>(
        &mut self,
        kind: &str,
        most: u32,
    ) -> Result<Vec<Held<C>>, sqlx::Error> {
        let access = self.access;
        let (scope, hand, me) = self.visit.parts();
        held_by_access(scope, hand, me.pinned(), access, kind, most).await
    }

    /// What the therapist holds of the talks, the newest first. One of the two does not find the other's words here
    /// before the talk has come to where they read them: looking through the window opens nothing ahead of its time.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub(super) async fn pieces(&mut self, most: u32) -> Result<Vec<Held<Piece>>, Error> {
        let mut held = self.held::<Piece>("talk", most).await?;
        if self.as_therapist.is_some() && !held.is_empty() {
            let (scope, hand, me) = self.visit.parts();
            let waits = before_its_time(scope, hand, me).await?;
            held.retain(|one| !waits.contains(&id_of(&one.seen)));
        }
        Ok(held)
    }

    /// One of the two, as the author of something.
    #[must_use]
    pub(super) fn author(&self, id: PersonId) -> Option<&Who> {
        self.ids.iter().zip(&self.two).find(|(one, _)| **one == id).map(|(_, who)| who)
    }

    /// Whoever has this seat.
    #[must_use]
    pub(super) fn seated(&self, seat: Seat) -> &Who {
        let [one, two] = &self.two;
        if one.seat == seat { one } else { two }
    }

    /// The frame of a page.
    #[must_use]
    pub(super) fn page(&self, title: &'static str) -> Page {
        self.visit.page(title)
    }
}
