//! `cargo xtask compile-times`: how long rustc takes for the generated client, how much memory it needs, and what comes
//! out, beside what progenitor makes of the same description with its builders.
//!
//! All in one run and in the release profile. A package in a temporary folder, with the dependencies and the lock file of
//! the client, has the peer; it is compiled without it first, so that everything else is ready when rustc is measured.
//! cargo runs rustc through this program (`RUSTC_WORKSPACE_WRAPPER`), which looks at the clock and at `/proc`.

mod rustc;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

use crate::codegen::{self, peer};
pub(crate) use rustc::{REPORT, stand_in};

/// The crate that is measured, and the feature that is measured alone.
const CLIENT: &str = "pinterest-client";
const ONE_DOMAIN: &str = "business_access";

/// The peer's name.
const PEER: &str = "peer";

/// Why nothing could be measured.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// cargo could not tell what the client depends on.
    #[error("cargo metadata failed")]
    Metadata(#[from] cargo_metadata::Error),
    /// The peer could not be made.
    #[error("there is no peer to compare with")]
    Peer(#[from] codegen::Error),
    /// A file of the temporary package could not be written, or one of the outcome not be read.
    #[error("cannot use {}", path.display())]
    File {
        path: PathBuf,
        source: std::io::Error,
    },
    /// cargo said why on standard error.
    #[error("cargo could not build {0}")]
    Build(String),
    /// The workspace has no such package.
    #[error("the workspace has no package {CLIENT}")]
    NoClient,
    /// What rustc needed is not in the report.
    #[error("rustc was not run for {0}")]
    NotMeasured(String),
}

/// One row of the table.
struct Row {
    what: String,
    rustc: rustc::Usage,
    library: u64,
    lines: usize,
}

/// Measures, and returns the table.
pub(crate) fn run(root: &Path) -> Result<String, Error> {
    let metadata = MetadataCommand::new()
        .current_dir(root)
        .other_options(vec!["--locked".to_owned()])
        .exec()?;
    let client = client(&metadata)?;
    let folder = tempfile::tempdir().map_err(|source| file_error(&std::env::temp_dir(), source))?;
    let bench = Bench {
        root,
        folder: folder.path(),
    };
    let peer = peer::peer(root)?;
    bench.write_peer(client, "//! Nothing yet.\n")?;
    bench.build(&bench.peer_manifest(), &["--package", PEER])?;
    bench.write_peer(client, &peer.text)?;
    let without = match peer.refused.len() {
        0 => String::new(),
        count => format!(", without {count} that it refuses"),
    };
    let mut rows = vec![bench.row(
        format!(
            "progenitor's builders, {} operations{without}",
            peer.operations
        ),
        &bench.peer_manifest(),
        PEER,
        &[],
        peer.text.lines().count(),
    )?];
    let domains = domains(client);
    let manifest = root.join("Cargo.toml");
    let generated = bench.root.join("crates/pinterest-client/src/generated");
    for (what, features, of) in [
        ("every domain", domains.join(","), domains.as_slice()),
        ("every feature", all_features(client), domains.as_slice()),
        (ONE_DOMAIN, ONE_DOMAIN.to_owned(), &[ONE_DOMAIN]),
    ] {
        let others: Vec<&str> = domains
            .iter()
            .copied()
            .filter(|domain| !of.contains(domain))
            .collect();
        let what = format!("{CLIENT}, {what}");
        rows.push(bench.row(
            what,
            &manifest,
            CLIENT,
            &["--features", &features],
            lines(&generated, &others)?,
        )?);
    }
    Ok(table(&rows))
}

fn client(metadata: &Metadata) -> Result<&Package, Error> {
    let packages = metadata.workspace_packages();
    packages
        .into_iter()
        .find(|package| package.name.as_str() == CLIENT)
        .ok_or(Error::NoClient)
}

/// The features that are documents of `spec/`: those that need no dependency.
fn domains(client: &Package) -> Vec<&str> {
    let features = client
        .features
        .iter()
        .filter(|(name, needs)| *name != "default" && needs.is_empty());
    features.map(|(name, _)| name.as_str()).collect()
}

fn all_features(client: &Package) -> String {
    client
        .features
        .keys()
        .cloned()
        .collect::<Vec<_>>()
        .join(",")
}

fn file_error(path: &Path, source: std::io::Error) -> Error {
    Error::File {
        path: path.to_path_buf(),
        source,
    }
}

/// Where it all happens.
struct Bench<'a> {
    root: &'a Path,
    folder: &'a Path,
}

