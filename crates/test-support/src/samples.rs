//! Values that a schema of the description permits, made from the schema alone.

use proptest::strategy::{Strategy, ValueTree};
use proptest::string::string_regex;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

use crate::spec::{Spec, members, texts};

/// What the values are to have.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// The fields that are not required.
    pub optional_fields: bool,
    /// Null in those fields that are not required and may be null.
    pub optional_nulls: bool,
    /// Null in those fields that are required and may be null.
    pub required_nulls: bool,
    /// A value that no enum knows, in place of those that it does.
    pub unknown_values: bool,
    /// A field that no type knows, in every object that may have it.
    pub unknown_fields: bool,
    /// A member that no union knows, in place of those that it does.
    pub unknown_members: bool,
    /// Without the fields that only responses have.
    pub for_request: bool,
}

/// Everything that is known, without nulls.
pub const FULL: Style = Style {
    optional_fields: true,
    optional_nulls: false,
    required_nulls: false,
    unknown_values: false,
    unknown_fields: false,
    unknown_members: false,
    for_request: false,
};

/// Only what is required.
pub const REQUIRED: Style = Style {
    optional_fields: false,
    ..FULL
};

/// How often a type may stand within itself.
const DEPTH: usize = 2;

/// Text that is changed wherever it is not encoded.
const AWKWARD: &str = "a b/c?d=e&f#g%2F+é\\\"'<";

/// Returns values of the schema, which have every branch of every union between them.
///
/// There are none where the schema has only values that are deeper than types may be nested here.
pub fn of(spec: &Spec, schema: &Value, style: Style) -> Vec<Value> {
    let mut sampler = Sampler {
        spec,
        style,
        trail: Vec::new(),
    };
    sampler.values(schema)
}

struct Sampler<'a> {
    spec: &'a Spec,
    style: Style,
    /// The components that the value stands in.
    trail: Vec<String>,
}

impl Sampler<'_> {
    fn values(&mut self, schema: &Value) -> Vec<Value> {
        let constants = schema.get("enum").and_then(Value::as_array);
        if let Some(name) = self.spec.referenced(schema) {
            // Beside a reference, `enum` narrows the values: these decide which branch of a union
            // it is.
            return match constants {
                Some(constants) => constants.clone(),
                None => self.referenced(name),
            };
        }
        if let Some(branches) = ["oneOf", "anyOf"]
            .iter()
            .find_map(|key| schema.get(key)?.as_array())
        {
            return self.union(schema, branches);
        }
        let kind = schema.get("type").and_then(Value::as_str);
        match (constants, kind) {
            (Some(_), Some("string")) if self.style.unknown_values => vec![json!("NEW_VALUE")],
            (Some(_), _) if self.style.unknown_values => vec![json!(987_654)],
            (Some(constants), _) => constants.first().cloned().into_iter().collect(),
            (None, Some("array")) => self.array(schema),
            (None, Some("object")) => self.object(schema),
            (None, Some("string")) => vec![text(schema)],
            (None, Some("integer" | "number")) => vec![number(schema)],
            (None, Some("boolean")) => vec![json!(true)],
            _ if schema.get("properties").is_some() => self.object(schema),
            _ => vec![json!({"any": ["JSON", 1, {"x": null}]})],
        }
    }

    fn referenced(&mut self, name: &str) -> Vec<Value> {
        if self.trail.iter().filter(|outer| *outer == name).count() == DEPTH {
            return Vec::new();
        }
        self.trail.push(name.to_owned());
        let spec = self.spec;
        let values = self.values(spec.schema(name));
        self.trail.pop();
        values
    }

    fn union(&mut self, schema: &Value, branches: &[Value]) -> Vec<Value> {
        let tag = schema
            .pointer("/discriminator/propertyName")
            .and_then(Value::as_str);
        if self.style.unknown_members {
            return vec![match tag {
                Some(tag) => json!({tag: "NEW_MEMBER", "x_new": [1, {"deep": null}]}),
                None => json!({"x_new": [1, {"deep": null}]}),
            }];
        }
        let mut values = Vec::new();
        for branch in branches {
            let mut of_branch = self.values(branch);
            // The tag stands there even where the branch does not require it.
            if let (Some(tag), Some(name)) = (tag, self.spec.referenced(branch)) {
                let mapping = members(&schema["discriminator"]["mapping"]);
                let mut of_name = mapping.filter(|(_, target)| {
                    target
                        .as_str()
                        .is_some_and(|target| target.rsplit('/').next() == Some(name))
                });
                if let Some((value, _)) = of_name.next() {
                    for fields in of_branch.iter_mut().filter_map(Value::as_object_mut) {
                        fields.entry(tag).or_insert_with(|| json!(value));
                    }
                }
            }
            values.extend(of_branch);
        }
        values
    }

    /// All values of the items in one array, or in several where that would be too long.
    fn array(&mut self, schema: &Value) -> Vec<Value> {
        let mut items = self.values(&schema["items"]);
        let bound = |key: &str| schema.get(key).and_then(Value::as_u64);
        let least = usize::try_from(bound("minItems").unwrap_or(0)).expect("a length");
        let most = usize::try_from(bound("maxItems").unwrap_or(1000)).expect("a length");
        if items.is_empty() {
            return if least == 0 {
                vec![json!([])]
            } else {
                Vec::new()
            };
        }
        if let ([Value::String(_)], true) = (items.as_slice(), most > 1) {
            items.extend(self.another_text(&schema["items"], &items[0]));
        }
        let mut arrays = Vec::new();
        for chunk in items.chunks(most.max(1)) {
            let mut array = chunk.to_vec();
            while array.len() < least {
                array.push(array[0].clone());
            }
            arrays.push(Value::Array(array));
        }
        arrays
    }

    /// A second value for an array of texts, where values are not a matter of taste.
    fn another_text(&self, schema: &Value, first: &Value) -> Option<Value> {
        let schema = self
            .spec
            .referenced(schema)
            .map_or(schema, |name| self.spec.schema(name));
        match schema.get("enum") {
            Some(values) => values
                .get(1)
                .filter(|_| !self.style.unknown_values)
                .cloned(),
            None => Some(first.clone()),
        }
    }

    fn object(&mut self, schema: &Value) -> Vec<Value> {
        let required: Vec<&str> = texts(&schema["required"]).collect();
        let mut base = Map::new();
        let (mut others, mut nulls) = (Vec::new(), Vec::new());
        for (name, property) in members(&schema["properties"]) {
            let is_required = required.contains(&name.as_str());
            let is_read_only = property.get("readOnly") == Some(&Value::Bool(true));
            if (self.style.for_request && is_read_only)
                || (!is_required && !self.style.optional_fields)
            {
                continue;
            }
            let may_null = match is_required {
                true => self.style.required_nulls,
                false => self.style.optional_nulls,
            };
            if may_null && self.spec.is_nullable(property) {
                nulls.push(name);
            }
            let mut values = self.values(property).into_iter();
            match values.next() {
                Some(first) => base.insert(name.clone(), first),
                None if is_required => return Vec::new(),
                None => continue,
            };
            others.extend(values.map(|value| (name, value)));
        }
        self.further_fields(schema, &mut base);
        let with = |changes: &[(&String, Value)]| {
            let mut fields = base.clone();
            fields.extend(
                changes
                    .iter()
                    .map(|(name, value)| ((*name).clone(), value.clone())),
            );
            Value::Object(fields)
        };
        let mut objects = vec![with(&[])];
        objects.extend(others.into_iter().map(|change| with(&[change])));
        if !nulls.is_empty() {
            let nulls: Vec<_> = nulls.into_iter().map(|name| (name, Value::Null)).collect();
            objects.push(with(&nulls));
        }
        objects
    }

    /// What an object may have beside its properties.
    fn further_fields(&mut self, schema: &Value, fields: &mut Map<String, Value>) {
        let further = schema.get("additionalProperties");
        let typed = further.filter(|further| members(further).next().is_some());
        if let Some(typed) = typed {
            for (index, value) in self.values(typed).into_iter().enumerate() {
                fields.insert(format!("key {index}"), value);
            }
        } else if self.style.unknown_fields && further != Some(&Value::Bool(false)) {
            fields.insert("x_new".to_owned(), json!({"of": ["a", 1.5, null]}));
        } else if schema.get("properties").is_none() {
            fields.insert("free".to_owned(), json!([true, {"x": null}]));
        }
    }
}

