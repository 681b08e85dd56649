//! The description of the API, as `spec/` states it: what the fake knows about requests and
//! responses comes from here.

mod operation;
mod parameters;
mod router;
mod schema;

use std::collections::HashMap;
use std::sync::OnceLock;

use regex::Regex;
use serde_json::{Map, Value};

pub(crate) use operation::{Operation, Parameter, Place};
pub(crate) use parameters::{form_values, path_values, query_values};
pub(crate) use router::Found;
pub(crate) use schema::Schema;

use router::Router;

const TEXT: &str = include_str!("../generated/description.json");

/// Every operation and schema of the API.
#[derive(Debug)]
pub(crate) struct Description {
    operations: Vec<Operation>,
    router: Router,
    schemas: Map<String, Value>,
    patterns: HashMap<String, Option<Regex>>,
    rate_limits: Value,
}

/// Returns the description, which is parsed when it is first needed.
pub(crate) fn description() -> &'static Description {
    static DESCRIPTION: OnceLock<Description> = OnceLock::new();
    DESCRIPTION.get_or_init(Description::parse)
}

impl Description {
    fn parse() -> Self {
        // The text is generated, compiled in and parsed by a test; another text cannot get here.
        let mut document: Value = serde_json::from_str(TEXT).unwrap_or_default();
        let schemas = match document["schemas"].take() {
            Value::Object(schemas) => schemas,
            _ => Map::new(),
        };
        let operations: Vec<Operation> = document["operations"]
            .as_array_mut()
            .map(std::mem::take)
            .unwrap_or_default()
            .into_iter()
            .map(Operation::read)
            .collect();
        let mut patterns = HashMap::new();
        for schema in schemas.values() {
            collect_patterns(schema, &mut patterns);
        }
        for operation in &operations {
            for parameter in &operation.parameters {
                collect_patterns(&parameter.schema, &mut patterns);
            }
            if let Some(body) = &operation.body {
                collect_patterns(&body.schema, &mut patterns);
            }
        }
        Self {
            router: Router::new(&operations),
            operations,
            schemas,
            patterns,
            rate_limits: document["rate_limits"].take(),
        }
    }

    /// Every operation, by path and method.
    pub(crate) fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// Returns the operation of that id, e.g. `campaigns/create`.
    pub(crate) fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// Returns the operation that a method and a path below `/v5` lead to.
    pub(crate) fn route(&self, method: &str, path: &str) -> Found<'_> {
        self.router.find(&self.operations, method, path)
    }

    /// Returns the component schema of that name, or one that permits everything.
    pub(crate) fn component(&self, name: &str) -> Schema<'_> {
        Schema::new(self, self.schemas.get(name).unwrap_or(&Value::Null))
    }

    /// The published limits, as `x-ratelimits` states them.
    pub(crate) fn rate_limits(&self) -> &Value {
        &self.rate_limits
    }

    /// Tells whether a text matches a pattern. One that the regex library does not support matches
    /// everything.
    pub(crate) fn matches(&self, pattern: &str, text: &str) -> bool {
        match self.patterns.get(pattern) {
            Some(Some(regex)) => regex.is_match(text),
            _ => true,
        }
    }

    fn resolve<'a>(&'a self, mut schema: &'a Value) -> &'a Value {
        while let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let name = reference.rsplit('/').next().unwrap_or_default();
            match self.schemas.get(name) {
                Some(target) => schema = target,
                None => return &Value::Null,
            }
        }
        schema
    }
}

fn collect_patterns(schema: &Value, patterns: &mut HashMap<String, Option<Regex>>) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::String(pattern)) = object.get("pattern") {
                patterns
                    .entry(pattern.clone())
                    .or_insert_with(|| Regex::new(&pattern.replace("\\d", "[0-9]")).ok());
            }
            for value in object.values() {
                collect_patterns(value, patterns);
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect_patterns(item, patterns)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_is_whole() {
        let description = description();
        assert_eq!(description.operations().len(), 266);
        assert!(description.schemas.len() > 500);
        assert_eq!(
            description.rate_limits()["categories"]["ads_read"]["standard"]["requests"],
            1000
        );
    }
}
