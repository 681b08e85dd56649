//! One call of an operation, as the code of a family sees it: values that were checked, the caller,
//! the state.

use std::hash::{DefaultHasher, Hash, Hasher};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use crate::authorization::Caller;
use crate::clock::Now;
use crate::description::Operation;
use crate::exchange::{Failure, Reply, ReplyBody};
use crate::state::{Row, State};

/// The number of items on a page if the request does not say.
const DEFAULT_PAGE_SIZE: usize = 25;

/// What the code of a family does for an operation.
pub(crate) type Behavior = fn(&mut Call<'_>) -> Result<Reply, Failure>;

/// One call. Its parameters and body are as the description has them.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) operation: &'static Operation,
    /// Path parameters by name.
    pub(crate) path: Map<String, Value>,
    /// Query parameters by name, typed as described.
    pub(crate) query: Map<String, Value>,
    /// The JSON body, or the fields of a form; null without a body.
    pub(crate) body: Value,
    /// Who calls.
    pub(crate) caller: Caller,
    /// When, by the fake's clock.
    pub(crate) now: Now,
    /// Everything the fake remembers.
    pub(crate) state: &'a mut State,
}

impl Call<'_> {
    /// Returns a path parameter.
    pub(crate) fn path(&self, name: &str) -> String {
        match self.path.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        }
    }

    /// Returns a query parameter that is text.
    pub(crate) fn query_text(&self, name: &str) -> Option<&str> {
        self.query.get(name).and_then(Value::as_str)
    }

    /// Returns the texts of a query parameter that is an array, or the one text; empty without it.
    pub(crate) fn query_texts(&self, name: &str) -> Vec<String> {
        match self.query.get(name) {
            Some(Value::Array(items)) => {
                let texts = items.iter().filter_map(Value::as_str);
                texts.map(str::to_owned).collect()
            }
            Some(Value::String(text)) => vec![text.clone()],
            _ => Vec::new(),
        }
    }

    /// Returns a query parameter that is true or false.
    pub(crate) fn query_flag(&self, name: &str) -> Option<bool> {
        self.query.get(name).and_then(Value::as_bool)
    }

    /// Returns a field of the body that is text.
    pub(crate) fn body_text(&self, name: &str) -> Option<&str> {
        self.body.get(name).and_then(Value::as_str)
    }

    /// Returns a list in the body; without a name, the body itself if it is a list.
    pub(crate) fn body_list(&self, name: &str) -> Vec<Value> {
        let list = if name.is_empty() {
            &self.body
        } else {
            &self.body[name]
        };
        list.as_array().cloned().unwrap_or_default()
    }

    /// See [`State::new_row`].
    pub(crate) fn row(&mut self, schema: &str, given: Value) -> Row {
        self.state.new_row(schema, given)
    }

    /// Responds with a success of the operation: the first described status.
    pub(crate) fn reply(&self, value: impl Into<Value>) -> Reply {
        let status = self
            .operation
            .successes
            .first()
            .map_or(200, |shape| shape.status);
        Reply::json(status, value.into())
    }

    /// Responds with one page of the rows, which are in the order of the list: `items` and
    /// `bookmark`. A page starts after the last row of the previous one, so that rows which are
    /// deleted in between cost nobody's place.
    pub(crate) fn page(&self, rows: impl IntoIterator<Item = Value>) -> Result<Reply, Failure> {
        let rows: Vec<Value> = rows.into_iter().collect();
        let size = self.page_size();
        let start = match self.bookmark() {
            None => 0,
            Some(bookmark) => self.start_after(&bookmark, &rows)?,
        };
        let end = start.saturating_add(size).min(rows.len());
        let items = rows.get(start..end).unwrap_or_default();
        let bookmark = match items.last() {
            Some(last) if end < rows.len() => json!(self.bookmark_after(end, last)),
            _ => Value::Null,
        };
        Ok(self.reply(json!({"items": items, "bookmark": bookmark})))
    }

    /// Responds with one page of a long list: of its ids, which are in order, only those of the page
    /// are made into items.
    pub(crate) fn page_of(
        &self,
        ids: impl IntoIterator<Item = String>,
        mut item: impl FnMut(&str) -> Value,
    ) -> Result<Reply, Failure> {
        let reply = self.page(ids.into_iter().map(|id| json!({"id": id})))?;
        let (status, ReplyBody::Json(mut body)) = (reply.status, reply.body) else {
            return Ok(Reply::empty(reply.status));
        };
        for entry in body["items"].as_array_mut().into_iter().flatten() {
            *entry = item(entry["id"].as_str().unwrap_or_default());
        }
        Ok(Reply::json(status, body))
    }

    fn page_size(&self) -> usize {
        let given = self
            .query
            .get("page_size")
            .or_else(|| self.body.get("page_size"));
        let size = given.and_then(Value::as_u64).map(|size| size as usize);
        size.unwrap_or(DEFAULT_PAGE_SIZE).max(1)
    }

    fn bookmark(&self) -> Option<String> {
        let given = self
            .query
            .get("bookmark")
            .or_else(|| self.body.get("bookmark"));
        let text = given
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty());
        text.map(str::to_owned)
    }

    fn bookmark_after(&self, end: usize, last: &Value) -> String {
        URL_SAFE_NO_PAD.encode(format!(
            "{:x}.{end:x}.{:x}",
            self.fingerprint(),
            hash(&key(last))
        ))
    }

    fn start_after(&self, bookmark: &str, rows: &[Value]) -> Result<usize, Failure> {
        let invalid = || Failure::invalid(format!("'bookmark' value '{bookmark}' is not valid"));
        let bytes = URL_SAFE_NO_PAD.decode(bookmark).map_err(|_| invalid())?;
        let text = String::from_utf8(bytes).map_err(|_| invalid())?;
        let parts: Vec<u64> = text
            .split('.')
            .map(|part| u64::from_str_radix(part, 16))
            .collect::<Result<_, _>>()
            .map_err(|_| invalid())?;
        let [fingerprint, end, last] = parts[..] else {
            return Err(invalid());
        };
        if fingerprint != self.fingerprint() {
            return Err(Failure::invalid(format!(
                "'bookmark' value '{bookmark}' belongs to another list"
            )));
        }
        let after_last = rows.iter().rposition(|row| hash(&key(row)) == last);
        Ok(after_last.map_or(end as usize, |position| position + 1))
    }

    /// A bookmark is good for one list of one caller only.
    fn fingerprint(&self) -> u64 {
        let path: Vec<String> = self.path.values().map(ToString::to_string).collect();
        hash(&(&self.operation.id, path))
    }

    /// Responds to a batch: an entry for each input, with `data` or `exceptions`.
    pub(crate) fn batch(
        &mut self,
        inputs: Vec<Value>,
        mut each: impl FnMut(&mut Self, Value) -> Result<Value, Failure>,
    ) -> Reply {
        let mut items = Vec::with_capacity(inputs.len());
        for input in inputs {
            items.push(match each(self, input) {
                Ok(data) => json!({"data": data, "exceptions": []}),
                Err(failure) => json!({"exceptions": [failure.to_value()]}),
            });
        }
        self.reply(json!({"items": items}))
    }
}

/// What tells a row from the others of its list: `_key`, or else its id, or else all of it.
fn key(row: &Value) -> String {
    match row.get("_key").or_else(|| row.get("id")) {
        Some(Value::String(id)) => id.clone(),
        _ => row.to_string(),
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
