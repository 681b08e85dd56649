//! `cargo xtask codegen`: from the documents in `spec/` to the generated folders of the crates.
//!
//! load → merge → validate → lower → progenitor → emit → write. Each step is a file of that name.

mod conversions;
mod emit;
mod error;
mod features;
mod generate;
pub(crate) mod load;
mod lower;
pub(crate) mod merge;
pub(crate) mod names;
pub(crate) mod peer;
mod renames;
mod requests;
mod unions;
mod validate;
pub(crate) mod walk;
mod write;

use std::path::Path;

use crate::say;
pub(crate) use error::Error;
use write::Tree;

/// Regenerates everything below `root`, or only compares when `check` is set.
pub(crate) fn run(root: &Path, check: bool) -> Result<(), Error> {
    let output = plan(&root.join("spec"))?;
    features::check(root, &output.domains)?;
    for line in &output.report {
        say(line);
    }
    if check {
        let stale = output.tree.stale_files(root)?;
        if stale.is_empty() {
            say("generated files are up to date");
            return Ok(());
        }
        return Err(Error::Stale { stale });
    }
    let written = output.tree.write(root)?;
    say(&format!(
        "{} files generated, {written} changed",
        output.tree.len()
    ));
    Ok(())
}

/// What a run of the generator would put on disk, and what it did to get there.
struct Output {
    tree: Tree,
    domains: Vec<String>,
    report: Vec<String>,
}

fn plan(spec_folder: &Path) -> Result<Output, Error> {
    plan_for(load::documents(spec_folder)?, lower::Coverage::Whole)
}

fn plan_for(documents: Vec<load::Document>, coverage: lower::Coverage) -> Result<Output, Error> {
    let spec = merge::merge(documents)?;
    validate::validate(&spec)?;

    let mut report = Vec::new();
    let shared = lower::lower(
        spec.document.clone(),
        lower::SHARED_PASSES,
        coverage,
        &mut report,
    )?;
    let client = lower::lower(shared.clone(), lower::CLIENT_PASSES, coverage, &mut report)?;
    let mocks = lower::lower(shared, lower::MOCK_PASSES, coverage, &mut report)?;

    let mut tree = Tree::default();
    emit::fake_files(&spec, &mut tree);
    emit::command_files(&spec, &mut tree);
    let generated = generate::client(&spec, &client)?;
    emit::request_files(&spec, &generated, &mut tree)?;
    emit::client_files(&spec, generated, &mut tree)?;
    emit::mock_files(&spec, generate::mocks(&spec, &mocks)?, &mut tree)?;
    Ok(Output {
        tree,
        domains: spec.domains,
        report,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_files_are_fresh_and_deterministic() {
        let root = crate::workspace_root();
        let first = plan(&root.join("spec")).unwrap();
        let second = plan(&root.join("spec")).unwrap();
        assert_eq!(
            first.tree, second.tree,
            "two runs over the same documents differ"
        );
        features::check(&root, &first.domains).unwrap();
        let stale = first.tree.stale_files(&root).unwrap();
        assert!(
            stale.is_empty(),
            "run `cargo xtask codegen`; stale: {stale:#?}"
        );
    }

    /// How many places of the description the next test damages; each costs a run of the generator.
    const DAMAGES: usize = 40;

    #[test]
    fn a_damaged_description_ends_in_an_error_or_in_output_and_never_in_a_panic() {
        let folder = crate::workspace_root().join("spec");
        // One domain is enough, and a run over all of them takes seconds.
        let mut documents = load::documents(&folder).unwrap();
        documents.retain(|document| ["business_access", "common"].contains(&&*document.domain));
        let business_access = documents
            .iter()
            .position(|document| document.domain == "business_access")
            .unwrap();
        let mut pointers = Vec::new();
        collect_pointers(
            &documents[business_access].value,
            String::new(),
            &mut pointers,
        );
        // Steps of a size that shares no factor with the number of places visit places all over the document.
        for damage in 0..DAMAGES {
            let pointer = &pointers[damage * 7919 % pointers.len()];
            let mut documents = documents.clone();
            let place = documents[business_access]
                .value
                .pointer_mut(pointer)
                .unwrap();
            *place = match damage % 4 {
                0 => serde_json::Value::Null,
                1 => serde_json::json!(7),
                2 => serde_json::json!("{]"),
                _ => serde_json::json!({ "$ref": "#/components/schemas/Invite" }),
            };
            if let Err(error) = plan_for(documents, lower::Coverage::Part) {
                assert!(!error.to_string().is_empty(), "at {pointer}");
            }
        }
    }

    fn collect_pointers(value: &serde_json::Value, at: String, pointers: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(object) => {
                for (key, inner) in object {
                    let key = key.replace('~', "~0").replace('/', "~1");
                    collect_pointers(inner, format!("{at}/{key}"), pointers);
                }
            }
            serde_json::Value::Array(items) => {
                for (index, inner) in items.iter().enumerate() {
                    collect_pointers(inner, format!("{at}/{index}"), pointers);
                }
            }
            _ => {}
        }
        pointers.push(at);
    }
}
