//! Joins the documents of `spec/` into one description whose references are all local.
//!
//! Parameters are copied to where they are used, so that later steps see operations that are complete.

mod references;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Error;
use super::error::Problem;
use super::load::Document;
use super::walk;

/// The document that all others may refer to.
pub(crate) const SHARED: &str = "common";

/// The whole description, and which document each part came from.
#[derive(Debug)]
pub(crate) struct Spec {
    pub(crate) document: Value,
    /// Every domain in order: file names of `spec/` without their ending.
    pub(crate) domains: Vec<String>,
    /// What each domain is about, in the words of its document.
    pub(crate) descriptions: BTreeMap<String, String>,
    /// Domain of each component schema.
    pub(crate) schema_domain: BTreeMap<String, String>,
    /// Domain of each path.
    pub(crate) path_domain: BTreeMap<String, String>,
    /// Domain of each security scheme.
    pub(crate) scheme_domain: BTreeMap<String, String>,
    /// The document that has `x-ratelimits`.
    pub(crate) rate_limits_domain: Option<String>,
}

/// Joins the documents; reports unresolved references and names that stand in two documents.
pub(crate) fn merge(documents: Vec<Document>) -> Result<Spec, Error> {
    let mut problems = Vec::new();
    for document in &documents {
        check_version(document, &mut problems);
        references::check(document, &documents, &mut problems);
    }
    let mut schemas = Map::new();
    let mut schema_domain = BTreeMap::new();
    let mut schemes = Map::new();
    let mut scheme_domain = BTreeMap::new();
    let mut rate_limits = Value::Null;
    let mut rate_limits_domain = None;
    let mut paths = Map::new();
    let mut path_domain = BTreeMap::new();
    for document in &documents {
        for (name, schema) in walk::component_schemas(&document.value) {
            match schema_domain.insert(name.to_owned(), document.domain.clone()) {
                Some(other) => problems.push(Problem {
                    file: document.file.clone(),
                    place: format!("components.schemas.{name}"),
                    message: format!("{other}.yaml has a schema of that name too; rename one, or share it from common.yaml"),
                }),
                None => drop(schemas.insert(name.to_owned(), schema.clone())),
            }
        }
        if let Some(components) = document.value.get("components") {
            for (name, scheme) in walk::members(components, "securitySchemes") {
                if scheme.get("$ref").is_some() {
                    continue; // It stands for what another document says in full.
                }
                match scheme_domain.insert(name.to_owned(), document.domain.clone()) {
                    Some(other) => problems.push(Problem {
                        file: document.file.clone(),
                        place: format!("components.securitySchemes.{name}"),
                        message: format!("{other}.yaml has a scheme of that name; reference it"),
                    }),
                    None => drop(schemes.insert(name.to_owned(), scheme.clone())),
                }
            }
        }
        if let Some(limits) = document.value.get("x-ratelimits") {
            rate_limits = limits.clone();
            if let Some(other) = rate_limits_domain.replace(document.domain.clone()) {
                problems.push(Problem {
                    file: document.file.clone(),
                    place: "x-ratelimits".to_owned(),
                    message: format!("{other}.yaml has them too; they stand in one document"),
                });
            }
        }
        for (path, item) in walk::members(&document.value, "paths") {
            match path_domain.insert(path.to_owned(), document.domain.clone()) {
                Some(other) => problems.push(Problem {
                    file: document.file.clone(),
                    place: format!("paths.{path}"),
                    message: format!(
                        "{other}.yaml has this path too; a path belongs in one document"
                    ),
                }),
                None => drop(paths.insert(
                    path.to_owned(),
                    with_parameters_in_place(item, document, &documents),
                )),
            }
        }
    }
    let version = version(&documents, &mut problems);
    let descriptions = documents.iter().map(description).collect();
    if !problems.is_empty() {
        return Err(Error::Invalid { problems });
    }
    let mut document = json!({
        "openapi": "3.0.3",
        "info": { "title": "the Pinterest REST API v5", "version": version },
        "paths": paths,
        "components": { "schemas": schemas, "securitySchemes": schemes },
        "x-ratelimits": rate_limits,
    });
    references::make_all_local(&mut document);
    Ok(Spec {
        document,
        domains: documents.into_iter().map(|d| d.domain).collect(),
        descriptions,
        schema_domain,
        path_domain,
        scheme_domain,
        rate_limits_domain,
    })
}

/// A domain, and what it is about.
fn description(document: &Document) -> (String, String) {
    let text = document.value.pointer("/info/description");
    let text = text.and_then(Value::as_str).unwrap_or_default();
    (document.domain.clone(), text.to_owned())
}

