//! Files and standard input.

use std::path::Path;

use serde_json::Value;

use crate::failure::Failure;
use crate::inputs;
use crate::jsonc;

/// Reads a file, or standard input for `-`.
pub(super) fn text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(inputs::read(path)?)
        .map_err(|_| Failure::usage(format!("{} is not text", path.display())))
}

/// Reads a file that is JSON, perhaps with comments.
pub(super) fn json(path: &Path) -> Result<Value, Failure> {
    let text = text(path)?;
    jsonc::parse(&text)
        .map_err(|error| Failure::usage(format!("{} is not JSON: {error}", path.display())))
}
