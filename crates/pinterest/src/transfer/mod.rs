//! Uploads to hosts other than that of the API, and downloads from them.
//!
//! The URL itself is the permission, so no credential is sent, and the URL is a secret: it is in no
//! error and no trace. The HTTP clients are those of the calls, with their proxies, certificates
//! and timeouts for connecting.

#[cfg(any(feature = "targeting", all(feature = "pins", feature = "media")))]
mod content;
#[cfg(any(feature = "targeting", all(feature = "pins", feature = "media")))]
mod progress;
#[cfg(feature = "targeting")]
mod put;
#[cfg(any(feature = "targeting", all(feature = "pins", feature = "media")))]
mod upload;

use http::Method;
use http::header::USER_AGENT;
use url::Url;

use crate::client::Client;
use crate::environment::is_this_machine;

#[cfg(any(feature = "targeting", all(feature = "pins", feature = "media")))]
pub(crate) use content::{Content, ContentBody};
#[cfg(any(feature = "targeting", all(feature = "pins", feature = "media")))]
pub use progress::UploadProgress;
#[cfg(any(feature = "targeting", all(feature = "pins", feature = "media")))]
pub(crate) use progress::{Progress, Report};
#[cfg(feature = "targeting")]
pub(crate) use put::put;
#[cfg(any(feature = "targeting", all(feature = "pins", feature = "media")))]
pub(crate) use upload::{check, upload_url};

/// Whether a URL of a transfer, which is a secret, may be followed: it is not sent in clear, except
/// to this machine.
pub(crate) fn is_safe(url: &Url) -> bool {
    match url.scheme() {
        "https" => true,
        "http" => is_this_machine(url),
        _ => false,
    }
}

/// Returns a request of a transfer, which has the headers of the library and no credential.
pub(crate) fn request(client: &Client, method: Method, url: &Url) -> reqwest::Request {
    let mut request = reqwest::Request::new(method, url.clone());
    let user_agent = client.settings().user_agent.clone();
    request.headers_mut().insert(USER_AGENT, user_agent);
    request
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_https_or_stay_on_this_machine() {
        let is_safe = |url: &str| is_safe(&Url::parse(url).unwrap());
        assert!(is_safe("https://files.example/r?signature=1"));
        assert!(is_safe("http://127.0.0.1:8081/r"));
        assert!(!is_safe("http://files.example/r"));
        assert!(!is_safe("file:///etc/passwd"));
        assert!(!is_safe("ftp://127.0.0.1/r"));
    }
}
