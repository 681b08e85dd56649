//! The kinds of errors.

#[cfg(doc)]
use super::Error;

/// The kind of an [`Error`].
///
/// Where the table says what the server did, it speaks of the last attempt of a call.
/// [`Error::may_have_acted`] considers all attempts.
///
/// | kind | did the server act? | what to do |
/// |---|---|---|
/// | [`Configuration`](Self::Configuration) | no | correct the settings of the client |
/// | [`Credentials`](Self::Credentials) | no | provide a token, or correct the app id and secret |
/// | [`MissingScope`](Self::MissingScope) | no | ask the user for the scope that the message names |
/// | [`ReauthorizationRequired`](Self::ReauthorizationRequired) | no | let the user authorize the app again |
/// | [`NotInSandbox`](Self::NotInSandbox) | no | use production |
/// | [`RateLimited`](Self::RateLimited) | no | send the call again after [`Error::retry_after`] |
/// | [`InvalidRequest`](Self::InvalidRequest) | no | correct the argument that [`Error::limit`] names; see [`Error::is_invalid_request`] |
/// | [`Journal`](Self::Journal) | no | make the function work that saves progress, and resume |
/// | [`Connect`](Self::Connect) | no | send the call again later, unless the certificate of the server is not accepted |
/// | [`Timeout`](Self::Timeout) | maybe, see [`Error::may_have_acted`] | look up the result, or send an idempotent call again |
/// | [`Network`](Self::Network) | maybe; yes, if [`Error::status`] is a success | the same |
/// | [`Api`](Self::Api) | see the table below | see the table below |
/// | [`Decode`](Self::Decode) | yes, it only read | use [`Error::raw_json`]; report it, unless [`Error::is_transient`] |
/// | [`Accepted`](Self::Accepted) | yes | do not send the call again; use [`Error::raw_json`] |
/// | [`Redirected`](Self::Redirected) | maybe | turn redirects off in the HTTP client |
/// | [`ResponseTooLarge`](Self::ResponseTooLarge) | maybe | request less, or raise the maximum |
/// | [`Item`](Self::Item) | yes, it only read | use [`Error::raw_json`], or skip the item |
/// | [`RepeatedBookmark`](Self::RepeatedBookmark) | yes, it only read | treat the list as incomplete |
/// | [`EmptyPages`](Self::EmptyPages) | yes, it only read | resume at the position of the stream, or treat the list as incomplete |
///
/// # Statuses and codes
///
/// The HTTP status of a response decides first, and the code of the API second, since the same code
/// has several meanings. The body of an error response need not have the documented form: the error
/// page of a proxy is judged by its status.
///
/// | status | code | meaning | did the server act? | what to do |
/// |---|---|---|---|---|
/// | 400 | 1 and others | an argument is invalid: [`Error::is_invalid_request`] | no | correct it |
/// | 400 | 1, about an image | the image could not be loaded from its URL | no | check the URL; the same call can succeed later |
/// | 400 | 8, or a sentence of the message begins with "Retry after N seconds" | a rate limit: [`Error::is_rate_limited`] | no | wait for [`Error::retry_after`] |
/// | 400 | 12 | a temporary failure: [`Error::is_transient`] | maybe | look up the result, or send an idempotent call again |
/// | 400 | 2787 | the creation of a Pin has an uncertain outcome | maybe | look for the Pin before creating it again |
/// | 401 | 2 or none | the token is not valid here: [`Error::is_unauthorized`] | no | use another token; one that can be refreshed was refreshed |
/// | 401 | 3 | a scope is missing, or the object belongs to another user: [`Error::is_forbidden`] | no | ask for the scope, or for access |
/// | 403 | 7, 29 and others | not permitted: [`Error::is_forbidden`]; 29 can mean trial access | no | ask for access, see [`Error::hint`] |
/// | 404 | 30, 40, 50 and others | no such user, board, Pin or other object: [`Error::is_not_found`] | no | check the id |
/// | 405 | 5 | the method is not allowed | no | check the path of a raw request |
/// | 408 | | the server timed out: [`Error::is_transient`] | maybe | as with a timeout |
/// | 409 | 4182 (no catalog) and others | the present state does not allow it: [`Error::is_conflict`] | no | change that state first |
/// | 422 | 953, of conversion events | some events were rejected | in part | check the result of each event |
/// | 422 | others | the input is rejected as a whole: [`Error::is_invalid_request`] | no | correct it |
/// | any 4xx | 2625, 2626 | the merchant is disapproved, or under review | no | wait for the review, or appeal |
/// | any 4xx | 4162, 4176 | promotions are active | no | end them first |
/// | any 4xx | 4196 | a conversion event is invalid | no | correct it |
/// | 429 | 8 | a rate limit: [`Error::is_rate_limited`] | no | wait for [`Error::retry_after`] |
/// | 429 | any, with "spam" in the message | rejected as spam; not a rate limit | no | do not send it again |
/// | 503 | 4197 | the endpoint is temporarily unavailable: [`Error::is_transient`] | maybe | later, as with a timeout |
/// | 500, 502, 503, 504 | | the service failed: [`Error::is_transient`] | maybe | as with a timeout |
///
/// The error of a [`Call`](crate::Call) that creates or changes a single object through a batch
/// operation can have status 200: the code is that of the result of the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be set up, because of a missing variable, an invalid URL or TLS. Nothing
    /// was sent.
    Configuration,
    /// There is no usable access token, or the authorization server rejected the request for one.
    /// The operation was not sent.
    Credentials,
    /// The access token lacks a scope that the operation needs. The message names the scope.
    /// Nothing was sent.
    MissingScope,
    /// The refresh token is expired, used up or revoked, so the user has to authorize the app
    /// again. A retry does not help. The operation was not sent.
    ReauthorizationRequired,
    /// The operation is not available in the sandbox. Nothing was sent.
    NotInSandbox,
    /// A rate limit is used up. Either the server rejected the request, or the client did not send
    /// it because the wait would be longer than allowed. The server did not act.
    ///
    /// [`Error::retry_after`] says when to send the call again. [`Error::is_rate_limited`] tests
    /// for this kind.
    RateLimited,
    /// The request is invalid: an argument violates a documented limit ([`Error::limit`] names it),
    /// or the request cannot be built. Nothing was sent.
    ///
    /// [`Error::is_invalid_request`] tests for this kind, and for rejections of the server that
    /// mean the same.
    InvalidRequest,
    /// The function of the program that saves progress before a request is sent returned an error,
    /// which is the source. Nothing was sent.
    Journal,
    /// There was no connection to the server, or it was closed before the request was sent, or the
    /// server stated that it did not process the request, as it can with HTTP/2. The message names
    /// the host and the cause. The server did not act.
    ///
    /// If the certificate of the server is not accepted, [`Error::is_transient`] is `false`, and
    /// the call is not retried.
    Connect,
    /// The call took longer than its timeout or its deadline. The server may have acted, unless
    /// nothing was sent ([`Error::attempts`] is 0).
    Timeout,
    /// The connection failed during sending or receiving. The server may have acted.
    Network,
    /// The server responded with an error. See [`Error::status`], [`Error::code`] and
    /// [`Error::api_message`].
    Api,
    /// The response to a request that only reads is a success, but a required part of its body is
    /// not as described. See [`Error::json_path`] and [`Error::raw_json`].
    ///
    /// Such a request is retried only if the body is JSON that ends early;
    /// [`Error::is_transient`] is `true` then.
    Decode,
    /// The server accepted a change, but a required part of the response body is not as described.
    /// See [`Error::json_path`] and [`Error::raw_json`]. Do not send the call again: the change was
    /// made.
    Accepted,
    /// The HTTP client, which was given to the builder, followed a redirect to another host. The
    /// response from there is not used. The server may have acted.
    Redirected,
    /// The body of the response is longer than
    /// [`ClientBuilder::with_max_response_size`](crate::ClientBuilder::with_max_response_size)
    /// allows, or it is a page whose items would take much more memory than its body. The server
    /// may have acted.
    ResponseTooLarge,
    /// One item of a page is not as described. See [`Error::item_index`]. The other items of the
    /// page are not affected.
    ///
    /// Of one page, the first 100 such items have an error each. One more error, without an index,
    /// says how many others there are.
    Item,
    /// The service repeated a bookmark, so following it would never end. See [`Error::bookmark`].
    RepeatedBookmark,
    /// The service sent more pages without items in a row than
    /// [`List::with_max_empty_pages`](crate::List::with_max_empty_pages) allows, each with the
    /// bookmark of another page. The list can be resumed at the next page, with
    /// [`List::resume_from`](crate::List::resume_from).
    EmptyPages,
}
