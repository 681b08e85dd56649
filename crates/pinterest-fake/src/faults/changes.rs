//! What faults change in a response that the fake made.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::Fault;
use crate::description::{Operation, Schema, description};
use crate::exchange::Request;

/// Bookmarks that faults made up start with this, then a number, a dot and the bookmark that the page
/// was asked with. The fake reads them as that one.
const MADE_UP: &str = "fake.";

const UNKNOWN_VALUE: &str = "VALUE_OF_A_LATER_VERSION";
const UNKNOWN_FIELD: &str = "field_of_a_later_version";

/// Returns the query with the bookmark that a made-up one stands for.
pub(crate) fn original_query(query: &[(String, String)]) -> Cow<'_, [(String, String)]> {
    let is_made_up =
        |(name, value): &(String, String)| name == "bookmark" && value.starts_with(MADE_UP);
    if !query.iter().any(is_made_up) {
        return Cow::Borrowed(query);
    }
    let pairs = query.iter().filter_map(|(name, value)| {
        if name != "bookmark" {
            return Some((name.clone(), value.clone()));
        }
        let (_, original) = parts(value);
        (!original.is_empty()).then(|| (name.clone(), original.to_owned()))
    });
    Cow::Owned(pairs.collect())
}

/// Puts the bookmark that a made-up one stands for into a body.
pub(crate) fn original_value(mut body: Value) -> Value {
    let bookmark = body.get("bookmark").and_then(Value::as_str);
    if let Some(bookmark) = bookmark.filter(|bookmark| bookmark.starts_with(MADE_UP)) {
        let (_, original) = parts(bookmark);
        let original = original.to_owned();
        if let Some(object) = body.as_object_mut() {
            match original.is_empty() {
                true => drop(object.remove("bookmark")),
                false => drop(object.insert("bookmark".to_owned(), json!(original))),
            }
        }
    }
    body
}

/// Returns the number of a bookmark and the one that it stands for.
fn parts(bookmark: &str) -> (u64, &str) {
    let made_up = bookmark
        .strip_prefix(MADE_UP)
        .and_then(|rest| rest.split_once('.'));
    let parsed = made_up.and_then(|(number, original)| Some((number.parse().ok()?, original)));
    parsed.unwrap_or((0, bookmark))
}

/// Returns another bookmark for the same page.
fn another(bookmark: &str) -> String {
    let (number, original) = parts(bookmark);
    format!("{MADE_UP}{}.{original}", number.saturating_add(1))
}

fn asked_with(request: &Request) -> Option<String> {
    let in_query = request.query.iter().find(|(name, _)| name == "bookmark");
    if let Some((_, bookmark)) = in_query {
        return Some(bookmark.clone());
    }
    let body: Value = serde_json::from_slice(&request.body).ok()?;
    body.get("bookmark")?.as_str().map(str::to_owned)
}

impl Fault {
    /// Changes the body of a success. Returns the names of changes for which there was no place.
    pub(super) fn change(
        &self,
        request: &Request,
        operation: Option<&Operation>,
        status: u16,
        body: &mut Value,
    ) -> Vec<&'static str> {
        let schema = operation.and_then(|operation| operation.response_schema(status));
        let schema = schema.map(|schema| Schema::new(description(), schema));
        let mut without_place = Vec::new();
        let mut change = |name: &'static str, wanted: bool, changed: &mut dyn FnMut() -> bool| {
            if wanted && !changed() {
                without_place.push(name);
            }
        };
        change("repeated_bookmark", self.repeated_bookmark, &mut || {
            repeat_bookmark(request, body)
        });
        change("empty_page", self.empty_page, &mut || {
            empty_page(request, body)
        });
        change("null_report_status", self.null_report_status, &mut || {
            null_status(body)
        });
        change("unknown_enum_value", self.unknown_enum_value, &mut || {
            let place = self.place(schema.as_ref(), body, first_enum);
            set(body, place.as_deref(), json!(UNKNOWN_VALUE))
        });
        change("unknown_field", self.unknown_field, &mut || {
            let place = self.at.clone().unwrap_or_else(|| focus(body).to_owned());
            let field = format!("{place}/{UNKNOWN_FIELD}");
            set(body, Some(&field), json!({"since": "6.0.0"}))
        });
        change(
            "missing_required_field",
            self.missing_required_field,
            &mut || {
                let place = self.place(schema.as_ref(), body, first_required);
                remove(body, place.as_deref())
            },
        );
        for (pointer, value) in &self.replace {
            change("replace", true, &mut || {
                set(body, Some(pointer), value.clone())
            });
        }
        without_place
    }

    /// The pointer that was given, or what the search finds in the first item of a page, or in the
    /// whole.
    fn place(
        &self,
        schema: Option<&Schema<'_>>,
        body: &Value,
        search: fn(&Schema<'_>, &Value, &str) -> Option<String>,
    ) -> Option<String> {
        if let Some(pointer) = &self.at {
            return Some(pointer.clone());
        }
        let schema = schema?;
        let focus = focus(body);
        let of_item = match focus {
            "" => None,
            _ => {
                let items = schema.property("items").and_then(|items| items.items());
                items.and_then(|items| search(&items, body.pointer(focus)?, focus))
            }
        };
        of_item.or_else(|| search(schema, body, ""))
    }
}

