//! The form that a file is uploaded as: `multipart/form-data` of a length that is known before it
//! is sent.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

use crate::transfer::ContentBody;

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

    pub(super) fn body(self, file: ContentBody) -> FormBody {
        FormBody {
            head: Some(self.head),
            file,
            tail: Some(self.tail),
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
    file: ContentBody,
    tail: Option<Bytes>,
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
        let frame = ready!(Pin::new(&mut this.file).poll_frame(context));
        let tail = || this.tail.take().map(|tail| Ok(Frame::data(tail)));
        Poll::Ready(frame.or_else(tail))
    }

    fn is_end_stream(&self) -> bool {
        self.tail.is_none()
    }

    /// The exact length, since the host rejects uploads without one.
    fn size_hint(&self) -> SizeHint {
        let length = |part: &Option<Bytes>| part.as_ref().map_or(0, |part| part.len() as u64);
        let around = length(&self.head) + length(&self.tail);
        SizeHint::with_exact(around.saturating_add(self.file.left()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use http_body_util::BodyExt;

    use super::*;
    use crate::transfer::{Content, Progress};

    #[tokio::test]
    async fn fields_come_in_order_and_the_file_last() {
        let form = Form::new(&[
            ("key".to_owned(), "uploads/1".to_owned()),
            ("a\"b".to_owned(), String::new()),
        ]);
        let boundary = form.boundary.clone();
        let content = Content::Bytes(Bytes::from_static(b"\r\n--x"));
        let progress = Arc::new(Progress::new(5, 1, None));
        let body = form.body(ContentBody::new(content, 5, 0, progress));
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
}
