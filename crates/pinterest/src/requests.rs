//! The request of every operation, as a value, by domain.
//!
//! Each request is in the module of its domain, and has a short path without it:
//! `requests::CampaignsList` is `requests::campaigns::CampaignsList`. The methods of handles make
//! these requests, and `with` changes them; a program that makes one itself sends it with
//! [`Client::call`](crate::Client::call) or [`Client::list`](crate::Client::list).

#[cfg(feature = "ad_accounts")]
pub use pinterest_client::requests::ad_accounts;
#[cfg(feature = "billing")]
pub use pinterest_client::requests::billing;
#[cfg(feature = "boards")]
pub use pinterest_client::requests::boards;
#[cfg(feature = "business_access")]
pub use pinterest_client::requests::business_access;
#[cfg(feature = "campaigns")]
pub use pinterest_client::requests::campaigns;
#[cfg(feature = "catalogs")]
pub use pinterest_client::requests::catalogs;
#[cfg(feature = "conversions")]
pub use pinterest_client::requests::conversions;
#[cfg(feature = "integrations")]
pub use pinterest_client::requests::integrations;
#[cfg(feature = "leads")]
pub use pinterest_client::requests::leads;
#[cfg(feature = "media")]
pub use pinterest_client::requests::media;
#[cfg(feature = "notifications")]
pub use pinterest_client::requests::notifications;
#[cfg(feature = "oauth")]
pub use pinterest_client::requests::oauth;
#[cfg(feature = "pins")]
pub use pinterest_client::requests::pins;
#[cfg(feature = "resources")]
pub use pinterest_client::requests::resources;
#[cfg(feature = "search")]
pub use pinterest_client::requests::search;
#[cfg(feature = "targeting")]
pub use pinterest_client::requests::targeting;
#[cfg(feature = "trends")]
pub use pinterest_client::requests::trends;
#[cfg(feature = "user_account")]
pub use pinterest_client::requests::user_account;

// Inlined, the page of this module would list everything a second time.
#[doc(no_inline)]
#[allow(unreachable_pub)] // Without a domain there is nothing in it.
pub use pinterest_client::requests::*;
