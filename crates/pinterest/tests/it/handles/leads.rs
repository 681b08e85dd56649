//! Lead forms, webhooks that receive leads, and exports.

use pinterest::types::{
    CreateLeadsExportRequest, LeadFormQuestion, LeadFormQuestionType, LeadFormStatus,
    LeadFormUpdate, LeadsExportStatus, NewLeadForm, NewLeadFormRequired, NewLeadSubscription,
    SortOrder,
};
use pinterest::{AdAccountHandle, ErrorKind};
use pinterest_test_support::{Response, Server};
use serde_json::json;

use crate::clients::Clients;
use crate::tables::date;

async fn server(bodies: &[&str]) -> (Server, AdAccountHandle) {
    let server = Server::with_responses(bodies.iter().copied().map(Response::ok));
    let ad_account = server.client().ad_account("5497");
    (server, ad_account)
}

fn form(name: &str) -> NewLeadForm {
    let email = LeadFormQuestion::new().question_type(LeadFormQuestionType::Email);
    NewLeadForm::new(NewLeadFormRequired {
        name: Some(name.to_owned()),
        questions: vec![email],
        privacy_policy_link: Some("https://shop.example/privacy".to_owned()),
        has_accepted_terms: true,
        completion_message: Some("Thanks".to_owned()),
    })
}

/// A form as the service responds with it.
fn made(id: &str) -> String {
    format!(
        r#"{{"id": "{id}", "name": "n", "completion_message": "Thanks", "has_accepted_terms": true,
            "privacy_policy_link": "https://shop.example/privacy", "questions": [], "status": "ACTIVE"}}"#
    )
}

#[tokio::test]
async fn forms_are_listed_in_the_order_that_was_asked_for() {
    let page = format!(r#"{{"items": [{}], "bookmark": "next"}}"#, made("11"));
    let (server, ad_account) = server(&[&page]).await;
    let list = ad_account.lead_forms().list();
    let list = list.with(|list| list.order(SortOrder::Descending));
    let page = list.page_size(50).send().await.unwrap();
    assert_eq!(page.items().next().unwrap().id, "11");
    assert_eq!(
        server.take_lines(),
        ["GET /ad_accounts/5497/lead_forms?order=DESCENDING&page_size=50"]
    );
}

#[tokio::test]
async fn each_new_form_has_its_own_outcome() {
    let body = format!(
        r#"{{"items": [{{"data": {}, "exceptions": []}},
                       {{"exceptions": [{{"code": 2, "message": "no such policy"}}]}}]}}"#,
        made("11")
    );
    let (server, ad_account) = server(&[&body]).await;
    let outcome = ad_account
        .lead_forms()
        .create_all([form("one"), form("two")])
        .await
        .unwrap();
    assert_eq!(
        outcome
            .successes()
            .map(|(_, it)| it.id.as_str())
            .collect::<Vec<_>>(),
        ["11"]
    );
    let failure = outcome.failures().next().unwrap();
    assert_eq!(failure.input.name.as_deref(), Some("two"));
    assert_eq!(failure.error.code, Some(2));
    let request = &server.requests()[0];
    assert_eq!(
        (request.method(), request.target()),
        ("POST", "/ad_accounts/5497/lead_forms")
    );
    assert_eq!(
        request.json()[1],
        json!({"name": "two", "completion_message": "Thanks", "has_accepted_terms": true,
            "privacy_policy_link": "https://shop.example/privacy", "questions": [{"question_type": "EMAIL"}]})
    );
}

