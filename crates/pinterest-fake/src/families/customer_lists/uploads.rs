//! Uploads of large customer lists: a presigned URL for each part, a run, a result.

use serde_json::{Value, json};

use super::super::ad_accounts::require;
use super::super::entities;
use super::{TABLE as LISTS, count_records, list_of_path, number, owned, records};
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::state::{File, Row, text};

const TABLE: &str = "customer_list_uploads";
const SCHEMA: &str = "CustomerListUpload";
const NOUN: &str = "Customer list upload";

/// How long the URLs of parts are good for, in seconds.
const LIFE_OF_URLS: i64 = 3_600;

/// How long a run takes by the fake's clock, in seconds.
const RUN: i64 = 5;

/// The least size of every part but the last, as stores of files have it.
const LEAST_PART: usize = 5 * 1024 * 1024;

pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let (list, _) = list_of_path(call)?;
    let ad_account = require(call)?;
    let id = call.state.new_id();
    let now = call.now.seconds();
    let total_parts = call.body["total_parts"].as_i64().unwrap_or(1);
    let given = json!({
        "id": id, "ad_account_id": ad_account, "customer_list_id": list,
        "operation": call.body["operation"], "state": "NOT_STARTED", "creation_time": now,
        "updated_time": now, "error_counts": null,
        "record_counts": {"processed": 0, "valid": 0, "invalid": 0}, "_total_parts": total_parts,
    });
    let row = call.row(SCHEMA, given);
    call.state.table(TABLE).insert(id.clone(), row.clone());
    let parts: Vec<Value> = (1..=total_parts)
        .map(|number| json!({"part_number": number, "presigned_url": offer(call, &id, number)}))
        .collect();
    Ok(call.reply(json!({
        "customer_list_upload": row, "s3_multipart_upload_data": {"file_parts": parts},
    })))
}

fn path(upload: &str, part: i64) -> String {
    format!("customer-lists/{upload}/{part}")
}

/// Makes a place for a part on the transfer host and returns its URL.
fn offer(call: &mut Call<'_>, upload: &str, part: i64) -> String {
    let path = path(upload, part);
    let expires_at = call.now.plus_seconds(LIFE_OF_URLS);
    let signature = call.state.random.u64(..);
    let url = format!(
        "{}/{path}?partNumber={part}&uploadId={upload}&X-Amz-Expires={LIFE_OF_URLS}\
         &X-Amz-Signature={signature:016x}",
        call.state.transfer_url
    );
    let file = File {
        expires_at: Some(expires_at.milliseconds()),
        upload_for: Some((TABLE.to_owned(), upload.to_owned())),
        ..File::default()
    };
    call.state.files.insert(path, file);
    url
}

pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let row = upload_of_path(call)?;
    Ok(call.reply(row))
}

pub(super) fn run(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let mut row = upload_of_path(call)?;
    if text(&row, "state") != "NOT_STARTED" {
        return Err(Failure::invalid("The upload was started already."));
    }
    let id = owned(&row, "id");
    let parts = number(&row, "_total_parts");
    let missing = (1..=parts).find(|part| size(call, &id, *part) == 0);
    if let Some(part) = missing {
        return Err(Failure::invalid(format!("Part {part} was not uploaded.")));
    }
    let now = call.now.seconds();
    finish(call, &mut row);
    row.insert("state".to_owned(), json!("RUNNING"));
    row.insert("_ready_at".to_owned(), json!(now + RUN));
    row.insert("updated_time".to_owned(), json!(now));
    call.state.table(TABLE).insert(id, row.clone());
    Ok(call.reply(row))
}

fn size(call: &Call<'_>, upload: &str, part: i64) -> usize {
    let file = call.state.files.get(&path(upload, part));
    file.map_or(0, |file| file.bytes.len())
}

/// Reads the parts, which are not needed after that, and notes what the run will end with.
fn finish(call: &mut Call<'_>, row: &mut Row) {
    let id = owned(row, "id");
    let parts = number(row, "_total_parts");
    let is_small = (1..parts).any(|part| size(call, &id, part) < LEAST_PART);
    let mut bytes = Vec::new();
    for part in 1..=parts {
        if let Some(file) = call.state.files.remove(&path(&id, part)) {
            bytes.extend_from_slice(&file.bytes);
        }
    }
    let counts = records::of_file(&bytes);
    let error = |code: i64, count: i64, message: &str| json!([{"error_code": code, "count": count, "message": message}]);
    let (state, errors) = match counts.invalid {
        _ if is_small => ("FAILED", error(2, 1, "A part is smaller than 5 MB")),
        _ if counts.valid == 0 => ("FAILED", error(3, 1, "The file has no valid record")),
        0 => ("SUCCEEDED", Value::Null),
        invalid => ("SUCCEEDED", error(1, invalid, "The record is not valid")),
    };
    row.insert("_state".to_owned(), json!(state));
    row.insert("_error_counts".to_owned(), errors);
    row.insert("_valid".to_owned(), json!(counts.valid));
    row.insert("_invalid".to_owned(), json!(counts.invalid));
}

fn upload_of_path(call: &mut Call<'_>) -> Result<Row, Failure> {
    let (list, _) = list_of_path(call)?;
    let ad_account = require(call)?;
    let id = call.path("customer_list_upload_id");
    let row = entities::existing(call.state, TABLE, NOUN, &ad_account, &id)?;
    match text(&row, "customer_list_id") == list {
        true => Ok(row),
        false => Err(Failure::not_found(2, format!("{NOUN} not found."))),
    }
}

/// Ends the runs whose time has come, oldest first: their records count from then on.
pub(super) fn settle(call: &mut Call<'_>) {
    let now = call.now.seconds();
    let is_due = |row: &&Row| text(row, "state") == "RUNNING" && number(row, "_ready_at") <= now;
    let due = call.state.rows(TABLE).map(|(_, row)| row).filter(is_due);
    let mut due: Vec<Row> = due.cloned().collect();
    due.sort_by_key(|row| number(row, "_ready_at"));
    for row in due {
        end(call, row);
    }
}

fn end(call: &mut Call<'_>, mut row: Row) {
    let ended_at = number(&row, "_ready_at");
    let (valid, invalid) = (number(&row, "_valid"), number(&row, "_invalid"));
    let state = entities::field(&row, "_state");
    if state == "SUCCEEDED" {
        let list = call
            .state
            .table(LISTS)
            .get_mut(text(&row, "customer_list_id"));
        if let Some(list) = list {
            count_records(list, text(&row, "operation"), valid, ended_at);
        }
        let counts = json!({"processed": valid + invalid, "valid": valid, "invalid": invalid});
        row.insert("record_counts".to_owned(), counts);
    }
    row.insert("state".to_owned(), state);
    row.insert(
        "error_counts".to_owned(),
        entities::field(&row, "_error_counts"),
    );
    row.insert("updated_time".to_owned(), json!(ended_at));
    call.state.table(TABLE).insert(owned(&row, "id"), row);
}
