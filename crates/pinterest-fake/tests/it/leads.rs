//! Lead forms, subscriptions whose deliveries arrive and decrypt, exports.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

use aes_gcm::aead::Aead;
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use serde_json::{Value, json};

use crate::api::Api;

/// A server that responds to each POST with the next status and returns its body.
#[derive(Debug)]
struct Receiver {
    listener: TcpListener,
}

impl Receiver {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        Self { listener }
    }

    fn url(&self) -> String {
        format!("http://{}/leads", self.listener.local_addr().unwrap())
    }

    /// Waits for a request, responds with the status, and returns the request line and the body.
    async fn receive(&self, status: u16) -> (String, Value) {
        let listener = self.listener.try_clone().unwrap();
        let respond = move || respond(&listener.accept().unwrap().0, status);
        tokio::task::spawn_blocking(respond).await.unwrap()
    }
}

fn respond(mut stream: &TcpStream, status: u16) -> (String, Value) {
    let mut lines = BufReader::new(stream);
    let mut line = || {
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        line.trim_end().to_lowercase()
    };
    let first = line();
    let mut length = 0;
    loop {
        let header = line();
        match header.split_once(": ") {
            Some(("content-length", value)) => length = value.parse().unwrap(),
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    lines.read_exact(&mut body).unwrap();
    let response = format!("HTTP/1.1 {status} x\r\ncontent-length: 0\r\n\r\n");
    stream.write_all(response.as_bytes()).unwrap();
    (first, serde_json::from_slice(&body).unwrap())
}

async fn ad_account(api: &Api) -> String {
    let list = api.get("/ad_accounts").await.json();
    format!("/ad_accounts/{}", list["items"][0]["id"].as_str().unwrap())
}

async fn lead_form(api: &Api, account: &str) -> String {
    let form = json!([{
        "name": "Kitchen planning", "has_accepted_terms": true,
        "privacy_policy_link": "https://example.com/privacy", "completion_message": "Thank you.",
        "questions": [
            {"question_type": "EMAIL"},
            {
                "question_type": "CUSTOM", "custom_question_field_type": "TEXT_FIELD",
                "custom_question_label": "Which wood?"
            }
        ]
    }]);
    let response = api
        .post(&format!("{account}/lead_forms"), form)
        .await
        .json();
    response["items"][0]["data"]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn decrypted(key: &str, data: &Value) -> Value {
    let key = STANDARD_NO_PAD.decode(key).unwrap();
    let bytes = STANDARD.decode(data.as_str().unwrap()).unwrap();
    let (nonce, sealed) = bytes.split_at(12);
    let cipher = Aes256Gcm::new_from_slice(&key).unwrap();
    let opened = cipher.decrypt(Nonce::from_slice(nonce), sealed).unwrap();
    serde_json::from_slice(&opened).unwrap()
}

#[tokio::test]
async fn lead_forms_are_created_listed_and_updated() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let id = lead_form(&api, &account).await;
    let form = api.get(&format!("{account}/lead_forms/{id}")).await.json();
    assert_eq!(form["status"], "ACTIVE");
    let changes = json!([{"id": id, "name": "Oak"}, {"id": "1", "name": "Elm"}]);
    let results = api
        .patch(&format!("{account}/lead_forms"), changes)
        .await
        .json();
    assert_eq!(results["items"][0]["data"]["name"], "Oak");
    assert_eq!(
        results["items"][1],
        json!({"exceptions": [{"error_code": 4842, "message": "Lead form is not found."}]})
    );
    let newest = api
        .get(&format!("{account}/lead_forms?order=DESCENDING"))
        .await
        .json();
    assert_eq!(newest["items"][0]["name"], "Oak");
    let missing = api.get(&format!("{account}/lead_forms/1")).await;
    assert_eq!(
        (missing.status, missing.json()["code"].as_i64()),
        (404, Some(4842))
    );
}

#[tokio::test]
async fn each_form_of_a_batch_is_judged_alone() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let form = |terms: bool| {
        json!({
            "name": "a", "has_accepted_terms": terms, "privacy_policy_link": "https://example.com",
            "completion_message": "b", "questions": []
        })
    };
    let forms = json!([form(false), form(true)]);
    let results = api
        .post(&format!("{account}/lead_forms"), forms)
        .await
        .json();
    let message = &results["items"][0]["exceptions"][0]["message"];
    assert_eq!(message, "'has_accepted_terms' must be true");
    assert_eq!(results["items"][1]["data"]["name"], "a");
}

#[tokio::test]
async fn a_lead_is_delivered_and_decrypts() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let form = lead_form(&api, &account).await;
    let receiver = Receiver::start();
    let subscription = json!({"webhook_url": receiver.url(), "lead_form_id": form});
    let path = format!("{account}/leads/subscriptions");
    let subscription = api.post(&path, subscription).await.json();
    assert_eq!(subscription["cryptographic_algorithm"], "AES-256-GCM");
    let key = subscription["cryptographic_key"].as_str().unwrap();

    let answers = json!({"answers": ["birch@example.com", "oak"]});
    let path = format!("{account}/lead_forms/{form}/test");
    let response = api.post(&path, answers).await.json();
    assert_eq!(response["subscription_id"], subscription["id"]);

    let (line, body) = receiver.receive(200).await;
    assert_eq!(line, "post /leads http/1.1");
    assert_eq!(body.as_array().unwrap().len(), 1);
    assert_eq!(body[0]["lead_form_id"], form.as_str());
    assert_eq!(body[0]["advertiser_id"], subscription["ad_account_id"]);
    assert!(!body.to_string().contains("birch"));
    assert_eq!(
        decrypted(key, &body[0]["lead_data"]),
        json!([
            {"question": "EMAIL", "answer": "birch@example.com"},
            {"question": "Which wood?", "answer": "oak"}
        ])
    );
}

