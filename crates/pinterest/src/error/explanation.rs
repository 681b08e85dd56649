//! What usually is behind responses whose own message says too little.

use super::Error;

/// Beginnings of messages of status 400 that come when the host of an image is slow.
const IMAGE_NOT_FETCHED: [&str; 4] = [
    "could not fetch",
    "couldn't fetch",
    "unable to reach the url",
    "unable to fetch",
];

impl Error {
    /// Adds what the API's own message leaves out. The client talks to `host`, which may be the
    /// sandbox.
    #[must_use]
    pub(crate) fn explained(self, host: &str, is_sandbox: bool) -> Self {
        let hint = match (self.status(), self.code()) {
            (Some(401), Some(2)) => format!(
                "the access token is expired, revoked, or of another host: tokens of the sandbox and of production are \
                 different, and this client talks to {host}"
            ),
            (Some(401), Some(3)) => {
                "the access token is valid, but it lacks a scope that the operation needs, or what the request names \
                 belongs to another user; another token of the same user and scopes does not help"
                    .to_owned()
            }
            (Some(403), Some(29)) if !is_sandbox => format!(
                "an app with trial access may use the sandbox only: choose Environment::Sandbox with a token of the \
                 sandbox, or ask for standard access; this client talks to {host}"
            ),
            (Some(400), _) if self.is_about_an_image() => {
                "the host of the image did not respond to Pinterest in time; the same request can succeed later, \
                 and is not repeated by this client"
                    .to_owned()
            }
            _ => return self,
        };
        self.with_hint(hint)
    }

    fn is_about_an_image(&self) -> bool {
        let message = self.api_message().unwrap_or_default().to_lowercase();
        IMAGE_NOT_FETCHED.iter().any(|text| message.contains(text))
    }
}
