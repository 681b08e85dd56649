//! Campaigns, ad groups and ads of an ad account, and what belongs to them.
