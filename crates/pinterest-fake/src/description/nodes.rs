//! The schemas of the description, read once: references are followed and `allOf` is joined when the
//! description is parsed, not for each value that is checked or made.

use std::collections::HashMap;

use indexmap::IndexMap;
use regex_lite::Regex;
use serde_json::{Map, Value};

/// Where a schema is among the [`Nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SchemaId(usize);

/// Every schema of the description.
#[derive(Debug)]
pub(super) struct Nodes {
    nodes: Vec<Node>,
    components: HashMap<String, SchemaId>,
}

/// One schema. Where several of its parts state the same, the outermost wins.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) kind: Option<String>,
    pub(super) is_nullable: bool,
    pub(super) is_read_only: bool,
    pub(super) known_values: Option<Vec<Value>>,
    /// Whether the known values are not the only ones.
    pub(super) is_open: bool,
    pub(super) default: Option<Value>,
    pub(super) branches: Option<Vec<SchemaId>>,
    pub(super) tag: Option<String>,
    pub(super) mapping: Vec<(String, SchemaId)>,
    pub(super) properties: IndexMap<String, SchemaId>,
    pub(super) required: Vec<String>,
    pub(super) items: Option<SchemaId>,
    pub(super) further: Option<SchemaId>,
    pub(super) limits: Limits,
    pub(super) pattern: Option<Pattern>,
    pub(super) format: Option<String>,
    /// Other names under which responses were seen to have the property.
    pub(super) aliases: Vec<String>,
    /// The lists of `x-exclusive`, `x-one-of-required` and `x-requires`, with the name of the rule.
    pub(super) rules: Vec<(String, Value)>,
}

/// How long, how many, how large.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) least_length: Option<u64>,
    pub(crate) most_length: Option<u64>,
    pub(crate) least_items: Option<u64>,
    pub(crate) most_items: Option<u64>,
    pub(crate) least_properties: Option<u64>,
    pub(crate) minimum: Option<f64>,
    pub(crate) maximum: Option<f64>,
    /// Whether the minimum itself is too small.
    pub(crate) excludes_minimum: bool,
}

/// What a text must match.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    pub(crate) text: String,
    regex: Option<Regex>,
}

impl Pattern {
    /// Tells whether a text matches. Everything matches a pattern that the regex library does not
    /// support.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let regex = self.regex.as_ref();
        regex.is_none_or(|regex| regex.is_match(text))
    }
}

impl Nodes {
    pub(super) fn node(&self, id: SchemaId) -> &Node {
        // Ids are made by the reader, and only for nodes that it makes.
        &self.nodes[id.0]
    }

    /// The component of that name, or a schema that permits everything.
    pub(super) fn component(&self, name: &str) -> SchemaId {
        self.components.get(name).copied().unwrap_or(ANYTHING)
    }

    #[cfg(test)]
    pub(super) fn count_components(&self) -> usize {
        self.components.len()
    }
}

/// The schema that permits everything.
const ANYTHING: SchemaId = SchemaId(0);

/// Reads schemas.
#[derive(Debug)]
pub(super) struct Reader<'v> {
    components: &'v Map<String, Value>,
    /// The first node is the one that permits everything.
    nodes: Vec<Node>,
    /// By the address of the value that makes the schema.
    known: HashMap<*const Value, SchemaId>,
    /// Those that have an id and are to be read.
    waiting: Vec<(SchemaId, Vec<&'v Value>)>,
    patterns: HashMap<&'v str, Option<Regex>>,
}

impl<'v> Reader<'v> {
    pub(super) fn new(components: &'v Map<String, Value>) -> Self {
        Self {
            components,
            nodes: vec![Node::default()],
            known: HashMap::new(),
            waiting: Vec::new(),
            patterns: HashMap::new(),
        }
    }

    /// Returns the schema of a value.
    pub(super) fn schema(&mut self, value: &'v Value) -> SchemaId {
        let mut parts = Vec::new();
        self.collect(value, &mut parts);
        let key: *const Value = match parts[..] {
            [] => return ANYTHING,
            // A mere reference is what it refers to.
            [part] => part,
            _ => value,
        };
        if let Some(id) = self.known.get(&key) {
            return *id;
        }
        let id = SchemaId(self.nodes.len());
        self.nodes.push(Node::default());
        self.known.insert(key, id);
        self.waiting.push((id, parts));
        id
    }

