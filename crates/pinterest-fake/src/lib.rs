//! A stateful fake of the Pinterest REST API v5.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod authorization;
mod call;
#[cfg(feature = "client")]
mod client;
mod clock;
mod deliveries;
mod description;
mod downloads;
mod exchange;
mod fake;
mod families;
mod generation;
mod journal;
mod masking;
mod server;
mod service;
mod state;
mod transfer;
mod validation;

pub use fake::{Builder, Fake};
pub use journal::Entry;
