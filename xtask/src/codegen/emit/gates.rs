//! Which features have a type: that of its document, or those of the documents that use what is shared.

use std::collections::{BTreeMap, BTreeSet};

use super::feature_gate;
use crate::codegen::merge::{SHARED, Spec};
use crate::codegen::{requests, walk};

/// Shared types that hand-written code uses whatever the features are.
const ALWAYS: [&str; 2] = ["Error", "Scope"];

/// For each type of the shared document, the domains that use it.
pub(super) struct Gates<'a> {
    users: BTreeMap<String, BTreeSet<&'a str>>,
    domains: usize,
}

impl<'a> Gates<'a> {
    pub(super) fn of(spec: &'a Spec) -> Self {
        let mut names = BTreeMap::<&str, BTreeSet<String>>::new();
        for (path, item) in walk::members(&spec.document, "paths") {
            if let Some(domain) = spec.path_domain.get(path) {
                requests::collect(
                    &spec.document,
                    item,
                    &|_| true,
                    names.entry(domain).or_default(),
                );
            }
        }
        for (name, schema) in walk::component_schemas(&spec.document) {
            if let Some(domain) = spec.schema_domain.get(name) {
                requests::collect(
                    &spec.document,
                    schema,
                    &|_| true,
                    names.entry(domain).or_default(),
                );
            }
        }
        let mut users = BTreeMap::<String, BTreeSet<&str>>::new();
        for (domain, names) in names.into_iter().filter(|(domain, _)| *domain != SHARED) {
            for name in names {
                users.entry(name).or_default().insert(domain);
            }
        }
        let domains = spec.domains.iter().filter(|domain| *domain != SHARED);
        Self {
            users,
            domains: domains.count(),
        }
    }

    /// The gate of a type of the shared document. What all domains use, or none, has no gate.
    pub(super) fn of_shared(&self, name: &str) -> Option<syn::Attribute> {
        let users = self.users.get(name)?;
        if ALWAYS.contains(&name) || users.len() == self.domains {
            return None;
        }
        let mut features = users.iter();
        match (features.next(), features.len()) {
            (Some(only), 0) => feature_gate(only),
            _ => Some(syn::parse_quote!(#[cfg(any(#(feature = #users),*))])),
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::*;
    use crate::codegen::merge::{merge, tests::documents};

    #[test]
    fn shared_types_are_gated_by_their_users() {
        let user = |path: &str, name: &str| {
            format!(
                "{{openapi: 3.0.3, paths: {{{path}: {{get: {{responses: {{'200': {{content: {{application/json: {{schema:
                   {{$ref: 'common.yaml#/components/schemas/{name}'}}}}}}}}}}}}}}}}}}"
            )
        };
        let common = "{openapi: 3.0.3, components: {schemas: {Error: {}, Owner: {properties: {
            id: {$ref: '#/components/schemas/OwnerId'}, all: {$ref: '#/components/schemas/All'}}}, OwnerId: {}, All: {},
            Nobody: {}, Two: {properties: {all: {$ref: '#/components/schemas/All'}}}}}}";
        let spec = merge(documents(&[
            ("ads.yaml", &user("/ads", "Two")),
            ("boards.yaml", &user("/boards", "Two")),
            ("common.yaml", common),
            ("pins.yaml", &user("/pins", "Owner")),
        ]))
        .unwrap();
        let gates = Gates::of(&spec);
        let gate = |name| {
            gates
                .of_shared(name)
                .map_or_else(String::new, |gate| gate.to_token_stream().to_string())
        };
        assert_eq!(gate("OwnerId"), "# [cfg (feature = \"pins\")]");
        assert_eq!(
            gate("Two"),
            "# [cfg (any (feature = \"ads\" , feature = \"boards\"))]"
        );
        for open in ["All", "Nobody", "Error"] {
            assert_eq!(gate(open), "", "{open}");
        }
    }
}
