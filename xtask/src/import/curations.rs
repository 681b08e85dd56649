//! `spec/curations/*.yaml`: where the specification differs from what Pinterest published, each with its reason.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Map, Value};

use super::Error;
use super::description::Description;
use super::schemas::Converter;
use crate::codegen::load;

/// Everything that the files of the folder say.
#[derive(Default)]
pub(super) struct Curations {
    /// Domain of each tag.
    domains: BTreeMap<String, String>,
    renames: BTreeMap<String, String>,
    names: BTreeMap<String, String>,
    types: BTreeMap<String, String>,
    definitions: BTreeMap<String, Value>,
    /// Schemas of this project's own, which no operation uses.
    own: BTreeMap<String, (String, Value)>,
    corrections: Vec<Correction>,
}

struct Correction {
    at: String,
    was: Map<String, Value>,
    set: Map<String, Value>,
    remove_response: Option<String>,
    /// Statuses that answer like another one.
    same_response: Map<String, Value>,
}

impl Curations {
    /// Reads every file of the folder; none when there is no folder.
    pub(super) fn load(folder: &Path) -> Result<Self, Error> {
        let mut curations = Self::default();
        let mut problems = Vec::new();
        for document in load::documents(folder)? {
            Reader {
                file: &document.file,
                domain: &document.domain,
                problems: &mut problems,
                into: &mut curations,
            }
            .read(&document.value);
        }
        if problems.is_empty() {
            Ok(curations)
        } else {
            Err(Error::Curations(problems))
        }
    }

    pub(super) fn domain(&self, tag: &str) -> Option<&str> {
        self.domains.get(tag).map(String::as_str)
    }

    pub(super) fn renamed(&self, component: &str) -> Option<&str> {
        self.renames.get(component).map(String::as_str)
    }

    pub(super) fn name_at(&self, position: &str) -> Option<&str> {
        self.names.get(position).map(String::as_str)
    }

    /// The type that stands at exactly this position, or at that of the array around it.
    pub(super) fn explicit_type(&self, position: &str) -> Option<&str> {
        let mut position = position;
        loop {
            if let Some(name) = self.types.get(position) {
                return Some(name);
            }
            position = position.strip_suffix("[]")?;
        }
    }

    /// The type that a wildcard gives to a property or parameter: the pattern and the name.
    pub(super) fn wildcard_type(&self, position: &str) -> Option<(String, &str)> {
        let position = position.trim_end_matches("[]");
        let cut = position.rfind(['.', '?'])?;
        let pattern = format!("*{}", &position[cut..]);
        let name = self.types.get(&pattern)?;
        Some((pattern, name))
    }

    pub(super) fn definition(&self, name: &str) -> Option<&Value> {
        self.definitions.get(name)
    }

    pub(super) fn renames(&self) -> impl Iterator<Item = (&str, &str)> {
        self.renames
            .iter()
            .map(|(upstream, name)| (upstream.as_str(), name.as_str()))
    }

    pub(super) fn promoted_types(&self) -> impl Iterator<Item = &str> {
        self.types.values().map(String::as_str)
    }

    pub(super) fn own_schemas(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        self.own
            .iter()
            .map(|(name, (domain, schema))| (name.as_str(), domain.as_str(), schema))
    }

    pub(super) fn type_names(&self) -> impl Iterator<Item = String> {
        self.definitions.keys().chain(self.own.keys()).cloned()
    }

    /// Applies the corrections; a correction that no longer fits is a problem.
    pub(super) fn correct(&self, description: &mut Value, problems: &mut Vec<String>) {
        for correction in &self.corrections {
            if let Err(problem) = correction.apply(description) {
                problems.push(format!("correction at `{}`: {problem}", correction.at));
            }
        }
    }

    /// Curations that name something the description does not have.
    pub(super) fn unmatched(
        &self,
        description: &Description,
        converter: &Converter<'_>,
    ) -> Vec<String> {
        let places = description.places(&|name| name.to_owned());
        let positions: BTreeSet<&str> =
            places.iter().map(|place| place.position.as_str()).collect();
        let mut problems = Vec::new();
        for (upstream, name) in &self.renames {
            let is_used =
                description.reached.contains(upstream) && converter.types.contains_key(name);
            if !is_used {
                problems.push(format!(
                    "rename of `{upstream}`: no type comes from such a component"
                ));
            }
        }
        for position in self
            .names
            .keys()
            .filter(|position| !positions.contains(position.as_str()))
        {
            problems.push(format!("name at `{position}`: there is no such position"));
        }
        for (position, name) in &self.types {
            let matched = if position.starts_with('*') {
                converter.used_wildcards.contains(position)
            } else {
                positions.contains(position.as_str())
            };
            if !matched {
                problems.push(format!("type `{name}` at `{position}`: matches nothing"));
            }
        }
        problems
    }
}

