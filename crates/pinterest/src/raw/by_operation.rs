//! Requests by operation id.

use std::fmt;

use pinterest_client::json::{Decoder, RawJson};
use pinterest_client::operation::{self, BodyFormat, Location, Operation, Parameter, Style};
use pinterest_client::request::{Body, ListRequest, Pair, Parts, Request};
use serde_json::Value;

use super::RawPage;
use crate::call::{Call, CallRequest, ReadError, sealed};
use crate::client::Client;
use crate::error::{Error, redacted};
use crate::paging::List;
use crate::validation;

/// The most characters of a name that a message repeats.
const SHOWN_LENGTH: usize = 60;

/// A request by operation id, with parameters as text and a body as JSON.
///
/// [`Client::operation`] creates it.
#[derive(Clone)]
pub struct OperationRequest {
    operation: &'static Operation,
    parameters: Vec<(&'static Parameter, Vec<String>)>,
    body: Option<Value>,
    /// Whether the values of a list are checked.
    validate: bool,
    /// Why the request cannot be sent.
    problem: Option<String>,
}

/// Without parameters and body, which may be personal.
impl fmt::Debug for OperationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OperationRequest")
            .field("operation", &self.operation.id)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Returns the call of an operation by its id, with parameters as text and a body as JSON.
    ///
    /// The call resolves to the JSON of the response. [`operation::OPERATIONS`] lists the
    /// operations of the enabled features.
    ///
    /// The request is validated against the description before it is sent: the names of parameters,
    /// required parameters and fields, the values of enums, and limits.
    /// [`Call::without_validation`] turns the validation of values off.
    ///
    /// # Errors
    ///
    /// An unknown operation or parameter is an error when the call is awaited. The message suggests
    /// similar names.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let campaigns = client
    ///     .operation("campaigns/list")
    ///     .parameter("ad_account_id", "549755885175")
    ///     .parameter("entity_statuses", "ACTIVE")
    ///     .parameter("entity_statuses", "PAUSED")
    ///     .await?;
    /// println!("{}", campaigns["items"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn operation(&self, id: &str) -> Call<OperationRequest> {
        let known = operation::by_id(id);
        self.call(OperationRequest {
            operation: known.unwrap_or_else(|| Operation::undescribed(operation::Method::Get)),
            parameters: Vec::new(),
            body: None,
            validate: true,
            problem: known.is_none().then(|| unknown_operation(id)),
        })
    }
}

impl Call<OperationRequest> {
    /// Sets a parameter of the path or the query.
    ///
    /// A parameter that is an array gets one element each time it is set. An object is given as
    /// JSON text.
    pub fn parameter(self, name: &str, value: impl Into<String>) -> Self {
        self.with(|request| request.parameter(name, value.into()))
    }

    /// Sets the body of the request.
    pub fn body(self, body: impl Into<Value>) -> Self {
        self.with(|mut request| {
            request.body = Some(body.into());
            request
        })
    }

    /// Returns the list of an operation that has pages. Its items are JSON.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the operation is
    /// unknown or has no pages, or if the request is invalid.
    pub fn into_list(self) -> Result<List<OperationList>, Error> {
        let (client, mut request, options) = self.into_parts();
        request.validate = !options.without_validation;
        if let Some(problem) = &request.problem {
            return Err(Error::invalid_request(problem.clone()));
        }
        if !request.operation.paged {
            let message = "the operation has no pages; await the call instead";
            return Err(Error::invalid_request(message).with_operation(request.operation));
        }
        // What cannot be sent is known now; the request of a list is infallible.
        request
            .untyped_parts(request.validate)
            .map_err(|problem| Error::invalid_request(problem).with_operation(request.operation))?;
        let list = client.list(OperationList(request));
        Ok(list.with_options(options))
    }
}

