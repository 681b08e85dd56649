//! From a call to its answer: checks, token, HTTP exchanges until one is final, errors.

pub(crate) mod body;
mod call;
mod exchange;
mod hint;
mod limits;

pub(crate) use call::{Api, Generated};
pub(crate) use exchange::BodyWatcher;
pub(crate) use limits::check_body;
