//! The one loop beside the pages: what is due, the mails that wait, and what is over.
//!
//! What must stay true: it needs nobody's keys. It may run in many processes at once. What goes wrong in one turn is
//! logged and tried again in the next, and it ends when the server does.

use std::time::Duration;

use tokio::{
    task::JoinHandle,
    time::{MissedTickBehavior, interval},
};

use crate::{
    config::Config,
    reminders::{Post, Smtp},
    serve::Shutdown,
    web::state::AppState,
};

/// How often it looks.
const TURN: Duration = Duration::from_secs(10);
/// After how many turns it tidies up.
const TIDY: u32 = 60;

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
    Jobs(tokio::spawn(run(post(config, state), shutdown)))
}

async fn run(post: Post, shutdown: Shutdown) {
    let mut turns = interval(TURN);
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut turn = 0_u32;
    loop {
        tokio::select! {
            () = shutdown.clone().asked() => return,
            _ = turns.tick() => {}
        }
        if let Err(error) = once(&post, &shutdown, turn.is_multiple_of(TIDY)).await {
            tracing::error!(error = format!("{error:#}"), "a turn of the jobs failed");
        }
        turn = turn.wrapping_add(1);
    }
}

async fn once(post: &Post, shutdown: &Shutdown, tidy: bool) -> anyhow::Result<()> {
    post.see().await?;
    post.send(|| *shutdown.shutdown.borrow()).await?;
    if tidy {
        post.tidy().await?;
    }
    Ok(())
}
