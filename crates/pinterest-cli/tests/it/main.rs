//! The built command, run against servers on loopback.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A failed unwrap fails the test.

mod api;
mod command;
mod completion;
mod daily;
mod every_operation;
mod exit_codes;
mod golden;
mod login;
mod paging;
mod profiles;
mod safety;
#[cfg(unix)]
mod terminal;
