//! Faults: rules that make the fake respond as a service in trouble does.

mod apply;
mod changes;
mod check;
mod response;
mod rules;

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::service::Host;

pub(crate) use changes::{original_query, original_value};
pub use rules::{FaultId, FaultStatus};
pub(crate) use rules::{Faults, Moment, Seen};

/// A rule: which requests it is about, which of them it hits, and what happens to those.
///
/// It starts with the requests that it matches ([`on`](Self::on), [`on_path`](Self::on_path),
/// [`on_transfer_host`](Self::on_transfer_host), [`on_any`](Self::on_any)). Without
/// [`nth`](Self::nth), [`times`](Self::times), [`every`](Self::every) or
/// [`probability`](Self::probability) it hits all of them. At most one rule is applied to a request:
/// the oldest that hits it.
///
/// The same rules go over HTTP as JSON, with a member for each method that was called:
///
/// ```
/// use std::time::Duration;
///
/// use pinterest_fake::Fault;
/// use serde_json::json;
///
/// let fault = Fault::on("campaigns/create")
///     .nth(2)
///     .status(503)
///     .header("retry-after", "3")
///     .delay(Duration::from_millis(1500));
/// let as_json = json!({
///     "operation": "campaigns/create",
///     "nth": 2,
///     "status": 503,
///     "headers": {"retry-after": "3"},
///     "delay": 1.5,
/// });
/// assert_eq!(serde_json::to_value(&fault)?, as_json);
/// assert_eq!(serde_json::from_value::<Fault>(as_json)?, fault);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[must_use = "a fault does nothing until it is injected"]
pub struct Fault {
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<Host>,

    #[serde(skip_serializing_if = "Option::is_none")]
    nth: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    times: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    every: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    probability: Option<f64>,

    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    json: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    spam: bool,
    #[serde(skip_serializing_if = "is_false")]
    html_error_page: bool,
    #[serde(skip_serializing_if = "is_false")]
    skipped_batch: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    failed_events: Vec<usize>,
    #[serde(skip_serializing_if = "is_false")]
    after_acting: bool,

    /// In seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    delay: Option<f64>,
    #[serde(skip_serializing_if = "is_false")]
    reset_before_acting: bool,
    #[serde(skip_serializing_if = "is_false")]
    reset_after_acting: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    truncate_at: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_length: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    break_upload_at: Option<u8>,

    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    headers: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "is_false")]
    repeated_bookmark: bool,
    #[serde(skip_serializing_if = "is_false")]
    empty_page: bool,
    #[serde(skip_serializing_if = "is_false")]
    null_report_status: bool,
    #[serde(skip_serializing_if = "is_false")]
    unknown_enum_value: bool,
    #[serde(skip_serializing_if = "is_false")]
    unknown_field: bool,
    #[serde(skip_serializing_if = "is_false")]
    missing_required_field: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    replace: Map<String, Value>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// Which requests it matches.
impl Fault {
    /// Matches the requests of an operation by its id, e.g. `campaigns/create`.
    pub fn on(operation: impl Into<String>) -> Self {
        Self {
            operation: Some(operation.into()),
            ..Self::default()
        }
    }

    /// Matches requests of the API host by method and path, with `/v5`. In the path `*` stands for
    /// any characters within a segment, and for all that follows at its end.
    pub fn on_path(method: impl Into<String>, path: impl Into<String>) -> Self {
        Self {
            method: Some(method.into()),
            path: Some(path.into()),
            host: Some(Host::Api),
            ..Self::default()
        }
    }

    /// Matches every upload and download.
    pub fn on_transfer_host() -> Self {
        Self {
            host: Some(Host::Transfer),
            ..Self::default()
        }
    }

    /// Matches every request of both hosts.
    pub fn on_any() -> Self {
        Self::default()
    }

    /// Narrows the match to a method, e.g. `POST`.
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.method = Some(method.into());
        self
    }

    /// Narrows the match to a path, as in [`on_path`](Self::on_path).
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }
}

/// Which of the matching requests it hits.
impl Fault {
    /// Hits the nth matching request, counted from 1 and from when the fault was injected; with
    /// [`times`](Self::times) or [`every`](Self::every), those from there on.
    pub fn nth(mut self, nth: u64) -> Self {
        self.nth = Some(nth);
        self
    }

    /// Hits at most this many requests.
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Hits every nth matching request.
    pub fn every(mut self, every: u64) -> Self {
        self.every = Some(every);
        self
    }

    /// Hits a matching request with a probability from 0 to 1. The same seed of the fake hits the same
    /// requests.
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = Some(probability);
        self
    }
}

