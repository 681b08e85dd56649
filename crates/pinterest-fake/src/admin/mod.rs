//! Commands over HTTP, below `/_fake/` on the host of the API.

mod guard;
mod journal;

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::exchange::{Reply, Request};
use crate::faults::{Fault, FaultId};
use crate::masking;
use crate::page;
use crate::seed::Tables;
use crate::service::Service;
use crate::state::{Row, State};

const BASE: &str = "/_fake";

/// The rows that a table shows if the request does not say.
const DEFAULT_LIMIT: usize = 100;

/// Everything the page needs comes from the fake, and no other page may show it.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What a command results in; an error is a status and a message.
type Result<T> = std::result::Result<T, (u16, String)>;

/// Tells whether a path belongs to the fake itself.
pub(crate) fn is_admin(path: &str) -> bool {
    path.strip_prefix(BASE)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Carries out a command.
pub(crate) fn respond(service: &Service, request: &Request) -> Reply {
    let reply = guard::check(service, request).and_then(|()| command(service, request));
    let reply =
        reply.unwrap_or_else(|(status, message)| Reply::json(status, json!({"message": message})));
    reply
        .with_header("cache-control", "no-store")
        .with_header("content-security-policy", CONTENT_SECURITY_POLICY)
        .with_header("cross-origin-resource-policy", "same-origin")
        .with_header("referrer-policy", "no-referrer")
        .with_header("x-content-type-options", "nosniff")
}

fn command(service: &Service, request: &Request) -> Result<Reply> {
    let path = request.path.strip_prefix(BASE).unwrap_or_default();
    if path.is_empty() {
        return Ok(Reply::empty(308).with_header("location", format!("{BASE}/")));
    }
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let method = match request.method.as_str() {
        "HEAD" => "GET",
        method => method,
    };
    match (method, &segments[..]) {
        ("GET", [""]) => Ok(page::overview(service)),
        ("GET", ["requests", number]) => Ok(page::request(&*journal::entry(service, number)?)),
        ("GET", [file]) if page::file(file).is_some() => {
            page::file(file).ok_or_else(|| not_found(request))
        }
        ("GET", ["state"]) => Ok(Reply::json(200, counts(&service.state()))),
        ("GET", ["state", table]) => rows(service, table, request),
        ("POST", ["reset"]) => {
            service.reset();
            Ok(Reply::empty(204))
        }
        ("POST", ["seed"]) => seed(service, request),
        ("GET", ["clock"]) => Ok(clock(service)),
        ("POST", ["clock", change]) => change_clock(service, change, request),
        ("GET", ["faults"]) => Ok(faults(service)),
        ("POST", ["faults"]) => add_fault(service, request),
        ("DELETE", ["faults"]) => {
            service.faults().clear();
            Ok(Reply::empty(204))
        }
        ("DELETE", ["faults", id]) => remove_fault(service, id),
        ("GET", ["journal"]) => journal::list(service, request),
        ("GET", ["journal", number]) => {
            let entry = journal::entry(service, number)?;
            let entry = serde_json::to_value(&*entry).map_err(|error| (500, error.to_string()))?;
            Ok(plain(200, entry))
        }
        ("DELETE", ["journal"]) => {
            service.journal().clear();
            Ok(Reply::empty(204))
        }
        _ => Err(not_found(request)),
    }
}

/// A reply whose fields with a leading `_` stay.
fn plain(status: u16, value: Value) -> Reply {
    Reply {
        body: crate::exchange::ReplyBody::Json(value),
        ..Reply::empty(status)
    }
}

fn not_found(request: &Request) -> (u16, String) {
    let message = format!(
        "no command has the method {} and the path {}",
        request.method, request.path
    );
    (404, message)
}

/// The rows of each table, by name.
pub(crate) fn counts(state: &State) -> Value {
    let tables = state.tables().filter(|(_, table)| table.len() > 0);
    let tables: Map<String, Value> = tables
        .map(|(name, table)| (name.clone(), json!(table.len())))
        .collect();
    json!({
        "tables": tables,
        "files": state.files.len(),
        "deliveries": state.outbox.len(),
    })
}

fn rows(service: &Service, table: &str, request: &Request) -> Result<Reply> {
    let limit = number(request, "limit")?.unwrap_or(DEFAULT_LIMIT as u64);
    let offset = number(request, "offset")?.unwrap_or(0);
    let state = service.state();
    let Some((name, table)) = state.tables().find(|(name, _)| *name == table) else {
        return Err((404, format!("no table is called '{table}'")));
    };
    let rows = table
        .iter()
        .skip(usize::try_from(offset).unwrap_or(usize::MAX))
        .take(usize::try_from(limit).unwrap_or(usize::MAX));
    let rows: Vec<Value> = rows.map(|(id, row)| shown(name, id, row)).collect();
    Ok(plain(
        200,
        json!({"table": name, "count": table.len(), "offset": offset, "rows": rows}),
    ))
}

/// A row as a seed may have it: with `_id` where its id is in no field, and without secrets.
fn shown(table: &str, id: &str, row: &Row) -> Value {
    let mut row = row.clone();
    let is_secret = table.ends_with("tokens") || table.ends_with("codes");
    if is_secret {
        row.insert("id".to_owned(), json!(masking::MASK));
    } else if row.get("id").and_then(Value::as_str) != Some(id) {
        row.insert("_id".to_owned(), json!(id));
    }
    let mut value = Value::Object(row);
    masking::mask(&mut value);
    value
}

fn seed(service: &Service, request: &Request) -> Result<Reply> {
    let Value::Object(tables) = body(request)? else {
        return Err((
            400,
            "the body must be an object with a list for each table".to_owned(),
        ));
    };
    let tables = Tables::from_object(tables).map_err(|error| (400, error.to_string()))?;
    let added = tables
        .add_to(&mut service.state())
        .map_err(|error| (400, error.to_string()))?;
    Ok(Reply::json(200, json!({"added": added})))
}

/// The time, and whether it passes.
pub(crate) fn time(service: &Service) -> Value {
    let state = service.state();
    json!({"now": state.clock.now().0.to_string(), "running": state.clock.is_running()})
}

fn clock(service: &Service) -> Reply {
    Reply::json(200, time(service))
}

fn change_clock(service: &Service, change: &str, request: &Request) -> Result<Reply> {
    match change {
        "stop" => service.state().clock.set_running(false),
        "run" => service.state().clock.set_running(true),
        "advance" => {
            let seconds = body(request)?.get("seconds").and_then(Value::as_f64);
            let by = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
            let message = || (400, "'seconds' must be a number, 0 or more".to_owned());
            service.advance(by.ok_or_else(message)?);
        }
        _ => return Err(not_found(request)),
    }
    Ok(clock(service))
}

fn faults(service: &Service) -> Reply {
    Reply::json(200, json!({"faults": service.faults().list()}))
}

fn add_fault(service: &Service, request: &Request) -> Result<Reply> {
    let fault: Fault = serde_json::from_value(body(request)?)
        .map_err(|error| (400, format!("the fault is not valid: {error}")))?;
    fault
        .check()
        .map_err(|message| (400, format!("the fault is not valid: {message}")))?;
    let mut faults = service.faults();
    let id = faults.add(fault);
    let added = faults.list().iter().find(|rule| rule.id == id);
    Ok(Reply::json(201, json!(added)))
}

fn remove_fault(service: &Service, id: &str) -> Result<Reply> {
    let parsed = id.parse().ok().map(FaultId);
    match parsed.is_some_and(|id| service.faults().remove(id)) {
        true => Ok(Reply::empty(204)),
        false => Err((404, format!("no fault has the id '{id}'"))),
    }
}

fn body(request: &Request) -> Result<Value> {
    serde_json::from_slice(&request.body)
        .map_err(|error| (400, format!("the body is no JSON: {error}")))
}

fn parameter<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    let found = request.query.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_str())
}

fn number(request: &Request, name: &str) -> Result<Option<u64>> {
    parameter(request, name)
        .map(|text| {
            text.parse()
                .map_err(|_| (400, format!("'{name}' must be a whole number")))
        })
        .transpose()
}
