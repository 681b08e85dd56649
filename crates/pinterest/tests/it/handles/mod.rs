//! What the handles of each domain send, and what comes back, over a real socket.

#[cfg(feature = "integrations")]
mod integrations;
#[cfg(feature = "leads")]
mod leads;
#[cfg(feature = "notifications")]
mod notifications;
#[cfg(feature = "oauth")]
mod oauth;
#[cfg(feature = "resources")]
mod resources;
