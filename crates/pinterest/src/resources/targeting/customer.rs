//! A customer of a customer list: raw identifiers.

use pinterest_client::Sensitive;
use pinterest_client::types::CustomerListRecord;

use super::CustomerHashing;
use crate::personal_data::normalize;
use crate::personal_data::{ANY, FieldProblem, InvalidField, given_hash};

/// A customer of a [`CustomerRecords`](super::CustomerRecords), built from raw identifiers.
///
/// Customer lists have their own rules, which are not those of conversion events:
///
/// | identifier | what is sent |
/// |---|---|
/// | e-mail address | trimmed, lower case; plain or hashed, as [`CustomerHashing`] says |
/// | mobile advertising id | trimmed, lower case; always hashed |
/// | phone number | digits with country code, no leading zeros; always hashed |
/// | external id, IP address, user agent, LiveRamp envelope | as it is, trimmed |
///
/// An identifier of 32, 40 or 64 hexadecimal digits counts as an MD5, SHA-1 or SHA-256 hash, and is
/// only put into lower case. The methods that begin with `hashed` take nothing else.
///
/// `Debug` shows no identifier.
///
/// # Errors
///
/// The methods keep what is wrong with an identifier until
/// [`CustomerRecords`](super::CustomerRecords) returns it, or
/// [`without_invalid`](Self::without_invalid) drops it.
///
/// # Examples
///
/// ```
/// use pinterest::targeting::Customer;
///
/// let customer = Customer::new().email("Ada@Example.com").phone("+44 20 7946 0958");
/// assert!(customer.invalid().is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct Customer {
    email: Option<Identifier>,
    mobile_ad_id: Option<Identifier>,
    phone: Option<Identifier>,
    /// What is not hashed, and what was hashed by others.
    record: CustomerListRecord,
    invalid: Vec<InvalidField>,
    skips_invalid: bool,
}

/// An identifier that can be hashed.
#[derive(Clone, Debug, PartialEq)]
enum Identifier {
    Normal(Sensitive),
    Hashed(Sensitive),
}

impl Customer {
    /// Creates a customer without an identifier.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the e-mail address.
    pub fn email(mut self, email: impl AsRef<str>) -> Self {
        self.email = self.raw("email", email.as_ref(), normalize::email);
        self
    }

    /// Sets the id of a mobile device for advertising: Google's GAID or Apple's IDFA.
    pub fn mobile_ad_id(mut self, id: impl AsRef<str>) -> Self {
        self.mobile_ad_id = self.raw("maid", id.as_ref(), normalize::mobile_ad_id);
        self
    }

    /// Sets the phone number with its country code, such as `+44 20 7946 0958`.
    pub fn phone(mut self, number: impl AsRef<str>) -> Self {
        self.phone = self.raw("hashed_phone_number", number.as_ref(), normalize::phone);
        self
    }

    /// Sets the hash of an e-mail address that is trimmed and in lower case.
    pub fn hashed_email(mut self, hash: impl AsRef<str>) -> Self {
        self.email = self.hashed("email", hash.as_ref());
        self
    }

    /// Sets the hash of a mobile advertising id.
    pub fn hashed_mobile_ad_id(mut self, hash: impl AsRef<str>) -> Self {
        self.mobile_ad_id = self.hashed("maid", hash.as_ref());
        self
    }

    /// Sets the hash of a phone number.
    pub fn hashed_phone(mut self, hash: impl AsRef<str>) -> Self {
        self.phone = self.hashed("hashed_phone_number", hash.as_ref());
        self
    }

    /// Sets the hashed id of the customer's Pinterest account, as Pinterest gave it.
    pub fn hashed_pinner_id(mut self, id: impl AsRef<str>) -> Self {
        self.record.hashed_pinner_id = self.plain("hashed_pinner_id", normalize::text(id.as_ref()));
        self
    }

    /// Sets the advertiser's own id of the customer.
    pub fn external_id(mut self, id: impl AsRef<str>) -> Self {
        self.record.external_id = self.plain("external_id", normalize::text(id.as_ref()));
        self
    }

    /// Sets the IP address of the customer, version 4 or 6.
    pub fn ip_address(mut self, address: impl AsRef<str>) -> Self {
        let address = normalize::ip_address(address.as_ref());
        self.record.ip_address = self.plain("ip_address", address);
        self
    }

