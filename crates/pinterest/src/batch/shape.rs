//! How a batch operation takes inputs and gives results.

use std::sync::Arc;

use pinterest_client::json::{Decoder, Json, RawJson};
use pinterest_client::operation::{Limits, Operation};
use pinterest_client::request::{Body, Request};

use super::reply::Reply;

/// The most inputs that stand in one URL: so many ids keep it below the 8 kB that servers commonly
/// accept.
const IDS_IN_A_URL: usize = 250;

/// Puts the inputs of one request into it.
type Fill<R, I> = Arc<dyn Fn(&mut R, Vec<I>) + Send + Sync>;

/// Finds the results in a response to so many inputs, in its order; `None` when the body is not as
/// described.
pub(crate) type Read<V> =
    Arc<dyn Fn(RawJson<'_>, &mut Decoder, usize) -> Option<Vec<Reply<V>>> + Send + Sync>;

/// How a batch operation takes inputs and gives results.
pub(crate) struct Shape<R, I, V> {
    /// How many inputs one request may have.
    pub(super) limit: Option<usize>,
    pub(super) fill: Fill<R, I>,
    pub(super) read: Read<V>,
    /// Texts that a result repeats when it is about an input: an id, a name.
    pub(super) keys: fn(&I) -> Vec<String>,
    /// Whether a result that names another key is definitely about another input. Not so for
    /// people: they are invited by e-mail address and may come back by user name. Case counts only
    /// where it tells inputs apart, and not at all where keys are not exact.
    pub(super) exact: bool,
    /// Finds the results in the body of an error response that says that a part was done.
    pub(super) read_partial_failure: Option<Read<V>>,
    /// Whether sending the same inputs twice does no more than sending them once, although not
    /// every request of the operation is like that.
    pub(super) repeats_safely: bool,
}

impl<R, I, V> Shape<R, I, V> {
    /// The inputs are the array that the body consists of.
    pub(crate) fn in_body(
        operation: &'static Operation,
        fill: impl Fn(&mut R, Vec<I>) + Send + Sync + 'static,
        read: Read<V>,
    ) -> Self {
        Self::limited_to(operation.body.max_items, fill, read)
    }

    /// The inputs are the array of this name in the body.
    pub(crate) fn in_field(
        operation: &'static Operation,
        name: &str,
        fill: impl Fn(&mut R, Vec<I>) + Send + Sync + 'static,
        read: Read<V>,
    ) -> Self {
        let limits = operation.body.field(name);
        Self::limited_to(limits.and_then(|limits| limits.max_items), fill, read)
    }

    /// The inputs are the array that the body of the request consists of, or the array of this name
    /// in it. The body is a member of a union: that member has the limit.
    pub(crate) fn in_member(
        request: &R,
        name: Option<&str>,
        fill: impl Fn(&mut R, Vec<I>) + Send + Sync + 'static,
        read: Read<V>,
    ) -> Self
    where
        R: Request,
    {
        let limits = match &request.parts().body {
            Body::Json(body) => Some(member(request.operation().body, body)),
            Body::Form(_) | Body::None => None,
        };
        let limits = limits.and_then(|limits| match name {
            Some(name) => limits.field(name),
            None => Some(limits),
        });
        Self::limited_to(limits.and_then(|limits| limits.max_items), fill, read)
    }

    /// The inputs are the array of this name in the query. A request has no more of them than a URL
    /// can hold.
    pub(crate) fn in_query(
        operation: &'static Operation,
        name: &str,
        fill: impl Fn(&mut R, Vec<I>) + Send + Sync + 'static,
        read: Read<V>,
    ) -> Self {
        let mut parameters = operation.parameters.iter();
        let parameter = parameters.find(|parameter| parameter.name == name);
        let limit = parameter.and_then(|parameter| parameter.limits.max_items);
        Self::limited_to(limit, fill, read).at_most(IDS_IN_A_URL)
    }

    fn limited_to(
        limit: Option<usize>,
        fill: impl Fn(&mut R, Vec<I>) + Send + Sync + 'static,
        read: Read<V>,
    ) -> Self {
        Self {
            limit,
            fill: Arc::new(fill),
            read,
            keys: |_| Vec::new(),
            exact: true,
            read_partial_failure: None,
            repeats_safely: false,
        }
    }

    /// No more inputs than this in a request, where the description says nothing or more.
    pub(crate) fn at_most(mut self, limit: usize) -> Self {
        self.limit = Some(self.limit.map_or(limit, |documented| documented.min(limit)));
        self
    }

    /// What results name their inputs by; the replies have to have keys too.
    pub(crate) fn keyed_by(mut self, keys: fn(&I) -> Vec<String>) -> Self {
        self.keys = keys;
        self
    }

    /// Like [`keyed_by`](Self::keyed_by), where results may name an input by another text.
    pub(crate) fn loosely_keyed_by(mut self, keys: fn(&I) -> Vec<String>) -> Self {
        self.exact = false;
        self.keyed_by(keys)
    }

    /// Says whether sending the same inputs twice does no more than sending them once.
    pub(crate) fn repeating_safely(mut self, repeats_safely: bool) -> Self {
        self.repeats_safely = repeats_safely;
        self
    }

    /// Where status 422 comes with results that say what was done.
    pub(crate) fn with_partial_failures(mut self, read: Read<V>) -> Self {
        self.read_partial_failure = Some(read);
        self
    }
}

/// The limits of the innermost member that the body is.
fn member(limits: &'static Limits, body: &Json<'_>) -> &'static Limits {
    let inner = limits.members.and_then(|members| members.limits_of(body));
    inner.map_or(limits, |inner| member(inner, body))
}

impl<R, I, V> Clone for Shape<R, I, V> {
    fn clone(&self) -> Self {
        Self {
            limit: self.limit,
            fill: Arc::clone(&self.fill),
            read: Arc::clone(&self.read),
            keys: self.keys,
            exact: self.exact,
            read_partial_failure: self.read_partial_failure.clone(),
            repeats_safely: self.repeats_safely,
        }
    }
}
