//! Analytics, and reports: requested, waited for by the fake's clock, downloaded.

use pinterest::types::{
    AdsReportColumn, AnalyticsColumn, Granularity, NewAdsReport, ReportFormat, ReportJobStatus,
    ReportLevel, ReportToken,
};
use pinterest::{AdAccountHandle, AnalyticsQuery, AnalyticsRow, DateRange};
use serde_json::Value;

use crate::session::{Session, all, sent};

fn report(days: DateRange) -> NewAdsReport {
    NewAdsReport::new(days.start(), days.end(), Granularity::Day)
        .level(ReportLevel::Campaign)
        .columns([
            AdsReportColumn::SpendInMicroDollar,
            AdsReportColumn::CampaignName,
        ])
}

/// Requests a report, waits for it, and returns its token and its file.
async fn file(
    session: &Session,
    account: &AdAccountHandle,
    report: NewAdsReport,
) -> (ReportToken, String) {
    let requested = sent(account.reports().request(report)).await;
    assert_eq!(requested.report_status, Some(ReportJobStatus::InProgress));
    let token = requested.token.unwrap();
    let waiting = sent(account.reports().get(&token)).await;
    assert_eq!(waiting.report_status, Some(ReportJobStatus::InProgress));
    assert!(waiting.url.is_none());
    session.advance(5);
    let report = sent(account.reports().get(&token)).await;
    assert_eq!(report.report_status, Some(ReportJobStatus::Finished));
    let file = session.download(report.url.as_deref().unwrap()).await;
    assert_eq!(report.size, Some(file.len() as f64));
    (token, file)
}

#[tokio::test]
async fn a_report_agrees_with_the_analytics() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let campaigns = account.campaigns();
    let id = all(campaigns.list()).await.remove(0).id;
    let days = DateRange::last_days(7).unwrap();
    let column = AnalyticsColumn::SpendInMicroDollar;
    let query = AnalyticsQuery::new(days, [&column], Granularity::Day);
    let rows = sent(campaigns.analytics([&id], query)).await;
    let spend: Vec<f64> = rows.iter().filter_map(|row| row.metric(&column)).collect();
    assert_eq!(spend.len(), 7);

    let of_campaign = report(days).campaign_ids([&id]);
    let (token, file) = file(&session, &account, of_campaign).await;
    let report: Value = serde_json::from_str(&file).unwrap();
    let rows = report[id.as_str()].as_array().unwrap();
    let reported: Vec<f64> = rows
        .iter()
        .filter_map(|row| row["SPEND_IN_MICRO_DOLLAR"].as_f64())
        .collect();
    assert_eq!(reported, spend);

    session.advance(60 * 60);
    let expired = sent(account.reports().get(&token)).await;
    assert_eq!(expired.report_status, Some(ReportJobStatus::Expired));
    let unknown = sent(account.reports().get("1")).await;
    assert_eq!(unknown.report_status, Some(ReportJobStatus::DoesNotExist));
}

#[tokio::test]
async fn a_report_can_be_lines_of_csv() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let days = DateRange::last_days(3).unwrap();
    let id = all(account.campaigns().list()).await.remove(0).id;
    let csv = report(days)
        .campaign_ids([&id])
        .report_format(ReportFormat::Csv);
    let (_, file) = file(&session, &account, csv).await;
    let lines: Vec<&str> = file.lines().collect();
    assert_eq!(
        lines[0],
        "CAMPAIGN_ID,DATE,SPEND_IN_MICRO_DOLLAR,CAMPAIGN_NAME"
    );
    assert_eq!(lines.len(), 4);
}

#[tokio::test]
async fn a_template_stands_for_a_report() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let template = all(account.report_templates().list()).await.remove(0);
    let days = DateRange::last_days(3).unwrap();
    let request = account.report_template(&template.id).request_report();
    let request = request.with(|report| report.start_date(days.start()).end_date(days.end()));
    let requested = sent(request).await;
    assert_eq!(requested.template_id, template.id);
    session.advance(5);
    let report = sent(account.reports().get(requested.token.unwrap())).await;
    session.download(report.url.as_deref().unwrap()).await;
}

#[tokio::test]
async fn every_level_has_analytics() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let days = DateRange::last_days(30).unwrap();
    let columns = [
        AnalyticsColumn::TotalImpression,
        AnalyticsColumn::CampaignName,
    ];
    let query = || AnalyticsQuery::new(days, columns.clone(), Granularity::Total);
    let total = sent(account.analytics(query())).await;
    assert!(
        total[0]
            .whole_metric(AnalyticsColumn::TotalImpression)
            .is_some()
    );
    let ad_groups = all(account.ad_groups().list()).await;
    let rows = account.ad_groups().analytics([&ad_groups[0].id], query());
    assert_eq!(sent(rows).await.len(), 1);
    let ads = all(account.ads().list()).await;
    assert_eq!(
        sent(account.ads().analytics([&ads[0].id], query()))
            .await
            .len(),
        1
    );
}
