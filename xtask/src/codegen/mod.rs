//! `cargo xtask codegen`: from the documents in `spec/` to the generated folders of the crates.
//!
//! load → merge → validate → lower → progenitor → emit → write. Each step is a file of that name.

mod emit;
mod error;
mod generate;
mod load;
mod lower;
mod merge;
mod names;
mod validate;
mod walk;
mod write;

use std::path::Path;

use crate::say;
pub(crate) use error::Error;
use write::Tree;

/// Regenerates everything below `root`, or only compares when `check` is set.
pub(crate) fn run(root: &Path, check: bool) -> Result<(), Error> {
    let output = plan(&root.join("spec"))?;
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
    report: Vec<String>,
}

fn plan(spec_folder: &Path) -> Result<Output, Error> {
    let documents = load::documents(spec_folder)?;
    let spec = merge::merge(documents)?;
    validate::validate(&spec)?;

    let mut report = Vec::new();
    let client = lower::lower(spec.document.clone(), lower::CLIENT_PASSES, &mut report)?;
    let mocks = lower::lower(client.clone(), lower::MOCK_PASSES, &mut report)?;

    let mut tree = Tree::default();
    emit::client_files(&spec, generate::client(&spec, &client)?, &mut tree)?;
    emit::mock_files(&spec, generate::mocks(&spec, &mocks)?, &mut tree)?;
    Ok(Output { tree, report })
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
        let stale = first.tree.stale_files(&root).unwrap();
        assert!(
            stale.is_empty(),
            "run `cargo xtask codegen`; stale: {stale:#?}"
        );
    }
}
