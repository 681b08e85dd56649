//! Media: registration, upload, processing.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Value, json};

use super::pins::noise;
use crate::authorization::MAIN_ACCOUNT;
use crate::call::{Behavior, Call};
use crate::exchange::{Failure, Reply};
use crate::state::{State, text};

mod multipart;
mod upload;

pub(crate) use upload::{PATH as UPLOAD_PATH, receive};

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("media/list", list),
    ("media/create", create),
    ("media/get", get),
];

const TABLE: &str = "media";

/// Where videos are on the transfer host.
const VIDEOS: &str = "videos";

/// How long an upload can be started after it was registered, in seconds.
const POLICY_SECONDS: i64 = 3_600;

/// How long processing takes, in seconds.
const PROCESSING_SECONDS: i64 = 5;

/// Uploads of the main account that are done, one of them in vain.
pub(super) fn seed(state: &mut State) {
    for status in ["succeeded", "failed"] {
        let id = state.new_id();
        let row = json!({
            "media_id": id,
            "media_type": "video",
            "status": status,
            "_owner": MAIN_ACCOUNT,
        });
        if let Value::Object(row) = row {
            state.table(TABLE).insert(id, row);
        }
    }
}

fn create(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let id = call.state.new_id();
    let expires_at = call.now.plus_seconds(POLICY_SECONDS);
    let day = call.now.0.strftime("%Y%m%d").to_string();
    let time = call.now.0.strftime("%Y%m%dT%H%M%SZ").to_string();
    let key = format!("uploads/{}/{:016x}:{id}", call.caller.account, noise(&id));
    let credential = format!("FAKEMEDIAUPLOAD/{day}/us-east-1/s3/aws4_request");
    let policy = json!({
        "expiration": expires_at.0.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "conditions": [
            {"bucket": UPLOAD_PATH},
            {"key": key},
            {"Content-Type": "multipart/form-data"},
            ["content-length-range", 1, 2_147_483_648_u64],
            {"x-amz-credential": credential},
            {"x-amz-algorithm": "AWS4-HMAC-SHA256"},
            {"x-amz-date": time},
        ],
    });
    let policy = STANDARD.encode(policy.to_string());
    let random = [(); 4].map(|()| format!("{:016x}", call.state.random.u64(..)));
    let parameters = json!({
        "x-amz-date": time,
        "x-amz-signature": random.concat(),
        "x-amz-security-token": format!("fake-session-{:016x}", noise(&random.concat())),
        "x-amz-algorithm": "AWS4-HMAC-SHA256",
        "key": key,
        "policy": policy,
        "x-amz-credential": credential,
        "Content-Type": "multipart/form-data",
    });
    let row = json!({
        "media_id": id,
        "media_type": call.body["media_type"],
        "_owner": call.caller.account,
        "_parameters": parameters,
        "_expires_at": expires_at.milliseconds(),
    });
    if let Value::Object(row) = row {
        call.state.table(TABLE).insert(id.clone(), row);
    }
    let response = json!({
        "media_id": id,
        "media_type": call.body["media_type"],
        "upload_url": format!("{}/{UPLOAD_PATH}", call.state.transfer_url),
        "upload_parameters": parameters,
    });
    Ok(Reply::json(201, response))
}

/// Returns how far a media upload of the caller is; `None` if the caller has none of that id.
pub(super) fn status(call: &Call<'_>, id: &str) -> Option<&'static str> {
    let row = call.state.row(TABLE, id)?;
    if text(row, "_owner") != call.caller.account {
        return None;
    }
    let Some(ready_at) = row.get("_ready_at").and_then(Value::as_i64) else {
        // Rows that were not made by an upload, such as those of a seed, say it themselves.
        let stated = ["processing", "succeeded", "failed"];
        let stated = stated.into_iter().find(|s| *s == text(row, "status"));
        return Some(stated.unwrap_or("registered"));
    };
    let is_video = row.get("_is_video") == Some(&Value::Bool(true));
    Some(match call.now.milliseconds() < ready_at {
        true => "processing",
        false if is_video => "succeeded",
        false => "failed",
    })
}

/// Returns the address of a video on the transfer host; `None` if it did not come in there.
pub(super) fn video_url(state: &State, id: &str) -> Option<String> {
    let path = format!("{VIDEOS}/{id}.mp4");
    let is_there = state.files.contains_key(&path);
    is_there.then(|| format!("{}/{path}", state.transfer_url))
}

/// Records that the file of a media upload has come in.
fn store(state: &mut State, id: &str, file: Bytes) {
    let now = state.clock.now();
    let is_video = is_container(&file);
    if let Some(row) = state.table(TABLE).get_mut(id) {
        let ready_at = now.plus_seconds(PROCESSING_SECONDS).milliseconds();
        row.insert("_ready_at".to_owned(), json!(ready_at));
        row.insert("_is_video".to_owned(), json!(is_video));
    }
    if is_video {
        let file = crate::state::File {
            content_type: "video/mp4".to_owned(),
            bytes: file,
            ..crate::state::File::default()
        };
        state.files.insert(format!("{VIDEOS}/{id}.mp4"), file);
    }
}

/// Tells whether a file begins as MP4 and MOV files do: with a box that names its type.
fn is_container(file: &[u8]) -> bool {
    file.get(4..8) == Some(b"ftyp".as_slice())
}

fn shown(call: &Call<'_>, id: &str) -> Option<Value> {
    let status = status(call, id)?;
    let media_type = call.state.row(TABLE, id)?.get("media_type")?;
    Some(json!({"media_id": id, "media_type": media_type, "status": status}))
}

fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let id = call.path("media_id");
    match shown(call, &id) {
        Some(media) => Ok(call.reply(media)),
        None => Err(Failure::not_found(404, "Media upload not found.")),
    }
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let own = call
        .state
        .rows(TABLE)
        .rev()
        .filter(|(_, row)| text(row, "_owner") == call.caller.account);
    call.page_of(own.map(|(id, _)| id.clone()), |id| {
        shown(call, id).unwrap_or_default()
    })
}
