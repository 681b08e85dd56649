//! Jobs: waiting for their results, saving them for another run, and their files.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use futures_util::{StreamExt, TryStreamExt};
use pinterest::downloads::{Download, DownloadError, DownloadErrorKind};
use pinterest::jobs::{Job, JobError, JobErrorKind, JobEvent, JobHandle, JobKind};
use serde_json::{Map, Value};
use tokio::fs::File;

use crate::arguments::duration;
use crate::context::Context;
use crate::failure::{Exit, Failure};

/// The longest wait between two polls.
const LONGEST_POLL_INTERVAL: Duration = Duration::from_secs(10);

/// How a job is waited for.
#[derive(Args, Clone, Debug)]
pub(crate) struct WaitOptions {
    /// Longest wait for the result, such as 30m
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "1h")]
    wait_timeout: Duration,

    /// Shortest wait between polls; it doubles from poll to poll up to 10 seconds
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "1s")]
    poll_interval: Duration,
}

/// Where the result of a job goes.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct FileOptions {
    /// File to write the result to, as the service has made it
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Saves the handle of a job to a file.
pub(crate) fn save(handle: &JobHandle, file: &Path) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(handle).map_err(Failure::new)?;
    fs::write(file, text + "\n").map_err(|error| Failure::file(file, &error))
}

/// What to do to wait for a job again.
pub(crate) fn resumption(handle: &JobHandle, saved: Option<&Path>) -> String {
    match saved {
        Some(file) => format!(
            "the job goes on; `pinterest job resume {}` waits for it",
            file.display()
        ),
        None => {
            // The ids of a job are texts, so that there is always JSON.
            let handle = serde_json::to_string(handle).unwrap_or_default();
            format!("the job goes on; wait for it with: echo '{handle}' | pinterest job resume -")
        }
    }
}

/// Waits for the result of a job, whose handle is saved to a file if there is one. `what` says what
/// is waited for.
pub(crate) async fn wait<K: JobKind>(
    context: &Context,
    job: Job<K>,
    options: &WaitOptions,
    saved: Option<&Path>,
    what: &str,
) -> Result<K::Output, Failure> {
    let note = |handle: &JobHandle| match saved {
        Some(file) => save(handle, file),
        None => Ok(()),
    };
    let hint = |handle: &JobHandle| resumption(handle, saved);
    wait_noting(context, job, options, what, note, hint).await
}

/// The same. `note` is given the handle of the job, and that of a job that replaces it; `hint` says
/// what to do to wait for the job again.
pub(crate) async fn wait_noting<K: JobKind>(
    context: &Context,
    job: Job<K>,
    options: &WaitOptions,
    what: &str,
    note: impl Fn(&JobHandle) -> Result<(), Failure>,
    hint: impl Fn(&JobHandle) -> String,
) -> Result<K::Output, Failure> {
    let (least, most) = (options.poll_interval, LONGEST_POLL_INTERVAL);
    let mut progress = job
        .with_deadline(options.wait_timeout)
        .with_poll_interval(least, most.max(least))
        .progress();
    let begin = |handle: &JobHandle| {
        let hint = hint(handle);
        context.on_interruption(move || hint);
        note(handle)
    };
    begin(progress.handle())?;
    let bar = context.progress(None, what);
    bar.enable_steady_tick(Duration::from_millis(100));
    while let Some(event) = progress.next().await {
        match event {
            Ok(JobEvent::Running { status, .. }) => {
                let status = status.unwrap_or_default().to_lowercase().replace('_', " ");
                bar.set_message(format!("{what} {status}"));
            }
            Ok(JobEvent::PollFailed { error, .. }) => {
                context.note(format_args!("no state: {error}"));
            }
            Ok(JobEvent::Finished(output)) => {
                bar.finish_and_clear();
                context.not_resumable();
                return Ok(output);
            }
            Ok(JobEvent::Recreated { handle, .. }) => begin(&handle)?,
            Ok(_) => {}
            Err(error) => {
                bar.finish_and_clear();
                return Err(failure(&error, hint));
            }
        }
    }
    Err(Failure::with_exit(Exit::Job, "the job has no result"))
}

