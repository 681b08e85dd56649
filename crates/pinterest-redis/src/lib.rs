//! Tokens and quotas of the Pinterest API, shared by a fleet of machines through Redis or Valkey.
//!
//! - [`RedisTokenStore`] stores the tokens of a user, encrypted. One refresh at a time is made in
//!   the whole fleet, and nobody can overwrite a newer pair.
//! - [`RedisQuota`] counts the requests of the fleet, so that all of its machines together stay
//!   within the limits of the service.
//!
//! Both take a [`Redis`], which is a connection with a prefix for its keys. Redis 6 or later, or
//! Valkey.
//!
//! ```no_run
//! use pinterest::Client;
//! use pinterest::auth::{App, OAuth, Tokens, UserCredentials};
//! use pinterest_redis::{EncryptionKey, Fallback, Redis, RedisQuota, RedisTokenStore};
//!
//! # fn run(secret: [u8; 32]) -> Result<(), Box<dyn std::error::Error>> {
//! let redis = Redis::open("rediss://redis.example.com")?.with_prefix("my-shop");
//! let store = RedisTokenStore::new(&redis, "customer 17", EncryptionKey::new(1, secret));
//! let oauth = OAuth::new(App::new("1234567", "the app's secret"));
//! let credentials = UserCredentials::from_store(oauth, store).with_quota_owner("customer 17");
//! let client = Client::builder()
//!     .with_credentials(credentials)
//!     // While Redis cannot be reached, each machine uses an eighth of the limits.
//!     .with_shared_quota(RedisQuota::new(&redis, Fallback::Share(0.125)))
//!     .build()?;
//! # Ok(())
//! # }
//! ```
//!
//! # Runtime
//!
//! The connection is driven by a thread of this crate, whichever runtimes use it. It ends with the
//! last clone of the [`Redis`] that it belongs to.
//!
//! # Features
//!
//! - `rustls` (default): connections with TLS.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod connection;
mod encryption;
mod lease;
mod local;
mod quota;
mod redis;
mod tokens;
mod worker;

pub use encryption::EncryptionKey;
pub use quota::{Fallback, RedisQuota};
pub use redis::Redis;
pub use tokens::{DEFAULT_LEASE, DEFAULT_LOCK_TIMEOUT, RedisTokenStore};

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
