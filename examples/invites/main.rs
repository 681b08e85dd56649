//! Business access invites: list, send, respond, cancel.
//!
//! `cargo run --example invites` talks to a fake of the API that it starts on loopback. With
//! `PINTEREST_ACCESS_TOKEN` and `PINTEREST_BUSINESS_ID` set it lists the invites of that business
//! instead, and changes nothing.

#![allow(clippy::print_stdout)] // A program for the terminal.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::error::Error;

use comfy_table::{ContentArrangement, Table, presets::UTF8_FULL_CONDENSED};
use futures_util::{StreamExt, TryStreamExt};
use indicatif::{ProgressBar, ProgressStyle};
use pinterest::business_access::{AssetGrants, BusinessHandle, InviteResponse};
use pinterest::types::{
    Invite, InviteId, InviteStatus, InviteStatusFilter, InviteType, MemberRole, Permission,
    UserSummary,
};
use pinterest::{BatchOutcome, Client, ErrorKind, ItemState};
use pinterest_fake::{Fake, Fault};
use serde_json::{Value, json};

/// The fake's business, and an ad account that it owns.
const BUSINESS: &str = "549755885175";
const AD_ACCOUNT: &str = "549770000001";

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
    let fake = Fake::start().await?;
    println!("Talking to a fake of the API on {}.\n", fake.url());
    for fault in odd_invites() {
        fake.inject(fault);
    }
    let client = fake.client()?;
    let business = client.business(BUSINESS);

    list(&business).await?;
    let invited = invite(&business).await?;
    respond(&client, &business).await?;
    cancel(&business, &invited).await?;
    Ok(())
}

/// What a production service has among its invites: a status that is newer than the library, places
/// without an invite, invites that are not as described, a page without invites.
fn odd_invites() -> [Fault; 3] {
    let page = |number| Fault::on("get/invites").nth(number);
    [
        page(1)
            .replace("/items/0/invite_data/invite_status", json!("ON_HOLD"))
            .replace("/items/1", Value::Null)
            .replace("/items/2", json!(["5349280584552211583"]))
            .replace("/items/3/user", Value::Null)
            .replace("/items/4/created_time", json!("yesterday")),
        page(2).empty_page(),
        page(4).unknown_field(),
    ]
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
async fn invite(business: &BusinessHandle) -> Result<Vec<InviteId>, Box<dyn Error>> {
    let people = [
        "ada@example.com",
        "grace@example.com",
        "nobody_of_this_name",
    ];
    let outcome = business
        .invites()
        .invite_members(people, MemberRole::Employee)
        .await?;
    println!("Inviting {} people:", people.len());
    report(&outcome, |person| person.as_str().to_owned());
    let invited = outcome
        .successes()
        .filter_map(|(_, invite)| invite.id.clone());
    Ok(invited.collect())
}

/// Accepts one request of a partner with permissions, and declines another.
async fn respond(client: &Client, business: &BusinessHandle) -> Result<(), Box<dyn Error>> {
    let requests = received(business).await?;
    let [first, second, ..] = requests.as_slice() else {
        println!("There are no two requests to respond to.");
        return Ok(());
    };
    let permissions = [Permission::Analyst, Permission::FinanceView];
    let grants = AssetGrants::new(AD_ACCOUNT, permissions);
    let responses = [
        InviteResponse::accept_with_assets(first, grants),
        InviteResponse::decline(second),
    ];
    let outcome = client.received_invites().respond_all(responses).await?;
    println!("Responding to two requests:");
    report(&outcome, |response| response.invite().to_string());
    Ok(())
}

/// The pending requests of other businesses that want to use assets of this one.
async fn received(business: &BusinessHandle) -> Result<Vec<InviteId>, pinterest::Error> {
    let list = business.invites().list();
    let list = list.with(|list| {
        list.is_member(false)
            .invite_type(InviteType::PartnerRequest)
            .invite_status([InviteStatusFilter::Pending])
    });
    let requests: Vec<Invite> = list.items().try_collect().await?;
    let received = requests
        .into_iter()
        .filter(|invite| invite.is_received_invite == Some(true));
    Ok(received.filter_map(|invite| invite.id).collect())
}

/// Cancels the invites, and one that does not exist.
async fn cancel(business: &BusinessHandle, invites: &[InviteId]) -> Result<(), Box<dyn Error>> {
    let unknown = InviteId::from("5349280584552211586");
    let invites = invites.iter().chain([&unknown]);
    let outcome = business.invites().cancel_all(invites).await?;
    println!("Cancelling {} invites:", outcome.items().len());
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
