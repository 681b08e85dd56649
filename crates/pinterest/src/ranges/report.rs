//! Reports on more days or ids than one report can be about.

use pinterest_client::operation;
use pinterest_client::types::NewAdsReport;

use super::chunk::Chunk;
use super::plan::{List, Plan, Step};
use crate::{DateRange, Error};

/// The most days of a report, of one by the hour, and of one on product items.
const MAX_DAYS: u32 = 186;
const MAX_DAYS_BY_HOUR: u32 = 3;
const MAX_DAYS_OF_PRODUCT_ITEMS: u32 = 31;

/// Splits a report into reports that the service accepts.
pub(crate) fn split_report(report: &NewAdsReport) -> Result<Vec<(Chunk, NewAdsReport)>, Error> {
    let chunks = plan(report)?.chunks();
    chunks
        .into_iter()
        .map(|chunk| match chunk.problem {
            Some(problem) => Err(Error::invalid_request(problem)),
            None => {
                let part = part(report, &chunk);
                Ok((chunk, part))
            }
        })
        .collect()
}

fn plan(report: &NewAdsReport) -> Result<Plan, Error> {
    let granularity = report.granularity.as_str();
    let level = report.level.as_ref().map(|level| level.as_str());
    let is_of_items = level.is_some_and(|level| level.starts_with("PRODUCT_ITEM"));
    let max_days = match granularity {
        "HOUR" => MAX_DAYS_BY_HOUR,
        _ if is_of_items => MAX_DAYS_OF_PRODUCT_ITEMS,
        _ => MAX_DAYS,
    };
    let mut lists = lists(report);
    if report.combine_targeting_types == Some(true) {
        lists.retain(|list| list.name != TARGETING_TYPES);
    }
    Ok(Plan {
        days: DateRange::new(report.start_date, report.end_date)?,
        max_days,
        step: Step::of(granularity),
        lists,
        lists_are_whole: None,
        problem: None,
    })
}

/// The report on the days and values of a chunk.
fn part(report: &NewAdsReport, chunk: &Chunk) -> NewAdsReport {
    let mut part = report.clone();
    part.start_date = chunk.days().start();
    part.end_date = chunk.days().end();
    // The hours are those of the first and of the last day.
    if part.start_date != report.start_date {
        part.start_hour = None;
    }
    if part.end_date != report.end_date {
        part.end_hour = None;
    }
    keep(&mut part, chunk);
    part
}

const TARGETING_TYPES: &str = "targeting_types";

/// The lists of a report of which each row is about one value.
macro_rules! lists {
    ($($field:ident)+) => {
        fn lists(report: &NewAdsReport) -> Vec<List> {
            let mut lists = Vec::new();
            $(
                if let Some(values) = &report.$field
                    && let Some(max) = max_items(stringify!($field))
                {
                    lists.push(List {
                        name: stringify!($field),
                        values: values.iter().map(|value| value.as_str().to_owned()).collect(),
                        max,
                    });
                }
            )+
            lists
        }

        /// Keeps the values that the chunk has.
        fn keep(report: &mut NewAdsReport, chunk: &Chunk) {
            for (name, kept) in chunk.lists() {
                $(
                    if name == stringify!($field)
                        && let Some(values) = &mut report.$field
                    {
                        values.retain(|value| kept.iter().any(|kept| kept == value.as_str()));
                    }
                )+
            }
        }
    };
}

lists! {
    ad_group_ids
    ad_group_statuses
    ad_ids
    ad_statuses
    campaign_ids
    campaign_objective_types
    campaign_statuses
    product_group_ids
    product_group_statuses
    product_item_ids
    targeting_types
}

/// How many values the description accepts.
fn max_items(field: &str) -> Option<usize> {
    let body = operation::ANALYTICS_CREATE_REPORT.body;
    body.field(field)?.max_items
}

#[cfg(test)]
mod tests {
    use pinterest_client::Date;
    use pinterest_client::types::{AdSummaryStatus, Granularity, ReportLevel};

    use super::*;
    use crate::ErrorKind;

    fn report(start: &str, end: &str, granularity: Granularity) -> NewAdsReport {
        let date = |text: &str| text.parse::<Date>().unwrap();
        NewAdsReport::new(date(start), date(end), granularity)
    }

    fn shown(report: &NewAdsReport) -> Vec<String> {
        let parts = split_report(report).unwrap();
        parts.iter().map(|(chunk, _)| chunk.to_string()).collect()
    }

    #[test]
    fn days_are_split_by_what_the_report_is_about() {
        let year = report("2025-01-01", "2025-12-31", Granularity::Day);
        let expected = ["2025-01-01 to 2025-07-05", "2025-07-06 to 2025-12-31"];
        assert_eq!(shown(&year), expected);
        let months = report("2025-01-01", "2025-12-31", Granularity::Month);
        let expected = ["2025-01-01 to 2025-06-30", "2025-07-01 to 2025-12-31"];
        assert_eq!(shown(&months), expected);
        let items = report("2025-01-01", "2025-02-28", Granularity::Day);
        let items = items.level(ReportLevel::ProductItem);
        let expected = ["2025-01-01 to 2025-01-31", "2025-02-01 to 2025-02-28"];
        assert_eq!(shown(&items), expected);
    }

    #[test]
    fn hours_stay_with_the_first_and_the_last_day() {
        let hours = report("2025-01-01", "2025-01-07", Granularity::Hour);
        let parts = split_report(&hours.start_hour(9).end_hour(17)).unwrap();
        let hours: Vec<_> = parts
            .iter()
            .map(|(_, part)| (part.start_hour, part.end_hour))
            .collect();
        assert_eq!(hours, [(Some(9), None), (None, None), (None, Some(17))]);
    }

    #[test]
    fn lists_are_split_and_multiplied() {
        let ids: Vec<String> = (1..=1_001).map(|id| id.to_string()).collect();
        let report = report("2025-01-01", "2025-01-31", Granularity::Day)
            .campaign_ids(&ids)
            .ad_statuses(AdSummaryStatus::KNOWN.iter().cloned());
        let parts = split_report(&report).unwrap();
        assert_eq!(AdSummaryStatus::KNOWN.len(), 8);
        assert_eq!(parts.len(), 3 * 2);
        let lengths: Vec<_> = parts
            .iter()
            .map(|(_, part)| {
                let statuses = part.ad_statuses.as_ref().unwrap().len();
                (statuses, part.campaign_ids.as_ref().unwrap().len())
            })
            .collect();
        assert_eq!(
            lengths,
            [(6, 500), (6, 500), (6, 1), (2, 500), (2, 500), (2, 1)]
        );
        assert_eq!(parts[1].1.campaign_ids.as_ref().unwrap()[0], "501");
    }

    #[test]
    fn a_sum_over_all_days_is_not_split() {
        let total = report("2025-01-01", "2025-12-31", Granularity::Total);
        let error = split_report(&total).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("TOTAL"), "{error}");
        let short = report("2025-01-01", "2025-03-31", Granularity::Total);
        assert_eq!(split_report(&short).unwrap()[0].1, short);
    }
}