/// Responses in the place of the fake's own. The fake does not act on the request.
impl Fault {
    /// Responds with a status. Without a body of its own, a response of 400 or more has the API's error
    /// shape.
    pub fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Responds with a JSON body; with 200 unless [`status`](Self::status) says otherwise.
    pub fn json(mut self, body: Value) -> Self {
        self.json = Some(body);
        self
    }

    /// Responds with a body of plain text.
    pub fn text(mut self, body: impl Into<String>) -> Self {
        self.text = Some(body.into());
        self
    }

    /// Responds with a body of HTML.
    pub fn html(mut self, body: impl Into<String>) -> Self {
        self.html = Some(body.into());
        self
    }

    /// Responds with the 429 of the spam filter, which is not to be retried.
    pub fn spam(mut self) -> Self {
        self.spam = true;
        self
    }

    /// Responds with the 502 page of a proxy in front of the API.
    pub fn html_error_page(mut self) -> Self {
        self.html_error_page = true;
        self
    }

    /// Responds as if the batch of catalog items was skipped as a duplicate: `created_time` is null,
    /// and there is no id.
    pub fn skipped_batch(mut self) -> Self {
        self.skipped_batch = true;
        self
    }

    /// Fails conversion events by their index in the request, with a 422; the fake acts on the others.
    pub fn failed_events(mut self, events: impl IntoIterator<Item = usize>) -> Self {
        self.failed_events = events.into_iter().collect();
        self
    }

    /// Has the fake act before it sends the response of this fault: the change is made, and the client
    /// is told something else.
    pub fn after_acting(mut self) -> Self {
        self.after_acting = true;
        self
    }
}

/// How the response is delivered.
impl Fault {
    /// Waits before the response is sent, by the machine's clock.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = Some(delay.as_secs_f64());
        self
    }

    /// Resets the connection; the fake does not act on the request.
    pub fn reset_before_acting(mut self) -> Self {
        self.reset_before_acting = true;
        self
    }

    /// Resets the connection after the change was made.
    pub fn reset_after_acting(mut self) -> Self {
        self.reset_after_acting = true;
        self
    }

    /// Sends this many bytes of the body, with the `Content-Length` of the whole, and closes the
    /// connection.
    pub fn truncate_at(mut self, bytes: usize) -> Self {
        self.truncate_at = Some(bytes);
        self
    }

    /// Sends the whole body under a `Content-Length` of this many bytes, and closes the connection.
    pub fn content_length(mut self, bytes: u64) -> Self {
        self.content_length = Some(bytes);
        self
    }

    /// Resets the connection when this many percent of the request body have arrived. Without
    /// a host it is about uploads to the transfer host. A body without `Content-Length` breaks at its
    /// first bytes.
    pub fn break_upload_at(mut self, percent: u8) -> Self {
        self.break_upload_at = Some(percent);
        self
    }
}

/// Changes to the response that the fake made.
impl Fault {
    /// Adds a header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers
            .insert(name.into().to_ascii_lowercase(), value.into());
        self
    }

    /// Makes the bookmark of a page the one that was asked with, so that the list never ends.
    pub fn repeated_bookmark(mut self) -> Self {
        self.repeated_bookmark = true;
        self
    }

    /// Makes the page empty, with a new bookmark that leads to what the page would have held.
    pub fn empty_page(mut self) -> Self {
        self.empty_page = true;
        self
    }

    /// Makes the state of a job null (`report_status`, or `status` where there is none), and takes its
    /// URL away.
    pub fn null_report_status(mut self) -> Self {
        self.null_report_status = true;
        self
    }

    /// Puts a value into an enum that the description does not have: [`at`](Self::at) a pointer, or into the
    /// first enum of the response.
    pub fn unknown_enum_value(mut self) -> Self {
        self.unknown_enum_value = true;
        self
    }

    /// Adds a field that the description does not have: to the object [`at`](Self::at) a pointer, or to
    /// the first item of a page, or to the response itself.
    pub fn unknown_field(mut self) -> Self {
        self.unknown_field = true;
        self
    }

    /// Removes a field that the description requires: the one [`at`](Self::at) a pointer, or the first
    /// of the innermost object.
    pub fn missing_required_field(mut self) -> Self {
        self.missing_required_field = true;
        self
    }

    /// Says by a JSON pointer where [`unknown_enum_value`](Self::unknown_enum_value),
    /// [`unknown_field`](Self::unknown_field) and
    /// [`missing_required_field`](Self::missing_required_field) are, e.g. `/items/0/status`.
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.at = Some(pointer.into());
        self
    }

    /// Puts a value in the place of the one at a JSON pointer. May be repeated.
    pub fn replace(mut self, pointer: impl Into<String>, value: Value) -> Self {
        self.replace.insert(pointer.into(), value);
        self
    }
}
