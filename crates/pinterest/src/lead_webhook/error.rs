//! Why a delivery, or a lead of it, cannot be used.

use std::fmt;

use http::StatusCode;

/// The most characters of an id that a message repeats: it is what the sender says.
const SHOWN_LENGTH: usize = 40;

/// Why the body of a request is no delivery.
///
/// Neither `Debug` nor `Display` shows anything of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeadDeliveryError {
    pub(super) length: usize,
}

impl LeadDeliveryError {
    /// Returns the status to respond with: 400, after which Pinterest does not send the request
    /// again.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        StatusCode::BAD_REQUEST
    }
}

impl fmt::Display for LeadDeliveryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.length;
        write!(
            f,
            "the body of {length} bytes is not a delivery of leads, which is a JSON array"
        )
    }
}

impl std::error::Error for LeadDeliveryError {}

/// Why a lead of a delivery cannot be used.
///
/// Neither `Debug` nor `Display` shows encrypted or decrypted data. The ids in it come from the
/// request, which anybody may have sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeadError {
    /// What is wrong.
    pub kind: LeadErrorKind,
    /// The place of the lead in the delivery, from 0.
    pub index: usize,
    /// The id of the lead, where there is one.
    pub lead_id: Option<String>,
    /// The ad account that the lead is said to be for.
    pub ad_account_id: Option<String>,
    /// The lead form that the lead is said to come from.
    pub lead_form_id: Option<String>,
}

/// What is wrong with a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LeadErrorKind {
    /// It is no object with `lead_id` and `lead_data`.
    Malformed,
    /// Its data is not Base64, or too short for the layout.
    NotEncrypted,
    /// There is no key for its ad account and lead form. The subscription may be newer than the
    /// keys that the receiver has.
    UnknownKey,
    /// Its tag fits no key: it was not encrypted for this subscription, or it was changed, or the
    /// [layout](super::LeadEnvelope) is another one. Nothing of it may be used.
    NotAuthentic,
    /// It is authentic, but the decrypted data is not text.
    NotText,
}

impl LeadErrorKind {
    /// Whether the same request can succeed later.
    pub(super) fn may_be_repaired(self) -> bool {
        matches!(self, Self::UnknownKey | Self::NotText)
    }
}

impl fmt::Display for LeadErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "it is no object with lead_id and lead_data",
            Self::NotEncrypted => "its data is not Base64, or too short to be encrypted",
            Self::UnknownKey => "there is no key for its ad account and lead form",
            Self::NotAuthentic => "its tag fits no key, so nothing of it may be used",
            Self::NotText => "its decrypted data is not text",
        })
    }
}

impl fmt::Display for LeadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "lead {} of the delivery", self.index)?;
        let ids = [
            ("lead_id", &self.lead_id),
            ("advertiser_id", &self.ad_account_id),
            ("lead_form_id", &self.lead_form_id),
        ];
        let mut separator = " (";
        for (name, id) in ids {
            if let Some(id) = id {
                let shown: String = id.chars().take(SHOWN_LENGTH).collect();
                write!(f, "{separator}{name} {}", shown.escape_debug())?;
                separator = ", ";
            }
        }
        let end = if separator == ", " { ")" } else { "" };
        write!(f, "{end}: {}", self.kind)
    }
}

impl std::error::Error for LeadError {}