/// The documents describe one API, so they must agree on its version.
fn version(documents: &[Document], problems: &mut Vec<Problem>) -> String {
    let of = |document: &Document| {
        document
            .value
            .pointer("/info/version")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let version = documents.first().map(of).unwrap_or_default();
    for document in documents {
        if of(document) != version {
            problems.push(Problem {
                file: document.file.clone(),
                place: "info.version".to_owned(),
                message: format!(
                    "is {:?}, but another document says {version:?}",
                    of(document)
                ),
            });
        }
    }
    version
}

fn check_version(document: &Document, problems: &mut Vec<Problem>) {
    let version = document
        .value
        .get("openapi")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if !version.starts_with("3.0.") {
        problems.push(Problem {
            file: document.file.clone(),
            place: "openapi".to_owned(),
            message: format!(
                "version {version:?} is not supported; the documents are OpenAPI 3.0.3"
            ),
        });
    }
}

/// The path item with references to parameters replaced by the parameters, shared ones first.
fn with_parameters_in_place(item: &Value, document: &Document, documents: &[Document]) -> Value {
    let resolved = |parameters: Option<&Value>| -> Vec<Value> {
        let listed = parameters.and_then(Value::as_array).into_iter().flatten();
        listed
            .map(
                |parameter| match parameter.get("$ref").and_then(Value::as_str) {
                    Some(reference) => references::resolve(reference, document, documents)
                        .unwrap_or(parameter)
                        .clone(),
                    None => parameter.clone(),
                },
            )
            .collect()
    };
    let mut item = item.clone();
    let shared = resolved(item.get("parameters"));
    if let Some(object) = item.as_object_mut() {
        object.remove("parameters");
    }
    for method in walk::METHODS {
        let Some(Value::Object(operation)) = item.get_mut(method) else {
            continue;
        };
        let mut parameters = shared.clone();
        parameters.extend(resolved(operation.get("parameters")));
        if !parameters.is_empty() {
            operation.insert("parameters".to_owned(), Value::Array(parameters));
        }
    }
    item
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::codegen::load;

    /// Documents from `(file name, YAML)`.
    pub(crate) fn documents(files: &[(&str, &str)]) -> Vec<Document> {
        files
            .iter()
            .map(|(file, yaml)| Document {
                file: (*file).to_owned(),
                domain: file.trim_end_matches(".yaml").to_owned(),
                value: load::parse(yaml).unwrap(),
            })
            .collect()
    }

    fn error(files: &[(&str, &str)]) -> String {
        merge(documents(files)).unwrap_err().to_string()
    }

    #[test]
    fn references_between_documents_become_local_and_parameters_move_in() {
        let spec = merge(documents(&[
            (
                "common.yaml",
                "{openapi: 3.0.3, components: {parameters: {Page: {name: page_size, in: query, schema: {type: integer}}},
                  schemas: {Error: {type: object}}}}",
            ),
            (
                "pins.yaml",
                "{openapi: 3.0.3, paths: {/pins: {get: {parameters: [{$ref: 'common.yaml#/components/parameters/Page'}],
                  responses: {default: {content: {application/json: {schema: {$ref: 'common.yaml#/components/schemas/Error'}}}}}}}}}",
            ),
        ]))
        .unwrap();
        let operation = &spec.document["paths"]["/pins"]["get"];
        assert_eq!(operation["parameters"][0]["name"], "page_size");
        let schema = &operation["responses"]["default"]["content"]["application/json"]["schema"];
        assert_eq!(schema["$ref"], "#/components/schemas/Error");
        assert_eq!(spec.schema_domain["Error"], "common");
        assert_eq!(spec.path_domain["/pins"], "pins");
    }

    #[test]
    fn mappings_of_discriminators_are_references_too() {
        let union = |target: &str| {
            format!(
                "{{openapi: 3.0.3, components: {{schemas: {{U: {{discriminator: {{mapping: {{A: '{target}#/components/schemas/A'}}}}}}}}}}}}"
            )
        };
        let common = (
            "common.yaml",
            "{openapi: 3.0.3, components: {schemas: {A: {}}}}",
        );
        let pins = union("common.yaml");
        let spec = merge(documents(&[common, ("pins.yaml", &pins)])).unwrap();
        let mapping = spec
            .document
            .pointer("/components/schemas/U/discriminator/mapping/A");
        assert_eq!(mapping.unwrap(), "#/components/schemas/A");
        let text = error(&[common, ("pins.yaml", &union("boards.yaml"))]);
        assert!(
            text.contains("U.discriminator.mapping.A: $ref \"boards.yaml"),
            "{text}"
        );
    }

    #[test]
    fn a_domain_does_not_refer_to_another() {
        let boards = (
            "boards.yaml",
            "{openapi: 3.0.3, components: {schemas: {Board: {}}}}",
        );
        let pins = "{openapi: 3.0.3, components: {schemas: {Pin: {items: {$ref: 'boards.yaml#/components/schemas/Board'}}}}}";
        let text = error(&[boards, ("pins.yaml", pins)]);
        assert!(text.contains("share it from common.yaml"), "{text}");
    }

    #[test]
    fn an_unknown_reference_names_file_and_place() {
        let text = error(&[(
            "pins.yaml",
            "{openapi: 3.0.3, components: {schemas: {Pin: {properties: {board: {$ref: 'boards.yaml#/components/schemas/Board'}}}}}}",
        )]);
        assert!(
            text.contains("pins.yaml: components.schemas.Pin.properties.board"),
            "{text}"
        );
        assert!(
            text.contains("boards.yaml#/components/schemas/Board"),
            "{text}"
        );
    }

    #[test]
    fn a_schema_in_two_documents_names_both() {
        let schema = "{openapi: 3.0.3, components: {schemas: {Pin: {type: object}}}}";
        let text = error(&[("boards.yaml", schema), ("pins.yaml", schema)]);
        assert!(
            text.contains("pins.yaml: components.schemas.Pin: boards.yaml has"),
            "{text}"
        );
    }

    #[test]
    fn another_version_is_rejected() {
        assert!(error(&[("pins.yaml", "{openapi: 3.1.0}")]).contains("3.1.0"));
    }
}
