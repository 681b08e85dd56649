//! Makes requests from the documents of `spec/`, valid ones and ones with a single fault.

use std::collections::BTreeMap;
use std::fmt;

use pinterest_test_support::spec::{Operation, Spec, members, spec, texts};
use proptest::strategy::{Strategy, ValueTree};
use proptest::string::string_regex;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};

use crate::api::{Api, Response};

/// Ids that the fake has, by the name of the path parameter.
#[derive(Debug)]
pub(super) struct Ids(BTreeMap<&'static str, Vec<String>>);

impl Ids {
    pub(super) async fn of(api: &Api) -> Self {
        let mut ids = BTreeMap::new();
        let accounts = listed(api, "/ad_accounts").await;
        let account = accounts[0].clone();
        for (name, path) in [
            ("board_id", "/boards".to_owned()),
            ("pin_id", "/pins".to_owned()),
            ("campaign_id", format!("/ad_accounts/{account}/campaigns")),
            ("ad_group_id", format!("/ad_accounts/{account}/ad_groups")),
            ("ad_id", format!("/ad_accounts/{account}/ads")),
        ] {
            ids.insert(name, listed(api, &path).await);
        }
        ids.insert("ad_account_id", vec![account]);
        Self(ids)
    }
}

async fn listed(api: &Api, path: &str) -> Vec<String> {
    let list = api.get(path).await.json();
    let items = list["items"].as_array().unwrap().iter();
    items
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

/// One request.
#[derive(Clone)]
pub(super) struct Sent {
    pub(super) operation: &'static Operation,
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
    pub(super) async fn send(&self, api: &Api) -> Response {
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
pub(super) struct Random<'a> {
    spec: &'static Spec,
    ids: &'a Ids,
    random: fastrand::Rng,
}

impl<'a> Random<'a> {
    pub(super) fn new(seed: u64, ids: &'a Ids) -> Self {
        Self {
            spec: spec(),
            ids,
            random: fastrand::Rng::with_seed(seed),
        }
    }

    /// A request that the description permits.
    pub(super) fn valid(&mut self, operation: &'static Operation) -> Sent {
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
            if parameter["in"] == "header"
                || (!is_required
                    && (self.random.u8(..4) > 0 || excludes(&operation.source, name, &set)))
            {
                continue;
            }
            let known = self
                .ids
                .0
                .get(name)
                .filter(|ids| is_path && !ids.is_empty());
            let value = match known {
                Some(ids) if self.random.u8(..4) > 0 => json!(ids[self.random.usize(..ids.len())]),
                _ => self.value(&parameter["schema"], 0),
            };
            // A query has no notation for an empty array.
            let value = match value.as_array().is_some_and(Vec::is_empty) {
                true => json!([self.value(&parameter["schema"]["items"], 1)]),
                false => value,
            };
            set.push(name.to_owned());
            match is_path {
                true => sent.path.push((name.to_owned(), text_of(&value))),
                false => push_query(parameter, name, &value, &mut sent.query),
            }
        }
        if let Some((_, schema)) = &operation.body {
            sent.body = Some(self.value(schema, 0));
        }
        sent
    }

    /// A request with one fault, and the name that the rejection must hold.
    pub(super) fn faulty(&mut self, operation: &'static Operation) -> Option<(Sent, String)> {
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

    fn resolved<'s>(&self, schema: &'s Value) -> &'s Value
    where
        'a: 's,
    {
        match self.spec.referenced(schema) {
            Some(name) => self.resolved(self.spec.schema(name)),
            None => schema,
        }
    }

    fn value(&mut self, schema: &Value, depth: usize) -> Value {
        let narrowed = schema.get("enum").and_then(Value::as_array);
        if let Some(name) = self.spec.referenced(schema) {
            let component = self.spec.schema(name);
            // What stands beside a reference narrows it.
            let narrower = [
                "pattern",
                "maxLength",
                "minLength",
                "maximum",
                "minimum",
                "minItems",
                "maxItems",
                "minProperties",
                "enum",
            ];
            if !narrower.iter().any(|key| schema.get(*key).is_some()) {
                return self.value(component, depth + 1);
            }
            let mut component = component.clone();
            if let (Some(fields), Some(siblings)) = (component.as_object_mut(), schema.as_object())
            {
                let siblings = siblings
                    .iter()
                    .filter(|(key, _)| narrower.contains(&key.as_str()));
                fields.extend(siblings.map(|(key, value)| (key.clone(), value.clone())));
            }
            return self.value(&component, depth + 1);
        }
        let branches = ["oneOf", "anyOf"]
            .iter()
            .find_map(|key| schema.get(*key)?.as_array());
        if let Some(branches) = branches {
            return self.union(schema, branches, depth);
        }
        if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
            let mut whole = Map::new();
            for part in parts.iter().chain([&without(schema, "allOf")]) {
                if let Value::Object(fields) = self.value(part, depth + 1) {
                    whole.extend(fields);
                }
            }
            return Value::Object(whole);
        }
        if let Some(values) = narrowed {
            return values[self.random.usize(..values.len())].clone();
        }
        match schema["type"].as_str() {
            Some("array") => self.array(schema, depth),
            Some("string") => json!(self.text(schema)),
            Some("integer") => json!(self.integer(schema)),
            Some("number") => json!(self.integer(schema)),
            Some("boolean") => json!(self.random.bool()),
            _ => self.object(schema, depth),
        }
    }

    fn union(&mut self, schema: &Value, branches: &[Value], depth: usize) -> Value {
        let index = self.random.usize(..branches.len());
        let mut value = self.value(&branches[index], depth + 1);
        let tag = schema
            .pointer("/discriminator/propertyName")
            .and_then(Value::as_str);
        let name = self.spec.referenced(&branches[index]);
        let of_branch = members(&schema["discriminator"]["mapping"]).find(|(_, target)| {
            target.as_str().and_then(|target| target.rsplit('/').next()) == name
        });
        if let (Some(tag), Some((of_tag, _)), Some(object)) =
            (tag, of_branch, value.as_object_mut())
        {
            object.insert(tag.to_owned(), json!(of_tag));
        }
        value
    }

    fn array(&mut self, schema: &Value, depth: usize) -> Value {
        let bound = |key: &str| schema.get(key).and_then(Value::as_u64);
        let least = bound("minItems").unwrap_or(0);
        let most = bound("maxItems").unwrap_or(3).min(least.max(3));
        let count = self.random.u64(least..=most.max(least));
        (0..count)
            .map(|_| self.value(&schema["items"], depth + 1))
            .collect()
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        let mut required: Vec<String> = texts(&schema["required"]).map(str::to_owned).collect();
        required.extend(needed(schema));
        let mut object = Map::new();
        let mut set = Vec::new();
        for (name, property) in members(&schema["properties"]) {
            let is_required = required.contains(name);
            let is_wanted = depth < 4 && self.random.u8(..4) == 0 && !excludes(schema, name, &set);
            if property.get("readOnly") == Some(&Value::Bool(true)) || !(is_required || is_wanted) {
                continue;
            }
            let may_null = self.spec.is_nullable(property) && self.random.u8(..4) == 0;
            let value = match may_null && !needed(schema).contains(name) {
                true => Value::Null,
                false => self.value(property, depth + 1),
            };
            if !value.is_null() {
                set.push(name.clone());
            }
            object.insert(name.clone(), value);
        }
        // Entries of a map, as many as it must have.
        let least = schema["minProperties"].as_u64().unwrap_or(0);
        for index in object.len() as u64..least {
            let value = self.value(&schema["additionalProperties"], depth + 1);
            object.insert(format!("54975581{index}"), value);
        }
        // What a field requires beside it is added, so that a later one may be left out.
        for names in lists(schema, "x-requires") {
            if set.contains(&names[0]) {
                for name in names.iter().filter(|name| !set.contains(name)) {
                    let value = self.value(&schema["properties"][name.as_str()], depth + 1);
                    object.insert(name.clone(), value);
                }
            }
        }
        Value::Object(object)
    }

    fn integer(&mut self, schema: &Value) -> i64 {
        let bound = |key: &str| schema.get(key).and_then(Value::as_i64);
        let least = bound("minimum").unwrap_or(0) + i64::from(schema["exclusiveMinimum"] == true);
        let most = bound("maximum").unwrap_or(least.saturating_add(100_000));
        self.random.i64(least..=most.max(least))
    }

    fn text(&mut self, schema: &Value) -> String {
        let bound = |key: &str| {
            schema
                .get(key)
                .and_then(Value::as_u64)
                .map(|count| count as usize)
        };
        let (least, most) = (
            bound("minLength").unwrap_or(0),
            bound("maxLength").unwrap_or(60),
        );
        if schema["format"] == "date" {
            return format!(
                "2026-{:02}-{:02}",
                self.random.u8(1..=12),
                self.random.u8(1..=28)
            );
        }
        if let Some(pattern) = schema["pattern"].as_str() {
            return self.matching(pattern, least, most);
        }
        if schema["format"] == "date-time" {
            return "2026-01-31T12:00:00Z".to_owned();
        }
        let length = self.random.usize(least.max(1)..=most.max(least).max(1));
        let characters = ['a', 'é', ' ', '/', '%', '"', '7', '&'];
        (0..length.min(most))
            .map(|_| characters[self.random.usize(..characters.len())])
            .collect()
    }

    fn matching(&mut self, pattern: &str, least: usize, most: usize) -> String {
        let pattern = pattern.replace("\\d", "[0-9]");
        if pattern.starts_with("(?!") {
            return "word".chars().take(most).collect();
        }
        let core = pattern.trim_start_matches('^').trim_end_matches('$');
        let seed: Vec<u8> = (0..32).map(|_| self.random.u8(..)).collect();
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        let texts = string_regex(core).unwrap();
        for _ in 0..10_000 {
            let mut text = texts.new_tree(&mut runner).unwrap().current();
            if core.ends_with("://") {
                text.push_str("example.com/a");
            }
            if (least.max(1)..=most).contains(&text.chars().count()) {
                return text;
            }
        }
        panic!("no text of {least} to {most} characters matches {pattern}")
    }
}

/// The first name of each list of which one must be set.
fn needed(schema: &Value) -> Vec<String> {
    let mut names: Vec<String> = lists(schema, "x-one-of-required")
        .into_iter()
        .map(|names| names[0].clone())
        .collect();
    let others: Vec<String> = lists(schema, "x-requires")
        .into_iter()
        .filter(|list| names.contains(&list[0]))
        .flatten()
        .collect();
    names.extend(others);
    names
}

fn excludes(schema: &Value, name: &str, set: &[String]) -> bool {
    let needed = needed(schema);
    lists(schema, "x-exclusive").iter().any(|names| {
        names.iter().any(|other| other == name)
            && names
                .iter()
                .any(|other| other != name && (set.contains(other) || needed.contains(other)))
    })
}

fn lists(schema: &Value, rule: &str) -> Vec<Vec<String>> {
    let lists = schema
        .get(rule)
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    lists
        .map(|names| texts(names).map(str::to_owned).collect())
        .collect()
}

fn without(schema: &Value, key: &str) -> Value {
    let mut schema = schema.clone();
    if let Some(object) = schema.as_object_mut() {
        object.remove(key);
    }
    schema
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
