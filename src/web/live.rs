//! Hints about changes, from one partner's request to the other's open page, through PostgreSQL.
//!
//! What must stay true: a hint has no content and goes only to a person who may see what changed. A page that gets one
//! asks again for its own address, and sees what it may see.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use data_encoding::HEXLOWER;
use futures_util::{Stream, StreamExt as _, stream};
use sha2::{Digest as _, Sha256};
use sqlx::{PgConnection, PgPool, postgres::PgListener};
use tokio::sync::broadcast;
use tokio_stream::wrappers::{BroadcastStream, IntervalStream, WatchStream};
use tower_sessions::Session;

use super::{
    error::Error,
    signed_in::{self, SignedIn},
    state::Stopping,
};
use crate::{clock::Clock, ids::PersonId};

const CHANNEL: &str = "toward";
/// How often an open stream looks whether its session still runs.
const LOOK: Duration = Duration::from_secs(20);

/// What a page that follows the other person shows, in a few characters: the same as long as nothing of it changes.
#[must_use]
pub fn stamp(shown: Sha256) -> String {
    HEXLOWER.encode(shown.finalize().first_chunk::<8>().unwrap_or(&[0; 8]))
}

/// A hint: for one person, or for everyone after hints may have been lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hint {
    For(PersonId),
    Everyone,
}

/// The open streams of this process.
#[derive(Clone, Debug)]
pub struct Live {
    hints: broadcast::Sender<Hint>,
}

impl Default for Live {
    fn default() -> Self {
        Self { hints: broadcast::Sender::new(256) }
    }
}

impl Live {
    /// Hears hints from the database until the server stops. Reconnects by itself; every reconnection is a hint for
    /// everyone, because what was said in between is lost.
    pub async fn listen(self, pool: PgPool) {
        loop {
            if let Err(error) = self.hear(&pool).await {
                tracing::warn!(%error, "live hints are interrupted");
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    async fn hear(&self, pool: &PgPool) -> Result<(), sqlx::Error> {
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(CHANNEL).await?;
        self.send(Hint::Everyone);
        loop {
            match listener.try_recv().await? {
                Some(notice) => {
                    if let Ok(person) = notice.payload().parse() {
                        self.send(Hint::For(person));
                    }
                }
                None => self.send(Hint::Everyone),
            }
        }
    }

    fn send(&self, hint: Hint) {
        // nobody may be looking, and that is fine
        drop(self.hints.send(hint));
    }
}

/// Tells `person`'s open pages, when the transaction commits, that something they may see has changed.
///
/// # Errors
/// When the database cannot be reached.
pub async fn hint(tx: &mut PgConnection, person: PersonId) -> Result<(), sqlx::Error> {
    sqlx::query!("select pg_notify($1, $2)", CHANNEL, person.to_string()).execute(tx).await?;
    Ok(())
}

enum Beat {
    Changed,
    Look,
    Stop,
}

/// `GET /live`: the stream of hints for the signed-in person. It ends with their session or with the server.
pub async fn stream(
    State(live): State<Live>,
    State(Stopping(stopping)): State<Stopping>,
    State(clock): State<Clock>,
    visit: SignedIn,
) -> Result<Response, Error> {
    let me = visit.me().id;
    let session = visit.session().clone();
    // the connection goes back before the stream begins
    visit.scope.commit().await?;
    let hints = BroadcastStream::new(live.hints.subscribe()).filter_map(move |hint| {
        let mine = !matches!(hint, Ok(Hint::For(person)) if person != me);
        futures_util::future::ready(mine.then_some(Beat::Changed))
    });
    let looks = IntervalStream::new(tokio::time::interval_at(tokio::time::Instant::now() + LOOK, LOOK))
        .map(|_| Beat::Look);
    let stops =
        WatchStream::new(stopping).filter_map(|stop| futures_util::future::ready(stop.then_some(Beat::Stop)));
    let beats = stream::select(stream::select(hints, looks), stops);
    let events = until_signed_out(beats, session, clock);
    let mut response = Sse::new(events).keep_alive(KeepAlive::default()).into_response();
    // proxies that collect an answer before passing it on would hold every hint back
    response.headers_mut().insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    Ok(response)
}

fn until_signed_out(
    beats: impl Stream<Item = Beat>,
    session: Session,
    clock: Clock,
) -> impl Stream<Item = Result<Event, Infallible>> {
    beats
        .then(move |beat| {
            let (session, clock) = (session.clone(), clock.clone());
            async move {
                match beat {
                    Beat::Changed => Some(Some(Event::default().event("changed").data("changed"))),
                    Beat::Stop => None,
                    Beat::Look => {
                        let runs = session.load().await.is_ok()
                            && signed_in::login(&session, clock.now())
                                .await
                                .is_ok_and(|login| login.is_some());
                        runs.then_some(None)
                    }
                }
            }
        })
        .take_while(|beat| futures_util::future::ready(beat.is_some()))
        .filter_map(|beat| futures_util::future::ready(beat.flatten().map(Ok)))
}
