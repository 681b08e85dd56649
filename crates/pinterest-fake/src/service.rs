//! What happens to a request, from top to bottom: route, authorize, limit, validate, act, record.

use std::collections::HashMap;
use std::fmt;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::call::Call;
use crate::description::{Found, Operation, Schema, description, path_values, query_values};
use crate::exchange::{Ending, Failure, Outcome, Reply, ReplyBody, Request};
use crate::faults::{self, FaultId, Faults, Moment};
use crate::generation::Generator;
use crate::journal::{Entry, Journal};
use crate::seed::{Origin, SeedError};
use crate::state::State;
use crate::validation::{self, Side};
use crate::{
    admin, authorization, authorize_page, families, masking, observed_names, rate_limits, transfer,
};

/// The path that operations are below.
pub(crate) const BASE_PATH: &str = "/v5";

/// Which of the fake's two ports a request came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Host {
    /// The API.
    Api,
    /// Uploads and downloads; no credential belongs here.
    Transfer,
}

/// What does not change while the fake runs.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Whether fields and parameters that the description does not know are rejected.
    pub(crate) rejects_unknown: bool,
    /// Whether operations that the sandbox does not have are rejected.
    pub(crate) is_sandbox: bool,
    /// Whether the fake checks its own responses against the description.
    pub(crate) checks_responses: bool,
    /// What callers, tokens and rates are accepted.
    pub(crate) rules: authorization::Rules,
    /// The host name that clients are given, if it is not that of the address.
    pub(crate) public_host: Option<String>,
}

/// Is called for each request that was received.
#[derive(Clone)]
pub(crate) struct Log(pub(crate) Arc<dyn Fn(&Entry) + Send + Sync>);

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Log")
    }
}

/// The fake without its sockets.
#[derive(Debug)]
pub(crate) struct Service {
    settings: Settings,
    /// Where the API is served.
    address: SocketAddr,
    origin: Origin,
    log: Option<Log>,
    state: Mutex<State>,
    faults: Mutex<Faults>,
    journal: Mutex<Journal>,
    deliveries: tokio::sync::Notify,
}

/// What the fake did with a request.
pub(crate) struct Handled {
    pub(crate) operation: Option<&'static Operation>,
    pub(crate) outcome: Outcome,
    pub(crate) fault: Option<FaultId>,
    pub(crate) note: Option<String>,
}

impl Service {
    pub(crate) fn new(
        settings: Settings,
        address: SocketAddr,
        origin: Origin,
        journal_capacity: usize,
        log: Option<Log>,
    ) -> Result<Self, SeedError> {
        let state = origin.state()?;
        Ok(Self {
            settings,
            address,
            log,
            state: Mutex::new(state),
            faults: Mutex::new(Faults::new(origin.number)),
            journal: Mutex::new(Journal::new(journal_capacity)),
            deliveries: tokio::sync::Notify::new(),
            origin,
        })
    }

    /// Has the deliveries sent that are due.
    pub(crate) fn want_deliveries(&self) {
        self.deliveries.notify_one();
    }

    /// Waits until deliveries may be due.
    pub(crate) async fn deliveries_wanted(&self) {
        self.deliveries.notified().await;
    }

    /// Everything the fake remembers.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        // A panic of a test that held the lock must not end the fake.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn rules(&self) -> &authorization::Rules {
        &self.settings.rules
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Moves the clock forward.
    pub(crate) fn advance(&self, by: Duration) {
        self.state().clock.advance(by);
        self.want_deliveries();
    }

    /// Makes the state anew, and forgets faults and the journal.
    pub(crate) fn reset(&self) {
        // The same data was put into a state when the fake started.
        if let Ok(state) = self.origin.state() {
            *self.state() = state;
        }
        self.faults().clear();
        self.journal().clear();
    }

    /// Responds to a request and records it.
    pub(crate) fn respond(&self, host: Host, request: &Request) -> Outcome {
        if host == Host::Api && admin::is_admin(&request.path) {
            return admin::respond(self, request).into();
        }
        let mut handled = match self.due_fault(Moment::Request, host, request) {
            None => self.handle(host, request),
            Some((id, fault)) => self.handle_with(id, &fault, host, request),
        };
        if host == Host::Api {
            let reply = &mut handled.outcome.reply;
            reply
                .headers
                .push(("x-pinterest-rid".to_owned(), request_id()));
        }
        self.record(host, request, &handled);
        if !self.state().outbox.is_empty() {
            self.want_deliveries();
        }
        handled.outcome
    }

