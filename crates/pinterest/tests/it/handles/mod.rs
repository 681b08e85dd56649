//! What handles send, and what comes back from them.

#[cfg(feature = "boards")]
mod boards;
#[cfg(feature = "media")]
mod media;
#[cfg(feature = "pins")]
mod pins;
#[cfg(feature = "search")]
mod search;
mod sent;
#[cfg(feature = "trends")]
mod trends;
#[cfg(feature = "user_account")]
mod user_account;
