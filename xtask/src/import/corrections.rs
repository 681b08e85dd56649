//! Corrections of a description: where they apply, what they expect there, and what they change.

use serde_json::{Map, Value, json};

use super::schema::list;
use crate::codegen::walk;

/// One entry of a `correct` section.
pub(super) struct Correction {
    pub(super) at: String,
    /// Values that the description has at present, by dotted key.
    was: Map<String, Value>,
    /// Values that replace them; null removes a key.
    set: Map<String, Value>,
    remove_response: Option<String>,
    /// Statuses with arrays whose items may have the form of those of any of the statuses.
    join_responses: Vec<String>,
}

impl Correction {
    /// Reads an entry.
    ///
    /// # Errors
    ///
    /// Returns a message when the entry has no position or changes nothing.
    pub(super) fn read(entry: &Value) -> Result<Self, String> {
        let object = |key: &str| {
            entry
                .get(key)
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default()
        };
        let Some(at) = entry.get("at").and_then(Value::as_str) else {
            return Err(format!("a correction has no `at`: {entry}"));
        };
        let remove_response = entry
            .get("remove_response")
            .and_then(Value::as_str)
            .map(str::to_owned);
        let correction = Self {
            at: at.to_owned(),
            was: object("was"),
            set: object("set"),
            remove_response,
            join_responses: list(entry, "join_responses")
                .filter_map(|status| status.as_str().map(str::to_owned))
                .collect(),
        };
        let changes_responses =
            correction.remove_response.is_some() || !correction.join_responses.is_empty();
        if correction.set.is_empty() && !changes_responses {
            return Err(format!("the correction at `{at}` changes nothing"));
        }
        Ok(correction)
    }

    /// Applies the correction.
    ///
    /// # Errors
    ///
    /// Returns a message when the description no longer has what the correction expects, or
    /// already has what it sets.
    pub(super) fn apply(&self, description: &mut Value) -> Result<(), String> {
        let place = find(description, &self.at).ok_or("no such position")?;
        if let Some(status) = &self.remove_response {
            let responses = place.get_mut("responses").and_then(Value::as_object_mut);
            let removed = responses.and_then(|responses| responses.remove(status));
            return removed
                .map(drop)
                .ok_or_else(|| format!("response {status} no longer exists"));
        }
        if !self.join_responses.is_empty() {
            join_responses(place, &self.join_responses)?;
        }
        for (key, expected) in &self.was {
            let found = dotted(place, key).cloned().unwrap_or(Value::Null);
            if found != *expected {
                return Err(format!(
                    "`{key}` is {found}, not {expected}: review the curation, then change or \
                     delete it"
                ));
            }
        }
        for (key, value) in &self.set {
            if dotted(place, key).unwrap_or(&Value::Null) == value {
                return Err(format!("`{key}` is already {value}: delete the curation"));
            }
            put(place, key, value)?;
        }
        Ok(())
    }
}

/// Replaces the items of the arrays in the responses of the statuses by a union of all of them.
fn join_responses(operation: &mut Value, statuses: &[String]) -> Result<(), String> {
    let pointer =
        |status: &str| format!("/responses/{status}/content/application~1json/schema/items");
    let mut members: Vec<Value> = Vec::new();
    for status in statuses {
        let items = operation
            .pointer(&pointer(status))
            .ok_or_else(|| format!("response {status} is no longer an array"))?;
        if members.contains(items) {
            return Err(format!(
                "response {status} already has the items of another one: delete the curation"
            ));
        }
        members.push(items.clone());
    }
    for status in statuses {
        if let Some(items) = operation.pointer_mut(&pointer(status)) {
            *items = json!({ "oneOf": members });
        }
    }
    Ok(())
}

/// Returns the value below a dotted key.
fn dotted<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    key.split('.').try_fold(value, |value, part| match value {
        Value::Array(items) => items.get(part.parse::<usize>().ok()?),
        _ => value.get(part),
    })
}