impl OperationRequest {
    fn parameter(mut self, name: &str, value: String) -> Self {
        let mut known = self.operation.parameters.iter();
        let Some(parameter) = known.find(|parameter| parameter.name == name) else {
            let problem = unknown_parameter(self.operation, name);
            self.problem.get_or_insert(problem);
            return self;
        };
        let is_array = matches!(parameter.style, Style::Joined | Style::Repeated);
        let mut set = self.parameters.iter_mut();
        match set.find(|(known, _)| known.name == name) {
            Some((_, values)) if is_array => values.push(value),
            Some(_) => {
                let problem = format!("the parameter `{name}` takes one value, but is set twice");
                self.problem.get_or_insert(problem);
            }
            None => self.parameters.push((parameter, vec![value])),
        }
        self
    }

    fn is_set(&self, name: &str) -> bool {
        self.parameters.iter().any(|(known, _)| known.name == name)
    }

    /// What has to be there.
    fn check_presence(&self) -> Result<(), String> {
        let mut required = self.operation.parameters.iter();
        let missing = required.find(|parameter| parameter.required && !self.is_set(parameter.name));
        if let Some(parameter) = missing {
            return Err(format!("the parameter `{}` is required", parameter.name));
        }
        match (self.operation.body_format, &self.body) {
            (BodyFormat::None, Some(_)) => Err("the operation takes no body".to_owned()),
            (BodyFormat::Json | BodyFormat::Form, None) if self.operation.body_required => {
                Err("the operation needs a body".to_owned())
            }
            _ => Ok(()),
        }
    }

    /// What types would ensure.
    fn check_values(&self, parts: &Parts<'_>) -> Result<(), String> {
        for (parameter, values) in &self.parameters {
            let limits = parameter.limits.items.unwrap_or(parameter.limits);
            let known = limits.known_values;
            let is_unknown =
                |value: &&String| !known.is_empty() && !known.contains(&value.as_str());
            if let Some(value) = values.iter().find(is_unknown) {
                return Err(format!(
                    "{} must be one of {}, but is {:?}",
                    parameter.name,
                    known.join(", "),
                    redacted(value, SHOWN_LENGTH),
                ));
            }
        }
        match &parts.body {
            Body::Json(body) => validation::check_fields(self.operation.body, body)
                .map_err(|violation| violation.to_string()),
            Body::Form(_) | Body::None => Ok(()),
        }
    }

    fn untyped_parts(&self, validate: bool) -> Result<Parts<'_>, String> {
        if let Some(problem) = &self.problem {
            return Err(problem.clone());
        }
        self.check_presence()?;
        let mut parts = Parts::new(self.operation);
        // In the order of their names, as typed requests are, whatever they were set in.
        let mut set: Vec<_> = self.parameters.iter().collect();
        set.sort_unstable_by_key(|(parameter, _)| parameter.name);
        for (parameter, values) in set {
            add(&mut parts, parameter, values)?;
        }
        if let Some(body) = &self.body {
            parts = match self.operation.body_format {
                BodyFormat::Form => parts.form(body),
                _ => parts.json(body),
            };
        }
        if validate {
            self.check_values(&parts)?;
        }
        Ok(parts)
    }
}

fn add<'a>(
    parts: &mut Parts<'a>,
    parameter: &'static Parameter,
    values: &'a [String],
) -> Result<(), String> {
    let texts = || values.iter().map(|value| value.as_str().into()).collect();
    match (parameter.location, parameter.style) {
        (Location::Path, _) => {
            let value = values.first().map(String::as_str).unwrap_or_default();
            parts.path.push((parameter.name.into(), value.into()));
        }
        (Location::Query, Style::Deep) => {
            for value in values {
                let value: Value = serde_json::from_str(value).map_err(|_| {
                    format!("the parameter `{}` must be a JSON object", parameter.name)
                })?;
                parts.add_deep(parameter.name, &value);
            }
        }
        (Location::Query, style) => parts.query.push(Pair {
            name: parameter.name.into(),
            values: texts(),
            joined: style == Style::Joined,
        }),
        (location, _) => {
            let name = parameter.name;
            return Err(format!(
                "the parameter `{name}` belongs in {location:?}, which is not supported"
            ));
        }
    }
    Ok(())
}

