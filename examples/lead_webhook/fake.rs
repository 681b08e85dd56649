//! The example against the fake: it subscribes, and somebody fills in a form.

use std::error::Error;

use pinterest::types::NewLeadSubscription;
use pinterest_fake::Fake;
use tokio::net::TcpListener;

use crate::{keys, serve};

pub(crate) async fn run() -> Result<(), Box<dyn Error>> {
    let email = deliver("ada@example.com").await?;
    println!("The lead left the address {email}.");
    Ok(())
}

/// Fills in a form with this address, and returns that of the lead that the webhook received.
async fn deliver(email: &str) -> Result<String, Box<dyn Error>> {
    let fake = Fake::start().await?;
    let client = fake.client()?;
    let accounts = client.ad_accounts().list().await?;
    let account = accounts.items().next().ok_or("there is no ad account")?;
    let account = client.ad_account(&account.id);

    // The fake delivers to plain HTTP on this machine, the service to https only.
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/leads", listener.local_addr()?);
    let subscriptions = account.lead_ads_subscriptions();
    subscriptions.create(NewLeadSubscription::new(url)).await?;
    let mut leads = serve(listener, keys::of(&account).await?);

    let forms = account.lead_forms().list().await?;
    let form = forms.items().next().ok_or("there is no lead form")?;
    let form = account.lead_form(&form.id);
    form.create_test_lead(["Ada Birch", email, "This year"])
        .await?;
    let lead = leads.recv().await.ok_or("the webhook ended")?;
    let answer = lead.answer("EMAIL");
    Ok(answer.ok_or("the lead has no address")?.to_owned())
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn the_lead_arrives_decrypted() {
        let email = super::deliver("grace@example.com").await.unwrap();
        assert_eq!(email, "grace@example.com");
    }
}
