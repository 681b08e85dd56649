//! Campaigns, ad groups, ads, and what belongs to them.

mod delivery;
mod promotions;

use std::fmt::Display;

use pinterest::types::{AnalyticsColumn, ConversionObjectiveType, Granularity, NewCampaign};
use pinterest::{
    AnalyticsQuery, AnalyticsRow, BatchOutcome, DateRange, Error, ErrorKind, ItemState,
};
use pinterest_test_support::{Response, Server};
use serde_json::{Value, json};

use crate::clients::Clients;
use crate::tables::{Row, check, days};

/// What became of every input, and of results without one.
fn shown<I, T, S: Display>(
    outcome: &BatchOutcome<I, T>,
    show: impl Fn(&T) -> S,
) -> Result<String, Error> {
    let states = outcome.items().iter().map(|item| match &item.state {
        ItemState::Succeeded(value) => format!("done {}", show(value)),
        ItemState::Failed { error, .. } => format!("failed {error}"),
        ItemState::NotDone => "not done".to_owned(),
        _ => "?".to_owned(),
    });
    let unmatched = outcome.unmatched().iter().map(|result| match result {
        Ok(value) => format!("unmatched {}", show(value)),
        Err(error) => format!("unmatched {error}"),
    });
    Ok(states.chain(unmatched).collect::<Vec<_>>().join(", "))
}

fn listed<S: Display>(texts: impl IntoIterator<Item = S>) -> Result<String, Error> {
    let texts = texts.into_iter().map(|text| text.to_string());
    Ok(texts.collect::<Vec<_>>().join(", "))
}

const SPEND: [AnalyticsColumn; 1] = [AnalyticsColumn::SpendInDollar];

fn march() -> DateRange {
    days("2026-03-01", "2026-03-31")
}

fn campaign(id: &str) -> Value {
    json!({"id": id, "name": "Autumn", "objective_type": "AWARENESS"})
}

fn ad_group(id: &str) -> Value {
    json!({
        "billable_event": "IMPRESSION", "campaign_id": "31", "conversion_learning_mode_type": null,
        "created_time": 1, "id": id, "name": "Socks", "summary_status": "RUNNING", "type": "adgroup",
        "updated_time": 2,
    })
}

fn ad(id: &str) -> Value {
    json!({
        "ad_account_id": "1", "ad_group_id": "41", "campaign_id": "31", "creative_type": "REGULAR", "id": id,
        "pin_id": "61", "rejected_reasons": [], "rejection_labels": [], "review_status": "PENDING",
        "summary_status": "PENDING", "type": "pinpromotion",
    })
}

fn promotion(id: &str) -> Value {
    json!({
        "ad_account_id": "1", "id": id, "promotion_title": "Free shipping", "promotion_type": "FREE_SHIPPING",
    })
}

fn preview(ad_group_id: &str) -> Value {
    json!({
        "ad_account_id": "1", "ad_group_id": ad_group_id, "expires_at": 9, "is_active": true,
        "url": "https://pinterest.example/p", "user_id": 7, "uuid": "u",
    })
}

fn rejected_input() -> Value {
    json!({"code": 1, "message": "Too dear"})
}

pub(super) fn rows() -> Vec<Row> {
    let tables = [
        delivery::campaigns(),
        delivery::analytics(),
        delivery::ad_groups(),
        delivery::dynamic_titles(),
        delivery::ads(),
        delivery::previews(),
        promotions::promotions(),
        promotions::product_group_promotions(),
        promotions::labels(),
        promotions::schedules(),
        promotions::bulk(),
        promotions::advanced_auction(),
    ];
    tables.into_iter().flatten().collect()
}

#[tokio::test]
async fn every_function_sends_its_request_and_gives_what_came_back() {
    let rows = rows();
    assert_eq!(
        rows.len(),
        55,
        "one for each operation, and a failure of another form"
    );
    check(rows).await;
}

