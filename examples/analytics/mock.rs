//! A mock of the operations that the example uses: raw JSON, as the service would send it.

#[path = "../journal.rs"]
mod journal;

use std::iter;

use pinterest::Date;
use pinterest_httpmock::httpmock::Method;
use pinterest_httpmock::scenario::Pages;

use journal::{Journal, Received};

pub(crate) const AD_ACCOUNT: &str = "549755885175";

pub(crate) async fn start() -> Journal {
    let journal = Journal::start().await;
    let campaigns = (1..=3).map(|number| {
        format!(
            r#"{{"id": "62673556583{number}", "ad_account_id": "{AD_ACCOUNT}", "name": "Campaign {number}",
                "objective_type": "AWARENESS", "status": "ACTIVE", "type": "campaign",
                "created_time": 1767225600, "updated_time": 1767225600}}"#
        )
    });
    // One of them is not as described.
    let campaigns = campaigns.chain([r#"["626735565839"]"#.to_owned()]);
    let path = format!("/ad_accounts/{AD_ACCOUNT}/campaigns");
    Pages::of(campaigns)
        .page_size(2)
        .serve(journal.server(), &path);
    journal.on(Method::GET, &format!("{path}/analytics"), analytics);
    journal
}

/// A row for each day of each campaign; more than 90 days are too many.
fn analytics(request: &Received) -> (u16, String) {
    let date = |name| request.parameter(name).first()?.parse::<Date>().ok();
    let (start, end) = (date("start_date"), date("end_date"));
    let next = |day: &Date| day.checked_add_days(1).filter(|day| Some(*day) <= end);
    let days: Vec<Date> = iter::successors(start, next).collect();
    if days.len() > 90 {
        let error = r#"{"code": 1, "message": "The time range is longer than 90 days."}"#;
        return (400, error.to_owned());
    }
    let mut rows = Vec::new();
    for id in request.parameter("campaign_ids") {
        for (index, day) in days.iter().enumerate() {
            // A day without clicks has null, and numbers may be text.
            let clicks = match index % 3 {
                0 => "null",
                1 => "4",
                _ => r#""2""#,
            };
            rows.push(format!(
                r#"{{"CAMPAIGN_ID": "{id}", "DATE": "{day}", "SPEND_IN_DOLLAR": 2.5, "TOTAL_CLICKTHROUGH": {clicks}}}"#
            ));
        }
    }
    (200, format!("[{}]", rows.join(", ")))
}

#[cfg(test)]
mod tests {
    use pinterest::DateRange;
    use pinterest::types::CampaignId;

    use super::*;
    use crate::Sum;

    #[tokio::test]
    async fn days_are_requested_in_parts_and_summed() {
        let server = start().await;
        let account = server.client().ad_account(AD_ACCOUNT);
        let days = DateRange::ending(Date::new(2026, 4, 30).unwrap(), 120).unwrap();
        let sums = crate::sum(&account, days).await.unwrap();

        let ids = ["626735565831", "626735565832", "626735565833"];
        assert_eq!(sums.len(), 3);
        for id in ids {
            let expected = Sum {
                spend: 300.0,
                clicks: 240,
            };
            assert_eq!(sums[&CampaignId::from(id)], expected, "{id}");
        }
        let mut received = server.received();
        // The parts are requested at the same time.
        received.sort_by_key(|request| request.parameter("start_date").concat());
        let parts = [
            (["2026-01-01"], ["2026-03-31"]),
            (["2026-04-01"], ["2026-04-30"]),
        ];
        assert_eq!(received.len(), parts.len());
        for (request, (start, end)) in received.iter().zip(parts) {
            assert_eq!(request.parameter("start_date"), start);
            assert_eq!(request.parameter("end_date"), end);
            assert_eq!(request.parameter("campaign_ids"), ids);
            assert_eq!(
                request.parameter("columns"),
                ["SPEND_IN_DOLLAR,TOTAL_CLICKTHROUGH"]
            );
        }
    }
}
