//! Every domain is a feature of the crates; the manifests are written by hand, and this says what they lack.

use std::collections::BTreeSet;
use std::path::Path;

use super::Error;
use super::merge::SHARED;

/// The manifests that list every domain.
const MANIFESTS: [&str; 3] = [
    "crates/pinterest/Cargo.toml",
    "crates/pinterest-client/Cargo.toml",
    "crates/pinterest-httpmock/Cargo.toml",
];

/// Compares the features of the manifests with the domains.
pub(crate) fn check(root: &Path, domains: &[String]) -> Result<(), Error> {
    let mut missing = Vec::new();
    for manifest in MANIFESTS {
        let path = root.join(manifest);
        let text = std::fs::read_to_string(&path).map_err(|source| Error::File {
            action: "read",
            path,
            source,
        })?;
        let features = features(&text);
        for domain in domains.iter().filter(|domain| *domain != SHARED) {
            if !features.contains(domain.as_str()) {
                missing.push(format!("{manifest}: [features] lacks `{domain}`"));
            }
        }
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Error::MissingFeatures { missing })
    }
}

/// The names in the table `[features]`. Only what stands before `=` on a line matters, so lines are enough.
fn features(manifest: &str) -> BTreeSet<&str> {
    manifest
        .lines()
        .skip_while(|line| line.trim() != "[features]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once('='))
        .map(|(name, _)| name.trim().trim_matches('"'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_table_of_features_counts() {
        let manifest = "[package]\nname = \"pins\"\n\n[features]\n# boards = []\nads = [\n  \"x\",\n]\n\"user\" = []\n\n[lints]\nw = 1\n";
        let found = features(manifest);
        assert!(found.contains("ads") && found.contains("user"));
        assert!(!found.contains("name") && !found.contains("w") && !found.contains("boards"));
    }

    #[test]
    fn a_missing_feature_is_named_with_its_manifest() {
        let root = tempfile::tempdir().unwrap();
        for (manifest, features) in MANIFESTS.iter().zip(["pins = []", "", "pins = []"]) {
            let path = root.path().join(manifest);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, format!("[features]\n{features}\n")).unwrap();
        }
        let domains = ["common".to_owned(), "pins".to_owned()];
        let text = check(root.path(), &domains).unwrap_err().to_string();
        assert!(
            text.contains("crates/pinterest-client/Cargo.toml: [features] lacks `pins`"),
            "{text}"
        );
        assert!(
            !text.contains("httpmock") && !text.contains("common"),
            "{text}"
        );
    }
}
