//! Lead forms, and test leads for them.

use serde_json::{Value, json};

use super::ad_accounts::{self, belongs_to};
use super::leads;
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("lead_forms/list", list),
    ("lead_forms/create", create),
    ("lead_forms/update", update),
    ("lead_form/get", get),
    ("lead_form_test/create", create_test_lead),
];

pub(super) const TABLE: &str = "lead_forms";
const SCHEMA: &str = "LeadForm";

/// The code of a lead form that the ad account does not have.
const NOT_FOUND: i64 = 4842;

pub(super) fn seed(state: &mut State) {
    let accounts: Vec<String> = state
        .rows("ad_accounts")
        .map(|(id, _)| id.clone())
        .collect();
    let now = state.clock.now().plus_seconds(-90 * 86_400).seconds();
    for account in accounts {
        for (name, status) in [("Kitchen planning", "ACTIVE"), ("Winter catalog", "DRAFT")] {
            let id = state.new_id();
            let given = json!({
                "id": id, "ad_account_id": account, "name": name, "status": status,
                "has_accepted_terms": true,
                "privacy_policy_link": "https://example.com/privacy",
                "completion_message": "Thank you. We will write to you within two days.",
                "questions": [
                    {"question_type": "FULL_NAME"},
                    {"question_type": "EMAIL"},
                    {
                        "question_type": "CUSTOM",
                        "custom_question_field_type": "RADIO_LIST",
                        "custom_question_label": "When do you plan to start?",
                        "custom_question_options": ["This month", "This year", "Later"],
                    },
                ],
                "policy_links": [], "created_time": now, "updated_time": now,
            });
            let row = state.new_row(SCHEMA, given);
            state.table(TABLE).insert(id, row);
        }
    }
}

/// Returns a lead form of an ad account.
pub(super) fn find<'s>(state: &'s State, account: &str, id: &str) -> Option<&'s Row> {
    let row = state.row(TABLE, id)?;
    belongs_to(row, account).then_some(row)
}

/// Returns the questions of a form by their wording or, for ready-made ones, their type.
pub(super) fn questions(form: &Row) -> Vec<String> {
    let questions = form.get("questions").and_then(Value::as_array);
    let wording = |question: &Value| {
        let label = question["custom_question_label"].as_str();
        let wording = label.or(question["question_type"].as_str());
        wording.unwrap_or_default().to_owned()
    };
    questions.into_iter().flatten().map(wording).collect()
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let rows = call.state.rows(TABLE).map(|(_, row)| row);
    let rows = rows.filter(|row| belongs_to(row, &account));
    let mut rows: Vec<Value> = rows.map(|row| Value::Object(row.clone())).collect();
    if call.query_text("order") == Some("DESCENDING") {
        rows.reverse();
    }
    call.page(rows)
}

fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let forms = call.body_list("");
    Ok(call.batch(forms, |call, mut given| {
        check(&given)?;
        let id = call.state.new_id();
        let now = call.now.seconds();
        given["id"] = json!(id);
        given["ad_account_id"] = json!(account);
        given["created_time"] = json!(now);
        given["updated_time"] = json!(now);
        if given.get("status").is_none() {
            given["status"] = json!("ACTIVE");
        }
        let row = call.row(SCHEMA, given);
        call.state.table(TABLE).insert(id, row.clone());
        Ok(Value::Object(row))
    }))
}

fn update(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let changes = call.body_list("");
    Ok(call.batch(changes, |call, changes| {
        check(&changes)?;
        let id = changes["id"].as_str().unwrap_or_default();
        let row = find(call.state, &account, id).cloned();
        let row = row.ok_or_else(not_found)?;
        let mut row = call.state.update_row(SCHEMA, row, &changes);
        row.insert("updated_time".to_owned(), json!(call.now.seconds()));
        call.state.table(TABLE).insert(id, row.clone());
        Ok(Value::Object(row))
    }))
}

fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let id = call.path("lead_form_id");
    let row = find(call.state, &account, &id).cloned();
    Ok(call.reply(row.ok_or_else(not_found)?))
}

fn create_test_lead(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let id = call.path("lead_form_id");
    let form = find(call.state, &account, &id).cloned();
    let form = form.ok_or_else(not_found)?;
    let answers = call.body_list("answers");
    let count = questions(&form).len();
    if answers.len() != count {
        return Err(Failure::invalid(format!(
            "'answers' must have one answer for each of the {count} questions, not {}",
            answers.len()
        )));
    }
    let subscription = leads::receive(call.state, &form, answers);
    Ok(call.reply(match subscription {
        Some(id) => json!({"subscription_id": id}),
        None => json!({}),
    }))
}

fn not_found() -> Failure {
    Failure::not_found(NOT_FOUND, "Lead form is not found.")
}

/// Checks what the description does not state.
fn check(given: &Value) -> Result<(), Failure> {
    if given["has_accepted_terms"] == false {
        return Err(Failure::invalid("'has_accepted_terms' must be true"));
    }
    let questions = given["questions"].as_array().into_iter().flatten();
    for question in questions.filter(|question| question["question_type"] == "CUSTOM") {
        if question["custom_question_label"]
            .as_str()
            .is_none_or(str::is_empty)
        {
            return Err(Failure::invalid(
                "'custom_question_label' is required for a CUSTOM question",
            ));
        }
    }
    Ok(())
}
