//! What usually is behind responses whose own message says too little.

use super::Error;

/// Parts of messages of status 400 that come when an image could not be loaded from its URL.
const NOT_FETCHED: [&str; 4] = [
    "could not fetch",
    "couldn't fetch",
    "unable to reach",
    "unable to fetch",
];

/// What such a message is about: other things than images cannot be fetched either.
const IMAGE: [&str; 2] = ["image", "url"];

/// What messages of code 29 speak of when they are about the access of the app.
const TRIAL: [&str; 2] = ["trial", "sandbox"];

impl Error {
    /// Adds what the API's own message leaves out. The client talks to `host`, which may be the
    /// sandbox.
    #[must_use]
    pub(crate) fn explained(self, host: &str, is_sandbox: bool) -> Self {
        let hint = match (self.status(), self.code()) {
            (Some(401), Some(2)) => format!(
                "the access token is expired or revoked, or it belongs to another environment: the \
                 sandbox and production have different tokens, and this client talks to {host}"
            ),
            (Some(401), Some(3)) => {
                "the access token is valid, but it lacks a scope that the operation needs, or the \
                 requested object belongs to another user; another token of the same user and \
                 scopes does not help"
                    .to_owned()
            }
            (Some(403), Some(29)) if !is_sandbox && self.says(&TRIAL) => format!(
                "the app has trial access, which allows this only in the sandbox: use \
                 `Environment::Sandbox` with a token of the sandbox, or ask Pinterest for standard \
                 access; this client talks to {host}"
            ),
            (Some(403), Some(29)) if !is_sandbox => format!(
                "either the user of the token is not permitted to do this, or the app has trial \
                 access, which allows it only in the sandbox; this client talks to {host}"
            ),
            (Some(400), _) if self.says(&NOT_FETCHED) && self.says(&IMAGE) => {
                "if the image can be loaded from its URL without signing in, its host may have been \
                 too slow: the same request can succeed later, but this client does not retry it"
                    .to_owned()
            }
            (Some(400..=499), Some(2625)) => {
                "Pinterest has disapproved the merchant: nothing is accepted until an appeal \
                 succeeds, so the same request does not succeed later"
                    .to_owned()
            }
            (Some(400..=499), Some(2626)) => {
                "Pinterest reviews the merchant: the same request can succeed when the review is \
                 over"
                    .to_owned()
            }
            (Some(400..=499), Some(4162)) => {
                "promotions still use this: end them first, and repeat the request then".to_owned()
            }
            _ => return self,
        };
        self.with_hint(hint)
    }

    /// Whether the message of the API contains one of these.
    fn says(&self, texts: &[&str]) -> bool {
        let message = self.api_message().unwrap_or_default().to_lowercase();
        texts.iter().any(|text| message.contains(text))
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, StatusCode};

    use super::*;
    use crate::error::ErrorResponse;

    fn hint(status: u16, code: i32, message: &str, is_sandbox: bool) -> String {
        let body = format!(r#"{{"code": {code}, "message": "{message}"}}"#);
        let status = StatusCode::from_u16(status).unwrap();
        let response = ErrorResponse::new(status, &HeaderMap::new(), Some(Bytes::from(body)));
        let error = Error::from_response(response).explained("host.example", is_sandbox);
        error.hint().unwrap_or_default().to_owned()
    }

    #[test]
    fn trial_access_is_blamed_where_the_message_says_so() {
        let message = "Apps with Trial access may not create Pins, use API Sandbox instead.";
        let shown = hint(403, 29, message, false);
        assert!(
            shown.starts_with("the app has trial access") && shown.ends_with("host.example"),
            "{shown}"
        );
        let shown = hint(
            403,
            29,
            "You are not permitted to access that resource.",
            false,
        );
        assert!(
            shown.starts_with("either the user of the token is not permitted")
                && shown.contains("or the app has trial access"),
            "{shown}"
        );
        assert_eq!(hint(403, 29, "You are not permitted.", true), "");
        assert_eq!(hint(403, 7, "Not authorized.", false), "");
    }

    #[test]
    fn what_a_merchant_can_do_is_said() {
        assert!(hint(422, 2625, "Merchant disapproved.", false).contains("appeal"));
        assert!(hint(422, 2626, "Merchant under review.", true).contains("can succeed"));
        assert!(hint(409, 4162, "Active promotions.", false).contains("end them first"));
        assert_eq!(hint(500, 2625, "Merchant disapproved.", false), "");
    }

    #[test]
    fn only_images_have_a_host_that_may_be_slow() {
        for message in [
            "Sorry we could not fetch the image.",
            "We were unable to reach the URL you provided",
        ] {
            assert!(hint(400, 1, message, false).contains("can succeed later"));
        }
        for message in ["Could not fetch the board.", "Invalid image URL."] {
            assert_eq!(hint(400, 1, message, false), "");
        }
    }
}
