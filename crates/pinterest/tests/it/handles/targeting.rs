//! Audiences, customer lists, keywords, templates, terms.

use pinterest::types::{
    AdGroupId, AudienceInsightType, AudienceOwnershipType, AudienceRule, AudienceType,
    AudienceUpdate, Country, CustomerListOperation, CustomerListType, CustomerListUpdate,
    KeywordUpdate, MatchType, NewAudience, NewCustomerList, NewKeyword, NewTargetingTemplate,
    SharedAudienceAccountType, SortOrder, TargetingSpec, TrendType, TrendsInterest, TrendsRegion,
};
use pinterest::{AdAccount, Client, Error, ErrorKind, ItemState};
use pinterest_test_support::{Response, Server};
use serde_json::json;

use crate::clients::Clients;
use crate::tables::{check, json_row};

/// The items of one page.
macro_rules! items {
    ($list:expr) => {{
        let page = $list.send().await?;
        Ok::<_, Error>(page.items().cloned().collect::<Vec<_>>())
    }};
}

fn account(client: &Client) -> AdAccount {
    client.ad_account("549")
}

#[tokio::test]
async fn audiences() {
    check(vec![
        json_row(
            "GET /ad_accounts/549/audiences?bookmark=abc&exclude_nca=true&order=ASCENDING\
             &ownership_type=RECEIVED&page_size=2",
            r#"{"items": [{"id": "7", "name": "Buyers", "type": "audience"}],
                "bookmark": null}"#,
            |client| async move {
                items!(
                    account(&client)
                        .audiences()
                        .list()
                        .exclude_nca(true)
                        .order(SortOrder::Ascending)
                        .ownership_type(AudienceOwnershipType::Received)
                        .page_size(2)
                        .bookmark("abc")
                )
            },
        )
        .returns_json(r#"[{"id": "7", "name": "Buyers", "type": "audience"}]"#),
        json_row(
            "POST /ad_accounts/549/audiences",
            r#"{"id": "7", "name": "Buyers", "status": "INITIALIZING"}"#,
            |client| async move {
                let audience = NewAudience::new()
                    .name("Buyers")
                    .audience_type(AudienceType::CustomerList)
                    .rule(AudienceRule::new().customer_list_id("643"));
                account(&client).audiences().create(audience).await
            },
        )
        .body(
            r#"{"name": "Buyers", "audience_type": "CUSTOMER_LIST",
                "rule": {"customer_list_id": "643"}}"#,
        ),
        json_row(
            "GET /ad_accounts/549/audiences/7",
            r#"{"id": "7", "status": "TOO_SMALL"}"#,
            |client| async move { account(&client).audience("7").get().await },
        ),
        json_row(
            "PATCH /ad_accounts/549/audiences/7",
            r#"{"id": "7", "name": "All buyers"}"#,
            |client| async move {
                let update = AudienceUpdate::new().name("All buyers").clear_description();
                account(&client).audience("7").update(update).await
            },
        )
        .body(r#"{"name": "All buyers", "description": null}"#),
        json_row(
            "PATCH /ad_accounts/549/audiences/7",
            r#"{"id": "7"}"#,
            |client| async move { account(&client).audience("7").delete().await },
        )
        .body(r#"{"operation_type": "REMOVE"}"#),
    ])
    .await;
}

#[tokio::test]
async fn audience_insights() {
    check(vec![
        json_row(
            "GET /ad_accounts/549/audience_insights?audience_insight_type=YOUR_ENGAGED_AUDIENCE",
            r#"{"size": 10000, "size_is_upper_bound": true,
                "type": "YOUR_ENGAGED_AUDIENCE",
                "date": "2025-09-25"}"#,
            |client| async move {
                let insights = account(&client).audience_insights();
                insights.get(AudienceInsightType::YourEngagedAudience).await
            },
        ),
        json_row(
            "GET /ad_accounts/549/insights/audiences",
            r#"{"items": [{"date": "2025-09-25", "scope": "PARTNER",
                "type": "IMPRESSION"}]}"#,
            |client| async move { account(&client).audience_insights().definitions().await },
        )
        .returns_json(r#"[{"date": "2025-09-25", "scope": "PARTNER", "type": "IMPRESSION"}]"#),
    ])
    .await;
}

