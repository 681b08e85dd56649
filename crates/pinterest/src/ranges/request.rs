//! Requests that can be split, and the requests that they are split into.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use pinterest_client::json::{Decoder, RawJson};
use pinterest_client::operation::{Location, Operation};
use pinterest_client::request::{Parts, Request};
use pinterest_client::{Date, types};

use super::chunk::Chunk;
use super::plan::{List, Plan, Step};
use crate::DateRange;
use crate::call::{CallRequest, ReadError, sealed};

/// The most days of a request for analytics, and that by the hour.
const MAX_DAYS: u32 = 90;
const MAX_DAYS_BY_HOUR: u32 = 3;

const START: &str = "start_date";
const END: &str = "end_date";

/// A request for analytics of a range of days, which can be split: see
/// [`Call::chunked`](crate::Call::chunked).
///
/// It is implemented by the requests for analytics in [`requests`](crate::requests), except those
/// for the best Pins, whose ranking is about all days.
pub trait RangeRequest: Request + OnlyHere {
    /// A row of the response.
    type Row: Send + 'static;

    #[doc(hidden)]
    fn rows(response: Self::Response) -> Vec<Self::Row>;
}

/// Keeps other crates from implementing [`RangeRequest`].
#[doc(hidden)]
pub trait OnlyHere {}

/// Implements [`RangeRequest`] for requests whose responses become rows by a function.
macro_rules! range_requests {
    ($($feature:tt $($request:ident)+ => $row:ty, $rows:expr;)+) => {$($(
        #[cfg(feature = $feature)]
        impl OnlyHere for crate::requests::$request {}

        #[cfg(feature = $feature)]
        impl RangeRequest for crate::requests::$request {
            type Row = $row;

            fn rows(response: Self::Response) -> Vec<Self::Row> {
                let rows: fn(Self::Response) -> Vec<Self::Row> = $rows;
                rows(response)
            }
        }
    )+)+};
}

range_requests! {
    "ad_accounts" AdAccountAnalyticsGet => types::AdAccountAnalytics, |rows| rows;
    "ad_accounts" AdAccountTargetingAnalyticsGet => types::TargetingAnalytics, by_targeting;
    "campaigns" CampaignsAnalyticsGet => types::CampaignAnalytics, |rows| rows;
    "campaigns" AdGroupsAnalyticsGet => types::AdGroupAnalytics, |rows| rows;
    "campaigns" AdsAnalyticsGet => types::AdAnalytics, |rows| rows;
    "campaigns" AdPinsAnalyticsGet => types::AdPinAnalytics, |rows| rows;
    "campaigns" ProductGroupsAnalyticsGet => types::ProductGroupAnalytics, |rows| rows;
    "campaigns" CampaignsTargetingAnalyticsGet AdGroupsTargetingAnalyticsGet
        AdsTargetingAnalyticsGet => types::TargetingAnalytics, by_targeting;
    "pins" PinAnalyticsGet => DailyRow, |groups| of_pin(None, groups);
    "pins" PinsAnalyticsGet => DailyRow, |pins| {
        let pins = pins.into_iter();
        pins.flat_map(|(pin, groups)| of_pin(Some(pin.into()), groups)).collect()
    };
    "user_account" UserAccountAnalyticsGet => DailyRow, |groups| {
        let days = groups.into_iter().map(|(group, figures)| (group, figures.daily_metrics));
        daily_rows(None, days)
    };
}

#[cfg(any(feature = "ad_accounts", feature = "campaigns"))]
fn by_targeting(response: types::TargetingAnalyticsResponse) -> Vec<types::TargetingAnalytics> {
    response.data.unwrap_or_default()
}

#[cfg(feature = "pins")]
fn of_pin(
    pin_id: Option<types::PinId>,
    groups: BTreeMap<String, types::PinAnalytics>,
) -> Vec<DailyRow> {
    let days = groups
        .into_iter()
        .map(|(group, figures)| (group, figures.daily_metrics));
    daily_rows(pin_id, days)
}

/// The metrics of a day of a Pin or of the user account.
///
/// Sums over all days and lifetime figures are not part of the rows, since each chunk has others.
#[cfg(any(feature = "pins", feature = "user_account"))]
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DailyRow {
    /// The Pin, if the request is about several.
    pub pin_id: Option<types::PinId>,
    /// The group of activity; `all` without `split_field`.
    pub group: String,
    /// The day and its metrics.
    pub day: types::DailyMetrics,
}

#[cfg(any(feature = "pins", feature = "user_account"))]
impl pinterest_client::AnalyticsRow for DailyRow {
    fn metrics_by_name(&self) -> Option<&BTreeMap<String, pinterest_client::Metric>> {
        self.day.metrics.as_ref()
    }
}

