//! What failures of the HTTP library say: which connection failed, and how.

use std::error::Error as StdError;
use std::iter::successors;

use super::{EXCERPT_LENGTH, Error, ErrorKind, redacted};

const TIMED_OUT: &str = "the attempt timed out; the server may have acted on the request";

impl Error {
    /// For a response that is not complete in time.
    pub(crate) fn timed_out() -> Self {
        Self::new(ErrorKind::Timeout, TIMED_OUT)
    }

    /// From a failure of the HTTP library. The message names the host; the rest of the URL is left
    /// out, since a path or a query may hold personal data.
    pub(crate) fn from_http(error: reqwest::Error) -> Self {
        let host = error.url().and_then(|url| url.host_str());
        let host = host.unwrap_or("the server");
        // Running out of time while connecting is both; nothing was sent then.
        let (kind, message) = if error.is_connect() {
            let reason = reason(&error);
            (
                ErrorKind::Connect,
                format!("could not connect to {host}: {reason}"),
            )
        } else if was_not_written(&error) {
            (
                ErrorKind::Connect,
                format!("the connection to {host} was closed before the request was sent"),
            )
        } else if let Some(how) = unprocessed(&error).filter(|_| error.is_request()) {
            (ErrorKind::Connect, format!("{host} {how}"))
        } else if error.is_timeout() {
            (ErrorKind::Timeout, TIMED_OUT.to_owned())
        } else if error.is_builder() {
            (
                ErrorKind::InvalidRequest,
                "the HTTP request cannot be built".to_owned(),
            )
        } else {
            (
                ErrorKind::Network,
                format!(
                    "the connection to {host} failed; the server may have acted on the request"
                ),
            )
        };
        Self::new(kind, message).with_source(error.without_url())
    }
}

/// Whether it is certain that nothing of the request was sent.
pub(crate) fn never_sent(error: &reqwest::Error) -> bool {
    error.is_connect() || was_not_written(error)
}

/// Whether the connection was closed while the request still waited for it; the HTTP library says
/// so itself.
fn was_not_written(error: &(dyn StdError + 'static)) -> bool {
    chain(error)
        .filter_map(|source| source.downcast_ref::<hyper::Error>())
        .any(hyper::Error::is_canceled)
}

/// How the server said that it did not process the request, if it did: with HTTP/2, by the number
/// of the last request that it processed before it closed the connection (GOAWAY), or by the reason
/// for which it reset a single request (RFC 9113, section 8.7). Not after the head of a response,
/// whatever it says.
///
/// A request that the server may have processed fails in another way when the connection is closed:
/// as one that was cut off.
#[cfg(feature = "http2")]
fn unprocessed(error: &(dyn StdError + 'static)) -> Option<&'static str> {
    let mut reasons = chain(error).filter_map(|source| source.downcast_ref::<h2::Error>());
    let reason = reasons.find(|reason| reason.is_remote())?;
    if reason.is_go_away() {
        return Some("closed the connection before it processed the request");
    }
    let is_refused = reason.reason() == Some(h2::Reason::REFUSED_STREAM);
    is_refused.then_some("rejected the request before it processed any of it")
}

#[cfg(not(feature = "http2"))]
fn unprocessed(_: &(dyn StdError + 'static)) -> Option<&'static str> {
    None
}

/// Whether there is no connection because the certificate of the server is not accepted, which does
/// not change within seconds.
#[cfg(feature = "rustls-no-provider")]
pub(super) fn is_about_certificate(error: &(dyn StdError + 'static)) -> bool {
    let of_io = |error: &(dyn StdError + 'static)| -> bool {
        // An I/O error does not name what is in it as its source.
        let mut inner = error.downcast_ref::<std::io::Error>();
        while let Some(cause) = inner.and_then(std::io::Error::get_ref) {
            if let Some(rustls::Error::InvalidCertificate(_)) = cause.downcast_ref() {
                return true;
            }
            inner = cause.downcast_ref();
        }
        false
    };
    chain(error).any(of_io)
}

#[cfg(not(feature = "rustls-no-provider"))]
pub(super) fn is_about_certificate(_: &(dyn StdError + 'static)) -> bool {
    false
}

/// Whether a body arrived completely, but cannot be decompressed: what cuts a transfer is an error
/// of hyper's or a timeout, and a compressed body that ends early says so.
pub(crate) fn cannot_be_decompressed(error: &reqwest::Error) -> bool {
    let is_of_transfer = |source: &(dyn StdError + 'static)| {
        let io = source.downcast_ref::<std::io::Error>();
        source.is::<hyper::Error>()
            || io.is_some_and(|io| io.kind() == std::io::ErrorKind::UnexpectedEof)
    };
    error.is_decode() && !error.is_timeout() && !chain(error).any(is_of_transfer)
}

/// An error and its causes, outermost first.
fn chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    successors(Some(error), |source| (*source).source())
}

/// Why there is no connection, as the innermost cause says, such as "connection refused".
fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "timed out".to_owned();
    }
    let cause = chain(error).skip(1).last().map(ToString::to_string);
    let cause = cause.unwrap_or_default();
    // The operating system's number says nothing that its text does not.
    let text = cause.split(" (os error ").next().unwrap_or_default();
    let text = redacted(text, EXCERPT_LENGTH);
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        // The first word of a sentence, not an acronym.
        (Some(first), Some(second)) if second.is_lowercase() => {
            let rest = &text[first.len_utf8()..];
            format!("{}{rest}", first.to_lowercase())
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http_body_util::Full;
    use hyper::client::conn::http1;
    use hyper_util::rt::TokioIo;

    use super::*;

    #[tokio::test]
    async fn a_request_that_the_connection_never_took_was_not_written() {
        let (near, _far) = tokio::io::duplex(64);
        let (mut sender, connection) = http1::handshake(TokioIo::new(near)).await.unwrap();
        let request = || http::Request::new(Full::new(Bytes::from_static(b"{}")));
        let waiting = sender.send_request(request());
        drop(connection);
        let error = waiting.await.unwrap_err();
        assert!(was_not_written(&error), "{error:?}");
        let wrapped = Error::new(ErrorKind::Network, "outer").with_source(error);
        assert!(was_not_written(&wrapped));
    }

    #[tokio::test]
    async fn a_request_that_was_cut_off_may_have_been_read() {
        let (near, mut far) = tokio::io::duplex(1024);
        let (mut sender, connection) = http1::handshake(TokioIo::new(near)).await.unwrap();
        tokio::spawn(connection);
        let request = http::Request::new(Full::new(Bytes::from_static(b"{}")));
        let response = sender.send_request(request);
        let reader = async {
            tokio::io::AsyncReadExt::read(&mut far, &mut [0; 16])
                .await
                .unwrap();
            drop(far);
        };
        let (response, ()) = tokio::join!(response, reader);
        assert!(!was_not_written(&response.unwrap_err()));
    }
}
