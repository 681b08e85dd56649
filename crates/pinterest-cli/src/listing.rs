//! Operations that only read: lists of items, and single values.

use futures_util::TryStreamExt;
use pinterest::Call;
use pinterest::raw::OperationRequest;
use serde_json::Value;

use crate::arguments::Paging;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::Column;

/// An operation with its parameters.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    operation: &'static str,
    parameters: Vec<(&'static str, String)>,
    without_fields: &'static [&'static str],
}

impl Reading {
    pub(crate) fn of(operation: &'static str) -> Self {
        Self {
            operation,
            parameters: Vec::new(),
            without_fields: &[],
        }
    }

    /// Sets a parameter.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.parameters.push((name, value.into()));
        self
    }

    /// Sets a parameter for each value: none, one, or the elements of an array.
    pub(crate) fn with_all(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let values = values.into_iter();
        values.fold(self, |reading, value| reading.with(name, value))
    }

    /// Leaves fields of items out, such as keys.
    pub(crate) fn without_fields(mut self, names: &'static [&'static str]) -> Self {
        self.without_fields = names;
        self
    }

    fn call(self, context: &Context) -> Result<Call<OperationRequest>, Failure> {
        let call = context.operation(self.operation)?;
        let parameters = self.parameters.into_iter();
        Ok(parameters.fold(call, |call, (name, value)| call.parameter(name, value)))
    }

    /// Prints the items of an operation that has pages.
    pub(crate) async fn list(
        self,
        context: &Context,
        paging: &Paging,
        columns: &[Column],
    ) -> Result<(), Failure> {
        let hidden = self.without_fields;
        let items = context.items(self.call(context)?.into_list()?, paging)?;
        let items = items.map_ok(|mut item| {
            if let Some(fields) = item.as_object_mut() {
                fields.retain(|name, _| !hidden.contains(&name.as_str()));
            }
            item
        });
        context.output.rows(columns, items).await
    }

    /// Prints the response as one value.
    pub(crate) async fn print(self, context: &Context) -> Result<(), Failure> {
        let value = self.fetch(context).await?;
        context.output.value(&value)
    }

    /// Returns the response.
    pub(crate) async fn fetch(self, context: &Context) -> Result<Value, Failure> {
        context.send(self.call(context)?).await
    }
}
