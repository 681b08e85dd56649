//! The authorization request: the page that asks a user for permission, and its callback.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use url::{Url, form_urlencoded};

use crate::error::redacted;
use crate::{Error, ErrorKind};

/// The number of random bytes in a state.
const STATE_LENGTH: usize = 32;

/// The maximum number of characters that a message repeats from the callback.
const SHOWN_LENGTH: usize = 100;

/// An authorization request, created by [`OAuth::authorize_url`](super::OAuth::authorize_url).
pub struct Authorization {
    pub(super) url: Url,
    pub(super) state: AuthorizationState,
}

impl Authorization {
    /// Returns the URL of the page that asks the user. It contains the state, so show it to that
    /// user only.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Returns the state, which the callback must repeat. Keep it in the user's session.
    #[must_use]
    pub fn state(&self) -> &AuthorizationState {
        &self.state
    }

    /// Extracts the code from the callback URL; see [`AuthorizationState::code_from`].
    ///
    /// # Errors
    ///
    /// Returns the errors of [`AuthorizationState::code_from`].
    pub fn code_from(&self, callback: &str) -> Result<AuthorizationCode, CallbackError> {
        self.state.code_from(callback)
    }
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorization").finish_non_exhaustive()
    }
}

/// The state that ties a callback to its authorization request: random text that only the user's
/// session knows, so that nobody else can inject a code.
///
/// A web server keeps [`expose_secret`](Self::expose_secret) in the user's session between the two
/// requests, and recreates the state with [`new`](Self::new):
///
/// ```
/// use pinterest::auth::AuthorizationState;
///
/// # fn run() -> Result<(), pinterest::auth::CallbackError> {
/// let state = AuthorizationState::new("from the session", "https://shop.example/callback");
/// let code = state.code_from("/callback?state=from+the+session&code=123")?;
/// # Ok(())
/// # }
/// # run().unwrap();
/// ```
#[derive(Clone)]
pub struct AuthorizationState {
    state: SecretString,
    redirect_uri: String,
}

impl AuthorizationState {
    /// Recreates the state of an earlier authorization request, with its redirect URI.
    #[must_use]
    pub fn new(state: impl Into<String>, redirect_uri: impl Into<String>) -> Self {
        Self {
            state: SecretString::from(state.into()),
            redirect_uri: redirect_uri.into(),
        }
    }

    /// Creates a state from 32 random bytes of the operating system, in hexadecimal digits.
    pub(super) fn random(redirect_uri: String) -> Result<Self, Error> {
        let mut bytes = [0_u8; STATE_LENGTH];
        getrandom::fill(&mut bytes).map_err(|failure| {
            Error::new(
                ErrorKind::Configuration,
                "the operating system provided no random numbers for the state",
            )
            .with_source(std::io::Error::from(failure))
        })?;
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self::new(digits, redirect_uri))
    }

    /// Returns the text, for the user's session.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.state.expose_secret()
    }

    /// Extracts the code from the callback URL; path and query are enough.
    ///
    /// A callback with another state does not belong to this request, and the rest of it is
    /// ignored. Forget the state once there is a code: it is valid for one callback.
    ///
    /// # Errors
    ///
    /// Returns a [`CallbackError`] if the callback is invalid or the user denied permission.
    pub fn code_from(&self, callback: &str) -> Result<AuthorizationCode, CallbackError> {
        let callback = callback.split('#').next().unwrap_or_default();
        let query = callback.split_once('?').map_or("", |(_, query)| query);
        let all = |name: &str| -> Vec<String> {
            form_urlencoded::parse(query.as_bytes())
                .filter(|(key, _)| key == name)
                .map(|(_, value)| value.into_owned())
                .collect()
        };
        match all("state").as_slice() {
            [] => return Err(CallbackError::StateMissing),
            [state] if same_text(state, self.expose_secret()) => {}
            [_] => return Err(CallbackError::StateWrong),
            _ => return Err(CallbackError::Repeated("state")),
        }
        if let Some(error) = all("error").first() {
            let description = all("error_description").into_iter().next();
            return Err(CallbackError::rejected(error, description.as_deref()));
        }
        match all("code").as_slice() {
            [code] if !code.trim().is_empty() => {
                Ok(AuthorizationCode::new(code, &self.redirect_uri))
            }
            [] | [_] => Err(CallbackError::CodeMissing),
            _ => Err(CallbackError::Repeated("code")),
        }
    }
}

/// Compares texts in constant time. An empty text equals no other.
fn same_text(given: &str, expected: &str) -> bool {
    let differences = given
        .bytes()
        .zip(expected.bytes())
        .fold(0, |all, (one, other)| all | (one ^ other));
    given.len() == expected.len() && !expected.is_empty() && std::hint::black_box(differences) == 0
}

impl fmt::Debug for AuthorizationState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationState")
            .field("state", &"[redacted]")
            .field("redirect_uri", &self.redirect_uri)
            .finish()
    }
}

/// An authorization code, which [`OAuth::exchange`](super::OAuth::exchange) exchanges for tokens.
///
/// It is valid once, and for a short time.
pub struct AuthorizationCode {
    code: SecretString,
    redirect_uri: String,
}

impl AuthorizationCode {
    /// Creates a code whose state has been checked already. `redirect_uri` is that of the
    /// authorization request.
    #[must_use]
    pub fn new(code: impl Into<String>, redirect_uri: impl Into<String>) -> Self {
        Self {
            code: SecretString::from(code.into()),
            redirect_uri: redirect_uri.into(),
        }
    }

