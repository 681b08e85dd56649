//! What a call is made of.

use http::Method;
use pinterest::Call;
use pinterest::operation::{self, BodyFormat, Location, Operation, Parameter, Style};
use pinterest::raw::{OperationRequest, RawRequest};
use serde_json::{Map, Value};

use super::fields::Fields;
use super::unknown_operation;
use crate::context::Context;
use crate::description::{self, UnknownField};
use crate::failure::Failure;
use crate::suggestion::did_you_mean;

/// What is called.
pub(super) enum Target {
    Operation {
        operation: &'static Operation,
        /// Parameters that are known already.
        given: Vec<(String, Value)>,
    },
    Path {
        method: Method,
        path: String,
    },
}

impl Target {
    /// Finds what an argument means.
    pub(super) fn find(
        endpoint: &str,
        method: Option<&str>,
        has_content: bool,
        context: &Context,
    ) -> Result<Self, Failure> {
        let method = method.map(|name| {
            let known = Method::from_bytes(name.to_ascii_uppercase().as_bytes());
            known.map_err(|_| Failure::usage(format!("{name} is not an HTTP method")))
        });
        let method = method.transpose()?;
        if let Some(operation) = operation::by_id(endpoint) {
            if let Some(method) =
                method.filter(|method| method.as_str() != operation.method.to_string())
            {
                return Err(Failure::usage(format!(
                    "{endpoint} is a {} request, and no {method}",
                    operation.method
                )));
            }
            let given = defaults(operation, context)?;
            return Ok(Self::Operation { operation, given });
        }
        let method = method.unwrap_or(match has_content {
            true => Method::POST,
            false => Method::GET,
        });
        let path = match endpoint.strip_prefix('/') {
            Some(_) => endpoint.to_owned(),
            // As gh does, where no misspelled operation is meant.
            None => {
                let path = format!("/{endpoint}");
                match described(&method, &path) {
                    Some((_, parameters)) if parameters.is_empty() => path,
                    _ => return Err(unknown_operation(endpoint)),
                }
            }
        };
        let path = filled(&path, context)?;
        Ok(Self::Path { method, path })
    }

    /// For a call of all pages, which only operations have: that of the path.
    pub(super) fn for_paging(self, is_paged: bool) -> Result<Self, Failure> {
        let Self::Path { method, path } = &self else {
            return Ok(self);
        };
        if !is_paged {
            return Ok(self);
        }
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let found = described(method, path).ok_or_else(|| {
            Failure::usage(format!(
                "--paginate needs an operation, and none has the path {path}"
            ))
        })?;
        let (operation, parameters) = found;
        let of_path = parameters.into_iter().map(|(name, value)| {
            let value = percent_encoding::percent_decode_str(value).decode_utf8_lossy();
            (name.to_owned(), Value::from(&*value))
        });
        let of_query = form_urlencoded::parse(query.as_bytes());
        let of_query = of_query.map(|(name, value)| (name.into_owned(), Value::from(&*value)));
        Ok(Self::Operation {
            operation,
            given: of_path.chain(of_query).collect(),
        })
    }
}

fn described<'a>(
    method: &Method,
    path: &'a str,
) -> Option<(&'static Operation, Vec<(&'static str, &'a str)>)> {
    let method = match method.as_str() {
        "DELETE" => operation::Method::Delete,
        "GET" => operation::Method::Get,
        "PATCH" => operation::Method::Patch,
        "POST" => operation::Method::Post,
        "PUT" => operation::Method::Put,
        _ => return None,
    };
    operation::by_path(method, path)
}

/// The value that settings have for a parameter of a path.
fn default_of(name: &str, context: &Context) -> Result<Option<String>, Failure> {
    Ok(match name {
        "ad_account_id" => context.settings()?.ad_account_id(),
        "business_id" => context.settings()?.business_id(),
        _ => None,
    })
}

fn defaults(operation: &Operation, context: &Context) -> Result<Vec<(String, Value)>, Failure> {
    let mut given = Vec::new();
    for parameter in operation.parameters {
        if parameter.location == Location::Path
            && let Some(id) = default_of(parameter.name, context)?
        {
            given.push((parameter.name.to_owned(), Value::from(id)));
        }
    }
    Ok(given)
}

