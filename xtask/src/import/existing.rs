//! Reads the documents of `spec/`, whose prose and shared parameters an import keeps.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::error::Error;
use crate::codegen::{load, walk};

/// The domain of what several domains use.
pub(super) const SHARED: &str = "common";

/// The documents on disk, by domain.
pub(super) struct Existing {
    pub(super) documents: BTreeMap<String, Value>,
    /// The comments at the start of the documents.
    comments: BTreeMap<String, String>,
}

impl Existing {
    /// Reads the documents in `folder`.
    pub(super) fn load(folder: &Path) -> Result<Self, Error> {
        let mut documents = BTreeMap::new();
        let mut comments = BTreeMap::new();
        for document in load::documents(folder)? {
            let text = std::fs::read_to_string(folder.join(&document.file)).unwrap_or_default();
            let comment: String = text
                .lines()
                .take_while(|line| line.starts_with('#'))
                .flat_map(|line| [line, "\n"])
                .collect();
            comments.insert(document.domain.clone(), comment);
            documents.insert(document.domain, document.value);
        }
        Ok(Self {
            documents,
            comments,
        })
    }

    /// Returns the comment at the start of a document.
    pub(super) fn comment(&self, domain: &str) -> &str {
        self.comments.get(domain).map_or("", String::as_str)
    }

    /// Returns the schema of a type, whichever document holds it.
    pub(super) fn schema(&self, name: &str) -> Option<&Value> {
        self.documents
            .values()
            .find_map(|document| document.pointer("/components/schemas")?.get(name))
    }

    /// Returns an operation as it is written.
    pub(super) fn operation(&self, id: &str) -> Option<ExistingOperation<'_>> {
        self.documents.iter().find_map(|(domain, document)| {
            let operation = walk::operations(document)
                .into_iter()
                .find(|operation| operation.id() == id)?;
            Some(ExistingOperation {
                domain,
                object: operation.object,
            })
        })
    }

    /// Returns an operation object with its shared parameters inlined.
    pub(super) fn inlined(&self, operation: &ExistingOperation<'_>) -> Value {
        let mut value = Value::Object(operation.object.clone());
        for parameter in value
            .get_mut("parameters")
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            if let Some(shared) = self.shared_parameter(operation.domain, parameter) {
                *parameter = shared.clone();
            }
        }
        value
    }

    /// Follows a reference in the document of `domain` to a shared parameter.
    fn shared_parameter(&self, domain: &str, parameter: &Value) -> Option<&Value> {
        let target = parameter.get("$ref")?.as_str()?;
        let (file, pointer) = target.split_once('#')?;
        let domain = if file.is_empty() {
            domain
        } else {
            file.strip_suffix(".yaml")?
        };
        self.documents.get(domain)?.pointer(pointer)
    }

    /// Returns the shared parameters that the document of `domain` can refer to, by reference.
    pub(super) fn shared_parameters(&self, domain: &str) -> Vec<(String, &Value)> {
        let of = |file: &str, domain: &str| -> Vec<(String, &Value)> {
            let Some(components) = self
                .documents
                .get(domain)
                .and_then(|document| document.get("components"))
            else {
                return Vec::new();
            };
            walk::members(components, "parameters")
                .map(|(name, value)| (format!("{file}#/components/parameters/{name}"), value))
                .collect()
        };
        let mut found = of("", domain);
        if domain != SHARED {
            found.extend(of("common.yaml", SHARED));
        }
        found
    }
}

/// An operation in a document.
pub(super) struct ExistingOperation<'a> {
    domain: &'a str,
    pub(super) object: &'a walk::Object,
}
