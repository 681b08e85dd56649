//! A campaign with an ad group, its targeting, and an ad; then the campaign is paused.
//!
//! `cargo run --example campaign` talks to a mock of the API that it starts on loopback. With the
//! ids of an ad account and of a Pin as arguments it creates all of it there, with the token in
//! `PINTEREST_ACCESS_TOKEN`.

#![allow(clippy::print_stdout)] // A program for the terminal.

mod mock;

use std::error::Error;

use pinterest::types::{
    BillableEvent, ConversionObjectiveType, Country, CreativeType, EntityStatus, MicroCurrency,
    NewAd, NewAdGroup, NewCampaign, TargetingSpec, TargetingSpecGender,
};
use pinterest::{AdAccountHandle, Client};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    if let (Some(account), Some(pin)) = (arguments.next(), arguments.next()) {
        return Ok(run(&Client::from_env()?.ad_account(account), &pin).await?);
    }
    let server = mock::start().await;
    let account = server.client().ad_account(mock::AD_ACCOUNT);
    Ok(run(&account, mock::PIN).await?)
}

async fn run(account: &AdAccountHandle, pin: &str) -> Result<(), pinterest::Error> {
    let campaign = NewCampaign::new("Wool socks", ConversionObjectiveType::Consideration)
        .daily_spend_cap(MicroCurrency::from_units(25, 0));
    let campaign = account.campaigns().create(campaign).await?;
    let campaign_id = campaign.require_id()?;
    println!("Campaign {campaign_id}");

    let targeting = TargetingSpec::new()
        .location([Country::De, Country::At])
        .locale(["de"])
        .gender([TargetingSpecGender::Female])
        .minimum_age("25")
        .maximum_age("54");
    let ad_group = NewAdGroup::new(BillableEvent::Clickthrough, campaign_id, "Women, 25 to 54")
        .bid_in_micro_currency(MicroCurrency::from_units(0, 350_000))
        .targeting_spec(targeting);
    let ad_group = account.ad_groups().create(ad_group).await?;
    println!("Ad group {}: {}", ad_group.id, ad_group.name);

    let ad = NewAd::new(&ad_group.id, pin, CreativeType::Regular)
        .name("Socks on a sofa")
        .destination_url("https://example.com/socks");
    let ad = account.ads().create(ad).await?;
    println!("Ad {}, review: {}", ad.id, ad.review_status);

    let campaign = account.campaign(campaign_id);
    let pause = campaign.update(|update| update.status(EntityStatus::Paused));
    println!("The campaign's status: {:?}", pause.await?.status);
    Ok(())
}