#[cfg(any(feature = "pins", feature = "user_account"))]
fn daily_rows(
    pin_id: Option<types::PinId>,
    groups: impl Iterator<Item = (String, Option<Vec<types::DailyMetrics>>)>,
) -> Vec<DailyRow> {
    let mut rows = Vec::new();
    for (group, days) in groups {
        rows.extend(days.into_iter().flatten().map(|day| DailyRow {
            pin_id: pin_id.clone(),
            group: group.clone(),
            day,
        }));
    }
    rows
}

/// What the caller says of the limits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Limits {
    pub(super) max_days: Option<u32>,
    pub(super) max_ids: Option<usize>,
}

/// How a request is split: by its days and by every list of which the description limits the
/// length.
pub(super) fn plan(request: &impl Request, limits: Limits) -> Plan {
    let parts = request.parts();
    let values = |name: &str| {
        let pair = parts.query.iter().find(|pair| pair.name == name);
        pair.map(|pair| pair.values.as_slice())
    };
    let text = |name: &str| {
        let first = values(name)?.first()?;
        Some(&**first)
    };
    let date = |name: &str| text(name).and_then(|text| text.parse::<Date>().ok());
    let start = date(START).unwrap_or(Date::MIN);
    let days = DateRange::new(start, date(END).unwrap_or(start));
    let is_reversed = days.is_err();
    let granularity = text("granularity").unwrap_or("DAY");
    let max_days = match granularity {
        "HOUR" => MAX_DAYS_BY_HOUR,
        _ => MAX_DAYS,
    };
    let parameters = request.operation().parameters.iter();
    let lists = parameters.filter_map(|parameter| {
        let (name, most) = (parameter.name, parameter.limits.max_items?);
        let are_ids = name.ends_with("_ids");
        if parameter.location != Location::Query || !(are_ids || name == "targeting_types") {
            return None;
        }
        let values = values(name)?;
        let max = limits.max_ids.filter(|_| are_ids);
        Some(List {
            name,
            values: values
                .iter()
                .map(|value| value.clone().into_owned())
                .collect(),
            max: max.unwrap_or(most),
        })
    });
    let is_aggregated = text("aggregate_report_rows") == Some("true");
    Plan {
        days: days.unwrap_or_else(|_| start.into()),
        max_days: limits.max_days.unwrap_or(max_days),
        step: Step::of(granularity),
        lists: lists.collect(),
        lists_are_whole: is_aggregated.then_some(
            "with `aggregate_report_rows` a row sums up all ids, so their number cannot exceed the \
             limit",
        ),
        problem: is_reversed.then_some("the last day is before the first"),
    }
}

/// A request about the days and ids of one [`Chunk`], of which
/// [`Chunked::rows_of`](super::Chunked::rows_of) makes a call.
pub struct ChunkRequest<R> {
    request: Arc<R>,
    chunk: Chunk,
}

impl<R> ChunkRequest<R> {
    pub(super) fn new(request: Arc<R>, chunk: Chunk) -> Self {
        Self { request, chunk }
    }

    /// Returns the chunk.
    #[must_use]
    pub fn chunk(&self) -> &Chunk {
        &self.chunk
    }
}

impl<R> Clone for ChunkRequest<R> {
    fn clone(&self) -> Self {
        Self::new(Arc::clone(&self.request), self.chunk.clone())
    }
}

impl<R> fmt::Debug for ChunkRequest<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ChunkRequest").field(&self.chunk).finish()
    }
}

impl<R: RangeRequest> sealed::Sealed for ChunkRequest<R> {}

impl<R: RangeRequest> CallRequest for ChunkRequest<R> {
    type Output = Vec<R::Row>;

    fn target(&self) -> &'static Operation {
        self.request.operation()
    }

    fn http_parts(&self, validate: bool) -> Result<Parts<'_>, String> {
        if let Some(problem) = self.chunk.problem.filter(|_| validate) {
            return Err(problem.to_owned());
        }
        let mut parts = self.request.parts();
        let days = self.chunk.days;
        for pair in &mut parts.query {
            let list = self.chunk.lists.iter().find(|list| pair.name == list.name);
            match (&*pair.name, list) {
                (START, _) => pair.values = vec![days.start().to_string().into()],
                (END, _) => pair.values = vec![days.end().to_string().into()],
                (_, Some(list)) => {
                    let values = list.values.iter();
                    pair.values = values.map(|value| value.as_str().into()).collect();
                }
                (_, None) => {}
            }
        }
        Ok(parts)
    }

    fn read(&self, body: RawJson<'_>, decoder: &mut Decoder) -> Result<Vec<R::Row>, ReadError> {
        let response = decoder.body(body).map_err(ReadError::Mismatch)?;
        Ok(R::rows(response))
    }
}