impl Bench<'_> {
    fn peer_manifest(&self) -> PathBuf {
        self.folder.join("peer/Cargo.toml")
    }

    fn target(&self) -> PathBuf {
        self.folder.join("target")
    }

    fn write_peer(&self, client: &Package, text: &str) -> Result<(), Error> {
        let package = self.folder.join("peer");
        let manifest = manifest(client);
        let source = package.join("src");
        std::fs::create_dir_all(&source).map_err(|error| file_error(&source, error))?;
        for (path, text) in [
            (package.join("Cargo.toml"), manifest.as_str()),
            (source.join("lib.rs"), text),
        ] {
            std::fs::write(&path, text).map_err(|error| file_error(&path, error))?;
        }
        let lock = self.root.join("Cargo.lock");
        std::fs::copy(&lock, package.join("Cargo.lock"))
            .map_err(|error| file_error(&lock, error))?;
        Ok(())
    }

    /// The release build of a package; returns what its rustc needed.
    fn build(&self, manifest: &Path, arguments: &[&str]) -> Result<Option<rustc::Usage>, Error> {
        let report = self.folder.join("report");
        let wrapper =
            std::env::current_exe().map_err(|error| file_error(Path::new("xtask"), error))?;
        let status = Command::new(env!("CARGO"))
            .args([
                "build",
                "--quiet",
                "--release",
                "--lib",
                "--no-default-features",
                "--manifest-path",
            ])
            .arg(manifest)
            .arg("--target-dir")
            .arg(self.target())
            .args(arguments)
            .env("RUSTC_WORKSPACE_WRAPPER", wrapper)
            .env(REPORT, &report)
            .env_remove("RUSTC_WRAPPER")
            .status()
            .map_err(|error| file_error(Path::new(env!("CARGO")), error))?;
        if !status.success() {
            return Err(Error::Build(arguments.join(" ")));
        }
        Ok(rustc::Usage::read(&report))
    }

    fn row(
        &self,
        what: String,
        manifest: &Path,
        package: &str,
        arguments: &[&str],
        lines: usize,
    ) -> Result<Row, Error> {
        let library = self
            .target()
            .join(format!("release/lib{}.rlib", package.replace('-', "_")));
        let arguments = [&["--package", package], arguments].concat();
        // The client's dependencies differ by feature, so that it is built once before; those of the peer are there.
        if package != PEER {
            self.build(manifest, &arguments)?;
            self.forget(manifest, package)?;
        }
        let rustc = self.build(manifest, &arguments)?;
        Ok(Row {
            rustc: rustc.ok_or_else(|| Error::NotMeasured(package.to_owned()))?,
            library: std::fs::metadata(&library)
                .map_err(|error| file_error(&library, error))?
                .len(),
            what,
            lines,
        })
    }

    /// Makes cargo build the package again, and nothing else.
    fn forget(&self, manifest: &Path, package: &str) -> Result<(), Error> {
        let status = Command::new(env!("CARGO"))
            .args([
                "clean",
                "--quiet",
                "--release",
                "--package",
                package,
                "--manifest-path",
            ])
            .arg(manifest)
            .arg("--target-dir")
            .arg(self.target())
            .status()
            .map_err(|error| file_error(Path::new(env!("CARGO")), error))?;
        status
            .success()
            .then_some(())
            .ok_or_else(|| Error::Build(package.to_owned()))
    }
}

/// What progenitor's own output needs beside what the client depends on; its version is that of
/// the generator.
const PEER_DEPENDENCIES: &str = "
[dependencies.progenitor-client]
version = \"0.15.1\"
default-features = false
features = []
";

/// The manifest of a package of its own that depends on what the client depends on, and on what
/// progenitor's own output needs.
fn manifest(client: &Package) -> String {
    let mut text = format!(
        "[workspace]\n\n[package]\nname = \"{PEER}\"\nversion = \"0.0.0\"\nedition = \"2021\"\n"
    );
    let dependencies = client.dependencies.iter();
    for dependency in dependencies.filter(|dependency| dependency.kind == DependencyKind::Normal) {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\n[dependencies.{}]\nversion = \"{}\"\ndefault-features = {}\nfeatures = {:?}\n",
            dependency.name, dependency.req, dependency.uses_default_features, dependency.features
        );
    }
    text + PEER_DEPENDENCIES
}

/// The lines of the files below a folder, but for those of other domains.
fn lines(folder: &Path, others: &[&str]) -> Result<usize, Error> {
    let mut count = 0;
    for entry in std::fs::read_dir(folder).map_err(|error| file_error(folder, error))? {
        let path = entry.map_err(|error| file_error(folder, error))?.path();
        let stem = path.file_stem().unwrap_or_default();
        if path.is_dir() {
            count += lines(&path, others)?;
        } else if !others.iter().any(|other| stem == *other) {
            let text = std::fs::read_to_string(&path).map_err(|error| file_error(&path, error))?;
            count += text.lines().count();
        }
    }
    Ok(count)
}

fn table(rows: &[Row]) -> String {
    let mut text = String::from(
        "| crate | time of rustc | its peak memory | library | generated lines |\n|---|---|---|---|---|",
    );
    for row in rows {
        let memory = match row.rustc.peak_kilobytes {
            0 => "unknown".to_owned(),
            kilobytes => format!("{} MB", kilobytes / 1024),
        };
        let (seconds, megabytes) = (row.rustc.seconds, row.library as f64 / f64::from(1 << 20));
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\n| {} | {seconds:.1} s | {memory} | {megabytes:.1} MB | {} |",
            row.what, row.lines
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peer_has_the_dependencies_of_the_client() {
        let metadata = MetadataCommand::new()
            .current_dir(crate::workspace_root())
            .no_deps()
            .exec()
            .unwrap();
        let client = client(&metadata).unwrap();
        let text = manifest(client);
        for part in [
            "[dependencies.progenitor-client]",
            "[dependencies.schemars]",
            "default-features = false",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        assert!(!text.contains("proptest"), "{text}");
        assert!(domains(client).contains(&ONE_DOMAIN) && !domains(client).contains(&"schemars"));
    }
}
