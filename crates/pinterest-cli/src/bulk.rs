//! Files of any number of inputs, sent in one batch after another.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clap::{Args, value_parser};
use futures_util::StreamExt;
use pinterest::{Batch, BatchCheckpoint, BatchOutcome, BatchStream, ItemState, Request};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::batches::{Tally, counted, state};
use crate::checkpoint;
use crate::context::Context;
use crate::failure::Failure;
use crate::inputs::{BadRow, InputOptions, Row};
use crate::lines::Lines;

/// How the inputs of a file are sent.
#[derive(Args, Clone, Debug)]
pub(crate) struct BulkOptions {
    #[command(flatten)]
    input: InputOptions,

    /// File for what failed: JSON lines with the error of each input
    #[arg(long, value_name = "FILE")]
    failures: Option<PathBuf>,

    /// File that says how far the run is; a run that finds it sends only what is left
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,

    /// Number of requests that are sent at the same time
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = value_parser!(u8).range(1..=16))]
    concurrency: u8,
}

/// How far a run is. The time when the first run began is kept, so that rows that were valid then
/// are valid in every later run: inputs are counted.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Progress {
    started_at: u64,
    checkpoint: BatchCheckpoint,
    /// What the service has accepted, and nobody has looked at since.
    #[serde(default)]
    batches: Vec<String>,
}

/// What is shared with the iterator that reads the file, which may run in the stream.
#[derive(Default)]
struct Failures {
    file: Option<BufWriter<File>>,
    count: u64,
    first: Option<String>,
    problem: Option<String>,
}

/// A run over a file.
pub(crate) struct Bulk<'a> {
    context: &'a Context,
    options: &'a BulkOptions,
    failures: Arc<Mutex<Failures>>,
    /// Shared with the journal, which runs in the stream.
    progress: Arc<Mutex<Progress>>,
    tally: Tally,
}

