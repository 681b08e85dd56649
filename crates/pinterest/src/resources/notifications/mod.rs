//! Notifications: what partners tell Pinterest about events.
//!
//! Everything starts at [`Client::notifications`].

use std::collections::BTreeMap;

use pinterest_client::UnknownField;
use pinterest_client::json::RawJson;
use pinterest_client::types::{NotificationRequest, NotificationResponse};

use crate::batch::{Batch, ItemError, One, Reply, Shape, results};
use crate::requests::NotificationsSend;
use crate::{Call, Client};

/// A notification: a JSON object in a form that was agreed upon with Pinterest.
pub type Notification = BTreeMap<String, UnknownField>;

/// A handle for notifications to Pinterest, created by [`Client::notifications`].
///
/// Access must be asked for.
#[derive(Clone, Debug)]
pub struct Notifications {
    client: Client,
}

impl Client {
    /// Returns the handle for notifications to Pinterest.
    #[must_use]
    pub fn notifications(&self) -> Notifications {
        Notifications {
            client: self.clone(),
        }
    }
}

impl Notifications {
    /// Tells Pinterest about an event.
    ///
    #[doc = pinterest_client::facts!(cost of NotificationsSend)]
    pub fn send(
        &self,
        notification: impl Into<Notification>,
    ) -> Call<One<NotificationsSend, NotificationResponse>> {
        Batch::one(&self.client, nothing(), notification, &shape())
    }

    /// Tells Pinterest about events.
    ///
    /// The service takes the notifications of a request all together or not at all.
    ///
    #[doc = pinterest_client::facts!(cost of NotificationsSend)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use pinterest::notifications::Notification;
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let shipped = r#"{"event": "order_shipped", "order_id": "8000"}"#;
    /// let shipped: Notification = serde_json::from_str(shipped)?;
    /// let outcome = client.notifications().send_all([shipped]).await?;
    /// assert!(outcome.is_complete());
    /// # Ok(())
    /// # }
    /// ```
    pub fn send_all(
        &self,
        notifications: impl IntoIterator<Item = impl Into<Notification>>,
    ) -> Batch<NotificationsSend, Notification, NotificationResponse> {
        Batch::new(&self.client, nothing(), notifications, shape())
    }
}

fn nothing() -> NotificationsSend {
    NotificationsSend::new(NotificationRequest::List(Vec::new()))
}

#[inline]
fn shape() -> Shape<NotificationsSend, Notification, NotificationResponse> {
    let fill = |request: &mut NotificationsSend, notifications: Vec<Notification>| {
        request.set_body(NotificationRequest::List(notifications));
    };
    Shape::in_member(&nothing(), None, fill, results::shared(reply))
}

/// The service reports failures with status 200, too.
fn reply(response: NotificationResponse, body: RawJson<'_>) -> Reply<NotificationResponse> {
    match response.success {
        Some(false) => Reply::failure(Vec::new(), ItemError::new(None, response.error_msg)),
        // Success that was left out since it is no boolean confirms nothing.
        None if results::has_field(body, "success") => Reply::unreadable(),
        _ => Reply::success(Vec::new(), response),
    }
}
