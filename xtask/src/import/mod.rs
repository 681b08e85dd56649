//! `cargo xtask import` and `cargo xtask drift`: from Pinterest's description to `spec/`.
//!
//! read → align → correct → convert → compare → build → format → write.
//!
//! Facts come from the description, corrected and named by `spec/curations/`. Prose comes from the
//! existing documents. `spec/curations/README.md` has the rules.

mod alignment;
mod converted;
mod converter;
mod corrections;
mod curations;
mod description;
mod difference;
mod documents;
mod drift;
mod enums;
mod error;
mod existing;
mod facts;
mod forms;
mod naming;
mod operations;
mod promotion;
mod prose;
mod schema;
mod strictness;
mod types;
mod unions;
mod unused_curations;
mod yaml;

#[cfg(test)]
mod tests;

use std::path::Path;

use serde_json::Value;

use crate::codegen::{load, merge};
use crate::console::say;
use converter::Converter;
use curations::Curations;
use description::Description;
pub(crate) use error::Error;
use existing::Existing;
use facts::Facts;

/// Writes the facts of a description into `spec/`.
pub(crate) fn run(root: &Path, description: &Path) -> Result<(), Error> {
    let folder = root.join("spec");
    let existing = Existing::load(&folder)?;
    let (facts, problems) = facts(&folder, description)?;
    if !problems.is_empty() {
        return Err(Error::Problems(problems));
    }
    report(&folder, &facts)?;
    let mut changed = 0;
    for (domain, document) in documents::build(&facts, &existing) {
        let text = yaml::text(&document, existing.comment(&domain))?;
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

/// Prints how a description differs from `spec/`, and writes nothing.
pub(crate) fn drift(root: &Path, description: &Path) -> Result<(), Error> {
    let folder = root.join("spec");
    let (facts, problems) = facts(&folder, description)?;
    for problem in &problems {
        say(&format!("needs a curation: {problem}"));
    }
    report(&folder, &facts)?;
    report_missing(&folder)
}

/// Prints the differences between the specification and the facts.
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

/// Prints the places of the specification that lack a text.
fn report_missing(folder: &Path) -> Result<(), Error> {
    let specification = merge::merge(load::documents(folder)?)?;
    let missing = prose::missing(&specification.document);
    for place in &missing {
        say(&format!("missing text: {place}"));
    }
    say(&format!("{} texts missing", missing.len()));
    Ok(())
}

/// Reads the description at `path`, and converts it to facts and problems.
fn facts(folder: &Path, path: &Path) -> Result<(Facts, Vec<String>), Error> {
    let unreadable = |message: String| Error::Description {
        path: path.to_owned(),
        message,
    };
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    let mut value = load::parse(&text).map_err(unreadable)?;
    let curations = Curations::load(&folder.join("curations"))?;
    let specification = merge::merge(load::documents(folder)?)?;
    for line in alignment::align(&mut value, &specification.document, &curations) {
        say(&line);
    }
    Ok(extract(value, &curations))
}

/// Converts a description to facts, and returns the problems that keep them from being written.
fn extract(mut value: Value, curations: &Curations) -> (Facts, Vec<String>) {
    let mut problems = curations.correct(&mut value);
    let description = Description::new(value);
    let mut converter = Converter::new(&description, curations);
    let operations = operations::convert(&mut converter);
    let converted = converter.finish();
    problems.extend(unused_curations::find(
        curations,
        &description,
        &converted.types,
        &converted.used_wildcards,
    ));
    problems.extend(strictness::find(
        &description,
        &operations,
        &converted.types,
    ));
    let (types, found) = converted.types.into_parts();
    problems.extend(found);
    problems.sort();
    problems.dedup();
    let own = curations.own_schemas();
    let facts = Facts {
        version: description.version().to_owned(),
        operations,
        types,
        own: own
            .map(|(name, domain, _)| (name.to_owned(), domain.to_owned()))
            .collect(),
    };
    (facts, problems)
}