#[tokio::test]
async fn a_delivery_is_repeated_after_429_and_5xx_only() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let form = lead_form(&api, &account).await;
    let receiver = Receiver::start();
    let path = format!("{account}/leads/subscriptions");
    api.post(&path, json!({"webhook_url": receiver.url()}))
        .await;
    let path = format!("{account}/lead_forms/{form}/test");
    api.post(&path, json!({"answers": ["a", "first"]})).await;

    let first = receiver.receive(503).await;
    api.advance(60);
    assert_eq!(receiver.receive(429).await, first);
    api.advance(300);
    assert_eq!(receiver.receive(400).await, first);
    api.advance(24 * 60 * 60);
    // What arrives next is another lead.
    api.post(&path, json!({"answers": ["a", "second"]})).await;
    let second = receiver.receive(200).await;
    assert_ne!(second.1[0]["lead_id"], first.1[0]["lead_id"]);
}

#[tokio::test]
async fn answers_match_the_questions() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let form = lead_form(&api, &account).await;
    let path = format!("{account}/lead_forms/{form}/test");
    let response = api.post(&path, json!({"answers": ["a"]})).await;
    assert_eq!(response.status, 400);
    let response = api.post(&path, json!({"answers": ["a", "b"]})).await;
    assert_eq!((response.status, response.json()), (200, json!({})));
    let path = format!("{account}/lead_forms/1/test");
    assert_eq!(api.post(&path, json!({"answers": []})).await.status, 404);
}

#[tokio::test]
async fn subscriptions_are_unique_listed_and_deleted() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let path = format!("{account}/leads/subscriptions");
    let subscription = json!({"webhook_url": "https://shop.example.com/leads"});
    let made = api.post(&path, subscription.clone()).await.json();
    assert_eq!(api.post(&path, subscription).await.status, 400);
    let plain = json!({"webhook_url": "http://shop.example.com/leads"});
    assert_eq!(api.post(&path, plain).await.status, 400);
    let list = api.get(&path).await.json();
    assert_eq!(list["items"], json!([made]));
    let of_one = format!("{path}/{}", made["id"].as_str().unwrap());
    assert_eq!(api.get(&of_one).await.json(), made);
    assert_eq!(api.delete(&of_one).await.status, 204);
    assert_eq!(api.get(&of_one).await.status, 404);
}

#[tokio::test]
async fn the_leads_of_an_ad_are_exported() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let path = format!("{account}/leads_export");
    let ads = api
        .get(&format!("{account}/ads?page_size=250"))
        .await
        .json();
    let ads = ads["items"].as_array().unwrap();
    let ad = ads
        .iter()
        .find(|ad| ad["lead_form_id"].is_string())
        .unwrap();
    let request = json!({"ad_id": ad["id"], "start_date": "2000-01-01", "end_date": "2100-01-01"});
    let id = api.post(&path, request).await.json()["leads_export_id"].clone();
    let path = format!("{path}/{}", id.as_str().unwrap());
    let export = api.get(&path).await.json();
    assert_eq!(
        export,
        json!({"export_status": "IN_PROGRESS", "download_url": null})
    );
    api.advance(5);
    let export = api.get(&path).await.json();
    assert_eq!(export["export_status"], "FINISHED");
    let url = export["download_url"].as_str().unwrap();
    assert!(url.starts_with(&api.fake.transfer_url()));
    let file = api.send(api.http.get(url)).await;
    assert_eq!(file.header("content-type"), Some("text/csv"));
    assert_eq!(file.body.lines().count(), 25);
    assert!(file.body.starts_with("lead_id,created_time,ad_id,"));
}

#[tokio::test]
async fn an_export_names_an_ad_of_the_account() {
    let api = Api::start().await;
    let account = ad_account(&api).await;
    let request = json!({"ad_id": "1", "start_date": "2026-01-01", "end_date": "2026-01-02"});
    let path = format!("{account}/leads_export");
    assert_eq!(api.post(&path, request).await.status, 400);
    assert_eq!(api.get(&format!("{path}/1")).await.status, 404);
}
