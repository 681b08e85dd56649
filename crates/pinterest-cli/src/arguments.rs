//! The arguments that every command takes, and the tree of commands.

use std::time::Duration;

use clap::{Args, Parser, ValueEnum};
use pinterest::raw::OperationList;
use pinterest::{List, Request};

use crate::commands::Command;
use crate::failure::Failure;

const AFTER: &str = "\
Environment variables:
  PINTEREST_ACCESS_TOKEN          an access token
  PINTEREST_REFRESH_ACCESS_TOKEN  a refresh token; needs app id and secret
  PINTEREST_TOKEN_FILE            a file for tokens that are refreshed
  PINTEREST_APP_ID                the id of the app
  PINTEREST_APP_SECRET            the secret of the app
  PINTEREST_API_URI               the base URL
  PINTEREST_AD_ACCOUNT_ID         the default ad account
  PINTEREST_BUSINESS_ID           the default business
  PINTEREST_PROFILE               the profile
  PINTEREST_CONFIG_DIR            the folder of profiles and tokens
  NO_COLOR                        no colors

Exit codes:
  0    done; also a dry run, and output that nobody reads any more
  1    any other failure
  2    wrong arguments; nothing was sent
  3    some items failed, the others are done
  4    no token, or one that was rejected or lacks a scope
  5    a rate limit is used up
  6    rejected by the API
  7    the server could not be reached, or did not respond in time
  8    a job failed, or did not end in time
  130  ended by Ctrl-C";

/// Every operation of the Pinterest REST API v5 from a shell
#[derive(Debug, Parser)]
#[command(
    name = "pinterest",
    version,
    max_term_width = 100,
    after_long_help = AFTER
)]
#[command(arg_required_else_help = true, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: GlobalOptions,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The options of every command.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct GlobalOptions {
    #[command(flatten, next_help_heading = "Output options")]
    pub(crate) output: OutputOptions,

    /// Profile to take settings and tokens from
    #[arg(long, global = true, value_name = "NAME", help_heading = CONNECTION)]
    pub(crate) profile: Option<String>,

    /// Use the sandbox, which has its own tokens
    #[arg(long, global = true, conflicts_with = "base_url", help_heading = CONNECTION)]
    pub(crate) sandbox: bool,

    /// Base URL of another server with the same API, such as a fake
    #[arg(long, global = true, value_name = "URL", help_heading = CONNECTION)]
    pub(crate) base_url: Option<String>,

    /// Timeout of one request, such as 30, 500ms or 2m; seconds by default
    #[arg(long, global = true, value_name = "TIME", value_parser = duration, help_heading = CONNECTION)]
    pub(crate) timeout: Option<Duration>,

    /// Print the request, secrets masked, and send nothing
    #[arg(long, global = true, help_heading = SAFETY)]
    pub(crate) dry_run: bool,

    /// Print the request as a command line of curl, and send nothing
    #[arg(long, global = true, help_heading = SAFETY)]
    pub(crate) curl: bool,

    /// Do not ask before a deletion or a change of a budget
    #[arg(long, short = 'y', global = true, help_heading = SAFETY)]
    pub(crate) yes: bool,

    /// Say what is sent and received; twice for headers
    #[arg(long, short, global = true, action = clap::ArgAction::Count, help_heading = SAFETY)]
    pub(crate) verbose: u8,

    /// Show no progress and no notes
    #[arg(long, short, global = true, help_heading = SAFETY)]
    pub(crate) quiet: bool,
}

const OUTPUT: &str = "Output options";
const CONNECTION: &str = "Connection options";
const SAFETY: &str = "General options";

/// How results are shown.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct OutputOptions {
    /// Format of the output; a table on a terminal and JSON lines in a pipe by default
    #[arg(long = "output", short = 'o', global = true, value_name = "FORMAT", help_heading = OUTPUT)]
    pub(crate) format: Option<Format>,

    /// Columns of a table or CSV, as paths of fields separated by commas
    #[arg(long, global = true, value_name = "FIELDS", value_delimiter = ',', help_heading = OUTPUT)]
    pub(crate) columns: Vec<String>,

    /// Print JSON with these fields only, such as id,owner.username
    #[arg(long, global = true, value_name = "FIELDS", value_delimiter = ',', help_heading = OUTPUT)]
    pub(crate) json: Vec<String>,

    /// Filter with an expression of jq, which sees one item of a list at a time; texts come without
    /// quotation marks
    #[arg(long, global = true, value_name = "EXPRESSION", help_heading = OUTPUT)]
    pub(crate) jq: Option<String>,
}