/// Sets the value below a dotted key, or removes it when it is null.
fn put(place: &mut Value, key: &str, value: &Value) -> Result<(), String> {
    let parts: Vec<&str> = key.split('.').collect();
    let Some((last, path)) = parts.split_last() else {
        return Ok(());
    };
    let mut place = place;
    for part in path {
        place = match place {
            Value::Array(items) => part
                .parse::<usize>()
                .ok()
                .and_then(|index| items.get_mut(index))
                .ok_or_else(|| format!("no item {part}"))?,
            Value::Object(object) => object
                .entry(*part)
                .or_insert_with(|| Value::Object(Map::new())),
            _ => return Err(format!("`{part}` is not inside an object")),
        };
    }
    let Value::Object(object) = place else {
        return Err(format!("`{key}` is not inside an object"));
    };
    match value {
        Value::Null => drop(object.remove(*last)),
        _ => drop(object.insert((*last).to_owned(), value.clone())),
    }
    Ok(())
}

/// Returns the value at a position; `spec/curations/README.md` has the notation.
fn find<'a>(description: &'a mut Value, position: &str) -> Option<&'a mut Value> {
    let (start, steps) = start(description, position)?;
    let mut place = description.pointer_mut(&start)?;
    let mut steps = steps.as_str();
    while !steps.is_empty() {
        while place.get("properties").is_none()
            && matches!(
                place.get("allOf").and_then(Value::as_array).map(Vec::len),
                Some(1)
            )
        {
            place = place.get_mut("allOf")?.get_mut(0)?;
        }
        let length = steps[1..]
            .find(['.', '[', '{', '|'])
            .map_or(steps.len(), |end| end + 1);
        let (step, rest) = steps.split_at(length);
        place = match step {
            "[]" => place.get_mut("items")?,
            "{}" => place.get_mut("additionalProperties")?,
            _ => match step.strip_prefix('|') {
                Some(index) => {
                    let key = if place.get("oneOf").is_some() {
                        "oneOf"
                    } else {
                        "anyOf"
                    };
                    place.get_mut(key)?.get_mut(index.parse::<usize>().ok()?)?
                }
                None => property(place, &step[1..])?,
            },
        };
        steps = rest;
    }
    Some(place)
}

/// Returns the schema of a property, which a member of an `allOf` may declare.
fn property<'a>(place: &'a mut Value, name: &str) -> Option<&'a mut Value> {
    if place
        .get("properties")
        .is_some_and(|properties| properties.get(name).is_some())
    {
        return place.get_mut("properties")?.get_mut(name);
    }
    let members = place.get_mut("allOf")?.as_array_mut()?;
    members
        .iter_mut()
        .find_map(|member| member.get_mut("properties")?.get_mut(name))
}

/// Splits a position into the JSON pointer to its start and the steps that follow.
fn start(description: &Value, position: &str) -> Option<(String, String)> {
    let escaped = |text: &str| text.replace('~', "~0").replace('/', "~1");
    let schemas = description.pointer("/components/schemas")?.as_object()?;
    let component = schemas.keys().filter(|name| {
        let rest = position.strip_prefix(name.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[', '{', '|']))
    });
    if let Some(name) = component.max_by_key(|name| name.len()) {
        return Some((
            format!("/components/schemas/{}", escaped(name)),
            position[name.len()..].to_owned(),
        ));
    }
    let cut = position.find(['?', '#', '!'])?;
    let (id, rest) = position.split_at(cut);
    let operation = walk::operations(description)
        .into_iter()
        .find(|operation| operation.id() == id)?;
    let base = format!("/paths/{}/{}", escaped(operation.path), operation.method);
    if rest == "!" {
        return Some((base, String::new()));
    }
    let end = rest[1..]
        .find(['.', '[', '{', '|', '!'])
        .map_or(rest.len(), |end| end + 1);
    let (target, steps) = rest.split_at(end);
    let with_schema = |holder: &str| {
        let content = description.pointer(holder)?.get("content")?.as_object()?;
        let media = content.keys().next()?;
        Some(format!("{holder}/content/{}/schema", escaped(media)))
    };
    let start = match target {
        "#request" => with_schema(&format!("{base}/requestBody"))?,
        "#response" => {
            let responses = operation.object.get("responses")?.as_object()?;
            let mut successes = responses.keys().filter(|status| status.starts_with('2'));
            successes.find_map(|status| with_schema(&format!("{base}/responses/{status}")))?
        }
        _ => {
            let parameters = operation.object.get("parameters")?.as_array()?;
            let index = parameters.iter().position(|parameter| {
                parameter.get("name").and_then(Value::as_str) == Some(&target[1..])
            })?;
            if steps == "!" {
                return Some((format!("{base}/parameters/{index}"), String::new()));
            }
            format!("{base}/parameters/{index}/schema")
        }
    };
    Some((start, steps.to_owned()))
}
