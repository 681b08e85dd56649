//! Parts of a request, and their errors.

use std::fmt;
use std::sync::Arc;

use crate::{DateRange, Error};

/// A part of a request about many days and ids: the days and the ids that it is about.
///
/// Its `Display` output names them. See [`Chunked`](super::Chunked).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    pub(super) index: usize,
    pub(super) days: DateRange,
    pub(super) lists: Vec<ChunkList>,
    /// Why the request cannot be split, and this is all of it.
    pub(super) problem: Option<&'static str>,
}

/// The values of a list that a chunk is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ChunkList {
    pub(super) name: &'static str,
    pub(super) values: Arc<[String]>,
}

impl Chunk {
    /// Returns the place of the chunk among those of its request, from 0.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    /// Returns the days.
    #[must_use]
    pub fn days(&self) -> DateRange {
        self.days
    }

    /// Iterates over the lists of the chunk: the name of the parameter or field, such as
    /// `campaign_ids`, and its values.
    pub fn lists(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        self.lists.iter().map(|list| (list.name, &*list.values))
    }
}

impl fmt::Display for Chunk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.days.start(), self.days.end())?;
        for (name, values) in self.lists() {
            match values {
                [] => write!(f, ", no {name}")?,
                [only] => write!(f, ", {name} {only}")?,
                [first, .., last] => write!(f, ", {} {name} from {first} to {last}", values.len())?,
            }
        }
        Ok(())
    }
}

/// The error of a chunk, in the place of its rows.
///
/// [`chunk`](Self::chunk) says which days and ids have no rows;
/// [`Chunked::rows_of`](super::Chunked::rows_of) requests them again.
#[derive(Debug)]
pub struct ChunkError {
    pub(super) chunk: Chunk,
    pub(super) error: Error,
}

impl ChunkError {
    /// Returns the chunk.
    #[must_use]
    pub fn chunk(&self) -> &Chunk {
        &self.chunk
    }

    /// Returns the error of its request.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// Returns the chunk and the error of its request.
    #[must_use]
    pub fn into_parts(self) -> (Chunk, Error) {
        (self.chunk, self.error)
    }
}

impl fmt::Display for ChunkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no rows for {}: {}", self.chunk, self.error)
    }
}

impl std::error::Error for ChunkError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}
