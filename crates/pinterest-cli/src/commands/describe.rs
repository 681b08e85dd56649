//! `pinterest describe`

use clap::Args;
use pinterest::operation;
use serde_json::{Map, Value};

use super::api::unknown_operation;
use crate::context::Context;
use crate::description::{self, Layout};
use crate::failure::Failure;

/// The width of text on anything but a terminal.
const WIDTH: usize = 100;

/// Describe an operation: parameters and body with their limits, scopes, rate limit
///
/// -o json prints the description of the operation, with the schemas that it refers to.
#[derive(Args, Debug)]
pub(crate) struct Describe {
    /// Id of the operation, such as campaigns/create; `pinterest operations` lists them
    operation: String,

    /// Print a body with comments to fill in, for the option --input of `pinterest api`
    #[arg(long)]
    skeleton: bool,

    /// Describe the responses too
    #[arg(long, conflicts_with = "skeleton")]
    response: bool,

    /// Number of levels of fields
    #[arg(long, value_name = "N", default_value_t = 8)]
    depth: usize,
}

impl Describe {
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let id = &self.operation;
        let known = operation::by_id(id).zip(description::operation(id));
        let (operation, described) = known.ok_or_else(|| unknown_operation(id))?;
        if self.skeleton {
            let (schema, _) = description::body(&described)
                .ok_or_else(|| Failure::usage(format!("{id} takes no body")))?;
            return context.output.text(&description::skeleton(&schema));
        }
        if !context.output.is_unspecified() {
            return context.output.value(&with_schemas(described));
        }
        let layout = Layout {
            width: context
                .output
                .width()
                .map_or(WIDTH, |width| usize::from(width).min(WIDTH)),
            depth: self.depth,
            has_response: self.response,
            has_colors: context.output.has_colors(),
        };
        context
            .output
            .text(&description::describe(operation, layout))
    }
}

/// Adds the schemas that are referred to.
fn with_schemas(mut operation: Value) -> Value {
    let mut schemas = Map::new();
    let mut open = references(&operation);
    while let Some(name) = open.pop() {
        if schemas.contains_key(&name) {
            continue;
        }
        if let Some(schema) = description::schema(&name) {
            open.extend(references(&schema));
            schemas.insert(name, schema);
        }
    }
    if let Value::Object(operation) = &mut operation {
        operation.insert("schemas".to_owned(), Value::Object(schemas));
    }
    operation
}

fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(object) => {
            let inner = object.values().flat_map(references);
            let own = object.get("$ref").and_then(Value::as_str);
            let own = own.and_then(|target| target.rsplit('/').next());
            inner.chain(own.map(str::to_owned)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}
