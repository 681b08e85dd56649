//! `pinterest analytics`

mod canvas;
mod chart;
mod plot;
mod table;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use futures_util::TryStreamExt;
use pinterest::types::{AnalyticsColumn, Granularity, PinMetricType, UserAccountMetricType};
use pinterest::{AnalyticsQuery, Call, RangeRequest};

use crate::arguments::AdAccount;
use crate::context::Context;
use crate::days::DayOptions;
use crate::failure::Failure;
use plot::Plot;
use table::{Row, Table};

const PIN_METRICS: [&str; 4] = ["IMPRESSION", "PIN_CLICK", "OUTBOUND_CLICK", "SAVE"];
const AD_METRICS: [&str; 3] = ["SPEND_IN_DOLLAR", "TOTAL_IMPRESSION", "TOTAL_CLICKTHROUGH"];

/// Analytics of the user account, of Pins and of ads, as rows, charts and plots
#[derive(Debug, Subcommand)]
pub(crate) enum Analytics {
    /// The user account
    User(User),
    /// Pins
    Pins(Pins),
    /// An ad account
    Account(Account),
    /// Campaigns
    Campaigns(Entities),
    /// Ad groups
    AdGroups(Entities),
    /// Ads
    Ads(Entities),
}

/// What all analytics have in common.
#[derive(Args, Debug)]
struct Common {
    #[command(flatten)]
    days: DayOptions,

    /// Metrics, such as IMPRESSION,SAVE; SPEND_IN_DOLLAR,TOTAL_IMPRESSION for ads
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    metrics: Vec<String>,

    /// Draw a chart instead of printing rows; on a terminal both come by default
    #[arg(long)]
    chart: bool,

    /// File to draw a plot to, as SVG or PNG by its name
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct User {
    #[command(flatten)]
    common: Common,
}

#[derive(Args, Debug)]
pub(crate) struct Pins {
    /// Ids of Pins
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,

    #[command(flatten)]
    common: Common,
}

#[derive(Args, Debug)]
pub(crate) struct Account {
    #[command(flatten)]
    ads: AdOptions,
}

#[derive(Args, Debug)]
pub(crate) struct Entities {
    /// Ids of what the analytics are about
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,

    #[command(flatten)]
    ads: AdOptions,
}

#[derive(Args, Debug)]
struct AdOptions {
    #[command(flatten)]
    common: Common,

    /// Time that a row is about: TOTAL, DAY, HOUR, WEEK or MONTH
    #[arg(long, value_name = "TIME", default_value = "DAY")]
    granularity: String,

    #[command(flatten)]
    ad_account: AdAccount,
}

impl Analytics {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::User(user) => user.run(context).await,
            Self::Pins(pins) => pins.run(context).await,
            Self::Account(account) => {
                let (common, query, handle) = account.ads.parts(context)?;
                common.run(context, handle.analytics(query)).await
            }
            Self::Campaigns(entities) => {
                let (common, query, account) = entities.ads.parts(context)?;
                let call = account.campaigns().analytics(entities.ids, query);
                common.run(context, call).await
            }
            Self::AdGroups(entities) => {
                let (common, query, account) = entities.ads.parts(context)?;
                let call = account.ad_groups().analytics(entities.ids, query);
                common.run(context, call).await
            }
            Self::Ads(entities) => {
                let (common, query, account) = entities.ads.parts(context)?;
                let call = account.ads().analytics(entities.ids, query);
                common.run(context, call).await
            }
        }
    }
}

impl User {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let days = self.common.days.range()?;
        let mut call = context.client()?.user_account().analytics(days);
        let metrics = upper_case(&self.common.metrics);
        if !metrics.is_empty() {
            let metrics = metrics
                .iter()
                .map(|name| UserAccountMetricType::from_wire(name));
            let metrics: Vec<_> = metrics.collect();
            call = call.with(|request| request.metric_types(metrics));
        }
        self.common.run(context, call).await
    }
}

impl Pins {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let days = self.common.days.range()?;
        let metrics = or_default(&self.common.metrics, &PIN_METRICS);
        let metrics = metrics.iter().map(|name| PinMetricType::from_wire(name));
        let pins = context.client()?.pins();
        self.common
            .run(context, pins.analytics(self.ids, days, metrics))
            .await
    }
}

impl AdOptions {
    fn parts(
        self,
        context: &Context,
    ) -> Result<(Common, AnalyticsQuery, pinterest::AdAccountHandle), Failure> {
        let ad_account = context.ad_account_id(self.ad_account.ad_account)?;
        let metrics = or_default(&self.common.metrics, &AD_METRICS);
        let columns = metrics.iter().map(|name| AnalyticsColumn::from_wire(name));
        let granularity = Granularity::from_wire(&self.granularity.to_ascii_uppercase());
        let query = AnalyticsQuery::new(self.common.days.range()?, columns, granularity);
        let account = context.client()?.ad_account(ad_account);
        Ok((self.common, query, account))
    }
}

fn upper_case(names: &[String]) -> Vec<String> {
    names.iter().map(|name| name.to_ascii_uppercase()).collect()
}

fn or_default(names: &[String], default: &[&str]) -> Vec<String> {
    match names.is_empty() {
        true => default.iter().map(|&name| name.to_owned()).collect(),
        false => upper_case(names),
    }
}

impl Common {
    /// Fetches the rows, in several requests if need be, and shows them.
    async fn run<R>(self, context: &Context, call: Call<R>) -> Result<(), Failure>
    where
        R: RangeRequest<Row: Row>,
    {
        let plot = self.plot.map(Plot::new).transpose()?;
        context.show(|| call.http_request())?;
        let bar = context.progress(None, "Fetching");
        let mut table = Table::default();
        let mut rows = call.chunked().rows();
        while let Some(row) = rows.try_next().await.map_err(|error| {
            let (_, error) = error.into_parts();
            Failure::from(error)
        })? {
            table.add(&row)?;
        }
        bar.finish_and_clear();
        let series = table.series();
        if let Some(plot) = &plot {
            plot.write(&series)?;
            context.note(format_args!("plot in {}", plot.file().display()));
        }
        let is_for_people = context.output.is_terminal() && context.output.is_unspecified();
        if !self.chart && (plot.is_none() || !is_for_people) {
            table.print(context).await?;
        }
        if self.chart || is_for_people && plot.is_none() {
            context.output.text(&chart::draw(&series))?;
        }
        Ok(())
    }
}
