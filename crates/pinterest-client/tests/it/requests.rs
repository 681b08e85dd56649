//! Every operation: what it sends is what the description says, and what the server answers comes
//! back.

use pinterest_client::request::ListRequest;
use pinterest_client::{Client, Error, operation, requests};
use pinterest_test_support::samples::{self, FULL, REQUIRED, Style};
use pinterest_test_support::spec::{Operation, Spec, spec};
use pinterest_test_support::{Arguments, Parameter, Request, Response, Server, bodies};
use serde_json::Value;

use crate::calls::Call;
use crate::generated::requests::CALLS;
use crate::{assert_none, difference, shown};

/// A request body of HTML forms.
const FORM: &str = "application/x-www-form-urlencoded";

/// Headers that every request has.
const USUAL: [&str; 5] = [
    "accept",
    "content-length",
    "content-type",
    "host",
    "accept-encoding",
];

#[tokio::test]
async fn every_operation_sends_all_that_is_given_as_described() {
    assert_none(&failures(FULL).await);
}

#[tokio::test]
async fn every_operation_sends_only_what_is_given() {
    assert_none(&failures(REQUIRED).await);
}

#[tokio::test]
async fn a_change_sends_null_where_it_is_given() {
    let style = Style {
        optional_nulls: true,
        required_nulls: true,
        ..FULL
    };
    assert_none(&failures(style).await);
}

#[test]
fn the_table_has_every_operation() {
    let mut described: Vec<&str> = spec()
        .operations
        .iter()
        .map(|operation| operation.id.as_str())
        .collect();
    let mut known: Vec<&str> = operation::OPERATIONS
        .iter()
        .map(|operation| operation.id)
        .collect();
    described.sort_unstable();
    known.sort_unstable();
    assert_eq!(described, known);
}

