//! Targeting: audiences, customer lists, keywords, templates, terms.
