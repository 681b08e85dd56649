//! Webhooks that receive leads.

use serde_json::{Value, json};

use super::super::ad_accounts::{self, belongs_to};
use super::super::lead_forms;
use super::envelope;
use crate::call::Call;
use crate::deliveries::is_deliverable;
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

const TABLE: &str = "lead_subscriptions";

pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let rows = call.state.rows(TABLE).map(|(_, row)| row);
    let rows = rows.filter(|row| belongs_to(row, &account));
    let rows: Vec<Value> = rows.map(|row| Value::Object(row.clone())).collect();
    call.page(rows)
}

pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = ad_accounts::require(call)?;
    let url = call.body_text("webhook_url").unwrap_or_default().to_owned();
    if !url.starts_with("https://") && !is_deliverable(&url) {
        return Err(Failure::invalid(
            "'webhook_url' must be an https URL, or for the fake an http URL of this machine",
        ));
    }
    let form = call.body_text("lead_form_id").map(str::to_owned);
    if let Some(form) = &form
        && lead_forms::find(call.state, &account, form).is_none()
    {
        return Err(Failure::invalid(format!(
            "'lead_form_id' {form} is not found"
        )));
    }
    let is_taken = call
        .state
        .rows(TABLE)
        .any(|(_, row)| belongs_to(row, &account) && row.get("lead_form_id") == Some(&json!(form)));
    if is_taken {
        return Err(Failure::invalid(
            "A subscription for this ad account and lead form exists already",
        ));
    }
    let id = call.state.new_id();
    let given = json!({
        "id": id, "ad_account_id": account, "api_version": "v5",
        "created_time": call.now.milliseconds(),
        "cryptographic_algorithm": "AES-256-GCM",
        "cryptographic_key": envelope::key(&mut call.state.random),
        "lead_form_id": form, "user_account_id": call.caller.account, "webhook_url": url,
    });
    let row = call.row("LeadSubscription", given);
    call.state.table(TABLE).insert(id, row.clone());
    Ok(call.reply(row))
}

pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let row = own(call)?;
    Ok(call.reply(row))
}

pub(super) fn delete(call: &mut Call<'_>) -> Result<Reply, Failure> {
    own(call)?;
    let id = call.path("subscription_id");
    call.state.table(TABLE).remove(&id);
    Ok(Reply::empty(204))
}

/// Returns the subscriptions that receive a lead of a form: that of the form, then that of the ad
/// account.
pub(super) fn concerned(state: &State, account: &str, form: &str) -> Vec<Row> {
    let rows = state.rows(TABLE).map(|(_, row)| row);
    let of_account = rows.filter(|row| belongs_to(row, account)).cloned();
    let (mut of_form, of_others): (Vec<Row>, Vec<Row>) =
        of_account.partition(|row| text(row, "lead_form_id") == form);
    let of_all = of_others
        .into_iter()
        .filter(|row| text(row, "lead_form_id").is_empty());
    of_form.extend(of_all);
    of_form
}

fn own(call: &Call<'_>) -> Result<Row, Failure> {
    let account = ad_accounts::require(call)?;
    let row = call.state.row(TABLE, &call.path("subscription_id"));
    let row = row.filter(|row| belongs_to(row, &account));
    row.cloned()
        .ok_or_else(|| Failure::not_found(404, "Lead subscription not found."))
}
