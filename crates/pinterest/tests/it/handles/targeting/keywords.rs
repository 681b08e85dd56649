//! Keywords.

use pinterest::types::{AdGroupId, Country, KeywordUpdate, MatchType, NewKeyword};
use pinterest::{ErrorKind, ItemState};
use pinterest_test_support::{Response, Server};
use serde_json::json;

use super::account;
use crate::clients::Clients;
use crate::tables::{Row, json_row};

pub(super) fn rows() -> Vec<Row> {
    vec![
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
                        .with(|list| {
                            list.ad_group_ids(["26", "27"])
                                .match_types([MatchType::Broad, MatchType::ExactNegative])
                        })
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
        ),
    ]
}

#[tokio::test]
async fn lists_that_no_request_can_hold_are_rejected() {
    let server = Server::start();
    let client = server.client();
    let keywords = account(&client).keywords();
    let nothing = <[&str; 0]>::default();
    let none = keywords.metrics(Country::Us, nothing).await.unwrap_err();
    let comma = keywords.metrics(Country::Us, ["bench", "a, b"]).await;
    let no_terms = client.terms().related(nothing).await.unwrap_err();
    let rejected = [
        (none, "keywords"),
        (comma.unwrap_err(), "keywords[1]"),
        (no_terms, "terms"),
    ];
    for (error, field) in rejected {
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
    let outcome = handle.create_all("26", keywords).await.unwrap();
    let [broad, exact, cup, tea] = outcome.items() else {
        panic!("{outcome:?}")
    };
    assert!(matches!(broad.state, ItemState::Unconfirmed));
    assert!(matches!(exact.state, ItemState::Unconfirmed));
    assert!(matches!(cup.state, ItemState::Failed { .. }));
    assert!(matches!(tea.state, ItemState::Succeeded(_)));
    assert_eq!(outcome.unmatched().len(), 1);
}

/// The one that was rejected comes first in the request, and in a list of its own in the response.
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
    let outcome = handle
        .create_all(ad_group.as_str(), keywords)
        .await
        .unwrap();

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

    let [rejected, bench, tea] = outcome.items() else {
        panic!("{outcome:?}")
    };
    match &rejected.state {
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
    let outcome = handle.update_all(updates).await.unwrap();

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
    assert_eq!(failures[0].error.to_string(), "rejected without a reason");
    let done: Vec<_> = outcome.successes().collect();
    assert_eq!((done[0].0.id.as_str(), done[0].1.id.as_str()), ("5", "5"));
}

#[tokio::test]
async fn one_keyword_is_created_or_changed() {
    let keyword = r#"{"id": "2", "match_type": "BROAD", "parent_id": "26", "value": "tea"}"#;
    let done = format!(r#"{{"keywords": [{keyword}], "errors": []}}"#);
    let rejected = r#"{"keywords": [], "errors": [{"error_messages": ["No."]}]}"#;
    let server = Server::with_responses([
        Response::ok(&done),
        Response::ok(&done),
        Response::ok(rejected),
    ]);
    let keywords = account(&server.client()).keywords();
    let new = NewKeyword::new(MatchType::Broad, "tea");
    assert_eq!(keywords.create("26", new).await.unwrap().id, "2");
    let update = || KeywordUpdate::new("2").archived(true);
    assert_eq!(keywords.update(update()).await.unwrap().id, "2");
    let error = keywords.update(update()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert!(error.to_string().contains("No."), "{error}");
    assert_eq!(
        server.take_lines(),
        [
            r#"POST /ad_accounts/549/keywords {"keywords":[{"match_type":"BROAD","value":"tea"}],"parent_id":"26"}"#,
            r#"PATCH /ad_accounts/549/keywords {"keywords":[{"archived":true,"id":"2"}]}"#,
            r#"PATCH /ad_accounts/549/keywords {"keywords":[{"archived":true,"id":"2"}]}"#,
        ]
    );
}
