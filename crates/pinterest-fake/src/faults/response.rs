//! From a fault to the response and how it is delivered.

use std::borrow::Cow;
use std::time::Duration;

use serde_json::{Value, json};

use super::Fault;
use crate::description::{Operation, Schema, description};
use crate::exchange::{Ending, Outcome, Reply, ReplyBody, Request};
use crate::generation::Generator;

const ERROR_PAGE: &str = "<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n\
    <center><h1>502 Bad Gateway</h1></center>\n<hr><center>proxy</center>\n</body>\n</html>\n";

impl Fault {
    /// Returns the request that the fake is to act on, if it is to act.
    pub(crate) fn request_to_act_on<'r>(&self, request: &'r Request) -> Option<Cow<'r, Request>> {
        if !self.failed_events.is_empty() {
            return self.without_failed_events(request).map(Cow::Owned);
        }
        let is_own =
            self.has_own_response() || self.spam || self.html_error_page || self.skipped_batch;
        let acts = match is_own {
            true => self.after_acting,
            false => !self.reset_before_acting,
        };
        acts.then_some(Cow::Borrowed(request))
    }

    /// Returns the outcome, from that of the fake if it acted, and what of the rule found no place in
    /// the response.
    pub(crate) fn outcome(
        &self,
        request: &Request,
        operation: Option<&Operation>,
        acted: Option<Outcome>,
    ) -> (Outcome, Option<String>) {
        let mut outcome = match self.own_reply(request, operation, acted.as_ref()) {
            Some(reply) => Outcome::from(reply),
            None => acted.unwrap_or_else(|| Outcome::from(Reply::empty(500))),
        };
        let mut without_place = Vec::new();
        let status = outcome.reply.status;
        if let ReplyBody::Json(body) = &mut outcome.reply.body
            && (200..300).contains(&status)
        {
            without_place = self.change(request, operation, status, body);
        }
        let headers = self.headers.iter();
        let headers = headers.map(|(name, value)| (name.clone(), value.clone()));
        outcome.reply.headers.extend(headers);
        outcome.delay += Duration::try_from_secs_f64(self.delay.unwrap_or(0.0)).unwrap_or_default();
        if self.reset_before_acting || self.reset_after_acting {
            outcome.ending = Ending::Reset;
        } else if let Some(length) = self.truncate_at {
            outcome.ending = Ending::TruncatedAt(length);
        } else if let Some(length) = self.content_length {
            outcome.ending = Ending::DeclaredAs(length);
        }
        let note = (!without_place.is_empty())
            .then(|| format!("the response has no place for {}", without_place.join(", ")));
        (outcome, note)
    }

    /// The percentage of the request body after which the connection is reset.
    pub(crate) fn upload_break(&self) -> Option<u8> {
        self.break_upload_at
    }

    pub(super) fn has_own_response(&self) -> bool {
        self.status.is_some() || self.json.is_some() || self.text.is_some() || self.html.is_some()
    }

    fn own_reply(
        &self,
        request: &Request,
        operation: Option<&Operation>,
        acted: Option<&Outcome>,
    ) -> Option<Reply> {
        if self.has_own_response() {
            return Some(self.described_reply());
        }
        if self.spam {
            let message =
                "This request was blocked by the filters we have in place to combat spam.";
            return Some(Reply::json(429, json!({"code": 8, "message": message})));
        }
        if self.html_error_page {
            return Some(Reply::raw(502, "text/html", ERROR_PAGE));
        }
        if self.skipped_batch {
            return Some(skipped_batch(request, operation));
        }
        if !self.failed_events.is_empty() {
            return self.events_reply(request, acted);
        }
        None
    }

    fn described_reply(&self) -> Reply {
        let status = self.status.unwrap_or(200);
        match (&self.json, &self.text, &self.html) {
            (Some(body), ..) => Reply {
                status,
                headers: Vec::new(),
                body: ReplyBody::Json(body.clone()),
            },
            (_, Some(text), _) => Reply::raw(status, "text/plain; charset=utf-8", text.clone()),
            (.., Some(html)) => Reply::raw(status, "text/html; charset=utf-8", html.clone()),
            _ if status >= 400 => Reply::json(
                status,
                json!({"code": code_of(status), "message": reason_of(status)}),
            ),
            _ => Reply::empty(status),
        }
    }

    /// The request without the events that fail; `None` if no others are left.
    fn without_failed_events(&self, request: &Request) -> Option<Request> {
        let mut body: Value = serde_json::from_slice(&request.body).ok()?;
        let events = body.get_mut("data")?.as_array_mut()?;
        let mut index = 0;
        events.retain(|_| {
            index += 1;
            !self.failed_events.contains(&(index - 1))
        });
        if events.is_empty() {
            return None;
        }
        let mut request = request.clone();
        request.body = body.to_string().into();
        Some(request)
    }

    /// A 422 with a result for each event; `None` if the fake rejected the other events altogether.
    fn events_reply(&self, request: &Request, acted: Option<&Outcome>) -> Option<Reply> {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let count = body["data"].as_array().map_or(0, Vec::len);
        let acted = acted.map(|outcome| &outcome.reply);
        let results = match acted.map(|reply| (reply.status, &reply.body)) {
            None => Value::Null,
            Some((200..300, ReplyBody::Json(body))) => body["events"].clone(),
            Some((422, ReplyBody::Json(body))) => body["details"]["events"].clone(),
            Some(_) => return None,
        };
        let mut others = results.as_array().cloned().unwrap_or_default().into_iter();
        let mut processed = 0;
        let events: Vec<Value> = (0..count)
            .map(|index| {
                if self.failed_events.contains(&index) {
                    let message = format!("Event {index} is not valid.");
                    return json!({"status": "failed", "error_message": message, "warning_message": null});
                }
                // An operation without state makes up fewer results than there are events.
                let result = others.next().unwrap_or_else(|| json!({"status": "processed"}));
                processed += usize::from(result["status"] == "processed");
                result
            })
            .collect();
        let body = json!({
            "code": 953,
            "message": "Some of the events are not valid.",
            "details": {
                "num_events_received": count,
                "num_events_processed": processed,
                "events": events,
            },
        });
        Some(Reply::json(422, body))
    }
}

fn skipped_batch(request: &Request, operation: Option<&Operation>) -> Reply {
    let asked: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let catalog_type = asked.get("catalog_type").cloned();
    let partial = json!({
        "catalog_type": catalog_type.unwrap_or_else(|| json!("RETAIL")),
        "created_time": null,
        "completed_time": null,
    });
    let shape = operation.and_then(|operation| operation.successes.first());
    let status = shape.map_or(200, |shape| shape.status);
    let body = match shape.and_then(|shape| shape.schema) {
        Some(schema) => Generator::new(0).fill(&Schema::new(description(), schema), partial),
        None => partial,
    };
    Reply::json(status, body)
}

fn code_of(status: u16) -> u16 {
    match status {
        400 => 1,
        401 => 2,
        403 => 29,
        405 => 5,
        429 => 8,
        other => other,
    }
}

fn reason_of(status: u16) -> &'static str {
    let status = http::StatusCode::from_u16(status).ok();
    status
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Error")
}
