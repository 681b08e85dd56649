//! What the description says a request may hold: tables that the wrapper checks requests against before it sends them.

mod members;
mod pattern;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::rules;
use crate::codegen::{unions, walk};
use members::required_of_all;
use pattern::Pattern;

pub(super) use members::Members;

/// The limits of a schema and all that it holds, or `None` when nothing in it is limited.
pub(super) fn of_schema(document: &Value, schema: &Value) -> Option<Limits> {
    let limits = Limits::gather(document, schema, &mut Vec::new());
    (!limits.is_empty()).then_some(limits)
}

/// What a value may be, and what the values within it may be.
#[derive(Default, Clone)]
pub(super) struct Limits {
    /// The component schema that has exactly these limits.
    pub(super) component: Option<String>,
    min_length: Option<u64>,
    max_length: Option<u64>,
    pattern: Option<Pattern>,
    minimum: Option<i64>,
    maximum: Option<i64>,
    min_items: Option<u64>,
    max_items: Option<u64>,
    min_properties: Option<u64>,
    pub(super) items: Option<Box<Limits>>,
    pub(super) values: Option<Box<Limits>>,
    /// The texts that are known; none when any is allowed.
    pub(super) known_values: Vec<String>,
    /// The fields that an object must have.
    pub(super) required: Vec<String>,
    pub(super) fields: Vec<(String, Limits)>,
    /// Which fields exclude or require each other.
    rules: Vec<TokenStream>,
    /// The limits of the members of a union.
    pub(super) members: Option<Members>,
    sensitive: bool,
}

