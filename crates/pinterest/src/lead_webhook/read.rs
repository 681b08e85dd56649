//! Reading of deliveries and of decrypted data.

use std::collections::BTreeMap;

use pinterest_client::json::RawJson;
use pinterest_client::types::{AdAccountId, AdId, EpochMilliseconds, LeadFormId};
use pinterest_client::{Sensitive, UnknownField};
use serde_json::Value;

use super::{Lead, LeadAnswer};

/// The names under which an answer has its question, and its text. The form of decrypted data is
/// not published.
const QUESTIONS: [&str; 2] = ["question", "name"];
const ANSWERS: [&str; 3] = ["answer", "value", "values"];

/// An element of a delivery, before it is decrypted.
#[derive(Debug, Default)]
pub(super) struct Received {
    pub(super) lead_id: Option<String>,
    pub(super) ad_account_id: Option<AdAccountId>,
    pub(super) lead_form_id: Option<LeadFormId>,
    ad_id: Option<AdId>,
    campaign_id: Option<String>,
    created_time: Option<EpochMilliseconds>,
    /// The encrypted data.
    pub(super) data: Option<String>,
    extra: BTreeMap<String, UnknownField>,
}

impl Received {
    /// Reads an element; nothing of it is required yet. `None` if it is no object.
    pub(super) fn read(json: RawJson<'_>) -> Option<Self> {
        let mut received = Self::default();
        for (name, value) in json.fields()? {
            if !received.set(&name, value) && !value.is_null() {
                received.extra.insert(name.into_owned(), kept(value));
            }
        }
        Some(received)
    }

    /// Sets the field of this name; `false` if there is none, or the value is not as expected.
    fn set(&mut self, name: &str, value: RawJson<'_>) -> bool {
        match name {
            "lead_id" => set(&mut self.lead_id, id(value)),
            "advertiser_id" => set(&mut self.ad_account_id, id(value).map(Into::into)),
            "lead_form_id" => set(&mut self.lead_form_id, id(value).map(Into::into)),
            "ad_id" => set(&mut self.ad_id, id(value).map(Into::into)),
            "campaign_id" => set(&mut self.campaign_id, id(value)),
            "created_time" => {
                let time = id(value).and_then(|text| text.parse().ok());
                set(&mut self.created_time, time)
            }
            "lead_data" => {
                let data = value.text().map(|text| text.into_owned());
                set(&mut self.data, data)
            }
            _ => false,
        }
    }

    /// The lead, with what its data turned out to be.
    pub(super) fn with_data(self, lead_id: String, data: String) -> Lead {
        let (answers, unread_answers) = answers(RawJson::new(data.as_bytes()));
        Lead {
            lead_id,
            ad_account_id: self.ad_account_id,
            lead_form_id: self.lead_form_id,
            ad_id: self.ad_id,
            campaign_id: self.campaign_id,
            created_time: self.created_time,
            answers,
            unread_answers,
            data: Sensitive::from(data),
            extra: self.extra,
        }
    }
}

fn set<T>(field: &mut Option<T>, value: Option<T>) -> bool {
    let is_set = value.is_some();
    if is_set {
        *field = value;
    }
    is_set
}

/// An id or a number, as text.
fn id(value: RawJson<'_>) -> Option<String> {
    let text = value.text().map(|text| text.into_owned());
    let text = text.or_else(|| value.number().map(str::to_owned));
    text.filter(|text| !text.is_empty())
}

/// Any value; what serde_json has no tree for is kept as its text.
fn kept(value: RawJson<'_>) -> UnknownField {
    let tree = value.to_value();
    tree.unwrap_or_else(|| Value::String(value.to_string()))
        .into()
}

/// The answers of decrypted data, and how many of its entries are none: a list of questions with
/// answers, or an object of answers by question.
fn answers(data: RawJson<'_>) -> (Vec<LeadAnswer>, usize) {
    let mut answers = Vec::new();
    let mut unread = 0;
    if let Some(entries) = data.elements() {
        for entry in entries {
            match pair(entry) {
                Some((name, value)) => add(&mut answers, &name, value),
                None => unread += 1,
            }
        }
    } else if let Some(fields) = data.fields() {
        for (name, value) in fields {
            add(&mut answers, &name, value);
        }
    } else {
        unread = 1;
    }
    (answers, unread)
}

fn pair(entry: RawJson<'_>) -> Option<(String, RawJson<'_>)> {
    let fields = entry.fields()?;
    let find = |names: &[&str]| {
        let found = fields.iter().find(|(name, _)| names.contains(&&**name));
        found.map(|(_, value)| *value)
    };
    let name = find(&QUESTIONS)?.text()?.into_owned();
    Some((name, find(&ANSWERS)?))
}

/// Adds an answer, or one for each element if the value is a list; nothing for null.
fn add(answers: &mut Vec<LeadAnswer>, name: &str, value: RawJson<'_>) {
    let values = value.elements().unwrap_or_else(|| vec![value]);
    for value in values.into_iter().filter(|value| !value.is_null()) {
        let text = value.text().map(|text| text.into_owned());
        answers.push(LeadAnswer {
            name: name.to_owned(),
            value: Sensitive::from(text.unwrap_or_else(|| value.to_string())),
        });
    }
}
