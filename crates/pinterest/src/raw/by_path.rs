//! Requests by method and path.

use pinterest_client::decode_path;
use pinterest_client::json::{Decoder, RawJson};
use pinterest_client::operation::{self, Method, Operation, Style};
use pinterest_client::request::{Body, Pair, Parts};
use serde_json::Value;

use crate::call::{Call, CallRequest, ReadError, sealed};
use crate::client::Client;

/// A request by method and path.
///
/// [`Client::request`] creates it.
#[derive(Clone)]
pub struct RawRequest {
    method: Option<Method>,
    path: String,
    query: Vec<(String, String)>,
    body: Option<Value>,
    form: Option<Vec<(String, String)>>,
}

/// Without query and body, which may be personal.
impl std::fmt::Debug for RawRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RawRequest")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Returns the call of an HTTP method and path, for operations that this version does not know.
    ///
    /// The call resolves to the JSON of the response. The path is relative to the base URL, such as
    /// `/ad_accounts`. If it is the path of a known operation, the rate limit, scopes, limits and
    /// retry rules of that operation apply. Otherwise the request counts against the universal rate
    /// limit, and only `GET`, `PUT` and `DELETE` count as idempotent.
    ///
    /// # Errors
    ///
    /// A path that does not start with `/`, or that leads to another host, is an error when the
    /// call is awaited.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::Method;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let accounts = client.request(Method::GET, "/ad_accounts").query("page_size", "10").await?;
    /// println!("{}", accounts["items"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: http::Method, path: impl Into<String>) -> Call<RawRequest> {
        let path = path.into();
        let base = &self.settings().base_path;
        let path = match path.strip_prefix(base.as_str()) {
            Some(rest) if rest.starts_with('/') => rest.to_owned(),
            _ => path,
        };
        self.call(RawRequest {
            method: known_method(&method),
            path,
            query: Vec::new(),
            body: None,
            form: None,
        })
    }
}

fn known_method(method: &http::Method) -> Option<Method> {
    match method.as_str() {
        "DELETE" => Some(Method::Delete),
        "GET" => Some(Method::Get),
        "PATCH" => Some(Method::Patch),
        "POST" => Some(Method::Post),
        "PUT" => Some(Method::Put),
        _ => None,
    }
}

impl Call<RawRequest> {
    /// Adds a parameter to the query. A parameter that is added twice is sent twice.
    pub fn query(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(|mut request| {
            request.query.push((name.into(), value.into()));
            request
        })
    }

    /// Sets the body to JSON.
    pub fn json(self, body: impl Into<Value>) -> Self {
        self.with(|mut request| {
            request.body = Some(body.into());
            request
        })
    }

    /// Adds a field to the body, which is sent as an HTML form.
    pub fn form(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(|mut request| {
            let form = request.form.get_or_insert_default();
            form.push((name.into(), value.into()));
            request
        })
    }
}

impl RawRequest {
    fn path(&self) -> &str {
        let (path, _) = self.path.split_once('?').unwrap_or((&self.path, ""));
        path
    }

    fn described(&self) -> Option<(&'static Operation, Vec<(&'static str, &str)>)> {
        operation::by_path(self.method?, self.path())
    }
}

impl sealed::Sealed for RawRequest {}

impl CallRequest for RawRequest {
    type Output = Value;

    fn target(&self) -> &'static Operation {
        match self.described() {
            Some((operation, _)) => operation,
            None => Operation::undescribed(self.method.unwrap_or(Method::Get)),
        }
    }

    fn http_parts(&self, _: bool) -> Result<Parts<'_>, String> {
        let Some(method) = self.method else {
            return Err("the HTTP method must be GET, POST, PUT, PATCH or DELETE".to_owned());
        };
        let mut parts = Parts::with_template(method, self.path.as_str());
        let described = self.described();
        if let Some((_, parameters)) = &described {
            // They stand in the path already, and are named for validation and the rate limit, which
            // need what they mean and not how it is encoded.
            let named = parameters.iter();
            let named = named.map(|&(name, value)| (name.into(), decode_path(value)));
            parts.path.extend(named);
        }
        for (name, value) in &self.query {
            let joined = described.as_ref().is_some_and(|(operation, _)| {
                let mut known = operation.parameters.iter();
                known.any(|known| known.name == name && known.style == Style::Joined)
            });
            let values = match joined {
                true => value.split(',').map(Into::into).collect(),
                false => vec![value.into()],
            };
            match parts.query.iter_mut().find(|pair| pair.name == *name) {
                Some(pair) => pair.values.extend(values),
                None => parts.query.push(Pair {
                    name: name.into(),
                    values,
                    joined,
                }),
            }
        }
        parts.body = match (&self.body, &self.form) {
            (Some(_), Some(_)) => {
                return Err("the body of a request is JSON or a form, not both".to_owned());
            }
            (Some(body), None) => Body::Json(body.into()),
            (None, Some(form)) => {
                let fields = form.iter();
                Body::Form(
                    fields
                        .map(|(name, value)| (name.into(), value.into()))
                        .collect(),
                )
            }
            (None, None) => Body::None,
        };
        Ok(parts)
    }

    fn read(&self, body: RawJson<'_>, decoder: &mut Decoder) -> Result<Value, ReadError> {
        decoder.body(body).map_err(ReadError::Mismatch)
    }
}
