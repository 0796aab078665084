//! The one loop beside the pages: what is due, the mails that wait, and what is over.
//!
//! What must stay true: it needs nobody's keys. It may run in many processes at once. What goes wrong in one turn is
//! logged and tried again in the next, and keeps nothing else from its turn. It ends when the server does.

use std::{sync::Arc, time::Duration};

use tokio::{
    task::{JoinHandle, JoinSet},
    time::{MissedTickBehavior, error::Elapsed, interval, sleep, timeout},
};

use crate::{
    config::Config,
    reminders::{Post, Smtp},
    serve::Shutdown,
    therapists,
    web::state::AppState,
};

/// How often it looks.
const TURN: Duration = Duration::from_secs(10);
/// After how many turns it tidies up.
const TIDY: u32 = 60;
/// A database that has not answered by then is asked again in the next turn, on another connection.
const PATIENCE: Duration = Duration::from_mins(1);

/// The loop, running. Dropped, it is cut off.
pub struct Jobs(JoinHandle<()>);

impl Jobs {
    /// Returns when the turn that was running is over.
    pub async fn end(mut self) {
        if let Err(error) = (&mut self.0).await {
            tracing::error!(%error, "the jobs did not end in order");
        }
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The desk that the loop works at.
#[must_use]
pub fn post(config: &Config, state: &AppState) -> Post {
    let host = state.site.base_url.host();
    let smtp = config.mail.smtp.clone().map(|smtp| Smtp::new(smtp, host));
    Post::new(state.pool.clone(), state.clock.clone(), state.site.clone(), smtp)
}

/// Starts it.
#[must_use]
pub fn start(config: &Config, state: &AppState, shutdown: Shutdown) -> Jobs {
    let post = Arc::new(post(config, state));
    let state = state.clone();
    Jobs(tokio::spawn(async move {
        // A panic ends one run and not the jobs. Dropped, the set cuts its task off.
        let mut runs = JoinSet::new();
        loop {
            runs.spawn(run(Arc::clone(&post), state.clone(), shutdown.clone()));
            match runs.join_next().await {
                Some(Err(error)) if error.is_panic() => {
                    tracing::error!("a turn of the jobs ended in a panic, and they begin again");
                    sleep(TURN).await;
                }
                _ => return,
            }
        }
    }))
}

async fn run(post: Arc<Post>, state: AppState, shutdown: Shutdown) {
    let mut turns = interval(TURN);
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut turn = 0_u32;
    loop {
        tokio::select! {
            () = shutdown.clone().asked() => return,
            _ = turns.tick() => {}
        }
        told(timeout(PATIENCE, post.see()).await.map(|seen| seen.map_err(Into::into)));
        // each mail has time limits of its own
        told(Ok(post.send(|| *shutdown.shutdown.borrow()).await));
        if turn.is_multiple_of(TIDY) {
            told(timeout(PATIENCE, post.tidy()).await.map(|tidied| tidied.map_err(Into::into)));
            let over = therapists::clear_away(&state.pool, state.clock.now());
            told(timeout(PATIENCE, over).await.map(|cleared| cleared.map_err(Into::into)));
        }
        turn = turn.wrapping_add(1);
    }
}

fn told(done: Result<anyhow::Result<()>, Elapsed>) {
    match done {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(error = format!("{error:#}"), "a turn of the jobs ended early"),
        Err(_) => tracing::error!("a turn of the jobs ended early: the database does not answer"),
    }
}
