//! Notifications: what partners tell Pinterest about events.
//!
//! Everything starts at [`Client::notifications`].

use std::collections::BTreeMap;

use pinterest_client::types::{NotificationRequest, NotificationResponse};
use pinterest_client::{UnknownField, operation};
use serde::Deserialize;

use crate::batch::{BatchOutcome, ItemError, Positional, Reply};
use crate::{Client, Error};

/// A notification: a JSON object in a form that was agreed upon with Pinterest.
pub type Notification = BTreeMap<String, UnknownField>;

/// Notifications to Pinterest; made by [`Client::notifications`].
///
/// Access must be asked for.
#[derive(Clone, Debug)]
pub struct Notifications {
    client: Client,
}

impl Client {
    /// Notifications to Pinterest.
    #[must_use]
    pub fn notifications(&self) -> Notifications {
        Notifications {
            client: self.clone(),
        }
    }
}

impl Notifications {
    /// Tells Pinterest about events (`notification/post`, 100 a request). Scope: `user_accounts:read`.
    ///
    /// The service takes the notifications of a request all together or not at all.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    ///
    /// ```no_run
    /// use pinterest::notifications::Notification;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let shipped: Notification = serde_json::from_str(r#"{"event": "order_shipped", "order_id": "8000"}"#)?;
    /// let outcome = client.notifications().send([shipped]).await?;
    /// assert!(outcome.is_complete());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn send(
        &self,
        notifications: impl IntoIterator<Item = Notification>,
    ) -> Result<BatchOutcome<Notification, NotificationResponse>, Error> {
        Positional::of(&operation::NOTIFICATION_POST)
            .send(
                &self.client,
                notifications,
                |notifications: &[Notification]| notifications.to_vec(),
                |api, body| async move {
                    let request = NotificationRequest::List(body.to_vec());
                    let answer = api.notification_post(&request).await?;
                    answer.map(|answer| Verdict::on(body.len(), answer))
                },
                Verdict::replies,
            )
            .await
    }
}

/// The one result of all notifications of a request.
#[derive(Debug, Deserialize)]
#[serde(from = "NotificationResponse")]
struct Verdict {
    count: usize,
    answer: NotificationResponse,
}

/// How an answer is decoded where it is not known what it is about: to find out why it cannot be.
impl From<NotificationResponse> for Verdict {
    fn from(answer: NotificationResponse) -> Self {
        Self::on(0, answer)
    }
}

impl Verdict {
    fn on(count: usize, answer: NotificationResponse) -> Self {
        Self { count, answer }
    }

    /// The same result for each notification. The service refuses with status 200, too.
    fn replies(self) -> Vec<Reply<NotificationResponse>> {
        let reply = match self.answer.success {
            Some(false) => Reply::of(None, [ItemError::of(None::<i32>, self.answer.error_msg)]),
            _ => Reply::of(Some(self.answer), []),
        };
        vec![reply; self.count]
    }
}
