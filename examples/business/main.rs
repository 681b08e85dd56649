//! A business is synced with a list of people and partners: those who are missing are invited.
//!
//! `cargo run --example business` talks to a mock of the API that it starts on loopback. With the id
//! of a business and a file as arguments it invites those in the file, with the token in
//! `PINTEREST_ACCESS_TOKEN`. A line is an e-mail address, a user name, or the id of a partner.

#![allow(clippy::print_stdout)] // A program for the terminal.

mod mock;

use std::collections::HashSet;
use std::error::Error;

use futures_util::{StreamExt, TryStreamExt};
use pinterest::business_access::BusinessHandle;
use pinterest::types::{InviteStatusFilter, MemberRole};
use pinterest::{BatchOutcome, Client};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    if let (Some(business), Some(file)) = (arguments.next(), arguments.next()) {
        let wanted = std::fs::read_to_string(file)?;
        sync(&Client::from_env()?.business(business), &wanted).await?;
        return Ok(());
    }
    let server = mock::start().await;
    sync(&server.client()?.business(mock::BUSINESS), &mock::wanted()).await?;
    Ok(())
}

/// Returns those who could not be invited.
async fn sync(business: &BusinessHandle, wanted: &str) -> Result<Vec<String>, pinterest::Error> {
    let known = known(business).await?;
    let missing = wanted.lines().filter(|line| !known.contains(*line));
    let (partners, members): (Vec<_>, Vec<_>) =
        missing.partition(|line| line.bytes().all(|byte| byte.is_ascii_digit()));
    let invites = business.invites();
    let outcome = invites
        .invite_members(members, MemberRole::Employee)
        .await?;
    let mut failed = report(&outcome);
    failed.extend(report(&invites.invite_partners(partners).await?));
    Ok(failed)
}

/// Ids, user names and e-mail addresses of all who are there or have a pending invite.
async fn known(business: &BusinessHandle) -> Result<HashSet<String>, pinterest::Error> {
    let skipped = |error: pinterest::Error| println!("skipped: {error}");
    let pending = |is_member| {
        let list = business.invites().list();
        list.with(|list| {
            list.is_member(is_member)
                .invite_status([InviteStatusFilter::Pending])
        })
    };
    let invited = pending(true).items().chain(pending(false).items());
    let members = business.members().list().items().skip_undecodable(skipped);
    let partners = business.partners().list().items().skip_undecodable(skipped);
    let there = members.chain(partners).map_ok(|there| there.user);
    let users = there.chain(invited.map_ok(|invite| invite.user));
    let users: Vec<_> = users.try_collect().await?;
    let names = users.into_iter().flatten().flat_map(|user| {
        let email = user.email.map(|email| email.to_string());
        [email, user.username, user.id.map(String::from)]
    });
    Ok(names.flatten().collect())
}

fn report<T>(outcome: &BatchOutcome<impl AsRef<str>, T>) -> Vec<String> {
    let failures = outcome.failures().map(|failure| {
        println!("{}: {}", failure.input.as_ref(), failure.error);
        failure.input.as_ref().to_owned()
    });
    failures.collect()
}
