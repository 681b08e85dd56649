//! Handles, domain by domain: what their functions put on the wire, and what comes back.

#[cfg(feature = "campaigns")]
mod campaigns;
