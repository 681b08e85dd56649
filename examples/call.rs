//! Calls operations of the API by their ids: one call a line on standard input, one result a line
//! on standard output, in the same order.
//!
//! ```text
//! $ cargo run --example call -- --base-url http://127.0.0.1:8080/v5
//! {"operation": "get/invites", "params": [["business_id", "1"], ["page_size", "10"]]}
//! {"status":200,"body":{"items":[]}}
//! {"operation": "get/invites", "params": []}
//! {"error":"get/invites: the parameter `business_id` is required","kind":"invalid_request"}
//! ```
//!
//! `params` and `body` can be left out. An array is given as one pair an element. The body of a
//! response is printed as it was received. An error of the API has `status` and `code` too. A line
//! that is not a call gives an error of the kind `input`, and the program goes on; it ends with its
//! input.
//!
//! `--base-url` is the base URL of the API, production when it is left out. The access token is in
//! `PINTEREST_ACCESS_TOKEN`; a server on this machine gets a placeholder when there is none.

#![allow(clippy::print_stdout)] // A program for the terminal.

use std::error::Error;

use pinterest::{Client, Environment, ErrorKind, Response, Url};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};

const USAGE: &str = "usage: call [--base-url URL], with one call a line on standard input";
const TOKEN: &str = "PINTEREST_ACCESS_TOKEN";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = client(base_url()?)?;
    let mut lines = BufReader::new(tokio::io::stdin());
    let mut stdout = tokio::io::stdout();
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).await? > 0 {
        // Text that is not UTF-8 is no call, but the next line may be one.
        if !line.trim_ascii().is_empty() {
            let result = run(&client, &line).await;
            stdout.write_all(format!("{result}\n").as_bytes()).await?;
            stdout.flush().await?;
        }
        line.clear();
    }
    Ok(())
}

/// What follows `--base-url`.
fn base_url() -> Result<Option<Url>, Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    match (
        arguments.next().as_deref(),
        arguments.next(),
        arguments.next(),
    ) {
        (None, ..) => Ok(None),
        (Some("--base-url"), Some(url), None) => Ok(Some(url.parse()?)),
        _ => Err(USAGE.into()),
    }
}

fn client(base_url: Option<Url>) -> Result<Client, Box<dyn Error>> {
    let is_local = base_url.as_ref().is_some_and(is_this_machine);
    let token = match std::env::var(TOKEN) {
        Ok(token) if !token.is_empty() => token,
        _ if is_local => "pina_placeholder".to_owned(),
        _ => return Err(format!("the variable {TOKEN} is not set").into()),
    };
    let environment = base_url.map_or(Environment::Production, Environment::Custom);
    let builder = Client::builder().with_access_token(token);
    Ok(builder.with_environment(environment).build()?)
}

fn is_this_machine(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost" | "[::1]") => true,
        Some(host) => host
            .parse()
            .is_ok_and(|address: std::net::Ipv4Addr| address.is_loopback()),
        None => false,
    }
}

/// One call, as a line has it.
struct Line {
    operation: String,
    parameters: Vec<(String, String)>,
    body: Option<Value>,
}

async fn run(client: &Client, line: &[u8]) -> String {
    let line = match parse(line) {
        Ok(line) => line,
        Err(error) => return json!({ "error": error, "kind": "input" }).to_string(),
    };
    let mut call = client.operation(&line.operation);
    for (name, value) in line.parameters {
        call = call.parameter(&name, value);
    }
    if let Some(body) = line.body {
        call = call.body(body);
    }
    match call.response().await {
        Ok(response) => success(&response),
        Err(error) => failure(&error).to_string(),
    }
}

/// Status and body on one line. Outside of texts, JSON has line ends between its parts only.
fn success(response: &Response<Value>) -> String {
    let status = response.status().as_u16();
    let body = String::from_utf8_lossy(response.body());
    let body = match body.trim() {
        "" => "null".to_owned(),
        body => body.replace(['\n', '\r'], " "),
    };
    format!("{{\"status\":{status},\"body\":{body}}}")
}

fn parse(line: &[u8]) -> Result<Line, String> {
    let line =
        serde_json::from_slice(line).map_err(|error| format!("the line is not JSON: {error}"))?;
    let Value::Object(mut fields) = line else {
        return Err("the line is not an object".to_owned());
    };
    let operation = match fields.remove("operation") {
        Some(Value::String(operation)) => operation,
        _ => return Err("`operation` must be the id of an operation, as text".to_owned()),
    };
    let parameters = fields.remove("params").unwrap_or_else(|| json!([]));
    let parameters = serde_json::from_value(parameters)
        .map_err(|_| "`params` must be an array of pairs [name, value], all text".to_owned())?;
    let body = fields.remove("body").filter(|body| !body.is_null());
    match fields.keys().next() {
        None => Ok(Line {
            operation,
            parameters,
            body,
        }),
        Some(other) => Err(format!(
            "a call has no field `{other}`; it has: operation, params, body"
        )),
    }
}

fn failure(error: &pinterest::Error) -> Value {
    let mut fields = json!({ "error": error.to_string(), "kind": kind(error.kind()) });
    if let Some(status) = error.status() {
        fields["status"] = status.into();
    }
    if let Some(code) = error.code() {
        fields["code"] = code.into();
    }
    fields
}

/// One word for each kind, which stays as it is.
fn kind(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Configuration => "configuration",
        ErrorKind::Credentials => "credentials",
        ErrorKind::MissingScope => "missing_scope",
        ErrorKind::ReauthorizationRequired => "reauthorization_required",
        ErrorKind::NotInSandbox => "not_in_sandbox",
        ErrorKind::RateLimited => "rate_limited",
        ErrorKind::InvalidRequest => "invalid_request",
        ErrorKind::Connect => "connect",
        ErrorKind::Timeout => "timeout",
        ErrorKind::Network => "network",
        ErrorKind::Api => "api",
        ErrorKind::Accepted => "accepted",
        ErrorKind::Decode => "decode",
        ErrorKind::Redirected => "redirected",
        ErrorKind::ResponseTooLarge => "response_too_large",
        ErrorKind::Item => "item",
        ErrorKind::RepeatedBookmark => "repeated_bookmark",
        ErrorKind::EmptyPages => "empty_pages",
        _ => "other",
    }
}
