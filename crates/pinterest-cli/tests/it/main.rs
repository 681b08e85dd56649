//! The built command, run against servers on loopback.

mod api;
mod command;
mod completion;
mod every_operation;
mod exit_codes;
mod golden;
mod login;
mod paging;
mod profiles;
mod safety;
#[cfg(unix)]
mod terminal;