#[tokio::test]
async fn audiences_of_an_ad_account_are_shared() {
    const RECIPIENT: &str = r#"{"items": [{"account_id": "8", "account_name": "Shop",
                "account_type": "BUSINESS_ACCOUNT",
        "shared_on_timestamp": 1700000000}]}"#;
    const SHARED: &str = r#"{"audience_id": "7", "recipient_account_ids": ["550", "551"],
                "permissions": ["ADMIN"]}"#;
    const SHARED_WITH_BUSINESSES: &str = r#"{"audience_id": "7", "recipient_business_ids": ["8"],
                "permissions": ["ANALYST"]}"#;
    check(vec![
        json_row(
            "GET /ad_accounts/549/audiences/shared/accounts?account_type=BUSINESS_ACCOUNT\
             &audience_id=7",
            RECIPIENT,
            |client| async move {
                let audience = account(&client).audience("7");
                items!(audience.recipients(SharedAudienceAccountType::BusinessAccount))
            },
        )
        .returns_json(
            r#"[{"account_id": "8", "account_name": "Shop",
                "account_type": "BUSINESS_ACCOUNT",
                "shared_on_timestamp": 1700000000}]"#,
        ),
        json_row(
            "PATCH /ad_accounts/549/audiences/ad_accounts/shared",
            SHARED,
            |client| async move {
                account(&client)
                    .audience("7")
                    .share_with_ad_accounts(["550", "551"])
                    .await
            },
        )
        .body(
            r#"{"audience_id": "7", "operation_type": "SHARE",
                "recipient_account_ids": ["550", "551"]}"#,
        ),
        json_row(
            "PATCH /ad_accounts/549/audiences/ad_accounts/shared",
            SHARED,
            |client| async move {
                account(&client)
                    .audience("7")
                    .revoke_from_ad_accounts(["550", "551"])
                    .await
            },
        )
        .body(
            r#"{"audience_id": "7", "operation_type": "REVOKE",
                "recipient_account_ids": ["550", "551"]}"#,
        ),
        json_row(
            "PATCH /ad_accounts/549/audiences/businesses/shared",
            SHARED_WITH_BUSINESSES,
            |client| async move {
                account(&client)
                    .audience("7")
                    .share_with_businesses(["8"])
                    .await
            },
        )
        .body(
            r#"{"audience_id": "7", "operation_type": "SHARE",
                "recipient_business_ids": ["8"]}"#,
        ),
        json_row(
            "PATCH /ad_accounts/549/audiences/businesses/shared",
            SHARED_WITH_BUSINESSES,
            |client| async move {
                account(&client)
                    .audience("7")
                    .revoke_from_businesses(["8"])
                    .await
            },
        )
        .body(
            r#"{"audience_id": "7", "operation_type": "REVOKE",
                "recipient_business_ids": ["8"]}"#,
        ),
    ])
    .await;
}

