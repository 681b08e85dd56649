//! One operation of the description: where it is, what it takes, who may call it.

use serde_json::Value;

use super::nodes::{Reader, SchemaId};

/// One operation.
#[derive(Debug)]
pub(crate) struct Operation {
    /// Its id, e.g. `boards/get`.
    pub(crate) id: String,
    /// The HTTP method in upper case.
    pub(crate) method: String,
    /// The path below `/v5`, with the names of parameters in braces.
    pub(crate) path: String,
    /// What it takes beside its body.
    pub(crate) parameters: Vec<Parameter>,
    /// The request body, if it takes one.
    pub(crate) body: Option<Body>,
    /// Its successful responses, in the order of their statuses.
    pub(crate) successes: Vec<ResponseShape>,
    /// The alternatives of [`Security`]; one of them must hold.
    pub(crate) security: Vec<Security>,
    /// Its rate-limit category, e.g. `org_read`.
    pub(crate) category: String,
    /// Whether the sandbox has it.
    pub(crate) in_sandbox: bool,
    /// Its `x-exclusive`, `x-one-of-required` and `x-requires` rules about parameters.
    pub(crate) rules: Value,
}

/// A value in the path, query or header.
#[derive(Debug)]
pub(crate) struct Parameter {
    /// Its name on the wire.
    pub(crate) name: String,
    /// Where it stands.
    pub(crate) place: Place,
    /// Whether a request without it is rejected.
    pub(crate) required: bool,
    /// Whether an array repeats the name (`a=1&a=2`) or joins its values (`a=1,2`).
    pub(crate) explode: bool,
    /// Whether an object is sent as `name[key]=value`.
    pub(crate) deep_object: bool,
    /// What values it takes.
    pub(crate) schema: SchemaId,
}

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
}

/// A request body.
#[derive(Debug)]
pub(crate) struct Body {
    /// `application/json` or `application/x-www-form-urlencoded`.
    pub(crate) media_type: String,
    /// Whether a request without it is rejected.
    pub(crate) required: bool,
    /// What it holds.
    pub(crate) schema: SchemaId,
}

/// A successful response.
#[derive(Debug)]
pub(crate) struct ResponseShape {
    /// Its status.
    pub(crate) status: u16,
    /// What its body holds, if it has one.
    pub(crate) schema: Option<SchemaId>,
}

/// One way in which a request may be authorized.
#[derive(Debug)]
pub(crate) struct Security {
    /// `pinterest_oauth2`, `client_credentials`, `conversion_token` or `basic`.
    pub(crate) scheme: String,
    /// The scopes that the token must have, all of them.
    pub(crate) scopes: Vec<String>,
}

impl Operation {
    pub(super) fn read<'v>(value: &'v Value, reader: &mut Reader<'v>) -> Self {
        let mut successes: Vec<ResponseShape> = members(&value["responses"])
            .filter_map(|(status, response)| {
                let status = status.parse().ok().filter(|s| (200..300).contains(s))?;
                let schema = content(response).map(|(_, schema)| reader.schema(schema));
                Some(ResponseShape { status, schema })
            })
            .collect();
        successes.sort_by_key(|shape| shape.status);
        let request_body = &value["requestBody"];
        let body = content(request_body).map(|(media_type, schema)| Body {
            media_type,
            required: request_body["required"] == true,
            schema: reader.schema(schema),
        });
        let security = list(&value["security"])
            .flat_map(members)
            .map(|(scheme, scopes)| Security {
                scheme: scheme.clone(),
                scopes: list(scopes).map(text).collect(),
            });
        let rules = ["x-exclusive", "x-one-of-required", "x-requires"]
            .into_iter()
            .filter_map(|key| Some((key.to_owned(), value.get(key)?.clone())))
            .collect();
        Self {
            id: text(&value["operationId"]),
            method: text(&value["method"]).to_uppercase(),
            path: text(&value["path"]),
            parameters: list(&value["parameters"])
                .map(|parameter| Parameter::read(parameter, reader))
                .collect(),
            body,
            successes,
            security: security.collect(),
            category: text(&value["x-ratelimit-category"]),
            in_sandbox: value["x-sandbox"] != "disabled",
            rules: Value::Object(rules),
        }
    }

    /// Returns the schema of the body of a success, of the given status if several are described.
    pub(crate) fn response_schema(&self, status: u16) -> Option<SchemaId> {
        let of_status = self.successes.iter().find(|shape| shape.status == status);
        of_status
            .or(self.successes.first())
            .and_then(|shape| shape.schema)
    }
}

impl Parameter {
    fn read<'v>(value: &'v Value, reader: &mut Reader<'v>) -> Self {
        let place = match value["in"].as_str() {
            Some("path") => Place::Path,
            Some("header") => Place::Header,
            _ => Place::Query,
        };
        Self {
            name: text(&value["name"]),
            place,
            required: value["required"] == true,
            explode: value["explode"] != false,
            deep_object: value["style"] == "deepObject",
            schema: reader.schema(&value["schema"]),
        }
    }
}

fn content(body: &Value) -> Option<(String, &Value)> {
    let (media_type, content) = members(&body["content"]).next()?;
    Some((media_type.clone(), &content["schema"]))
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
