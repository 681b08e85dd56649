//! `cargo xtask features`: the crates with no domain, with each domain alone, with each conversion of dates alone, and
//! with the client of the mocks alone, for what a build of all hides: a type or an import that only another domain has, or
//! code that nobody uses.
//!
//! The build of all domains is left to the other checks. Everything is checked into one target folder, so that dependencies
//! are compiled once.

use std::path::Path;
use std::process::Command;

/// Why the check failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The folder of the documents could not be read.
    #[error("cannot list the domains in spec/")]
    Domains(#[source] std::io::Error),
    /// Cargo could not be run.
    #[error("cannot run cargo")]
    Cargo(#[source] std::io::Error),
    /// The crates do not compile, or not without warnings.
    #[error("with {set}:\n{output}")]
    Refused { set: String, output: String },
}

/// Features that convert dates from and to those of another crate; mocks have none of them.
const CONVERSIONS: [&str; 3] = ["chrono", "jiff", "time"];

/// Checks every set; returns how many there are.
pub(crate) fn check(root: &Path) -> Result<usize, Error> {
    let mut sets = vec![("no domain".to_owned(), String::new())];
    for domain in domains(root)? {
        let features = format!(",pinterest/{domain},pinterest-httpmock/{domain}");
        sets.push((format!("`{domain}` alone"), features));
    }
    for feature in CONVERSIONS {
        sets.push((
            format!("`{feature}` alone"),
            format!(",pinterest/{feature}"),
        ));
    }
    let features = ",pinterest-httpmock/client".to_owned();
    sets.push(("the client of the mocks alone".to_owned(), features));
    for (name, features) in &sets {
        check_set(root, name, features)?;
    }
    Ok(sets.len())
}

fn domains(root: &Path) -> Result<Vec<String>, Error> {
    let mut domains = Vec::new();
    for entry in std::fs::read_dir(root.join("spec")).map_err(Error::Domains)? {
        let name = entry.map_err(Error::Domains)?.file_name();
        let domain = name
            .to_string_lossy()
            .strip_suffix(".yaml")
            .map(str::to_owned);
        domains.extend(domain.filter(|domain| domain != "common"));
    }
    domains.sort();
    Ok(domains)
}

/// Checks the crates with these features, a comma before each.
fn check_set(root: &Path, name: &str, features: &str) -> Result<(), Error> {
    let features = format!("pinterest/rustls{features}");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "check",
            "--quiet",
            "--package",
            "pinterest",
            "--package",
            "pinterest-httpmock",
        ])
        .args(["--no-default-features", "--features", &features])
        .current_dir(root)
        .output()
        .map_err(Error::Cargo)?;
    let text = String::from_utf8_lossy(&output.stderr);
    if output.status.success() && !text.contains("warning:") {
        return Ok(());
    }
    Err(Error::Refused {
        set: name.to_owned(),
        output: text.into_owned(),
    })
}
