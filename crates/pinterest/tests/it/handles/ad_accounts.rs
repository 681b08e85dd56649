//! Ad accounts, their analytics and reports.

use futures_util::TryStreamExt;
use pinterest::types::{
    AdAccountAnalyticsTargetingType, AnalyticsColumn, ConversionProductReportColumn,
    ConversionProductReportGranularity, ConversionProductReportLevel, Granularity, MmmReportColumn,
    MmmReportGranularity, MmmReportLevel, MmmReportTargetingType, NewAdAccount, NewAdsReport,
    NewConversionProductReport, NewConversionProductReportRequired, NewMmmReport,
    NewMmmReportRequired, SortOrder,
};
use pinterest::{AnalyticsQuery, DateRange};
use pinterest_test_support::{Response, Server};

use crate::clients::Clients;
use crate::tables::{Row, check, days, row};

const TOKEN_RESPONSE: &str = r#"{"report_status": "IN_PROGRESS", "token": "t-1"}"#;
const URL_RESPONSE: &str = r#"{"report_status": "FINISHED", "url": "https://example.com/r.csv"}"#;

fn january() -> DateRange {
    days("2026-01-01", "2026-01-31")
}

pub(super) fn rows() -> Vec<Row> {
    [account_rows(), report_rows()]
        .into_iter()
        .flatten()
        .collect()
}

fn account_rows() -> Vec<Row> {
    vec![
        row(
            "POST /ad_accounts",
            r#"{"id": "5497", "name": "Shoes"}"#,
            r#"Some("Shoes")"#,
            |client| async move {
                let account = NewAdAccount::new().name("Shoes");
                Ok(client.ad_accounts().create(account).await?.name)
            },
        )
        .body(r#"{"name": "Shoes"}"#),
        row(
            "GET /ad_accounts/5497",
            r#"{"id": "5497"}"#,
            r#""5497""#,
            |client| async move {
                let account = client.ad_account("5497").get().await?;
                Ok(account.id.as_str().to_owned())
            },
        ),
        row(
            "GET /ad_accounts/5497/analytics?columns=SPEND_IN_DOLLAR%2CTOTAL_CLICKTHROUGH&end_date=2026-01-31\
             &granularity=DAY&start_date=2026-01-01&view_window_days=7",
            r#"[{"AD_ACCOUNT_ID": "5497", "DATE": "2026-01-01"}, {"AD_ACCOUNT_ID": "5497", "DATE": "2026-01-02"}]"#,
            "[Some(2026-01-01), Some(2026-01-02)]",
            |client| async move {
                let columns = [
                    AnalyticsColumn::SpendInDollar,
                    AnalyticsColumn::TotalClickthrough,
                ];
                let account = client.ad_account("5497");
                let query = AnalyticsQuery::new(january(), columns, Granularity::Day);
                let call = account.analytics(query);
                let days = call.with(|request| request.view_window_days(7)).await?;
                Ok(days.into_iter().map(|day| day.date).collect::<Vec<_>>())
            },
        ),
        row(
            "GET /ad_accounts/5497/targeting_analytics?columns=SPEND_IN_DOLLAR&end_date=2026-01-31&granularity=TOTAL\
             &start_date=2026-01-01&targeting_types=KEYWORD%2CAPPTYPE",
            r#"{"data": [{"targeting_type": "KEYWORD", "targeting_value": "shoes", "metrics": {}}]}"#,
            "Some(1)",
            |client| async move {
                let types = [
                    AdAccountAnalyticsTargetingType::Keyword,
                    AdAccountAnalyticsTargetingType::Apptype,
                ];
                let account = client.ad_account("5497");
                let columns = [AnalyticsColumn::SpendInDollar];
                let query = AnalyticsQuery::new(january(), columns, Granularity::Total);
                let response = account.targeting_analytics(types, query).await?;
                Ok(response.data.map(|data| data.len()))
            },
        ),
        row(
            "GET /ad_accounts/5497/terms_of_service?include_html=true",
            r#"{"has_accepted": true}"#,
            "Some(true)",
            |client| async move {
                let terms = client.ad_account("5497").terms_of_service();
                let terms = terms.with(|request| request.include_html(true)).await?;
                Ok(terms.has_accepted)
            },
        ),
        row(
            "DELETE /ad_accounts/5497/sandbox",
            r#""Deleted.""#,
            r#""Deleted.""#,
            |client| async move { client.ad_account("5497").delete_sandbox().await },
        ),
    ]
}

fn report_rows() -> Vec<Row> {
    vec![
        row(
            "POST /ad_accounts/5497/reports",
            TOKEN_RESPONSE,
            "\"t-1\"",
            |client| async move {
                let report =
                    NewAdsReport::new(january().start(), january().end(), Granularity::Day);
                let reports = client.ad_account("5497").reports();
                let response = reports.request(report).await?;
                Ok(response.token.unwrap().as_str().to_owned())
            },
        )
        .body(r#"{"start_date": "2026-01-01", "end_date": "2026-01-31", "granularity": "DAY"}"#),
        row(
            "GET /ad_accounts/5497/reports?token=t-1",
            URL_RESPONSE,
            "\"https://example.com/r.csv\"",
            |client| async move {
                let report = client.ad_account("5497").reports().get("t-1").await?;
                Ok(report.url.unwrap().as_str().to_owned())
            },
        ),
        row(
            "POST /ad_accounts/5497/mmm_reports",
            TOKEN_RESPONSE,
            "\"t-1\"",
            |client| async move {
                let report = NewMmmReport::new(NewMmmReportRequired {
                    start_date: january().start(),
                    end_date: january().end(),
                    columns: vec![MmmReportColumn::SpendInDollar],
                    granularity: MmmReportGranularity::Week,
                    level: MmmReportLevel::CampaignTargeting,
                    report_name: "January".into(),
                    targeting_types: vec![MmmReportTargetingType::Country],
                });
                let reports = client.ad_account("5497").mmm_reports();
                let response = reports.request(report).await?;
                Ok(response.token.unwrap().as_str().to_owned())
            },
        )
        .body(
            r#"{"columns": ["SPEND_IN_DOLLAR"], "end_date": "2026-01-31", "granularity": "WEEK",
                "level": "CAMPAIGN_TARGETING", "report_name": "January", "start_date": "2026-01-01",
                "targeting_types": ["COUNTRY"]}"#,
        ),
        row(
            "GET /ad_accounts/5497/mmm_reports?token=t-1",
            URL_RESPONSE,
            "\"https://example.com/r.csv\"",
            |client| async move {
                let report = client.ad_account("5497").mmm_reports().get("t-1").await?;
                Ok(report.url.unwrap().as_str().to_owned())
            },
        ),
        row(
            "POST /ad_accounts/5497/reports/brand_category_sku",
            TOKEN_RESPONSE,
            "\"t-1\"",
            |client| async move {
                let report = NewConversionProductReport::new(NewConversionProductReportRequired {
                    start_date: january().start(),
                    end_date: january().end(),
                    columns: vec![ConversionProductReportColumn::CampaignName],
                    granularity: ConversionProductReportGranularity::Total,
                    level: ConversionProductReportLevel::Campaign,
                    report_name: "January".into(),
                });
                let reports = client.ad_account("5497").conversion_product_reports();
                let response = reports.request(report).await?;
                Ok(response.token.unwrap().as_str().to_owned())
            },
        )
        .body(
            r#"{"columns": ["CAMPAIGN_NAME"], "end_date": "2026-01-31", "granularity": "TOTAL",
                "level": "CAMPAIGN", "report_name": "January", "start_date": "2026-01-01"}"#,
        ),
        row(
            "GET /ad_accounts/5497/reports/brand_category_sku?token=t-1",
            URL_RESPONSE,
            "\"https://example.com/r.csv\"",
            |client| async move {
                let reports = client.ad_account("5497").conversion_product_reports();
                let report = reports.get("t-1").await?;
                Ok(report.url.unwrap().as_str().to_owned())
            },
        ),
        row(
            "GET /ad_accounts/5497/templates?order=DESCENDING",
            r#"{"items": [{"id": "41"}]}"#,
            r#"["41"]"#,
            |client| async move {
                let templates = client.ad_account("5497").report_templates();
                let list = templates
                    .list()
                    .with(|list| list.order(SortOrder::Descending));
                let page = list.send().await?;
                let ids = page.items();
                Ok(ids.map(|it| it.id.as_str().to_owned()).collect::<Vec<_>>())
            },
        ),
        row(
            "POST /ad_accounts/5497/templates/41/reports?end_date=2026-01-31&granularity=WEEK&start_date=2026-01-01",
            r#"{"template_id": "41", "token": "t-1"}"#,
            "\"t-1\"",
            |client| async move {
                let template = client.ad_account("5497").report_template("41");
                let days = january();
                let call = template.request_report().with(|request| {
                    let request = request.start_date(days.start()).end_date(days.end());
                    request.granularity(Granularity::Week)
                });
                Ok(call.await?.token.unwrap().as_str().to_owned())
            },
        ),
    ]
}

