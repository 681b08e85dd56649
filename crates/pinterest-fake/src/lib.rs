//! A stateful fake of the Pinterest REST API v5.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod admin;
mod authorization;
mod call;
#[cfg(feature = "server")]
#[cfg_attr(docsrs, doc(cfg(feature = "server")))]
pub mod cli;
mod clock;
mod description;
mod exchange;
mod fake;
mod families;
mod faults;
mod generation;
mod journal;
mod masking;
mod page;
mod seed;
mod server;
mod service;
mod state;
mod transfer;
mod validation;

pub use fake::{Builder, Fake};
pub use faults::{Fault, FaultId, FaultStatus};
pub use journal::{Entry, Requests};
