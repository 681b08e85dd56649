//! What the description says a request may hold: tables that the wrapper checks requests against before it sends them.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::codegen::walk;

/// Patterns that occur in the description, each checked by hand-written code instead of a regular expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pattern {
    Digits,
    Base64,
}

impl Pattern {
    /// The pattern that a regular expression of the description stands for.
    pub(crate) fn from_regex(regex: &str) -> Option<Self> {
        match regex {
            r"^\d+$" => Some(Self::Digits),
            r"[a-zA-Z0-9+\/=]+" => Some(Self::Base64),
            _ => None,
        }
    }

    fn tokens(self) -> TokenStream {
        match self {
            Self::Digits => quote!(Pattern::Digits),
            Self::Base64 => quote!(Pattern::Base64),
        }
    }
}

/// The table for a schema and all that it holds, or `None` when nothing in it is limited.
pub(super) fn of_schema(document: &Value, schema: &Value) -> Option<TokenStream> {
    let limits = Limits::gather(document, schema, &mut Vec::new());
    (!limits.is_empty()).then(|| limits.tokens())
}

#[derive(Default)]
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
    fn nothing_limited_gives_no_table_and_recursion_ends() {
        assert_eq!(
            table(
                "{Body: {type: object, properties: {child: {$ref: '#/components/schemas/Body'}}}}"
            ),
            ""
        );
    }
}
