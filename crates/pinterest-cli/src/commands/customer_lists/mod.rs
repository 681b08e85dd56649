//! `pinterest customer-lists`

mod customers;
mod records;
mod upload;

use clap::{Args, Subcommand};
use pinterest::AdAccountHandle;
use pinterest::types::{CustomerList, CustomerListOperation};
use serde_json::to_value;

use crate::arguments::{AdAccount, Paging};
use crate::context::Context;
use crate::failure::Failure;
use crate::listing::Reading;
use crate::output::Column;
use records::{Chunks, Records};
use upload::Upload;

const COLUMNS: &[Column] = &[
    Column::new("ID", "id"),
    Column::new("NAME", "name"),
    Column::new("STATUS", "status"),
    Column::new("UPLOADED", "num_uploaded_user_records"),
    Column::new("REMOVED", "num_removed_user_records"),
    Column::new("CREATED", "created_time").seconds(),
];

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
    /// between names the list, and `pinterest customer-lists add` adds the rest to it; with
    /// --checkpoint, the same command does so.
    Create(Create),
    /// Add customers of a file to a customer list
    ///
    /// A run that was interrupted can be repeated: a customer who is added again stays in the list
    /// once. With --checkpoint, it sends only what is left.
    Add(Change),
    /// Remove customers of a file from a customer list
    ///
    /// A run that was interrupted can be repeated. With --checkpoint, it sends only what is left.
    Remove(Change),
    /// Upload a file as it is, in parts, and wait until it is processed (in closed beta)
    ///
    /// The service processes a file only when all parts of one upload are there, so that a run that
    /// was interrupted before is repeated. With --checkpoint, one that was interrupted later sends
    /// no part again.
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
        let ad_account = context.ad_account_id(self.ad_account.ad_account.clone())?;
        let account = context.client()?.ad_account(ad_account);
        let mut chunks = self.records.open(context)?;
        let list = match chunks.list() {
            Some(id) => context.send(account.customer_list(id).get()).await?,
            None => self.create(context, &account, &mut chunks).await?,
        };
        let hint = self.rest(list.id.as_str());
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

    async fn create(
        &self,
        context: &Context,
        account: &AdAccountHandle,
        chunks: &mut Chunks,
    ) -> Result<CustomerList, Failure> {
        let Some(first) = chunks.next()? else {
            return Err(Failure::usage("the file has no customers"));
        };
        let creation = account
            .customer_lists()
            .create(first.into_list(self.name.clone()));
        context.show(|| creation.http_request())?;
        chunks.begin_creation()?;
        context.on_interruption(|| {
            "the list may exist: `pinterest customer-lists list` says so; if it does, add to it \
             instead of creating another"
                .to_owned()
        });
        let list = context.send(creation).await.inspect_err(|failure| {
            if !failure.may_have_acted() {
                chunks.not_created();
            }
        })?;
        chunks.settle(list.id.as_str())?;
        Ok(list)
    }

    /// What to do when the list was created, and not all customers were sent.
    fn rest(&self, list: &str) -> String {
        match self.records.has_checkpoint() {
            true => format!(
                "the list {list} exists and is incomplete; {}",
                records::GO_ON
            ),
            false => format!(
                "the list {list} exists and is incomplete: `pinterest customer-lists add {list} {}` \
                 with the same options adds what is missing",
                self.records.file().display()
            ),
        }
    }
}

impl Change {
    async fn run(self, context: &Context, operation: CustomerListOperation) -> Result<(), Failure> {
        let ad_account = context.ad_account_id(self.ad_account.ad_account)?;
        let account = context.client()?.ad_account(ad_account);
        let chunks = self.records.open(context)?;
        let list = account.customer_list(self.id);
        chunks.change(context, &list, &operation).await
    }
}
