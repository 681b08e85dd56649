//! `pinterest customer-lists upload`

use std::path::PathBuf;

use clap::Args;
use pinterest::targeting::{CustomerListFile, CustomerListUploadStep};
use pinterest::types::CustomerListOperation;
use serde_json::to_value;

use crate::arguments::AdAccount;
use crate::context::Context;
use crate::failure::Failure;
use crate::waiting::{self, WaitOptions};

/// What to do after an upload that ended early.
const AGAIN: &str = "run the same command again: an upload that is not complete is not processed, and \
                     one that is processed twice changes nothing the second time";

/// The arguments of `pinterest customer-lists upload`.
#[derive(Args, Debug)]
pub(crate) struct Upload {
    /// Id of the customer list
    #[arg(value_name = "ID")]
    id: String,

    /// File to upload, in the format that Pinterest has agreed on with the advertiser
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Remove the customers of the file instead of adding them
    #[arg(long)]
    remove: bool,

    /// Do not wait until the file is processed
    #[arg(long)]
    no_wait: bool,

    /// File to save the job in, for `pinterest job resume`
    #[arg(long, value_name = "FILE")]
    job: Option<PathBuf>,

    #[command(flatten)]
    wait: WaitOptions,

    #[command(flatten)]
    ad_account: AdAccount,
}

impl Upload {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        let ad_account = context.ad_account_id(self.ad_account.ad_account)?;
        let account = context.client()?.ad_account(ad_account);
        let file = CustomerListFile::from_path(&self.file).await;
        let file = file.map_err(|error| {
            let cause = std::error::Error::source(&error);
            let cause = cause.map(|cause| format!(": {cause}")).unwrap_or_default();
            Failure::usage(format!("{}: {error}{cause}", self.file.display()))
        })?;
        let operation = match self.remove {
            true => CustomerListOperation::Remove,
            false => CustomerListOperation::Add,
        };
        let uploads = account.customer_list(&*self.id).uploads();
        let parts = i32::try_from(file.parts()).map_err(Failure::new)?;
        context.show(|| uploads.create(operation.clone(), parts).http_request())?;
        context.on_interruption(|| AGAIN.to_owned());
        let bar = context.progress(None, "Uploading");
        let sent = uploads.send(operation, file).await;
        bar.finish_and_clear();
        let job = sent.map_err(|error| {
            let may_run =
                error.step() == CustomerListUploadStep::Run && error.error().may_have_acted();
            let failure = Failure::with_exit(Failure::exit_of(error.error()), &error);
            match error.upload_id().filter(|_| may_run) {
                Some(id) => {
                    let job = account.customer_list(&*self.id).upload(id).job();
                    failure.with_hint(waiting::resumption(&job.handle(), None))
                }
                None => failure.with_hint(AGAIN),
            }
        })?;
        let saved = self.job.as_deref();
        if self.no_wait {
            return waiting::leave(context, &job.handle(), saved);
        }
        let result = waiting::wait(context, job, &self.wait, saved, "Processing").await?;
        context
            .output
            .value(&to_value(result).map_err(Failure::new)?)
    }
}
