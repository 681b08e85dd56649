//! A stateful fake of the Pinterest REST API v5: what was created comes back.
//!
//! A [`Fake`] serves the API on a port of the loopback interface, as a library in a test or as the
//! program `pinterest-fake`. It checks every request against the description of the API, keeps what
//! was created, and lets jobs, links and tokens follow [a clock of its own](Fake::advance). Operations
//! without state respond with made-up values that the description permits, marked by the header
//! `x-fake: generated`.
//!
//! ```
//! use std::time::Duration;
//!
//! use pinterest_fake::{Fake, Fault};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let fake = Fake::start().await?;
//! fake.inject(Fault::on("boards/create").nth(1).status(503).header("retry-after", "1"));
//!
//! // The code under test is given `fake.url()`, and any token.
//! let boards = format!("{}/boards", fake.url());
//! let client = reqwest::Client::new();
//! let create = || {
//!     let request = client.post(&boards).bearer_auth("pina_any");
//!     request.json(&serde_json::json!({"name": "Kitchen"}))
//! };
//! assert_eq!(create().send().await?.status(), 503);
//! assert!(create().send().await?.status().is_success());
//!
//! fake.requests().to("boards/create").assert_count(2);
//! fake.advance(Duration::from_secs(3600));
//! # Ok(())
//! # }
//! ```
//!
//! # Requests
//!
//! [`Fake::requests`] returns what was received, with secrets masked. [`Requests`] has filters and
//! assertions, and displays as a short listing.
//!
//! # Faults
//!
//! [`Fake::inject`] adds a [`Fault`]: a rule by operation, path, count or probability that changes
//! responses or breaks connections.
//!
//! # Hosts
//!
//! Uploads and downloads are on [a port of their own](Fake::transfer_url), where the service has
//! another host: a credential that is sent there is in the journal
//! (`fake.requests().on_transfer_host().with_header("authorization")`).
//!
//! # Data
//!
//! A fake starts with the data of a small business, made from [a number](Builder::with_seed), with
//! [the files of a folder](Builder::with_seed_folder), or with [nothing](Builder::without_seed).
//!
//! # Over HTTP
//!
//! The host of the API serves a page for people and commands for programs in any language below
//! `/_fake/`: reset, seed, clock, faults, journal. The README has them all, with curl.
//!
//! # Features
//!
//! - `client` (default): clients and environments of the crate `pinterest` for a fake.
//! - `server` (default): the program `pinterest-fake`, and its options as a module.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod admin;
mod authorization;
mod authorize_page;
mod call;
#[cfg(feature = "server")]
#[cfg_attr(docsrs, doc(cfg(feature = "server")))]
pub mod cli;
#[cfg(feature = "client")]
mod client;
mod clock;
mod deliveries;
mod description;
mod downloads;
mod exchange;
mod fake;
mod families;
mod faults;
mod generation;
mod journal;
mod masking;
mod observed_names;
mod page;
mod rate_limits;
mod seed;
mod server;
mod service;
mod state;
mod tokens;
mod transfer;
mod validation;

pub use fake::{Builder, Fake};
pub use faults::{Fault, FaultId, FaultStatus};
pub use journal::{Entry, Requests};
pub use rate_limits::Access;

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// The recipes compile and run.
#[cfg(all(doctest, feature = "client"))]
#[doc = include_str!("../../../docs/recipes.md")]
struct Recipes;
