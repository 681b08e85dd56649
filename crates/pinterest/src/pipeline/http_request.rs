//! What an HTTP request has besides its body: method, URL and headers.

use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderValue};
use pinterest_client::operation::Method;
use url::Url;

use crate::client::Settings;
use crate::options::Options;
use crate::{Error, ErrorKind};

/// The HTTP method of an operation.
pub(super) fn method(method: Method) -> http::Method {
    match method {
        Method::Delete => http::Method::DELETE,
        Method::Patch => http::Method::PATCH,
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
        _ => http::Method::GET,
    }
}

/// The URL of a request, which never leads to another host than that of the client.
pub(super) fn url(settings: &Settings, target: &str) -> Result<Url, Error> {
    let url = Url::parse(&format!("{}{target}", settings.base_url)).ok();
    let is_ours = |url: &Url| {
        target.starts_with('/')
            && url.origin() == settings.origin
            && url.path().starts_with(&settings.base_path)
    };
    url.filter(is_ours).ok_or_else(|| {
        let message = "the path of the request does not lead to the API; it must start with `/` \
                       and be relative to the base URL";
        Error::new(ErrorKind::InvalidRequest, message)
    })
}

/// The headers of a request without its token. Those of the options replace others.
pub(super) fn headers(
    settings: &Settings,
    options: &Options,
    content_type: Option<&'static str>,
) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(USER_AGENT, settings.user_agent.clone());
    if let Some(media_type) = content_type {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    for name in options.headers.keys() {
        headers.remove(name);
    }
    headers.extend(options.headers.clone());
    headers
}