#[tokio::test]
async fn audiences_of_a_business_are_shared() {
    check(vec![
        json_row(
            "GET /businesses/7290/audiences?order=DESCENDING",
            r#"{"items": [{"id": "7", "audience_type": "LOOKALIKE"}],
                "bookmark": "next"}"#,
            |client| async move {
                let audiences = client.business_audiences("7290");
                items!(audiences.list().order(SortOrder::Descending))
            },
        )
        .returns_json(r#"[{"id": "7", "audience_type": "LOOKALIKE"}]"#),
        json_row(
            "GET /businesses/7290/audiences/shared/accounts?account_type=AD_ACCOUNT\
             &audience_id=7",
            r#"{"items": []}"#,
            |client| async move {
                let audience = client.business_audiences("7290").audience("7");
                items!(audience.recipients(SharedAudienceAccountType::AdAccount))
            },
        )
        .returns_json("[]"),
        json_row(
            "PATCH /businesses/7290/audiences/ad_accounts/shared",
            r#"{"audience_id": "7", "recipient_account_ids": ["549"]}"#,
            |client| async move {
                let audience = client.business_audiences("7290").audience("7");
                audience.share_with_ad_accounts(["549"]).await
            },
        )
        .body(
            r#"{"audience_id": "7", "operation_type": "SHARE",
                "recipient_account_ids": ["549"]}"#,
        ),
        json_row(
            "PATCH /businesses/7290/audiences/ad_accounts/shared",
            r#"{"audience_id": "7", "recipient_account_ids": ["549"]}"#,
            |client| async move {
                let audience = client.business_audiences("7290").audience("7");
                audience.revoke_from_ad_accounts(["549"]).await
            },
        )
        .body(
            r#"{"audience_id": "7", "operation_type": "REVOKE",
                "recipient_account_ids": ["549"]}"#,
        ),
        json_row(
            "PATCH /businesses/7290/audiences/businesses/shared",
            r#"{"audience_id": "7", "recipient_business_ids": ["7291"]}"#,
            |client| async move {
                let audience = client.business_audiences("7290").audience("7");
                audience.share_with_businesses(["7291"]).await
            },
        )
        .body(
            r#"{"audience_id": "7", "operation_type": "SHARE",
                "recipient_business_ids": ["7291"]}"#,
        ),
        json_row(
            "PATCH /businesses/7290/audiences/businesses/shared",
            r#"{"audience_id": "7", "recipient_business_ids": ["7291"]}"#,
            |client| async move {
                let audience = client.business_audiences("7290").audience("7");
                audience.revoke_from_businesses(["7291"]).await
            },
        )
        .body(
            r#"{"audience_id": "7", "operation_type": "REVOKE",
                "recipient_business_ids": ["7291"]}"#,
        ),
    ])
    .await;
}

const CUSTOMER_LIST: &str = r#"{"id": "643", "name": "Buyers", "status": "PROCESSING"}"#;

#[tokio::test]
async fn customer_lists() {
    check(vec![
            json_row(
                "GET /ad_accounts/549/customer_lists?exclude_nca=false",
                r#"{"items": [{"id": "643", "name": "Buyers"}]}"#,
                |client| async move {
                    items!(account(&client).customer_lists().list().exclude_nca(false))
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
        ])
    .await;
}

#[tokio::test]
async fn customer_list_uploads() {
    const UPLOAD: &str = r#"{"ad_account_id": "549", "creation_time": 1700000000,
                "customer_list_id": "643", "id": "99",
        "operation": "ADD", "state": "RUNNING",
                "updated_time": 1700000001}"#;
    check(vec![
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
    ])
    .await;
}

#[tokio::test]
async fn an_upload_has_ten_parts_at_most() {
    let server = Server::start();
    let uploads = account(&server.client()).customer_list("643").uploads();
    let error = uploads.create(CustomerListOperation::Add, 11).await;
    assert_eq!(error.unwrap_err().limit().unwrap().field, "total_parts");
    server.assert_untouched();
}

#[tokio::test]
async fn customer_segments() {
    check(vec![
        json_row(
            "GET /ad_accounts/549/customer_segments?include_sizing=true&order=ASCENDING\
             &search_query=loyal%26true",
            r#"{"items": [{"id": "31", "name": "Loyal", "audience_ids": ["7"],
                "status": "ACTIVE"}]}"#,
            |client| async move {
                items!(
                    account(&client)
                        .customer_segments()
                        .list()
                        .include_sizing(true)
                        .order(SortOrder::Ascending)
                        .search_query("loyal&true")
                )
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
    ])
    .await;
}

