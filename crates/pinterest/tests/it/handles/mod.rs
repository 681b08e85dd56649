//! What handles put on the wire, and what comes back, domain by domain.

#[cfg(feature = "ad_accounts")]
mod ad_accounts;
#[cfg(feature = "billing")]
mod billing;
#[allow(dead_code)] // Not every set of features has a domain that uses it.
mod call_table;
#[cfg(feature = "conversions")]
mod conversions;
