//! From a call to its answer: checks, token, HTTP exchanges until one is final, errors.

pub(crate) mod body;
mod call;
mod exchange;
mod hint;
mod limits;

#[allow(unused_imports)] // Not every domain has plain calls.
pub(crate) use call::call;
pub(crate) use call::{Api, Generated};
pub(crate) use exchange::BodyWatcher;
pub(crate) use limits::{check_body, check_list};
