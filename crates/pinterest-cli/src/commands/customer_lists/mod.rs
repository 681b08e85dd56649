//! `pinterest customer-lists`

mod customers;
mod upload;

use clap::{Args, Subcommand, ValueEnum, value_parser};
use pinterest::targeting::{Customer, CustomerHashing, CustomerListHandle, CustomerRecords};
use pinterest::types::CustomerListOperation;
use serde_json::to_value;

use crate::arguments::{AdAccount, Paging};
use crate::batches::counted;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::inputs::{InputOptions, Rows};
use crate::listing::Reading;
use crate::output::Column;
use upload::Upload;

const COLUMNS: &[Column] = &[
    Column::new("ID", "id"),
    Column::new("NAME", "name"),
    Column::new("STATUS", "status"),
    Column::new("UPLOADED", "num_uploaded_user_records"),
    Column::new("REMOVED", "num_removed_user_records"),
    Column::new("CREATED", "created_time").seconds(),
];

/// What to do after a change that ended early.
const REPEAT: &str =
    "run the same command again: a customer who was sent already is not counted twice";

/// Customer lists: list, create, add, remove, upload
#[derive(Debug, Subcommand)]
pub(crate) enum CustomerLists {
    /// List the customer lists of an ad account
    List(List),
    /// Show a customer list
    Show(Show),
    /// Create a customer list from CSV or JSON lines
    ///
    /// A row is a customer, with one or more of `email`, `mobile_ad_id`, `phone`, `external_id`,
    /// `ip_address`, `user_agent` and `liveramp_envelope`. E-mail addresses, mobile advertising ids
    /// and phone numbers are normalized and hashed before they are sent; hashes stay.
    ///
    /// The list is created by the first request, and the others add to it. A run that ends in
    /// between names the list, and `pinterest customer-lists add` adds the rest to it.
    Create(Create),
    /// Add customers of a file to a customer list
    ///
    /// There is no checkpoint, because none is needed: a customer who is added again stays in the
    /// list once, so that a run that was interrupted can be repeated.
    Add(Change),
    /// Remove customers of a file from a customer list
    ///
    /// There is no checkpoint, because none is needed: a run that was interrupted can be repeated.
    Remove(Change),
    /// Upload a file as it is, in parts, and wait until it is processed (in closed beta)
    ///
    /// There is no checkpoint, because the service processes a file only when all parts of one
    /// upload are there, at addresses that expire: a run that was interrupted is repeated.
    Upload(Upload),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    ad_account: AdAccount,

    #[command(flatten)]
    paging: Paging,
}

#[derive(Args, Debug)]
pub(crate) struct Show {
    /// Id of the customer list
    #[arg(value_name = "ID")]
    id: String,

    #[command(flatten)]
    ad_account: AdAccount,
}

#[derive(Args, Debug)]
pub(crate) struct Create {
    /// Name of the customer list
    name: String,

    #[command(flatten)]
    records: Records,

    #[command(flatten)]
    ad_account: AdAccount,
}

#[derive(Args, Debug)]
pub(crate) struct Change {
    /// Id of the customer list
    #[arg(value_name = "ID")]
    id: String,

    #[command(flatten)]
    records: Records,

    #[command(flatten)]
    ad_account: AdAccount,
}

/// The customers of a file.
#[derive(Args, Debug)]
struct Records {
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

impl CustomerLists {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::List(list) => {
                let ad_account = context.ad_account_id(list.ad_account.ad_account)?;
                Reading::of("customer_lists/list")
                    .with("ad_account_id", ad_account)
                    .list(context, &list.paging, COLUMNS)
                    .await
            }
            Self::Show(show) => {
                let ad_account = context.ad_account_id(show.ad_account.ad_account)?;
                Reading::of("customer_lists/get")
                    .with("ad_account_id", ad_account)
                    .with("customer_list_id", show.id)
                    .print(context)
                    .await
            }
            Self::Create(create) => create.run(context).await,
            Self::Add(change) => change.run(context, CustomerListOperation::Add).await,
            Self::Remove(change) => change.run(context, CustomerListOperation::Remove).await,
            Self::Upload(upload) => upload.run(context).await,
        }
    }
}

