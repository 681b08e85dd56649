//! The documentation of handles has the facts about every operation.

use std::path::{Path, PathBuf};

#[test]
fn every_method_that_sends_a_request_has_the_facts_about_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/resources");
    let mut methods = 0;
    let mut wrong = Vec::new();
    for path in sources(&folder) {
        let source = std::fs::read_to_string(&path).unwrap();
        let mut parts = source.split("\n    pub fn ");
        let mut before = parts.next().unwrap();
        for part in parts {
            if let Some(facts) = facts_of(part) {
                methods += 1;
                let documentation = before.rsplit("\n\n").next().unwrap();
                if !documentation.contains(&facts) {
                    let name = part.split('(').next().unwrap();
                    wrong.push(format!("{}: {name} lacks {facts}", path.display()));
                }
            }
            before = part;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(methods > 266, "only {methods} methods were found");
}

/// The attribute that a method needs: what it resolves to is in the signature of a batch, but not in
/// that of a call or a list.
fn facts_of(method: &str) -> Option<String> {
    let signature: String = method.split('{').next()?.split_whitespace().collect();
    let (_, returned) = signature.rsplit_once("->")?;
    let (kind, arguments) = returned.split_once('<')?;
    let (facts, arguments) = match (kind, arguments.strip_prefix("One<")) {
        ("Call", Some(arguments)) => ("cost of ", arguments),
        ("Batch", _) => ("cost of ", arguments),
        ("Call" | "List", None) => ("", arguments),
        _ => return None,
    };
    let request = arguments.split([',', '>']).next()?;
    Some(format!(
        "#[doc = pinterest_client::facts!({facts}{request})]"
    ))
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn facts_are_those_of_the_request_that_a_signature_names() {
    let facts = |method| facts_of(method).unwrap_or_default();
    assert_eq!(
        facts("list(&self) -> List<PinsList> {"),
        "#[doc = pinterest_client::facts!(PinsList)]"
    );
    assert_eq!(
        facts("update(&self, change: impl FnOnce(A) -> A) -> Call<One<PinsUpdate, Pin>> {"),
        "#[doc = pinterest_client::facts!(cost of PinsUpdate)]"
    );
    assert_eq!(
        facts("create_all(\n&self,\n) -> Batch<\n  PinsCreate,\n  NewPin,\n  Pin,\n> {"),
        "#[doc = pinterest_client::facts!(cost of PinsCreate)]"
    );
    assert_eq!(facts("id(&self) -> &PinId {"), "");
}
