//! Why an import fails.

use std::path::PathBuf;

use crate::codegen;

/// Why an import, or the comparison of a description with the specification, failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A document in `spec/` cannot be read, or the specification is not valid.
    #[error(transparent)]
    Specification(#[from] codegen::Error),
    /// The description cannot be read.
    #[error("cannot read {}: {message}", path.display())]
    Description { path: PathBuf, message: String },
    /// Files in `spec/curations/` are malformed.
    #[error("problems in spec/curations ({}):\n  {}", .0.len(), .0.join("\n  "))]
    Curations(Vec<String>),
    /// The description holds constructs that neither a rule nor a curation covers.
    #[error("problems that need a curation ({}):\n  {}", .0.len(), .0.join("\n  "))]
    Problems(Vec<String>),
    /// A document cannot be written.
    #[error("cannot write a document: {0}")]
    Write(String),
}
