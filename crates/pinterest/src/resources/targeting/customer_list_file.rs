//! A file of customers in the parts that it is uploaded in.

use std::io::{self, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::{error, fmt};

use bytes::Bytes;
use tokio::fs::File;
use tokio::io::AsyncSeek;

use crate::transfer::{Content, ContentBody, Progress};

/// The least size of every part but the last: 5 MiB, as the storage has it.
const LEAST_PART: u64 = 5 << 20;

/// The size that parts have where nobody sets their number, as far as ten of them hold the file.
const USUAL_PART: u64 = 16 << 20;

/// The most parts of a file.
const MOST_PARTS: usize = 10;

/// A file of customers to upload, in 1 to 10 parts.
///
/// The number of parts follows from the size, unless [`with_parts`](Self::with_parts) sets it. A
/// file on disk is read while it is sent, part by part, and again for every retry: it must not
/// change during that time. Pinterest does not document the format of the file.
///
/// `Debug` shows sizes, and neither contents nor path.
///
/// # Examples
///
/// ```
/// use pinterest::targeting::{CustomerListFile, CustomerListFileError};
///
/// let file = CustomerListFile::from_bytes("ada@example.com\ngrace@example.com\n")?;
/// assert_eq!(file.parts(), 1);
/// // Every part but the last has at least 5 MiB.
/// let error = file.with_parts(2).unwrap_err();
/// assert!(matches!(error, CustomerListFileError::PartTooSmall { .. }));
/// # Ok::<(), CustomerListFileError>(())
/// ```
#[derive(Clone)]
pub struct CustomerListFile {
    source: Source,
    length: u64,
    parts: usize,
}

#[derive(Clone)]
enum Source {
    Bytes(Bytes),
    Path(Arc<Path>),
}

/// Why a file cannot be uploaded.
#[derive(Debug)]
#[non_exhaustive]
pub enum CustomerListFileError {
    /// The file cannot be read.
    Unreadable(io::Error),
    /// The file is empty.
    Empty,
    /// The number of parts is not in the range from 1 to 10.
    PartCount(usize),
    /// Parts other than the last would have less than 5 MiB; use fewer parts.
    #[non_exhaustive]
    PartTooSmall {
        /// The size that they would have, in bytes.
        size: u64,
    },
}

impl CustomerListFile {
    /// Creates a file of what is in memory.
    ///
    /// # Errors
    ///
    /// Returns an error if there is nothing in it.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Result<Self, CustomerListFileError> {
        let bytes = bytes.into();
        let length = bytes.len() as u64;
        Self::new(Source::Bytes(bytes), length)
    }

    /// Creates a file of one on disk, of which the size alone is looked at.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be opened or is empty.
    pub async fn from_path(path: impl Into<PathBuf>) -> Result<Self, CustomerListFileError> {
        let path: PathBuf = path.into();
        let path: Arc<Path> = path.into();
        let file = File::open(&path).await;
        let file = file.map_err(CustomerListFileError::Unreadable)?;
        let metadata = file.metadata().await;
        let metadata = metadata.map_err(CustomerListFileError::Unreadable)?;
        Self::new(Source::Path(path), metadata.len())
    }

    fn new(source: Source, length: u64) -> Result<Self, CustomerListFileError> {
        if length == 0 {
            return Err(CustomerListFileError::Empty);
        }
        let parts = usize::try_from(length / USUAL_PART).unwrap_or(MOST_PARTS);
        Ok(Self {
            source,
            length,
            parts: parts.clamp(1, MOST_PARTS),
        })
    }

    /// Sets the number of parts, which have the same size but for the last.
    ///
    /// # Errors
    ///
    /// Returns an error if the number is not in the range from 1 to 10, or if parts would have less
    /// than 5 MiB.
    pub fn with_parts(mut self, parts: usize) -> Result<Self, CustomerListFileError> {
        if !(1..=MOST_PARTS).contains(&parts) {
            return Err(CustomerListFileError::PartCount(parts));
        }
        self.parts = parts;
        let size = self.part_size();
        match parts > 1 && size < LEAST_PART {
            true => Err(CustomerListFileError::PartTooSmall { size }),
            false => Ok(self),
        }
    }

    /// Returns the number of parts.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.parts
    }

    /// Returns the size of the file in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.length
    }

    fn part_size(&self) -> u64 {
        self.length.div_ceil(self.parts as u64)
    }

    /// Where a part stands in the file; parts count from 0.
    fn range(&self, part: usize) -> Range<u64> {
        let start = self.part_size().saturating_mul(part as u64);
        let end = start.saturating_add(self.part_size());
        start.min(self.length)..end.min(self.length)
    }

    /// The length of a part.
    pub(super) fn part_len(&self, part: usize) -> u64 {
        let range = self.range(part);
        range.end - range.start
    }

    /// Makes the body of a part, once for each time that it is sent.
    pub(super) async fn open(
        &self,
        part: usize,
        progress: Arc<Progress>,
    ) -> io::Result<ContentBody> {
        let range = self.range(part);
        let content = match &self.source {
            Source::Bytes(bytes) => {
                // What is in memory has a length that fits.
                let [start, end] = [range.start, range.end].map(|at| at as usize);
                Content::Bytes(bytes.slice(start..end))
            }
            Source::Path(path) => {
                let mut file = File::open(path).await?;
                if file.metadata().await?.len() != self.length {
                    return Err(io::Error::other("the file has another size than before"));
                }
                seek(&mut file, range.start).await?;
                Content::File(file)
            }
        };
        let length = range.end - range.start;
        Ok(ContentBody::new(content, length, part, progress))
    }
}

