//! `cargo xtask features`: the crates with no domain and with each domain alone, for what a build of all hides: a type or
//! an import that only another domain has, or code that nobody uses.
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

/// Checks every set; returns how many there are.
pub(crate) fn check(root: &Path) -> Result<usize, Error> {
    let mut sets = vec![None];
    sets.extend(domains(root)?.into_iter().map(Some));
    for domain in &sets {
        check_set(root, domain.as_deref())?;
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

fn check_set(root: &Path, domain: Option<&str>) -> Result<(), Error> {
    let mut features = "pinterest/rustls".to_owned();
    if let Some(domain) = domain {
        features.push_str(&format!(",pinterest/{domain},pinterest-httpmock/{domain}"));
    }
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
        set: domain.map_or_else(
            || "no domain".to_owned(),
            |domain| format!("`{domain}` alone"),
        ),
        output: text.into_owned(),
    })
}
