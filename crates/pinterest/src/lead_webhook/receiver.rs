//! The receiver of deliveries.

use std::collections::HashMap;
use std::fmt;

use pinterest_client::json::RawJson;
use pinterest_client::types::{AdAccountId, LeadFormId, LeadSubscription};

use super::read::Received;
use super::{
    Lead, LeadDelivery, LeadDeliveryError, LeadEnvelope, LeadError, LeadErrorKind, LeadKey,
    LeadKeyError,
};

/// The only algorithm that the API names.
const ALGORITHM: &str = "AES-256-GCM";

/// Decrypts what Pinterest sends to the webhook of a subscription.
///
/// A delivery is a `POST` whose body is a JSON array of leads. Nothing in it is signed: what is
/// encrypted is authentic if it decrypts, and everything else in it, such as ids, is what the
/// sender says. `receive` takes the body from any web framework, and returns the leads;
/// [`LeadDelivery::status_for`] returns what to respond. The framework should limit the size of
/// bodies.
///
/// Any number of subscriptions can share a webhook: the receiver has the keys of all of them, by
/// lead form and by ad account, and finds the right one by the tag.
///
/// # The same lead again
///
/// A lead is delivered once for each subscription that it concerns, that of the form and that of
/// the ad account, and again after a response of 429 or 5xx. Whoever sees a request can also send
/// it again. So the store must take a lead that it has already as a success: make
/// [`lead_id`](Lead::lead_id) the key, and ignore a second one. The receiver itself remembers
/// nothing.
///
/// # New keys
///
/// The key of a new subscription is known only once it has been created, and a lead may come
/// before. It has no key until then, so that `status_for` is 503, and it comes again. When a
/// subscription is replaced, create a receiver from the
/// [list](crate::resources::leads::LeadAdsSubscriptions::list) of those that are left before the
/// new one is created, and another one after that. A receiver that keeps the old key would reject
/// the new leads as not authentic. It is cheap to create, and replaced as a whole, for instance
/// behind an `RwLock<Arc<LeadReceiver>>`.
///
/// # Examples
///
/// ```no_run
/// use futures_util::TryStreamExt;
/// use pinterest::leads::{Lead, LeadReceiver};
///
/// # async fn store(leads: &[Lead]) -> Result<(), std::io::Error> { Ok(()) }
/// async fn receiver(client: &pinterest::Client) -> Result<LeadReceiver, Box<dyn std::error::Error>> {
///     let subscriptions = client.ad_account("549755885175").lead_ads_subscriptions();
///     let mut subscriptions = subscriptions.list().items();
///     let mut receiver = LeadReceiver::new();
///     while let Some(subscription) = subscriptions.try_next().await? {
///         receiver = receiver.with_subscription(&subscription)?;
///     }
///     Ok(receiver)
/// }
///
/// /// Handles a request to the webhook, and returns the status of the response.
/// async fn handle(receiver: &LeadReceiver, body: &[u8]) -> u16 {
///     let delivery = match receiver.receive(body) {
///         Ok(delivery) => delivery,
///         Err(error) => return error.status().as_u16(),
///     };
///     for error in delivery.errors() {
///         eprintln!("{error}");
///     }
///     let stored = store(delivery.leads()).await;
///     delivery.status_for(&stored).as_u16()
/// }
/// ```
#[derive(Clone, Default)]
pub struct LeadReceiver {
    envelope: LeadEnvelope,
    of_forms: HashMap<LeadFormId, Vec<(AdAccountId, LeadKey)>>,
    of_ad_accounts: HashMap<AdAccountId, Vec<LeadKey>>,
}

impl LeadReceiver {
    /// Creates a receiver without keys, for the default layout.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how encrypted data is laid out. Default: [`LeadEnvelope::nonce_ciphertext_tag`].
    #[must_use]
    pub fn with_envelope(mut self, envelope: LeadEnvelope) -> Self {
        self.envelope = envelope;
        self
    }

    /// Adds the key of a subscription, as the API returned it.
    ///
    /// # Errors
    ///
    /// Returns an error if the subscription has no key that can be used; see [`LeadKeyError`].
    pub fn with_subscription(self, subscription: &LeadSubscription) -> Result<Self, LeadKeyError> {
        let algorithm = subscription.cryptographic_algorithm.as_deref();
        if let Some(algorithm) = algorithm.filter(|name| !name.eq_ignore_ascii_case(ALGORITHM)) {
            return Err(LeadKeyError::Algorithm(algorithm.to_owned()));
        }
        let key = subscription.cryptographic_key.as_ref();
        let (Some(ad_account), Some(key)) = (&subscription.ad_account_id, key) else {
            return Err(LeadKeyError::Undisclosed);
        };
        let key = LeadKey::from_base64(key.as_str())?;
        Ok(match &subscription.lead_form_id {
            Some(form) => self.with_form_key(ad_account, form, key),
            None => self.with_ad_account_key(ad_account, key),
        })
    }

