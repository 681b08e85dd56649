//! What is uploaded: bytes in memory or of a file, read while they are sent.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

use super::Progress;

/// How many bytes are read and sent at a time.
const CHUNK: usize = 256 << 10;

/// Where the bytes of an upload come from, which is read from its present position on.
#[derive(Debug)]
pub(crate) enum Content {
    File(File),
    Bytes(Bytes),
}

/// The body of an upload, or the part of it that is a file: so many bytes of a content.
pub(crate) struct ContentBody {
    content: Content,
    /// How many bytes are left.
    left: u64,
    /// What a read that is not ready was to fill.
    buffer: Vec<u8>,
    part: usize,
    progress: Arc<Progress>,
}

impl ContentBody {
    /// A body of `length` bytes, which are those of a part of the upload.
    pub(crate) fn new(content: Content, length: u64, part: usize, progress: Arc<Progress>) -> Self {
        progress.begin(part);
        Self {
            content,
            left: length,
            buffer: Vec::new(),
            part,
            progress,
        }
    }

    /// Returns how many bytes are left.
    pub(crate) fn left(&self) -> u64 {
        self.left
    }

    /// Reads the next bytes, no more than are left; none at the end of the file.
    fn poll_read(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
        let size = usize::try_from(self.left).unwrap_or(CHUNK).min(CHUNK);
        let file = match &mut self.content {
            Content::Bytes(bytes) => {
                return Poll::Ready(Ok(bytes.split_to(size.min(bytes.len()))));
            }
            Content::File(file) => file,
        };
        self.buffer.resize(size, 0);
        let mut read = ReadBuf::new(&mut self.buffer);
        ready!(Pin::new(file).poll_read(context, &mut read))?;
        let length = read.filled().len();
        self.buffer.truncate(length);
        Poll::Ready(Ok(std::mem::take(&mut self.buffer).into()))
    }
}

impl Body for ContentBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = self.get_mut();
        if this.left == 0 {
            return Poll::Ready(None);
        }
        let bytes = match ready!(this.poll_read(context)) {
            Ok(bytes) if bytes.is_empty() => Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the file became shorter while it was uploaded",
            )),
            read => read,
        };
        Poll::Ready(Some(match bytes {
            Ok(bytes) => {
                let length = bytes.len() as u64;
                this.left = this.left.saturating_sub(length);
                this.progress.add(this.part, length);
                Ok(Frame::data(bytes))
            }
            Err(error) => {
                let kind = error.kind();
                this.progress.fail(error);
                Err(kind.into())
            }
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    /// The exact length, since hosts reject uploads without one.
    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use http_body_util::BodyExt;

    use super::*;
    use crate::transfer::Report;

    fn body(content: Content, length: u64, seen: &Arc<Mutex<Vec<u64>>>) -> ContentBody {
        let seen = Arc::clone(seen);
        let report: Report = Arc::new(move |progress| seen.lock().unwrap().push(progress.sent));
        let progress = Arc::new(Progress::new(length, 1, Some(report)));
        ContentBody::new(content, length, 0, progress)
    }

    #[tokio::test]
    async fn a_file_is_read_in_chunks() {
        let path = std::env::temp_dir().join(format!("pinterest-content-{}", std::process::id()));
        let content: Vec<u8> = (0..CHUNK * 2 + 10).map(|index| index as u8).collect();
        std::fs::write(&path, &content).unwrap();
        let length = content.len() as u64;
        let open = async || Content::File(File::open(&path).await.unwrap());
        for source in [open().await, Content::Bytes(content.clone().into())] {
            let seen = Arc::default();
            let body = body(source, length, &seen);
            assert_eq!(body.size_hint().exact(), Some(length));
            assert!(body.collect().await.unwrap().to_bytes() == content);
            let seen = seen.lock().unwrap();
            assert!(seen.len() >= 3 && seen.is_sorted(), "{seen:?}");
            assert_eq!(seen.last(), Some(&length));
        }
        // No more than it was to send.
        let body = body(open().await, 5, &Arc::default());
        assert_eq!(body.collect().await.unwrap().to_bytes(), content[..5]);
        std::fs::remove_file(&path).unwrap();
    }

    #[tokio::test]
    async fn a_file_that_became_shorter_is_an_error() {
        let path = std::env::temp_dir().join(format!("pinterest-short-{}", std::process::id()));
        std::fs::write(&path, [0; 10]).unwrap();
        let content = Content::File(File::open(&path).await.unwrap());
        let body = body(content, 100, &Arc::default());
        let progress = Arc::clone(&body.progress);
        let error = body.collect().await.unwrap_err();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        assert!(progress.take_failure().is_some());
        assert_eq!(progress.sent(), 10);
    }

    #[test]
    fn what_was_sent_of_a_part_is_taken_back_when_it_begins_again() {
        let progress = Progress::new(10, 2, None);
        progress.add(0, 4);
        progress.add(1, 5);
        progress.begin(0);
        progress.add(0, 1);
        assert_eq!(progress.sent(), 6);
    }
}
