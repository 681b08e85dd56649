//! Lead ads: forms, subscriptions, exports.
