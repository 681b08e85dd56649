//! A request as it arrived, and the response to it.

use bytes::Bytes;
use http::HeaderMap;
use serde_json::{Value, json};

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// In upper case.
    pub(crate) method: String,
    /// As sent, percent-encoded, with the base path.
    pub(crate) path: String,
    /// Decoded, in order.
    pub(crate) query: Vec<(String, String)>,
    /// As sent.
    pub(crate) headers: HeaderMap,
    /// As sent.
    pub(crate) body: Bytes,
}

impl Request {
    /// Returns a header as text; one that is no text is taken as absent.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// A response.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: ReplyBody,
}

/// What a response holds.
#[derive(Clone, Debug)]
pub(crate) enum ReplyBody {
    Empty,
    Json(Value),
    /// Content type and bytes.
    Raw(String, Bytes),
}

impl Reply {
    /// Returns a response with JSON. Fields that belong to the fake (`_owner`) are left out.
    pub(crate) fn json(status: u16, mut value: Value) -> Self {
        strip_private(&mut value);
        Self {
            status,
            headers: Vec::new(),
            body: ReplyBody::Json(value),
        }
    }

    /// Returns a response without a body.
    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: ReplyBody::Empty,
        }
    }

    /// Returns a response with bytes of another type.
    pub(crate) fn raw(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: ReplyBody::Raw(content_type.to_owned(), body.into()),
        }
    }

    /// Adds a header.
    pub(crate) fn with_header(mut self, name: &str, value: impl ToString) -> Self {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }
}

fn strip_private(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|name, _| !name.starts_with('_'));
            object.values_mut().for_each(strip_private);
        }
        Value::Array(items) => items.iter_mut().for_each(strip_private),
        _ => {}
    }
}

/// A request that the fake rejects, as the service does: a status, a code, a message.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{status} (code {code}): {message}")]
pub(crate) struct Failure {
    pub(crate) status: u16,
    pub(crate) code: i64,
    pub(crate) message: String,
    /// Further members of the body, such as `details`.
    pub(crate) details: Option<Value>,
}

impl Failure {
    pub(crate) fn new(status: u16, code: i64, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            details: None,
        }
    }

    /// 400, code 1: a parameter or field is not as it must be.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(400, 1, message)
    }

    /// 404 with the code that the service has for things of this kind.
    pub(crate) fn not_found(code: i64, message: impl Into<String>) -> Self {
        Self::new(404, code, message)
    }

    /// 403, code 29: the caller may not do this.
    pub(crate) fn forbidden(message: impl Into<String>) -> Self {
        Self::new(403, 29, message)
    }

    /// 409.
    pub(crate) fn conflict(code: i64, message: impl Into<String>) -> Self {
        Self::new(409, code, message)
    }

    /// `{"code": …, "message": …}`, as item errors of batches are.
    pub(crate) fn to_value(&self) -> Value {
        json!({"code": self.code, "message": self.message})
    }
}

impl From<Failure> for Reply {
    fn from(failure: Failure) -> Self {
        let mut body = failure.to_value();
        if let (Some(details), Some(object)) = (failure.details, body.as_object_mut()) {
            object.insert("details".to_owned(), details);
        }
        Reply::json(failure.status, body)
    }
}

/// A response and how it is delivered.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) reply: Reply,
    /// Waited for before anything is sent.
    pub(crate) delay: std::time::Duration,
    pub(crate) ending: Ending,
}

/// How much of a response arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// All of it.
    Whole,
    /// Nothing: the connection is reset.
    Reset,
    /// The head, and this many bytes of the body; then the connection is closed.
    TruncatedAt(usize),
    /// All of it, under another `Content-Length`; then the connection is closed.
    DeclaredAs(u64),
}

impl From<Reply> for Outcome {
    fn from(reply: Reply) -> Self {
        Self {
            reply,
            delay: std::time::Duration::ZERO,
            ending: Ending::Whole,
        }
    }
}
