//! Requests as values: what an operation is sent, before it is an HTTP request.
//!
//! Every operation has a type in [`requests`](crate::requests) that implements [`Request`]. It
//! names its [`Operation`], its response type, and the [`Parts`] that an HTTP request is made of,
//! which can be inspected and checked before anything is encoded.

mod parts;
mod query;

use std::fmt;

pub use parts::{Body, Encoded, Pair, Parts};
pub use query::QueryValue;
pub(crate) use query::query_text;

use crate::json::Decode;
use crate::operation::Operation;
use crate::paging::ListPage;

/// The request of one operation.
pub trait Request: Clone + fmt::Debug + Send + Sync + 'static {
    /// The type of the response.
    type Response: Decode + Send + 'static;

    /// Returns the operation that the request is for.
    fn operation(&self) -> &'static Operation;

    /// Returns the parts that the HTTP request is made of.
    fn parts(&self) -> Parts<'_>;
}

/// The request of an operation that responds page by page.
pub trait ListRequest: Request<Response: ListPage> {
    /// Returns the bookmark of the requested page, or `None` for the first page.
    fn bookmark(&self) -> Option<&str>;

    /// Sets the bookmark of the requested page, or `None` for the first page.
    fn set_bookmark(&mut self, bookmark: Option<String>);

    /// Sets the maximum number of items of a page. Returns `false` if the operation has no such
    /// parameter.
    fn set_page_size(&mut self, page_size: u32) -> bool;
}
