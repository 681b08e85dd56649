//! Where the access token of a request comes from.

mod access_token;
mod credentials;

pub use access_token::AccessToken;
pub use credentials::{Credentials, ReplacementFuture, TokenFuture};
