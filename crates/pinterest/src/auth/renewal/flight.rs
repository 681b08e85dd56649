//! One renewal that is under way, in a thread of its own.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

use super::super::AccessToken;
use crate::{Error, ErrorKind};

/// After so long, who still has a good token does not wait any longer.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) type Outcome = Result<AccessToken, Arc<Error>>;

/// A renewal that is under way. It has a thread and a runtime of its own: nobody who waits can end it by going away, and
/// neither the end of a caller's runtime nor one that nobody drives can stop it between a request and its answer, which
/// would lose what the server has issued and keep the store locked.
#[derive(Clone)]
pub(super) struct Flight {
    pub(super) number: u64,
    progress: watch::Receiver<Progress>,
}

enum Progress {
    Flying,
    /// The patience of those who need not wait is over.
    Slow,
    Landed(Outcome),
}

impl Flight {
    /// Starts `work`; `land` keeps what it brings, or why it brings nothing, before anybody hears of it.
    pub(super) fn start<T: Send + 'static>(
        number: u64,
        work: impl Future<Output = Result<T, Error>> + Send + 'static,
        land: impl FnOnce(Result<T, Error>) -> Outcome + Send + 'static,
    ) -> Result<Self, Error> {
        let (sender, progress) = watch::channel(Progress::Flying);
        // What is told on the way goes where the caller's traces go.
        let subscriber = tracing::dispatcher::get_default(Clone::clone);
        let span = tracing::Span::current();
        let fly = move || {
            let _told = tracing::dispatcher::set_default(&subscriber);
            let _within = span.entered();
            let outcome = catch_unwind(AssertUnwindSafe(|| run(work, &sender)));
            let outcome = land(outcome.unwrap_or_else(|_| Err(panicked())));
            sender.send_replace(Progress::Landed(outcome));
        };
        let thread = thread::Builder::new().name("pinterest-tokens".to_owned());
        thread.spawn(fly).map_err(|error| {
            let message = "tokens are renewed in a thread of their own, and none can be started";
            Error::new(ErrorKind::Credentials, message).with_source(error)
        })?;
        Ok(Self { number, progress })
    }

    pub(super) async fn landed(mut self) -> Outcome {
        let landed = |progress: &Progress| matches!(progress, Progress::Landed(_));
        match self.progress.wait_for(landed).await.as_deref() {
            Ok(Progress::Landed(outcome)) => outcome.clone(),
            _ => Err(Arc::new(panicked())),
        }
    }

    /// `None` when it takes long.
    pub(super) async fn landed_soon(mut self) -> Option<Outcome> {
        let flying = |progress: &Progress| matches!(progress, Progress::Flying);
        let progress = self.progress.wait_for(|progress| !flying(progress)).await;
        match progress.as_deref() {
            Ok(Progress::Landed(outcome)) => Some(outcome.clone()),
            _ => None,
        }
    }
}

fn run<T>(
    work: impl Future<Output = Result<T, Error>>,
    progress: &watch::Sender<Progress>,
) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            let message = "tokens are renewed in a runtime of their own, and none can be set up";
            Error::new(ErrorKind::Credentials, message).with_source(error)
        })?;
    let outcome = runtime.block_on(async {
        let mut work = pin!(work);
        match timeout(PATIENCE, work.as_mut()).await {
            Ok(outcome) => outcome,
            Err(_) => {
                progress.send_replace(Progress::Slow);
                work.await
            }
        }
    });
    // Closes the connections before another renewal could take one up, and waits for no disk.
    runtime.shutdown_background();
    outcome
}

fn panicked() -> Error {
    let message = "renewing the access token panicked; a bug in the token store, or in this library, is behind it";
    Error::new(ErrorKind::Credentials, message)
}
