//! The keys of the subscriptions of an ad account.

use futures_util::TryStreamExt;
use pinterest::AdAccountHandle;
use pinterest::leads::{LeadEnvelope, LeadReceiver};

use crate::context::Context;
use crate::failure::Failure;

/// Returns a receiver with the keys of all subscriptions that have one, and how many they are.
pub(super) async fn receiver(
    context: &Context,
    account: &AdAccountHandle,
    envelope: LeadEnvelope,
) -> Result<(LeadReceiver, usize), Failure> {
    let mut receiver = LeadReceiver::new().with_envelope(envelope);
    let mut count = 0;
    let mut subscriptions = account.lead_ads_subscriptions().list().items();
    while let Some(subscription) = subscriptions.try_next().await? {
        match receiver.clone().with_subscription(&subscription) {
            Ok(with_key) => {
                receiver = with_key;
                count += 1;
            }
            Err(error) => {
                let id = subscription.id.as_ref().map(|id| id.as_str());
                let id = id.unwrap_or("without an id");
                context.note(format_args!("subscription {id}: {error}"));
            }
        }
    }
    Ok((receiver, count))
}
