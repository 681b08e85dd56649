//! Clients of the crate `pinterest` for a mock server.

use std::time::Duration;

use pinterest::types::{Campaign, CampaignId};
use pinterest::{Backoff, Call, Client, ForTest};
use pinterest_httpmock::httpmock::{Method, MockServer};
use pinterest_httpmock::scenario::ErrorResponse;
use pinterest_httpmock::{MockServerExt, client_builder_for, client_for};

const AD_ACCOUNT: &str = "549755885175";
const CAMPAIGN: &str = "626735565838";
const PATH: &str = "/ad_accounts/549755885175/campaigns/626735565838";
const BODY: &str = r#"{"id": "626735565838", "objective_type": "AWARENESS"}"#;

fn get(client: &Client) -> Call<pinterest::requests::CampaignsGet> {
    client.ad_account(AD_ACCOUNT).campaign(CAMPAIGN).get()
}

#[tokio::test]
async fn a_call_gets_what_the_mock_of_its_operation_responds() {
    let server = MockServer::start();
    let campaign = Campaign::for_test(BODY);
    let mock = server.campaigns_get(|when, then| {
        when.ad_account_id(&AD_ACCOUNT.into())
            .campaign_id(&CAMPAIGN.into())
            .into_inner()
            .header("authorization", "Bearer pina_mock");
        then.ok(&campaign);
    });
    assert_eq!(get(&client_for(&server)).await.unwrap(), campaign);
    mock.assert();
}

#[tokio::test]
async fn a_call_that_no_mock_matches_is_an_error() {
    let server = MockServer::start();
    let mock = server.campaigns_get(|when, then| {
        when.campaign_id(&CampaignId::from("1"));
        then.ok(&Campaign::for_test(BODY));
    });
    let error = get(&client_for(&server)).await.unwrap_err();
    assert!(error.is_not_found(), "{error:?}");
    mock.assert_calls(0);
}

#[tokio::test]
async fn a_call_is_sent_once() {
    let server = MockServer::start();
    let rejected = ErrorResponse::new(503, 0, "Unavailable.").serve(&server, Method::GET, PATH);
    let error = get(&client_for(&server)).await.unwrap_err();
    assert_eq!(error.status(), Some(503), "{error:?}");
    rejected.assert_calls(1);
}

#[tokio::test]
async fn a_call_does_not_wait_for_a_rate_limit() {
    let server = MockServer::start();
    let used_up = ErrorResponse::rate_limited(67_150).serve(&server, Method::GET, PATH);
    used_up.up_to_n_times(1);
    let mock = server.campaigns_get(|_, then| {
        then.ok(&Campaign::for_test(BODY));
    });
    let client = client_for(&server);
    assert!(get(&client).await.unwrap_err().is_rate_limited());
    get(&client).await.unwrap();
    mock.assert();
}

#[tokio::test]
async fn settings_can_be_changed() {
    let server = MockServer::start();
    let failed = ErrorResponse::transient().serve(&server, Method::GET, PATH);
    failed.up_to_n_times(2);
    let mock = server.campaigns_get(|_, then| {
        then.ok(&Campaign::for_test(BODY));
    });
    let quick = Backoff::default().with_base(Duration::from_millis(1));
    let client = client_builder_for(&server)
        .with_retry_policy(quick)
        .build()
        .unwrap();
    get(&client).await.unwrap();
    failed.assert_calls(2);
    mock.assert();
}