/// The first item of a page, or the whole.
fn focus(body: &Value) -> &'static str {
    match body.pointer("/items/0") {
        Some(Value::Object(_)) => "/items/0",
        _ => "",
    }
}

fn repeat_bookmark(request: &Request, body: &mut Value) -> bool {
    let Some(object) = body.as_object_mut() else {
        return false;
    };
    let of_page = object.get("bookmark").and_then(Value::as_str);
    let bookmark = asked_with(request)
        .or_else(|| of_page.map(str::to_owned))
        .unwrap_or_else(|| another(""));
    object.insert("bookmark".to_owned(), json!(bookmark));
    true
}

fn empty_page(request: &Request, body: &mut Value) -> bool {
    let bookmark = another(&asked_with(request).unwrap_or_default());
    let Some(items) = body.get_mut("items").filter(|items| items.is_array()) else {
        return false;
    };
    *items = json!([]);
    body["bookmark"] = json!(bookmark);
    true
}

fn null_status(body: &mut Value) -> bool {
    let Some(object) = body.as_object_mut() else {
        return false;
    };
    let names = ["report_status", "status"];
    let Some(name) = names.into_iter().find(|name| object.contains_key(*name)) else {
        return false;
    };
    object.insert(name.to_owned(), Value::Null);
    for link in ["result_url", "download_url"] {
        object.remove(link);
    }
    for field in ["url", "size"] {
        if let Some(value) = object.get_mut(field) {
            *value = Value::Null;
        }
    }
    true
}

fn set(body: &mut Value, pointer: Option<&str>, value: Value) -> bool {
    let Some(pointer) = pointer else {
        return false;
    };
    if let Some(place) = body.pointer_mut(pointer) {
        *place = value;
        return true;
    }
    let Some((parent, name)) = pointer.rsplit_once('/') else {
        return false;
    };
    match body.pointer_mut(parent) {
        Some(Value::Object(object)) => {
            object.insert(unescaped(name), value);
            true
        }
        _ => false,
    }
}

fn remove(body: &mut Value, pointer: Option<&str>) -> bool {
    let Some((parent, name)) = pointer.and_then(|pointer| pointer.rsplit_once('/')) else {
        return false;
    };
    match body.pointer_mut(parent) {
        Some(Value::Object(object)) => object.remove(&unescaped(name)).is_some(),
        _ => false,
    }
}

fn first_enum(schema: &Schema<'_>, value: &Value, at: &str) -> Option<String> {
    let tag = schema.tag();
    let schema = schema.branch_for(value);
    match value {
        Value::String(_) => schema.known_values().map(|_| at.to_owned()),
        Value::Object(object) => object.iter().find_map(|(name, value)| {
            let property = schema.property(name).filter(|_| tag != Some(name))?;
            first_enum(&property, value, &format!("{at}/{}", escaped(name)))
        }),
        Value::Array(items) => {
            let of_items = schema.items()?;
            let mut indexed = items.iter().enumerate();
            indexed.find_map(|(index, item)| first_enum(&of_items, item, &format!("{at}/{index}")))
        }
        _ => None,
    }
}

fn first_required(schema: &Schema<'_>, value: &Value, at: &str) -> Option<String> {
    let tag = schema.tag();
    let schema = schema.branch_for(value);
    match value {
        Value::Object(object) => {
            let mut required = schema.required();
            let own = required.find(|name| tag != Some(*name) && object.contains_key(*name));
            if let Some(name) = own {
                return Some(format!("{at}/{}", escaped(name)));
            }
            object.iter().find_map(|(name, value)| {
                let property = schema.property(name)?;
                first_required(&property, value, &format!("{at}/{}", escaped(name)))
            })
        }
        Value::Array(items) => {
            let of_items = schema.items()?;
            let mut indexed = items.iter().enumerate();
            indexed
                .find_map(|(index, item)| first_required(&of_items, item, &format!("{at}/{index}")))
        }
        _ => None,
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn unescaped(name: &str) -> String {
    name.replace("~1", "/").replace("~0", "~")
}
