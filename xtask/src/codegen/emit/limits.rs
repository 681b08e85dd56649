//! What the description says a request may hold: tables that the wrapper checks requests against before it sends them.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::codegen::walk;

/// Patterns of the description that requests are checked against, each by hand-written code instead of a regular
/// expression. Others are for the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pattern {
    Digits,
    PrefixedDigits(&'static [&'static str]),
    Base64,
    Alphanumeric,
    Date,
    Time,
    Url,
    NotOnlyDigits,
}

impl Pattern {
    /// The pattern that a regular expression of the description stands for.
    fn from_regex(regex: &str) -> Option<Self> {
        match regex {
            r"^\d+$" => Some(Self::Digits),
            r"^(AG)?\d+$" => Some(Self::PrefixedDigits(&["AG"])),
            r"^[C]?\d+$" => Some(Self::PrefixedDigits(&["C"])),
            r"^((AG)|C)?\d+$" => Some(Self::PrefixedDigits(&["AG", "C"])),
            r"[a-zA-Z0-9+\/=]+" | "^[a-zA-Z0-9+/=]+$" => Some(Self::Base64),
            "^[a-zA-Z0-9]+$" => Some(Self::Alphanumeric),
            r"^\d{4}-\d{2}-\d{2}$" | r"^(\d{4})-(\d{2})-(\d{2})$" => Some(Self::Date),
            "^(0[0-9]|1[0-9]|2[0-3]):[0-5][0-9]$" => Some(Self::Time),
            "^(http|https|ftp|sftp)://" => Some(Self::Url),
            r"(?!^\d+$)^.+$" => Some(Self::NotOnlyDigits),
            _ => None,
        }
    }

