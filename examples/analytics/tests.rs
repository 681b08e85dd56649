use super::*;

#[tokio::test]
async fn days_are_requested_in_parts_and_summed() {
    let fake = Fake::start().await.unwrap();
    let account = fake.client().unwrap().ad_account(AD_ACCOUNT);
    let days = DateRange::last_days(90).unwrap();
    let sums = sum(&account, days).await.unwrap();
    let parts = fake.requests().to("campaigns/analytics");
    assert_eq!(parts.statuses(), [200; 3]);

    // The sums of the parts are the totals of all days.
    let columns = [SpendInDollar, TotalClickthrough];
    let query = AnalyticsQuery::new(days, columns, Granularity::Total);
    let campaigns = account.campaigns();
    let totals = campaigns.analytics(sums.keys(), query).await.unwrap();
    assert_eq!(totals.len(), sums.len());
    for total in totals {
        let sum = &sums[total.require_campaign_id().unwrap()];
        assert_eq!(total.whole_metric(TotalClickthrough), Some(sum.clicks));
        let spend = total.metric(SpendInDollar).unwrap();
        assert!((spend - sum.spend).abs() < 0.01, "{spend}: {sum:?}");
    }
}