async fn seek(file: &mut File, position: u64) -> io::Result<()> {
    Pin::new(&mut *file).start_seek(SeekFrom::Start(position))?;
    std::future::poll_fn(|context| Pin::new(&mut *file).poll_complete(context)).await?;
    Ok(())
}

impl fmt::Debug for CustomerListFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomerListFile")
            .field("length", &self.length)
            .field("parts", &self.parts)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for CustomerListFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(_) => f.write_str("the file of customers cannot be read"),
            Self::Empty => f.write_str("the file of customers is empty"),
            Self::PartCount(parts) => write!(f, "a file has 1 to 10 parts, not {parts}"),
            Self::PartTooSmall { size } => write!(
                f,
                "every part but the last must have at least 5 MiB, but would have {size} bytes; use \
                 fewer parts"
            ),
        }
    }
}

impl error::Error for CustomerListFileError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Unreadable(error) => Some(error),
            Self::Empty | Self::PartCount(_) | Self::PartTooSmall { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;
    use hyper::body::Body;
    use proptest::prelude::*;

    use super::*;

    const MIB: u64 = 1 << 20;

    fn file(length: u64) -> CustomerListFile {
        CustomerListFile::new(Source::Bytes(Bytes::new()), length).unwrap()
    }

    #[test]
    fn the_size_decides_how_many_parts_there_are() {
        for (length, parts) in [
            (1, 1),
            (31 * MIB, 1),
            (32 * MIB, 2),
            (160 * MIB, 10),
            (u64::MAX, 10),
        ] {
            assert_eq!(file(length).parts(), parts, "{length}");
        }
    }

    #[test]
    fn parts_that_are_too_small_or_too_many_are_errors() {
        let size = |parts| match file(10 * MIB).with_parts(parts) {
            Err(CustomerListFileError::PartTooSmall { size }) => Some(size),
            _ => None,
        };
        assert_eq!(
            [1, 2, 3, 10].map(size),
            [None, None, Some(3_495_254), Some(MIB)]
        );
        for parts in [0, 11] {
            let error = file(500 * MIB).with_parts(parts).unwrap_err();
            assert!(matches!(error, CustomerListFileError::PartCount(count) if count == parts));
        }
        assert!(matches!(
            CustomerListFile::from_bytes(""),
            Err(CustomerListFileError::Empty)
        ));
    }

    #[tokio::test]
    async fn a_file_on_disk_is_read_by_parts_as_often_as_needed() {
        let path = std::env::temp_dir().join(format!("customers-{}", std::process::id()));
        let contents: Vec<u8> = (0..11 * MIB).map(|index| (index % 251) as u8).collect();
        std::fs::write(&path, &contents).unwrap();
        let file = CustomerListFile::from_path(&path).await.unwrap();
        let file = file.with_parts(2).unwrap();
        let progress = || Arc::new(Progress::new(11 * MIB, 2, None));
        for _ in 0..2 {
            let mut read = Vec::new();
            for part in 0..2 {
                let body = file.open(part, progress()).await.unwrap();
                assert_eq!(body.size_hint().exact(), Some(file.part_len(part)));
                read.extend_from_slice(&body.collect().await.unwrap().to_bytes());
            }
            assert!(read == contents);
        }
        std::fs::write(&path, "less").unwrap();
        assert!(file.open(0, progress()).await.is_err());
        std::fs::remove_file(&path).unwrap();
        assert!(matches!(
            CustomerListFile::from_path(&path).await,
            Err(CustomerListFileError::Unreadable(_))
        ));
        let shown = format!("{file:?}");
        assert!(!shown.contains("customers-"), "{shown}");
    }

    proptest! {
        #[test]
        fn parts_cover_the_file_and_are_large_enough(length in 1_u64.., parts in 1_usize..=10) {
            if let Ok(file) = file(length).with_parts(parts) {
                let mut end = 0;
                for part in 0..parts {
                    let range = file.range(part);
                    prop_assert_eq!(range.start, end);
                    prop_assert!(range.start < range.end);
                    let is_last = part + 1 == parts;
                    prop_assert!(is_last || file.part_len(part) >= LEAST_PART);
                    end = range.end;
                }
                prop_assert_eq!(end, length);
            }
        }
    }
}