impl Limits {
    /// Follows references; `open` holds those being followed, so that a recursive schema ends.
    fn gather<'a>(document: &'a Value, schema: &'a Value, open: &mut Vec<&'a str>) -> Self {
        let mut limits = match walk::referenced(document, schema) {
            Some((name, _)) if open.contains(&name) => Self::default(),
            Some((name, target)) => {
                open.push(name);
                let mut limits = Self::gather(document, target, open);
                open.pop();
                limits.component = Some(name.to_owned());
                limits
            }
            None => Self::default(),
        };
        if limits.add_own(schema) {
            limits.component = None;
        }
        if unions::is_union(schema) {
            limits.members = Members::gather(document, schema, open);
            limits.required =
                required_of_all(document, schema, &mut Vec::new()).unwrap_or_default();
            return limits;
        }
        let mut inner = |key: &str| {
            let inner = Self::gather(document, schema.get(key)?, open);
            (!inner.is_empty()).then(|| Box::new(inner))
        };
        limits.items = limits.items.or(inner("items"));
        limits.values = limits.values.or(inner("additionalProperties"));
        for (name, property) in walk::members(schema, "properties") {
            let field = Self::gather(document, property, open);
            if !field.is_empty() {
                limits.fields.push((name.to_owned(), field));
            }
        }
        limits
    }

    /// Limits beside a reference add to, and win over, those of what it refers to. Says whether
    /// there are any.
    fn add_own(&mut self, schema: &Value) -> bool {
        let number = |key: &str| schema.get(key).and_then(Value::as_u64);
        let signed = |key: &str| schema.get(key).and_then(Value::as_i64);
        self.min_length = number("minLength").or(self.min_length);
        self.max_length = number("maxLength").or(self.max_length);
        self.minimum = signed("minimum").or(self.minimum);
        self.maximum = signed("maximum").or(self.maximum);
        self.min_items = number("minItems").or(self.min_items);
        self.max_items = number("maxItems").or(self.max_items);
        self.min_properties = number("minProperties").or(self.min_properties);
        self.pattern = schema
            .get("pattern")
            .and_then(Value::as_str)
            .and_then(Pattern::from_regex)
            .or(self.pattern);
        let known_values = known_values(schema);
        if !known_values.is_empty() || schema.get("x-open-values") == Some(&Value::Bool(true)) {
            self.known_values = known_values;
        }
        for name in required(schema) {
            if !self.required.contains(&name) {
                self.required.push(name);
            }
        }
        self.rules.extend(rules::of(schema));
        self.sensitive |= schema.get("x-sensitive") == Some(&Value::Bool(true));
        const OWN: [&str; 12] = [
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "minItems",
            "maxItems",
            "minProperties",
            "pattern",
            "enum",
            "required",
            "x-open-values",
            "x-sensitive",
        ];
        let mut own = OWN.iter().chain(&rules::KEYS);
        own.any(|key| schema.get(key).is_some())
    }

    /// Whether nothing is limited here or below; that a text is sensitive matters only for what is limited.
    pub(super) fn is_empty(&self) -> bool {
        self.min_length.is_none()
            && self.max_length.is_none()
            && self.pattern.is_none()
            && self.minimum.is_none()
            && self.maximum.is_none()
            && self.min_items.is_none()
            && self.max_items.is_none()
            && self.min_properties.is_none()
            && self.items.is_none()
            && self.values.is_none()
            && self.known_values.is_empty()
            && self.required.is_empty()
            && self.fields.is_empty()
            && self.rules.is_empty()
            && self.members.is_none()
    }

    /// The members of a struct literal for what is limited in the value itself, and not in the
    /// values within it.
    pub(super) fn own_members(&self) -> Vec<TokenStream> {
        let unsigned = [
            (quote!(min_length), self.min_length),
            (quote!(max_length), self.max_length),
            (quote!(min_items), self.min_items),
            (quote!(max_items), self.max_items),
            (quote!(min_properties), self.min_properties),
        ];
        let mut set = Vec::new();
        for (name, value) in unsigned {
            set.extend(
                value
                    .map(proc_macro2::Literal::u64_unsuffixed)
                    .map(|value| quote!(#name: Some(#value))),
            );
        }
        for (name, value) in [
            (quote!(minimum), self.minimum),
            (quote!(maximum), self.maximum),
        ] {
            set.extend(
                value
                    .map(proc_macro2::Literal::i64_unsuffixed)
                    .map(|value| quote!(#name: Some(#value))),
            );
        }
        set.extend(
            self.pattern
                .map(Pattern::tokens)
                .map(|pattern| quote!(pattern: Some(#pattern))),
        );
        if !self.known_values.is_empty() {
            let values = &self.known_values;
            set.push(quote!(known_values: &[#(#values),*]));
        }
        if !self.required.is_empty() {
            let names = &self.required;
            set.push(quote!(required: &[#(#names),*]));
        }
        if !self.rules.is_empty() {
            let rules = &self.rules;
            set.push(quote!(rules: &[#(#rules),*]));
        }
        if self.sensitive {
            set.push(quote!(sensitive: true));
        }
        set
    }
}

/// The values of an enum of texts.
fn known_values(schema: &Value) -> Vec<String> {
    let values = schema.get("enum").and_then(Value::as_array);
    let values = values.into_iter().flatten().filter_map(Value::as_str);
    values.map(str::to_owned).collect()
}

/// The fields that a request must have; those that only responses have are not among them.
fn required(schema: &Value) -> Vec<String> {
    let is_sent = |name: &&str| {
        let property = schema.get("properties").and_then(|all| all.get(name));
        property.is_none_or(|property| property.get("readOnly") != Some(&Value::Bool(true)))
    };
    let names = schema.get("required").and_then(Value::as_array);
    let names = names.into_iter().flatten().filter_map(Value::as_str);
    names.filter(is_sent).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::load;

    fn limits(schemas: &str) -> Limits {
        let document = load::parse(&format!("{{components: {{schemas: {schemas}}}}}")).unwrap();
        let body = document["components"]["schemas"]["Body"].clone();
        of_schema(&document, &body).unwrap_or_default()
    }

    fn own(limits: &Limits) -> String {
        let members = limits.own_members();
        quote!(#(#members),*).to_string()
    }

    fn field<'a>(limits: &'a Limits, name: &str) -> &'a Limits {
        &limits
            .fields
            .iter()
            .find(|(field, _)| field == name)
            .unwrap()
            .1
    }

    #[test]
    fn limits_beside_a_reference_join_those_behind_it() {
        let limits = limits(
            r"{PinId: {type: string, pattern: '^\d+$', maxLength: 9},
               Body: {type: object, required: [ids, made_at], properties: {
                 made_at: {type: string, readOnly: true},
                 ids: {type: array, maxItems: 50, items: {allOf: [{$ref: '#/components/schemas/PinId'}], maxLength: 25}},
                 id: {$ref: '#/components/schemas/PinId'}}}}",
        );
        assert_eq!(own(&limits), quote!(required: &["ids"]).to_string());
        let ids = field(&limits, "ids");
        assert_eq!(own(ids), quote!(max_items: Some(50)).to_string());
        let items = ids.items.as_ref().unwrap();
        assert_eq!(
            own(items),
            quote!(max_length: Some(25), pattern: Some(Pattern::Digits)).to_string()
        );
        assert_eq!(items.component, None);
        assert_eq!(field(&limits, "id").component.as_deref(), Some("PinId"));
    }

    #[test]
    fn values_beside_a_reference_replace_those_behind_it() {
        let limits = limits(
            "{Kind: {type: string, enum: [A, B]}, Body: {type: object, properties: {
                kind: {$ref: '#/components/schemas/Kind'},
                a: {allOf: [{$ref: '#/components/schemas/Kind'}], enum: [A]},
                any: {allOf: [{$ref: '#/components/schemas/Kind'}], x-open-values: true}}}}",
        );
        assert_eq!(field(&limits, "kind").known_values, ["A", "B"]);
        assert_eq!(field(&limits, "a").known_values, ["A"]);
        assert!(limits.fields.iter().all(|(name, _)| name != "any"));
    }

    const UNIONS: &str = "Tagged: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}],
        discriminator: {propertyName: kind, mapping: {A: '#/components/schemas/A', AA: '#/components/schemas/A',
          B: '#/components/schemas/B'}}},
      Shaped: {anyOf: [{$ref: '#/components/schemas/A'}, {type: array, maxItems: 2, items: {$ref: '#/components/schemas/Shaped'}},
        {type: integer}]},
      Free: {oneOf: [{type: string}, {$ref: '#/components/schemas/Any'}]}, Any: {type: object},
      A: {type: object, required: [kind, a], properties: {kind: {type: string}, a: {type: string, maxLength: 3}}},
      B: {type: object, required: [b, kind], properties: {kind: {type: string}, b: {type: integer, minimum: 1}}}";

    #[test]
    fn each_member_of_a_union_has_its_limits() {
        let limits = limits(&format!(
            "{{Body: {{type: object, properties: {{t: {{$ref: '#/components/schemas/Tagged'}}}}}}, {UNIONS}}}"
        ));
        let tagged = field(&limits, "t");
        assert_eq!(tagged.component.as_deref(), Some("Tagged"));
        assert_eq!(own(tagged), quote!(required: &["kind"]).to_string());
        let Some(Members::Tag { name, members }) = &tagged.members else {
            panic!("a tag decides");
        };
        assert_eq!(name, "kind");
        let tags: Vec<&[String]> = members.iter().map(|(tags, _)| &**tags).collect();
        assert_eq!(
            tags,
            [&["A".to_owned(), "AA".to_owned()][..], &["B".to_owned()]]
        );
        assert_eq!(
            own(field(&members[0].1, "a")),
            quote!(max_length: Some(3)).to_string()
        );
        assert_eq!(
            own(field(&members[1].1, "b")),
            quote!(minimum: Some(1)).to_string()
        );
    }

    #[test]
    fn members_of_a_union_without_a_tag_stand_in_its_order_and_may_be_unlimited() {
        let limits = limits(&format!(
            "{{Body: {{type: object, properties: {{s: {{$ref: '#/components/schemas/Shaped'}},
               f: {{$ref: '#/components/schemas/Free'}}}}}}, {UNIONS}}}"
        ));
        let shaped = field(&limits, "s");
        assert_eq!(own(shaped), quote!(required: &["kind", "a"]).to_string());
        let Some(Members::Shape { union, members }) = &shaped.members else {
            panic!("shapes decide");
        };
        assert_eq!(union, "Shaped");
        let own: Vec<String> = members.iter().map(own).collect();
        let expected = [
            quote!(required: &["kind", "a"]),
            quote!(max_items: Some(2)),
            quote!(),
        ];
        assert_eq!(own, expected.map(|tokens| tokens.to_string()));
        assert!(limits.fields.iter().all(|(name, _)| name != "f"));
    }

    #[test]
    fn what_excludes_or_requires_each_other_is_a_limit() {
        let limits =
            limits("{Body: {type: object, x-exclusive: [[a, b]], properties: {a: {}, b: {}}}}");
        assert_eq!(
            own(&limits),
            quote!(rules: &[FieldRule::Exclusive(&["a", "b"])]).to_string()
        );
    }

    #[test]
    fn nothing_limited_gives_no_limits_and_recursion_ends() {
        let limits = limits(
            "{Body: {type: object, properties: {child: {$ref: '#/components/schemas/Body'}}}}",
        );
        assert!(limits.is_empty());
    }
}