    /// Acts on a request, without a fault.
    pub(crate) fn handle(&self, host: Host, request: &Request) -> Handled {
        let (operation, outcome, note) = match host {
            Host::Api => self.respond_as_api(request),
            Host::Transfer => (None, transfer::respond(&mut self.state(), request), None),
        };
        Handled {
            operation,
            outcome,
            fault: None,
            note,
        }
    }

    fn respond_as_api(
        &self,
        request: &Request,
    ) -> (Option<&'static Operation>, Outcome, Option<String>) {
        if authorize_page::is_page(&request.path) {
            let rules = &self.settings.rules;
            let (reply, note) = authorize_page::respond(rules, request, &mut self.state());
            return (None, reply.into(), note);
        }
        let (operation, values) = match route(request) {
            Ok(found) => found,
            Err(failure) => {
                let note = Some(failure.message.clone());
                return (None, Outcome::from(Reply::from(failure)), note);
            }
        };
        let mut state = self.state();
        let mut headers = Vec::new();
        let result = self.act(operation, values, request, &mut state, &mut headers);
        let (mut reply, note) = match result {
            Ok(reply) => (observed_names::apply(operation, reply), None),
            Err(failure) => {
                let note = failure.message.clone();
                (Reply::from(failure), Some(note))
            }
        };
        reply.headers.extend(headers);
        (Some(operation), Outcome::from(reply), note)
    }

    fn act(
        &self,
        operation: &'static Operation,
        values: Vec<String>,
        request: &Request,
        state: &mut State,
        headers: &mut Vec<(String, String)>,
    ) -> Result<Reply, Failure> {
        let rules = &self.settings.rules;
        let caller = authorization::authorize(rules, operation, request, state)?;
        if let Some(access) = rules.limits {
            let usage = rate_limits::count(state, access, &caller, operation, &values, request);
            headers.extend(usage.headers());
            usage.check()?;
        }
        if self.settings.is_sandbox && !operation.in_sandbox {
            return Err(Failure::not_found(
                404,
                format!("{} is not available in the sandbox", operation.id),
            ));
        }
        let description = description();
        let path = path_values(description, operation, values);
        let query = faults::original_query(&request.query);
        let query = query_values(description, operation, &query);
        let mut violations = validation::parameters(description, operation, &path, &query);
        let body = faults::original_value(body_of(operation, request)?);
        if let Some(described) = operation.body.as_ref().filter(|_| !body.is_null()) {
            let schema = Schema::new(description, described.schema);
            violations.extend(validation::value(&schema, &body, Side::Request));
        }
        violations.retain(|violation| !families::judges(&operation.id, violation));
        if !self.settings.rejects_unknown {
            violations.retain(|violation| !violation.is_about_unknown());
        }
        if !violations.is_empty() {
            let texts: Vec<String> = violations.iter().take(5).map(ToString::to_string).collect();
            return Err(Failure::invalid(format!(
                "Invalid request: {}",
                texts.join("; ")
            )));
        }
        let Some(behavior) = families::behavior(&operation.id) else {
            return Ok(generated(operation, request));
        };
        let mut call = Call {
            operation,
            path,
            query,
            body,
            caller,
            now: state.clock.now(),
            state,
        };
        let reply = behavior(&mut call)?;
        match self.settings.checks_responses {
            true => checked(operation, reply),
            false => Ok(reply),
        }
    }

    /// Writes a request into the journal and the log.
    pub(crate) fn record(&self, host: Host, request: &Request, handled: &Handled) {
        let received_at = self.state().clock.now().0.to_string();
        let entry = Entry {
            number: 0,
            received_at,
            host: match host {
                Host::Api => "api",
                Host::Transfer => "transfer",
            },
            method: request.method.clone(),
            path: request.path.clone(),
            query: masking::query(&request.query),
            headers: masking::headers(&request.headers),
            body: masking::body(request),
            operation: handled.operation.map(|operation| operation.id.clone()),
            status: match handled.outcome.ending {
                Ending::Reset => 0,
                _ => handled.outcome.reply.status,
            },
            fault: handled.fault,
            note: handled.note.clone(),
        };
        let length = request.body.len().min(masking::LONGEST_BODY);
        let entry = self.journal().add(entry, length);
        if let Some(Log(log)) = &self.log {
            log(&entry);
        }
    }
}

