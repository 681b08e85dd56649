//! A client for the Pinterest REST API v5.

pub mod auth;
mod batch;
mod builder;
mod client;
mod environment;
mod error;
mod paging;
mod resources;
mod transport;

pub use batch::{BatchFailure, BatchItem, BatchOutcome, ItemError, ItemState};
pub use builder::{ClientBuilder, DEFAULT_CONNECT_TIMEOUT, DEFAULT_TIMEOUT};
pub use client::Client;
pub use environment::Environment;
pub use error::{Error, ErrorKind, LimitViolation};
pub use paging::{Items, List, ListPage, ListQuery, Page, PageItems, Pages};
#[cfg(feature = "business_access")]
pub use resources::business_access;

pub use pinterest_client::operation;
pub use pinterest_client::{Sensitive, UnknownValue, types};
pub use url::Url;