/// Returns the beginning of a value, as JSON.
pub fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(300) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn number(schema: &Value) -> Value {
    let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
    if schema["type"] == "number" {
        let (least, most) = (bound("minimum"), bound("maximum"));
        return match (least, most) {
            (_, Some(most)) => json!(most.min(1.5)),
            (Some(least), None) => json!(least.max(1.5)),
            (None, None) => json!(1.5),
        };
    }
    // One that neither 32 bits nor the numbers of JavaScript hold.
    let largest = match schema.get("format").and_then(Value::as_str) {
        Some("int32") => i64::from(i32::MAX),
        _ => 9_007_199_254_740_993,
    };
    let most = schema
        .get("maximum")
        .and_then(Value::as_i64)
        .unwrap_or(largest);
    let excluded = schema.get("exclusiveMaximum") == Some(&Value::Bool(true));
    json!(most.min(largest) - i64::from(excluded))
}

fn text(schema: &Value) -> Value {
    let bound = |key: &str| schema.get(key).and_then(Value::as_u64);
    let least = usize::try_from(bound("minLength").unwrap_or(0)).expect("a length");
    let most = usize::try_from(bound("maxLength").unwrap_or(10_000)).expect("a length");
    let fixed = match schema.get("format").and_then(Value::as_str) {
        Some("date") => Some("2024-02-29"),
        Some("date-time") => Some("2024-02-29T23:59:59Z"),
        Some("uri" | "url") => Some("https://example.com/a?b=c&d=%C3%A9"),
        _ => None,
    };
    // A text that matches the pattern of a date need not be one.
    let pattern = schema.get("pattern").filter(|_| schema["format"] != "date");
    if let Some(pattern) = pattern.and_then(Value::as_str) {
        return json!(matching(pattern, least, most));
    }
    let text: String = fixed.unwrap_or(AWKWARD).chars().take(most).collect();
    let missing = least.saturating_sub(text.chars().count());
    json!(text + &"x".repeat(missing))
}

/// The same text for the same arguments.
fn matching(pattern: &str, least: usize, most: usize) -> String {
    // Digits of other scripts are not meant.
    let pattern = pattern.replace("\\d", "[0-9]");
    if pattern.starts_with("(?!") {
        return AWKWARD.chars().take(most).collect();
    }
    let core = pattern.strip_prefix('^').unwrap_or(&pattern);
    let (core, is_open) = match core.strip_suffix('$') {
        Some(core) => (core, false),
        None => (core, pattern.starts_with('^')),
    };
    let texts = string_regex(core).unwrap_or_else(|error| panic!("pattern {pattern}: {error}"));
    let mut runner = TestRunner::deterministic();
    for _ in 0..10_000 {
        let mut text = texts.new_tree(&mut runner).expect("a text").current();
        if is_open {
            text.push_str("example.com/a b?c=d&e=é");
        }
        if (least.max(1)..=most).contains(&text.chars().count()) {
            return text;
        }
    }
    panic!("no text of {least} to {most} characters matches {pattern}")
}