    /// Reads every schema that was asked for, with those within.
    pub(super) fn finish(mut self) -> Nodes {
        let components = self.components.iter();
        let components = components
            .map(|(name, value)| (name.clone(), self.schema(value)))
            .collect();
        while let Some((id, parts)) = self.waiting.pop() {
            self.nodes[id.0] = self.read(&parts);
        }
        Nodes {
            nodes: self.nodes,
            components,
        }
    }

    /// Collects what a schema consists of: what stands beside a reference narrows it.
    fn collect(&self, value: &'v Value, parts: &mut Vec<&'v Value>) {
        let Some(object) = value.as_object() else {
            return;
        };
        let reference = object.get("$ref").and_then(Value::as_str);
        let composed = object.get("allOf").and_then(Value::as_array);
        let beside = object.len() - usize::from(reference.is_some() || composed.is_some());
        if beside > 0 {
            parts.push(value);
        }
        if let Some(reference) = reference {
            if let Some(target) = self.components.get(name_of(reference)) {
                self.collect(target, parts);
            }
            return;
        }
        for part in composed.into_iter().flatten() {
            self.collect(part, parts);
        }
    }

    fn read(&mut self, parts: &[&'v Value]) -> Node {
        let stated = |name: &'static str| parts.iter().filter_map(move |part| part.get(name));
        let first = |name: &'static str| stated(name).next();
        let text = |name: &'static str| first(name).and_then(Value::as_str).map(str::to_owned);
        let count = |name: &'static str| first(name).and_then(Value::as_u64);
        let number = |name: &'static str| first(name).and_then(Value::as_f64);
        let flag = |name: &'static str| stated(name).any(|value| *value == Value::Bool(true));
        let mut properties = IndexMap::new();
        for (name, value) in stated("properties").filter_map(Value::as_object).flatten() {
            if !properties.contains_key(name) {
                properties.insert(name.clone(), self.schema(value));
            }
        }
        let required = stated("required").filter_map(Value::as_array).flatten();
        let branches = first("oneOf").or(first("anyOf")).and_then(Value::as_array);
        let discriminator = first("discriminator");
        let mapping = discriminator.and_then(|discriminator| discriminator.get("mapping"));
        let mut of_tags = Vec::new();
        for (tag, target) in mapping.and_then(Value::as_object).into_iter().flatten() {
            let target = target
                .as_str()
                .and_then(|name| self.components.get(name_of(name)));
            if let Some(target) = target {
                of_tags.push((tag.clone(), self.schema(target)));
            }
        }
        let rules = ["x-exclusive", "x-one-of-required", "x-requires"]
            .into_iter()
            .flat_map(|rule| {
                let lists = stated(rule).filter_map(Value::as_array).flatten();
                lists.map(move |list| (rule.to_owned(), list.clone()))
            });
        Node {
            kind: text("type").or(first("properties").map(|_| "object".to_owned())),
            is_nullable: flag("nullable"),
            is_read_only: flag("readOnly"),
            known_values: first("enum").and_then(Value::as_array).cloned(),
            is_open: first("x-open-values").is_some(),
            default: first("default").cloned(),
            branches: branches
                .map(|branches| branches.iter().map(|branch| self.schema(branch)).collect()),
            tag: discriminator
                .and_then(|discriminator| discriminator.get("propertyName")?.as_str())
                .map(str::to_owned),
            mapping: of_tags,
            required: required
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            items: first("items").map(|items| self.schema(items)),
            further: match first("additionalProperties") {
                Some(Value::Bool(false)) => None,
                Some(schema @ Value::Object(_)) => Some(self.schema(schema)),
                Some(_) => Some(ANYTHING),
                // An object without any property is described as "some object".
                None if first("properties").is_none() => Some(ANYTHING),
                // The columns that a request asks for are the names of its metrics.
                None => flag("x-metrics").then_some(ANYTHING),
            },
            limits: Limits {
                least_length: count("minLength"),
                most_length: count("maxLength"),
                least_items: count("minItems"),
                most_items: count("maxItems"),
                least_properties: count("minProperties"),
                minimum: number("minimum"),
                maximum: number("maximum"),
                excludes_minimum: flag("exclusiveMinimum"),
            },
            pattern: first("pattern")
                .and_then(Value::as_str)
                .map(|text| self.pattern(text)),
            format: text("format"),
            aliases: first("x-aliases")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            rules: rules.collect(),
            properties,
        }
    }

    fn pattern(&mut self, text: &'v str) -> Pattern {
        let regex = self
            .patterns
            .entry(text)
            .or_insert_with(|| Regex::new(text).ok());
        Pattern {
            text: text.to_owned(),
            regex: regex.clone(),
        }
    }
}

fn name_of(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or_default()
}
