//! The keys of the leads of an ad account.

use std::error::Error;

use futures_util::TryStreamExt;
use pinterest::AdAccountHandle;
use pinterest::leads::LeadReceiver;

/// A receiver with the keys of all subscriptions of the account.
pub(crate) async fn of(account: &AdAccountHandle) -> Result<LeadReceiver, Box<dyn Error>> {
    let mut subscriptions = account.lead_ads_subscriptions().list().items();
    let mut receiver = LeadReceiver::new();
    while let Some(subscription) = subscriptions.try_next().await? {
        receiver = receiver.with_subscription(&subscription)?;
    }
    Ok(receiver)
}