#[tokio::test]
async fn an_error_status_is_an_error_with_its_body() {
    let server = Server::start();
    let client = Client::new(&format!("{}v5", server.url()), reqwest::Client::new());
    let body = r#"{"code": 50, "message": "Board not found."}"#;
    server.always_respond(Response::json(404, body));
    let request = requests::BoardsGet::new("1");
    match client.boards_get(&request).await {
        Err(Error::Status {
            status,
            body: found,
            ..
        }) => {
            assert_eq!((status.as_u16(), &*found), (404, body.as_bytes()));
        }
        other => panic!("{other:?}"),
    }
    server.always_respond(Response::ok("["));
    match client.boards_get(&request).await {
        Err(Error::Decode {
            mismatch,
            body: found,
            ..
        }) => {
            assert_eq!(mismatch.to_string(), "expected an object, found an array");
            assert_eq!(found, b"[");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_a_delete_responds_with_may_be_nothing() {
    let server = Server::start();
    let client = Client::new(&format!("{}v5", server.url()), reqwest::Client::new());
    server.always_respond(Response::new(204, ""));
    let response = client
        .boards_delete(&requests::BoardsDelete::new("1"))
        .await;
    assert!(response.expect("it is a success").value.is_none());
}

#[test]
fn a_list_is_continued_where_its_bookmark_says() {
    let mut request = requests::BoardsList::new();
    assert_eq!(ListRequest::bookmark(&request), None);
    request.set_bookmark(Some("b".to_owned()));
    assert!(request.set_page_size(7));
    assert_eq!(ListRequest::bookmark(&request), Some("b"));
    let target = pinterest_client::request::Request::parts(&request).encode();
    assert_eq!(
        target.expect("it encodes").target,
        "/boards?bookmark=b&page_size=7"
    );
}

/// Calls every operation with all samples of its arguments.
async fn failures(style: Style) -> Vec<String> {
    let server = Server::start();
    let client = Client::new(&format!("{}v5", server.url()), reqwest::Client::new());
    let mut failures = Vec::new();
    for operation in &spec().operations {
        for (index, case) in cases(spec(), operation, style).into_iter().enumerate() {
            if let Err(failure) = case.check(&client, &server).await {
                failures.push(format!("{} (case {index}): {failure}", operation.id));
            }
        }
    }
    failures
}

/// One call.
struct Case<'a> {
    operation: &'a Operation,
    parameters: Vec<Parameter<'a>>,
    body: Option<Value>,
    answer: (u16, Option<Value>),
}

/// As many as it takes to send every sample of the body and to answer with every sample of every
/// success.
fn cases<'a>(spec: &'a Spec, operation: &'a Operation, style: Style) -> Vec<Case<'a>> {
    let parameters = Parameter::samples(spec, operation, style).expect("they have samples");
    let bodies = bodies(spec, operation, style);
    let mut answers = Vec::new();
    for (status, schema) in &operation.successes {
        match schema {
            Some(schema) => {
                let values = samples::of(
                    spec,
                    schema,
                    Style {
                        unknown_fields: true,
                        ..style
                    },
                );
                answers.extend(values.into_iter().map(|value| (*status, Some(value))));
            }
            None => answers.push((*status, None)),
        }
    }
    let count = bodies.len().max(answers.len());
    (0..count)
        .map(|index| Case {
            operation,
            parameters: parameters.clone(),
            body: bodies[index % bodies.len()].clone(),
            answer: answers[index % answers.len()].clone(),
        })
        .collect()
}

impl Case<'_> {
    async fn check(&self, client: &Client, server: &Server) -> Result<(), String> {
        let (status, answer) = &self.answer;
        server.always_respond(match answer {
            Some(answer) => Response::json(*status, answer.to_string()),
            None => Response::new(*status, ""),
        });
        let call = self.call()?;
        let outcome = call.send(client).await;
        let requests = server.take_requests();
        let [request] = &requests[..] else {
            return Err(format!("{requests:?} was sent: {:?}", outcome.err()));
        };
        self.check_target(request)?;
        self.check_headers(request)?;
        self.check_body(request)?;
        let outcome =
            outcome.map_err(|error| format!("the answer {status} is refused: {error:?}"))?;
        if outcome.status != *status {
            return Err(format!("status {status} became {}", outcome.status));
        }
        if !outcome.set_aside.is_empty() {
            return Err(format!("set aside was {}", outcome.set_aside));
        }
        match (answer, &outcome.body) {
            (None, None) => Ok(()),
            (Some(answer), Some(body)) => match difference(answer, body, true) {
                Some(difference) => Err(format!("in the answer {status}, at {difference}")),
                None => Ok(()),
            },
            (answer, body) => Err(format!("the answer {answer:?} became {body:?}")),
        }
    }

    fn call(&self) -> Result<Box<dyn Call>, String> {
        let arguments = Arguments::new(&self.parameters, self.body.as_ref());
        let mut rows = CALLS.iter().copied().flatten();
        let id = self.operation.id.as_str();
        let (_, make) = rows
            .find(|(found, _)| *found == id)
            .ok_or("it has no request")?;
        let call = make(&arguments)?;
        match call.operation().id {
            found if found == id => Ok(call),
            other => Err(format!("its request is for {other}")),
        }
    }

    fn check_target(&self, request: &Request) -> Result<(), String> {
        let method = self.operation.method.to_uppercase();
        if request.method() != method {
            return Err(format!("the method is {}, not {method}", request.method()));
        }
        let mut path = format!("/v5{}", self.operation.path);
        let mut expected = Vec::new();
        for parameter in &self.parameters {
            match parameter.described["in"].as_str() {
                Some("path") => {
                    let name = format!("{{{}}}", parameter.name);
                    path = path.replace(&name, &encoded(&parameter.elements()[0]));
                }
                Some("query") => expected.extend(parameter.pairs()),
                _ => {}
            }
        }
        let (found_path, query) = (request.path(), request.query().unwrap_or_default());
        if found_path != path {
            return Err(format!("the path is {found_path}, not {path}"));
        }
        let mut found = pairs(query);
        // Stable: the elements of an array keep their order.
        found.sort_by(|one, other| one.0.cmp(&other.0));
        expected.sort_by(|one, other| one.0.cmp(&other.0));
        if found != expected {
            return Err(format!(
                "the query is {query}, which is {found:?} and not {expected:?}"
            ));
        }
        Ok(())
    }

    fn check_headers(&self, request: &Request) -> Result<(), String> {
        let has_answer = self
            .operation
            .successes
            .iter()
            .any(|(_, schema)| schema.is_some());
        let accept = request.header("accept");
        if has_answer && accept != ["application/json"] {
            return Err(format!("the header accept is {accept:?}"));
        }
        let kind = request.header("content-type");
        let expected = self.operation.body.iter().map(|(kind, _)| kind.as_str());
        let expected: Vec<&str> = expected.collect();
        if kind != expected {
            return Err(format!(
                "the header content-type is {kind:?}, not {expected:?}"
            ));
        }
        let mut allowed = USUAL.map(str::to_owned).to_vec();
        for parameter in &self.parameters {
            if parameter.described["in"] == "header" {
                let (name, elements) = (parameter.name.to_lowercase(), parameter.elements());
                let found = request.header(&name);
                if found != [elements.join(",")] {
                    return Err(format!("the header {name} is {found:?}, not {elements:?}"));
                }
                allowed.push(name);
            }
        }
        match request
            .headers()
            .iter()
            .find(|(name, _)| !allowed.contains(name))
        {
            Some((name, value)) => Err(format!("the header {name}: {value} is not described")),
            None => Ok(()),
        }
    }

    fn check_body(&self, request: &Request) -> Result<(), String> {
        let (Some((kind, _)), Some(expected)) = (&self.operation.body, &self.body) else {
            return match request.text() {
                "" => Ok(()),
                body => Err(format!("it has no body, but {body} was sent")),
            };
        };
        let found = match kind.as_str() {
            FORM => form_as_json(request.text(), expected),
            _ => serde_json::from_slice(request.body())
                .map_err(|error| format!("the body is not JSON: {error}"))?,
        };
        // What a change sets to null must reach the server; elsewhere null and absent are the same.
        let null_may_go = !matches!(self.operation.method, "patch" | "put");
        match difference(expected, &found, null_may_go) {
            Some(difference) => Err(format!(
                "in the body, at {difference}; sent was {}",
                shown(&found)
            )),
            None => Ok(()),
        }
    }
}

/// A form, with numbers and truth values where the expected object has them.
fn form_as_json(body: &str, expected: &Value) -> Value {
    let fields = pairs(body).into_iter().map(|(name, text)| {
        let value = match &expected[&name] {
            Value::String(_) | Value::Null => Value::String(text),
            _ => serde_json::from_str(&text).unwrap_or(Value::String(text)),
        };
        (name, value)
    });
    Value::Object(fields.collect())
}

/// Names and values of a query or a form, decoded.
fn pairs(text: &str) -> Vec<(String, String)> {
    let url = reqwest::Url::parse(&format!("http://localhost/?{text}")).expect("a URL");
    url.query_pairs()
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// Percent-encoded, but for what RFC 3986 calls unreserved.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte))
            }
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}
