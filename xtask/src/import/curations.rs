//! Reads `spec/curations/*.yaml`: where the specification differs from what Pinterest published.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::corrections::Correction;
use super::error::Error;
use super::naming;
use crate::codegen::load;

/// The entries of all files together.
#[derive(Default)]
pub(super) struct Curations {
    /// Domains by tag.
    domains: BTreeMap<String, String>,
    /// Names of types by component.
    renames: BTreeMap<String, String>,
    /// Names of types by position.
    names: BTreeMap<String, String>,
    /// Names of types by position or wildcard, replacing scalars.
    types: BTreeMap<String, String>,
    /// Definitions of those types.
    definitions: BTreeMap<String, Value>,
    /// Schemas that no operation uses, with their domains.
    own: BTreeMap<String, (String, Value)>,
    corrections: Vec<Correction>,
}

impl Curations {
    /// Reads every file in `folder`.
    ///
    /// # Errors
    ///
    /// Returns every malformed entry, or the first file that cannot be read.
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

    /// Returns the domain of a tag.
    pub(super) fn domain(&self, tag: &str) -> Option<&str> {
        self.domains.get(tag).map(String::as_str)
    }

    /// Returns the name of a component's type.
    pub(super) fn component_name(&self, upstream: &str) -> String {
        match self.renames.get(upstream) {
            Some(name) => name.clone(),
            None => naming::component_name(upstream),
        }
    }

    /// Returns the name for the type at a position.
    pub(super) fn name_at(&self, position: &str) -> Option<&str> {
        self.names.get(position).map(String::as_str)
    }

    /// Returns the type for exactly this position, or for the array around it.
    pub(super) fn explicit_type(&self, position: &str) -> Option<&str> {
        let mut position = position;
        loop {
            if let Some(name) = self.types.get(position) {
                return Some(name);
            }
            position = position.strip_suffix("[]")?;
        }
    }

    /// Returns the wildcard that matches a property or parameter, and the type that it gives.
    pub(super) fn wildcard_type(&self, position: &str) -> Option<(String, &str)> {
        let position = position.trim_end_matches("[]");
        let cut = position.rfind(['.', '?'])?;
        let pattern = format!("*{}", &position[cut..]);
        let name = self.types.get(&pattern)?;
        Some((pattern, name))
    }

    /// Returns the definition of a type that replaces scalars.
    pub(super) fn definition(&self, name: &str) -> Option<&Value> {
        self.definitions.get(name)
    }

    /// Iterates over renamed components and their new names.
    pub(super) fn renames(&self) -> impl Iterator<Item = (&str, &str)> {
        pairs(&self.renames)
    }

    /// Iterates over positions and the names for their types.
    pub(super) fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        pairs(&self.names)
    }

    /// Iterates over positions and wildcards, and the types that replace the scalars there.
    pub(super) fn types(&self) -> impl Iterator<Item = (&str, &str)> {
        pairs(&self.types)
    }

    /// Iterates over the schemas that no operation uses: name, domain and schema.
    pub(super) fn own_schemas(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        self.own
            .iter()
            .map(|(name, (domain, schema))| (name.as_str(), domain.as_str(), schema))
    }

    /// Iterates over the names of all types that the files define.
    pub(super) fn type_names(&self) -> impl Iterator<Item = String> {
        self.definitions.keys().chain(self.own.keys()).cloned()
    }

    /// Applies the corrections, and returns a problem for each one that no longer applies.
    pub(super) fn correct(&self, description: &mut Value) -> Vec<String> {
        let mut problems = Vec::new();
        for correction in &self.corrections {
            if let Err(problem) = correction.apply(description) {
                problems.push(format!("correction at `{}`: {problem}", correction.at));
            }
        }
        problems
    }
}

fn pairs(map: &BTreeMap<String, String>) -> impl Iterator<Item = (&str, &str)> {
    map.iter().map(|(key, name)| (key.as_str(), name.as_str()))
}

/// Reads one file, and collects its problems.
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
                    "correct" => match Correction::read(entry) {
                        Ok(correction) => self.into.corrections.push(correction),
                        Err(problem) => self.problem(&problem),
                    },
                    other => self.problem(&format!(
                        "unknown section `{other}`; expected domains, rename, name, type, own or \
                         correct"
                    )),
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
                self.problem(&format!("the value of `{from}` is not a string"));
                continue;
            };
            if let Some(before) = into(self.into).insert(from.clone(), to.to_owned())
                && before != to
            {
                self.problem(&format!("`{from}` has two names, `{before}` and `{to}`"));
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
            self.problem(&format!("`{name}` has two definitions"));
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
                    "`{position}` has two types, `{before}` and `{name}`"
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
}
