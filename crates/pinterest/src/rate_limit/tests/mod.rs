//! What a limiter does.
