//! `pinterest report`

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use pinterest::jobs::{AdsReportJob, Job};
use pinterest::types::{Granularity, NewAdsReport};
use serde_json::{Map, Value, json};

use crate::arguments::{AdAccount, Paging};
use crate::context::Context;
use crate::days::DayOptions;
use crate::failure::Failure;
use crate::inputs;
use crate::listing::Reading;
use crate::output::Column;
use crate::waiting::{self, FileOptions, WaitOptions};

const TEMPLATE_COLUMNS: &[Column] = &[
    Column::new("ID", "id"),
    Column::new("NAME", "name"),
    Column::new("LEVEL", "report_level"),
    Column::new("FORMAT", "report_format"),
    Column::new("COLUMNS", "columns"),
];

const DEFAULT_METRICS: [&str; 4] = [
    "CAMPAIGN_ID",
    "SPEND_IN_DOLLAR",
    "TOTAL_IMPRESSION",
    "TOTAL_CLICKTHROUGH",
];

/// Reports on ads: run, templates
#[derive(Debug, Subcommand)]
pub(crate) enum Report {
    /// Have the service make a report, and fetch it
    ///
    /// Without --wait and --file the command ends when the report was requested, and prints the job,
    /// from which `pinterest job resume` goes on.
    Run(Box<Run>),
    /// List the templates of reports that were made in Ads Manager
    Templates(Templates),
}

#[derive(Args, Debug)]
pub(crate) struct Templates {
    #[command(flatten)]
    ad_account: AdAccount,

    #[command(flatten)]
    paging: Paging,
}

#[derive(Args, Debug)]
pub(crate) struct Run {
    #[command(flatten)]
    ad_account: AdAccount,

    /// What a row is about, such as CAMPAIGN, AD_GROUP or PIN_PROMOTION
    #[arg(
        long,
        value_name = "LEVEL",
        default_value = "CAMPAIGN",
        conflicts_with = "template"
    )]
    level: String,

    /// Columns of the report, such as SPEND_IN_DOLLAR,TOTAL_IMPRESSION
    #[arg(
        long,
        value_name = "NAMES",
        value_delimiter = ',',
        conflicts_with = "template"
    )]
    metrics: Vec<String>,

    /// Time that a row is about: TOTAL, DAY, HOUR, WEEK or MONTH; DAY by default
    #[arg(long, value_name = "TIME")]
    granularity: Option<String>,

    #[command(flatten)]
    days: DayOptions,

    /// Only these campaigns
    #[arg(
        long = "campaign",
        value_name = "ID",
        value_delimiter = ',',
        conflicts_with = "template"
    )]
    campaigns: Vec<String>,

    /// Format of the file: CSV or JSON
    // The field has another name than the option, because there is a global one that is called so.
    #[arg(
        long = "format",
        value_name = "FORMAT",
        default_value = "CSV",
        conflicts_with = "template"
    )]
    report_format: String,

    /// JSON file with fields of the request, such as filters; - is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "template")]
    input: Option<PathBuf>,

    /// Id of a template that says what the report has
    #[arg(long, value_name = "ID")]
    template: Option<String>,

    /// Wait for the report, and print its rows
    #[arg(long)]
    wait: bool,

    #[command(flatten)]
    file: FileOptions,

    /// File to save the job in, for `pinterest job resume`
    #[arg(long, value_name = "FILE")]
    job: Option<PathBuf>,

    /// Request the report again, up to so many times, if it fails or expires
    #[arg(long, value_name = "N", default_value_t = 1)]
    retries: u32,

    #[command(flatten)]
    options: WaitOptions,
}

impl Report {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::Run(run) => run.run(context).await,
            Self::Templates(templates) => {
                let ad_account = context.ad_account_id(templates.ad_account.ad_account)?;
                Reading::of("templates/list")
                    .with("ad_account_id", ad_account)
                    .list(context, &templates.paging, TEMPLATE_COLUMNS)
                    .await
            }
        }
    }
}

impl Run {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let job = self.start(context).await?.with_recreations(self.retries);
        let saved = self.job.as_deref();
        if !self.wait && self.file.path().is_none() {
            return waiting::leave(context, &job.handle(), saved);
        }
        let what = "Waiting for the report";
        let download = waiting::wait(context, job, &self.options, saved, what).await?;
        self.file.deliver(context, download).await
    }

    async fn start(&self, context: &Context) -> Result<Job<AdsReportJob>, Failure> {
        let ad_account = context.ad_account_id(self.ad_account.ad_account.clone())?;
        let account = context.client()?.ad_account(ad_account);
        let granularity = self.granularity.as_deref().map(str::to_ascii_uppercase);
        let Some(template) = &self.template else {
            let call = account.reports().request(self.request(granularity)?);
            context.show(|| call.http_request())?;
            return Ok(call.start().await?);
        };
        let mut call = account.report_template(template).request_report();
        if !self.days.is_empty() {
            let days = self.days.range()?;
            call = call.with(|report| report.start_date(days.start()).end_date(days.end()));
        }
        if let Some(granularity) = granularity {
            let granularity = Granularity::from_wire(&granularity);
            call = call.with(|report| report.granularity(granularity));
        }
        context.show(|| call.http_request())?;
        Ok(call.start().await?)
    }

    fn request(&self, granularity: Option<String>) -> Result<NewAdsReport, Failure> {
        let mut body = self
            .input
            .as_deref()
            .map_or_else(|| Ok(Map::new()), read_object)?;
        let is_given = |body: &Map<String, Value>, name: &str| body.contains_key(name);
        if !is_given(&body, "start_date") || !self.days.is_empty() {
            let days = self.days.range()?;
            body.insert("start_date".to_owned(), days.start().to_string().into());
            body.insert("end_date".to_owned(), days.end().to_string().into());
        }
        if !self.metrics.is_empty() {
            let metrics = self.metrics.iter().map(|name| name.to_ascii_uppercase());
            body.insert("columns".to_owned(), metrics.collect());
        }
        if !self.campaigns.is_empty() {
            body.insert("campaign_ids".to_owned(), json!(self.campaigns));
        }
        if let Some(granularity) = granularity {
            body.insert("granularity".to_owned(), granularity.into());
        }
        // What neither the arguments nor the file say.
        let defaults = [
            ("columns", json!(DEFAULT_METRICS)),
            ("granularity", "DAY".into()),
            ("level", self.level.to_ascii_uppercase().into()),
            (
                "report_format",
                self.report_format.to_ascii_uppercase().into(),
            ),
        ];
        for (name, value) in defaults {
            body.entry(name).or_insert(value);
        }
        serde_json::from_value(Value::Object(body))
            .map_err(|error| Failure::usage(format!("the report is not as described: {error}")))
    }
}

fn read_object(path: &Path) -> Result<Map<String, Value>, Failure> {
    serde_json::from_slice(&inputs::read(path)?)
        .map_err(|error| Failure::usage(format!("{} is no JSON object: {error}", path.display())))
}
