//! The customers of a file, sent in one request after another.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum, value_parser};
use indicatif::ProgressBar;
use pinterest::targeting::{Customer, CustomerHashing, CustomerListHandle, CustomerRecords};
use pinterest::types::CustomerListOperation;
use serde::{Deserialize, Serialize};

use super::customers;
use crate::batches::counted;
use crate::checkpoint;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::inputs::{InputOptions, Rows};

/// What to do after a change that ended early and has no checkpoint.
const REPEAT: &str =
    "run the same command again: a customer who was sent already is not counted twice";

/// What to do after a run that ended early and has a checkpoint.
pub(super) const GO_ON: &str = "the same command goes on where this one was";

/// The customers of a file.
#[derive(Args, Debug)]
pub(super) struct Records {
    #[command(flatten)]
    input: InputOptions,

    /// How identifiers are hashed
    #[arg(long, default_value = "sha256")]
    hashing: Hashing,

    /// Leave out customers that are not valid, and say so at the end
    #[arg(long)]
    skip_invalid: bool,

    /// Number of customers that one request has
    #[arg(long, value_name = "N", default_value_t = 5000, value_parser = value_parser!(u32).range(1..))]
    chunk_size: u32,

    /// File that says how far the run is; a run that finds it sends only what is left
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Hashing {
    Sha256,
    Sha1,
    Md5,
    /// E-mail addresses are sent as they are; other identifiers are hashed with SHA-256
    PlainEmail,
}

impl From<Hashing> for CustomerHashing {
    fn from(hashing: Hashing) -> Self {
        match hashing {
            Hashing::Sha256 => Self::Sha256,
            Hashing::Sha1 => Self::Sha1,
            Hashing::Md5 => Self::Md5,
            Hashing::PlainEmail => Self::PlainEmail,
        }
    }
}

/// How far a run is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Done {
    /// The list that the customers belong to; none before it is created.
    list: Option<String>,
    /// Whether the creation of the list was begun, and its outcome is not known.
    #[serde(default)]
    creating: bool,
    /// The customers up to this line were sent.
    line: u64,
}

impl Records {
    /// The name of the file of customers.
    pub(super) fn file(&self) -> &Path {
        self.input.file()
    }

    /// Whether another run can go on where this one ends.
    pub(super) fn has_checkpoint(&self) -> bool {
        self.checkpoint.is_some()
    }

    /// Opens the file, to send what is left of it.
    pub(super) fn open(&self, context: &Context) -> Result<Chunks, Failure> {
        let done: Done = match &self.checkpoint {
            Some(path) => checkpoint::read(path)?.unwrap_or_default(),
            None => Done::default(),
        };
        if done.line > 0 {
            context.note(format_args!("going on after line {}", done.line));
        }
        let (rows, bar) = self.input.open(context, "Sending")?;
        Ok(Chunks {
            rows,
            bar,
            hashing: self.hashing.into(),
            size: self.chunk_size as usize,
            skips_invalid: self.skip_invalid,
            checkpoint: self.checkpoint.clone(),
            line: done.line,
            done,
            sent: 0,
            skipped: 0,
        })
    }
}

/// The customers of a file, in the parts that requests have.
pub(super) struct Chunks {
    rows: Rows,
    bar: ProgressBar,
    hashing: CustomerHashing,
    size: usize,
    skips_invalid: bool,
    checkpoint: Option<PathBuf>,
    /// The line of the last customer that was read.
    line: u64,
    done: Done,
    sent: u64,
    skipped: u64,
}

impl Chunks {
    /// The list that an earlier run created, according to the checkpoint.
    pub(super) fn list(&self) -> Option<String> {
        self.done.list.clone()
    }

    /// Notes that the list is about to be created, unless that was begun before.
    pub(super) fn begin_creation(&mut self) -> Result<(), Failure> {
        if self.done.creating {
            let failure = Failure::new(
                "an earlier run has begun to create the list, and its outcome is not known",
            );
            return Err(match &self.checkpoint {
                Some(path) => failure.with_hint(format_args!(
                    "`pinterest customer-lists list` shows the list if it exists: add to it; if not, \
                     remove {} and run the same command again",
                    path.display()
                )),
                None => failure,
            });
        }
        self.done.creating = true;
        self.save()
    }

