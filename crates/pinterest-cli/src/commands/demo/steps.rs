//! The steps of the demonstration.

use std::fs;
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use futures_util::TryStreamExt;
use pinterest::{Client, Environment, Error, Url};
use pinterest_fake::Fake;
use serde_json::Value;

use crate::failure::Failure;

/// A command, and what it shows.
pub(super) struct Step {
    pub(super) title: &'static str,
    pub(super) arguments: Vec<String>,
    /// Whether the command prints rows, which are a table here even without a terminal.
    pub(super) has_rows: bool,
}

impl Step {
    /// The command line, as somebody would enter it.
    pub(super) fn shown(&self) -> String {
        let mut shown = "pinterest".to_owned();
        for argument in &self.arguments {
            shown.push(' ');
            let is_plain = |character: char| {
                character.is_ascii_alphanumeric() || "-_./:@=,".contains(character)
            };
            match argument.chars().all(is_plain) {
                true => shown.push_str(argument),
                false => shown.push_str(&format!("'{argument}'")),
            }
        }
        shown
    }
}

/// Ids of what the fake holds.
pub(super) struct Data {
    pub(super) ad_account: String,
    pub(super) business: String,
    campaigns: Vec<String>,
    board: String,
}

impl Data {
    pub(super) async fn of(fake: &Fake) -> Result<Self, Failure> {
        let url: Url = fake.url().parse().map_err(Failure::new)?;
        let client = Client::builder()
            .with_access_token("pina_demo")
            .with_environment(Environment::Custom(url))
            .build()?;
        let user = client.operation("user_account/get").await?;
        let ad_account = first(ids(&client, "ad_accounts/list", &[]).await?)?;
        let account = [("ad_account_id", ad_account.as_str())];
        Ok(Self {
            business: text(&user, "id").ok_or_else(lacks_data)?,
            campaigns: ids(&client, "campaigns/list", &account).await?,
            board: first(ids(&client, "boards/list", &[]).await?)?,
            ad_account,
        })
    }
}

async fn ids(
    client: &Client,
    operation: &str,
    parameters: &[(&str, &str)],
) -> Result<Vec<String>, Error> {
    let call = client.operation(operation);
    let call = parameters
        .iter()
        .fold(call, |call, (name, value)| call.parameter(name, *value));
    let items: Vec<Value> = call.into_list()?.items().try_collect().await?;
    Ok(items.iter().filter_map(|item| text(item, "id")).collect())
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name)?.as_str().map(str::to_owned)
}

fn first(ids: Vec<String>) -> Result<String, Failure> {
    ids.into_iter().next().ok_or_else(lacks_data)
}

fn lacks_data() -> Failure {
    Failure::new("the fake lacks the data of the demonstration")
}

const ITEMS: &str = "\
id,title,description,link,image_link,price,availability
mug-1,Blue mug,Thrown by hand.,https://example.com/1,https://example.com/1.jpg,12.50 USD,in stock
mug-2,Green mug,Thrown by hand.,https://example.com/2,https://example.com/2.jpg,14.00 USD,in stock
mug-3,Red mug,Thrown by hand.,no link,https://example.com/3.jpg,14.00 USD,in stock
";

/// Writes the files that commands read.
pub(super) fn write_files(folder: &Path) -> io::Result<()> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let time = now.unwrap_or_default().as_secs().saturating_sub(60);
    let events = format!(
        "event_name,action_source,event_id,event_time,email,value,currency\n\
         checkout,web,order-1,{time},Ada@Example.com,72.39,EUR\n\
         checkout,web,order-2,{time},grace@example.com,18.15,EUR\n"
    );
    fs::write(folder.join("items.csv"), ITEMS)?;
    fs::write(folder.join("events.csv"), events)
}

/// All steps, in their order.
pub(super) fn steps(data: &Data) -> Vec<Step> {
    let rows = |title, arguments: &[&str]| step(title, arguments, true);
    let others = |title, arguments: &[&str]| step(title, arguments, false);
    let account = format!("ad_account_id={}", data.ad_account);
    let campaigns: Vec<&str> = data.campaigns.iter().take(2).map(String::as_str).collect();
    let pause: Vec<&str> = ["campaigns", "pause"]
        .iter()
        .chain(&campaigns)
        .copied()
        .collect();
    let campaign = campaigns.first().copied().unwrap_or_default();
    vec![
        rows("Find an operation", &["operations", "--search", "invite"]),
        others(
            "Call any operation, page by page, and take what you need",
            &[
                "api",
                "ads/list",
                "-f",
                &account,
                "--paginate",
                "--max-items",
                "3",
                "--jq",
                ".name",
            ],
        ),
        rows("List campaigns", &["campaigns", "list", "--max-items", "5"]),
        rows("Pause some", &pause),
        others(
            "See what a change of a budget would send, without sending it",
            &[
                "campaigns",
                "budget",
                campaign,
                "--daily",
                "25.50",
                "--curl",
            ],
        ),
        rows(
            "Who was invited to the business?",
            &["invites", "list", "--status", "pending", "--max-items", "5"],
        ),
        rows(
            "Invite two people",
            &["invites", "send", "ada@example.com", "grace@example.com"],
        ),
        others(
            "Create a Pin",
            &[
                "pins",
                "create",
                "--image",
                "https://example.com/mug.jpg",
                "--board",
                &data.board,
                "--title",
                "A blue mug",
                "--json",
                "id,title,board_id",
            ],
        ),
        others(
            "Draw how Pins do",
            &[
                "analytics",
                "user",
                "--days",
                "20",
                "--metrics",
                "IMPRESSION",
                "--chart",
            ],
        ),
        others(
            "Send conversion events, with personal data hashed",
            &["conversions", "send", "events.csv"],
        ),
        rows(
            "Upload items of a catalog; one of them is wrong",
            &[
                "catalogs",
                "items",
                "upload",
                "items.csv",
                "--country",
                "US",
                "--language",
                "en-US",
                "--action",
                "create",
            ],
        ),
        rows(
            "Have a report made, and wait for it",
            &[
                "report",
                "run",
                "--wait",
                "--days",
                "7",
                "--granularity",
                "TOTAL",
                "--campaign",
                campaign,
            ],
        ),
    ]
}

fn step(title: &'static str, arguments: &[&str], has_rows: bool) -> Step {
    Step {
        title,
        arguments: arguments
            .iter()
            .map(|&argument| argument.to_owned())
            .collect(),
        has_rows,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_lines_can_be_entered_as_shown() {
        let arguments = ["pins", "create", "--title", "A blue mug"];
        let step = step("Create a Pin", &arguments, false);
        assert_eq!(step.shown(), "pinterest pins create --title 'A blue mug'");
    }
}