impl Create {
    /// The first request creates the list; further ones add to it.
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let ad_account = context.ad_account_id(self.ad_account.ad_account)?;
        let account = context.client()?.ad_account(ad_account);
        let mut chunks = self.records.open(context)?;
        let Some(first) = chunks.next()? else {
            return Err(Failure::usage("the file has no customers"));
        };
        let creation = account.customer_lists().create(first.into_list(self.name));
        context.on_interruption(|| {
            "the list may exist: `pinterest customer-lists list` says so; if it does, add to it \
             instead of creating another"
                .to_owned()
        });
        let list = context.send(creation).await?;
        let hint = format!(
            "the list {0} exists and is incomplete: `pinterest customer-lists add {0} {1}` with the \
             same options adds what is missing",
            list.id,
            self.records.input.file().display()
        );
        let in_hint = hint.clone();
        context.on_interruption(move || in_hint);
        let handle = account.customer_list(&list.id);
        let added = chunks.send(context, &handle, &CustomerListOperation::Add);
        added.await.map_err(|failure| failure.with_hint(hint))?;
        context.not_resumable();
        context
            .output
            .value(&to_value(list).map_err(Failure::new)?)?;
        chunks.finish(context)
    }
}

impl Change {
    async fn run(self, context: &Context, operation: CustomerListOperation) -> Result<(), Failure> {
        let ad_account = context.ad_account_id(self.ad_account.ad_account)?;
        let list = context
            .client()?
            .ad_account(ad_account)
            .customer_list(self.id);
        let mut chunks = self.records.open(context)?;
        context.on_interruption(|| REPEAT.to_owned());
        let sent = chunks.send(context, &list, &operation).await;
        sent.map_err(|failure| match chunks.sent {
            0 => failure,
            _ => failure.with_hint(REPEAT),
        })?;
        context.not_resumable();
        chunks.finish(context)
    }
}

impl Records {
    fn open(&self, context: &Context) -> Result<Chunks, Failure> {
        let (rows, bar) = self.input.open(context, "Sending")?;
        Ok(Chunks {
            rows,
            bar,
            hashing: self.hashing.into(),
            size: self.chunk_size as usize,
            skips_invalid: self.skip_invalid,
            sent: 0,
            skipped: 0,
        })
    }
}

/// The customers of a file, in the parts that requests have.
struct Chunks {
    rows: Rows,
    bar: indicatif::ProgressBar,
    hashing: CustomerHashing,
    size: usize,
    skips_invalid: bool,
    sent: u64,
    skipped: u64,
}

impl Chunks {
    /// Sends what is left of the file, as changes of a list.
    async fn send(
        &mut self,
        context: &Context,
        list: &CustomerListHandle,
        operation: &CustomerListOperation,
    ) -> Result<(), Failure> {
        while let Some(records) = self.next()? {
            let update = records.into_update(operation.clone());
            context.send(list.update(update)).await?;
        }
        Ok(())
    }

    fn next(&mut self) -> Result<Option<CustomerRecords>, Failure> {
        let mut customers: Vec<Customer> = Vec::new();
        while customers.len() < self.size
            && let Some(row) = self.rows.next()
        {
            let customer = row.map_err(|bad| (bad.line, bad.problem));
            let customer = customer.and_then(|row| {
                let line = row.line;
                customers::customer(row, self.hashing).map_err(|problem| (line, problem))
            });
            match customer {
                Ok(customer) => customers.push(customer),
                Err(_) if self.skips_invalid => self.skipped += 1,
                Err((line, problem)) => {
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

    fn finish(self, context: &Context) -> Result<(), Failure> {
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
