//! The server that requests are sent to.

use std::fmt;

use url::{Host, Url};

use crate::{Error, ErrorKind};

/// The server that a [`Client`](crate::Client) sends its requests to.
///
/// Tokens belong to one environment: production rejects a token of the sandbox, and the sandbox a
/// token of production.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Environment {
    /// `https://api.pinterest.com/v5`, which changes live accounts. The default.
    #[default]
    Production,
    /// `https://api-sandbox.pinterest.com/v5`, for development. It does not have all operations;
    /// see [`Operation::sandbox`](pinterest_client::operation::Operation::sandbox).
    Sandbox,
    /// Another server with the same API, such as a mock or a proxy.
    ///
    /// The paths of operations are appended to the URL. The scheme must be https, or http if the
    /// host is a loopback address. A URL with a user, a password, a query or a fragment is
    /// rejected.
    Custom(Url),
}

impl Environment {
    /// Returns the URL that the paths of operations are appended to, without a slash at its end.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`] if a custom URL would send the token unencrypted to
    /// another machine, or has a user, query or fragment.
    pub(crate) fn base_url(&self) -> Result<String, Error> {
        let url = match self {
            Self::Production => return Ok(format!("https://{PRODUCTION_HOST}/v5")),
            Self::Sandbox => return Ok(format!("https://{SANDBOX_HOST}/v5")),
            Self::Custom(url) => url,
        };
        let reject = |why: &str| {
            Err(Error::new(
                ErrorKind::Configuration,
                format!("base URL {}: {why}", shown(url)),
            ))
        };
        match url.scheme() {
            "https" => {}
            "http" if is_this_machine(url) => {}
            "http" => {
                return reject(
                    "http would send the access token unencrypted; use https, or a loopback address",
                );
            }
            _ => return reject("the scheme must be https, or http for a loopback address"),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return reject("it must not contain a user or password");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return reject("it must not have a query or fragment");
        }
        Ok(url.as_str().trim_end_matches('/').to_owned())
    }
}

impl Environment {
    /// Host and port, for people to read; the rest of a custom URL may hold a secret.
    pub(crate) fn host(&self) -> String {
        match self {
            Self::Production => PRODUCTION_HOST.to_owned(),
            Self::Sandbox => SANDBOX_HOST.to_owned(),
            Self::Custom(url) => {
                let host = url.host_str().unwrap_or_default();
                url.port()
                    .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
            }
        }
    }
}

/// A custom URL is shown without user, password and query, which may be secret.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Production => f.write_str("Production"),
            Self::Sandbox => f.write_str("Sandbox"),
            Self::Custom(url) => f.debug_tuple("Custom").field(&shown(url)).finish(),
        }
    }
}

const PRODUCTION_HOST: &str = "api.pinterest.com";
const SANDBOX_HOST: &str = "api-sandbox.pinterest.com";

/// Whether the URL leads to the sandbox, which lacks some operations.
pub(crate) fn is_sandbox(url: &Url) -> bool {
    url.host_str() == Some(SANDBOX_HOST)
}

/// Whether requests to the URL stay on this machine.
pub(crate) fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(domain)) => domain == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Scheme and host; the rest may hold a secret.
fn shown(url: &Url) -> String {
    format!("{}://{}", url.scheme(), url.host_str().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(url: &str) -> Result<String, Error> {
        Environment::Custom(Url::parse(url).unwrap()).base_url()
    }

    #[test]
    fn loopback_may_be_http_and_others_may_not() {
        for url in [
            "http://127.0.0.1:8080",
            "http://localhost/v5/",
            "http://[::1]:1/",
            "https://example.com/v5",
        ] {
            assert_eq!(base(url).unwrap(), url.trim_end_matches('/'));
        }
        for url in [
            "http://example.com",
            "http://127.0.0.1.example.com",
            "ftp://localhost",
            "file:///v5",
        ] {
            assert_eq!(
                base(url).unwrap_err().kind(),
                ErrorKind::Configuration,
                "{url}"
            );
        }
    }

    #[test]
    fn secrets_in_a_url_are_rejected_and_not_repeated() {
        let error = base("https://ada:secret@example.com/?token=secret").unwrap_err();
        assert!(
            !format!("{error} {error:?}").contains("secret"),
            "{error:?}"
        );
        let environment =
            Environment::Custom(Url::parse("https://ada:secret@example.com/").unwrap());
        assert_eq!(
            format!("{environment:?}"),
            "Custom(\"https://example.com\")"
        );
    }
}
