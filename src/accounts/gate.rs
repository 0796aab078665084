//! The gate before the passphrase derivations: each holds 64 MiB and a core, so only a few run at once, and who waits
//! longer than two seconds is told to come back.

use std::{sync::Arc, time::Duration};

use tokio::sync::Semaphore;

use crate::web::error::Error;

/// How long a derivation may wait for its turn.
const WAIT: Duration = Duration::from_secs(2);

/// At most so many derivations at once.
#[derive(Clone, Debug)]
pub struct Gate(Arc<Semaphore>);

impl Default for Gate {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self::new(cores.min(4))
    }
}

impl Gate {
    /// A gate for `most` derivations at once.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self(Arc::new(Semaphore::new(most)))
    }

    /// Runs a derivation off the async workers.
    ///
    /// # Errors
    /// [`Error::Busy`] when the gate stays full.
    pub async fn derive<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let permit = tokio::time::timeout(WAIT, Arc::clone(&self.0).acquire_owned())
            .await
            .map_err(|_| Error::Busy)?
            .map_err(|error| Error::Internal(error.into()))?;
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        })
        .await
        .map_err(|error| Error::Internal(error.into()))
    }
}
