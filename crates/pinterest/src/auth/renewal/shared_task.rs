//! A task in a separate thread, for whose outcome several callers wait.

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

/// How long a caller that still has a valid token waits.
const SHORT_WAIT: Duration = Duration::from_secs(10);

pub(super) type Outcome = Result<AccessToken, Arc<Error>>;

/// A refresh or a lookup that several callers wait for.
///
/// It has its own thread and runtime. Callers that are dropped do not end it, and neither does a
/// runtime of a caller that ends or is not driven. Any of these could otherwise stop it between a
/// request and its response, which would lose the tokens that the server issued and leave the store
/// locked.
#[derive(Clone)]
pub(super) struct SharedTask {
    pub(super) number: u64,
    progress: watch::Receiver<Progress>,
}

enum Progress {
    Running,
    /// It takes longer than callers with a valid token wait.
    Slow,
    Finished(Outcome),
}

impl SharedTask {
    /// Starts `work`. `complete` records its result before any caller receives the outcome.
    pub(super) fn start<T: Send + 'static>(
        number: u64,
        work: impl Future<Output = Result<T, Error>> + Send + 'static,
        complete: impl FnOnce(Result<T, Error>) -> Outcome + Send + 'static,
    ) -> Result<Self, Error> {
        let (sender, progress) = watch::channel(Progress::Running);
        // Its trace events go to the subscriber of the caller.
        let subscriber = tracing::dispatcher::get_default(Clone::clone);
        let span = tracing::Span::current();
        let run_and_complete = move || {
            let _default = tracing::dispatcher::set_default(&subscriber);
            let _entered = span.entered();
            let outcome = catch_unwind(AssertUnwindSafe(|| run(work, &sender)));
            let outcome = complete(outcome.unwrap_or_else(|_| Err(panicked())));
            sender.send_replace(Progress::Finished(outcome));
        };
        let thread = thread::Builder::new().name("pinterest-tokens".to_owned());
        thread.spawn(run_and_complete).map_err(|error| {
            let message = "the thread that refreshes tokens cannot be started";
            Error::new(ErrorKind::Credentials, message).with_source(error)
        })?;
        Ok(Self { number, progress })
    }

    /// Waits for the outcome.
    pub(super) async fn finished(mut self) -> Outcome {
        let is_finished = |progress: &Progress| matches!(progress, Progress::Finished(_));
        match self.progress.wait_for(is_finished).await.as_deref() {
            Ok(Progress::Finished(outcome)) => outcome.clone(),
            _ => Err(Arc::new(panicked())),
        }
    }

    /// Waits for the outcome for a short time; `None` when it takes longer.
    pub(super) async fn finished_soon(mut self) -> Option<Outcome> {
        let is_running = |progress: &Progress| matches!(progress, Progress::Running);
        let progress = self
            .progress
            .wait_for(|progress| !is_running(progress))
            .await;
        match progress.as_deref() {
            Ok(Progress::Finished(outcome)) => Some(outcome.clone()),
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
            let message = "the runtime that refreshes tokens cannot be started";
            Error::new(ErrorKind::Credentials, message).with_source(error)
        })?;
    let outcome = runtime.block_on(async {
        let mut work = pin!(work);
        match timeout(SHORT_WAIT, work.as_mut()).await {
            Ok(outcome) => outcome,
            Err(_) => {
                progress.send_replace(Progress::Slow);
                work.await
            }
        }
    });
    // Closes the connections, so that no later refresh reuses them, and does not wait for the disk.
    runtime.shutdown_background();
    outcome
}

fn panicked() -> Error {
    let message = "the refresh of the access token panicked, because of a bug in the token store or in this library";
    Error::new(ErrorKind::Credentials, message)
}
