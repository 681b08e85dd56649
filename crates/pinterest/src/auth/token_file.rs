//! The operations on the token file: read, replace and lock. All of them block.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind as IoKind, Read, Write};
use std::path::{Path, PathBuf};

use super::Tokens;
use crate::{Error, ErrorKind};

/// The maximum length of the file, which is more than any tokens need.
const MAX_LENGTH: u64 = 1 << 20;

/// The maximum number of links to follow, which is more than any system follows.
const MAX_LINKS: usize = 40;

/// Resolves symbolic links, so that all users of the file lock the same one, and no link is
/// replaced by a file. The file need not exist.
pub(super) fn without_links(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        if let Ok(real) = fs::canonicalize(&path) {
            return real;
        }
        // The path may be a link to a file that does not exist.
        match fs::read_link(&path) {
            Ok(target) => path = folder_of(&path).join(target),
            Err(_) => break,
        }
    }
    match (fs::canonicalize(folder_of(&path)), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path,
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Reads the tokens in a file; `None` if there is no file.
pub(super) fn read(path: &Path) -> Result<Option<Tokens>, Error> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == IoKind::NotFound => return Ok(None),
        Err(error) => return Err(failed("opened", path, error)),
    };
    let mut bytes = Vec::new();
    file.take(MAX_LENGTH)
        .read_to_end(&mut bytes)
        .map_err(|error| failed("read", path, error))?;
    let tokens = Tokens::from_json(&String::from_utf8_lossy(&bytes)).map_err(|error| {
        let message = format!(
            "the token file {} cannot be used and is not written to: {error}; restore a copy, or move it away and authorize the app again",
            path.display()
        );
        Error::new(ErrorKind::Credentials, message)
    })?;
    Ok(Some(tokens))
}

/// Replaces the file with `text`. `new` is its path before the rename. Returns the lock of the new
/// file, where files themselves are locked.
pub(super) fn replace(path: &Path, new: &Path, text: &str) -> Result<Option<FileLock>, Error> {
    match fs::remove_file(new) {
        Ok(()) => {}
        Err(error) if error.kind() == IoKind::NotFound => {}
        Err(error) => return Err(failed("replaced", new, error)),
    }
    let file = write_through(new, text).map_err(|error| failed("written", new, error))?;
    let mut lock = FileLock::of(file, path);
    // Locked before others can open it. A file system without locks has no others to exclude.
    let is_locked = cfg!(unix) && lock.try_lock().unwrap_or_default();
    let lock = is_locked.then_some(lock);
    fs::rename(new, path).map_err(|error| failed("replaced", path, error))?;
    sync_folder(folder_of(path)).map_err(|error| failed("written", path, error))?;
    Ok(lock)
}

/// Writes and syncs a file that did not exist, so that nobody else has it open.
fn write_through(path: &Path, text: &str) -> io::Result<File> {
    let mut file = private().create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(file)
}

/// Returns options for files that others may not read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Syncs a folder, without which the rename of a file in it may be lost.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

fn failed(what: &str, path: &Path, error: io::Error) -> Error {
    let message = format!(
        "the token file {} cannot be {what}: {error}",
        path.display()
    );
    Error::new(ErrorKind::Credentials, message).with_source(error)
}

fn no_folder(path: &Path, error: io::Error) -> Error {
    let message = format!(
        "the directory {} of the token file does not exist; create it, or use a file in another directory",
        folder_of(path).display()
    );
    Error::new(ErrorKind::Credentials, message).with_source(error)
}

/// A lock that is released when this is dropped, or when the process ends.
pub(super) struct FileLock {
    file: File,
    path: PathBuf,
}

impl FileLock {
    /// Opens the file of the lock, without locking it.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let file =
            private()
                .create(true)
                .truncate(false)
                .open(path)
                .map_err(|error| match error.kind() {
                    IoKind::NotFound => no_folder(path, error),
                    _ => failed("opened", path, error),
                })?;
        Ok(Self::of(file, path))
    }

    /// Opens the file with the tokens to lock it too, without locking it; `None` if there is none,
    /// or on systems where nobody could read a locked file.
    ///
    /// It excludes others even when the file of the lock is removed while it is locked.
    pub(super) fn open_tokens(path: &Path) -> Option<Self> {
        if !cfg!(unix) {
            return None;
        }
        // An error is reported when the file is read. Some file systems lock only what can be
        // written to.
        let file = OpenOptions::new().read(true).write(true).open(path).ok()?;
        Some(Self::of(file, path))
    }

    fn of(file: File, path: &Path) -> Self {
        Self {
            file,
            path: path.to_owned(),
        }
    }

    /// Whether the file that was opened is still the one at its path: another process that opens
    /// the path now finds the same one.
    #[cfg(unix)]
    pub(super) fn is_in_place(&self) -> bool {
        use std::os::unix::fs::MetadataExt;
        let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
        match (self.file.metadata(), fs::metadata(&self.path)) {
            (Ok(opened), Ok(there)) => identity(opened) == identity(there),
            _ => false,
        }
    }

    /// Whether the file that was opened is still the one at its path. An open file stays there.
    #[cfg(not(unix))]
    pub(super) fn is_in_place(&self) -> bool {
        true
    }

    /// Tries to lock the file; `false` if the lock is taken.
    pub(super) fn try_lock(&mut self) -> Result<bool, Error> {
        match self.file.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(failed("locked", &self.path, error)),
        }
    }
}

