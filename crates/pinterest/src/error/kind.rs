//! What went wrong, in one word.

#[cfg(doc)]
use super::Error;

/// The kinds of things that go wrong.
///
/// What they say about the server is said of the last attempt of a call; [`Error::may_have_acted`] regards all.
///
/// | kind | did the server act? | what to do |
/// |---|---|---|
/// | [`Configuration`](Self::Configuration) | no | correct the settings of the client |
/// | [`Credentials`](Self::Credentials) | no | provide a token, or correct app id and secret |
/// | [`MissingScope`](Self::MissingScope) | no | ask the user for the scope that the message names |
/// | [`ReauthorizationRequired`](Self::ReauthorizationRequired) | no | let the user authorize the app again |
/// | [`NotInSandbox`](Self::NotInSandbox) | no | use production |
/// | [`RateLimited`](Self::RateLimited) | no | send the call again after [`Error::retry_after`] |
/// | [`InvalidRequest`](Self::InvalidRequest) | no | correct the argument that [`Error::limit`] names |
/// | [`Connect`](Self::Connect) | no | send the call again later |
/// | [`Timeout`](Self::Timeout) | may have, see [`Error::may_have_acted`] | look what was done, or send again what is idempotent |
/// | [`Network`](Self::Network) | may have; yes, if [`Error::status`] is one of success | the same |
/// | [`Api`](Self::Api) | the table below says so | the table below says so |
/// | [`Decode`](Self::Decode) | yes, it only read | use [`Error::raw_json`]; report it, unless [`Error::is_transient`] |
/// | [`Accepted`](Self::Accepted) | yes | do not send it again; use [`Error::raw_json`] |
/// | [`Redirected`](Self::Redirected) | may have | turn redirects off in the HTTP client |
/// | [`ResponseTooLarge`](Self::ResponseTooLarge) | may have | ask for less, or accept more |
/// | [`Item`](Self::Item) | yes, it only read | use [`Error::raw_json`], or skip the item |
/// | [`RepeatedBookmark`](Self::RepeatedBookmark) | yes, it only read | take the list for incomplete |
///
/// # Statuses and codes
///
/// Of the responses of the API the HTTP status decides first and the code second, since the same
/// code has several meanings. The body of an error need not have the documented form: an error page
/// of a proxy is judged by its status.
///
/// | status | code | what it means | did the server act? | what to do |
/// |---|---|---|---|---|
/// | 400 | 1 | an argument is invalid | no | correct it |
/// | 400 | 1, about an image | the image could not be loaded from its URL | no | check the URL; the same call can succeed later |
/// | 400 | 8, or "retry after" in the message | a rate limit: [`Error::is_rate_limited`] | no | wait for [`Error::retry_after`] |
/// | 400 | 12 | something went wrong on the way: [`Error::is_transient`] | may have | look, or send again what is idempotent |
/// | 400 | 2787 | the creation of a Pin has an uncertain outcome | may have | look for the Pin before creating it again |
/// | 401 | 2 or none | the token is not valid here: [`Error::is_unauthorized`] | no | use another token; those that can be refreshed were |
/// | 401 | 3 | a scope is missing, or the object is of another user: [`Error::is_forbidden`] | no | ask for the scope, or for access |
/// | 403 | 7, 29 and others | not permitted: [`Error::is_forbidden`]; 29 may be about trial access | no | ask for access, see [`Error::hint`] |
/// | 404 | 30, 40, 50 and others | no such user, board, Pin or other object: [`Error::is_not_found`] | no | check the id |
/// | 405 | 5 | the method is not allowed | no | check the path of a raw request |
/// | 408 | | the server lost patience: [`Error::is_transient`] | may have | as with a timeout |
/// | 409 | 4182 (no catalog) and others | the present state does not allow it: [`Error::is_conflict`] | no | change that state first |
/// | 422 | 953, of conversion events | a part of the events was rejected | in part | look at the result of each event |
/// | 422 | others | the input is rejected as a whole | no | correct it |
/// | any 4xx | 2625, 2626 | the merchant is disapproved, or under review | no | wait for the review, or appeal |
/// | any 4xx | 4162, 4176 | promotions are active | no | end them first |
/// | any 4xx | 4196 | a conversion event is invalid | no | correct it |
/// | 429 | 8 | a rate limit: [`Error::is_rate_limited`] | no | wait for [`Error::retry_after`] |
/// | 429 | any, with "spam" in the message | taken for spam; not a rate limit | no | do not send it again |
/// | 503 | 4197 | the endpoint is turned down for now: [`Error::is_transient`] | may have | later, as with a timeout |
/// | 500, 502, 503, 504 | | the service fails: [`Error::is_transient`] | may have | as with a timeout |
///
/// A [`Call`](crate::Call) of one input whose result is an error has status 200 and the code of the
/// result.
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
    /// The refresh token is expired, used up or revoked, so no access token can be had: the user has to authorize the
    /// app again. Trying again does not help. The operation was not sent.
    ReauthorizationRequired,
    /// The sandbox does not have the operation. Nothing was sent.
    NotInSandbox,
    /// A rate limit is used up: the server said so, or waiting for it would take longer than
    /// allowed; [`Error::retry_after`] says when to try again. The server did not act.
    /// [`Error::is_rate_limited`] asks for it.
    RateLimited,
    /// The arguments go against a documented limit; see [`Error::limit`]. Nothing was sent.
    InvalidRequest,
    /// No connection to the server could be made, or it was closed before the request was sent; the
    /// message names the host and the cause. Nothing was sent.
    Connect,
    /// The call took longer than its timeout or its deadline. The server may have acted, unless nothing was sent
    /// ([`Error::attempts`] is 0 then).
    Timeout,
    /// The connection failed while sending or receiving. The server may have acted.
    Network,
    /// The server answered with an error; see [`Error::status`], [`Error::code`] and [`Error::api_message`].
    Api,
    /// The server responded to a request that reads with success, but a part of the body that the
    /// result cannot do without is not as described; see [`Error::json_path`] and
    /// [`Error::raw_json`]. A complete body is not requested again. JSON that ends early is, even
    /// where the transfer was complete; [`Error::is_transient`] tells it apart.
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
