//! Handles for the parts of the API: each names things and calls the shared mechanisms. One module per domain.

#[cfg(feature = "business_access")]
pub mod business_access;
