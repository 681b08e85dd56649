//! The handles of the domains: what each call sends, and what it returns.

mod catalogs;