/// A format of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Aligned columns
    Table,
    /// One JSON document
    Json,
    /// One JSON value a line
    Ndjson,
    /// Comma-separated values with a header
    Csv,
    /// YAML
    Yaml,
}

/// How much of a list a command takes, and from where.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Paging {
    /// Stop after this number of items
    #[arg(long, value_name = "N")]
    pub(crate) max_items: Option<u64>,

    /// Begin at the page of this bookmark, which an earlier run named
    #[arg(long, value_name = "BOOKMARK")]
    pub(crate) bookmark: Option<String>,

    /// Number of items of a page, 250 at most
    #[arg(long, value_name = "N")]
    pub(crate) page_size: Option<u32>,
}

impl Paging {
    /// The number of items that most operations send at most in a page.
    const LARGEST_PAGE: u32 = 250;

    /// Applies the options to a list.
    pub(crate) fn apply(&self, list: List<OperationList>) -> List<OperationList> {
        let list = match &self.bookmark {
            Some(bookmark) => list.bookmark(bookmark.clone()),
            None => list,
        };
        let list = match self.page_size.or_else(|| self.fitting_page_size(&list)) {
            Some(size) => list.page_size(size),
            None => list,
        };
        // A page of which nothing is needed is not requested in advance.
        list.with_prefetch(self.max_items.is_none())
    }

    /// The size of pages that end with the last item that is needed, as far as that is possible, or
    /// of the largest pages.
    fn fitting_page_size(&self, list: &List<OperationList>) -> Option<u32> {
        let mut parameters = list.request().operation().parameters.iter();
        let parameter = parameters.find(|parameter| parameter.name == "page_size")?;
        let most = parameter
            .limits
            .maximum
            .and_then(|most| u32::try_from(most).ok());
        let most = most.unwrap_or(Self::LARGEST_PAGE);
        let needed = self.max_items.and_then(|items| u32::try_from(items).ok());
        Some(needed.map_or(most, |needed| needed.clamp(1, most)))
    }
}

/// The ad account of a command. [`Context::ad_account_id`](crate::context::Context::ad_account_id)
/// resolves it.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct AdAccount {
    /// Id of the ad account; that of PINTEREST_AD_ACCOUNT_ID or the profile by default
    #[arg(long, value_name = "ID")]
    pub(crate) ad_account: Option<String>,
}

/// The business of a command. [`Context::business_id`](crate::context::Context::business_id)
/// resolves it.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Business {
    /// Id of the business; that of PINTEREST_BUSINESS_ID or the profile by default
    #[arg(long, value_name = "ID")]
    pub(crate) business: Option<String>,
}

/// Reads a time: a number with `ms`, `s`, `m` or `h`; seconds without a unit.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "ms" => 0.001,
        "" | "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        _ => return Err("the unit must be ms, s, m or h".to_owned()),
    };
    let number: f64 = digits
        .parse()
        .map_err(|_| "it must be a number with a unit, such as 30s".to_owned())?;
    match Duration::try_from_secs_f64(number * unit) {
        Ok(time) if !time.is_zero() => Ok(time),
        _ => Err("it must be more than 0".to_owned()),
    }
}

impl OutputOptions {
    /// What contradicts each other, beyond what the parser of arguments can know.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        let has_json = !self.json.is_empty() || self.jq.is_some();
        if has_json && !self.columns.is_empty() {
            return Err(Failure::usage(
                "--columns is for tables and CSV; it does not go with --json and --jq",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_tree_of_commands_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn times_have_a_unit_or_are_seconds() {
        for (text, milliseconds) in [
            ("30", 30_000),
            ("1.5s", 1_500),
            ("500ms", 500),
            ("2m", 120_000),
            ("1h", 3_600_000),
        ] {
            assert_eq!(
                duration(text),
                Ok(Duration::from_millis(milliseconds)),
                "{text}"
            );
        }
        for text in ["", "s", "0", "-1", "1d", "1e400", "NaN"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