#[tokio::test]
async fn targeting_templates() {
    const TEMPLATE: &str = r#"{"id": "52", "name": "Gardeners",
                "targeting_attributes": {"GENDER": ["female"]},
                "status": "ACTIVE"}"#;
    check(vec![
        json_row(
            "GET /ad_accounts/549/targeting_templates?include_sizing=true&page_size=250\
             &search_query=garden",
            r#"{"items": [], "bookmark": "next"}"#,
            |client| async move {
                let list = account(&client).targeting_templates().list();
                items!(
                    list.include_sizing(true)
                        .search_query("garden")
                        .page_size(250)
                )
            },
        )
        .returns_json("[]"),
        json_row(
            "POST /ad_accounts/549/targeting_templates",
            TEMPLATE,
            |client| async move {
                let template = NewTargetingTemplate::new("Gardeners", TargetingSpec::new())
                    .auto_targeting_enabled(false);
                account(&client)
                    .targeting_templates()
                    .create(template)
                    .await
            },
        )
        .body(
            r#"{"name": "Gardeners", "targeting_attributes": {},
                "auto_targeting_enabled": false}"#,
        ),
        json_row(
            "PATCH /ad_accounts/549/targeting_templates",
            "",
            |client| async move {
                let targeting = TargetingSpec::new();
                account(&client)
                    .targeting_template("52")
                    .update(targeting)
                    .await
            },
        )
        .body(
            r#"{"id": "52", "operation_type": "UPDATE",
                "targeting_attributes": {}}"#,
        ),
        json_row(
            "PATCH /ad_accounts/549/targeting_templates",
            "",
            |client| async move { account(&client).targeting_template("52").delete().await },
        )
        .body(r#"{"id": "52", "operation_type": "REMOVE"}"#),
    ])
    .await;
}

#[tokio::test]
async fn terms_and_trends() {
    check(vec![
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
            |client| async move { client.terms().suggested("sport").limit(2).await },
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
                    .include_keywords(["tea"])
                    .interests([TrendsInterest::Gardening, TrendsInterest::HomeDecor])
                    .limit(5)
                    .normalize_against_group(true)
                    .await
            },
        ),
    ])
    .await;
}

#[tokio::test]
async fn keywords_are_listed_and_measured() {
    check(vec![
        json_row(
            "GET /ad_accounts/549/keywords?ad_group_ids=26&ad_group_ids=27&match_types=BROAD\
             &match_types=EXACT_NEGATIVE&page_size=50",
            r#"{"items": [{"id": "1", "match_type": null, "parent_id": "26",
                "value": "bench"}], "bookmark": null}"#,
            |client| async move {
                items!(
                    account(&client)
                        .keywords()
                        .list()
                        .ad_group_ids(["26", "27"])
                        .match_types([MatchType::Broad, MatchType::ExactNegative])
                        .page_size(50)
                )
            },
        )
        .returns_json(
            r#"[{"id": "1", "match_type": null, "parent_id": "26",
                "value": "bench"}]"#,
        ),
        json_row(
            "GET /ad_accounts/549/keywords/metrics?country_code=US\
             &keywords=garden+bench%2Ctea",
            r#"{"data": [{"keyword": "tea",
                "metrics": {"keyword_query_volume": "5M+"}}]}"#,
            |client| async move {
                account(&client)
                    .keywords()
                    .metrics(Country::Us, ["garden bench", "tea"])
                    .await
            },
        )
        .returns_json(r#"[{"keyword": "tea", "metrics": {"keyword_query_volume": "5M+"}}]"#),
    ])
    .await;
}

#[tokio::test]
async fn lists_that_no_request_can_hold_are_refused() {
    let server = Server::start();
    let client = server.client();
    let keywords = account(&client).keywords();
    let nothing = <[&str; 0]>::default();
    let none = keywords.metrics(Country::Us, nothing).await.unwrap_err();
    let comma = keywords.metrics(Country::Us, ["bench", "a, b"]).await;
    let no_terms = client.terms().related(nothing).await.unwrap_err();
    let refused = [
        (none, "keywords"),
        (comma.unwrap_err(), "keywords"),
        (no_terms, "terms"),
    ];
    for (error, field) in refused {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.limit().unwrap().field, field);
        assert!(error.operation().is_some());
    }
    server.assert_untouched();
}

/// Where a text was sent with several match types, a result without one could be that of any.
#[tokio::test]
async fn results_without_match_types_are_known_by_their_text() {
    let server = Server::with_responses([Response::ok(
        r#"{
            "keywords": [{"id": "2", "match_type": null, "parent_id": "26",
                "value": "tea"}],
            "errors": [
                {"data": {"match_type": null, "value": "cup"},
                "error_messages": ["No."]},
                {"data": {"match_type": null, "value": "bench"},
                "error_messages": ["No."]}
            ]
        }"#,
    )]);
    let keywords = [
        NewKeyword::new(MatchType::Broad, "bench"),
        NewKeyword::new(MatchType::Exact, "bench"),
        NewKeyword::new(MatchType::Exact, "Cup"),
        NewKeyword::new(MatchType::Broad, "tea"),
    ];
    let handle = account(&server.client()).keywords();
    let outcome = handle.create("26", keywords).await.unwrap();
    let [broad, exact, cup, tea] = outcome.items() else {
        panic!("{outcome:?}")
    };
    assert!(matches!(broad.state, ItemState::Unconfirmed));
    assert!(matches!(exact.state, ItemState::Unconfirmed));
    assert!(matches!(cup.state, ItemState::Failed { .. }));
    assert!(matches!(tea.state, ItemState::Succeeded(_)));
    assert_eq!(outcome.unmatched().len(), 1);
}

