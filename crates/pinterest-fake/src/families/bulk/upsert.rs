//! Bulk changes. Each entity goes through the operation that creates or updates its kind, so that
//! both ways have the same rules. New entities may refer to others of the same request: `C1` is the
//! first new campaign, `AG1` the first new ad group.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::call::Call;
use crate::description::description;
use crate::exchange::{Failure, ReplyBody};
use crate::families::schedules;

/// Kinds of entities in the order in which they are made: a kind refers to earlier ones only.
const KINDS: [Kind; 8] = [
    Kind::new("campaigns", "campaigns", "C"),
    Kind::new("ad_groups", "ad_groups", "AG"),
    Kind::new("ads", "ads", ""),
    Kind::new("catalog_product_groups", "catalogs_product_groups", ""),
    Kind::new("product_groups", "product_group_promotions", ""),
    Kind::new("keywords", "keywords", ""),
    Kind::new("labels", "labels", ""),
    Kind::new("schedules", "schedules", ""),
];

/// Fields that may hold a placeholder.
const REFERENCES: [&str; 4] = ["campaign_id", "ad_group_id", "parent_id", "entity_id"];

struct Kind {
    /// Its key in the request.
    key: &'static str,
    /// The first part of the ids of its operations.
    operations: &'static str,
    /// What placeholders of it start with; empty if nothing can refer to it.
    placeholder: &'static str,
}

impl Kind {
    const fn new(key: &'static str, operations: &'static str, placeholder: &'static str) -> Self {
        Self {
            key,
            operations,
            placeholder,
        }
    }
}

/// What became of one entity: itself, or why not.
type Outcome = Result<Value, Vec<Value>>;

/// Makes the changes and returns the outcomes: `create` and `update` with arrays by kind, as in the
/// request.
pub(super) fn apply(call: &mut Call<'_>) -> Value {
    let request = call.body.clone();
    let mut placeholders = HashMap::new();
    let mut results = Map::new();
    for action in ["create", "update"] {
        let mut of_action = Map::new();
        for kind in &KINDS {
            let Some(entities) = request[action][kind.key].as_array() else {
                continue;
            };
            let mut outcomes = Vec::new();
            for (index, entity) in entities.iter().enumerate() {
                let found = one(call, kind, action, entity, &placeholders);
                if action == "create" && !kind.placeholder.is_empty() {
                    let placeholder = format!("{}{}", kind.placeholder, index + 1);
                    let id = found.first().and_then(|outcome| outcome.as_ref().ok());
                    let id = id.and_then(|data| data["id"].as_str()).map(str::to_owned);
                    placeholders.insert(placeholder, id);
                }
                outcomes.extend(found.into_iter().map(|outcome| recorded(outcome, index)));
            }
            of_action.insert(kind.key.to_owned(), json!(outcomes));
        }
        if !of_action.is_empty() {
            results.insert(action.to_owned(), Value::Object(of_action));
        }
    }
    Value::Object(results)
}

/// Tells whether nothing of a request went through.
pub(super) fn has_failed(results: &Value) -> bool {
    let mut outcomes = outcomes(results).peekable();
    outcomes.peek().is_some() && outcomes.all(|outcome| outcome["status"] == "FAILED")
}

/// Returns the results as the file has them: `data` and `exceptions` are details.
pub(super) fn shown(results: &Value, with_details: bool) -> Value {
    let mut results = results.clone();
    if with_details {
        return results;
    }
    let actions = results
        .as_object_mut()
        .into_iter()
        .flat_map(Map::values_mut);
    let kinds = actions
        .filter_map(Value::as_object_mut)
        .flat_map(Map::values_mut);
    for outcome in kinds.filter_map(Value::as_array_mut).flatten() {
        if let Some(outcome) = outcome.as_object_mut() {
            outcome.remove("data");
            outcome.remove("exceptions");
        }
    }
    results
}

fn outcomes(results: &Value) -> impl Iterator<Item = &Value> {
    let actions = results.as_object().into_iter().flat_map(Map::values);
    let kinds = actions.filter_map(Value::as_object).flat_map(Map::values);
    kinds.filter_map(Value::as_array).flatten()
}

fn recorded(outcome: Outcome, index: usize) -> Value {
    match outcome {
        Ok(data) => {
            let id = data.get("id").or(data.get("schedule_id")).cloned();
            json!({"index": index, "status": "SUCCEEDED", "id": id, "data": data})
        }
        Err(exceptions) => json!({"index": index, "status": "FAILED", "exceptions": exceptions}),
    }
}

fn one(
    call: &mut Call<'_>,
    kind: &Kind,
    action: &str,
    entity: &Value,
    placeholders: &HashMap<String, Option<String>>,
) -> Vec<Outcome> {
    let mut entity = entity.clone();
    let outcomes =
        resolve(&mut entity, placeholders).and_then(|()| act(call, kind, action, entity));
    outcomes.unwrap_or_else(|failure| vec![Err(vec![failure.to_value()])])
}

