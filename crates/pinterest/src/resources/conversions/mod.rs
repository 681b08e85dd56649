//! Conversions: events, tags, deletion requests, quality.