/// The failure of a job: exit code 8, or that of the call if its state could not be fetched.
pub(crate) fn failure(error: &JobError, hint: impl Fn(&JobHandle) -> String) -> Failure {
    let hint = || hint(error.handle());
    match error.kind() {
        JobErrorKind::Poll => {
            let exit = error.call_error().map_or(Exit::Job, Failure::exit_of);
            let cause = error.call_error().map(|cause| format!(": {cause}"));
            let message = format!("{error}{}", cause.unwrap_or_default());
            Failure::with_exit(exit, message).with_hint(hint())
        }
        JobErrorKind::TimedOut => Failure::with_exit(Exit::Job, error).with_hint(hint()),
        _ => Failure::with_exit(Exit::Job, error),
    }
}

impl FileOptions {
    /// The file of the result, if one was named.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Writes the result of a job to the file, or its rows to the output.
    pub(crate) async fn deliver(
        &self,
        context: &Context,
        download: Download,
    ) -> Result<(), Failure> {
        match &self.file {
            Some(file) => write_file(context, download, file).await,
            None => print_rows(context, download).await,
        }
    }
}

/// The file is complete or not there: it has another name until it has arrived.
async fn write_file(context: &Context, download: Download, path: &Path) -> Result<(), Failure> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let bar = context.progress(download.size(), "Downloading");
    let shown = bar.clone();
    let download = download.with_progress(move |progress| {
        if let Some(total) = progress.total {
            shown.set_length(total);
        }
        shown.set_position(progress.received);
    });
    let mut file = File::create(&part)
        .await
        .map_err(|error| Failure::file(&part, &error))?;
    let written = download.write_to(&mut file).await;
    bar.finish_and_clear();
    let bytes = match written {
        Ok(bytes) => bytes,
        Err(error) => {
            // What is left of it is of no use, and its absence is no harm.
            let _ = tokio::fs::remove_file(&part).await;
            return Err(error.into());
        }
    };
    tokio::fs::rename(&part, path)
        .await
        .map_err(|error| Failure::file(path, &error))?;
    context.note(format_args!("{bytes} bytes in {}", path.display()));
    Ok(())
}

async fn print_rows(context: &Context, download: Download) -> Result<(), Failure> {
    let rows = download.rows().map_err(Failure::from).map_ok(|row| {
        let key = row.key().map(|key| ("key".to_owned(), Value::from(key)));
        let columns = row.into_columns().into_iter();
        let columns = columns.map(|(name, value)| (name, value.into_value()));
        Value::Object(key.into_iter().chain(columns).collect::<Map<_, _>>())
    });
    context.output.rows(&[], rows).await
}

impl From<DownloadError> for Failure {
    fn from(error: DownloadError) -> Self {
        let exit = match error.kind() {
            DownloadErrorKind::Rejected => Exit::Rejected,
            DownloadErrorKind::Connection | DownloadErrorKind::Interrupted => Exit::Network,
            _ => Exit::Failure,
        };
        let cause = std::error::Error::source(&error);
        let cause = cause.map(|cause| format!(": {cause}")).unwrap_or_default();
        Self::with_exit(exit, format!("{error}{cause}"))
    }
}

/// Ends a command that does not wait: the job is saved, or printed.
pub(crate) fn leave(
    context: &Context,
    handle: &JobHandle,
    saved: Option<&Path>,
) -> Result<(), Failure> {
    match saved {
        Some(file) => {
            save(handle, file)?;
            context.note(resumption(handle, Some(file)));
            Ok(())
        }
        None => {
            let handle = serde_json::to_value(handle).map_err(Failure::new)?;
            context.output.value(&handle)
        }
    }
}
