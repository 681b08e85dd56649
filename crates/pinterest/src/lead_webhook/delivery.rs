//! Deliveries, and what to respond to them.

use http::StatusCode;

use super::{Lead, LeadError};

/// The leads of a delivery, created by [`LeadReceiver::receive`](super::LeadReceiver::receive).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LeadDelivery {
    pub(super) leads: Vec<Lead>,
    pub(super) errors: Vec<LeadError>,
}

impl LeadDelivery {
    /// Returns the leads: those that are authentic.
    #[must_use]
    pub fn leads(&self) -> &[Lead] {
        &self.leads
    }

    /// Returns the leads, by value.
    #[must_use]
    pub fn into_leads(self) -> Vec<Lead> {
        self.leads
    }

    /// Returns why other leads of the delivery cannot be used.
    #[must_use]
    pub fn errors(&self) -> &[LeadError] {
        &self.errors
    }

    /// Returns the status to respond with, after it was tried to store the leads.
    ///
    /// Pinterest repeats a delivery after 429 and 5xx, and after no other status. So the status is
    ///
    /// - 503 if the leads could not be stored, or if a lead has no key yet: the delivery is to come
    ///   again. What was stored comes again too; see [`LeadReceiver`](super::LeadReceiver) for how
    ///   that does no harm.
    /// - 400 if the delivery has nothing that is authentic: it was forged, or the layout or the key
    ///   is wrong. The same request would fail again. Leads that were rejected by mistake can be
    ///   exported for 30 days, see [`LeadsExports`](crate::resources::leads::LeadsExports).
    /// - 200 otherwise, also if some leads are not authentic.
    ///
    /// # Examples
    ///
    /// ```
    /// use pinterest::leads::LeadReceiver;
    ///
    /// let delivery = LeadReceiver::new().receive(b"[]")?;
    /// let stored: Result<(), std::io::Error> = Ok(()); // of `delivery.leads()`
    /// assert_eq!(delivery.status_for(&stored), 200);
    /// # Ok::<(), pinterest::leads::LeadDeliveryError>(())
    /// ```
    #[must_use]
    pub fn status_for<T, E>(&self, stored: &Result<T, E>) -> StatusCode {
        let mut errors = self.errors.iter();
        if stored.is_err() || errors.any(|error| error.kind.may_be_repaired()) {
            return StatusCode::SERVICE_UNAVAILABLE;
        }
        match self.leads.is_empty() && !self.errors.is_empty() {
            true => StatusCode::BAD_REQUEST,
            false => StatusCode::OK,
        }
    }
}
