//! Random values of schemas.

use pinterest_test_support::spec::{members, texts};
use proptest::strategy::{Strategy, ValueTree};
use proptest::string::string_regex;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};

use super::requests::Random;
use super::rules::{excludes, lists, needed, without};

/// The time by the fake's clock.
const NOW: i64 = super::NOW as i64;

impl<'a> Random<'a> {
    pub(super) fn resolved<'s>(&self, schema: &'s Value) -> &'s Value
    where
        'a: 's,
    {
        match self.spec.referenced(schema) {
            Some(name) => self.resolved(self.spec.schema(name)),
            None => schema,
        }
    }

    pub(super) fn value(&mut self, schema: &Value, name: &str, depth: usize) -> Value {
        if let Some(known) = self.known(schema, name) {
            return known;
        }
        let narrowed = schema.get("enum").and_then(Value::as_array);
        if let Some(reference) = self.spec.referenced(schema) {
            let component = self.spec.schema(reference);
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
                return self.value(component, name, depth + 1);
            }
            let mut component = component.clone();
            if let (Some(fields), Some(siblings)) = (component.as_object_mut(), schema.as_object())
            {
                let siblings = siblings
                    .iter()
                    .filter(|(key, _)| narrower.contains(&key.as_str()));
                fields.extend(siblings.map(|(key, value)| (key.clone(), value.clone())));
            }
            return self.value(&component, name, depth + 1);
        }
        let branches = ["oneOf", "anyOf"]
            .iter()
            .find_map(|key| schema.get(*key)?.as_array());
        if let Some(branches) = branches {
            return self.union(schema, branches, name, depth);
        }
        if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
            let mut whole = Map::new();
            for part in parts.iter().chain([&without(schema, "allOf")]) {
                if let Value::Object(fields) = self.value(part, name, depth + 1) {
                    whole.extend(fields);
                }
            }
            return Value::Object(whole);
        }
        if let Some(values) = narrowed {
            return values[self.random.usize(..values.len())].clone();
        }
        match schema["type"].as_str() {
            Some("array") => self.array(schema, name, depth),
            Some("string") => json!(self.text(schema)),
            Some("integer") => json!(self.integer(schema)),
            Some("number") => json!(self.integer(schema)),
            Some("boolean") => json!(self.random.bool()),
            _ => self.object(schema, depth),
        }
    }

    /// A value that the fake can do something with, most of the time: an id that it has, a date of the
    /// days before its clock, an address.
    fn known(&mut self, schema: &Value, name: &str) -> Option<Value> {
        let kind = self.resolved(schema)["type"].as_str()?;
        if self.random.u8(..10) == 0 {
            return None;
        }
        match (kind, name) {
            ("string", "start_date") => {
                Some(json!(format!("2026-11-{:02}", self.random.u8(1..15))))
            }
            ("string", "end_date") => Some(json!(format!("2026-11-{}", self.random.u8(15..28)))),
            ("string", "webhook_url") => Some(json!("https://example.com/leads")),
            ("string", "url" | "link") => Some(json!("https://example.com/oak.png")),
            ("integer", "event_time") => Some(json!(NOW - self.random.i64(..500_000))),
            ("integer", "start_time") => Some(json!(NOW + self.random.i64(..86_400))),
            ("integer", "end_time") => Some(json!(NOW + self.random.i64(86_400..500_000))),
            ("string", _) => {
                let ids = self.ids.for_name(self.operation, name);
                (!ids.is_empty()).then(|| json!(ids[self.random.usize(..ids.len())]))
            }
            _ => None,
        }
    }

    fn union(&mut self, schema: &Value, branches: &[Value], name: &str, depth: usize) -> Value {
        let index = self.random.usize(..branches.len());
        let mut value = self.value(&branches[index], name, depth + 1);
        let tag = schema
            .pointer("/discriminator/propertyName")
            .and_then(Value::as_str);
        let of_index = self.spec.referenced(&branches[index]);
        let of_branch = members(&schema["discriminator"]["mapping"]).find(|(_, target)| {
            target.as_str().and_then(|target| target.rsplit('/').next()) == of_index
        });
        if let (Some(tag), Some((of_tag, _)), Some(object)) =
            (tag, of_branch, value.as_object_mut())
        {
            object.insert(tag.to_owned(), json!(of_tag));
        }
        value
    }

    fn array(&mut self, schema: &Value, name: &str, depth: usize) -> Value {
        let bound = |key: &str| schema.get(key).and_then(Value::as_u64);
        let least = bound("minItems").unwrap_or(0);
        let most = bound("maxItems").unwrap_or(3).min(least.max(3));
        let count = self.random.u64(least..=most.max(least));
        (0..count)
            .map(|_| self.value(&schema["items"], name, depth + 1))
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
                false => self.value(property, name, depth + 1),
            };
            if !value.is_null() {
                set.push(name.clone());
            }
            object.insert(name.clone(), value);
        }
        // Entries of a map, as many as it must have.
        let least = schema["minProperties"].as_u64().unwrap_or(0);
        for index in object.len() as u64..least {
            let value = self.value(&schema["additionalProperties"], "", depth + 1);
            object.insert(format!("54975581{index}"), value);
        }
        // What a field requires beside it is added, so that a later one may be left out.
        for names in lists(schema, "x-requires") {
            if set.contains(&names[0]) {
                for name in names.iter().filter(|name| !set.contains(name)) {
                    let value = self.value(&schema["properties"][name.as_str()], name, depth + 1);
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