impl<'a> Bulk<'a> {
    pub(crate) fn new(context: &'a Context, options: &'a BulkOptions) -> Result<Self, Failure> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let fresh = Progress {
            started_at: now.unwrap_or_default().as_secs(),
            checkpoint: BatchCheckpoint::default(),
            batches: Vec::new(),
        };
        let progress = match &options.checkpoint {
            Some(path) => checkpoint::read(path)?.unwrap_or(fresh),
            None => fresh,
        };
        let failures = match &options.failures {
            Some(path) if !context.is_dry_run() => {
                // Those of the runs before this one stay.
                let file = File::options().create(true).append(true).open(path);
                Some(file.map_err(|error| Failure::file(path, &error))?)
            }
            _ => None,
        };
        Ok(Self {
            context,
            options,
            failures: Arc::new(Mutex::new(Failures {
                file: failures.map(BufWriter::new),
                ..Failures::default()
            })),
            progress: Arc::new(Mutex::new(progress)),
            tally: Tally::default(),
        })
    }

    /// When the first run over the file began.
    pub(crate) fn started_at(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(lock(&self.progress).started_at)
    }

    /// What the service has accepted, in this run and in those that it goes on with, and nobody has
    /// looked at since.
    pub(crate) fn batches(&self) -> Vec<String> {
        lock(&self.progress).batches.clone()
    }

    /// Notes that a batch was looked at.
    pub(crate) fn close(&self, batch: &str) -> Result<(), Failure> {
        lock(&self.progress).batches.retain(|known| known != batch);
        self.save()
    }

    /// Whether a later run goes on where this one is.
    pub(crate) fn has_checkpoint(&self) -> bool {
        self.options.checkpoint.is_some()
    }

    /// Sends the inputs of the file. `convert` makes an input of a row, or says what is wrong with
    /// it; `make` makes the batch of some inputs; `label` is what the failure of an input says of
    /// it; `each` is given every outcome, and returns the batches that the service works on from then
    /// on.
    pub(crate) async fn send<R, I, V>(
        &mut self,
        what: &str,
        convert: impl Fn(Row) -> Result<I, String> + Send + 'static,
        mut make: impl FnMut(Vec<I>) -> Batch<R, I, V> + Send + 'static,
        label: impl Fn(&I) -> Value,
        mut each: impl FnMut(&BatchOutcome<I, V>) -> Vec<String>,
    ) -> Result<(), Failure>
    where
        R: Request,
        I: Clone + Serialize + Send + Sync + 'static,
        V: Clone + Send + 'static,
    {
        let (rows, bar) = self.options.input.open(self.context, what)?;
        let failures = Arc::clone(&self.failures);
        let lines = Arc::new(Mutex::new(Lines::default()));
        let lines_read = Arc::clone(&lines);
        let mut inputs = rows.filter_map(move |row| {
            let converted = row.and_then(|row| {
                let line = row.line;
                let input = convert(row).map_err(|problem| BadRow { line, problem })?;
                lock(&lines_read).add(&input, line);
                Ok(input)
            });
            converted.map_err(|bad| lock(&failures).add_row(&bad)).ok()
        });
        if self.context.is_dry_run() {
            let first = inputs.next().into_iter().collect();
            return self.context.show(|| make(first).http_request());
        }
        let mut outcomes = BatchStream::new(inputs, make)
            .with_concurrency(self.options.concurrency.into())
            .resume_from(lock(&self.progress).checkpoint.clone());
        if let Some(path) = self.options.checkpoint.clone() {
            let progress = Arc::clone(&self.progress);
            outcomes = outcomes.with_journal(move |checkpoint| {
                let mut progress = lock(&progress);
                progress.checkpoint = checkpoint;
                let saved = checkpoint::write(&path, &*progress);
                async move { saved }
            });
            self.context
                .on_interruption(|| "the same command sends what is left".to_owned());
        }
        let mut error = None;
        while let Some(outcome) = outcomes.next().await {
            let mut outcome = outcome?;
            self.tally.add(&outcome);
            self.note_failures(&outcome, &mut lock(&lines), &label);
            let batches = each(&outcome);
            error = outcome.take_error().or(error);
            {
                let mut progress = lock(&self.progress);
                progress.checkpoint = outcomes.checkpoint().clone();
                progress.batches.extend(batches);
            }
            self.save()?;
            bar.set_message(format!("{what}, {}", self.tally));
        }
        bar.finish_and_clear();
        let skipped = outcomes.summary().skipped;
        if skipped > 0 {
            self.context
                .note(format_args!("{} settled before", counted(skipped, "input")));
        }
        match error {
            // The checkpoint stays, for what is left.
            Some(error) => self.result(Some(error)),
            None => Ok(()),
        }
    }

    fn note_failures<I: Serialize, V>(
        &self,
        outcome: &BatchOutcome<I, V>,
        lines: &mut Lines,
        label: impl Fn(&I) -> Value,
    ) {
        let of_request = outcome.error().map(ToString::to_string);
        for item in outcome.items() {
            let line = lines.take(&item.input);
            let error = match &item.state {
                ItemState::Succeeded(_) => continue,
                ItemState::Failed { error, .. } => Some(error.to_string()),
                _ => of_request.clone(),
            };
            let state = state(&item.state);
            let input = label(&item.input);
            let failure = json!({"line": line, "state": state, "error": error, "input": input});
            let error = error.map(|error| match line {
                Some(line) => format!("line {line}: {error}"),
                None => error,
            });
            lock(&self.failures).write(&failure, error);
        }
    }

    /// Notes an input that failed after it was accepted.
    pub(crate) fn fail_later(&mut self, failure: &Value, error: String) {
        self.tally.succeeded = self.tally.succeeded.saturating_sub(1);
        self.tally.failed += 1;
        lock(&self.failures).write(failure, Some(error));
    }

    fn save(&self) -> Result<(), Failure> {
        let Some(path) = &self.options.checkpoint else {
            return Ok(());
        };
        checkpoint::write(path, &*lock(&self.progress)).map_err(|error| Failure::file(path, &error))
    }

    /// Ends the run: says what became of the inputs, and removes the checkpoint of a run that is
    /// over.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        checkpoint::remove(self.options.checkpoint.as_deref());
        self.result(None)
    }

    fn result(&mut self, error: Option<pinterest::Error>) -> Result<(), Failure> {
        let mut failures = lock(&self.failures);
        if let Some(problem) = failures.flush() {
            return Err(Failure::new(format!(
                "the file of failures could not be written: {problem}"
            )));
        }
        self.tally.failed += std::mem::take(&mut failures.count);
        let first = failures.first.take();
        drop(failures);
        let tally = self.tally;
        let result = tally.result(error);
        if result.is_ok() {
            self.context.note(tally);
        }
        result.map_err(|failure| {
            let first = first.map(|first| format!("the first failure: {first}"));
            match (&self.options.failures, first) {
                (Some(path), _) => failure.with_hint(format_args!("see {}", path.display())),
                (None, Some(first)) => failure.with_hint(first),
                (None, None) => failure,
            }
        })
    }
}

impl Failures {
    fn add_row(&mut self, bad: &BadRow) {
        self.count += 1;
        let failure = json!({"line": bad.line, "error": bad.problem});
        let error = format!("line {}: {}", bad.line, bad.problem);
        self.write(&failure, Some(error));
    }

    fn write(&mut self, failure: &Value, error: Option<String>) {
        if self.first.is_none() {
            self.first = error;
        }
        if let Some(file) = &mut self.file
            && let Err(error) = writeln!(file, "{failure}")
        {
            self.problem.get_or_insert(error.to_string());
        }
    }

    fn flush(&mut self) -> Option<String> {
        if let Some(file) = &mut self.file
            && let Err(error) = file.flush()
        {
            self.problem.get_or_insert(error.to_string());
        }
        self.problem.take()
    }
}

/// What a panic has left behind is as good as anything else.
fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
