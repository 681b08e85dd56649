//! For every operation a typed request, one by operation id, and one by method and path are the
//! same bytes on the wire when they are made of the same values.

use std::fmt;

use pinterest::operation::{BodyFormat, Method, OPERATIONS, Operation, SecurityScheme};
use pinterest::raw::{OperationRequest, RawRequest};
use pinterest::{Call, Client, ErrorKind};
use pinterest_client::encode_path;
use pinterest_client::request::Encoded;
use pinterest_test_support::samples::{FULL, REQUIRED, Style};
use pinterest_test_support::spec::{Operation as Described, spec};
use pinterest_test_support::{Arguments, Parameter, Request, Response, Server, bodies};
use serde_json::Value;

use crate::calls::{Prepared, prepare};
use crate::clients::Clients;

/// How tests make the typed request of every operation.
#[rustfmt::skip] // Formatted when it is written.
#[path = "../../../pinterest-client/tests/it/generated/requests/mod.rs"]
mod requests;

#[tokio::test]
async fn with_only_what_is_required_typed_and_raw_requests_are_the_same_bytes() {
    assert_same_bytes(REQUIRED, |_| true).await;
}

/// Arrays have several elements, and every branch of every union is in one of the bodies.
#[tokio::test]
async fn with_all_that_can_be_set_typed_and_raw_requests_are_the_same_bytes() {
    assert_same_bytes(FULL, |_| true).await;
}

/// Elsewhere typed requests leave out what is null.
#[tokio::test]
async fn with_nulls_that_clear_fields_typed_and_raw_changes_are_the_same_bytes() {
    let style = Style {
        optional_nulls: true,
        required_nulls: true,
        ..FULL
    };
    assert_same_bytes(style, |operation| {
        matches!(operation.method, Method::Patch | Method::Put)
    })
    .await;
}

#[test]
fn every_described_operation_is_compared() {
    let mut described: Vec<&str> = spec().operations.iter().map(|it| it.id.as_str()).collect();
    let mut known: Vec<&str> = OPERATIONS.iter().map(|operation| operation.id).collect();
    described.sort_unstable();
    known.sort_unstable();
    assert_eq!(known, described);
}

