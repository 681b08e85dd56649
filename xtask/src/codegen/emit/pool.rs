//! What the metadata of several operations shares: limits, parameters, demands on tokens.
//!
//! Everything is kept once. What one place alone uses stands in that place, unless it holds other
//! limits; the rest gets a name, in the file of its domain or, when several domains use it, in the
//! shared one.

mod content;

use std::collections::{BTreeMap, BTreeSet};

use heck::ToShoutySnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::limits::{Limits, Members};
use content::{Content, MemberKeys};

/// The place of an entry in the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key(usize);

/// The entries, in the order in which they were found.
#[derive(Default)]
pub(super) struct Pool<'a> {
    entries: Vec<Entry<'a>>,
    /// By their content.
    known: BTreeMap<String, Key>,
    names: BTreeSet<String>,
}

struct Entry<'a> {
    name: String,
    content: Content,
    /// How many places refer to it.
    uses: usize,
    domains: BTreeSet<&'a str>,
}

impl<'a> Pool<'a> {
    /// A pool whose entries have other names than these.
    pub(super) fn without(taken: impl IntoIterator<Item = String>) -> Self {
        Self {
            names: taken.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Adds limits; `place` is their name unless they are those of a component schema.
    pub(super) fn limits(&mut self, limits: &Limits, place: &str) -> Key {
        let place = limits.component.as_deref().unwrap_or(place);
        let items = limits.items.as_ref();
        let items = items.map(|items| self.limits(items, &format!("{place}_item")));
        let values = limits.values.as_ref();
        let values = values.map(|values| self.limits(values, &format!("{place}_value")));
        let fields = limits.fields.iter().map(|(name, field)| {
            let key = self.limits(field, &format!("{place}_{name}"));
            (name.clone(), key)
        });
        let fields = fields.collect();
        let members = limits.members.as_ref();
        let members = members.map(|members| self.members(members, place));
        let own = limits.own_members();
        self.add(
            place,
            Content::Limits {
                own,
                items,
                values,
                fields,
                members,
            },
        )
    }

    fn members(&mut self, members: &Members, place: &str) -> MemberKeys {
        let mut key = |limits: &Limits| {
            let is_limited = !limits.is_empty();
            is_limited.then(|| self.limits(limits, &format!("{place}_member")))
        };
        match members {
            Members::Tag { name, members } => {
                let members = members.iter();
                MemberKeys::Tag {
                    name: name.clone(),
                    members: members
                        .map(|(tags, limits)| (tags.clone(), key(limits)))
                        .collect(),
                }
            }
            Members::Shape { union, members } => MemberKeys::Shape {
                union: union.clone(),
                members: members.iter().map(key).collect(),
            },
        }
    }

    /// Adds a parameter: the members of its literal but for its limits.
    pub(super) fn parameter(
        &mut self,
        name: &str,
        members: TokenStream,
        limits: Option<&Limits>,
    ) -> Key {
        let limits = limits.map(|limits| self.limits(limits, &format!("{name}_limits")));
        self.add(name, Content::Parameter { members, limits })
    }

    /// Adds the array of what a token must be allowed to do.
    pub(super) fn security(&mut self, name: &str, requirements: TokenStream) -> Key {
        self.add(name, Content::Security(requirements))
    }

    fn add(&mut self, name: &str, content: Content) -> Key {
        let text = content.text();
        if let Some(key) = self.known.get(&text) {
            self.entries[key.0].uses += 1;
            // An entry that was there before has counted what it refers to already.
            for inner in content.references() {
                self.entries[inner.0].uses -= 1;
            }
            return *key;
        }
        let key = Key(self.entries.len());
        let name = self.free_name(name);
        self.known.insert(text, key);
        self.entries.push(Entry {
            name,
            content,
            uses: 1,
            domains: BTreeSet::new(),
        });
        key
    }

    fn free_name(&mut self, name: &str) -> String {
        let name = name.to_shouty_snake_case();
        let (mut free, mut count) = (name.clone(), 1);
        while !self.names.insert(free.clone()) {
            count += 1;
            free = format!("{name}_{count}");
        }
        free
    }

    /// Notes that an operation of this domain uses an entry, and with it all that it refers to.
    pub(super) fn used_by(&mut self, domain: &'a str, key: Key) {
        let entry = &mut self.entries[key.0];
        if entry.domains.insert(domain) {
            for inner in entry.content.references() {
                self.used_by(domain, inner);
            }
        }
    }

    /// An entry where it is used: limits and demands as references, parameters as values.
    pub(super) fn expression(&self, key: Key) -> TokenStream {
        let entry = &self.entries[key.0];
        let name = format_ident!("{}", entry.name);
        match (&entry.content, entry.is_inline()) {
            (Content::Limits { .. }, true) => {
                let literal = self.literal(entry);
                quote!(&#literal)
            }
            (Content::Limits { .. }, false) => quote!(&#name),
            (_, true) => self.literal(entry),
            (_, false) => quote!(#name),
        }
    }

    fn literal(&self, entry: &Entry<'_>) -> TokenStream {
        match &entry.content {
            Content::Limits {
                own,
                items,
                values,
                fields,
                members: of_members,
            } => {
                let mut members = own.clone();
                for (member, key) in [(quote!(items), items), (quote!(values), values)] {
                    if let Some(key) = key {
                        let inner = self.expression(*key);
                        members.push(quote!(#member: Some(#inner)));
                    }
                }
                if let Some(keys) = of_members {
                    let inner = self.members_literal(keys);
                    members.push(quote!(members: Some(&Members(#inner))));
                }
                if !fields.is_empty() {
                    let fields = fields.iter().map(|(name, key)| {
                        let inner = self.expression(*key);
                        quote!((#name, #inner))
                    });
                    members.push(quote!(fields: &[#(#fields),*]));
                }
                quote!(Limits { #(#members,)* ..Limits::NONE })
            }
            Content::Parameter { members, limits } => {
                let limits = self.expression_or_none(*limits);
                quote!(Parameter { #members, limits: #limits })
            }
            Content::Security(requirements) => quote!(&[#requirements]),
        }
    }

    fn expression_or_none(&self, limits: Option<Key>) -> TokenStream {
        limits.map_or_else(|| quote!(&Limits::NONE), |key| self.expression(key))
    }

    /// The shapes are those that the type of the union is decoded by, so that both decide alike.
    fn members_literal(&self, keys: &MemberKeys) -> TokenStream {
        match keys {
            MemberKeys::Tag { name, members } => {
                let members = members.iter().map(|(tags, key)| {
                    let limits = self.expression_or_none(*key);
                    quote!((&[#(#tags),*], #limits))
                });
                quote!(MembersBy::Tag { name: #name, members: &[#(#members),*] })
            }
            MemberKeys::Shape { union, members } => {
                let union = format_ident!("{union}");
                let members = members.iter().map(|key| self.expression_or_none(*key));
                quote! {
                    MembersBy::Shape {
                        shapes: crate::types::#union::SHAPES,
                        members: &[#(#members),*],
                    }
                }
            }
        }
    }

    /// Whether an entry refers to the type of a union, which only some features have.
    fn needs_types(&self, entry: &Entry<'_>) -> bool {
        let is_shape = matches!(
            entry.content,
            Content::Limits {
                members: Some(MemberKeys::Shape { .. }),
                ..
            }
        );
        let mut inner = entry.content.references().into_iter();
        is_shape || inner.any(|key| self.needs_types(&self.entries[key.0]))
    }

    /// The gate of an entry of the shared file.
    fn gate(&self, entry: &Entry<'_>) -> Option<TokenStream> {
        let features = entry.domains.iter();
        let is_gated = entry.domains.len() > 1 && self.needs_types(entry);
        is_gated.then(|| quote!(#[cfg(any(#(feature = #features),*))]))
    }

    /// What has a name: in the file of a domain what no other uses, in the shared file, which is
    /// that of no domain, what several use.
    pub(super) fn definitions(&self, domain: Option<&str>) -> Vec<TokenStream> {
        let is_here = |entry: &&Entry<'_>| match domain {
            Some(domain) => entry.domains.len() == 1 && entry.domains.contains(domain),
            None => entry.domains.len() > 1,
        };
        let visible = domain.is_none().then(|| quote!(pub(super)));
        let entries = self.entries.iter().filter(|entry| !entry.is_inline());
        entries
            .filter(is_here)
            .map(|entry| {
                let (name, literal) = (format_ident!("{}", entry.name), self.literal(entry));
                let gate = self.gate(entry);
                match entry.content {
                    Content::Limits { .. } => {
                        quote!(#gate #visible static #name: Limits = #literal;)
                    }
                    Content::Parameter { .. } => {
                        quote!(#gate #visible const #name: Parameter = #literal;)
                    }
                    Content::Security(_) => {
                        quote!(#visible static #name: &[SecurityRequirement] = #literal;)
                    }
                }
            })
            .collect()
    }
}

impl Entry<'_> {
    fn is_inline(&self) -> bool {
        let is_leaf = match &self.content {
            Content::Limits { .. } => self.content.references().is_empty(),
            Content::Parameter { .. } | Content::Security(_) => true,
        };
        self.uses == 1 && is_leaf
    }
}

#[cfg(test)]
mod tests {
    use super::super::limits::of_schema;
    use super::*;
    use crate::codegen::load;

    #[test]
    fn what_is_used_once_stands_there_and_the_rest_has_one_name() {
        let document = load::parse(
            "{components: {schemas: {PinId: {type: string, maxLength: 9},
               A: {type: object, properties: {id: {$ref: '#/components/schemas/PinId'}, n: {type: integer, minimum: 1}}},
               B: {type: object, properties: {a: {$ref: '#/components/schemas/A'}, id: {$ref: '#/components/schemas/PinId'}}}}}}",
        )
        .unwrap();
        let mut pool = Pool::default();
        for (domain, name) in [("ads", "A"), ("pins", "B")] {
            let schema = serde_json::json!({"$ref": format!("#/components/schemas/{name}")});
            let limits = of_schema(&document, &schema).unwrap();
            let key = pool.limits(&limits, "body");
            pool.used_by(domain, key);
        }
        let text = |tokens: Vec<TokenStream>| quote!(#(#tokens)*).to_string();
        let shared = quote! {
            pub(super) static PIN_ID: Limits = Limits { max_length: Some(9), ..Limits::NONE };
            pub(super) static A: Limits = Limits {
                fields: &[("id", &PIN_ID), ("n", &Limits { minimum: Some(1), ..Limits::NONE })],
                ..Limits::NONE
            };
        };
        assert_eq!(text(pool.definitions(None)), shared.to_string());
        let own = quote! {
            static B: Limits = Limits { fields: &[("a", &A), ("id", &PIN_ID)], ..Limits::NONE };
        };
        assert_eq!(text(pool.definitions(Some("pins"))), own.to_string());
        assert_eq!(text(pool.definitions(Some("ads"))), "");
    }

    #[test]
    fn members_of_unions_are_shared_and_need_the_features_of_the_union() {
        let document = load::parse(
            "{components: {schemas: {A: {type: object, required: [a], properties: {a: {}}},
               Tagged: {oneOf: [{$ref: '#/components/schemas/A'}], discriminator: {propertyName: a, mapping:
                 {X: '#/components/schemas/A', Y: '#/components/schemas/A'}}},
               Shaped: {oneOf: [{$ref: '#/components/schemas/Tagged'}, {type: integer}]}}}}",
        )
        .unwrap();
        let mut pool = Pool::default();
        for domain in ["ads", "pins"] {
            let schema = serde_json::json!({"$ref": "#/components/schemas/Shaped"});
            let limits = of_schema(&document, &schema).unwrap();
            let key = pool.limits(&limits, "body");
            pool.used_by(domain, key);
        }
        let shared = pool.definitions(None);
        let expected = quote! {
            pub(super) static TAGGED: Limits = Limits {
                required: &["a"],
                members: Some(&Members(MembersBy::Tag {
                    name: "a",
                    members: &[(&["X", "Y"], &Limits { required: &["a"], ..Limits::NONE })]
                })),
                ..Limits::NONE
            };
            #[cfg(any(feature = "ads", feature = "pins"))]
            pub(super) static SHAPED: Limits = Limits {
                required: &["a"],
                members: Some(&Members(MembersBy::Shape {
                    shapes: crate::types::Shaped::SHAPES,
                    members: &[&TAGGED, &Limits::NONE],
                })),
                ..Limits::NONE
            };
        };
        assert_eq!(quote!(#(#shared)*).to_string(), expected.to_string());
    }

    #[test]
    fn other_things_of_the_same_name_get_a_number() {
        let mut pool = Pool::without(["PAGE_SIZE".to_owned()]);
        for (limit, count) in [(1, 2), (2, 2)] {
            for _ in 0..count {
                let limit = proc_macro2::Literal::i64_unsuffixed(limit);
                let key = pool.parameter("page-size", quote!(x: #limit), None);
                pool.used_by("pins", key);
            }
        }
        let names: Vec<&str> = pool.entries.iter().map(|entry| &*entry.name).collect();
        assert_eq!(names, ["PAGE_SIZE_2", "PAGE_SIZE_3"]);
        assert_eq!(pool.definitions(Some("pins")).len(), 2);
    }
}
