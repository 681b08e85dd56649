//! `pinterest api`

mod fields;
mod input;
mod request;

use std::path::PathBuf;

use clap::Args;
use pinterest::operation;
use pinterest::{Call, CallRequest, Response};
use serde_json::Value;

use crate::arguments::Paging;
use crate::context::Context;
use crate::failure::Failure;
use crate::suggestion::did_you_mean;
use fields::Fields;
use request::Target;

const EXAMPLES: &str = "\
Examples:
  pinterest api user_account/get
  pinterest api campaigns/list -f ad_account_id=549755885175 --paginate --jq .name
  pinterest api boards/create -f name=Kitchen -f privacy=SECRET
  pinterest api pins/create --input pin.json
  pinterest api /ad_accounts/{ad_account_id}/campaigns -X GET -f page_size=5";

/// Call any operation by its id, or any path
///
/// An operation that is called by its id is checked before it is sent: the names of parameters and
/// fields, what is required, and the documented limits. Fields go where the operation has them: to
/// the path, the query or the body. Where the body is an array, they are its only element.
///
/// A path is called as it is, with GET, or with POST if there are fields or a body. Fields of a GET
/// go to the query.
///
/// The parameters ad_account_id and business_id of a path are taken from the environment or the
/// profile if they are not given, and so are {ad_account_id} and {business_id} in a path.
///
/// The response is printed as it came. If the API rejects the request, its body is printed too, and
/// the exit code says why.
#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Api {
    /// Id of an operation, such as campaigns/list, or a path, such as /ad_accounts
    #[arg(value_name = "OPERATION|PATH")]
    endpoint: String,

    /// Set a parameter or field to a text; a[b] is a field in an object, a[] an element of an array
    #[arg(long, short = 'f', value_name = "NAME=TEXT")]
    raw_field: Vec<String>,

    /// Set a parameter or field to JSON, or to a text that is none; @file takes it from a file, @-
    /// from standard input
    #[arg(long, short = 'F', value_name = "NAME=JSON|@FILE")]
    field: Vec<String>,

    /// File with the body, which is JSON that may have comments; - is standard input
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,

    /// HTTP method of a call by path
    #[arg(long, short = 'X', value_name = "METHOD")]
    method: Option<String>,

    /// Add a header
    #[arg(long, short = 'H', value_name = "NAME: VALUE")]
    header: Vec<String>,

    /// Print the items of all pages as they come
    #[arg(long)]
    paginate: bool,

    #[command(flatten)]
    paging: Paging,

    /// Print status and headers of the response too
    #[arg(long, short, conflicts_with = "paginate")]
    include: bool,

    /// Print no body
    #[arg(long, conflicts_with = "paginate")]
    silent: bool,

    /// Send the request even if it does not fit the description
    #[arg(long)]
    no_validation: bool,
}

impl Api {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        let fields = Fields::new(&self.raw_field, &self.field)?;
        let body = match &self.input {
            Some(path) => Some(input::json(path)?),
            None => None,
        };
        let has_content = body.is_some() || !fields.is_empty();
        let target = Target::find(&self.endpoint, self.method.as_deref(), has_content, context)?;
        let is_limited = self.paging.max_items.is_some() || self.paging.bookmark.is_some();
        match target.for_paging(self.paginate || is_limited)? {
            Target::Operation { operation, given } => {
                let prepared =
                    request::of_operation(operation, given, fields, body, !self.no_validation)?;
                let mut paging = self.paging.clone();
                paging.page_size = paging.page_size.or(prepared.page_size());
                let call = prepared.call(context)?;
                if self.paginate || is_limited {
                    let list = self.optioned(call)?.into_list()?;
                    let items = context.items(list, &paging)?;
                    return context.output.rows(&[], items).await;
                }
                let call = match self.paging.page_size {
                    Some(size) => call.parameter("page_size", size.to_string()),
                    None => call,
                };
                self.print(context, self.optioned(call)?).await
            }
            Target::Path { method, path } => {
                let call = request::of_path(context, &method, &path, fields, body)?;
                let call = match self.paging.page_size {
                    Some(size) => call.query("page_size", size.to_string()),
                    None => call,
                };
                self.print(context, self.optioned(call)?).await
            }
        }
    }

    /// Applies the options that calls of all kinds have.
    fn optioned<R: CallRequest>(&self, mut call: Call<R>) -> Result<Call<R>, Failure> {
        for header in &self.header {
            let (name, value) = header
                .split_once(':')
                .ok_or_else(|| Failure::usage(format!("--header {header}: it has no `:`")))?;
            call = call.with_header(name.trim(), value.trim());
        }
        Ok(match self.no_validation {
            true => call.without_validation(),
            false => call,
        })
    }

    async fn print<R: CallRequest<Output = Value>>(
        &self,
        context: &Context,
        call: Call<R>,
    ) -> Result<(), Failure> {
        let response = match context.respond(call).await {
            Ok(response) => response,
            Err(failure) => {
                // What the API says about the rejection, for whoever reads it by program.
                if let Some(body) = failure.response_body().filter(|_| !self.silent) {
                    context.output.body(body)?;
                }
                return Err(failure);
            }
        };
        if self.include {
            context.output.text(&head(&response))?;
        }
        if self.silent || response.body().is_empty() {
            return Ok(());
        }
        context
            .output
            .response(response.body(), response.value())
            .await
    }
}

fn head(response: &Response<Value>) -> String {
    let mut head = format!("HTTP {}\n", response.status());
    for (name, value) in response.headers() {
        let value = String::from_utf8_lossy(value.as_bytes());
        head.push_str(&format!("{name}: {value}\n"));
    }
    head.push('\n');
    head
}

/// An operation that does not exist.
pub(super) fn unknown_operation(id: &str) -> Failure {
    let known = operation::OPERATIONS.iter().map(|operation| operation.id);
    let nearest = did_you_mean(id, known);
    let shown: String = id.chars().take(60).collect();
    Failure::usage(format!("there is no operation `{shown}`{nearest}"))
        .with_hint("`pinterest operations` lists them; a path begins with `/`")
}