    /// Adds the key of a subscription to the leads of one form.
    ///
    /// Several keys of the same form are tried, the last one first.
    #[must_use]
    pub fn with_form_key(
        mut self,
        ad_account: impl Into<AdAccountId>,
        lead_form: impl Into<LeadFormId>,
        key: LeadKey,
    ) -> Self {
        let keys = self.of_forms.entry(lead_form.into()).or_default();
        keys.push((ad_account.into(), key));
        self
    }

    /// Adds the key of a subscription to the leads of all forms of an ad account.
    ///
    /// Several keys of the same ad account are tried, the last one first.
    #[must_use]
    pub fn with_ad_account_key(mut self, ad_account: impl Into<AdAccountId>, key: LeadKey) -> Self {
        let keys = self.of_ad_accounts.entry(ad_account.into()).or_default();
        keys.push(key);
        self
    }

    /// Reads the body of a request, and decrypts its leads.
    ///
    /// A lead that cannot be used is one of [`LeadDelivery::errors`] and does not affect the
    /// others.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not a JSON array.
    pub fn receive(&self, body: &[u8]) -> Result<LeadDelivery, LeadDeliveryError> {
        let Some(elements) = RawJson::new(body).elements() else {
            return Err(LeadDeliveryError { length: body.len() });
        };
        let mut delivery = LeadDelivery::default();
        for (index, element) in elements.into_iter().enumerate() {
            match self.read(index, element) {
                Ok(lead) => delivery.leads.push(lead),
                Err(error) => delivery.errors.push(error),
            }
        }
        Ok(delivery)
    }

    fn read(&self, index: usize, element: RawJson<'_>) -> Result<Lead, LeadError> {
        let received = Received::read(element).unwrap_or_default();
        match self.decrypt(&received) {
            Ok((lead_id, data)) => Ok(received.with_data(lead_id, data)),
            Err(kind) => Err(LeadError {
                kind,
                index,
                lead_id: received.lead_id,
                ad_account_id: received.ad_account_id.map(Into::into),
                lead_form_id: received.lead_form_id.map(Into::into),
            }),
        }
    }

    /// The id and the decrypted data.
    fn decrypt(&self, received: &Received) -> Result<(String, String), LeadErrorKind> {
        let (Some(lead_id), Some(data)) = (&received.lead_id, &received.data) else {
            return Err(LeadErrorKind::Malformed);
        };
        let bytes = self.envelope.decode(data);
        let bytes = bytes.ok_or(LeadErrorKind::NotEncrypted)?;
        let sealed = self.envelope.split(&bytes);
        let sealed = sealed.ok_or(LeadErrorKind::NotEncrypted)?;
        let mut keys = self.keys(received).peekable();
        if keys.peek().is_none() {
            return Err(LeadErrorKind::UnknownKey);
        }
        let opened = keys.find_map(|key| sealed.open(key));
        let text = opened.ok_or(LeadErrorKind::NotAuthentic)?;
        let text = String::from_utf8(text).map_err(|_| LeadErrorKind::NotText)?;
        Ok((lead_id.clone(), text))
    }

    /// The keys that a lead may be encrypted by: those of its form, then those of its ad account.
    fn keys<'a>(&'a self, received: &'a Received) -> impl Iterator<Item = &'a LeadKey> {
        let ad_account = received.ad_account_id.as_ref();
        let form = received.lead_form_id.as_ref();
        let of_form = form.and_then(|form| self.of_forms.get(form));
        let of_form = of_form.into_iter().flatten().rev();
        let of_form = of_form
            .filter(move |(owner, _)| ad_account.is_none_or(|ad_account| ad_account == owner))
            .map(|(_, key)| key);
        let of_ad_account = ad_account.and_then(|id| self.of_ad_accounts.get(id));
        of_form.chain(of_ad_account.into_iter().flatten().rev())
    }
}

/// Without the keys.
impl fmt::Debug for LeadReceiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LeadReceiver")
            .field("envelope", &self.envelope)
            .field("forms", &self.of_forms.len())
            .field("ad_accounts", &self.of_ad_accounts.len())
            .finish_non_exhaustive()
    }
}
