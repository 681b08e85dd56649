//! A campaign with an ad group, its targeting, and an ad; then the campaign is paused.
//!
//! `cargo run --example campaign` uses a fake of the API on loopback. With the ids of an ad account
//! and of a Pin as arguments it creates all of it there, with the token in `PINTEREST_ACCESS_TOKEN`.
#![allow(clippy::print_stdout)] // A program for the terminal.

#[cfg(test)]
mod tests;

use pinterest::types::{
    BillableEvent, CampaignId, ConversionObjectiveType, Country, CreativeType, EntityStatus,
    MicroCurrency, NewAd, NewAdGroup, NewCampaign, TargetingSpec, TargetingSpecGender,
};
use pinterest::{AdAccountHandle, Client};
use pinterest_fake::Fake;

const AD_ACCOUNT: &str = "549770000001"; // The fake has it.

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    if let (Some(account), Some(pin)) = (arguments.next(), arguments.next()) {
        run(&Client::from_env()?.ad_account(account), &pin).await?;
        return Ok(());
    }
    let fake = Fake::start().await?;
    let client = fake.client()?;
    for pin in client.pins().list().page_size(1).await?.items() {
        run(&client.ad_account(AD_ACCOUNT), pin.id.as_str()).await?;
    }
    Ok(())
}

async fn run(account: &AdAccountHandle, pin: &str) -> Result<CampaignId, pinterest::Error> {
    let campaign = NewCampaign::new("Wool socks", ConversionObjectiveType::Consideration)
        .daily_spend_cap(MicroCurrency::from_units(25, 0));
    let campaign = account.campaigns().create(campaign).await?;
    let id = campaign.require_id()?;

    let targeting = TargetingSpec::new()
        .location([Country::De, Country::At])
        .gender([TargetingSpecGender::Female])
        .minimum_age("25")
        .maximum_age("54");
    let ad_group = NewAdGroup::new(BillableEvent::Clickthrough, id, "Women, 25 to 54")
        .bid_in_micro_currency(MicroCurrency::from_units(0, 350_000))
        .targeting_spec(targeting);
    let ad_group = account.ad_groups().create(ad_group).await?;
    println!("Ad group {}: {}", ad_group.id, ad_group.name);

    let ad = NewAd::new(&ad_group.id, pin, CreativeType::Regular)
        .destination_url("https://example.com/socks");
    let ad = account.ads().create(ad).await?;
    println!("Ad {}, review: {}", ad.id, ad.review_status);

    let campaign = account.campaign(id);
    let pause = campaign.update(|update| update.status(EntityStatus::Paused));
    println!("Campaign {id}: {:?}", pause.await?.status);
    Ok(id.clone())
}
