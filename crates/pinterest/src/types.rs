//! Request and response types, enums and ids, by domain.
//!
//! Each type is in the module of its domain, and has a short path without it: `types::Country` is
//! `types::common::Country`. [`common`] has what several domains share.
//!
//! # In tests
//!
//! The types of responses have no constructors, since later versions may add fields to them. Tests
//! make their values from JSON, as the service sends it, with [`ForTest`](crate::ForTest):
//!
//! ```
//! # #[cfg(feature = "campaigns")] {
//! use pinterest::ForTest;
//! use pinterest::types::{Campaign, EntityStatus};
//! use serde_json::json;
//!
//! fn is_active(campaign: &Campaign) -> bool {
//!     campaign.status == Some(EntityStatus::Active)
//! }
//!
//! let mut campaign = Campaign::for_test(json!({
//!     "id": "626735565838",
//!     "objective_type": "AWARENESS",
//!     "status": "ACTIVE",
//! }));
//! assert!(is_active(&campaign));
//!
//! campaign.status = None; // Fields are public.
//! assert!(!is_active(&campaign));
//! # }
//! ```
//!
//! Reading is strict: a value that is not as described makes the test fail, with the path and the
//! reason. Recorded responses are text, which `for_test` takes as well. All types implement
//! `serde::Deserialize`, which is as strict and returns an error.

#[cfg(feature = "ad_accounts")]
pub use pinterest_client::types::ad_accounts;
#[cfg(feature = "billing")]
pub use pinterest_client::types::billing;
#[cfg(feature = "boards")]
pub use pinterest_client::types::boards;
#[cfg(feature = "business_access")]
pub use pinterest_client::types::business_access;
#[cfg(feature = "campaigns")]
pub use pinterest_client::types::campaigns;
#[cfg(feature = "catalogs")]
pub use pinterest_client::types::catalogs;
pub use pinterest_client::types::common;
#[cfg(feature = "conversions")]
pub use pinterest_client::types::conversions;
#[cfg(feature = "integrations")]
pub use pinterest_client::types::integrations;
#[cfg(feature = "leads")]
pub use pinterest_client::types::leads;
#[cfg(feature = "media")]
pub use pinterest_client::types::media;
#[cfg(feature = "notifications")]
pub use pinterest_client::types::notifications;
#[cfg(feature = "oauth")]
pub use pinterest_client::types::oauth;
#[cfg(feature = "pins")]
pub use pinterest_client::types::pins;
#[cfg(feature = "resources")]
pub use pinterest_client::types::resources;
#[cfg(feature = "search")]
pub use pinterest_client::types::search;
#[cfg(feature = "targeting")]
pub use pinterest_client::types::targeting;
#[cfg(feature = "trends")]
pub use pinterest_client::types::trends;
#[cfg(feature = "user_account")]
pub use pinterest_client::types::user_account;

// Inlined, the page of this module would list everything a second time.
#[doc(no_inline)]
#[allow(unreachable_pub)] // Without a domain there is nothing in it.
pub use pinterest_client::types::*;