/// A path whose names in braces are replaced.
fn filled(path: &str, context: &Context) -> Result<String, Failure> {
    let mut filled = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after
            .split_once('}')
            .ok_or_else(|| Failure::usage(format!("the path {path} has a `{{` without `}}`")))?;
        let value = default_of(name, context)?.ok_or_else(|| {
            Failure::usage(format!("there is no value for {{{name}}} in the path"))
        })?;
        filled.push_str(before);
        filled.push_str(&value);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// A request by operation id.
#[derive(Debug)]
pub(super) struct OperationCall {
    operation: &'static Operation,
    parameters: Vec<(&'static Parameter, Vec<String>)>,
    body: Option<Value>,
}

impl OperationCall {
    /// The size of pages, if it is among the parameters.
    pub(super) fn page_size(&self) -> Option<u32> {
        let mut parameters = self.parameters.iter();
        let (_, values) = parameters.find(|(parameter, _)| parameter.name == "page_size")?;
        values.first()?.parse().ok()
    }

    pub(super) fn call(self, context: &Context) -> Result<Call<OperationRequest>, Failure> {
        let mut call = context.operation(self.operation.id)?;
        for (parameter, values) in self.parameters {
            for value in values {
                call = call.parameter(parameter.name, value);
            }
        }
        Ok(match self.body {
            Some(body) => call.body(body),
            None => call,
        })
    }
}

/// Divides fields into parameters and the body. What was given on the command line replaces what is
/// known already.
pub(super) fn of_operation(
    operation: &'static Operation,
    given: Vec<(String, Value)>,
    fields: Fields,
    body: Option<Value>,
    validates: bool,
) -> Result<OperationCall, Failure> {
    let mut parameters: Vec<(&'static Parameter, Vec<String>)> = Vec::new();
    let mut object = Map::new();
    let fields = fields.into_values();
    let is_given_again = |name: &str| fields.iter().any(|(field, _)| field == name);
    let given = given.into_iter().filter(|(name, _)| !is_given_again(name));
    let all: Vec<(String, Value)> = given.chain(fields.iter().cloned()).collect();
    for (name, value) in all {
        let mut known = operation.parameters.iter();
        match known.find(|parameter| parameter.name == name) {
            Some(parameter) => add(&mut parameters, parameter, &value)?,
            None if takes_fields(operation) && body.is_none() => {
                if object.insert(name.clone(), value).is_some() {
                    return Err(Failure::usage(format!("the field `{name}` is set twice")));
                }
            }
            None => return Err(unknown_name(operation, &name)),
        }
    }
    let body = body.or_else(|| body_of(operation, object));
    if let Some(body) = body.as_ref().filter(|_| validates) {
        check_fields(operation, body)?;
    }
    Ok(OperationCall {
        operation,
        parameters,
        body,
    })
}

fn takes_fields(operation: &Operation) -> bool {
    operation.body_format != BodyFormat::None
}

/// The fields as a body; one element where the body is an array.
fn body_of(operation: &Operation, object: Map<String, Value>) -> Option<Value> {
    if object.is_empty() {
        return None;
    }
    let description = description::operation(operation.id);
    let body = description.as_ref().and_then(description::body);
    let is_array = body.is_some_and(|(schema, _)| schema.items().is_some());
    Some(match is_array {
        true => Value::Array(vec![Value::Object(object)]),
        false => Value::Object(object),
    })
}

fn add(
    parameters: &mut Vec<(&'static Parameter, Vec<String>)>,
    parameter: &'static Parameter,
    value: &Value,
) -> Result<(), Failure> {
    let is_array = matches!(parameter.style, Style::Joined | Style::Repeated);
    let texts: Vec<String> = match value {
        Value::Null => return Ok(()),
        Value::Array(items) if is_array => items.iter().map(text).collect(),
        value => vec![text(value)],
    };
    let mut known = parameters.iter_mut();
    match known.find(|(known, _)| known.name == parameter.name) {
        Some((_, values)) if is_array => values.extend(texts),
        Some(_) => {
            let name = parameter.name;
            return Err(Failure::usage(format!(
                "the parameter `{name}` is set twice"
            )));
        }
        None => parameters.push((parameter, texts)),
    }
    Ok(())
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn unknown_name(operation: &Operation, name: &str) -> Failure {
    let names: Vec<&str> = operation
        .parameters
        .iter()
        .map(|known| known.name)
        .collect();
    let what = match takes_fields(operation) {
        true => "parameter (the body comes from --input)",
        false => "parameter",
    };
    let mut nearest = did_you_mean(name, names.iter().copied());
    if nearest.is_empty() {
        nearest = match names.is_empty() {
            true => "; it has none".to_owned(),
            false => format!("; there are: {}", names.join(", ")),
        };
    }
    Failure::usage(format!("{} has no {what} `{name}`{nearest}", operation.id))
}

fn check_fields(operation: &Operation, body: &Value) -> Result<(), Failure> {
    let Some(description) = description::operation(operation.id) else {
        return Ok(());
    };
    let Some((schema, _)) = description::body(&description) else {
        return Ok(());
    };
    match description::unknown_field(body, &schema) {
        None => Ok(()),
        Some(UnknownField { path, name, known }) => {
            let parameters = operation.parameters.iter().map(|known| known.name);
            let names: Vec<&str> = known.iter().map(String::as_str).chain(parameters).collect();
            let nearest = did_you_mean(&name, names);
            let id = operation.id;
            Err(
                Failure::usage(format!("{id} has no parameter or field `{path}`{nearest}"))
                    .with_hint(format!(
                        "see `pinterest describe {id}`, or give --no-validation"
                    )),
            )
        }
    }
}

/// A request by path.
pub(super) fn of_path(
    context: &Context,
    method: &Method,
    path: &str,
    fields: Fields,
    body: Option<Value>,
) -> Result<Call<RawRequest>, Failure> {
    let mut call = context.client()?.request(method.clone(), path);
    let in_query = body.is_some() || matches!(*method, Method::GET | Method::DELETE);
    let mut object = Map::new();
    for (name, value) in fields.into_values() {
        match (in_query, value) {
            (true, Value::Array(items)) => {
                for item in items {
                    call = call.query(&name, text(&item));
                }
            }
            (true, value) => call = call.query(name, text(&value)),
            (false, value) => {
                object.insert(name, value);
            }
        }
    }
    Ok(match body {
        Some(body) => call.json(body),
        None if !object.is_empty() => call.json(Value::Object(object)),
        None => call,
    })
}
