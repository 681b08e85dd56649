use super::*;

#[tokio::test]
async fn days_are_summed_to_the_totals() {
    let fake = Fake::start().await.unwrap();
    let account = fake.client().unwrap().ad_account(AD_ACCOUNT);
    let days = DateRange::last_days(90).unwrap();
    let sums = sum(&account, days).await.unwrap();
    // As many days as one request accepts.
    let requests = fake.requests().to("campaigns/analytics");
    assert_eq!(requests.statuses(), [200]);

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
