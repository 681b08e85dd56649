//! What the description says a request may hold: tables that the wrapper checks requests against before it sends them.

use std::collections::BTreeMap;

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

/// The table for a schema and all that it holds, or `None` when nothing in it is limited.
pub(super) fn of_schema(document: &Value, schema: &Value) -> Option<TokenStream> {
    let limits = Limits::gather(document, schema, &mut Vec::new());
    (!limits.is_empty()).then(|| limits.tokens())
}

#[derive(Default, Clone)]
struct Limits {
    min_length: Option<u64>,
    max_length: Option<u64>,
    pattern: Option<Pattern>,
    minimum: Option<i64>,
    maximum: Option<i64>,
    min_items: Option<u64>,
    max_items: Option<u64>,
    min_properties: Option<u64>,
    items: Option<Box<Limits>>,
    values: Option<Box<Limits>>,
    fields: Vec<(String, Limits)>,
    sensitive: bool,
}

impl Limits {
    /// Follows references; `open` holds those being followed, so that a recursive schema ends.
    fn gather<'a>(document: &'a Value, schema: &'a Value, open: &mut Vec<&'a str>) -> Self {
        let mut limits = match walk::referenced(document, schema) {
            Some((name, _)) if open.contains(&name) => Self::default(),
            Some((name, target)) => {
                open.push(name);
                let limits = Self::gather(document, target, open);
                open.pop();
                limits
            }
            None => Self::default(),
        };
        limits.add_own(schema);
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

    /// Limits beside a reference add to, and win over, those of what it refers to.
    fn add_own(&mut self, schema: &Value) {
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
        self.sensitive |= schema.get("x-sensitive") == Some(&Value::Bool(true));
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
        Self {
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
            && self.fields.is_empty()
    }

    /// A struct literal that names only what is limited.
    fn tokens(&self) -> TokenStream {
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
        for (name, inner) in [(quote!(items), &self.items), (quote!(values), &self.values)] {
            set.extend(
                inner
                    .as_ref()
                    .map(|inner| inner.tokens())
                    .map(|inner| quote!(#name: Some(&#inner))),
            );
        }
        if !self.fields.is_empty() {
            let fields = self.fields.iter().map(|(name, field)| {
                let field = field.tokens();
                quote!((#name, #field))
            });
            set.push(quote!(fields: &[#(#fields),*]));
        }
        if self.sensitive {
            set.push(quote!(sensitive: true));
        }
        quote!(Limits { #(#set,)* ..Limits::NONE })
    }
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

    fn table(schemas: &str) -> String {
        let document = load::parse(&format!("{{components: {{schemas: {schemas}}}}}")).unwrap();
        let body = document["components"]["schemas"]["Body"].clone();
        of_schema(&document, &body).map_or_else(String::new, |tokens| tokens.to_string())
    }

    #[test]
    fn limits_beside_a_reference_join_those_behind_it() {
        let text = table(
            r"{PinId: {type: string, pattern: '^\d+$', maxLength: 9},
               Body: {type: object, properties: {ids: {type: array, maxItems: 50,
                 items: {allOf: [{$ref: '#/components/schemas/PinId'}], maxLength: 25}}}}}",
        );
        let expected = quote!(Limits {
            fields: &[(
                "ids",
                Limits {
                    max_items: Some(50),
                    items: Some(&Limits {
                        max_length: Some(25),
                        pattern: Some(Pattern::Digits),
                        ..Limits::NONE
                    }),
                    ..Limits::NONE
                }
            )],
            ..Limits::NONE
        });
        assert_eq!(text, expected.to_string());
    }

    #[test]
    fn a_union_is_limited_as_its_loosest_branch_of_that_kind() {
        let text = table(
            "{Body: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'},
                {type: string, maxLength: 5}, {type: array, maxItems: 2, items: {$ref: '#/components/schemas/Body'}}]},
              A: {type: object, properties: {a: {type: string, maxLength: 3}, c: {type: string, maxLength: 3}, d: {type: string}}},
              B: {type: object, properties: {b: {type: integer, minimum: 1}, c: {type: string, maxLength: 4},
                d: {type: string, maxLength: 4}}}}",
        );
        for part in [
            "max_length : Some (5)",
            "max_items : Some (2)",
            "(\"a\" , Limits { max_length : Some (3)",
            "(\"b\" , Limits { minimum : Some (1)",
            "(\"c\" , Limits { max_length : Some (4)",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        assert!(!text.contains("\"d\""), "{text}");
    }

    #[test]
    fn nothing_limited_gives_no_table_and_recursion_ends() {
        assert_eq!(
            table(
                "{Body: {type: object, properties: {child: {$ref: '#/components/schemas/Body'}}}}"
            ),
            ""
        );
    }
}
