//! From a call to its answer: token, checks, one HTTP exchange, errors.

mod call;
mod exchange;
mod limits;

pub(crate) use call::{Api, Generated};
pub(crate) use exchange::BodyWatcher;
pub(crate) use limits::check_body;
