//! Makes requests from the documents of `spec/`, valid ones and ones with a single fault.

use std::fmt;

use pinterest_test_support::spec::{Operation, Spec, spec, texts};
use serde_json::{Value, json};

use super::ids::Ids;
use super::rules::{excludes, needed};
use crate::api::{Api, Response};

/// One request.
#[derive(Clone)]
pub(crate) struct Sent {
    pub(crate) operation: &'static Operation,
    path: Vec<(String, String)>,
    query: Vec<(String, String)>,
    body: Option<Value>,
}

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = self
            .body
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        let Self {
            operation,
            path,
            query,
            ..
        } = self;
        write!(f, "{} {path:?} {query:?} {body}", operation.id)
    }
}

impl Sent {
    pub(crate) async fn send(&self, api: &Api) -> Response {
        let mut path = self.operation.path.clone();
        for (name, value) in &self.path {
            path = path.replace(&format!("{{{name}}}"), &url_encoded(value));
        }
        let method = self.operation.method.to_uppercase().parse().unwrap();
        let mut request = api.request(method, &path).query(&self.query);
        if let Some(body) = &self.body {
            request = request.json(body);
        }
        api.send(request).await
    }
}

fn url_encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Makes requests; the same seed makes the same.
#[derive(Debug)]
pub(crate) struct Random<'a> {
    pub(super) spec: &'static Spec,
    pub(super) ids: &'a Ids,
    pub(super) operation: &'static str,
    pub(super) random: fastrand::Rng,
}

impl<'a> Random<'a> {
    pub(crate) fn new(seed: u64, ids: &'a Ids) -> Self {
        Self {
            spec: spec(),
            ids,
            operation: "",
            random: fastrand::Rng::with_seed(seed),
        }
    }

    /// A request that the description permits.
    pub(crate) fn valid(&mut self, operation: &'static Operation) -> Sent {
        self.operation = &operation.id;
        let mut sent = Sent {
            operation,
            path: Vec::new(),
            query: Vec::new(),
            body: None,
        };
        let mut set: Vec<String> = Vec::new();
        let needed = needed(&operation.source);
        for parameter in &operation.parameters {
            let name = parameter["name"].as_str().unwrap();
            let is_path = parameter["in"] == "path";
            let is_required = parameter["required"] == true || needed.contains(&name.to_owned());
            // Nobody makes bookmarks up.
            let is_odd = name == "bookmark" && self.random.u8(..8) > 0;
            if parameter["in"] == "header"
                || is_odd
                || (!is_required
                    && (self.random.u8(..4) > 0 || excludes(&operation.source, name, &set)))
            {
                continue;
            }
            let value = self.value(&parameter["schema"], name, 0);
            // A query has no notation for an empty array.
            let value = match value.as_array().is_some_and(Vec::is_empty) {
                true => json!([self.value(&parameter["schema"]["items"], name, 1)]),
                false => value,
            };
            set.push(name.to_owned());
            match is_path {
                true => sent.path.push((name.to_owned(), text_of(&value))),
                false => push_query(parameter, name, &value, &mut sent.query),
            }
        }
        for index in 0..sent.path.len() {
            if let Some((name, id)) = self.ids.owner(&sent.path[index].1) {
                let mut owner = sent.path.iter_mut();
                if let Some((_, value)) = owner.find(|(known, _)| known == name) {
                    value.clone_from(id);
                }
            }
        }
        if let Some((_, schema)) = &operation.body {
            sent.body = Some(self.value(schema, "", 0));
        }
        sent
    }

    /// A request with one fault, and the name that the rejection must hold.
    pub(crate) fn faulty(&mut self, operation: &'static Operation) -> Option<(Sent, String)> {
        let mut sent = self.valid(operation);
        let name = match self.random.u8(..6) {
            0 => {
                sent.query
                    .push(("not_a_parameter".to_owned(), "1".to_owned()));
                "not_a_parameter".to_owned()
            }
            1 => {
                let required = operation.parameters.iter().find(|parameter| {
                    parameter["in"] == "query" && parameter["required"] == true
                })?;
                let name = required["name"].as_str()?;
                sent.query
                    .retain(|(key, _)| key.split('[').next() != Some(name));
                name.to_owned()
            }
            2 => {
                let limited = operation.parameters.iter().find(|parameter| {
                    let schema = self.resolved(&parameter["schema"]);
                    parameter["in"] == "query" && schema["type"] == "integer"
                })?;
                let name = limited["name"].as_str()?;
                sent.query
                    .retain(|(key, _)| key.split('[').next() != Some(name));
                sent.query.push((name.to_owned(), "many".to_owned()));
                name.to_owned()
            }
            3 => {
                let digits = operation.parameters.iter().find(|parameter| {
                    let schema = self.resolved(&parameter["schema"]);
                    parameter["in"] == "path" && schema["pattern"] == r"^\d+$"
                })?;
                let name = digits["name"].as_str()?.to_owned();
                sent.path.iter_mut().find(|(key, _)| *key == name)?.1 = "12x".to_owned();
                name
            }
            4 => {
                let body = sent.body.as_mut()?;
                let (_, schema) = operation.body.as_ref()?;
                self.object_fault(schema, body, true)?
            }
            _ => {
                let body = sent.body.as_mut()?;
                let (_, schema) = operation.body.as_ref()?;
                self.object_fault(schema, body, false)?
            }
        };
        Some((sent, name))
    }

    /// Damages an object: a required field is taken away, or has a value of another type.
    fn object_fault(&mut self, schema: &Value, body: &mut Value, remove: bool) -> Option<String> {
        let schema = self.resolved(schema);
        if schema.get("oneOf").is_some()
            || schema.get("anyOf").is_some()
            || schema.get("allOf").is_some()
        {
            return None;
        }
        if schema["type"] == "array" {
            return self.object_fault(&schema["items"].clone(), body.get_mut(0)?, remove);
        }
        let object = body.as_object_mut()?;
        let is_read_only =
            |name: &str| schema["properties"][name].get("readOnly") == Some(&Value::Bool(true));
        let required: Vec<&str> = texts(&schema["required"])
            .filter(|name| !is_read_only(name))
            .collect();
        if required.is_empty() {
            return None;
        }
        let name = required[self.random.usize(..required.len())];
        if remove {
            object.remove(name);
            return Some(name.to_owned());
        }
        let kind = self.resolved(&schema["properties"][name])["type"].clone();
        kind.as_str()?;
        let wrong = if kind == "boolean" {
            json!([1])
        } else {
            json!(true)
        };
        object.insert(name.to_owned(), wrong);
        Some(name.to_owned())
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn push_query(parameter: &Value, name: &str, value: &Value, query: &mut Vec<(String, String)>) {
    match value {
        Value::Array(items) if parameter["explode"] == false => {
            let texts: Vec<String> = items.iter().map(text_of).collect();
            if !texts.is_empty() {
                query.push((name.to_owned(), texts.join(",")));
            }
        }
        Value::Array(items) => {
            query.extend(items.iter().map(|item| (name.to_owned(), text_of(item))));
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                push_query(parameter, &format!("{name}[{key}]"), value, query);
            }
        }
        Value::Null => {}
        other => query.push((name.to_owned(), text_of(other))),
    }
}