impl sealed::Sealed for OperationRequest {}

impl CallRequest for OperationRequest {
    type Output = Value;

    fn target(&self) -> &'static Operation {
        self.operation
    }

    fn http_parts(&self, validate: bool) -> Result<Parts<'_>, String> {
        self.untyped_parts(validate)
    }

    fn read(&self, body: RawJson<'_>, decoder: &mut Decoder) -> Result<Value, ReadError> {
        decoder.body(body).map_err(ReadError::Mismatch)
    }
}

/// The request of a list by operation id.
///
/// [`Call::into_list`] creates it.
#[derive(Clone, Debug)]
pub struct OperationList(OperationRequest);

impl Request for OperationList {
    type Response = RawPage;

    fn operation(&self) -> &'static Operation {
        self.0.operation
    }

    fn parts(&self) -> Parts<'_> {
        // `into_list` has found no problem, and a bookmark or a page size adds none.
        self.0
            .untyped_parts(self.0.validate)
            .unwrap_or_else(|_| Parts::new(self.0.operation))
    }
}

impl ListRequest for OperationList {
    fn bookmark(&self) -> Option<&str> {
        let mut set = self.0.parameters.iter();
        let (_, values) = set.find(|(known, _)| known.name == "bookmark")?;
        values.first().map(String::as_str)
    }

    fn set_bookmark(&mut self, bookmark: Option<String>) {
        self.0
            .parameters
            .retain(|(known, _)| known.name != "bookmark");
        let mut known = self.0.operation.parameters.iter();
        let parameter = known.find(|parameter| parameter.name == "bookmark");
        if let (Some(parameter), Some(bookmark)) = (parameter, bookmark) {
            self.0.parameters.push((parameter, vec![bookmark]));
        }
    }

    fn set_page_size(&mut self, page_size: u32) -> bool {
        self.0
            .parameters
            .retain(|(known, _)| known.name != "page_size");
        let mut known = self.0.operation.parameters.iter();
        let parameter = known.find(|parameter| parameter.name == "page_size");
        let set = parameter.map(|parameter| (parameter, vec![page_size.to_string()]));
        let is_set = set.is_some();
        self.0.parameters.extend(set);
        is_set
    }
}

fn unknown_operation(id: &str) -> String {
    let mut ids = operation::OPERATIONS.iter().map(|operation| operation.id);
    let shown = redacted(id, SHOWN_LENGTH);
    format!(
        "there is no operation `{shown}` in the enabled features{}",
        suggestion(&nearest(id, &mut ids))
    )
}

fn unknown_parameter(operation: &Operation, name: &str) -> String {
    let names: Vec<&str> = operation
        .parameters
        .iter()
        .map(|known| known.name)
        .collect();
    let shown = redacted(name, SHOWN_LENGTH);
    let nearest = nearest(name, &mut names.iter().copied());
    match (nearest.is_empty(), names.is_empty()) {
        (false, _) => format!("there is no parameter `{shown}`{}", suggestion(&nearest)),
        (true, true) => format!("there is no parameter `{shown}`: the operation has none"),
        (true, false) => {
            format!(
                "there is no parameter `{shown}`; there are: {}",
                names.join(", ")
            )
        }
    }
}

fn suggestion(nearest: &[&str]) -> String {
    match nearest {
        [] => String::new(),
        names => format!("; did you mean `{}`?", names.join("` or `")),
    }
}

/// At most three names that are close to a name.
fn nearest<'a>(name: &str, known: &mut dyn Iterator<Item = &'a str>) -> Vec<&'a str> {
    const CLOSE: f64 = 0.8;
    let mut scored: Vec<(f64, &str)> = known
        .map(|candidate| (strsim::jaro_winkler(name, candidate), candidate))
        .filter(|(score, _)| *score >= CLOSE)
        .collect();
    scored.sort_by(|(left, _), (right, _)| right.total_cmp(left));
    scored.into_iter().take(3).map(|(_, name)| name).collect()
}
