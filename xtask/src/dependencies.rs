//! `cargo xtask dependencies`: what users of the library take on with it, by licence and by Rust version.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};

/// Licences that a dependency may have. Beside MIT, Apache, BSD and MPL these are BSD in other words (ISC, Zlib), and
/// licences of data: Unicode tables and the certificates that TLS falls back to.
const ALLOWED: [&str; 9] = [
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Zlib",
];

/// Why the dependencies are not as they must be.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// cargo could not tell.
    #[error("cargo metadata failed")]
    Metadata(#[from] cargo_metadata::Error),
    /// Dependencies with a licence or a Rust version that users did not agree to.
    #[error("{} dependencies cannot stay:\n{}", .0.len(), .0.join("\n"))]
    Refused(Vec<String>),
}

/// Checks everything that the published crates depend on; returns how many packages that are.
pub(crate) fn check(root: &Path) -> Result<usize, Error> {
    let metadata = MetadataCommand::new()
        .current_dir(root)
        .other_options(vec!["--locked".to_owned()])
        .exec()?;
    let packages: BTreeMap<&PackageId, &Package> = metadata
        .packages
        .iter()
        .map(|package| (&package.id, package))
        .collect();
    let mut refused = Vec::new();
    let used = used_by_published(&metadata);
    for id in &used {
        if let Some(package) = packages.get(id) {
            refused.extend(objection(package, &metadata));
        }
    }
    if refused.is_empty() {
        Ok(used.len())
    } else {
        Err(Error::Refused(refused))
    }
}

/// The published members and what they need at run time, whatever the platform and the features.
fn used_by_published(metadata: &Metadata) -> BTreeSet<PackageId> {
    let published = metadata
        .workspace_packages()
        .into_iter()
        .filter(|package| package.publish.is_none());
    let mut open: Vec<PackageId> = published.map(|package| package.id.clone()).collect();
    let mut used = BTreeSet::new();
    while let Some(id) = open.pop() {
        let nodes = metadata.resolve.iter().flat_map(|resolve| &resolve.nodes);
        for dependency in nodes
            .filter(|node| node.id == id)
            .flat_map(|node| &node.deps)
        {
            if dependency
                .dep_kinds
                .iter()
                .any(|kind| kind.kind != DependencyKind::Development)
            {
                open.extend((!used.contains(&dependency.pkg)).then(|| dependency.pkg.clone()));
            }
        }
        used.insert(id);
    }
    used
}

fn objection(package: &Package, metadata: &Metadata) -> Option<String> {
    let name = format!("{} {}", package.name, package.version);
    let licence = package.license.as_deref().unwrap_or("no licence");
    if !is_allowed(licence) {
        return Some(format!(
            "{name}: licence {licence:?} is not among {ALLOWED:?}"
        ));
    }
    let promised = metadata
        .workspace_packages()
        .iter()
        .filter(|member| member.publish.is_none())
        .filter_map(|member| member.rust_version.clone())
        .min()?;
    let needed = package.rust_version.as_ref()?;
    (*needed > promised)
        .then(|| format!("{name}: needs Rust {needed}, but the workspace promises {promised}"))
}

/// Whether the expression can be met with allowed licences alone.
fn is_allowed(licence: &str) -> bool {
    // Older manifests write "or" as a slash.
    let expression = spdx::Expression::parse_mode(licence, spdx::ParseMode::LAX);
    expression.is_ok_and(|expression| {
        expression.evaluate(|requirement| {
            requirement
                .license
                .id()
                .is_some_and(|id| ALLOWED.contains(&id.name))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_alternative_is_enough_and_every_part_counts() {
        assert!(
            is_allowed("MIT/Apache-2.0")
                && is_allowed("GPL-3.0 OR MIT")
                && is_allowed("(MIT OR GPL-3.0) AND ISC")
        );
        assert!(
            !is_allowed("GPL-3.0") && !is_allowed("MIT AND GPL-3.0") && !is_allowed("no licence")
        );
    }

    #[test]
    fn the_dependencies_of_published_crates_are_allowed() {
        let count = check(&crate::workspace_root()).unwrap();
        assert!(
            count > 3,
            "more than the workspace itself is looked at, but only {count} packages were"
        );
    }
}
