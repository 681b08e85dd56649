//! Expands schemas into the forms that a value may have, without references, compositions and
//! unions.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::schema::{OPEN_VALUES, list, members};
use crate::codegen::walk;

/// Limits of which a smaller number is stricter.
pub(super) const UPPER: [&str; 3] = ["maxLength", "maximum", "maxItems"];

/// Limits of which a greater number is stricter.
pub(super) const LOWER: [&str; 4] = ["minLength", "minimum", "minItems", "minProperties"];

/// Iterates over every key that limits a value.
pub(super) fn limits() -> impl Iterator<Item = &'static str> {
    UPPER.into_iter().chain(LOWER).chain(["pattern"])
}

/// One form that a value may have.
#[derive(Clone, Default)]
pub(super) struct Form<'a> {
    kind: Option<&'a str>,
    pub(super) limits: BTreeMap<&'a str, &'a Value>,
    /// The listed values; empty where any text is allowed instead of those of a type.
    values: Option<BTreeSet<&'a str>>,
    pub(super) required: BTreeSet<&'a str>,
    /// Schemas of properties as `.name`, of items as `[]`, and of the values of a map as `{}`.
    pub(super) inner: BTreeMap<String, &'a Value>,
}

impl<'a> Form<'a> {
    /// Reads what a schema says itself.
    fn own(schema: &'a Value) -> Self {
        let texts = |key: &str| {
            let texts = list(schema, key).filter_map(Value::as_str).collect();
            schema
                .get(key)
                .is_some_and(Value::is_array)
                .then_some(texts)
        };
        let is_open = schema.get(OPEN_VALUES).is_some();
        let mut inner: BTreeMap<String, &Value> = walk::members(schema, "properties")
            .map(|(name, schema)| (format!(".{name}"), schema))
            .collect();
        for (key, step) in [("items", "[]"), ("additionalProperties", "{}")] {
            let typed = schema.get(key).filter(|schema| schema.is_object());
            inner.extend(typed.map(|schema| (step.to_owned(), schema)));
        }
        let kind = match schema.get("type").and_then(Value::as_str) {
            Some("integer") => Some("number"),
            kind => kind,
        };
        Self {
            kind,
            limits: limits()
                .filter_map(|key| Some((key, schema.get(key)?)))
                .collect(),
            values: texts("enum").or_else(|| is_open.then(BTreeSet::new)),
            required: texts("required").unwrap_or_default(),
            inner,
        }
    }

    /// Combines two forms; where both say something, `other` wins.
    fn and(mut self, other: &Self) -> Self {
        self.kind = other.kind.or(self.kind);
        self.limits.extend(&other.limits);
        self.values = other.values.clone().or(self.values);
        self.required.extend(&other.required);
        let inner = other.inner.iter();
        self.inner
            .extend(inner.map(|(step, schema)| (step.clone(), *schema)));
        self
    }

    /// Reports whether a value of this form may be of a kind of JSON.
    pub(super) fn may_be(&self, kind: &str) -> bool {
        self.kind.is_none_or(|own| own == kind)
    }

    /// Returns the listed values; `None` where others are allowed too.
    pub(super) fn listed(&self) -> Option<&BTreeSet<&'a str>> {
        self.values.as_ref().filter(|values| !values.is_empty())
    }
}

/// Expands schemas whose references name the components that `component` returns.
#[derive(Clone, Copy)]
pub(super) struct Expansion<'a> {
    pub(super) component: &'a dyn Fn(&str) -> Option<&'a Value>,
}

impl<'a> Expansion<'a> {
    /// Returns every form that one of the schemas allows.
    pub(super) fn forms(self, schemas: &[&'a Value]) -> Vec<Form<'a>> {
        let mut forms = Vec::new();
        for schema in schemas {
            forms.append(&mut self.expand(schema, &mut Vec::new()));
        }
        forms
    }

    /// Expands a schema; `open` holds the components being expanded, so that one that consists of
    /// itself ends.
    fn expand(self, schema: &'a Value, open: &mut Vec<&'a str>) -> Vec<Form<'a>> {
        if schema.get("$ref").is_some() {
            let Some(name) = walk::reference_name(schema).filter(|name| !open.contains(name))
            else {
                return Vec::new();
            };
            open.push(name);
            let target = (self.component)(name);
            let forms = target.map(|target| self.expand(target, open));
            open.pop();
            return forms.unwrap_or_default();
        }
        let mut forms = vec![Form::default()];
        for part in list(schema, "allOf") {
            forms = product(&forms, &self.expand(part, open));
        }
        forms = product(&forms, &[Form::own(schema)]);
        if let Some(branches) = members(schema).filter(|branches| !branches.is_empty()) {
            let mut alternatives = Vec::new();
            for branch in branches {
                alternatives.append(&mut self.expand(branch, open));
            }
            forms = product(&forms, &alternatives);
        }
        forms
    }
}

/// Combines every form of one side with every form of the other.
fn product<'a>(left: &[Form<'a>], right: &[Form<'a>]) -> Vec<Form<'a>> {
    let mut forms = Vec::new();
    for left in left {
        forms.extend(right.iter().map(|right| left.clone().and(right)));
    }
    forms
}
