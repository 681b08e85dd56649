//! The facts of a description, under the names that the specification uses.

use std::collections::BTreeMap;

use serde_json::Value;

/// Everything that an import carries over, still without prose.
pub(super) struct Facts {
    /// The version of the API that the description states.
    pub(super) version: String,
    pub(super) operations: Vec<Operation>,
    pub(super) types: BTreeMap<String, Value>,
    /// Domains of the types that this project defines itself and no operation uses.
    pub(super) own: BTreeMap<String, String>,
}

impl Facts {
    /// Iterates over the operations of a domain.
    pub(super) fn operations_of(&self, domain: &str) -> impl Iterator<Item = &Operation> {
        self.operations
            .iter()
            .filter(move |operation| operation.domain == domain)
    }
}

/// An operation of the specification.
pub(super) struct Operation {
    pub(super) path: String,
    pub(super) method: String,
    pub(super) id: String,
    pub(super) tag: String,
    pub(super) domain: String,
    /// The OpenAPI operation object.
    pub(super) value: Value,
}