#[tokio::test]
async fn no_request_has_more_than_30_forms() {
    let all = |count: usize| {
        let item = format!(r#"{{"data": {}}}"#, made("11"));
        format!(r#"{{"items": [{}]}}"#, vec![item; count].join(","))
    };
    let (server, ad_account) = server(&[&all(30), &all(1)]).await;
    let forms = (0..31).map(|number| form(&number.to_string()));
    let outcome = ad_account.lead_forms().create_all(forms).await.unwrap();
    assert!(outcome.is_complete());
    let sizes: Vec<usize> = server
        .requests()
        .iter()
        .map(|request| request.json().as_array().unwrap().len())
        .collect();
    assert_eq!(sizes, [30, 1]);
}

#[tokio::test]
async fn updates_are_matched_by_id() {
    let body = format!(r#"{{"items": [{{"data": {}}}]}}"#, made("12"));
    let (server, ad_account) = server(&[&body]).await;
    let update = |id: &str| LeadFormUpdate::new(id).status(LeadFormStatus::Active);
    let outcome = ad_account
        .lead_forms()
        .update_all([update("11"), update("12")])
        .await
        .unwrap();
    let (input, value) = outcome.successes().next().unwrap();
    assert_eq!((input.id.as_str(), value.id.as_str()), ("12", "12"));
    assert_eq!(outcome.unconfirmed().next().unwrap().id, "11");
    assert_eq!(
        server.take_lines(),
        [
            r#"PATCH /ad_accounts/5497/lead_forms [{"id":"11","status":"ACTIVE"},{"id":"12","status":"ACTIVE"}]"#
        ]
    );
}

#[tokio::test]
async fn one_form_is_created_or_changed() {
    let made = format!(r#"{{"items": [{{"data": {}}}]}}"#, made("11"));
    let rejected = r#"{"items": [{"exceptions": [{"code": 2, "message": "no such policy"}]}]}"#;
    let (server, ad_account) = server(&[&made, &made, &made, rejected]).await;
    let forms = ad_account.lead_forms();
    assert_eq!(forms.create(form("one")).await.unwrap().id, "11");
    let update = LeadFormUpdate::new("11").name("two");
    assert_eq!(forms.update(update).await.unwrap().id, "11");
    let form = ad_account.lead_form("11");
    let updated = form.update(|update| update.status(LeadFormStatus::Active));
    assert_eq!(updated.await.unwrap().id, "11");
    let error = form
        .update(|update| update.name("three"))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(2)));
    let lines = server.take_lines();
    let path = "/ad_accounts/5497/lead_forms";
    assert!(
        lines[0].starts_with(&format!("POST {path} [{{")),
        "{lines:?}"
    );
    assert_eq!(
        lines[1..],
        [
            format!(r#"PATCH {path} [{{"id":"11","name":"two"}}]"#),
            format!(r#"PATCH {path} [{{"id":"11","status":"ACTIVE"}}]"#),
            format!(r#"PATCH {path} [{{"id":"11","name":"three"}}]"#),
        ]
    );
}

#[tokio::test]
async fn a_form_is_read_and_tried_out() {
    let (server, ad_account) = server(&[&made("11"), r#"{"subscription_id": "8078"}"#, "{}"]).await;
    let form = ad_account.lead_form("11");
    assert_eq!(
        form.get().await.unwrap().status,
        Some(LeadFormStatus::Active)
    );
    let subscription = form.create_test_lead(["ada@example.com", "42"]).await;
    assert_eq!(subscription.unwrap().subscription_id, Some("8078".into()));
    let nowhere = form.create_test_lead([""; 0]).await.unwrap();
    assert_eq!(nowhere.subscription_id, None);
    assert_eq!(
        server.take_lines(),
        [
            "GET /ad_accounts/5497/lead_forms/11",
            r#"POST /ad_accounts/5497/lead_forms/11/test {"answers":["ada@example.com","42"]}"#,
            r#"POST /ad_accounts/5497/lead_forms/11/test {"answers":[]}"#
        ]
    );
}

#[tokio::test]
async fn webhooks_are_listed_and_made() {
    let (server, ad_account) = server(&[
        r#"{"items": [{"id": "8078"}], "bookmark": null}"#,
        r#"{"id": "8079", "cryptographic_key": "a2V5", "cryptographic_algorithm": "AES-256-GCM"}"#,
    ])
    .await;
    let webhooks = ad_account.lead_ads_subscriptions();
    let page = webhooks.list().bookmark("x").send().await.unwrap();
    assert_eq!(page.items().next().unwrap().id, Some("8078".into()));
    let webhook = NewLeadSubscription::new("https://shop.example/leads").lead_form_id("11");
    let made = webhooks.create(webhook).await.unwrap();
    assert_eq!(made.cryptographic_key.as_deref(), Some("a2V5"));
    assert!(!format!("{made:?}").contains("a2V5"));
    assert_eq!(
        server.take_lines(),
        [
            "GET /ad_accounts/5497/leads/subscriptions?bookmark=x",
            r#"POST /ad_accounts/5497/leads/subscriptions {"lead_form_id":"11","webhook_url":"https://shop.example/leads"}"#
        ]
    );
}

#[tokio::test]
async fn a_webhook_is_read_and_ended() {
    let (server, ad_account) = server(&[r#"{"id": "8078"}"#, r#"{"id": "8078"}"#]).await;
    server.respond_all([Response::new(204, "")]);
    let webhook = ad_account.lead_ads_subscription("8078");
    assert_eq!(webhook.get().await.unwrap().id, Some("8078".into()));
    assert!(webhook.delete().await.unwrap().is_some());
    assert!(webhook.delete().await.unwrap().is_none());
    assert_eq!(
        server.take_lines(),
        [
            "GET /ad_accounts/5497/leads/subscriptions/8078",
            "DELETE /ad_accounts/5497/leads/subscriptions/8078",
            "DELETE /ad_accounts/5497/leads/subscriptions/8078"
        ]
    );
}

#[tokio::test]
async fn an_export_is_asked_for_and_looked_up() {
    let (server, ad_account) = server(&[
        r#"{"leads_export_id": "6012"}"#,
        r#"{"export_status": "FINISHED", "download_url": "https://files.example/CANARY"}"#,
    ])
    .await;
    let exports = ad_account.leads_exports();
    let request = CreateLeadsExportRequest::new("6872", date("2026-03-01"), date("2026-03-14"));
    let started = exports.request(request).await.unwrap();
    let export = exports.get(started.leads_export_id.unwrap()).await.unwrap();
    assert_eq!(export.export_status, Some(LeadsExportStatus::Finished));
    assert!(!format!("{export:?}").contains("CANARY"));
    assert_eq!(
        server.take_lines(),
        [
            r#"POST /ad_accounts/5497/leads_export {"ad_id":"6872","end_date":"2026-03-14","start_date":"2026-03-01"}"#,
            "GET /ad_accounts/5497/leads_export/6012"
        ]
    );
}

#[tokio::test]
async fn ids_are_checked_before_anything_is_sent() {
    let (server, ad_account) = server(&[]).await;
    let outcomes = [
        ad_account.lead_form("a/b").get().await.map(drop),
        ad_account.lead_ads_subscription("a").get().await.map(drop),
        ad_account.leads_exports().get("a").await.map(drop),
    ];
    for outcome in outcomes {
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::InvalidRequest);
    }
    server.assert_untouched();
}
