//! Pins and their product tags.
