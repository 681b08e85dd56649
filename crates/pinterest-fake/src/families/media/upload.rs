//! The upload of a media file to the transfer host, which is told apart from others by its fields.

use serde_json::Value;

use super::multipart::{self, Part};
use super::{TABLE, store};
use crate::exchange::{Reply, Request};
use crate::state::{Row, State};
use crate::transfer::xml_error;

/// Where uploads of media go on the transfer host.
pub(crate) const PATH: &str = "media-uploads";

/// Responds to the POST of a form with a file.
pub(crate) fn receive(state: &mut State, request: &Request) -> Reply {
    match accept(state, request) {
        Ok(reply) | Err(reply) => reply,
    }
}

fn accept(state: &mut State, request: &Request) -> Result<Reply, Reply> {
    if request.header("content-length").is_none() {
        let message = "You must provide the Content-Length HTTP header.";
        return Err(xml_error(411, "MissingContentLength", message));
    }
    let content_type = request.header("content-type").unwrap_or_default();
    let Some(parts) = multipart::parts(content_type, &request.body) else {
        let message = "The body of your POST request is not well-formed multipart/form-data.";
        return Err(xml_error(400, "MalformedPOSTRequest", message));
    };
    let Some(position) = parts.iter().position(|part| part.name == "file") else {
        let message = "POST requires exactly one file upload per request.";
        return Err(xml_error(400, "InvalidArgument", message));
    };
    // What stands behind the file is not read.
    let (fields, rest) = parts.split_at(position);
    let (id, row) = registered(state, fields)?;
    check_fields(row, fields)?;
    let now = state.clock.now().milliseconds();
    let expires_at = row.get("_expires_at").and_then(Value::as_i64);
    if expires_at.is_some_and(|expires_at| expires_at <= now) {
        return Err(denied("Policy expired."));
    }
    let file = rest.first().map(|part| part.content.clone());
    let file = file.unwrap_or_default();
    if file.is_empty() {
        let message = "Your proposed upload is smaller than the minimum allowed size";
        return Err(xml_error(400, "EntityTooSmall", message));
    }
    store(state, &id, file);
    Ok(Reply::empty(204))
}

fn denied(reason: &str) -> Reply {
    let message = format!("Invalid according to Policy: {reason}");
    xml_error(403, "AccessDenied", &message)
}

fn content<'p>(fields: &'p [Part], name: &str) -> Option<&'p [u8]> {
    let field = fields
        .iter()
        .find(|field| field.name.eq_ignore_ascii_case(name));
    field.map(|field| &*field.content)
}

/// The registered upload whose key the fields have.
fn registered<'s>(state: &'s State, fields: &[Part]) -> Result<(String, &'s Row), Reply> {
    let Some(key) = content(fields, "key") else {
        let message = "Bucket POST must contain a field named 'key'.  \
                       If it is specified, please check the order of the fields.";
        return Err(xml_error(400, "InvalidArgument", message));
    };
    let of_key = state.rows(TABLE).find(|(_, row)| {
        let own = row.get("_parameters").and_then(|own| own["key"].as_str());
        own.is_some_and(|own| own.as_bytes() == key)
    });
    match of_key {
        Some((id, row)) => Ok((id.clone(), row)),
        None => Err(denied("Policy Condition failed: [\"eq\", \"$key\"]")),
    }
}

/// All fields of the registration must be there, unchanged, and no others.
fn check_fields(row: &Row, fields: &[Part]) -> Result<(), Reply> {
    let parameters = row.get("_parameters").and_then(Value::as_object);
    for (name, value) in parameters.into_iter().flatten() {
        let value = value.as_str().unwrap_or_default();
        match content(fields, name) {
            Some(sent) if sent == value.as_bytes() => {}
            Some(_) if ["x-amz-signature", "policy"].contains(&name.as_str()) => {
                let message = "The request signature we calculated does not match the signature \
                               you provided. Check your key and signing method.";
                return Err(xml_error(403, "SignatureDoesNotMatch", message));
            }
            _ => {
                return Err(denied(&format!(
                    "Policy Condition failed: [\"eq\", \"${name}\"]"
                )));
            }
        }
    }
    let is_extra = |field: &&Part| {
        let mut known = parameters.into_iter().flatten();
        !known.any(|(name, _)| name.eq_ignore_ascii_case(&field.name))
    };
    match fields.iter().find(is_extra) {
        Some(extra) => Err(denied(&format!("Extra input fields: {}", extra.name))),
        None => Ok(()),
    }
}