    /// Sets the user agent of the customer's browser.
    pub fn user_agent(mut self, agent: impl AsRef<str>) -> Self {
        self.record.user_agent = self.plain("user_agent", normalize::text(agent.as_ref()));
        self
    }

    /// Sets the LiveRamp envelope of the customer.
    pub fn liveramp_envelope(mut self, envelope: impl AsRef<str>) -> Self {
        let envelope = normalize::text(envelope.as_ref());
        self.record.liveramp_envelope = self.plain("liveramp_envelope", envelope);
        self
    }

    /// Drops identifiers that are not valid, now and later, instead of failing with the first of
    /// them.
    ///
    /// Call [`invalid`](Self::invalid) before, to know what they are. A customer whom nothing valid
    /// identifies is still an error.
    pub fn without_invalid(mut self) -> Self {
        self.skips_invalid = true;
        self.invalid.clear();
        self
    }

    /// Returns what is wrong with the identifiers that were set.
    #[must_use]
    pub fn invalid(&self) -> &[InvalidField] {
        &self.invalid
    }

    /// The customer as a row.
    pub(super) fn into_row(
        self,
        hashing: CustomerHashing,
    ) -> Result<CustomerListRecord, InvalidField> {
        if let Some(invalid) = self.invalid.into_iter().next() {
            return Err(invalid);
        }
        let mut record = self.record;
        record.email = self.email.map(|email| email.into_plain_or_hash(hashing));
        record.maid = self.mobile_ad_id.map(|id| id.into_hash(hashing));
        record.hashed_phone_number = self.phone.map(|number| number.into_hash(hashing));
        match record == CustomerListRecord::new() {
            true => Err(InvalidField::new("", FieldProblem::NoIdentifier)),
            false => Ok(record),
        }
    }

    /// Adds the identifiers to records in text form, which holds nothing but e-mail addresses and
    /// mobile advertising ids.
    pub(super) fn add_to_text(
        self,
        hashing: CustomerHashing,
        text: &mut String,
    ) -> Result<(), InvalidField> {
        let row = self.into_row(hashing)?;
        for (field, value) in [
            ("external_id", &row.external_id),
            ("hashed_phone_number", &row.hashed_phone_number),
            ("hashed_pinner_id", &row.hashed_pinner_id),
            ("ip_address", &row.ip_address),
            ("liveramp_envelope", &row.liveramp_envelope),
            ("user_agent", &row.user_agent),
        ] {
            if value.is_some() {
                return Err(InvalidField::new(field, FieldProblem::NotInText));
            }
        }
        for identifier in [&row.email, &row.maid].into_iter().flatten() {
            // The separator cannot be quoted.
            if identifier.contains(',') {
                return Err(InvalidField::new("email", FieldProblem::NotInText));
            }
            if !text.is_empty() {
                text.push(',');
            }
            text.push_str(identifier);
        }
        Ok(())
    }

    fn raw(
        &mut self,
        field: &'static str,
        raw: &str,
        rule: fn(&str) -> Result<String, FieldProblem>,
    ) -> Option<Identifier> {
        match given_hash(raw, ANY) {
            Some(hash) => Some(Identifier::Hashed(hash.into())),
            None => self.plain(field, rule(raw)).map(Identifier::Normal),
        }
    }

    fn hashed(&mut self, field: &'static str, hash: &str) -> Option<Identifier> {
        let hash = given_hash(hash, ANY).ok_or(FieldProblem::NotAHash);
        self.plain(field, hash).map(Identifier::Hashed)
    }

    fn plain(
        &mut self,
        field: &'static str,
        value: Result<String, FieldProblem>,
    ) -> Option<Sensitive> {
        match value {
            Ok(value) => Some(value.into()),
            Err(problem) => {
                if !self.skips_invalid {
                    self.invalid.push(InvalidField::new(field, problem));
                }
                None
            }
        }
    }
}

impl Identifier {
    fn into_plain_or_hash(self, hashing: CustomerHashing) -> Sensitive {
        match self {
            Self::Normal(text) if hashing == CustomerHashing::PlainEmail => text,
            other => other.into_hash(hashing),
        }
    }

    fn into_hash(self, hashing: CustomerHashing) -> Sensitive {
        match self {
            Self::Normal(text) => hashing.hash(&text).into(),
            Self::Hashed(hash) => hash,
        }
    }
}
