//! `pinterest api` with every operation: what reaches the server is what was given, and what is
//! printed is what came.

use std::sync::Mutex;
use std::thread;

use pinterest::operation::{OPERATIONS, Operation, SecurityScheme};
use pinterest_test_support::samples::{FULL, REQUIRED, Style};
use pinterest_test_support::spec::spec;
use pinterest_test_support::{Parameter, Request, Response, Server, bodies};
use serde_json::Value;

use crate::command::Shell;

/// No program would write JSON like this, so nobody can have read and written it in between.
const RESPONSE: &str = "{ \"z\":1.50,\"a\" : [ 9007199254740993, \"\\u00e4\" ] }";

#[test]
fn with_only_what_is_required() {
    assert_all(REQUIRED);
}

#[test]
fn with_all_that_can_be_set() {
    assert_all(FULL);
}

fn assert_all(style: Style) {
    let open = Mutex::new(OPERATIONS.iter().copied());
    let failures = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let server = Server::with_handler(|_| Response::ok(RESPONSE));
                let shell = Shell::at(&server);
                loop {
                    let next = open.lock().unwrap().next();
                    let Some(operation) = next else { break };
                    for case in cases(operation, style) {
                        if let Err(failure) = case.check(&server, &shell) {
                            let failure = format!("{}: {failure}", operation.id);
                            failures.lock().unwrap().push(failure);
                        }
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

struct Case {
    operation: &'static Operation,
    parameters: Vec<Parameter<'static>>,
    body: Option<Value>,
}

/// A case for each of the first samples of the body.
fn cases(operation: &'static Operation, style: Style) -> Vec<Case> {
    let mut known = spec().operations.iter();
    let described = known
        .find(|described| described.id == operation.id)
        .unwrap();
    let parameters = Parameter::samples(spec(), described, style).unwrap();
    let bodies = bodies(spec(), described, style).into_iter();
    bodies
        .take(2)
        .map(|body| Case {
            operation,
            parameters: parameters.clone(),
            body,
        })
        .collect()
}

impl Case {
    fn check(&self, server: &Server, shell: &Shell) -> Result<(), String> {
        // The texts are those that are changed wherever they are not encoded, and too long.
        let arguments = ["api", self.operation.id, "--no-validation"];
        let mut arguments = arguments.map(str::to_owned).to_vec();
        for parameter in &self.parameters {
            match &parameter.value {
                Value::String(text) => {
                    arguments.extend(["-f".to_owned(), format!("{}={text}", parameter.name)]);
                }
                value => {
                    arguments.extend(["-F".to_owned(), format!("{}={value}", parameter.name)]);
                }
            }
        }
        let input = self.body.as_ref().map(Value::to_string);
        if input.is_some() {
            arguments.extend(["--input".to_owned(), "-".to_owned()]);
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let run = shell.run_with_input(&arguments, &input.unwrap_or_default());
        let requests = server.take_requests();
        if !takes_tokens(self.operation) {
            return match (run.code, requests.is_empty()) {
                (Some(4), true) => Ok(()),
                _ => Err(format!("it was sent without credentials: {run:?}")),
            };
        }
        let [request] = &requests[..] else {
            return Err(format!("one request was expected: {requests:?}\n{run:?}"));
        };
        if run.code != Some(0) || run.stdout != format!("{RESPONSE}\n") {
            return Err(format!("not what came is printed: {run:?}"));
        }
        self.compare(request)
    }

    fn compare(&self, request: &Request) -> Result<(), String> {
        let mut path = self.operation.path.to_owned();
        let mut query = Vec::new();
        for parameter in &self.parameters {
            match parameter.is_in_path() {
                true => {
                    let name = format!("{{{}}}", parameter.name);
                    let value = pinterest_client_path(&parameter.elements().concat());
                    path = path.replace(&name, &value);
                }
                false => query.extend(parameter.pairs()),
            }
        }
        query.sort();
        let mut sent: Vec<(String, String)> =
            form_urlencoded::parse(request.query().unwrap_or_default().as_bytes())
                .into_owned()
                .collect();
        sent.sort();
        let expected = (self.operation.method.to_string(), path, query);
        let found = (request.method().to_owned(), request.path().to_owned(), sent);
        if expected != found {
            return Err(format!("{expected:?} was expected: {found:?}"));
        }
        match (&self.body, request.body()) {
            (None, b"") => Ok(()),
            (Some(body), sent) if serde_json::from_slice(sent).ok().as_ref() == Some(body) => {
                Ok(())
            }
            (body, _) => Err(format!("{body:?} was expected: {}", request.text())),
        }
    }
}

/// One segment of a path.
fn pinterest_client_path(text: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');
    percent_encoding::utf8_percent_encode(text, KEPT).to_string()
}

fn takes_tokens(operation: &Operation) -> bool {
    let mut requirements = operation.security.iter();
    operation.security.is_empty()
        || requirements.any(|requirement| requirement.scheme != SecurityScheme::Basic)
}
