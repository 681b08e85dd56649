//! Leads: what people left in lead forms, how it is delivered to webhooks and exported.

mod envelope;
mod exports;
mod subscriptions;

use bytes::Bytes;
use serde_json::{Value, json};

use super::lead_forms;
use crate::call::Behavior;
use crate::deliveries::is_deliverable;
use crate::state::{Delivery, Row, State, text};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("ad_accounts_subscriptions/get_list", subscriptions::list),
    ("ad_accounts_subscriptions/post", subscriptions::create),
    ("ad_accounts_subscriptions/get_by_id", subscriptions::get),
    ("ad_accounts_subscriptions/del_by_id", subscriptions::delete),
    ("leads_export/create", exports::create),
    ("leads_export/get", exports::get),
];

const TABLE: &str = "leads";

const NAMES: [&str; 8] = [
    "Ada Birch",
    "Ben Alder",
    "Cleo Rowan",
    "Dan Aspen",
    "Eva Hazel",
    "Finn Elder",
    "Gwen Linden",
    "Hugo Maple",
];

/// Puts a lead form on two ads of each ad account, with 24 leads each.
pub(super) fn seed(state: &mut State) {
    let accounts: Vec<String> = state
        .rows("ad_accounts")
        .map(|(id, _)| id.clone())
        .collect();
    for account in accounts {
        let form = state
            .rows(lead_forms::TABLE)
            .map(|(_, form)| form)
            .find(|form| text(form, "ad_account_id") == account)
            .cloned();
        let Some(form) = form else {
            continue;
        };
        let ads = state
            .rows("ads")
            .filter(|(_, ad)| text(ad, "ad_account_id") == account);
        let ads: Vec<String> = ads.map(|(id, _)| id.clone()).take(2).collect();
        for id in ads {
            if let Some(ad) = state.table("ads").get_mut(&id) {
                ad.insert("lead_form_id".to_owned(), json!(text(&form, "id")));
            }
            let ad = state.row("ads", &id).cloned();
            for index in 0..24 {
                let name = NAMES[state.random.usize(..NAMES.len())];
                let email = format!("{}@example.com", name.to_lowercase().replace(' ', "."));
                let answers = vec![json!(name), json!(email), json!("This year")];
                let created_at = state
                    .clock
                    .now()
                    .plus_seconds(-index * 86_400 - 3_600)
                    .seconds();
                store(state, &form, ad.as_ref(), answers, created_at);
            }
        }
    }
}

/// Stores a test lead and has it delivered to the subscriptions that it concerns. Returns the id of
/// one: that of the form, else that of the ad account.
pub(super) fn receive(state: &mut State, form: &Row, answers: Vec<Value>) -> Option<String> {
    let form_id = text(form, "id").to_owned();
    let ads = state.rows("ads").map(|(_, ad)| ad);
    let ad = ads
        .into_iter()
        .find(|ad| text(ad, "lead_form_id") == form_id)
        .cloned();
    let now = state.clock.now();
    let lead = store(state, form, ad.as_ref(), answers, now.seconds());
    let of_lead = subscriptions::concerned(state, text(form, "ad_account_id"), &form_id);
    for subscription in &of_lead {
        let url = text(subscription, "webhook_url");
        if !is_deliverable(url) {
            continue;
        }
        let Some(data) = envelope::seal(
            text(subscription, "cryptographic_key"),
            &mut state.random,
            json!(answered(form, &lead)).to_string().as_bytes(),
        ) else {
            continue;
        };
        let body = json!([{
            "advertiser_id": lead["ad_account_id"],
            "lead_form_id": lead["lead_form_id"],
            "ad_id": lead["ad_id"],
            "campaign_id": lead["campaign_id"],
            "lead_id": lead["id"],
            "created_time": now.milliseconds(),
            "lead_data": data,
        }]);
        state.outbox.push(Delivery {
            url: url.to_owned(),
            body: Bytes::from(body.to_string()),
            due_at: now.milliseconds(),
            attempts: 0,
        });
    }
    of_lead
        .first()
        .map(|subscription| text(subscription, "id").to_owned())
}

fn store(
    state: &mut State,
    form: &Row,
    ad: Option<&Row>,
    answers: Vec<Value>,
    created_at: i64,
) -> Row {
    let of_ad = |field: &str| {
        ad.and_then(|ad| ad.get(field))
            .cloned()
            .unwrap_or(Value::Null)
    };
    let id = state.new_id();
    let fields = [
        ("id", json!(id)),
        ("ad_account_id", json!(text(form, "ad_account_id"))),
        ("lead_form_id", json!(text(form, "id"))),
        ("ad_id", of_ad("id")),
        ("campaign_id", of_ad("campaign_id")),
        ("created_time", json!(created_at)),
        ("answers", Value::Array(answers)),
    ];
    let row: Row = fields
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect();
    state.table(TABLE).insert(id, row.clone());
    row
}

/// The questions of the form with the answers of a lead.
fn answered(form: &Row, lead: &Row) -> Vec<Value> {
    let answers = lead.get("answers").and_then(Value::as_array);
    let questions = lead_forms::questions(form).into_iter();
    questions
        .zip(answers.into_iter().flatten())
        .map(|(question, answer)| json!({"question": question, "answer": answer}))
        .collect()
}
