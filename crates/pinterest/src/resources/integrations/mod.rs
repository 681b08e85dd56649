//! Integrations of commerce platforms.
