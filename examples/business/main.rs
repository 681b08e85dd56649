//! A business is synced with a list of people and partners: those who are missing are invited.
//! `cargo run --example business` uses a fake of the API on loopback. With a business and a file as
//! arguments it invites those in the file; a line is an e-mail address or the id of a partner.
#![allow(clippy::print_stdout)] // A program for the terminal.
#[cfg(test)]
mod tests;
use futures_util::{StreamExt, TryStreamExt};
use pinterest::types::{InviteStatusFilter::Pending, MemberRole};
use pinterest::{BatchOutcome, Client, business_access::BusinessHandle};
use pinterest_fake::Fake;
use std::{collections::HashSet, env, error::Error, fs};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if let (Some(business), Some(file)) = (env::args().nth(1), env::args().nth(2)) {
        let business = Client::from_env()?.business(business);
        return sync(&business, &fs::read_to_string(file)?).await;
    }
    let fake = Fake::start().await?;
    let business = fake.client()?.business("549755885175");
    sync(&business, "ada@example.com\n1").await // Nobody has the id 1.
}

async fn sync(business: &BusinessHandle, wanted: &str) -> Result<(), Box<dyn Error>> {
    let known = known(business).await?;
    let missing = wanted.lines().filter(|name| !known.contains(*name));
    let (members, partners): (Vec<_>, Vec<_>) = missing.partition(|name| name.contains('@'));
    let invites = business.invites();
    let members = invites.invite_members(members, MemberRole::Employee);
    report(&members.await?);
    report(&invites.invite_partners(partners).await?);
    Ok(())
}

/// E-mail addresses and ids of all who are there or have a pending invite.
async fn known(business: &BusinessHandle) -> Result<HashSet<String>, pinterest::Error> {
    let skip = |error: pinterest::Error| println!("skipped: {error}");
    let members = business.members().list().items().skip_undecodable(skip);
    let partners = business.partners().list().items().skip_undecodable(skip);
    let there = members.chain(partners).map_ok(|there| there.user);
    let mut users: Vec<_> = there.try_collect().await?;
    for is_member in [true, false] {
        let list = business.invites().list();
        let list = list.with(|list| list.is_member(is_member).invite_status([Pending]));
        let invites = list.items().skip_undecodable(skip);
        let invites: Vec<_> = invites.map_ok(|invite| invite.user).try_collect().await?;
        users.extend(invites);
    }
    let names = users.into_iter().flatten().flat_map(|user| {
        let email = user.email.map(|email| email.to_string());
        [email, user.id.map(String::from)]
    });
    Ok(names.flatten().collect())
}

fn report<T>(outcome: &BatchOutcome<impl AsRef<str>, T>) {
    for failure in outcome.failures() {
        println!("{}: {}", failure.input.as_ref(), failure.error);
    }
}
