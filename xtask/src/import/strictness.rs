//! Finds places where a request is limited more than the description limits it.
//!
//! Requests are validated against the specification, so a limit that the description does not have
//! at the same place would reject what the service accepts. Corrections are part of the
//! description here: they have reasons.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use super::description::Description;
use super::facts::Operation;
use super::forms::{Expansion, Form, UPPER, limits};
use super::schema::{list, media};
use super::types::Types;

/// The kinds of JSON that limits apply to.
const KINDS: [&str; 4] = ["string", "number", "array", "object"];

/// Returns a problem for each place of a request that is limited more than in the description.
pub(super) fn find(
    description: &Description,
    operations: &[Operation],
    types: &Types,
) -> Vec<String> {
    let upstream = |name: &str| description.component(name);
    let ours = |name: &str| types.get(name);
    let mut comparison = Comparison {
        ours: Expansion { component: &ours },
        upstream: Expansion {
            component: &upstream,
        },
        seen: HashSet::new(),
        found: Vec::new(),
    };
    for operation in description.operations() {
        let id = operation.id();
        let Some(converted) = operations.iter().find(|converted| converted.id == id) else {
            continue;
        };
        let upstream = description.parameters(&operation);
        for parameter in list(&converted.value, "parameters") {
            let is_same = |other: &&&Value| {
                ["name", "in"]
                    .iter()
                    .all(|key| other.get(*key) == parameter.get(*key))
            };
            let schemas = upstream
                .iter()
                .find(is_same)
                .and_then(|upstream| parameter.get("schema").zip(upstream.get("schema")));
            let name = parameter.get("name").and_then(Value::as_str);
            if let Some((ours, upstream)) = schemas {
                let place = format!("{id}?{}", name.unwrap_or_default());
                comparison.compare(&place, &[ours], &[upstream]);
            }
        }
        let body = converted.value.get("requestBody").and_then(media);
        if let (Some((_, ours)), Some(upstream)) = (body, description.request_schema(&operation)) {
            comparison.compare(&format!("{id}#request"), &[ours], &[upstream]);
        }
    }
    comparison.found
}

/// Addresses of the schemas of both sides, which identify what has been compared.
type Pair = (Vec<*const Value>, Vec<*const Value>);

/// Compares schemas of the specification with those of the description.
struct Comparison<'a> {
    ours: Expansion<'a>,
    upstream: Expansion<'a>,
    seen: HashSet<Pair>,
    found: Vec<String>,
}

impl<'a> Comparison<'a> {
    /// Compares the schemas that apply at a place, and those inside them.
    fn compare(&mut self, place: &str, ours: &[&'a Value], upstream: &[&'a Value]) {
        let addresses =
            |schemas: &[&'a Value]| schemas.iter().map(|schema| &raw const **schema).collect();
        if !self.seen.insert((addresses(ours), addresses(upstream))) {
            return;
        }
        let (ours, upstream) = (self.ours.forms(ours), self.upstream.forms(upstream));
        for kind in KINDS {
            let of_kind = |forms: &[Form<'a>]| -> Vec<Form<'a>> {
                let forms = forms.iter().filter(|form| form.may_be(kind));
                forms.cloned().collect()
            };
            let (ours, upstream) = (of_kind(&ours), of_kind(&upstream));
            if !ours.is_empty() && !upstream.is_empty() {
                self.compare_limits(place, &ours, &upstream);
                self.compare_values(place, &ours, &upstream);
                self.compare_required(place, &ours, &upstream);
            }
        }
        let steps: BTreeSet<&String> = ours.iter().flat_map(|form| form.inner.keys()).collect();
        for step in steps {
            let below = |forms: &[Form<'a>]| -> Vec<&'a Value> {
                let inner = forms.iter().filter_map(|form| form.inner.get(step));
                inner.copied().collect()
            };
            let upstream = below(&upstream);
            if !upstream.is_empty() {
                self.compare(&format!("{place}{step}"), &below(&ours), &upstream);
            }
        }
    }

    /// Finds limits that all of our forms have, and some form of the description does not.
    fn compare_limits(&mut self, place: &str, ours: &[Form<'a>], upstream: &[Form<'a>]) {
        for key in limits() {
            let own: Option<Vec<&Value>> = ours
                .iter()
                .map(|form| form.limits.get(key).copied())
                .collect();
            let Some(limit) = own.and_then(|own| loosest(key, &own)) else {
                continue;
            };
            let looser = upstream
                .iter()
                .map(|form| form.limits.get(key).copied())
                .find(|upstream| upstream.is_none_or(|upstream| is_stricter(key, limit, upstream)));
            if let Some(upstream) = looser {
                let upstream = upstream.map_or("nothing".to_owned(), Value::to_string);
                self.add(
                    place,
                    &format!("{key} is {limit}, in the description {upstream}"),
                );
            }
        }
    }

    /// Finds lists of values that lack values of the description.
    fn compare_values(&mut self, place: &str, ours: &[Form<'a>], upstream: &[Form<'a>]) {
        let Some(listed) = ours.iter().map(Form::listed).collect::<Option<Vec<_>>>() else {
            return;
        };
        let known: BTreeSet<&str> = listed.into_iter().flatten().copied().collect();
        let allows_more =
            |form: &Form<'_>| form.listed().is_none_or(|values| !values.is_subset(&known));
        if upstream.iter().any(allows_more) {
            self.add(
                place,
                "it lists values, of which the description allows more",
            );
        }
    }

    /// Finds properties that all of our forms require, and some form of the description does not.
    fn compare_required(&mut self, place: &str, ours: &[Form<'a>], upstream: &[Form<'a>]) {
        let mut required = ours.iter().map(|form| form.required.clone());
        let first = required.next().unwrap_or_default();
        for name in required.fold(first, |all, other| &all & &other) {
            if upstream.iter().any(|form| !form.required.contains(name)) {
                self.add(
                    place,
                    &format!("requires `{name}`, which the description does not"),
                );
            }
        }
    }

    fn add(&mut self, place: &str, what: &str) {
        self.found.push(format!(
            "`{place}` is stricter than the description: {what}"
        ));
    }
}

/// Returns the limit that holds in every case; `None` for patterns that differ.
fn loosest<'a>(key: &str, limits: &[&'a Value]) -> Option<&'a Value> {
    let mut limits = limits.iter().copied();
    let first = limits.next()?;
    limits.try_fold(first, |loosest, limit| {
        if is_stricter(key, loosest, limit) {
            (key != "pattern").then_some(limit)
        } else {
            Some(loosest)
        }
    })
}

/// Reports whether a limit allows less than another one of the same key.
fn is_stricter(key: &str, limit: &Value, than: &Value) -> bool {
    match limit.as_f64().zip(than.as_f64()) {
        Some((limit, than)) if UPPER.contains(&key) => limit < than,
        Some((limit, than)) => limit > than,
        None => limit != than,
    }
}
