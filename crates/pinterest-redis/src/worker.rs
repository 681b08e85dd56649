//! The thread that drives connections.

use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;
use std::thread;

use tokio::sync::{mpsc, oneshot};

type Job = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A thread with a runtime, which starts with the first job and ends when this is dropped.
///
/// A connection stands still while nobody drives its runtime. Tokens are refreshed on runtimes that
/// end with the refresh, and calls are made on any number of runtimes.
#[derive(Default)]
pub(crate) struct Worker(OnceLock<Option<mpsc::UnboundedSender<Job>>>);

impl Worker {
    /// Runs a job. It is dropped if the thread cannot be started.
    pub(crate) fn spawn(&self, job: impl Future<Output = ()> + Send + 'static) {
        if let Some(jobs) = self.0.get_or_init(start) {
            let _ = jobs.send(Box::pin(job));
        }
    }

    /// Runs work to its end. If the caller is dropped, `otherwise` is called with the result. `None`
    /// if the thread cannot be started, or the work panicked.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
        otherwise: impl FnOnce(T) + Send + 'static,
    ) -> Option<T> {
        let (sender, result) = oneshot::channel();
        self.spawn(async move {
            if let Err(unheard) = sender.send(work.await) {
                otherwise(unheard);
            }
        });
        result.await.ok()
    }
}

fn start() -> Option<mpsc::UnboundedSender<Job>> {
    let (sender, mut jobs) = mpsc::unbounded_channel::<Job>();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .ok()?;
    let run = move || {
        runtime.block_on(async {
            while let Some(job) = jobs.recv().await {
                tokio::spawn(job);
            }
        });
    };
    let thread = thread::Builder::new().name("pinterest-redis".to_owned());
    thread.spawn(run).ok()?;
    Some(sender)
}