/// Puts ids in the place of placeholders.
fn resolve(
    entity: &mut Value,
    placeholders: &HashMap<String, Option<String>>,
) -> Result<(), Failure> {
    let nested = entity
        .get_mut("product_group_promotion")
        .and_then(Value::as_array_mut);
    for entity in nested.into_iter().flatten() {
        resolve(entity, placeholders)?;
    }
    for field in REFERENCES {
        let Some(Value::String(reference)) = entity.get_mut(field) else {
            continue;
        };
        if !reference.starts_with(|first: char| first.is_ascii_alphabetic()) {
            continue;
        }
        match placeholders.get(reference.as_str()) {
            Some(Some(id)) => *reference = id.clone(),
            Some(None) => {
                return Err(Failure::invalid(format!(
                    "'{field}' {reference} was not created"
                )));
            }
            None => {
                return Err(Failure::invalid(format!(
                    "'{field}' {reference} is no entity of this request"
                )));
            }
        }
    }
    Ok(())
}

fn act(
    call: &mut Call<'_>,
    kind: &Kind,
    action: &str,
    entity: Value,
) -> Result<Vec<Outcome>, Failure> {
    let operation = format!("{}/{action}", kind.operations);
    match kind.key {
        "schedules" => schedule(call, action, entity).map(|row| vec![Ok(row)]),
        "labels" if action == "create" => labels(call, entity),
        "labels" => {
            let label = json!({"id": entity["id"], "status": entity["status"]});
            perform(call, &operation, &[], json!({"labels": [label]}))
        }
        "keywords" if action == "update" => {
            perform(call, &operation, &[], json!({"keywords": [entity]}))
        }
        "keywords" | "product_groups" => perform(call, &operation, &[], entity),
        "catalog_product_groups" if action == "create" => perform(call, &operation, &[], entity),
        "catalog_product_groups" => {
            let mut entity = entity;
            let id = entity
                .as_object_mut()
                .and_then(|entity| entity.remove("id"));
            let id = id.unwrap_or_default();
            perform(call, &operation, &[("product_group_id", id)], entity)
        }
        _ => perform(call, &operation, &[], json!([entity])),
    }
}

/// Labels of a campaign are created and then applied to it.
fn labels(call: &mut Call<'_>, entity: Value) -> Result<Vec<Outcome>, Failure> {
    let body = json!({"labels": entity["labels"]});
    let mut outcomes = perform(call, "labels/create", &[], body)?;
    for outcome in &mut outcomes {
        let Ok(label) = outcome else {
            continue;
        };
        let path = [("label_id", label["id"].clone())];
        let body = json!({"entity_ids": [entity["parent_id"]]});
        let applied = perform(call, "labels/apply", &path, body)?;
        if let Some(Err(exceptions)) = applied.into_iter().find(Result::is_err) {
            *outcome = Err(exceptions);
        }
    }
    Ok(outcomes)
}

/// Has another operation do its part, for the same caller.
fn perform(
    call: &mut Call<'_>,
    operation: &str,
    path: &[(&str, Value)],
    body: Value,
) -> Result<Vec<Outcome>, Failure> {
    let behavior = super::super::behavior(operation);
    let (Some(operation), Some(behavior)) = (description().operation(operation), behavior) else {
        return Err(Failure::invalid(format!(
            "{operation} is not available in bulk"
        )));
    };
    let mut all = call.path.clone();
    all.extend(
        path.iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone())),
    );
    let mut inner = Call {
        operation,
        path: all,
        query: Map::new(),
        body,
        caller: call.caller.clone(),
        now: call.now,
        state: call.state,
    };
    match behavior(&mut inner)?.body {
        ReplyBody::Json(reply) => Ok(read(reply)),
        _ => Ok(Vec::new()),
    }
}

/// The outcomes that a response has: of a batch, beside `errors`, or the one that it is.
fn read(reply: Value) -> Vec<Outcome> {
    if let Some(items) = reply["items"].as_array() {
        let outcomes = items
            .iter()
            .map(|item| match item["exceptions"].as_array() {
                Some(exceptions) if !exceptions.is_empty() => Err(exceptions.clone()),
                _ => Ok(item["data"].clone()),
            });
        return outcomes.collect();
    }
    let Some(errors) = reply["errors"].as_array() else {
        return vec![Ok(reply)];
    };
    let done = ["keywords", "labels"]
        .iter()
        .filter_map(|name| reply[name].as_array());
    let failed = errors.iter().map(|error| {
        let messages = error["error_messages"].as_array().into_iter().flatten();
        Err(messages
            .map(|message| json!({"code": 1, "message": message}))
            .collect())
    });
    done.flatten().cloned().map(Ok).chain(failed).collect()
}

/// A schedule has one id here, which both actions return as `schedule_id`.
fn schedule(call: &mut Call<'_>, action: &str, entity: Value) -> Result<Value, Failure> {
    let account = call.path("ad_account_id");
    let row = match action {
        "create" => schedules::create_one(call.state, &account, entity),
        _ => {
            let id = entity["id"].as_str().unwrap_or_default();
            schedules::update_one(call.state, &account, id, &entity)
        }
    };
    row.map(Value::Object)
}