impl Drop for FileLock {
    fn drop(&mut self) {
        // To close the file is not enough while a process that was just started has a copy of it.
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A folder for one test, which is removed afterwards.
    pub(in crate::auth) struct Folder(pub(in crate::auth) PathBuf);

    impl Folder {
        pub(in crate::auth) fn new(name: &str) -> Self {
            let path =
                std::env::temp_dir().join(format!("pinterest-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            fs::create_dir(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named_and_not_shown() {
        let folder = Folder::new("unreadable");
        let path = folder.0.join("tokens.json");
        assert!(read(&path).unwrap().is_none());
        for text in [
            "",
            "{\"version\": 1, \"access_token\": \"CANARY",
            "{\"version\": 9}",
        ] {
            fs::write(&path, text).unwrap();
            let error = read(&path).unwrap_err();
            let shown = format!("{error} {error:?}");
            assert!(
                shown.contains("tokens.json") && !shown.contains("CANARY"),
                "{shown}"
            );
            assert_eq!(error.kind(), ErrorKind::Credentials);
        }
        assert!(read(&folder.0).is_err(), "a folder is no file");
    }

    #[test]
    fn a_file_left_by_a_crash_is_replaced() {
        let folder = Folder::new("remains");
        let (path, new) = (
            folder.0.join("tokens.json"),
            folder.0.join("tokens.json.new"),
        );
        fs::write(&new, "half of som").unwrap();
        let json = Tokens::new("pina_1").to_json_with_secrets();
        replace(&path, &new, &json).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), json);
        assert!(!new.exists());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_whatever_was_there_before() {
        use std::os::unix::fs::PermissionsExt;
        let folder = Folder::new("mode");
        let (path, new) = (
            folder.0.join("tokens.json"),
            folder.0.join("tokens.json.new"),
        );
        for name in [&path, &new] {
            fs::write(name, "{}").unwrap();
            fs::set_permissions(name, fs::Permissions::from_mode(0o666)).unwrap();
        }
        replace(&path, &new, "{}").unwrap();
        drop(FileLock::open(&folder.0.join("lock")).unwrap());
        for name in [path, folder.0.join("lock")] {
            let mode = fs::metadata(name).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_leads_to_the_file_before_and_after_the_file_is_there() {
        let folder = Folder::new("links");
        let (real, link) = (folder.0.join("real"), folder.0.join("link"));
        fs::create_dir(&real).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        let before = without_links(&link.join("tokens.json"));
        fs::write(real.join("tokens.json"), "{}").unwrap();
        assert_eq!(before, without_links(&link.join("tokens.json")));
        assert_eq!(before, fs::canonicalize(real).unwrap().join("tokens.json"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_file_that_is_not_there_yet_leads_there_all_the_same() {
        let folder = Folder::new("dangling");
        let data = folder.0.join("data");
        fs::create_dir(&data).unwrap();
        let (first, second) = (folder.0.join("first"), folder.0.join("second"));
        std::os::unix::fs::symlink("second", &first).unwrap();
        std::os::unix::fs::symlink("data/tokens.json", &second).unwrap();
        let real = fs::canonicalize(data).unwrap().join("tokens.json");
        assert_eq!(without_links(&first), real);
        // A circle has no end, and must have one here.
        let circle = folder.0.join("circle");
        std::os::unix::fs::symlink("circle", &circle).unwrap();
        assert_eq!(without_links(&circle).file_name(), circle.file_name());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_was_removed_or_replaced_is_not_in_place() {
        let folder = Folder::new("in-place");
        let path = folder.0.join("tokens.json");
        let open = || FileLock::open(&path).unwrap();
        let lock = open();
        assert!(lock.is_in_place());
        fs::remove_file(&path).unwrap();
        assert!(!lock.is_in_place());
        let other = open();
        assert!(other.is_in_place() && !lock.is_in_place());
        replace(&path, &folder.0.join("new"), "{}").unwrap();
        assert!(!other.is_in_place());
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_is_locked_from_the_start() {
        let folder = Folder::new("locked-new");
        let path = folder.0.join("tokens.json");
        assert!(FileLock::open_tokens(&path).is_none());
        let lock = replace(&path, &folder.0.join("new"), "{}").unwrap();
        let mut other = FileLock::open_tokens(&path).unwrap();
        assert!(lock.is_some() && !other.try_lock().unwrap());
        drop(lock);
        assert!(other.try_lock().unwrap());
    }

    #[test]
    fn a_lock_excludes_until_it_is_dropped() {
        let folder = Folder::new("lock");
        let path = folder.0.join("tokens.json.lock");
        let (mut one, mut other) = (
            FileLock::open(&path).unwrap(),
            FileLock::open(&path).unwrap(),
        );
        assert!(one.try_lock().unwrap() && !other.try_lock().unwrap());
        drop(one);
        assert!(other.try_lock().unwrap());
    }
}
