//! `pinterest customer-lists upload`

use std::path::PathBuf;

use clap::Args;
use pinterest::targeting::CustomerListFile;
use pinterest::types::CustomerListOperation;
use serde_json::to_value;

use super::records::GO_ON;
use crate::arguments::AdAccount;
use crate::checkpoint;
use crate::context::Context;
use crate::failure::Failure;
use crate::waiting::{self, WaitOptions};

/// What to do after an upload that ended early and has no checkpoint.
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

    /// File that says how far the upload is; a run that finds it goes on there
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,

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
        let has_checkpoint = self.checkpoint.is_some();
        context.on_interruption(move || again(has_checkpoint).to_owned());
        let bar = context.progress(Some(file.size()), "Uploading");
        let shown = bar.clone();
        let mut upload = uploads
            .send(operation, file)
            .with_progress(move |progress| shown.set_position(progress.sent));
        if let Some(path) = self.checkpoint.clone() {
            if let Some(step) = checkpoint::read(&path)? {
                upload = upload.resume_from(step);
            }
            upload = upload
                .with_journal(move |step| std::future::ready(checkpoint::write(&path, &step)));
        }
        let sent = upload.await;
        bar.finish_and_clear();
        let job = sent.map_err(|error| {
            let cause = error.error();
            let failure = Failure::with_exit(Failure::exit_of(cause), format!("{error}: {cause}"));
            match error.upload_id() {
                Some(id) if error.part().is_none() && cause.may_have_acted() => {
                    let job = account.customer_list(&*self.id).upload(id).job();
                    failure.with_hint(waiting::resumption(&job.handle(), None))
                }
                _ => failure.with_hint(again(has_checkpoint)),
            }
        })?;
        // From here on, the job says how to go on.
        checkpoint::remove(self.checkpoint.as_deref());
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

/// What to do after an upload that ended before it was processed.
fn again(has_checkpoint: bool) -> &'static str {
    match has_checkpoint {
        true => GO_ON,
        false => AGAIN,
    }
}
