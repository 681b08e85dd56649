//! How requests are split; over sockets in the tests of flows of `pinterest-fake`.

use pinterest_client::Date;
use proptest::prelude::*;

use super::plan::{List, Plan, Step};
use crate::DateRange;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn plan(days: DateRange, max_days: u32, step: Step) -> Plan {
    Plan {
        days,
        max_days,
        step,
        lists: Vec::new(),
        lists_are_whole: None,
        problem: None,
    }
}

fn list(values: &[&str], max: usize) -> List {
    List {
        name: "ad_ids",
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        max,
    }
}

fn shown(plan: &Plan) -> Vec<String> {
    plan.chunks().iter().map(ToString::to_string).collect()
}

#[test]
fn weeks_and_months_are_not_divided() {
    // 2026-01-01 is a Thursday.
    let days = DateRange::new(date("2026-01-01"), date("2026-04-10")).unwrap();
    let weeks = plan(days, 45, Step::Week);
    assert_eq!(
        shown(&weeks),
        [
            "2026-01-01 to 2026-02-08",
            "2026-02-09 to 2026-03-22",
            "2026-03-23 to 2026-04-10"
        ]
    );
    let months = plan(days, 65, Step::Month);
    assert_eq!(
        shown(&months),
        ["2026-01-01 to 2026-02-28", "2026-03-01 to 2026-04-10"]
    );
    // A month is longer than that.
    let divided = plan(days, 25, Step::Month);
    assert_eq!(shown(&divided)[0], "2026-01-01 to 2026-01-25");
}

#[test]
fn chunks_are_the_product_of_lists_and_days() {
    let days = DateRange::new(date("2026-01-01"), date("2026-01-04")).unwrap();
    let mut plan = plan(days, 3, Step::Day);
    plan.lists = vec![list(&["1", "2", "3", "2"], 2)];
    assert_eq!(
        shown(&plan),
        [
            "2026-01-01 to 2026-01-03, 2 ad_ids from 1 to 2",
            "2026-01-04 to 2026-01-04, 2 ad_ids from 1 to 2",
            "2026-01-01 to 2026-01-03, ad_ids 3",
            "2026-01-04 to 2026-01-04, ad_ids 3",
        ]
    );
    plan.lists = vec![list(&[], 2)];
    assert_eq!(shown(&plan).len(), 2);
    assert_eq!(shown(&plan)[0], "2026-01-01 to 2026-01-03, no ad_ids");
}

#[test]
fn what_cannot_be_split_is_one_chunk_with_the_reason() {
    let days = DateRange::new(date("2026-01-01"), date("2026-01-04")).unwrap();
    let total = plan(days, 3, Step::Total);
    let chunks = total.chunks();
    assert_eq!(chunks.len(), 1);
    assert_eq!(
        (chunks[0].days(), chunks[0].problem.is_some()),
        (days, true)
    );
    assert_eq!(plan(days, 4, Step::Total).chunks()[0].problem, None);

    let mut sums = plan(days, 4, Step::Day);
    sums.lists_are_whole = Some("no");
    sums.lists = vec![list(&["1", "2"], 1)];
    assert_eq!(sums.chunks()[0].problem, Some("no"));
    sums.lists = vec![list(&["1"], 1)];
    assert_eq!(sums.chunks()[0].problem, None);
}

#[cfg(feature = "campaigns")]
mod requests {
    use pinterest_client::request::Parts;
    use pinterest_client::types::{AnalyticsColumn, Granularity};

    use super::*;
    use crate::call::CallRequest;
    use crate::ranges::Chunked;
    use crate::requests::AdsAnalyticsGet;
    use crate::{AnalyticsQuery, Client};

    fn ads(days: &str, granularity: Granularity) -> Chunked<AdsAnalyticsGet> {
        let (start, end) = days.split_once(' ').unwrap();
        let days = DateRange::new(date(start), date(end)).unwrap();
        let query = AnalyticsQuery::new(days, [AnalyticsColumn::SpendInDollar], granularity);
        let client = Client::builder().with_access_token("pina_x").build();
        let ids: Vec<String> = (0..300).map(|id| id.to_string()).collect();
        let ads = client.unwrap().ad_account("1").ads();
        ads.analytics(&ids, query).chunked()
    }

    fn values(parts: &Parts<'_>, name: &str) -> Vec<String> {
        let pairs = parts.query.iter().filter(|pair| pair.name == name);
        let values = pairs.flat_map(|pair| pair.values.iter().cloned());
        values.map(Into::into).collect()
    }

    #[test]
    fn a_chunk_changes_its_days_and_ids_alone() {
        let ads = ads("2026-01-01 2026-01-05", Granularity::Hour);
        let chunks = ads.chunks();
        assert_eq!(chunks.len(), 4);
        let call = ads.rows_of(&chunks[3]);
        let parts = call.request().http_parts(true).unwrap();
        assert_eq!(values(&parts, "start_date"), ["2026-01-04"]);
        assert_eq!(values(&parts, "end_date"), ["2026-01-05"]);
        assert_eq!(values(&parts, "granularity"), ["HOUR"]);
        assert_eq!(values(&parts, "columns"), ["SPEND_IN_DOLLAR"]);
        let ids = values(&parts, "ad_ids");
        assert_eq!((ids.len(), ids[0].as_str()), (50, "250"));
    }

    #[test]
    fn limits_can_be_set() {
        let ads = ads("2026-01-01 2026-01-05", Granularity::Day);
        assert_eq!(ads.chunks().len(), 2);
        let ads = ads.with_max_days(1).with_max_ids(100);
        assert_eq!(ads.chunks().len(), 5 * 3);
    }

    #[test]
    fn a_sum_over_too_many_days_is_an_error_unless_it_is_not_validated() {
        let ads = ads("2026-01-01 2026-12-31", Granularity::Total);
        let call = ads.rows_of(&ads.chunks()[0]);
        assert!(call.request().http_parts(true).is_err());
        assert!(call.request().http_parts(false).is_ok());
    }
}

proptest! {
    #[test]
    fn the_days_of_all_chunks_are_the_range(
        before in 0..3_000_000_i64,
        count in 1..400_u32,
        max_days in 0..200_u32,
        step in prop_oneof![Just(Step::Day), Just(Step::Week), Just(Step::Month)],
    ) {
        let end = Date::MAX.checked_add_days(-before).unwrap();
        let days = DateRange::ending(end, count).unwrap();
        let chunks = plan(days, max_days, step).chunks();
        prop_assert_eq!(chunks[0].days().start(), days.start());
        prop_assert_eq!(chunks[chunks.len() - 1].days().end(), days.end());
        for pair in chunks.windows(2) {
            prop_assert_eq!(pair[1].days().start().days_since(pair[0].days().end()), 1);
        }
        for chunk in &chunks {
            prop_assert!(chunk.days().day_count() <= i64::from(max_days.max(1)));
        }
    }
}