/// Compares the requests of all operations that are wanted; fails with all that differ.
async fn assert_same_bytes(style: Style, is_wanted: fn(&Operation) -> bool) {
    let server = Server::with_handler(|_| Response::ok("{}"));
    let client = server.client();
    let mut failures = Vec::new();
    let mut compared = 0;
    for operation in OPERATIONS.iter().copied().filter(|it| is_wanted(it)) {
        match cases(operation, style) {
            Ok(cases) => {
                for (index, case) in cases.iter().enumerate() {
                    compared += 1;
                    if let Err(failure) = case.compare(&server, &client).await {
                        failures.push(format!("{} (case {index}): {failure}", operation.id));
                    }
                }
            }
            Err(failure) => failures.push(format!("{}: {failure}", operation.id)),
        }
    }
    assert!(compared > 0, "no operation is wanted");
    assert!(
        failures.is_empty(),
        "{} of {compared} cases failed:\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}

/// The values that the requests are made of.
struct Case {
    operation: &'static Operation,
    parameters: Vec<Parameter<'static>>,
    body: Option<Value>,
}

/// A case for every sample of the body, at least one.
fn cases(operation: &'static Operation, style: Style) -> Result<Vec<Case>, String> {
    let mut known = spec().operations.iter();
    let described: &Described = known
        .find(|described| described.id == operation.id)
        .ok_or("it is not in spec/")?;
    let parameters = Parameter::samples(spec(), described, style)?;
    let bodies = bodies(spec(), described, style);
    if bodies.is_empty() {
        return Err("there is no sample of the body".to_owned());
    }
    let bodies = bodies.into_iter();
    Ok(bodies
        .map(|body| Case {
            operation,
            parameters: parameters.clone(),
            body,
        })
        .collect())
}

impl Case {
    async fn compare(&self, server: &Server, client: &Client) -> Result<(), String> {
        let typed = self.typed(client)?;
        let typed = self.sent(server, "a typed request", typed).await?;
        let ways = [
            ("by operation id", prepare(self.by_operation(client))),
            ("by method and path", prepare(self.by_path(client))),
        ];
        for (name, raw) in ways {
            let raw = self.sent(server, name, raw).await?;
            if raw != typed {
                return Err(format!("typed it is\n{typed}\n{name} it is\n{raw}"));
            }
        }
        Ok(())
    }

    fn typed(&self, client: &Client) -> Result<Prepared, String> {
        let mut rows = requests::CALLS.iter().copied().flatten();
        let (_, make) = rows
            .find(|(id, _)| *id == self.operation.id)
            .ok_or("it has no typed request")?;
        let call = make(&Arguments::new(&self.parameters, self.body.as_ref()))?;
        match call.operation().id {
            id if id == self.operation.id => Ok(call.prepare(client)),
            other => Err(format!("its typed request is for {other}")),
        }
    }

    /// The parameters are set in an order that is not that of the request.
    fn by_operation(&self, client: &Client) -> Call<OperationRequest> {
        let mut call = client.operation(self.operation.id);
        for parameter in self.parameters.iter().rev() {
            let values = match parameter.is_deep() {
                true => vec![parameter.value.to_string()],
                false => parameter.elements(),
            };
            for value in values {
                call = call.parameter(parameter.name, value);
            }
        }
        match &self.body {
            Some(body) => call.body(body.clone()),
            None => call,
        }
    }

    /// The query is sent in the order of the caller, here that of the names.
    fn by_path(&self, client: &Client) -> Call<RawRequest> {
        let mut path = self.operation.path.to_owned();
        let mut query: Vec<&Parameter<'_>> = Vec::new();
        for parameter in &self.parameters {
            if parameter.is_in_path() {
                let name = format!("{{{}}}", parameter.name);
                path = path.replace(&name, &encode_path(&parameter.elements().concat()));
            } else {
                query.push(parameter);
            }
        }
        query.sort_unstable_by_key(|parameter| parameter.name);
        let method = self.operation.method.to_string().parse().unwrap();
        let mut call = client.request(method, path);
        for (name, value) in query.into_iter().flat_map(Parameter::pairs) {
            call = call.query(name, value);
        }
        match (&self.body, self.operation.body_format) {
            (None, _) => call,
            (Some(Value::Object(fields)), BodyFormat::Form) => {
                let mut fields = fields.iter();
                fields
                    .try_fold(call, |call, (name, value)| match value {
                        Value::String(text) => Some(call.form(name, text)),
                        Value::Bool(_) | Value::Number(_) => {
                            Some(call.form(name, value.to_string()))
                        }
                        _ => None,
                    })
                    .expect("fields of forms are texts, numbers and truth values")
            }
            (Some(body), _) => call.json(body.clone()),
        }
    }

    /// Sends a request, and returns it as it has arrived.
    ///
    /// What only takes the id and the secret of an app cannot be sent with a token. Such a request
    /// is compared as it is encoded.
    async fn sent(&self, server: &Server, name: &str, call: Prepared) -> Result<Sent, String> {
        let outcome = call.outcome.await;
        let arrived = server.take_requests();
        if takes_tokens(self.operation) {
            return match &arrived[..] {
                [request] => Ok(Sent::from(request)),
                _ => Err(format!("{name} sent {arrived:?}: {:?}", outcome.err())),
            };
        }
        match outcome {
            Err(error) if error.kind() == ErrorKind::Credentials && arrived.is_empty() => {
                call.encoded.map(Sent::from)
            }
            other => Err(format!("{name} was sent without credentials: {other:?}")),
        }
    }
}

fn takes_tokens(operation: &Operation) -> bool {
    let mut requirements = operation.security.iter();
    operation.security.is_empty()
        || requirements.any(|requirement| requirement.scheme != SecurityScheme::Basic)
}

/// A request in bytes.
#[derive(PartialEq)]
struct Sent {
    method: String,
    /// Path and query.
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl From<&Request> for Sent {
    fn from(request: &Request) -> Self {
        Self {
            method: request.method().to_owned(),
            target: request.target().to_owned(),
            headers: request.headers().to_vec(),
            body: request.body().to_vec(),
        }
    }
}

impl From<Encoded> for Sent {
    fn from(encoded: Encoded) -> Self {
        let content_type = encoded.content_type.into_iter();
        Self {
            method: encoded.method.to_string(),
            target: encoded.target,
            headers: content_type
                .map(|kind| ("content-type".to_owned(), kind.to_owned()))
                .collect(),
            body: encoded.body,
        }
    }
}

impl fmt::Display for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.target)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {value}")?;
        }
        writeln!(f, "{}", String::from_utf8_lossy(&self.body))
    }
}
