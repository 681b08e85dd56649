//! Handles for the parts of the API, one module per domain.
//!
//! The modules are at the root of the crate too, except that of the domain `resources`.

#[cfg(any(
    feature = "ad_accounts",
    feature = "billing",
    feature = "campaigns",
    feature = "conversions",
    feature = "leads",
    feature = "targeting",
))]
mod ad_account;
#[cfg(feature = "ad_accounts")]
pub mod ad_accounts;
#[cfg(feature = "billing")]
pub mod billing;
#[cfg(feature = "boards")]
pub mod boards;
#[cfg(feature = "business_access")]
pub mod business_access;
#[cfg(feature = "campaigns")]
pub mod campaigns;
#[cfg(feature = "catalogs")]
pub mod catalogs;
#[cfg(feature = "conversions")]
pub mod conversions;
#[cfg(feature = "integrations")]
pub mod integrations;
#[cfg(feature = "leads")]
pub mod leads;
#[cfg(feature = "media")]
pub mod media;
#[cfg(feature = "notifications")]
pub mod notifications;
#[cfg(feature = "pins")]
pub mod pins;
#[cfg(feature = "resources")]
#[allow(clippy::module_inception)] // The domain is called so.
pub mod resources;
#[cfg(feature = "search")]
pub mod search;
#[cfg(feature = "targeting")]
pub mod targeting;
#[cfg(feature = "trends")]
pub mod trends;
#[cfg(feature = "user_account")]
pub mod user_account;

#[cfg(any(
    feature = "ad_accounts",
    feature = "billing",
    feature = "campaigns",
    feature = "conversions",
    feature = "leads",
    feature = "targeting",
))]
pub use ad_account::AdAccountHandle;
