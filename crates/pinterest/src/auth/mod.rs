//! Credentials, which provide the access token of a request.
//!
//! | what you have | what to use |
//! |---|---|
//! | an access token | [`AccessToken`] |
//! | tokens of a user, to be refreshed | [`UserCredentials`] |
//! | only an app's id and secret | [`ClientCredentials`] |
//! | a conversion token | [`AccessToken::conversion`] |
//! | several of these | [`CredentialSet`] |
//! | a vault, or rules of your own | an implementation of [`Credentials`] |
//!
//! [`OAuth`] obtains the first tokens; a [`TokenStore`] stores them. The `Debug` output of these
//! types shows no secret, and neither does an error or a trace.

mod access_token;
mod app;
mod authorization;
mod authorization_check;
mod binding;
mod client_credentials;
mod clock;
mod credential_set;
mod credentials;
mod file_token_store;
#[cfg(test)]
mod fuzz;
mod oauth;
mod pause;
mod renewal;
mod rotation;
mod token_endpoint;
mod token_file;
mod token_response;
mod token_store;
mod tokens;
mod user_credentials;
mod variables;

pub use access_token::AccessToken;
pub use app::App;
pub use authorization::{Authorization, AuthorizationCode, AuthorizationState, CallbackError};
pub use binding::Binding;
pub use client_credentials::ClientCredentials;
pub use credential_set::CredentialSet;
pub use credentials::{Credentials, ReplacementFuture, TokenFuture};
pub use file_token_store::{DEFAULT_LOCK_TIMEOUT, FileTokenStore};
pub use oauth::{DEFAULT_TOKEN_TIMEOUT, OAuth};
pub use renewal::DEFAULT_REFRESH_MARGIN;
pub use token_store::{
    LoadFuture, LockFuture, LockedTokens, MemoryTokenStore, SaveFuture, Saved, TokenStore,
};
pub use tokens::{RefreshToken, Tokens};
pub use user_credentials::UserCredentials;

pub(crate) use authorization_check::authorize;
pub(crate) use credentials::Rejected;
pub(crate) use variables::{CredentialsSource, Variables};
