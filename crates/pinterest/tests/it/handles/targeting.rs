//! Audiences, customer lists, keywords, templates, terms.

/// The items of one page.
macro_rules! items {
    ($list:expr) => {{
        let page = $list.send().await?;
        Ok::<_, pinterest::Error>(page.items().cloned().collect::<Vec<_>>())
    }};
}

mod audiences;
mod keywords;

use pinterest::types::{
    Country, CustomerListOperation, CustomerListType, CustomerListUpdate, NewCustomerList,
    NewTargetingTemplate, SortOrder, TargetingSpec, TrendType, TrendsInterest, TrendsRegion,
};
use pinterest::{AdAccountHandle, Client};
use pinterest_test_support::Server;

use crate::clients::Clients;
use crate::tables::{Row, check, json_row};

fn account(client: &Client) -> AdAccountHandle {
    client.ad_account("549")
}

pub(super) fn rows() -> Vec<Row> {
    let tables = [
        audiences::rows(),
        customer_lists(),
        customer_list_uploads(),
        customer_segments(),
        targeting_templates(),
        terms_and_trends(),
        keywords::rows(),
    ];
    tables.into_iter().flatten().collect()
}

#[tokio::test]
async fn handles_of_targeting_send_what_they_say() {
    check(rows()).await;
}

const CUSTOMER_LIST: &str = r#"{"id": "643", "name": "Buyers", "status": "PROCESSING"}"#;

fn customer_lists() -> Vec<Row> {
    vec![
        json_row(
            "GET /ad_accounts/549/customer_lists?exclude_nca=false",
            r#"{"items": [{"id": "643", "name": "Buyers"}]}"#,
            |client| async move {
                let lists = account(&client).customer_lists().list();
                items!(lists.with(|list| list.exclude_nca(false)))
            },
        )
        .returns_json(r#"[{"id": "643", "name": "Buyers"}]"#),
        json_row(
            "POST /ad_accounts/549/customer_lists",
            CUSTOMER_LIST,
            |client| async move {
                let list = NewCustomerList::new("Buyers")
                    .list_type(CustomerListType::Email)
                    .records("ada@example.com,grace@example.com");
                account(&client).customer_lists().create(list).await
            },
        )
        .body(
            r#"{"name": "Buyers", "list_type": "EMAIL",
                "records": "ada@example.com,grace@example.com"}"#,
        ),
        json_row(
            "GET /ad_accounts/549/customer_lists/643",
            CUSTOMER_LIST,
            |client| async move { account(&client).customer_list("643").get().await },
        ),
        json_row(
            "PATCH /ad_accounts/549/customer_lists/643",
            CUSTOMER_LIST,
            |client| async move {
                let update = CustomerListUpdate::new(CustomerListOperation::Remove);
                let update = update.records("ada@example.com");
                account(&client).customer_list("643").update(update).await
            },
        )
        .body(r#"{"operation_type": "REMOVE", "records": "ada@example.com"}"#),
    ]
}

fn customer_list_uploads() -> Vec<Row> {
    const UPLOAD: &str = r#"{"ad_account_id": "549", "creation_time": 1700000000,
                "customer_list_id": "643", "id": "99",
        "operation": "ADD", "state": "RUNNING",
                "updated_time": 1700000001}"#;
    vec![
        json_row(
            "GET /ad_accounts/549/customer_lists/643/uploads/99",
            UPLOAD,
            |client| async move {
                account(&client)
                    .customer_list("643")
                    .upload("99")
                    .get()
                    .await
            },
        ),
        json_row(
            "POST /ad_accounts/549/customer_lists/643/uploads/99/run",
            UPLOAD,
            |client| async move {
                account(&client)
                    .customer_list("643")
                    .upload("99")
                    .run()
                    .await
            },
        ),
        json_row(
            "POST /ad_accounts/549/customer_lists/643/uploads",
            r#"{
                "customer_list_upload": {"ad_account_id": "549",
                "creation_time": 1700000000,
                "customer_list_id": "643",
                    "id": "99", "operation": "ADD", "state": "NOT_STARTED",
                "updated_time": 1700000000},
                "s3_multipart_upload_data": {"file_parts": [
                    {"part_number": 1, "presigned_url": "https://s3.example/1?sig=x"}
                ]}
            }"#,
            |client| async move {
                let uploads = account(&client).customer_list("643").uploads();
                uploads.create(CustomerListOperation::Add, 10).await
            },
        )
        .body(r#"{"operation": "ADD", "total_parts": 10}"#),
    ]
}

