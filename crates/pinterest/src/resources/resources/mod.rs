//! Lists that other requests are built from: metrics, interests, questions, targeting options.
