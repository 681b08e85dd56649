//! The fake over its sockets.

mod admin;
mod api;
mod audiences;
mod boards_and_pins;
mod business_access;
mod campaigns;
mod catalogs;
mod conversions;
mod faults;
mod journal;
mod leads;
mod media;
mod oauth;
mod random;
mod rate_limits;
mod reports;
mod requests;
mod seeds;
