//! Collects the types that an import produces.

use std::collections::BTreeMap;

use serde_json::Value;

use super::difference::difference;

/// Types by name, and the problems found on the way.
#[derive(Default)]
pub(super) struct Types {
    /// Schemas, and the positions that they come from.
    schemas: BTreeMap<String, (Value, String)>,
    problems: Vec<String>,
}

impl Types {
    pub(super) fn contains(&self, name: &str) -> bool {
        self.schemas.contains_key(name)
    }

    /// Returns the schema of a type.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.schemas.get(name).map(|(schema, _)| schema)
    }

    pub(super) fn len(&self) -> usize {
        self.schemas.len()
    }

    pub(super) fn schemas(&self) -> impl Iterator<Item = &Value> {
        self.schemas.values().map(|(schema, _)| schema)
    }

    /// Adds a type; it is a problem when a different one has the same name.
    pub(super) fn add(&mut self, name: &str, schema: Value, position: &str) {
        match self.schemas.get(name) {
            None => {
                self.schemas
                    .insert(name.to_owned(), (schema, position.to_owned()));
            }
            Some((known, _)) if *known == schema => {}
            Some((known, before)) => {
                let difference = difference(known, &schema, String::new());
                self.problems.push(format!(
                    "`{before}` and `{position}` both become the type `{name}`, but differ \
                     {difference}"
                ));
            }
        }
    }

    pub(super) fn problem(&mut self, problem: String) {
        self.problems.push(problem);
    }

    /// Returns the schemas by name, and the problems.
    pub(super) fn into_parts(self) -> (BTreeMap<String, Value>, Vec<String>) {
        let schemas = self
            .schemas
            .into_iter()
            .map(|(name, (schema, _))| (name, schema))
            .collect();
        (schemas, self.problems)
    }
}