#[tokio::test]
async fn handles_of_an_ad_account_send_what_they_say() {
    check(account_rows()).await;
}

#[tokio::test]
async fn handles_of_reports_send_what_they_say() {
    check(report_rows()).await;
}

#[tokio::test]
async fn ad_accounts_are_listed_page_by_page() {
    let server = Server::with_responses([
        Response::ok(r#"{"items": [{"id": "1"}, {"id": "2"}], "bookmark": "b"}"#),
        Response::ok(r#"{"items": [{"id": "3"}]}"#),
    ]);
    let list = server.client().ad_accounts().list();
    let list = list.with(|list| list.include_shared_accounts(false));
    let items = list.items();
    let accounts: Vec<_> = items.try_collect().await.unwrap();
    let ids: Vec<&str> = accounts.iter().map(|account| account.id.as_str()).collect();
    assert_eq!(ids, ["1", "2", "3"]);
    let requests = server.requests();
    let targets: Vec<&str> = requests.iter().map(|request| request.target()).collect();
    assert_eq!(
        targets,
        [
            "/ad_accounts?include_shared_accounts=false",
            "/ad_accounts?bookmark=b&include_shared_accounts=false"
        ]
    );
}

#[tokio::test]
async fn an_id_that_violates_its_pattern_is_rejected_before_sending() {
    let server = Server::start();
    let error = server.client().ad_account("shoes").get().await.unwrap_err();
    assert_eq!(error.limit().unwrap().field, "ad_account_id");
    server.assert_untouched();
}