    fn tokens(self) -> TokenStream {
        match self {
            Self::Digits => quote!(Pattern::Digits),
            Self::PrefixedDigits(prefixes) => quote!(Pattern::PrefixedDigits(&[#(#prefixes),*])),
            Self::Base64 => quote!(Pattern::Base64),
            Self::Alphanumeric => quote!(Pattern::Alphanumeric),
            Self::Date => quote!(Pattern::Date),
            Self::Time => quote!(Pattern::Time),
            Self::Url => quote!(Pattern::Url),
            Self::NotOnlyDigits => quote!(Pattern::NotOnlyDigits),
        }
    }
}

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
        let members = schema.get("oneOf").or_else(|| schema.get("anyOf"));
        if let Some(Value::Array(members)) = members {
            let branches = members
                .iter()
                .map(|member| Kinds::gather(document, member, open));
            return branches.reduce(Kinds::loosest).unwrap_or_default().joined();
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
        OWN.iter().any(|key| schema.get(key).is_some())
    }

    /// What both allow: the limits of a value that is one or the other, and nobody knows which.
    ///
    /// A field that only one of them limits is not limited.
    fn loosest(self, other: Self) -> Self {
        fn both<T>(a: Option<T>, b: Option<T>, choose: fn(T, T) -> T) -> Option<T> {
            a.zip(b).map(|(a, b)| choose(a, b))
        }
        let inner = |a: Option<Box<Self>>, b: Option<Box<Self>>| {
            let limits = (*a?).loosest(*b?);
            (!limits.is_empty()).then(|| Box::new(limits))
        };
        let known_values = match self.known_values.is_empty() || other.known_values.is_empty() {
            true => Vec::new(),
            false => {
                let values = self.known_values.into_iter().chain(other.known_values);
                let mut seen = BTreeSet::new();
                values.filter(|value| seen.insert(value.clone())).collect()
            }
        };
        let required = self.required.into_iter();
        let required = required.filter(|name| other.required.contains(name));
        Self {
            component: None,
            known_values,
            required: required.collect(),
            min_length: both(self.min_length, other.min_length, u64::min),
            max_length: both(self.max_length, other.max_length, u64::max),
            pattern: self
                .pattern
                .filter(|pattern| other.pattern == Some(*pattern)),
            minimum: both(self.minimum, other.minimum, i64::min),
            maximum: both(self.maximum, other.maximum, i64::max),
            min_items: both(self.min_items, other.min_items, u64::min),
            max_items: both(self.max_items, other.max_items, u64::max),
            min_properties: both(self.min_properties, other.min_properties, u64::min),
            items: inner(self.items, other.items),
            values: inner(self.values, other.values),
            fields: self
                .fields
                .into_iter()
                .filter_map(|(name, limits)| {
                    let (_, others) = other.fields.iter().find(|(other, _)| *other == name)?;
                    let limits = limits.loosest(others.clone());
                    (!limits.is_empty()).then_some((name, limits))
                })
                .collect(),
            sensitive: self.sensitive || other.sensitive,
        }
    }

    /// Whether nothing is limited here or below; that a text is sensitive matters only for what is limited.
    fn is_empty(&self) -> bool {
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

/// The limits of a value that may be of several kinds: each kind of JSON has its own.
#[derive(Default)]
struct Kinds {
    text: Option<Limits>,
    number: Option<Limits>,
    list: Option<Limits>,
    /// With every field of the object, the unlimited ones too; `None` stands for an object of any fields.
    object: Option<(Limits, BTreeMap<String, Limits>)>,
}

impl Kinds {
    fn gather<'a>(document: &'a Value, schema: &'a Value, open: &mut Vec<&'a str>) -> Self {
        if let Some((name, target)) = walk::referenced(document, schema) {
            if open.contains(&name) {
                return Self::unlimited();
            }
            open.push(name);
            let kinds = Self::gather(document, target, open);
            open.pop();
            return kinds;
        }
        let members = schema.get("oneOf").or_else(|| schema.get("anyOf"));
        if let Some(Value::Array(members)) = members {
            let branches = members
                .iter()
                .map(|member| Self::gather(document, member, open));
            return branches.reduce(Self::loosest).unwrap_or_default();
        }
        let limits = Limits::gather(document, schema, open);
        match schema.get("type").and_then(Value::as_str) {
            Some("string") => Self {
                text: Some(limits),
                ..Self::default()
            },
            Some("integer" | "number") => Self {
                number: Some(limits),
                ..Self::default()
            },
            Some("array") => Self {
                list: Some(limits),
                ..Self::default()
            },
            Some("object") => {
                let fields = walk::members(schema, "properties").map(|(name, property)| {
                    let limits = Limits::gather(document, property, open);
                    (name.to_owned(), limits)
                });
                let fields = fields.collect();
                Self {
                    object: Some((limits, fields)),
                    ..Self::default()
                }
            }
            Some("boolean") => Self::default(),
            _ => Self::unlimited(),
        }
    }

    fn unlimited() -> Self {
        Self {
            text: Some(Limits::default()),
            number: Some(Limits::default()),
            list: Some(Limits::default()),
            // An object of this kind may have any field that others limit; it says nothing about them.
            object: Some((Limits::default(), BTreeMap::new())),
        }
    }

    fn loosest(self, other: Self) -> Self {
        fn either<T>(a: Option<T>, b: Option<T>, join: impl Fn(T, T) -> T) -> Option<T> {
            match (a, b) {
                (Some(a), Some(b)) => Some(join(a, b)),
                (a, b) => a.or(b),
            }
        }
        Self {
            text: either(self.text, other.text, Limits::loosest),
            number: either(self.number, other.number, Limits::loosest),
            list: either(self.list, other.list, Limits::loosest),
            object: either(self.object, other.object, |(a, mut fields), (b, others)| {
                for (name, limits) in others {
                    let known = fields.remove(&name);
                    let limits = match known {
                        Some(known) => known.loosest(limits),
                        None => limits,
                    };
                    fields.insert(name, limits);
                }
                (a.loosest(b), fields)
            }),
        }
    }

    /// One table: a limit on texts does not concern numbers, and so on.
    fn joined(self) -> Limits {
        let text = self.text.unwrap_or_default();
        let number = self.number.unwrap_or_default();
        let list = self.list.unwrap_or_default();
        let (object, fields) = self.object.unwrap_or_default();
        Limits {
            component: None,
            known_values: text.known_values,
            required: object.required,
            min_length: text.min_length,
            max_length: text.max_length,
            pattern: text.pattern,
            sensitive: text.sensitive,
            minimum: number.minimum,
            maximum: number.maximum,
            min_items: list.min_items,
            max_items: list.max_items,
            items: list.items,
            min_properties: object.min_properties,
            values: object.values,
            fields: fields
                .into_iter()
                .filter(|(_, limits)| !limits.is_empty())
                .collect(),
        }
    }
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

    #[test]
    fn a_union_is_limited_as_its_loosest_branch_of_that_kind() {
        let limits = limits(
            "{Body: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'},
                {type: string, maxLength: 5}, {type: array, maxItems: 2, items: {$ref: '#/components/schemas/Body'}}]},
              A: {type: object, required: [a, c], properties: {a: {type: string, maxLength: 3},
                c: {type: string, maxLength: 3}, d: {type: string}, e: {type: string, enum: [X]}, f: {type: string, enum: [X]}}},
              B: {type: object, required: [b, c], properties: {b: {type: integer, minimum: 1},
                c: {type: string, maxLength: 4}, d: {type: string, maxLength: 4}, e: {type: string, enum: [X, Y]}, f: {type: string}}}}",
        );
        assert_eq!(
            own(&limits),
            quote!(max_length: Some(5), max_items: Some(2), required: &["c"]).to_string()
        );
        let names: Vec<&str> = limits.fields.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, ["a", "b", "c", "e"]);
        assert_eq!(
            own(field(&limits, "c")),
            quote!(max_length: Some(4)).to_string()
        );
        assert_eq!(field(&limits, "e").known_values, ["X", "Y"]);
    }

    #[test]
    fn nothing_limited_gives_no_limits_and_recursion_ends() {
        let limits = limits(
            "{Body: {type: object, properties: {child: {$ref: '#/components/schemas/Body'}}}}",
        );
        assert!(limits.is_empty());
    }
}