/// The one that was refused comes first in the request, and in a list of its own in the answer.
#[tokio::test]
async fn each_new_keyword_gets_its_own_result() {
    let server = Server::with_responses([Response::ok(
        r#"{
            "keywords": [
                {"id": "2", "match_type": "EXACT", "parent_id": "26",
                "parent_type": "AD_GROUP", "value": "bench"},
                {"id": "3", "match_type": "BROAD", "parent_id": "26",
                "parent_type": "AD_GROUP", "value": "tea"}
            ],
            "errors": [{
                "data": {"archived": null, "id": null, "match_type": "BROAD",
                "parent_id": null,
                    "parent_type": null, "type": null, "value": "bench"},
                "error_messages": ["Keyword must have less than 10 words.",
                "Try another."]
            }]
        }"#,
    )]);
    let keywords = [
        NewKeyword::new(MatchType::Broad, "bench"),
        NewKeyword::new(MatchType::Exact, "bench"),
        NewKeyword::new(MatchType::Broad, " Tea"),
    ];
    let ad_group = AdGroupId::from("26");
    let handle = account(&server.client()).keywords();
    let outcome = handle.create(&ad_group, keywords).await.unwrap();

    let request = &server.take_requests()[0];
    assert_eq!(
        (request.method(), request.target()),
        ("POST", "/ad_accounts/549/keywords")
    );
    let sent = json!({"parent_id": "26", "keywords": [
        {"value": "bench", "match_type": "BROAD"},
        {"value": "bench", "match_type": "EXACT"},
        {"value": " Tea", "match_type": "BROAD"},
    ]});
    assert_eq!(request.json(), sent);

    let [refused, bench, tea] = outcome.items() else {
        panic!("{outcome:?}")
    };
    match &refused.state {
        ItemState::Failed { error, .. } => assert_eq!(
            error.to_string(),
            "Keyword must have less than 10 words.; Try another."
        ),
        state => panic!("{state:?}"),
    }
    for (item, id) in [(bench, "2"), (tea, "3")] {
        match &item.state {
            ItemState::Succeeded(keyword) => assert_eq!(keyword.id, id),
            state => panic!("{state:?}"),
        }
    }
    assert!(outcome.unmatched().is_empty());
}

#[tokio::test]
async fn an_error_without_its_keyword_goes_to_the_keyword_without_result() {
    let server = Server::with_responses([Response::ok(
        r#"{
            "keywords": [{"id": "5", "archived": true, "match_type": "BROAD",
                "parent_id": "26", "value": "tea"}],
            "errors": [{"error_messages": null}]
        }"#,
    )]);
    let updates = ["4", "5"].map(|id| KeywordUpdate::new(id).archived(true));
    let handle = account(&server.client()).keywords();
    let outcome = handle.update(updates).await.unwrap();

    let request = &server.take_requests()[0];
    assert_eq!(
        (request.method(), request.target()),
        ("PATCH", "/ad_accounts/549/keywords")
    );
    let sent = json!({"keywords": [{"id": "4", "archived": true}, {"id": "5", "archived": true}]});
    assert_eq!(request.json(), sent);

    let failures: Vec<_> = outcome.failures().collect();
    assert_eq!(failures.len(), 1, "{outcome:?}");
    assert_eq!(failures[0].input.id, "4");
    assert_eq!(failures[0].error.to_string(), "refused without a reason");
    let done: Vec<_> = outcome.successes().collect();
    assert_eq!((done[0].0.id.as_str(), done[0].1.id.as_str()), ("5", "5"));
}
