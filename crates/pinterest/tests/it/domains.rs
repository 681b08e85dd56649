//! The pages of types and requests list every domain.

use std::path::Path;

const TYPES: &str = include_str!("../../src/types.rs");
const REQUESTS: &str = include_str!("../../src/requests.rs");

/// The domains, as `spec/` has them.
fn domains() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let documents = paths.filter(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    documents
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_domain_is_a_module_of_types_and_of_requests() {
    for domain in domains() {
        let types = format!("pub use pinterest_client::types::{domain};");
        assert!(TYPES.contains(&types), "{types}");
        let requests = format!("pub use pinterest_client::requests::{domain};");
        // The shared document has no operations.
        assert!(
            REQUESTS.contains(&requests) || domain == "common",
            "{requests}"
        );
    }
}

#[test]
fn a_type_has_a_short_path_and_the_path_of_its_domain() {
    let role: pinterest::types::MemberRole =
        pinterest::types::business_access::MemberRole::Employee;
    assert_eq!(role, pinterest::types::MemberRole::Employee);
    let _: pinterest::requests::InvitesList =
        pinterest::requests::business_access::InvitesList::new("1");
}
