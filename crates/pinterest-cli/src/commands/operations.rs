//! `pinterest operations`

use clap::Args;
use pinterest::operation::OPERATIONS;
use serde_json::json;

use crate::context::Context;
use crate::failure::Failure;
use crate::output::Column;

const COLUMNS: &[Column] = &[
    Column::new("ID", "id"),
    Column::new("METHOD", "method"),
    Column::new("PATH", "path"),
];

/// The arguments of `pinterest operations`.
#[derive(Args, Debug)]
pub(crate) struct Operations {}

impl Operations {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        let rows = OPERATIONS.iter().map(|operation| {
            json!({
                "id": operation.id,
                "method": operation.method.to_string(),
                "path": operation.path,
            })
        });
        context.output.values(COLUMNS, rows).await
    }
}
