//! Files that say how far a run is. The same command goes on there, and removes them at its end.

use std::fs;
use std::io;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::failure::Failure;

/// Reads a checkpoint; `None` if there is none yet.
pub(crate) fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, Failure> {
    match fs::read(path) {
        Ok(text) => serde_json::from_slice(&text).map(Some).map_err(|error| {
            Failure::usage(format!("{} is no checkpoint: {error}", path.display()))
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::file(path, &error)),
    }
}

/// Writes a checkpoint. The file is replaced as a whole, so that a crash leaves the old one or the
/// new one.
pub(crate) fn write(path: &Path, checkpoint: &impl Serialize) -> io::Result<()> {
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".new");
    fs::write(&fresh, serde_json::to_vec(checkpoint)?)?;
    fs::rename(&fresh, path)
}

/// Removes the checkpoint of a run that is over.
pub(crate) fn remove(path: Option<&Path>) {
    if let Some(path) = path {
        // There is none if there was nothing to do.
        let _ = fs::remove_file(path);
    }
}
