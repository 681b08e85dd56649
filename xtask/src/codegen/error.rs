//! What can go wrong while generating, said so that the reader knows which file and place to change.

use std::fmt;
use std::path::PathBuf;

use super::write::StaleFile;

/// Why a run of the generator stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A file or folder could not be read or written.
    #[error("cannot {action} {}", path.display())]
    File {
        action: &'static str,
        path: PathBuf,
        source: std::io::Error,
    },
    /// A document is not YAML; the message carries line and column.
    #[error("{}: {message}", path.display())]
    Yaml { path: PathBuf, message: String },
    /// The documents are YAML but not a description that this generator accepts.
    #[error("{} in spec/:\n{}", count(problems.len()), list(problems))]
    Invalid { problems: Vec<Problem> },
    /// A lowering pass found nothing to change, so it is obsolete.
    #[error("lowering pass `{pass}` changed nothing: delete it, or repair its condition")]
    ObsoletePass { pass: &'static str },
    /// progenitor refused the lowered description.
    #[error("progenitor refused the lowered description ({target})")]
    Progenitor {
        target: &'static str,
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// progenitor's output does not have the shape that the emit step expects.
    #[error("unexpected generator output: {0}")]
    UnexpectedOutput(String),
    /// A domain is no feature of a crate.
    #[error(
        "every document of spec/ is a feature of the crates:\n{}",
        list(missing)
    )]
    MissingFeatures { missing: Vec<String> },
    /// `--check` found files that differ from what would be generated.
    #[error("{} stale; run `cargo xtask codegen`:\n{}", count_files(stale.len()), list(stale))]
    Stale { stale: Vec<StaleFile> },
}

/// One mistake in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// File name below `spec/`.
    pub(crate) file: String,
    /// Where in the file, as keys joined by dots.
    pub(crate) place: String,
    /// What is wrong and what to do.
    pub(crate) message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.file, self.place, self.message)
    }
}

fn count(problems: usize) -> String {
    match problems {
        1 => "1 problem".to_owned(),
        n => format!("{n} problems"),
    }
}

fn count_files(files: usize) -> String {
    match files {
        1 => "1 generated file is".to_owned(),
        n => format!("{n} generated files are"),
    }
}

fn list<T: fmt::Display>(items: &[T]) -> String {
    items
        .iter()
        .map(|item| format!("  {item}"))
        .collect::<Vec<_>>()
        .join("\n")
}