fn customer_segments() -> Vec<Row> {
    vec![
        json_row(
            "GET /ad_accounts/549/customer_segments?include_sizing=true&order=ASCENDING\
             &search_query=loyal%26true",
            r#"{"items": [{"id": "31", "name": "Loyal", "audience_ids": ["7"],
                "status": "ACTIVE"}]}"#,
            |client| async move {
                items!(account(&client).customer_segments().list().with(|list| {
                    list.include_sizing(true)
                        .order(SortOrder::Ascending)
                        .search_query("loyal&true")
                }))
            },
        )
        .returns_json(
            r#"[{"id": "31", "name": "Loyal", "audience_ids": ["7"],
                "status": "ACTIVE"}]"#,
        ),
        json_row(
            "POST /ad_accounts/549/customer_segments",
            r#"{"id": "31", "name": "Loyal", "audience_ids": ["7", "8"]}"#,
            |client| async move {
                account(&client)
                    .customer_segments()
                    .create("Loyal", ["7", "8"])
                    .await
            },
        )
        .body(r#"{"name": "Loyal", "audience_ids": ["7", "8"]}"#),
        json_row(
            "PATCH /ad_accounts/549/customer_segments",
            "",
            |client| async move { account(&client).customer_segment("31").update(["9"]).await },
        )
        .body(r#"{"id": "31", "operation_type": "UPDATE", "audience_ids": ["9"]}"#),
        json_row(
            "PATCH /ad_accounts/549/customer_segments",
            "",
            |client| async move { account(&client).customer_segment("31").delete().await },
        )
        .body(r#"{"id": "31", "operation_type": "REMOVE"}"#),
    ]
}

fn targeting_templates() -> Vec<Row> {
    const TEMPLATE: &str = r#"{"id": "52", "name": "Gardeners",
                "targeting_attributes": {"GENDER": ["female"]},
                "status": "ACTIVE"}"#;
    vec![
        json_row(
            "GET /ad_accounts/549/targeting_templates?include_sizing=true&page_size=250\
             &search_query=garden",
            r#"{"items": [], "bookmark": "next"}"#,
            |client| async move {
                let list = account(&client).targeting_templates().list();
                let list = list.with(|list| list.include_sizing(true).search_query("garden"));
                items!(list.page_size(250))
            },
        )
        .returns_json("[]"),
        json_row(
            "POST /ad_accounts/549/targeting_templates",
            TEMPLATE,
            |client| async move {
                let targeting = TargetingSpec::new().location([Country::De]);
                let template =
                    NewTargetingTemplate::new("Gardeners", targeting).auto_targeting_enabled(false);
                account(&client)
                    .targeting_templates()
                    .create(template)
                    .await
            },
        )
        .body(
            r#"{"name": "Gardeners", "targeting_attributes": {"LOCATION": ["DE"]},
                "auto_targeting_enabled": false}"#,
        ),
        json_row(
            "PATCH /ad_accounts/549/targeting_templates",
            "",
            |client| async move {
                let targeting = TargetingSpec::new().geo(vec!["BE-VOV".to_owned()]);
                account(&client)
                    .targeting_template("52")
                    .update(targeting)
                    .await
            },
        )
        .body(
            r#"{"id": "52", "operation_type": "UPDATE",
                "targeting_attributes": {"GEO": ["BE-VOV"]}}"#,
        ),
        json_row(
            "PATCH /ad_accounts/549/targeting_templates",
            "",
            |client| async move { account(&client).targeting_template("52").delete().await },
        )
        .body(r#"{"id": "52", "operation_type": "REMOVE"}"#),
    ]
}

fn terms_and_trends() -> Vec<Row> {
    vec![
        json_row(
            "GET /terms/related?terms=workout&terms=tea+%26+cake",
            r#"{"id": "workout", "related_term_count": 1,
                "related_terms_list": [{"term": "workout",
                "related_terms": ["yoga workout"]}]}"#,
            |client| async move { client.terms().related(["workout", "tea & cake"]).await },
        ),
        json_row(
            "GET /terms/suggested?limit=2&term=sport",
            r#"["sportswear", "sports bra"]"#,
            |client| async move {
                let terms = client.terms().suggested("sport");
                terms.with(|request| request.limit(2)).await
            },
        ),
        json_row(
            "GET /trends/keywords/DE%2BAT%2BCH/top/growing?include_keywords=tea&interests=gardening\
             &interests=home_decor&limit=5&normalize_against_group=true",
            r#"{"trends": [{"keyword": "tea garden", "pct_growth_mom": 10001,
                "time_series": {"2025-01-05": 100}}]}"#,
            |client| async move {
                client
                    .trending_keywords()
                    .list(TrendsRegion::DeAtCh, TrendType::Growing)
                    .with(|request| {
                        request
                            .include_keywords(["tea"])
                            .interests([TrendsInterest::Gardening, TrendsInterest::HomeDecor])
                            .limit(5)
                            .normalize_against_group(true)
                    })
                    .await
            },
        ),
    ]
}

#[tokio::test]
async fn an_upload_has_ten_parts_at_most() {
    let server = Server::start();
    let uploads = account(&server.client()).customer_list("643").uploads();
    let error = uploads.create(CustomerListOperation::Add, 11).await;
    assert_eq!(error.unwrap_err().limit().unwrap().field, "total_parts");
    server.assert_untouched();
}