impl Correction {
    fn apply(&self, description: &mut Value) -> Result<(), String> {
        let place = find(description, &self.at).ok_or("there is no such position")?;
        if let Some(status) = &self.remove_response {
            let responses = place.get_mut("responses").and_then(Value::as_object_mut);
            let removed = responses.and_then(|responses| responses.remove(status));
            return removed
                .map(drop)
                .ok_or_else(|| format!("there is no response {status} any more"));
        }
        for (status, like) in &self.same_response {
            let responses = place
                .get_mut("responses")
                .and_then(Value::as_object_mut)
                .ok_or("there are no responses")?;
            let like = like.as_str().unwrap_or_default();
            let answer = responses
                .get(like)
                .cloned()
                .ok_or_else(|| format!("there is no response {like} any more"))?;
            match responses.insert(status.clone(), answer.clone()) {
                None => return Err(format!("there is no response {status} any more")),
                Some(before) if before == answer => {
                    return Err(format!(
                        "{status} already answers like {like}: delete the curation"
                    ));
                }
                Some(_) => {}
            }
        }
        for (key, expected) in &self.was {
            let found = dotted(place, key).cloned().unwrap_or(Value::Null);
            if found != *expected {
                return Err(format!(
                    "`{key}` was {expected}, and is {found} now: look again, then change or delete the curation"
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
        return Err(format!("`{key}` does not lead into an object"));
    };
    match value {
        Value::Null => drop(object.remove(*last)),
        _ => drop(object.insert((*last).to_owned(), value.clone())),
    }
    Ok(())
}

/// The value at a position, to be changed.
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

/// JSON pointer to the start of a position, and the steps that follow.
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
    let operation = crate::codegen::walk::operations(description)
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

/// Reads one file; what is wrong is collected.
struct Reader<'a> {
    file: &'a str,
    domain: &'a str,
    problems: &'a mut Vec<String>,
    into: &'a mut Curations,
}

impl Reader<'_> {
    fn read(&mut self, document: &Value) {
        let Some(sections) = document.as_object() else {
            self.problem("is not a mapping of sections");
            return;
        };
        for (section, content) in sections {
            if section == "domains" {
                for (tag, domain) in content.as_object().into_iter().flatten() {
                    let domain = domain.as_str().unwrap_or_default().to_owned();
                    self.into.domains.insert(tag.clone(), domain);
                }
                continue;
            }
            for entry in content.as_array().into_iter().flatten() {
                if entry
                    .get("reason")
                    .and_then(Value::as_str)
                    .is_none_or(|reason| reason.trim().is_empty())
                {
                    self.problem(&format!("an entry of `{section}` has no reason: {entry}"));
                }
                match section.as_str() {
                    "rename" => self.texts(entry, "schemas", |into| &mut into.renames),
                    "name" => self.texts(entry, "at", |into| &mut into.names),
                    "type" => self.promotion(entry),
                    "own" => self.own(entry),
                    "correct" => self.correction(entry),
                    other => self.problem(&format!("`{other}` is not a section; there are domains, rename, name, type, own and correct")),
                }
            }
        }
    }

    fn problem(&mut self, message: &str) {
        self.problems
            .push(format!("spec/curations/{}: {message}", self.file));
    }

    fn texts(
        &mut self,
        entry: &Value,
        key: &str,
        into: fn(&mut Curations) -> &mut BTreeMap<String, String>,
    ) {
        let Some(pairs) = entry.get(key).and_then(Value::as_object) else {
            return self.problem(&format!("an entry has no `{key}`: {entry}"));
        };
        for (from, to) in pairs {
            let Some(to) = to.as_str() else {
                self.problem(&format!("`{from}` is given something else than text"));
                continue;
            };
            if let Some(before) = into(self.into).insert(from.clone(), to.to_owned())
                && before != to
            {
                self.problem(&format!("`{from}` is called both `{before}` and `{to}`"));
            }
        }
    }

    fn promotion(&mut self, entry: &Value) {
        let Some(name) = entry.get("schema").and_then(Value::as_str) else {
            return self.problem(&format!("a type has no `schema`: {entry}"));
        };
        if let Some(definition) = entry.get("define")
            && let Some(before) = self
                .into
                .definitions
                .insert(name.to_owned(), definition.clone())
            && before != *definition
        {
            self.problem(&format!("`{name}` is defined in two ways"));
        }
        for position in entry
            .get("at")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            if let Some(before) = self.into.types.insert(position.to_owned(), name.to_owned())
                && before != name
            {
                self.problem(&format!(
                    "`{position}` is given the types `{before}` and `{name}`"
                ));
            }
        }
    }

    fn own(&mut self, entry: &Value) {
        match (
            entry.get("schema").and_then(Value::as_str),
            entry.get("define"),
        ) {
            (Some(name), Some(schema)) => {
                self.into
                    .own
                    .insert(name.to_owned(), (self.domain.to_owned(), schema.clone()));
            }
            _ => self.problem(&format!(
                "an own schema needs `schema` and `define`: {entry}"
            )),
        }
    }

    fn correction(&mut self, entry: &Value) {
        let object = |key: &str| {
            entry
                .get(key)
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default()
        };
        let Some(at) = entry.get("at").and_then(Value::as_str) else {
            return self.problem(&format!("a correction has no `at`: {entry}"));
        };
        let remove_response = entry
            .get("remove_response")
            .and_then(Value::as_str)
            .map(str::to_owned);
        let correction = Correction {
            at: at.to_owned(),
            was: object("was"),
            set: object("set"),
            remove_response,
            same_response: object("same_response"),
        };
        let changes_responses =
            correction.remove_response.is_some() || !correction.same_response.is_empty();
        if correction.set.is_empty() && !changes_responses {
            self.problem(&format!("the correction at `{at}` sets nothing"));
        }
        self.into.corrections.push(correction);
    }
}