    /// Notes that the list does not exist, so that another run creates it.
    pub(super) fn not_created(&self) {
        checkpoint::remove(self.checkpoint.as_deref());
    }

    /// Notes that what was read has been sent to a list.
    pub(super) fn settle(&mut self, list: &str) -> Result<(), Failure> {
        self.done = Done {
            list: Some(list.to_owned()),
            creating: false,
            line: self.line,
        };
        self.save()
    }

    fn save(&self) -> Result<(), Failure> {
        let Some(path) = &self.checkpoint else {
            return Ok(());
        };
        let saved = checkpoint::write(path, &self.done);
        saved.map_err(|error| Failure::file(path, &error))
    }

    /// Sends what is left of the file, as changes of a list.
    pub(super) async fn send(
        &mut self,
        context: &Context,
        list: &CustomerListHandle,
        operation: &CustomerListOperation,
    ) -> Result<(), Failure> {
        while let Some(records) = self.next()? {
            let update = records.into_update(operation.clone());
            context.send(list.update(update)).await?;
            self.settle(list.id().as_str())?;
        }
        Ok(())
    }

    /// Sends the file as changes of a list, and says how to go on if that ends early.
    pub(super) async fn change(
        mut self,
        context: &Context,
        list: &CustomerListHandle,
        operation: &CustomerListOperation,
    ) -> Result<(), Failure> {
        if let Some(other) = self.list()
            && other != list.id().as_str()
        {
            let message = format!("the checkpoint is that of the list {other}");
            return Err(Failure::usage(message));
        }
        let hint = match self.checkpoint {
            Some(_) => GO_ON,
            None => REPEAT,
        };
        context.on_interruption(|| hint.to_owned());
        let sent = self.send(context, list, operation).await;
        sent.map_err(|failure| match self.sent {
            0 => failure,
            _ => failure.with_hint(hint),
        })?;
        self.finish(context)
    }

    pub(super) fn next(&mut self) -> Result<Option<CustomerRecords>, Failure> {
        let mut customers: Vec<Customer> = Vec::new();
        let done = self.done.line;
        while customers.len() < self.size
            && let Some(row) = self.rows.next()
        {
            let line = row.as_ref().map_or_else(|bad| bad.line, |row| row.line);
            if line <= done {
                continue;
            }
            self.line = line;
            let customer = row.map_err(|bad| bad.problem);
            let customer = customer.and_then(|row| customers::customer(row, self.hashing));
            match customer {
                Ok(customer) => customers.push(customer),
                Err(_) if self.skips_invalid => self.skipped += 1,
                Err(problem) => {
                    let sent = counted(self.sent, "customer");
                    let failure = Failure::usage(format!("line {line}: {problem}"));
                    return Err(failure.with_hint(format_args!(
                        "{sent} sent before it; --skip-invalid leaves out such rows"
                    )));
                }
            }
        }
        if customers.is_empty() {
            self.bar.finish_and_clear();
            return Ok(None);
        }
        self.sent += customers.len() as u64;
        let records = CustomerRecords::rows(self.hashing, customers);
        records.map(Some).map_err(Failure::usage)
    }

    /// Ends a run that has sent the whole file.
    pub(super) fn finish(self, context: &Context) -> Result<(), Failure> {
        context.not_resumable();
        checkpoint::remove(self.checkpoint.as_deref());
        let (sent, skipped) = (self.sent, self.skipped);
        match (sent, skipped) {
            (sent, 0) => {
                context.note(format_args!("{} sent", counted(sent, "customer")));
                Ok(())
            }
            _ => {
                let customers = counted(sent, "customer");
                let message = format!("{customers} sent, {skipped} left out");
                let exit = if sent > 0 { Exit::Partial } else { Exit::Usage };
                Err(Failure::with_exit(exit, message))
            }
        }
    }
}
