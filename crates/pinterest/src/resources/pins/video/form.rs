//! The form that a file is uploaded as: `multipart/form-data` of a length that is known before it
//! is sent, with the file read while it is sent.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::io::{AsyncRead, ReadBuf};

use super::file::{Content, OpenFile};
use crate::lock::lock;

/// How many bytes are read and sent at a time.
const CHUNK: usize = 256 << 10;

/// How much of a file was handed to the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadProgress {
    /// The bytes of the file that were sent so far.
    pub sent: u64,
    /// The bytes of the file.
    pub total: u64,
}

/// A function that is told about the progress.
pub(super) type Report = Arc<dyn Fn(UploadProgress) + Send + Sync>;

/// What is known about an upload from outside.
pub(super) struct Progress {
    sent: AtomicU64,
    total: u64,
    report: Option<Report>,
    /// Why the file could not be read.
    failure: Mutex<Option<io::Error>>,
}

impl Progress {
    pub(super) fn new(total: u64, report: Option<Report>) -> Self {
        Self {
            sent: AtomicU64::new(0),
            total,
            report,
            failure: Mutex::new(None),
        }
    }

    pub(super) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    pub(super) fn take_failure(&self) -> Option<io::Error> {
        lock(&self.failure).take()
    }

    fn add(&self, bytes: u64) {
        let sent = self.sent.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if let Some(report) = &self.report {
            let total = self.total;
            report(UploadProgress { sent, total });
        }
    }
}

/// The parts of a form around the file.
pub(super) struct Form {
    boundary: String,
    head: Bytes,
    tail: Bytes,
}

impl Form {
    /// A form with these fields, in this order, and a file behind them.
    pub(super) fn new(fields: &[(String, String)]) -> Self {
        // Random enough to be in no file.
        let boundary = format!("{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
        let mut head = String::new();
        for (name, value) in fields {
            let name = quoted(name);
            head.push_str(&format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            ));
        }
        head.push_str(&format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; \
             filename=\"video.mp4\"\r\nContent-Type: video/mp4\r\n\r\n"
        ));
        Self {
            head: head.into(),
            tail: format!("\r\n--{boundary}--\r\n").into(),
            boundary,
        }
    }

    pub(super) fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    pub(super) fn body(self, file: OpenFile, progress: Arc<Progress>) -> FormBody {
        FormBody {
            head: Some(self.head),
            content: file.content,
            left: file.length,
            buffer: Vec::new(),
            tail: Some(self.tail),
            progress,
        }
    }
}

/// A name between quotation marks, as browsers write it.
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The body of the request. Its parts are taken away as they are sent.
pub(super) struct FormBody {
    head: Option<Bytes>,
    content: Content,
    /// How many bytes of the file are left.
    left: u64,
    /// What a read that is not ready was to fill.
    buffer: Vec<u8>,
    tail: Option<Bytes>,
    progress: Arc<Progress>,
}

impl FormBody {
    /// The next bytes of the file, no more than are left; none at its end.
    fn poll_file(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
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

impl Body for FormBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = self.get_mut();
        if let Some(head) = this.head.take() {
            return Poll::Ready(Some(Ok(Frame::data(head))));
        }
        if this.left == 0 {
            return Poll::Ready(this.tail.take().map(|tail| Ok(Frame::data(tail))));
        }
        let bytes = match ready!(this.poll_file(context)) {
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
                this.progress.add(length);
                Ok(Frame::data(bytes))
            }
            Err(error) => {
                let kind = error.kind();
                *lock(&this.progress.failure) = Some(error);
                Err(kind.into())
            }
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.tail.is_none()
    }

    /// The exact length, since the host rejects uploads without one.
    fn size_hint(&self) -> SizeHint {
        let length = |part: &Option<Bytes>| part.as_ref().map_or(0, |part| part.len() as u64);
        let around = length(&self.head) + length(&self.tail);
        SizeHint::with_exact(around.saturating_add(self.left))
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;

    use super::super::file::VideoFile;
    use super::*;

    fn form() -> Form {
        Form::new(&[
            ("key".to_owned(), "uploads/1".to_owned()),
            ("a\"b".to_owned(), String::new()),
        ])
    }

    async fn body(file: &VideoFile, seen: &Arc<Mutex<Vec<u64>>>) -> (String, FormBody) {
        let file = file.open().await.unwrap();
        let seen = Arc::clone(seen);
        let report: Report = Arc::new(move |progress| seen.lock().unwrap().push(progress.sent));
        let progress = Arc::new(Progress::new(file.length, Some(report)));
        let form = form();
        (form.boundary.clone(), form.body(file, progress))
    }

    #[tokio::test]
    async fn fields_come_in_order_and_the_file_last() {
        let file = VideoFile::from_bytes(&b"\r\n--x"[..]);
        let (boundary, body) = body(&file, &Arc::default()).await;
        let length = body.size_hint().exact();
        let sent = body.collect().await.unwrap().to_bytes();
        let expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nuploads/1\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"a%22b\"\r\n\r\n\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; \
             filename=\"video.mp4\"\r\nContent-Type: video/mp4\r\n\r\n\r\n--x\r\n--{boundary}--\r\n"
        );
        assert_eq!(std::str::from_utf8(&sent).unwrap(), expected);
        assert_eq!(length, Some(expected.len() as u64));
    }

    #[tokio::test]
    async fn a_file_is_read_in_parts() {
        let path = std::env::temp_dir().join(format!("pinterest-form-{}", std::process::id()));
        let content: Vec<u8> = (0..CHUNK * 2 + 10).map(|index| index as u8).collect();
        std::fs::write(&path, &content).unwrap();
        let seen = Arc::default();
        let (_, body) = body(&VideoFile::from_path(&path), &seen).await;
        let length = body.size_hint().exact().unwrap();
        let sent = body.collect().await.unwrap().to_bytes();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(sent.len() as u64, length);
        let mut windows = sent.windows(content.len());
        assert!(windows.any(|window| window == content));
        let seen = seen.lock().unwrap();
        assert!(seen.len() >= 3 && seen.is_sorted(), "{seen:?}");
        assert_eq!(seen.last(), Some(&(content.len() as u64)));
    }

    #[tokio::test]
    async fn a_file_that_became_shorter_is_an_error() {
        let path = std::env::temp_dir().join(format!("pinterest-short-{}", std::process::id()));
        std::fs::write(&path, [0; 100]).unwrap();
        let (_, body) = body(&VideoFile::from_path(&path), &Arc::default()).await;
        std::fs::write(&path, [0; 10]).unwrap();
        let progress = Arc::clone(&body.progress);
        let error = body.collect().await.unwrap_err();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        assert!(progress.take_failure().is_some());
        assert_eq!(progress.sent(), 10);
    }
}
