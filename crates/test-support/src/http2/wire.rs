//! The bytes of a connection, among which a test puts frames that no sound server would send.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};

use bytes::{Buf, BytesMut};
use h2::Reason;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Frames that wait to be sent.
#[derive(Clone, Debug, Default)]
pub(super) struct Frames(Arc<Mutex<BytesMut>>);

impl Frames {
    pub(super) fn push(&self, frame: &[u8]) {
        self.0.lock().unwrap().extend_from_slice(frame);
    }

    pub(super) fn are_sent(&self) -> bool {
        self.0.lock().unwrap().is_empty()
    }
}

/// A connection, on which frames are sent when those of the HTTP/2 library are.
pub(super) struct Wire<S> {
    pub(super) inner: S,
    pub(super) frames: Frames,
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, bytes)
    }

    /// The library flushes when it has written whole frames.
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let frames = self.frames.clone();
        let mut frames = frames.0.lock().unwrap();
        while !frames.is_empty() {
            let written = ready!(Pin::new(&mut self.inner).poll_write(cx, &frames))?;
            frames.advance(written);
        }
        drop(frames);
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

/// A frame without flags (RFC 9113, section 4.1).
fn frame(kind: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, 0], &stream.to_be_bytes(), payload].concat()
}

/// RST_STREAM.
pub(super) fn reset(stream: u32, reason: Reason) -> Vec<u8> {
    frame(3, stream, &u32::from(reason).to_be_bytes())
}

/// GOAWAY, after the streams up to `last` were processed.
pub(super) fn go_away(last: u32, reason: Reason) -> Vec<u8> {
    let payload = [last.to_be_bytes(), u32::from(reason).to_be_bytes()].concat();
    frame(7, 0, &payload)
}
