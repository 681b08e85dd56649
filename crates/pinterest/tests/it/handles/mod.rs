//! What the handles of each domain send, and what they make of the answers.

#[cfg(feature = "targeting")]
mod targeting;
