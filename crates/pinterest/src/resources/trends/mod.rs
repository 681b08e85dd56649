//! Trends on Pinterest.