/// Returns the operation that a request is for.
pub(crate) fn operation_of(host: Host, request: &Request) -> Option<&'static Operation> {
    match (host, route(request)) {
        (Host::Api, Ok((operation, _))) => Some(operation),
        _ => None,
    }
}

/// An id by which a request can be named, different for each: digits without an order, as the
/// service has them.
fn request_id() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    // An odd factor maps no two numbers to the same one.
    number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_string()
}

fn route(request: &Request) -> Result<(&'static Operation, Vec<String>), Failure> {
    let path = request.path.strip_prefix(BASE_PATH);
    match description().route(&request.method, path.unwrap_or_default()) {
        Found::Operation(operation, values) => Ok((operation, values)),
        Found::OtherMethods(methods) => Err(Failure::new(
            405,
            5,
            format!(
                "Method not allowed: {} {}; it has {}",
                request.method,
                request.path,
                methods.join(", ")
            ),
        )),
        Found::Nothing => Err(Failure::not_found(
            404,
            format!("No operation has the path {}", request.path),
        )),
    }
}

/// The JSON body or the fields of a form; null if there is none.
fn body_of(operation: &Operation, request: &Request) -> Result<Value, Failure> {
    let Some(described) = &operation.body else {
        return match request.body.is_empty() {
            true => Ok(Value::Null),
            false => Err(Failure::invalid(
                "Invalid request: the operation takes no body",
            )),
        };
    };
    if request.body.is_empty() {
        return match described.required {
            true => Err(Failure::invalid("Invalid request: the body is required")),
            false => Ok(Value::Null),
        };
    }
    let content_type = request.header("content-type").unwrap_or_default();
    let content_type = content_type.split(';').next().unwrap_or_default().trim();
    if !content_type.eq_ignore_ascii_case(&described.media_type) {
        return Err(Failure::invalid(format!(
            "Invalid request: the content type is '{content_type}', it must be {}",
            described.media_type
        )));
    }
    if described.media_type == "application/json" {
        return serde_json::from_slice(&request.body).map_err(|error| {
            Failure::invalid(format!("Invalid request: the body is no JSON: {error}"))
        });
    }
    let fields: HashMap<String, String> =
        form_urlencoded::parse(&request.body).into_owned().collect();
    let schema = Schema::new(description(), described.schema);
    Ok(crate::description::form_values(&schema, fields))
}

/// A valid response of an operation without state: the same for the same request.
fn generated(operation: &Operation, request: &Request) -> Reply {
    let Some(shape) = operation.successes.first() else {
        return Reply::empty(200);
    };
    let mut seed: u64 = 14_695_981_039_346_656_037;
    for byte in request.method.bytes().chain(request.path.bytes()) {
        seed = (seed ^ u64::from(byte)).wrapping_mul(1_099_511_628_211);
    }
    let reply = match shape.schema {
        Some(schema) => {
            let schema = Schema::new(description(), schema);
            let mut value = Generator::new(seed).value(&schema);
            // A made-up bookmark would never end.
            if let Some(bookmark) = value.get_mut("bookmark") {
                *bookmark = Value::Null;
            }
            Reply::json(shape.status, value)
        }
        None => Reply::empty(shape.status),
    };
    reply.with_header("x-fake", "generated")
}

/// The fake's own responses are what the description permits, or it says that it is at fault.
fn checked(operation: &Operation, reply: Reply) -> Result<Reply, Failure> {
    let (ReplyBody::Json(body), Some(schema)) =
        (&reply.body, operation.response_schema(reply.status))
    else {
        return Ok(reply);
    };
    if !(200..300).contains(&reply.status) {
        return Ok(reply);
    }
    let schema = Schema::new(description(), schema);
    match validation::value(&schema, body, Side::Response).first() {
        Some(violation) => Err(Failure::new(
            500,
            500,
            format!(
                "the fake made a response of {} that is not as described: {violation}",
                operation.id
            ),
        )),
        None => Ok(reply),
    }
}
