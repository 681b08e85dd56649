//! Where the access token of a request comes from.
//!
//! | what you have | what to use |
//! |---|---|
//! | an access token | [`AccessToken`] |
//! | tokens of a user, to be renewed | [`UserCredentials`] |
//! | only an app's id and secret | [`ClientCredentials`] |
//! | a conversion token | [`AccessToken::conversion`] |
//! | several of these | [`CredentialSet`] |
//! | a vault, or rules of your own | an implementation of [`Credentials`] |
//!
//! [`OAuth`] gets the tokens in the first place; a [`TokenStore`] keeps them. No secret is in the `Debug` output of any of
//! these, nor in an error or a trace.

mod access_token;
mod app;
mod authorisation_check;
mod authorization;
mod client_credentials;
mod clock;
mod credential_set;
mod credentials;
mod file_token_store;
mod oauth;
mod pause;
mod renewal;
mod rotation;
mod token_answer;
mod token_endpoint;
mod token_file;
mod token_store;
mod tokens;
mod user_credentials;
mod variables;

pub use access_token::AccessToken;
pub use app::App;
pub use authorization::{Authorization, AuthorizationCode, AuthorizationState, CallbackError};
pub use client_credentials::ClientCredentials;
pub use credential_set::CredentialSet;
pub use credentials::{Credentials, ReplacementFuture, TokenFuture};
pub use file_token_store::{DEFAULT_LOCK_TIMEOUT, FileTokenStore};
pub use oauth::{DEFAULT_TOKEN_TIMEOUT, OAuth};
pub use renewal::DEFAULT_REFRESH_MARGIN;
pub use token_store::{
    LoadFuture, LockFuture, LockedTokens, MemoryTokenStore, SaveFuture, TokenStore,
};
pub use tokens::{RefreshToken, Tokens};
pub use user_credentials::UserCredentials;

pub(crate) use authorisation_check::authorise;
pub(crate) use credentials::Rejected;
pub(crate) use variables::{CredentialsSource, Variables};