#[tokio::test]
async fn a_row_without_the_id_of_its_campaign_says_so() {
    let server = Server::with_responses([Response::ok(r#"[{"TOTAL_CLICKTHROUGH": "3.0"}]"#)]);
    let campaigns = server.client().ad_account("1").campaigns();
    let query = AnalyticsQuery::new(march(), SPEND, Granularity::Total);
    let rows = campaigns.analytics(["31"], query);
    let rows = rows.await.unwrap();
    let row = &rows[0];
    assert_eq!(
        row.whole_metric(&AnalyticsColumn::TotalClickthrough),
        Some(3)
    );
    let missing = row.require_campaign_id().unwrap_err();
    assert_eq!(missing.field(), "CAMPAIGN_ID");
}

#[tokio::test]
async fn a_day_that_is_no_date_costs_nothing_but_itself() {
    let rows = r#"[{"CAMPAIGN_ID": "31", "DATE": "01.03.2026", "CAMPAIGN_NAME": "Autumn", "SPEND_IN_DOLLAR": 2.5}]"#;
    let server = Server::with_responses([Response::ok(rows)]);
    let campaigns = server.client().ad_account("1").campaigns();
    let query = AnalyticsQuery::new(march(), SPEND, Granularity::Day);
    let call = campaigns.analytics(["31"], query);
    let response = call.response().await.unwrap();
    let set_aside: Vec<_> = response.set_aside().iter().collect();
    let [part] = set_aside[..] else {
        panic!("one part was expected: {set_aside:?}");
    };
    assert_eq!((part.path(), part.json()), ("[0].DATE", r#""01.03.2026""#));
    let row = &response.value()[0];
    assert_eq!(row.date, None);
    assert_eq!(row.metric(&AnalyticsColumn::SpendInDollar), Some(2.5));
    assert_eq!(row.text_metric("CAMPAIGN_NAME"), Some("Autumn"));
    assert_eq!(*row.require_campaign_id().unwrap(), "31");
    let names: Vec<_> = row.metrics().map(|(name, _)| name).collect();
    assert_eq!(names, ["CAMPAIGN_NAME", "SPEND_IN_DOLLAR"]);
    let shown = format!("{row:?}");
    assert!(
        shown.contains("2.5") && !shown.contains("Autumn"),
        "{shown}"
    );
}

#[tokio::test]
async fn one_input_resolves_to_its_value_or_fails_with_its_error() {
    let server = Server::start();
    let account = server.client().ad_account("1");
    let items = |item: Value| Response::ok(json!({"items": [item]}).to_string());

    server.respond(items(json!({"data": campaign("31")})));
    let new = NewCampaign::new("Autumn", ConversionObjectiveType::Awareness);
    let created = account.campaigns().create(new).await.unwrap();
    assert_eq!(created.id.unwrap(), "31");

    server.respond_all([
        items(json!({"data": campaign("31")})),
        items(json!({"data": {"id": "91"}})),
    ]);
    let updated = account
        .campaign("31")
        .update(|update| update.name("Autumn"));
    assert_eq!(updated.await.unwrap().id.unwrap(), "31");
    let promotion = account.product_group_promotion("91");
    let updated = promotion.update("41", |update| update.included(true));
    assert_eq!(updated.await.unwrap().id.unwrap(), "91");

    server.respond(items(json!({"exceptions": [rejected_input()]})));
    let updated = account.ad("51").update(|update| update.name("Shoes"));
    let error = updated.await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(1)));
    assert!(error.to_string().contains("Too dear"), "{error}");

    let lines = server.take_lines();
    let body = r#"{"ad_group_id":"41","product_group_promotion":[{"id":"91","included":true}]}"#;
    assert_eq!(
        lines[1..],
        [
            r#"PATCH /ad_accounts/1/campaigns [{"id":"31","name":"Autumn"}]"#.to_owned(),
            format!("PATCH /ad_accounts/1/product_group_promotions {body}"),
            r#"PATCH /ad_accounts/1/ads [{"id":"51","name":"Shoes"}]"#.to_owned(),
        ]
    );
}

/// The service may have made the change.
#[tokio::test]
async fn one_input_without_a_result_of_its_own_was_accepted() {
    let body = json!({"items": []}).to_string();
    let server = Server::with_responses([Response::ok(&body)]);
    let campaign = server.client().ad_account("1").campaign("31");
    let error = campaign.update(|it| it.name("Autumn")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Accepted);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn batches_are_split_by_their_limits() {
    let server = Server::start();
    server.respond_all([
        Response::ok(json!({"items": vec![json!({"data": campaign("31")}); 30]}).to_string()),
        Response::ok(json!({"items": [{"data": campaign("32")}]}).to_string()),
        Response::json(204, ""),
        Response::json(204, ""),
    ]);
    let account = server.client().ad_account("1");
    let new = NewCampaign::new("Autumn", ConversionObjectiveType::Awareness);
    let outcome = account.campaigns().create_all(vec![new; 31]).await.unwrap();
    assert!(outcome.is_complete());
    assert_eq!(server.take_requests().len(), 2);

    let ids = (1..=251).map(|id| id.to_string());
    let previews = account.campaign_ad_previews();
    let outcome = previews.delete_all(ids).await.unwrap();
    assert!(outcome.is_complete(), "deleted without a word: {outcome:?}");
    let requests = server.take_requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].query(), Some("ad_group_ids=251"));

    let ids = (1..=250)
        .map(|id| id.to_string())
        .chain(["none".to_owned()]);
    let error = previews.delete_all(ids).await.unwrap_err();
    assert_eq!(error.limit().unwrap().field, "ad_group_ids[250]");
    assert!(server.take_requests().is_empty());
}

#[tokio::test]
async fn a_deletion_without_a_body_is_one() {
    let server = Server::with_responses([Response::json(204, "")]);
    let promotion = server.client().ad_account("1").promotion("71");
    assert!(promotion.delete().await.unwrap().is_none());
}

#[tokio::test]
async fn what_violates_a_limit_is_not_sent() {
    let server = Server::start();
    let account = server.client().ad_account("1");
    let (previews, promotions) = (account.campaign_ad_previews(), account.promotions());
    let nothing: [&str; 0] = [];
    let too_many = || (1..=251).map(|id| id.to_string());
    let outcomes = [
        ("ad_group_ids", previews.list(nothing).await.map(drop)),
        ("ad_group_ids", previews.list(too_many()).await.map(drop)),
        (
            "promotion_ids",
            promotions.ad_groups(too_many()).send().await.map(drop),
        ),
    ];
    for (field, outcome) in outcomes {
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.limit().unwrap().field, field);
    }
    server.assert_untouched();
}
