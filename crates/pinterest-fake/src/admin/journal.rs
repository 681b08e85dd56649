//! The recorded requests, over HTTP.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Result, number, parameter};
use crate::exchange::{Reply, Request};
use crate::journal::Entry;
use crate::service::Service;

const DEFAULT_LIMIT: u64 = 100;

const PARAMETERS: [&str; 8] = [
    "since",
    "limit",
    "operation",
    "method",
    "path",
    "status",
    "host",
    "fault",
];

/// Returns the entries, newest first, without their headers and bodies.
pub(super) fn list(service: &Service, request: &Request) -> Result<Reply> {
    let unknown = request
        .query
        .iter()
        .find(|(name, _)| !PARAMETERS.contains(&name.as_str()));
    if let Some((name, _)) = unknown {
        return Err((
            400,
            format!("'{name}' is not one of {}", PARAMETERS.join(", ")),
        ));
    }
    let since = number(request, "since")?.unwrap_or(0);
    let limit = number(request, "limit")?.unwrap_or(DEFAULT_LIMIT);
    let status = number(request, "status")?;
    let fault = number(request, "fault")?;
    let journal = service.journal();
    let holds = |name: &str, value: &str| parameter(request, name).is_none_or(|v| v == value);
    let entries = journal
        .entries()
        .rev()
        .take_while(|entry| entry.number > since)
        .filter(|entry| {
            holds("operation", entry.operation.as_deref().unwrap_or_default())
                && holds("method", &entry.method)
                && holds("host", entry.host)
                && parameter(request, "path").is_none_or(|part| entry.path.contains(part))
                && status.is_none_or(|status| status == u64::from(entry.status))
                && fault.is_none_or(|id| entry.fault.is_some_and(|fault| fault.0 == id))
        })
        .take(usize::try_from(limit).unwrap_or(usize::MAX));
    let entries: Vec<Value> = entries.map(|entry| summary(entry)).collect();
    Ok(Reply::json(
        200,
        json!({"received": journal.received(), "entries": entries}),
    ))
}

/// Returns one entry.
pub(super) fn entry(service: &Service, number: &str) -> Result<Arc<Entry>> {
    let parsed: Option<u64> = number.parse().ok();
    let journal = service.journal();
    let found = parsed.and_then(|number| journal.entry(number).cloned());
    found.ok_or_else(|| {
        let message = format!("request {number} is not in the journal, or no longer");
        (404, message)
    })
}

fn summary(entry: &Entry) -> Value {
    json!({
        "number": entry.number,
        "received_at": entry.received_at,
        "host": entry.host,
        "method": entry.method,
        "path": entry.path,
        "query": entry.query,
        "operation": entry.operation,
        "status": entry.status,
        "fault": entry.fault,
        "note": entry.note,
    })
}
