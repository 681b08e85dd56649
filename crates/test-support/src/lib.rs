//! Servers on loopback, tables of calls, and samples of the description, for the tests of this
//! workspace.
//!
//! [`Server`] speaks raw HTTP/1.1 and knows no type of the clients under test: a response is the
//! text that a test wrote. Where a response comes from is decided per request, in this order:
//!
//! 1. the [`Plan`], by the number of the request,
//! 2. the responses for the target of the request ([`Server::respond_at`]),
//! 3. the responses in order ([`Server::respond`]),
//! 4. the handler, a function of the [`Request`].
//!
//! A response may carry a [`Fault`], and may be held until the test releases it. Nothing sleeps,
//! except for benchmarks. The server keeps every request in a journal, which the test reads, awaits
//! and asserts on.
//!
//! `Http2Server`, with the feature `http2`, speaks HTTP/2 over TLS. What is particular to them fails
//! in other ways, which it has its own list of: streams, connections that go away, certificates.
//!
//! [`Row`] is one call in a table: what the client sends, what the server responds, and what the
//! call returns.
//!
//! [`spec`] reads the documents of `spec/`, and [`samples`] makes values that their schemas permit.
//! Neither knows a type of the clients under test.
//!
//! [`fuzz`] mutates inputs of what reads what the server sends.

// A panic fails the test, as it should.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod arguments;
#[cfg(feature = "http2")]
mod certificates;
mod connection;
pub mod failures;
mod fault;
pub mod fuzz;
pub mod gzip;
mod held;
#[cfg(feature = "http2")]
mod http2;
mod journal;
mod lists;
mod plan;
mod random;
mod request;
mod response;
pub mod samples;
mod script;
mod server;
pub mod spec;
mod table;

pub use arguments::{Arguments, Parameter, bodies};
#[cfg(feature = "http2")]
pub use certificates::Identity;
pub use fault::Fault;
#[cfg(feature = "http2")]
pub use h2::Reason;
pub use held::Held;
#[cfg(feature = "http2")]
pub use http2::{Http2Fault, Http2Server};
pub use lists::{ids_on, paged_list};
pub use plan::Plan;
pub use random::Random;
pub use request::Request;
pub use response::Response;
pub use server::{Server, ServerBuilder};
pub use table::{BoxedCall, Outcome, Row, Run, check};
