//! Catalogs: feeds, items, product groups, reports.
