//! The guard: somebody who is signed in, with their keys and the scoped transaction in which their page is made.
//!
//! What must stay true: a handler that takes a [`SignedIn`] runs as exactly that person, in the application and in
//! row-level security; there is no other way for a page to either. A session whose key is not the account's own key
//! ends here (security.md 3.2).

use std::sync::{Arc, OnceLock};

use axum::{extract::FromRequestParts, http::request::Parts};
use serde::de::DeserializeOwned;
use time::OffsetDateTime;
use tower_sessions::Session;

use super::{
    error::Error,
    page::{Page, Shell, Who},
    session::{self, LOGIN, Login},
    show,
    state::{AppState, Site},
    tokens,
};
use crate::{
    couples::{Me, Partner, Seat},
    db::{Asker, Scope},
    entries::{self, Hand, HeldTag, Pinned, find_draft},
    guide::Visitor,
    ids::{ConversationId, PersonId},
};

/// Somebody who is signed in. Fields that carry permission are private: only the guard makes one.
pub struct SignedIn {
    me: Me,
    hand: Hand,
    /// The transaction of this request, in which row-level security answers for this person.
    pub scope: Scope,
    /// The installation.
    pub site: Arc<Site>,
    /// The frame, with this person's own way out.
    pub shell: Shell,
    /// When the request came.
    pub now: OffsetDateTime,
    session: Session,
    login: Login,
    csrf: String,
}

/// What the frame of a trouble page needs to know; the guard fills it in.
#[derive(Clone, Default)]
pub struct Frame(Arc<OnceLock<(Shell, Who, String)>>);

impl Frame {
    /// The page that an answer without a page of its own is drawn in.
    #[must_use]
    pub fn page(&self, shell: &Shell) -> Page {
        match self.0.get() {
            Some((shell, who, csrf)) => Page::signed_in(shell, "Toward", who.clone(), csrf.clone()),
            None => Page::door(shell, "Toward"),
        }
    }
}

impl SignedIn {
    /// The person, their couple and the other one.
    #[must_use]
    pub fn me(&self) -> &Me {
        &self.me
    }

    /// The hand that writes and opens.
    #[must_use]
    pub fn hand(&self) -> &Hand {
        &self.hand
    }

    /// The other one, if somebody has joined.
    #[must_use]
    pub fn partner(&self) -> Option<&Partner> {
        self.me.partner.as_ref()
    }

    /// The other one's checked key.
    #[must_use]
    pub fn pinned(&self) -> Option<Pinned> {
        self.me.pinned().copied()
    }

    /// A form as it was kept while somebody typed, if that is newer than what was saved; and the line that says so.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn unfinished<F: DeserializeOwned>(
        &mut self,
        place: &str,
        saved_at: Option<OffsetDateTime>,
    ) -> Result<Option<(F, String)>, Error> {
        let draft = find_draft(&mut self.scope, &self.hand, place).await?;
        let draft = draft.filter(|draft| saved_at.is_none_or(|saved_at| draft.at >= saved_at));
        Ok(draft.and_then(|draft| {
            let day = show::day(self.me.pacing.local(draft.at).date());
            Some((draft.fields::<F>()?, format!("Draft kept on {day}")))
        }))
    }

    /// The session record.
    #[must_use]
    pub fn login(&self) -> &Login {
        &self.login
    }

    /// The session itself, to end it or to change its record.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Scope and hand at once, for calls that need both.
    pub fn parts(&mut self) -> (&mut Scope, &Hand, &Me) {
        (&mut self.scope, &self.hand, &self.me)
    }

    /// How pages show the person.
    #[must_use]
    pub fn who(&self) -> Who {
        Who::new(self.me.name.clone(), self.me.seat)
    }

    /// How pages show the other one.
    #[must_use]
    pub fn other(&self) -> Option<Who> {
        self.partner().map(|partner| Who::new(partner.name.clone(), self.me.seat.other()))
    }

    /// How pages show whoever wrote something: also somebody who was linked before.
    #[must_use]
    pub fn author(&self, author: PersonId) -> Who {
        if author == self.me.id {
            return self.who();
        }
        match self.partner().filter(|partner| partner.id == author) {
            Some(partner) => Who::new(partner.name.clone(), self.me.seat.other()),
            None => Who::new("Your partner then", Seat::Two),
        }
    }

    /// The frame of a page of theirs.
    #[must_use]
    pub fn page(&self, title: &'static str) -> Page {
        Page::signed_in(&self.shell, title, self.who(), self.csrf.clone())
    }

    /// The hidden field that keeps a form's text under `place`, whatever happens to the session.
    #[must_use]
    pub fn held(&self, place: &str) -> String {
        HeldTag::new(&self.hand, place, self.now).seal(&self.site.secret)
    }
}

