//! Files and standard input.

use std::io::{self, Read};
use std::path::Path;

use serde_json::Value;

use crate::failure::Failure;
use crate::interruption::Asking;
use crate::jsonc;

/// Reads a file, or standard input for `-`.
pub(super) fn text(path: &Path) -> Result<String, Failure> {
    let text = match path.as_os_str() == "-" {
        true => {
            let _asking = Asking::new();
            let mut text = String::new();
            io::stdin().read_to_string(&mut text).map(|_| text)
        }
        false => std::fs::read_to_string(path),
    };
    text.map_err(|error| Failure::file(path, &error))
}

/// Reads a file that is JSON, perhaps with comments.
pub(super) fn json(path: &Path) -> Result<Value, Failure> {
    let text = text(path)?;
    jsonc::parse(&text)
        .map_err(|error| Failure::usage(format!("{} is not JSON: {error}", path.display())))
}
