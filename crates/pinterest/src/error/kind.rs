//! What went wrong, in one word.

#[cfg(doc)]
use super::Error;

/// The kinds of things that go wrong.
///
/// What they say about the server is said of the last attempt of a call; [`Error::may_have_acted`] regards all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client could not be set up: a missing variable, a bad URL, TLS. Nothing was sent.
    Configuration,
    /// There was no usable access token, or the authorization server did not accept what it was to give one for. The
    /// operation was not sent.
    Credentials,
    /// The access token lacks a scope that the operation needs; the message names it. Nothing was sent.
    MissingScope,
    /// The refresh token is expired, used up or revoked, so no access token can be had: the user has to authorise the
    /// app again. Trying again does not help. The operation was not sent.
    ReauthorizationRequired,
    /// The sandbox does not have the operation. Nothing was sent.
    NotInSandbox,
    /// A rate limit is used up: the server said so, or waiting for it would take longer than allowed;
    /// [`Error::retry_after`] says when to try again. The server did not act.
    RateLimited,
    /// The arguments go against a documented limit; see [`Error::limit`]. Nothing was sent.
    InvalidRequest,
    /// No connection to the server could be made. Nothing was sent.
    Connect,
    /// The call took longer than its timeout or its deadline. The server may have acted, unless nothing was sent
    /// ([`Error::attempts`] is 0 then).
    Timeout,
    /// The connection failed while sending or receiving. The server may have acted.
    Network,
    /// The server answered with an error; see [`Error::status`], [`Error::code`] and [`Error::api_message`].
    Api,
    /// The server responded to a request that reads with success, but a part of the body that the result cannot do
    /// without is not as described; see [`Error::json_path`] and [`Error::raw_json`].
    Decode,
    /// The server accepted a change, but a part of the response body that the result cannot do without is not as
    /// described; see [`Error::json_path`] and [`Error::raw_json`]. The change was made: do not send it again.
    Accepted,
    /// The HTTP client, which was set up elsewhere, followed a redirect to another host, whose answer is not used. The
    /// server may have acted.
    Redirected,
    /// The body of the answer is longer than the client accepts. The server may have acted.
    ResponseTooLarge,
    /// One item of a page could not be decoded; see [`Error::item_index`]. The page's other items are fine.
    Item,
    /// A list repeated a bookmark, so following it would never end; see [`Error::bookmark`].
    RepeatedBookmark,
}
