//! The options of calls, lists and batches.

use std::sync::Arc;
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use crate::retry::RetryPolicy;

/// The options of one call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) deadline: Option<Duration>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry_policy: Option<Arc<dyn RetryPolicy>>,
    pub(crate) without_validation: bool,
    pub(crate) strict_decoding: bool,
    pub(crate) headers: HeaderMap,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body_fields: Vec<(String, Value)>,
    /// Why the options cannot be used; reported when the call is sent.
    pub(crate) problem: Option<String>,
}

impl Options {
    pub(crate) fn add_header(&mut self, name: &str, value: &str) {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(AUTHORIZATION), _) => self.fail(
                "the header `authorization` cannot be set on a call; use \
                 `Client::with_credentials` to send another token"
                    .to_owned(),
            ),
            (Ok(name), Ok(mut value)) => {
                value.set_sensitive(true);
                self.headers.append(name, value);
            }
            (Ok(name), Err(_)) => {
                self.fail(format!(
                    "the value of the header `{name}` has invalid characters"
                ));
            }
            (Err(_), _) => {
                self.fail("the name of a header is empty or has invalid characters".to_owned());
            }
        }
    }

    fn fail(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }
}

/// The setters of [`Options`], for types that have a field `options`.
macro_rules! option_setters {
    () => {
        /// Sets the maximum duration of the call: of its attempts, the waits between them, and the
        /// waits for the access token and the rate limit. Decoding is not included.
        ///
        /// Each page of a list and each request of a batch has its own deadline. Default: that of
        /// [`ClientBuilder::with_deadline`](crate::ClientBuilder::with_deadline).
        pub fn with_deadline(mut self, deadline: ::std::time::Duration) -> Self {
            self.options.deadline = Some(deadline);
            self
        }

        /// Sets the maximum duration of one attempt, from sending the request to the last byte of
        /// the response, decompressed. Decoding is not included.
        ///
        /// Default: that of [`ClientBuilder::with_timeout`](crate::ClientBuilder::with_timeout).
        pub fn with_timeout(mut self, timeout: ::std::time::Duration) -> Self {
            self.options.timeout = Some(timeout);
            self
        }

        /// Sets how often a failed attempt is retried, and after which wait.
        ///
        /// A request that is not idempotent is retried only if the server definitely did not act,
        /// whatever the policy. Default: that of
        /// [`ClientBuilder::with_retry_policy`](crate::ClientBuilder::with_retry_policy).
        pub fn with_retry_policy(mut self, policy: impl crate::RetryPolicy + 'static) -> Self {
            self.options.retry_policy = Some(::std::sync::Arc::new(policy));
            self
        }

        /// Sends the request even if it violates a documented limit.
        ///
        /// Use it if the service accepts more than its description says.
        pub fn without_validation(mut self) -> Self {
            self.options.without_validation = true;
            self
        }

        /// Returns an error for any part of a response that is not as described, instead of leaving
        /// the part out.
        pub fn with_strict_decoding(mut self) -> Self {
            self.options.strict_decoding = true;
            self
        }

        /// Adds a header to the request. It replaces a header of the client with the same name.
        ///
        /// An invalid name or value is an error when the request is sent, and so is the name
        /// `authorization`: use [`Client::with_credentials`](crate::Client::with_credentials) to
        /// send another token.
        pub fn with_header(
            mut self,
            name: impl ::core::convert::AsRef<str>,
            value: impl ::core::convert::AsRef<str>,
        ) -> Self {
            self.options.add_header(name.as_ref(), value.as_ref());
            self
        }

        /// Adds a parameter to the query of the request, for parameters that this version does not
        /// know.
        pub fn with_query_parameter(
            mut self,
            name: impl ::core::convert::Into<::std::string::String>,
            value: impl ::core::convert::Into<::std::string::String>,
        ) -> Self {
            self.options.query.push((name.into(), value.into()));
            self
        }

        /// Sets a field of the JSON object in the request body, for fields that this version does
        /// not know. It replaces a field of the same name.
        ///
        /// It is an error when the request is sent if the body is not a JSON object.
        pub fn with_body_field(
            mut self,
            name: impl ::core::convert::Into<::std::string::String>,
            value: impl ::core::convert::Into<::serde_json::Value>,
        ) -> Self {
            self.options.body_fields.push((name.into(), value.into()));
            self
        }
    };
}

pub(crate) use option_setters;
