//! Generated client for the Pinterest REST API v5: the types of the API and one async function per operation.
//!
//! Most people want the crate [`pinterest`](https://docs.rs/pinterest), which is built on this one and adds
//! streams over pages, batches, checks before sending and errors that say what to do. This crate is for those who
//! want the plain operations, or only the [`types`].
//!
//! What stands in `src/generated` is made from `spec/` by `cargo xtask codegen`, through
//! [progenitor](https://docs.rs/progenitor). Hand-written here is what the generated code leans on: enums that
//! survive unknown values ([`UnknownValue`]), unions that survive unknown members ([`UnknownMember`]), data that must not be logged ([`Sensitive`],
//! [`UnknownField`]), the table of operations
//! ([`operation`]) and the seam where requests leave ([`transport`]).
//!
//! ```no_run
//! use pinterest_client::transport::Inner;
//! use pinterest_client::types::{BusinessId, InviteStatus};
//!
//! # async fn run(http_with_a_token: reqwest::Client) -> Result<(), Box<dyn std::error::Error>> {
//! let client =
//!     pinterest_client::Client::new_with_client("https://api.pinterest.com/v5", http_with_a_token, Inner::direct());
//! # #[cfg(feature = "business_access")]
//! let page = client
//!     .get_invites(&BusinessId::from("729090764583391194"), None, None, None, None, Some(25))
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! One per document of `spec/`, none on by default, and `full` for all of them; `schemars`, which derives `JsonSchema` for every
//! type; and `dispatch`, which calls operations by their ids with JSON.

#[rustfmt::skip] // Formatted when it is written.
#[allow(clippy::all)] // The shape of generated code is the generator's business.
#[allow(unreachable_pub)] // Visibility is decided below.
mod generated;

#[allow(dead_code)] // Not every set of features has what needs it; so it is with the others.
mod comma_separated;
#[allow(dead_code)]
mod deep_object;
#[cfg(feature = "dispatch")]
pub mod dispatch;
#[allow(dead_code, unused_imports, unused_macros)]
mod integer_type;
pub mod json;
#[allow(unused_imports, unused_macros)]
mod open_enum;
pub mod operation;
#[allow(dead_code)]
mod optional_body;
pub mod paging;
mod path_segment;
mod sensitive;
#[allow(unused_imports, unused_macros)]
mod text_type;
pub mod transport;
#[allow(dead_code, unused_imports, unused_macros)]
mod union_type;

pub use generated::client::Client;
pub use generated::types;
pub use open_enum::UnknownValue;
pub use path_segment::encode_path;
pub use progenitor_client::{Error, ResponseValue};
pub use sensitive::{Sensitive, UnknownField};
pub use union_type::UnknownMember;
