//! The one place that touches generated files: writes them, or says which are stale.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::Error;

/// The folders that belong to the generator alone; a file in them that it did not make is an orphan.
const GENERATED_FOLDERS: [&str; 5] = [
    "crates/pinterest-cli/src/generated",
    "crates/pinterest-client/src/generated",
    "crates/pinterest-client/tests/it/generated",
    "crates/pinterest-fake/src/generated",
    "crates/pinterest-httpmock/src/generated",
];

/// Every generated file: path below the workspace root and text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tree {
    files: BTreeMap<PathBuf, String>,
}

/// A file on disk that differs from what the generator makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StaleFile {
    path: PathBuf,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Missing,
    Different,
    Orphaned,
}

impl fmt::Display for StaleFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Missing => "is missing",
            State::Different => "differs",
            State::Orphaned => "is no longer generated",
        };
        write!(f, "{} {state}", self.path.display())
    }
}

impl Tree {
    /// Adds a file; `path` is relative to the workspace root.
    pub(crate) fn add(&mut self, path: impl Into<PathBuf>, text: String) {
        self.files.insert(path.into(), text);
    }

    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }

    /// What `write` would change below `root`.
    pub(crate) fn stale_files(&self, root: &Path) -> Result<Vec<StaleFile>, Error> {
        let mut stale = Vec::new();
        for (path, text) in &self.files {
            let state = match std::fs::read_to_string(root.join(path)) {
                Ok(found) if found == *text => continue,
                Ok(_) => State::Different,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => State::Missing,
                Err(source) => {
                    return Err(Error::File {
                        action: "read",
                        path: root.join(path),
                        source,
                    });
                }
            };
            stale.push(StaleFile {
                path: path.clone(),
                state,
            });
        }
        for folder in GENERATED_FOLDERS {
            for path in files_below(root, Path::new(folder))? {
                if !self.files.contains_key(&path) {
                    stale.push(StaleFile {
                        path,
                        state: State::Orphaned,
                    });
                }
            }
        }
        Ok(stale)
    }

    /// Brings the folders in line: files that are right stay untouched, orphans go. Returns how many files changed.
    pub(crate) fn write(&self, root: &Path) -> Result<usize, Error> {
        let stale = self.stale_files(root)?;
        for file in &stale {
            let path = root.join(&file.path);
            let outcome = match self.files.get(&file.path) {
                Some(text) => path
                    .parent()
                    .map_or(Ok(()), std::fs::create_dir_all)
                    .and_then(|()| std::fs::write(&path, text)),
                None => std::fs::remove_file(&path),
            };
            outcome.map_err(|source| Error::File {
                action: "write",
                path,
                source,
            })?;
        }
        Ok(stale.len())
    }
}

/// Files below `root/folder`, with paths relative to `root`; none when the folder does not exist.
fn files_below(root: &Path, folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let unreadable = |source| Error::File {
        action: "read",
        path: root.join(folder),
        source,
    };
    let entries = match std::fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(unreadable)?;
        let path = folder.join(entry.file_name());
        if entry.file_type().map_err(unreadable)?.is_dir() {
            files.extend(files_below(root, &path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(name: &str) -> PathBuf {
        Path::new(GENERATED_FOLDERS[0]).join(name)
    }

    #[test]
    fn missing_different_and_orphaned_files_are_told_apart_and_mended() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(root.path().join(path("old"))).unwrap();
        std::fs::write(root.path().join(path("old/gone.rs")), "").unwrap();
        std::fs::write(root.path().join(path("b.rs")), "before").unwrap();
        let mut tree = Tree::default();
        tree.add(path("a.rs"), "a".to_owned());
        tree.add(path("b.rs"), "b".to_owned());

        let states: Vec<_> = tree
            .stale_files(root.path())
            .unwrap()
            .iter()
            .map(|file| file.state)
            .collect();
        assert_eq!(states, [State::Missing, State::Different, State::Orphaned]);
        assert_eq!(tree.write(root.path()).unwrap(), 3);
        assert!(tree.stale_files(root.path()).unwrap().is_empty());
        assert!(!root.path().join(path("old/gone.rs")).exists());
    }

    #[test]
    fn files_that_are_right_stay_untouched() {
        let root = tempfile::tempdir().unwrap();
        let mut tree = Tree::default();
        tree.add(path("a.rs"), "a".to_owned());
        tree.write(root.path()).unwrap();
        let modified = || {
            std::fs::metadata(root.path().join(path("a.rs")))
                .unwrap()
                .modified()
                .unwrap()
        };
        let before = modified();
        assert_eq!(tree.write(root.path()).unwrap(), 0);
        assert_eq!(modified(), before);
    }
}
