//! Business access invites: list, send, respond, cancel.
//!
//! `cargo run --example invites` talks to a mock of the API that it starts on loopback. With
//! `PINTEREST_ACCESS_TOKEN` and `PINTEREST_BUSINESS_ID` set it lists the invites of that business
//! instead, and changes nothing.

#![allow(clippy::print_stdout)] // A program for the terminal.

mod mock;

use std::collections::BTreeMap;
use std::error::Error;

use comfy_table::{ContentArrangement, Table, presets::UTF8_FULL_CONDENSED};
use futures_util::StreamExt;
use indicatif::{ProgressBar, ProgressStyle};
use pinterest::business_access::{AssetGrants, BusinessHandle, InviteResponse};
use pinterest::types::{Invite, InviteStatus, MemberRole, Permission, UserSummary};
use pinterest::{BatchOutcome, Client, ErrorKind, ItemState};

/// The table has this many rows of each list at the most.
const ROWS: usize = 6;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if let (Ok(business), Ok(_)) = (
        std::env::var("PINTEREST_BUSINESS_ID"),
        std::env::var("PINTEREST_ACCESS_TOKEN"),
    ) {
        return list(&Client::from_env()?.business(business)).await;
    }
    let server = mock::Server::start().await;
    println!("Talking to a mock of the API on {}.\n", server.base_url());
    let client = server.client();
    let business = client.business(mock::BUSINESS);

    list(&business).await?;
    invite(&business).await?;
    respond(&client).await?;
    cancel(&business).await
}

/// Streams all invites, those of members and then those of partners.
async fn list(business: &BusinessHandle) -> Result<(), Box<dyn Error>> {
    let progress = ProgressBar::new_spinner()
        .with_style(ProgressStyle::with_template("{spinner} {pos} invites")?);
    let mut seen = Seen::default();
    for is_member in [true, false] {
        seen.rows_left = ROWS;
        let list = business.invites().list();
        let list = list.with(|list| list.is_member(is_member));
        let mut invites = list.page_size(50).with_prefetch(true).items();
        while let Some(invite) = invites.next().await {
            progress.inc(1);
            seen.add(invite)?;
        }
        seen.empty_places += invites.null_items();
    }
    progress.finish_and_clear();

    println!(
        "Invites of business {}\n{}",
        business.id(),
        table(&seen.shown)
    );
    for (kind, count) in &seen.counts {
        println!("{count:>6}  {kind}");
    }
    if seen.empty_places > 0 {
        println!(
            "{:>6}  empty places, where the service sent null",
            seen.empty_places
        );
    }
    for error in &seen.unreadable {
        println!("unreadable: {error}");
    }
    println!();
    Ok(())
}

/// What is kept of a stream that may be long.
#[derive(Default)]
struct Seen {
    shown: Vec<Invite>,
    rows_left: usize,
    counts: BTreeMap<String, usize>,
    unreadable: Vec<pinterest::Error>,
    empty_places: usize,
}

impl Seen {
    /// An invite that is not as described costs none of the others; any other error ends the
    /// stream.
    fn add(&mut self, invite: Result<Invite, pinterest::Error>) -> Result<(), pinterest::Error> {
        match invite {
            Ok(invite) => {
                *self.counts.entry(kind(&invite)).or_default() += 1;
                if self.rows_left > 0 {
                    self.rows_left -= 1;
                    self.shown.push(invite);
                }
            }
            Err(error) if error.kind() == ErrorKind::Item => self.unreadable.push(error),
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

fn table(invites: &[Invite]) -> Table {
    let mut table = Table::new();
    table
        .load_preset(UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(["Invite", "Who", "Role", "Type", "Status"]);
    for invite in invites {
        let data = invite.invite_data.as_ref();
        let roles = invite
            .business_roles
            .iter()
            .flatten()
            .map(ToString::to_string)
            .collect::<Vec<_>>();
        table.add_row([
            text(invite.id.as_ref()),
            who(invite.user.as_ref()),
            roles.join(", "),
            text(data.and_then(|data| data.invite_type.as_ref())),
            text(data.and_then(|data| data.invite_status.as_ref())),
        ]);
    }
    table
}

/// What the invite is about, for counting. A status that is newer than this library counts like any
/// other.
fn kind(invite: &Invite) -> String {
    let data = invite.invite_data.as_ref();
    let kind = text(data.and_then(|data| data.invite_type.as_ref()));
    let status = data.and_then(|data| data.invite_status.as_ref());
    let remark = match status {
        Some(InviteStatus::Expired) => " (send it again?)",
        Some(InviteStatus::Unknown(_)) => " (newer than this library)",
        _ => "",
    };
    format!("{kind} {}{remark}", text(status))
}

fn text(value: Option<&impl ToString>) -> String {
    value.map_or_else(|| "-".to_owned(), ToString::to_string)
}

fn who(user: Option<&UserSummary>) -> String {
    let Some(user) = user else {
        return "-".to_owned();
    };
    let email = user.email.as_ref().map(|email| email.as_str().to_owned());
    email
        .or_else(|| user.username.clone())
        .unwrap_or_else(|| text(user.id.as_ref()))
}

/// A batch in which one input fails.
async fn invite(business: &BusinessHandle) -> Result<(), Box<dyn Error>> {
    let people = ["ada@example.com", "grace@example.com", "nobody@example.com"];
    let outcome = business
        .invites()
        .invite_members(people, MemberRole::Employee)
        .await?;
    println!("Inviting {} people:", people.len());
    report(&outcome, |person| person.as_str().to_owned());
    Ok(())
}

/// Accepts one request with permissions, and declines another.
async fn respond(client: &Client) -> Result<(), Box<dyn Error>> {
    let grants = AssetGrants::new(
        "549755885175",
        [Permission::Analyst, Permission::FinanceView],
    );
    let responses = [
        InviteResponse::accept_with_assets("5349280584552211583", grants),
        InviteResponse::decline("5349280584552211584"),
    ];
    let outcome = client.received_invites().respond_all(responses).await?;
    println!("Responding to two requests:");
    report(&outcome, |response| response.invite().to_string());
    Ok(())
}

async fn cancel(business: &BusinessHandle) -> Result<(), Box<dyn Error>> {
    let outcome = business
        .invites()
        .cancel_all(["5349280584552211585", "5349280584552211586"])
        .await?;
    println!("Cancelling two invites:");
    report(&outcome, ToString::to_string);
    Ok(())
}

fn report<I, T>(outcome: &BatchOutcome<I, T>, name: impl Fn(&I) -> String) {
    for item in outcome.items() {
        let name = name(&item.input);
        match &item.state {
            ItemState::Succeeded(_) => println!("  ok       {name}"),
            ItemState::Failed { error, .. } => println!("  failed   {name}: {error}"),
            _ => println!("  unknown  {name}: look before sending it again"),
        }
    }
    if let Some(error) = outcome.error() {
        println!("  stopped: {error}");
    }
    println!();
}