    pub(super) fn expose_secret(&self) -> &str {
        self.code.expose_secret()
    }

    pub(super) fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }
}

impl fmt::Debug for AuthorizationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationCode")
            .field("code", &"[redacted]")
            .field("redirect_uri", &self.redirect_uri)
            .finish()
    }
}

/// The reason why a callback has no code.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackError {
    /// The user, or Pinterest on behalf of the user, denied permission (`access_denied`).
    Denied,
    /// The authorization request was rejected for another reason.
    Rejected {
        /// The error code of OAuth, such as `invalid_scope`.
        error: String,
        /// The description of the server, redacted and shortened.
        description: Option<String>,
    },
    /// There is no state: the callback does not belong to a request of this library.
    StateMissing,
    /// The state is that of another request: the callback belongs to another session, or is forged.
    StateWrong,
    /// The callback has this parameter more than once.
    Repeated(&'static str),
    /// There is neither a code nor an error.
    CodeMissing,
}

impl CallbackError {
    fn rejected(error: &str, description: Option<&str>) -> Self {
        if error == "access_denied" {
            return Self::Denied;
        }
        Self::Rejected {
            error: redacted(error, SHOWN_LENGTH),
            description: description.map(|text| redacted(text, SHOWN_LENGTH)),
        }
    }
}

impl fmt::Display for CallbackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Denied => f.write_str("the user did not give the app permission"),
            Self::Rejected { error, description } => {
                write!(f, "the authorization page responded with {error}")?;
                description
                    .as_ref()
                    .map_or(Ok(()), |text| write!(f, ": {text}"))
            }
            Self::StateMissing => f.write_str(
                "the callback has no state, so it does not belong to an authorization request",
            ),
            Self::StateWrong => f.write_str(
                "the state of the callback is not that of this request; start the authorization again",
            ),
            Self::Repeated(name) => write!(f, "the callback has more than one {name}"),
            Self::CodeMissing => f.write_str("the callback has no code"),
        }
    }
}

impl std::error::Error for CallbackError {}

/// Returns [`ErrorKind::Credentials`] with the callback error as the source.
impl From<CallbackError> for Error {
    fn from(error: CallbackError) -> Self {
        Self::new(ErrorKind::Credentials, error.to_string()).with_source(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REDIRECT: &str = "https://shop.example/callback";

    fn state() -> AuthorizationState {
        AuthorizationState::new("CANARYSTATE", REDIRECT)
    }

    #[track_caller]
    fn rejected(callback: &str) -> CallbackError {
        let error = state().code_from(callback).unwrap_err();
        let shown = format!("{error} {error:?} {:?}", Error::from(error.clone()));
        assert!(!shown.contains("CANARY"), "{shown}");
        error
    }

    #[test]
    fn the_code_is_taken_from_a_url_or_its_path() {
        for callback in [
            "https://shop.example/callback?code=a%2Bb&state=CANARYSTATE#x",
            "/callback?state=CANARYSTATE&code=a%2Bb",
        ] {
            let code = state().code_from(callback).unwrap();
            assert_eq!(
                (code.expose_secret(), code.redirect_uri()),
                ("a+b", REDIRECT)
            );
            assert!(!format!("{code:?}").contains("a+b"));
        }
    }

    #[test]
    fn a_callback_with_another_state_is_ignored() {
        for other in [
            "state=CANARYSTATF",
            "state=CANARYSTATE2",
            "state=CANARY",
            "state=",
        ] {
            let callback = format!("{REDIRECT}?{other}&error=access_denied&code=CANARYCODE");
            assert_eq!(rejected(&callback), CallbackError::StateWrong);
        }
        for missing in ["", "?code=CANARYCODE", "?code=1#state=CANARYSTATE"] {
            assert_eq!(
                rejected(&format!("{REDIRECT}{missing}")),
                CallbackError::StateMissing
            );
        }
        let twice = format!("{REDIRECT}?state=CANARYSTATE&code=1&state=CANARYSTATE");
        assert_eq!(rejected(&twice), CallbackError::Repeated("state"));
    }

    #[test]
    fn an_empty_state_protects_nothing_and_matches_nothing() {
        let state = AuthorizationState::new("", REDIRECT);
        assert_eq!(
            state.code_from("/?state=&code=1").unwrap_err(),
            CallbackError::StateWrong
        );
    }

    #[test]
    fn rejections_are_distinguished() {
        let rejected = |rest: &str| rejected(&format!("/?state=CANARYSTATE&{rest}"));
        assert_eq!(rejected("error=access_denied"), CallbackError::Denied);
        let other =
            rejected("error=invalid_scope&error_description=unknown+scope+for+pina_CANARYTOKEN");
        assert_eq!(
            other,
            CallbackError::Rejected {
                error: "invalid_scope".into(),
                description: Some("unknown scope for [token]".into())
            }
        );
        assert_eq!(rejected("code="), CallbackError::CodeMissing);
        assert_eq!(
            rejected("code=CANARY1&code=CANARY2"),
            CallbackError::Repeated("code")
        );
    }

    #[test]
    fn states_are_long_and_never_the_same() {
        let random = || AuthorizationState::random(REDIRECT.into()).unwrap();
        let (one, other) = (random(), random());
        assert_eq!(one.expose_secret().len(), 2 * STATE_LENGTH);
        assert_ne!(one.expose_secret(), other.expose_secret());
        assert!(!format!("{one:?}").contains(one.expose_secret()));
    }
}
