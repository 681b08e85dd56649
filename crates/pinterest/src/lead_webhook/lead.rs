//! Leads.

use std::collections::BTreeMap;

use pinterest_client::types::{AdAccountId, AdId, EpochMilliseconds, LeadFormId};
use pinterest_client::{Sensitive, UnknownField};

/// A lead: the answers that somebody gave in a lead form.
///
/// `Debug` shows ids and questions, and leaves out answers and everything else that may be
/// personal.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Lead {
    /// The id of the lead, by which deliveries of the same lead are recognized.
    pub lead_id: String,
    /// The ad account that the lead is for; `advertiser_id` in the delivery.
    pub ad_account_id: Option<AdAccountId>,
    /// The lead form.
    pub lead_form_id: Option<LeadFormId>,
    /// The ad that the form was opened from.
    pub ad_id: Option<AdId>,
    /// The id of the campaign of the ad.
    pub campaign_id: Option<String>,
    /// When the form was sent, in milliseconds since the Unix epoch.
    pub created_time: Option<EpochMilliseconds>,
    /// The answers, in the order of the delivery. A question without an answer has none, and one
    /// with several has an element for each.
    pub answers: Vec<LeadAnswer>,
    /// How many entries of `data` are not a name with a value, and have no element in `answers`.
    pub unread_answers: usize,
    /// The decrypted data as it came, which has what `answers` may lack. It is JSON text.
    pub data: Sensitive,
    /// Fields of the delivery that this version has no name for, or whose value is not as expected.
    /// They were not encrypted, so they are not known to come from Pinterest.
    pub extra: BTreeMap<String, UnknownField>,
}

impl Lead {
    /// Returns the first answer to a question, which is named by its wording or, for ready-made
    /// ones, by its type, such as `EMAIL`.
    ///
    /// # Examples
    ///
    /// ```
    /// # fn run(lead: pinterest::leads::Lead) {
    /// let email = lead.answer("EMAIL").unwrap_or_default();
    /// # }
    /// ```
    #[must_use]
    pub fn answer(&self, name: &str) -> Option<&str> {
        let answer = self.answers.iter().find(|answer| answer.name == name)?;
        Some(answer.value.as_str())
    }
}

/// An answer of a lead.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeadAnswer {
    /// The question, by its wording or its type.
    pub name: String,
    /// The answer. What is not text in the data is its JSON here.
    pub value: Sensitive,
}
