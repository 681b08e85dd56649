//! What the requests of an operation are made of.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::samples::{self, FULL, Style};
use crate::spec::{Operation, Spec};

/// A parameter of a request.
#[derive(Clone, Debug)]
pub struct Parameter<'a> {
    /// Its name on the wire.
    pub name: &'a str,
    /// Its description.
    pub described: &'a Value,
    /// Its value.
    pub value: Value,
}

impl<'a> Parameter<'a> {
    /// Returns the parameters of an operation with a sample of each: those that are required, or
    /// all where `style` has optional fields.
    ///
    /// # Errors
    ///
    /// When a parameter has no sample.
    pub fn samples(
        spec: &Spec,
        operation: &'a Operation,
        style: Style,
    ) -> Result<Vec<Self>, String> {
        let described = operation.parameters.iter();
        let wanted =
            described.filter(|parameter| style.optional_fields || parameter["required"] == true);
        wanted
            .map(|described| {
                let name = described["name"].as_str().expect("it has a name");
                let mut samples = samples::of(spec, &described["schema"], FULL).into_iter();
                Ok(Self {
                    name,
                    described,
                    value: samples
                        .next()
                        .ok_or_else(|| format!("there is no sample of the parameter {name}"))?,
                })
            })
            .collect()
    }

    /// Whether it stands in the path.
    pub fn is_in_path(&self) -> bool {
        self.described["in"] == "path"
    }

    /// Whether it is an object whose leaves are a pair of the query each.
    pub fn is_deep(&self) -> bool {
        self.described["style"] == "deepObject"
    }

    /// Returns the elements of an array as texts; a scalar has one.
    pub fn elements(&self) -> Vec<String> {
        match &self.value {
            Value::Array(elements) => elements.iter().map(text).collect(),
            scalar => vec![text(scalar)],
        }
    }

    /// Returns the pairs that it is in the query, unencoded.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        if self.is_deep() {
            leaves(self.name.to_owned(), &self.value, &mut pairs);
        } else if self.described["explode"] == false {
            pairs.push((self.name.to_owned(), self.elements().join(",")));
        } else {
            let elements = self.elements().into_iter();
            pairs.extend(elements.map(|element| (self.name.to_owned(), element)));
        }
        pairs
    }
}

/// Returns every sample of the body; `None` is the only one of an operation that takes no body.
pub fn bodies(spec: &Spec, operation: &Operation, style: Style) -> Vec<Option<Value>> {
    let for_request = Style {
        for_request: true,
        ..style
    };
    match &operation.body {
        Some((_, schema)) => {
            let samples = samples::of(spec, schema, for_request).into_iter();
            samples.map(Some).collect()
        }
        None => vec![None],
    }
}

/// What a request is made of, as JSON.
#[derive(Clone, Debug)]
pub struct Arguments {
    /// By their names on the wire.
    pub parameters: BTreeMap<String, Value>,
    /// `None` where there is no body.
    pub body: Option<Value>,
}

impl Arguments {
    /// Collects parameters and a body.
    pub fn new(parameters: &[Parameter<'_>], body: Option<&Value>) -> Self {
        let parameters = parameters.iter();
        Self {
            parameters: parameters
                .map(|parameter| (parameter.name.to_owned(), parameter.value.clone()))
                .collect(),
            body: body.cloned(),
        }
    }

    /// Reads a parameter.
    ///
    /// # Errors
    ///
    /// When there is none of that name, or its value is not as described.
    pub fn required<T: DeserializeOwned>(&self, name: &str) -> Result<T, String> {
        let value = self.optional(name)?;
        value.ok_or_else(|| format!("there is no sample of the required parameter {name}"))
    }

    /// Reads a parameter, if it is there.
    ///
    /// # Errors
    ///
    /// When its value is not as described.
    pub fn optional<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, String> {
        let value = self.parameters.get(name);
        value.map(decoded).transpose()
    }

    /// Reads the body.
    ///
    /// # Errors
    ///
    /// When there is none, or it is not as described.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, String> {
        let body = self.optional_body()?;
        body.ok_or_else(|| "there is no sample of the required body".to_owned())
    }

    /// Reads the body, if it is there.
    ///
    /// # Errors
    ///
    /// When it is not as described.
    pub fn optional_body<T: DeserializeOwned>(&self) -> Result<Option<T>, String> {
        self.body.as_ref().map(decoded).transpose()
    }
}

fn decoded<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    T::deserialize(value).map_err(|error| format!("{error}; it is {}", samples::shown(value)))
}

/// A leaf as text.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The pairs of an object in the query.
fn leaves(name: String, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Object(object) => object
            .iter()
            .for_each(|(key, inner)| leaves(format!("{name}[{key}]"), inner, pairs)),
        Value::Array(items) => items
            .iter()
            .for_each(|item| leaves(name.clone(), item, pairs)),
        leaf => pairs.push((name, text(leaf))),
    }
}
