//! The file of a video: where it is, how long it is, and whether it is one.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use bytes::Bytes;

use crate::transfer::Content;

/// How many bytes tell what a file is.
const BEGINNING: u64 = 16;

/// The file of a video: a path, or bytes.
///
/// A file on disk is read while it is uploaded, and never in memory as a whole. It has to begin as
/// MP4 and MOV files do, with a box that names its type (`ftyp`): the service says nothing about
/// why it could not process a file, and the usual reason is that it is no video.
///
/// Pinterest's help pages name MP4, MOV and M4V with H.264 or H.265, up to 2 GB, from 4 seconds to
/// 15 minutes.
#[derive(Clone)]
pub struct VideoFile {
    source: Source,
    checks_container: bool,
}

#[derive(Clone)]
enum Source {
    Path(PathBuf),
    Bytes(Bytes),
}

/// A file that can be sent once.
#[derive(Debug)]
pub(super) struct OpenFile {
    pub(super) length: u64,
    pub(super) content: Content,
}

impl VideoFile {
    /// Takes the file at a path. It is opened when it is checked and when it is uploaded.
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        Self::of(Source::Path(path.into()))
    }

    /// Takes the bytes of a file.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Self {
        Self::of(Source::Bytes(bytes.into()))
    }

    /// Uploads the file whatever its first bytes are.
    #[must_use]
    pub fn without_container_check(mut self) -> Self {
        self.checks_container = false;
        self
    }

    fn of(source: Source) -> Self {
        Self {
            source,
            checks_container: true,
        }
    }

    /// Returns what the file seems to be, if it is no video.
    pub(super) async fn check(&self) -> io::Result<Result<(), &'static str>> {
        if !self.checks_container {
            return Ok(Ok(()));
        }
        match &self.source {
            Source::Bytes(bytes) => Ok(container(bytes)),
            Source::Path(path) => {
                let path = path.clone();
                let read = move || container_of(&path);
                tokio::task::spawn_blocking(read).await?
            }
        }
    }

    pub(super) async fn open(&self) -> io::Result<OpenFile> {
        match &self.source {
            Source::Bytes(bytes) => Ok(OpenFile {
                length: bytes.len() as u64,
                content: Content::Bytes(bytes.clone()),
            }),
            Source::Path(path) => {
                let file = tokio::fs::File::open(path).await?;
                Ok(OpenFile {
                    length: file.metadata().await?.len(),
                    content: Content::File(file),
                })
            }
        }
    }
}

impl From<&Path> for VideoFile {
    fn from(path: &Path) -> Self {
        Self::from_path(path)
    }
}

impl From<PathBuf> for VideoFile {
    fn from(path: PathBuf) -> Self {
        Self::from_path(path)
    }
}

impl fmt::Debug for VideoFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("VideoFile");
        match &self.source {
            Source::Path(path) => shown.field("path", path),
            Source::Bytes(bytes) => shown.field("bytes", &bytes.len()),
        };
        shown.finish_non_exhaustive()
    }
}

fn container_of(path: &Path) -> io::Result<Result<(), &'static str>> {
    let mut file = File::open(path)?;
    let mut beginning = Vec::new();
    file.rewind()?; // Something that has no beginning cannot be sent again, either.
    file.take(BEGINNING).read_to_end(&mut beginning)?;
    Ok(container(&beginning))
}

/// What a file that begins so seems to be, if it is no video in a container that the service takes.
fn container(beginning: &[u8]) -> Result<(), &'static str> {
    if let [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] = beginning {
        return match brand.first_chunk::<4>() {
            Some(b"heic" | b"heix" | b"mif1" | b"msf1" | b"avif" | b"avis") => {
                Err("a HEIC or AVIF image")
            }
            Some(b"M4A " | b"M4B ") => Err("an audio file"),
            _ => Ok(()),
        };
    }
    Err(match beginning {
        [] => "empty",
        [0xff, 0xd8, 0xff, ..] => "a JPEG image",
        [0x89, b'P', b'N', b'G', ..] => "a PNG image",
        [b'G', b'I', b'F', b'8', ..] => "a GIF image",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'A', b'V', b'I', ..] => "an AVI file",
        [0x1a, 0x45, 0xdf, 0xa3, ..] => "a WebM or Matroska file",
        [b'<', ..] => "an HTML or XML file",
        [b'{', ..] => "JSON",
        _ => "no known video container",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell_what_a_file_is() {
        let cases: [(&[u8], Result<(), &str>); 9] = [
            (b"\0\0\0\x18ftypmp42\0\0\0\0", Ok(())),
            (b"\0\0\0\x14ftypqt  ", Ok(())),
            (b"\0\0\0\x18ftyp", Ok(())),
            (b"\0\0\0\x18ftypheic", Err("a HEIC or AVIF image")),
            (b"\0\0\0\x1cftypM4A \0\0\0\0", Err("an audio file")),
            (b"", Err("empty")),
            (b"\x1a\x45\xdf\xa3webm", Err("a WebM or Matroska file")),
            (b"<html>", Err("an HTML or XML file")),
            (b"ftypmp42", Err("no known video container")),
        ];
        for (beginning, expected) in cases {
            assert_eq!(container(beginning), expected, "{beginning:?}");
        }
    }

    #[tokio::test]
    async fn a_file_is_checked_unless_it_is_not_to_be() {
        let file = VideoFile::from_bytes(&b"GIF89a"[..]);
        assert_eq!(file.check().await.unwrap(), Err("a GIF image"));
        assert_eq!(
            file.without_container_check().check().await.unwrap(),
            Ok(())
        );
        let missing = VideoFile::from_path("/nonexistent/video.mp4");
        assert_eq!(
            missing.check().await.unwrap_err().kind(),
            io::ErrorKind::NotFound
        );
    }
}