/// The session's record, if there is a session that still runs.
pub(super) async fn login(session: &Session, now: OffsetDateTime) -> Result<Option<Login>, Error> {
    if session.id().is_none() {
        return Ok(None);
    }
    Ok(session.get::<Login>(LOGIN).await?.filter(|login| login.runs(now)))
}

/// While the phone lies between the two, only the sofa pages of their talk are answered, and its questions "a break?",
/// "stop for now?" and "stop?", which hold nothing of either: whoever holds it reaches nothing else of its owner, by a
/// link, the back button or an address. Hints about changes carry no content and go on.
fn stays_on_sofa(talk: ConversationId, path: &str) -> Result<(), Error> {
    let talk = format!("/talk/{talk}/");
    let inside = path
        .strip_prefix(&talk)
        .is_some_and(|rest| matches!(rest, "sofa" | "sofa/away" | "sofa/sign" | "break" | "rest" | "stop"));
    if inside || path == "/live" { Ok(()) } else { Err(Error::OnSofa(format!("{talk}sofa"))) }
}

/// A page that asks again by itself, because something changed, is not somebody using it; nor is its open stream.
fn is_use(parts: &Parts) -> bool {
    !parts.headers.contains_key("x-live") && parts.uri.path() != "/live"
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        let session = parts.extensions.get::<Session>().cloned().ok_or(Error::SignInRequired)?;
        let now = state.clock.now();
        let mut login = login(&session, now).await?.ok_or(Error::SignInRequired)?;
        let id = session.id().ok_or(Error::SignInRequired)?;
        if let Some(talk) = login.sofa {
            stays_on_sofa(talk, parts.uri.path())?;
        }
        let csrf = tokens::for_session(&state.site, id);
        let hand = Hand {
            instance: state.site.instance,
            person: login.person,
            epoch: login.epoch,
            keys: Arc::new(login.keys()?),
        };
        let mut scope = Scope::begin(&state.pool, Asker::Person(login.person)).await?;
        let me = Me::load(&mut scope, &hand).await?.ok_or(Error::SignInRequired)?;
        if me.public_key != hand.keys.public() {
            tracing::error!(person.id = %me.id, "an account's key is not the one its session holds");
            session.flush().await?;
            return Err(Error::SignInRequired);
        }
        if let Some(pinned) = me.pinned().filter(|_| me.partner.as_ref().is_some_and(|other| !other.stored)) {
            // Once for each couple: the inviter meets the other one's key.
            let mut meeting = Scope::begin(&state.pool, Asker::Person(login.person)).await?;
            entries::pin_now(&mut meeting, &hand, pinned, now.date()).await?;
            meeting.commit().await?;
        }
        if is_use(parts) && login.note_use(now) {
            session::put(&session, &login, now).await?;
        }
        let (site, shell) = (Arc::clone(&state.site), state.shell.of(&login, &state.site));
        if let Some(Frame(frame)) = parts.extensions.get::<Frame>() {
            let who = Who::new(me.name.clone(), me.seat);
            drop(frame.set((shell.clone(), who, csrf.clone())));
        }
        Ok(Self { me, hand, scope, site, shell, now, session, login, csrf })
    }
}

/// Somebody on a page that is for everyone: signed in, so that "Leave quickly" ends the session, or not.
pub struct Passerby(Option<Box<SignedIn>>);

impl Passerby {
    /// Who it is, if they are signed in.
    #[must_use]
    pub fn signed_in(self) -> Option<SignedIn> {
        self.0.map(|visit| *visit)
    }
}

impl FromRequestParts<AppState> for Passerby {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        match SignedIn::from_request_parts(parts, state).await {
            Ok(visit) => Ok(Self(Some(Box::new(visit)))),
            // a public page would show who is signed in here, and lead on from there
            Err(elsewhere @ Error::OnSofa(_)) => Err(elsewhere),
            // help must be readable whatever is wrong with the session or the database
            Err(_) => Ok(Self(None)),
        }
    }
}

impl Visitor for Passerby {
    fn page(&self, shell: &Shell, title: &'static str) -> Page {
        self.0.as_ref().map_or_else(|| Page::door(shell, title), |visit| visit.page(title))
    }
}
