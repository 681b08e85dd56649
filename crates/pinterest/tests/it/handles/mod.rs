//! What the handles of each domain send, and what they return, over a real socket.

#[cfg(feature = "ad_accounts")]
mod ad_accounts;
#[cfg(feature = "billing")]
mod billing;
#[cfg(feature = "boards")]
mod boards;
mod business_access;
#[cfg(feature = "campaigns")]
mod campaigns;
#[cfg(feature = "catalogs")]
mod catalogs;
#[cfg(feature = "conversions")]
mod conversions;
#[cfg(feature = "full")]
mod coverage;
#[cfg(feature = "integrations")]
mod integrations;
#[cfg(feature = "leads")]
mod leads;
#[cfg(feature = "media")]
mod media;
#[cfg(feature = "notifications")]
mod notifications;
#[cfg(feature = "oauth")]
mod oauth;
#[cfg(feature = "pins")]
mod pins;
#[cfg(feature = "resources")]
mod resources;
#[cfg(feature = "search")]
mod search;
#[cfg(feature = "targeting")]
mod targeting;
#[cfg(feature = "trends")]
mod trends;
#[cfg(feature = "user_account")]
mod user_account;
