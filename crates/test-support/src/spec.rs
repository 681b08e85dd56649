//! The documents of `spec/`, as they stand there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use serde_json::Value;

const METHODS: [&str; 5] = ["delete", "get", "patch", "post", "put"];

/// All documents together: components have one name in all of them.
#[derive(Debug)]
pub struct Spec {
    /// By section (`schemas`, `parameters`) and name.
    components: BTreeMap<(String, String), Value>,
    /// Every operation.
    pub operations: Vec<Operation>,
}

/// One operation of the description.
#[derive(Debug)]
pub struct Operation {
    /// Its id.
    pub id: String,
    /// The HTTP method, in lower case.
    pub method: &'static str,
    /// The path below the base URL, with the names of parameters in braces.
    pub path: String,
    /// Its parameters, without references.
    pub parameters: Vec<Value>,
    /// The media type of the request body, and its schema.
    pub body: Option<(String, Value)>,
    /// Every success, with the schema of its body if it has one.
    pub successes: Vec<(u16, Option<Value>)>,
    /// The operation as it stands in its document.
    pub source: Value,
}

/// The description, read once.
pub fn spec() -> &'static Spec {
    static SPEC: OnceLock<Spec> = OnceLock::new();
    SPEC.get_or_init(Spec::read)
}

impl Spec {
    fn read() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
        let mut documents = Vec::new();
        for entry in std::fs::read_dir(&folder).expect("the folder spec/ is there") {
            let path = entry.expect("it can be listed").path();
            if path
                .extension()
                .is_some_and(|extension| extension == "yaml")
            {
                documents.push(document(&path));
            }
        }
        let mut spec = Self {
            components: BTreeMap::new(),
            operations: Vec::new(),
        };
        for (section, components) in documents
            .iter()
            .flat_map(|document| members(&document["components"]))
        {
            for (name, component) in members(components) {
                spec.components
                    .insert((section.clone(), name.clone()), component.clone());
            }
        }
        for (path, item) in documents
            .iter()
            .flat_map(|document| members(&document["paths"]))
        {
            for method in METHODS {
                if let Some(operation) = item.get(method) {
                    let operation = spec.operation(path, method, operation);
                    spec.operations.push(operation);
                }
            }
        }
        spec
    }

    fn operation(&self, path: &str, method: &'static str, operation: &Value) -> Operation {
        let parameters = operation["parameters"].as_array();
        let body = operation
            .get("requestBody")
            .map(|body| content(self.resolve(body)));
        let successes = members(&operation["responses"]).filter_map(|(status, response)| {
            let status: u16 = status
                .parse()
                .ok()
                .filter(|status| (200..300).contains(status))?;
            Some((
                status,
                content(self.resolve(response)).map(|(_, schema)| schema),
            ))
        });
        Operation {
            id: operation["operationId"]
                .as_str()
                .expect("it has an id")
                .to_owned(),
            method,
            path: path.to_owned(),
            parameters: parameters
                .into_iter()
                .flatten()
                .map(|parameter| self.resolve(parameter).clone())
                .collect(),
            body: body.flatten(),
            successes: successes.collect(),
            source: operation.clone(),
        }
    }

    /// What a reference leads to, or the value itself.
    pub fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match reference(value) {
            Some((section, name)) => self
                .components
                .get(&(section.to_owned(), name.to_owned()))
                .unwrap_or_else(|| panic!("{section}/{name} is not in spec/")),
            None => value,
        }
    }

    /// The component schemas by name.
    pub fn schemas(&self) -> impl Iterator<Item = (&str, &Value)> {
        let all = self.components.iter();
        all.filter(|((section, _), _)| section == "schemas")
            .map(|((_, name), schema)| (name.as_str(), schema))
    }

    /// The name of the component that a schema refers to, directly or through the only member of
    /// `allOf`.
    pub fn referenced<'a>(&self, schema: &'a Value) -> Option<&'a str> {
        let only = match schema
            .get("allOf")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
        {
            Some([only]) => only,
            _ => schema,
        };
        reference(only).map(|(_, name)| name)
    }

    /// The component schema of that name.
    pub fn schema(&self, name: &str) -> &Value {
        let key = ("schemas".to_owned(), name.to_owned());
        self.components
            .get(&key)
            .unwrap_or_else(|| panic!("{name} is not in spec/"))
    }

    /// Whether null is a value.
    pub fn is_nullable(&self, schema: &Value) -> bool {
        let by_itself = |schema: &Value| schema.get("nullable") == Some(&Value::Bool(true));
        by_itself(schema)
            || self
                .referenced(schema)
                .is_some_and(|name| by_itself(self.schema(name)))
    }

    /// The component schemas that the request bodies of these methods consist of.
    pub fn request_types(&self, methods: &[&str]) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        let operations = self.operations.iter();
        for operation in operations.filter(|operation| methods.contains(&operation.method)) {
            if let Some((_, schema)) = &operation.body {
                self.collect(schema, &mut found);
            }
        }
        found
    }

    fn collect<'a>(&'a self, value: &'a Value, found: &mut BTreeSet<&'a str>) {
        // What only responses have is in no request.
        if value.get("readOnly") == Some(&Value::Bool(true)) {
            return;
        }
        if let Some((_, name)) = reference(value)
            && found.insert(name)
        {
            self.collect(self.schema(name), found);
        }
        match value {
            Value::Object(fields) => fields
                .iter()
                // The mapping of a discriminator repeats the references of its union.
                .filter(|(name, _)| *name != "discriminator" && *name != "example")
                .for_each(|(_, value)| self.collect(value, found)),
            Value::Array(values) => values.iter().for_each(|value| self.collect(value, found)),
            _ => {}
        }
    }
}

fn document(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).expect("it can be read");
    // Without strict booleans the country code NO would be `false`.
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_str_with_options(&text, options)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The section and name in `#/components/section/name`, in this document or another.
fn reference(value: &Value) -> Option<(&str, &str)> {
    let (_, place) = value.get("$ref")?.as_str()?.split_once("#/components/")?;
    place.split_once('/')
}

/// The only media type of a body, and its schema.
fn content(body: &Value) -> Option<(String, Value)> {
    let (kind, media) = members(&body["content"]).next()?;
    Some((kind.clone(), media["schema"].clone()))
}

/// The fields of an object; nothing for other values.
pub fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// The texts in an array; nothing for other values.
pub fn texts(value: &Value) -> impl Iterator<Item = &str> {
    let values = value.as_array().into_iter().flatten();
    values.filter_map(Value::as_str)
}
