//! `pinterest operations`

use clap::Args;
use pinterest::operation::{self, Operation};
use serde_json::{Value, json};

use crate::context::Context;
use crate::description::{self, Headline};
use crate::failure::Failure;
use crate::output::Column;

const COLUMNS: &[Column] = &[
    Column::new("ID", "id"),
    Column::new("METHOD", "method"),
    Column::new("PATH", "path"),
    Column::new("SUMMARY", "summary"),
];

/// List the operations of the API
///
/// `pinterest describe` describes them, and `pinterest api` calls them.
#[derive(Args, Debug)]
pub(crate) struct Operations {
    /// Only those of a domain, such as campaigns
    #[arg(long, short, value_name = "NAME")]
    domain: Option<String>,

    /// Only those with all these words in their id, path or summary
    #[arg(long, short, value_name = "WORDS")]
    search: Option<String>,
}

impl Operations {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        let words = self.search.as_deref().unwrap_or_default().to_lowercase();
        let words: Vec<&str> = words.split_whitespace().collect();
        let mut domains = Vec::new();
        let mut rows = Vec::new();
        for (id, headline) in description::headlines() {
            let Some(operation) = operation::by_id(&id) else {
                continue;
            };
            if !domains.contains(&headline.domain) {
                domains.push(headline.domain.clone());
            }
            let is_of_domain = self
                .domain
                .as_deref()
                .is_none_or(|name| name == headline.domain);
            if is_of_domain && has_words(operation, &headline, &words) {
                rows.push(row(operation, &headline));
            }
        }
        if let Some(name) = &self.domain
            && !domains.contains(name)
        {
            domains.sort();
            let names = domains.join(", ");
            return Err(Failure::usage(format!(
                "there is no domain `{name}`; there are: {names}"
            )));
        }
        context.output.values(COLUMNS, rows).await
    }
}

fn has_words(operation: &Operation, headline: &Headline, words: &[&str]) -> bool {
    let text = format!("{} {} {}", operation.id, operation.path, headline.summary);
    let text = text.to_lowercase();
    words.iter().all(|word| text.contains(word))
}

fn row(operation: &Operation, headline: &Headline) -> Value {
    let scopes = operation.security.iter().map(
        |requirement| json!({"token": requirement.scheme.as_str(), "scopes": requirement.scopes}),
    );
    json!({
        "id": operation.id,
        "method": operation.method.to_string(),
        "path": operation.path,
        "summary": headline.summary,
        "domain": headline.domain,
        "paged": operation.paged,
        "idempotent": operation.idempotent,
        "sandbox": operation.sandbox,
        "rate_limit": operation.rate_limit.as_str(),
        "security": scopes.collect::<Vec<_>>(),
    })
}
