//! `cargo xtask import` and `cargo xtask drift`: from a description that Pinterest published to the documents of `spec/`.
//!
//! Facts come from the description, corrected and named by `spec/curations/`; prose comes from the documents that are
//! there. The rules stand in `spec/curations/README.md`.

mod alignment;
mod curations;
mod description;
mod documents;
mod drift;
mod naming;
mod operations;
mod prose;
mod schemas;
mod unions;
mod yaml;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::codegen::{self, load, merge};
use crate::say;
use curations::Curations;
use description::Description;
use operations::Operation;

/// Why an import stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A file could not be read or is not YAML, or the specification is broken.
    #[error(transparent)]
    Specification(#[from] codegen::Error),
    /// The description could not be read.
    #[error("cannot read {}: {message}", path.display())]
    Description { path: PathBuf, message: String },
    /// The files of curations are not as they should be.
    #[error("{} problems in spec/curations:\n  {}", .0.len(), .0.join("\n  "))]
    Curations(Vec<String>),
    /// The description has what no rule and no curation covers.
    #[error("{} problems; each needs a curation in spec/curations:\n  {}", .0.len(), .0.join("\n  "))]
    Problems(Vec<String>),
    /// A document could not be written.
    #[error("cannot write: {0}")]
    Write(String),
}

/// What a description says, in the names of this project.
struct Facts {
    version: String,
    /// Operations with their domains.
    operations: Vec<(Operation, String)>,
    types: BTreeMap<String, Value>,
    /// Types that no operation uses, with their domains.
    own: BTreeMap<String, String>,
}

/// Writes the facts of a description into `spec/`.
pub(crate) fn run(root: &Path, description: &Path) -> Result<(), Error> {
    let folder = root.join("spec");
    let existing = documents::Existing::load(&folder)?;
    let (facts, problems) = facts(&folder, description)?;
    if !problems.is_empty() {
        return Err(Error::Problems(problems));
    }
    report(&folder, &facts)?;
    let mut changed = 0;
    for (domain, document) in documents::build(&facts, &existing) {
        let text = documents::text(&domain, &document, &existing)?;
        let path = folder.join(format!("{domain}.yaml"));
        if std::fs::read_to_string(&path).is_ok_and(|before| before == text) {
            continue;
        }
        std::fs::write(&path, text)
            .map_err(|error| Error::Write(format!("{}: {error}", path.display())))?;
        changed += 1;
    }
    say(&format!("{changed} documents changed"));
    report_missing(&folder)
}

/// Says how a description differs from `spec/`, without writing.
pub(crate) fn drift(root: &Path, description: &Path) -> Result<(), Error> {
    let folder = root.join("spec");
    let (facts, problems) = facts(&folder, description)?;
    for problem in &problems {
        say(&format!("needs a curation: {problem}"));
    }
    report(&folder, &facts)?;
    report_missing(&folder)
}

fn report(folder: &Path, facts: &Facts) -> Result<(), Error> {
    let specification = merge::merge(load::documents(folder)?)?;
    let old = drift::Side::of_specification(&specification.document);
    let findings = drift::compare(&old, &drift::Side::of_facts(facts));
    for finding in &findings {
        say(&finding.to_string());
    }
    let breaking = findings.iter().filter(|finding| finding.breaking).count();
    say(&format!(
        "{} operations; {} differences, {breaking} of them breaking",
        facts.operations.len(),
        findings.len()
    ));
    Ok(())
}

fn report_missing(folder: &Path) -> Result<(), Error> {
    let specification = merge::merge(load::documents(folder)?)?;
    let missing = prose::missing(&specification.document);
    for place in &missing {
        say(&format!("lacks a text: {place}"));
    }
    say(&format!("{} texts are missing", missing.len()));
    Ok(())
}

/// The facts, and what stands in the way of writing them down.
fn facts(folder: &Path, path: &Path) -> Result<(Facts, Vec<String>), Error> {
    let unreadable = |message: String| Error::Description {
        path: path.to_owned(),
        message,
    };
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    let value = load::parse(&text).map_err(unreadable)?;
    let curations = Curations::load(&folder.join("curations"))?;
    let specification = merge::merge(load::documents(folder)?)?;
    let mut value = value;
    for line in alignment::align(&mut value, &specification.document, &curations) {
        say(&line);
    }
    Ok(extract(value, &curations))
}

fn extract(mut value: Value, curations: &Curations) -> (Facts, Vec<String>) {
    let mut problems = Vec::new();
    curations.correct(&mut value, &mut problems);
    let description = Description::new(value);
    let mut converter = schemas::Converter::new(&description, curations);
    let converted = operations::convert(&mut converter);
    let mut own = BTreeMap::new();
    for (name, domain, schema) in curations.own_schemas() {
        converter.register(name, schema.clone(), "a schema of our own");
        own.insert(name.to_owned(), domain.to_owned());
    }
    converter.complete();
    problems.append(&mut converter.problems);
    problems.extend(curations.unmatched(&description, &converter));
    let types = converter
        .types
        .into_iter()
        .map(|(name, (schema, _))| (name, schema))
        .collect();
    let mut operations = Vec::new();
    let mut paths = BTreeMap::<String, String>::new();
    for operation in converted {
        let domain = match curations.domain(&operation.tag) {
            Some(domain) => domain.to_owned(),
            None => {
                problems.push(format!(
                    "tag `{}` of `{}` belongs to no domain: add it to `domains`",
                    operation.tag, operation.id
                ));
                operation.tag.clone()
            }
        };
        let of_path = paths
            .entry(operation.path.clone())
            .or_insert_with(|| domain.clone());
        if *of_path != domain {
            problems.push(format!(
                "path {} belongs to the domains {of_path} and {domain}",
                operation.path
            ));
        }
        operations.push((operation, domain));
    }
    problems.sort();
    problems.dedup();
    let version = description.version().to_owned();
    (
        Facts {
            version,
            operations,
            types,
            own,
        },
        problems,
    )
}
