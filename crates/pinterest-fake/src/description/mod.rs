//! The description of the API, as `spec/` states it: what the fake knows about requests and
//! responses comes from here.

mod nodes;
mod operation;
mod parameters;
mod router;
mod schema;

use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::{Map, Value};

use nodes::{Nodes, Reader};
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
    by_id: HashMap<String, usize>,
    router: Router,
    nodes: Nodes,
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
        let document: Value = serde_json::from_str(TEXT).unwrap_or_default();
        let no_schemas = Map::new();
        let schemas = document["schemas"].as_object().unwrap_or(&no_schemas);
        let mut reader = Reader::new(schemas);
        let operations: Vec<Operation> = document["operations"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|value| Operation::read(value, &mut reader))
            .collect();
        let ids = operations.iter().enumerate();
        Self {
            router: Router::new(&operations),
            by_id: ids
                .map(|(index, operation)| (operation.id.clone(), index))
                .collect(),
            nodes: reader.finish(),
            operations,
            rate_limits: document["rate_limits"].clone(),
        }
    }

    /// Every operation, by path and method.
    pub(crate) fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// Returns the operation of that id, e.g. `campaigns/create`.
    pub(crate) fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.get(*self.by_id.get(id)?)
    }

    /// Returns the operation that a method and a path below `/v5` lead to.
    pub(crate) fn route(&self, method: &str, path: &str) -> Found<'_> {
        self.router.find(&self.operations, method, path)
    }

    /// Returns the component schema of that name, or one that permits everything.
    pub(crate) fn component(&self, name: &str) -> Schema<'_> {
        Schema::new(self, self.nodes.component(name))
    }

    /// The published limits, as `x-ratelimits` states them.
    pub(crate) fn rate_limits(&self) -> &Value {
        &self.rate_limits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_is_whole() {
        let description = description();
        assert_eq!(description.operations().len(), 266);
        assert!(description.nodes.count_components() > 500);
        assert_eq!(
            description.rate_limits()["categories"]["ads_read"]["standard"]["requests"],
            1000
        );
    }
}
