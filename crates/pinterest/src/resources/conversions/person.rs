//! Who converted: raw personal data that becomes hashes.

use pinterest_client::types::ConversionEventUserData;
use pinterest_client::{Date, Sensitive};

use crate::personal_data::normalize;
use crate::personal_data::{FieldProblem, InvalidField, SHA256, given_hash, sha256};

/// The person of a conversion event, built from raw personal data.
///
/// Each value is normalized by the rule of its field and hashed with SHA-256 when it is set; only
/// the hash is kept. A value of 64 hexadecimal digits counts as hashed already, and is put into
/// lower case. [`hashed`](Self::hashed) takes hashes only. Methods for fields that hold several
/// values add one each.
///
/// | field | before it is hashed |
/// |---|---|
/// | e-mail address | trimmed, lower case |
/// | phone number | digits with country code, no leading zeros |
/// | first and last name | trimmed, lower case; inner spaces stay |
/// | city | lower case without spaces and punctuation; letters beyond a to z stay |
/// | state, country | two letters, lower case |
/// | postal code | digits in the United States; elsewhere lower case without spaces and punctuation |
/// | gender | `f`, `m` or `n` |
/// | date of birth | `YYYYMMDD` |
/// | external id | trimmed |
/// | mobile advertising id | trimmed, lower case |
///
/// The IP address, the user agent, the click id and the partner id are sent as they are, trimmed.
///
/// `Debug` shows neither raw values nor hashes.
///
/// # Errors
///
/// The methods keep what is wrong with a value until [`user_data`](Self::user_data) returns it, or
/// [`without_invalid`](Self::without_invalid) drops it. No error contains a value.
///
/// # Examples
///
/// ```
/// use pinterest::conversions::Person;
///
/// let person = Person::new()
///     .email(" Ada@Example.com ")
///     .phone("+44 20 7946 0958")
///     .country("GB")
///     .postal_code("SW1A 1AA");
/// let data = person.user_data()?;
/// assert_eq!(
///     data.em.unwrap()[0].as_str(),
///     "b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72",
/// );
/// # Ok::<(), pinterest::InvalidField>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct Person {
    data: ConversionEventUserData,
    /// Not hashed yet, as the rule depends on the country.
    postal_codes: Vec<Sensitive>,
    invalid: Vec<InvalidField>,
    skips_invalid: bool,
}

/// A field of a [`Person`] that holds hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PersonField {
    /// The e-mail address, `em`.
    Email,
    /// The phone number, `ph`.
    Phone,
    /// The first name, `fn`.
    FirstName,
    /// The last name, `ln`.
    LastName,
    /// The city, `ct`.
    City,
    /// The state, `st`.
    State,
    /// The country, `country`.
    Country,
    /// The postal code, `zp`.
    PostalCode,
    /// The gender, `ge`.
    Gender,
    /// The date of birth, `db`.
    BirthDate,
    /// The advertiser's own id of the person, `external_id`.
    ExternalId,
    /// The mobile advertising id, `hashed_maids`.
    MobileAdId,
}

impl PersonField {
    /// Returns the name of the field, such as `user_data.em`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "user_data.em",
            Self::Phone => "user_data.ph",
            Self::FirstName => "user_data.fn",
            Self::LastName => "user_data.ln",
            Self::City => "user_data.ct",
            Self::State => "user_data.st",
            Self::Country => "user_data.country",
            Self::PostalCode => "user_data.zp",
            Self::Gender => "user_data.ge",
            Self::BirthDate => "user_data.db",
            Self::ExternalId => "user_data.external_id",
            Self::MobileAdId => "user_data.hashed_maids",
        }
    }

    fn hashes(self, data: &mut ConversionEventUserData) -> &mut Option<Vec<Sensitive>> {
        match self {
            Self::Email => &mut data.em,
            Self::Phone => &mut data.ph,
            Self::FirstName => &mut data.fn_,
            Self::LastName => &mut data.ln,
            Self::City => &mut data.ct,
            Self::State => &mut data.st,
            Self::Country => &mut data.country,
            Self::PostalCode => &mut data.zp,
            Self::Gender => &mut data.ge,
            Self::BirthDate => &mut data.db,
            Self::ExternalId => &mut data.external_id,
            Self::MobileAdId => &mut data.hashed_maids,
        }
    }
}

impl Person {
    /// Creates a person of whom nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an e-mail address.
    pub fn email(self, email: impl AsRef<str>) -> Self {
        self.raw(PersonField::Email, email.as_ref(), normalize::email)
    }

    /// Adds a phone number with its country code, such as `+44 20 7946 0958`.
    ///
    /// Any notation of digits, spaces and punctuation is accepted. A number that starts with a
    /// single zero has no country code, and is invalid; one without `+` that lacks it cannot be
    /// told from others.
    pub fn phone(self, number: impl AsRef<str>) -> Self {
        self.raw(PersonField::Phone, number.as_ref(), normalize::phone)
    }

    /// Adds a first name.
    pub fn first_name(self, name: impl AsRef<str>) -> Self {
        self.raw(PersonField::FirstName, name.as_ref(), normalize::name)
    }

    /// Adds a last name.
    pub fn last_name(self, name: impl AsRef<str>) -> Self {
        self.raw(PersonField::LastName, name.as_ref(), normalize::name)
    }

    /// Adds the city where the person lives.
    pub fn city(self, city: impl AsRef<str>) -> Self {
        self.raw(PersonField::City, city.as_ref(), normalize::city)
    }

    /// Adds the state where the person lives, as a code of two letters such as `CA`.
    pub fn state(self, code: impl AsRef<str>) -> Self {
        self.raw(PersonField::State, code.as_ref(), normalize::code)
    }

    /// Adds the country where the person lives, as its ISO 3166-1 alpha-2 code, such as `GB`.
    pub fn country(self, code: impl AsRef<str>) -> Self {
        self.raw(PersonField::Country, code.as_ref(), normalize::code)
    }

    /// Adds the postal code of the place where the person lives.
    ///
    /// It is normalized and hashed when the person is complete: by the rule of the United States
    /// if that is the only [`country`](Self::country).
    pub fn postal_code(mut self, code: impl AsRef<str>) -> Self {
        let code = code.as_ref();
        match given_hash(code, SHA256) {
            Some(hash) => add(&mut self.data, PersonField::PostalCode, hash),
            None => self.postal_codes.push(code.into()),
        }
        self
    }

    /// Adds the gender: `f`, `m` or `n`, or the words `female`, `male` or `non-binary`.
    pub fn gender(self, gender: impl AsRef<str>) -> Self {
        self.raw(PersonField::Gender, gender.as_ref(), normalize::gender)
    }

    /// Adds the date of birth.
    pub fn birth_date(mut self, date: impl Into<Date>) -> Self {
        let date: Date = date.into();
        let (year, month, day) = (date.year(), date.month(), date.day());
        let hash = sha256(&format!("{year:04}{month:02}{day:02}"));
        add(&mut self.data, PersonField::BirthDate, hash);
        self
    }

    /// Adds the advertiser's own id of the person, such as a customer number. Upper and lower case
    /// are different ids.
    pub fn external_id(self, id: impl AsRef<str>) -> Self {
        self.raw(PersonField::ExternalId, id.as_ref(), normalize::text)
    }

    /// Adds the id of a mobile device for advertising: Google's GAID or Apple's IDFA.
    ///
    /// An id of zeros is invalid: devices have it whose owners do not permit the use of their id.
    pub fn mobile_ad_id(self, id: impl AsRef<str>) -> Self {
        self.raw(
            PersonField::MobileAdId,
            id.as_ref(),
            normalize::mobile_ad_id,
        )
    }

    /// Adds a value that was normalized and hashed with SHA-256 before, as 64 hexadecimal digits.
    ///
    /// Anything else is invalid, and is not hashed.
    pub fn hashed(mut self, field: PersonField, hash: impl AsRef<str>) -> Self {
        match given_hash(hash.as_ref(), SHA256) {
            Some(hash) => add(&mut self.data, field, hash),
            None => self.reject(field.as_str(), FieldProblem::NotAHash),
        }
        self
    }

    /// Sets the IP address of the person, version 4 or 6. It is not hashed.
    pub fn ip_address(mut self, address: impl AsRef<str>) -> Self {
        let address = normalize::ip_address(address.as_ref());
        self.data.client_ip_address = self.plain("user_data.client_ip_address", address);
        self
    }

    /// Sets the user agent of the person's browser. It is not hashed.
    pub fn user_agent(mut self, agent: impl AsRef<str>) -> Self {
        let agent = normalize::text(agent.as_ref());
        self.data.client_user_agent = self.plain("user_data.client_user_agent", agent);
        self
    }

    /// Sets the click id from the `_epik` cookie, or from the parameter `epik` of the landing page.
    /// It is not hashed.
    pub fn click_id(mut self, id: impl AsRef<str>) -> Self {
        let id = normalize::text(id.as_ref());
        self.data.click_id = self.plain("user_data.click_id", id);
        self
    }

    /// Sets the id of the person with a third party, such as a RampID. It is not hashed.
    pub fn partner_id(mut self, id: impl AsRef<str>) -> Self {
        let id = normalize::text(id.as_ref());
        self.data.partner_id = self.plain("user_data.partner_id", id);
        self
    }

    /// Drops values that are not valid, now and later, instead of failing with the first of them.
    ///
    /// Call [`invalid`](Self::invalid) before, to know what they are. A person whom nothing valid
    /// identifies is still an error.
    pub fn without_invalid(mut self) -> Self {
        self.skips_invalid = true;
        self.invalid.clear();
        self
    }

    /// Returns what is wrong with the values that were set. Postal codes are looked at later.
    #[must_use]
    pub fn invalid(&self) -> &[InvalidField] {
        &self.invalid
    }

    /// Returns the hashes, and what is not hashed, as an event has them.
    ///
    /// # Errors
    ///
    /// Returns an error if a value is not valid, or if the person has neither an e-mail address, nor
    /// a mobile advertising id, nor an IP address together with a user agent.
    pub fn user_data(mut self) -> Result<ConversionEventUserData, InvalidField> {
        self.hash_postal_codes();
        if let Some(invalid) = self.invalid.into_iter().next() {
            return Err(invalid);
        }
        let data = self.data;
        let has_address = data.client_ip_address.is_some() && data.client_user_agent.is_some();
        match data.em.is_some() || data.hashed_maids.is_some() || has_address {
            true => Ok(data),
            false => Err(InvalidField::new("user_data", FieldProblem::NoIdentifier)),
        }
    }

    fn hash_postal_codes(&mut self) {
        let is_us = match self.data.country.as_deref() {
            Some([country]) => country.as_str() == sha256("us"),
            _ => false,
        };
        for code in std::mem::take(&mut self.postal_codes) {
            match normalize::postal_code(&code, is_us) {
                Ok(code) => add(&mut self.data, PersonField::PostalCode, sha256(&code)),
                Err(problem) => self.reject(PersonField::PostalCode.as_str(), problem),
            }
        }
    }

    /// Adds the hash of a raw value, or the value if it is a hash.
    fn raw(
        mut self,
        field: PersonField,
        raw: &str,
        rule: fn(&str) -> Result<String, FieldProblem>,
    ) -> Self {
        let hash = match given_hash(raw, SHA256) {
            Some(hash) => Ok(hash),
            None => rule(raw).map(|normal| sha256(&normal)),
        };
        match hash {
            Ok(hash) => add(&mut self.data, field, hash),
            Err(problem) => self.reject(field.as_str(), problem),
        }
        self
    }

    fn plain(
        &mut self,
        field: &'static str,
        value: Result<String, FieldProblem>,
    ) -> Option<Sensitive> {
        value
            .map_err(|problem| self.reject(field, problem))
            .ok()
            .map(Sensitive::from)
    }

    fn reject(&mut self, field: &'static str, problem: FieldProblem) {
        if !self.skips_invalid {
            self.invalid.push(InvalidField::new(field, problem));
        }
    }
}

/// Adds a hash that the field does not have yet.
fn add(data: &mut ConversionEventUserData, field: PersonField, hash: String) {
    let hashes = field.hashes(data).get_or_insert_default();
    let hash = Sensitive::from(hash);
    if !hashes.contains(&hash) {
        hashes.push(hash);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    // The expected hashes were computed with sha256sum.
    const ADA: &str = "b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72";
    const SW1A: &str = "830e1d4b9838bab1f5c2acdb23e0b502ff13a9832c4632e8d67a1d43d3b7f614";
    const ZIP_4: &str = "c711389868997b7f3f747e95fbce358e2ac994a8b4e838142a4e968c2cfc8b22";

    fn only(hashes: Option<Vec<Sensitive>>) -> String {
        let hashes = hashes.unwrap();
        assert_eq!(hashes.len(), 1);
        hashes[0].as_str().to_owned()
    }

    #[test]
    fn every_field_is_hashed_by_its_rule() {
        let person = Person::new()
            .email(" Ada@Example.COM ")
            .phone("+44 (0)20 7946 0958")
            .first_name("Ada ")
            .last_name("Lovelace")
            .city("São Paulo")
            .state("CA")
            .country("US")
            .postal_code("94107-1234")
            .gender("Female")
            .birth_date(Date::new(1815, 12, 10).unwrap())
            .external_id(" customer-1815 ")
            .mobile_ad_id("8C4E9D2A-1F3B-4C5D-9E6F-7A8B9C0D1E2F");
        let data = person.user_data().unwrap();
        for (hashes, expected) in [
            (data.em, ADA),
            (
                data.ph,
                "35e206e5dec4c89b9e8b71b8c32724a5bb518483ac5a20c6617d738375b3b823",
            ),
            (
                data.fn_,
                "fdee430d40bd57deeac186cd9790033d0f06f909a8806e7ce6e717ab7c7d5029",
            ),
            (
                data.ln,
                "fb1e7ec987523d2cb9e022cec1d6ae7c99dc46edfae4fe51254025fe4bea571f",
            ),
            (
                data.ct,
                "3eda1428ae1aece064071f8d40f08fe2bc59ffa66c171a163caf15122ec4d7f0",
            ),
            (
                data.st,
                "6959097001d10501ac7d54c0bdb8db61420f658f2922cc26e46d536119a31126",
            ),
            (
                data.country,
                "79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621",
            ),
            (data.zp, ZIP_4),
            (
                data.ge,
                "252f10c83610ebca1a059c0bae8255eba2f95be4d1d7bcfa89d7248a82d9f111",
            ),
            (
                data.db,
                "45855c955fad9b905f680eda7ea7cfa7f2592f136686acd67dae3e7732e9154a",
            ),
            (
                data.external_id,
                "30dda362cc6fdc513179110ad9c1a603848a73d273cf072ac602eaca8c8a793e",
            ),
            (
                data.hashed_maids,
                "213bcc2980d237abbd6b5b809ba533bda4b1d1a89aa1ffa2f6e4474ab6d1729c",
            ),
        ] {
            assert_eq!(only(hashes), expected);
        }
    }

    #[test]
    fn address_user_agent_and_ids_of_others_are_not_hashed() {
        let person = Person::new()
            .ip_address(" 192.0.2.1")
            .user_agent("Mozilla/5.0 ")
            .click_id("dj0yJnU9")
            .partner_id("XY1000");
        let data = person.user_data().unwrap();
        let texts = [
            data.client_ip_address,
            data.client_user_agent,
            data.click_id,
            data.partner_id,
        ];
        let texts = texts.map(|text| text.unwrap().into_string());
        assert_eq!(texts, ["192.0.2.1", "Mozilla/5.0", "dj0yJnU9", "XY1000"]);
    }

    #[test]
    fn the_country_decides_about_postal_codes_whenever_it_is_set() {
        let code = |person: Person| only(person.email("a@b").user_data().unwrap().zp);
        let us = sha256("us");
        assert_eq!(
            code(Person::new().postal_code("CA 94107-1234").country("us")),
            ZIP_4
        );
        let hashed = Person::new().hashed(PersonField::Country, us.to_uppercase());
        assert_eq!(code(hashed.postal_code("CA 94107-1234")), ZIP_4);
        assert_eq!(
            code(Person::new().postal_code("SW1A 1AA").country("GB")),
            SW1A
        );
        assert_eq!(code(Person::new().postal_code("SW1A 1AA")), SW1A);
        let both = Person::new().country("US").country("GB");
        assert_eq!(code(both.postal_code("SW1A 1AA")), SW1A);
    }

    #[test]
    fn hashes_are_not_hashed_twice_and_come_once() {
        let person = Person::new()
            .email("ada@example.com")
            .email(ADA.to_uppercase())
            .hashed(PersonField::Email, format!(" {ADA}\n"))
            .postal_code(SW1A);
        let data = person.user_data().unwrap();
        assert_eq!(
            (only(data.em), only(data.zp)),
            (ADA.to_owned(), SW1A.to_owned())
        );
    }

    #[test]
    fn who_has_hashed_already_cannot_send_anything_else() {
        for raw in [
            "ada@example.com",
            &ADA[1..],
            "3e3417d7ef77d5932a6734b916515ed5",
        ] {
            let person = Person::new().hashed(PersonField::Email, raw);
            let expected = InvalidField::new("user_data.em", FieldProblem::NotAHash);
            assert_eq!(person.user_data(), Err(expected));
        }
    }

    #[test]
    fn somebody_has_to_be_identified() {
        let nobody = InvalidField::new("user_data", FieldProblem::NoIdentifier);
        for person in [
            Person::new(),
            Person::new().phone("+44 20 7946 0958"),
            Person::new().ip_address("192.0.2.1"),
            Person::new()
                .user_agent("Mozilla/5.0")
                .email("ada")
                .without_invalid(),
        ] {
            assert_eq!(person.user_data(), Err(nobody.clone()));
        }
    }

    #[test]
    fn what_is_not_valid_is_named_or_dropped() {
        let person = Person::new()
            .email("ada@example.com")
            .phone("020 7946 0958")
            .state("California");
        let fields: Vec<_> = person.invalid().iter().map(|it| &*it.field).collect();
        assert_eq!(fields, ["user_data.ph", "user_data.st"]);
        let error = person.clone().user_data().unwrap_err();
        assert_eq!(
            error,
            InvalidField::new("user_data.ph", FieldProblem::NoCountryCode)
        );
        let data = person
            .without_invalid()
            .postal_code("-")
            .user_data()
            .unwrap();
        assert_eq!((data.ph, data.st, data.zp), (None, None, None));
    }

    /// Text that is found again wherever it gets to.
    fn raw() -> impl Strategy<Value = String> {
        prop_oneof![
            "Q[ÄßИ京QZ' -]{6,20}Z",
            "Q[A-Z]{4,9}@[A-Z]{4,9}\\.EXAMPLE",
            "\\+[1-9][0-9]{9,12}",
        ]
    }

    proptest! {
        #[test]
        fn raw_values_never_get_out(raw in raw(), country in "US|GB|") {
            let person = Person::new()
                .email(&raw)
                .phone(&raw)
                .first_name(&raw)
                .last_name(&raw)
                .city(&raw)
                .state(&raw)
                .country(&country)
                .postal_code(&raw)
                .gender(&raw)
                .external_id(&raw)
                .mobile_ad_id(&raw)
                .hashed(PersonField::BirthDate, &raw);
            let mut shown = format!("{person:?} {:?}", person.invalid());
            if let Err(error) = person.clone().user_data() {
                shown += &format!("{error} {error:?} {}", crate::Error::from(error.clone()));
            }
            let data = person.without_invalid().email("ada@example.com").user_data().unwrap();
            shown += &format!("{data:?}");
            let sent = serde_json::to_value(&data).unwrap();
            for (field, hashes) in sent.as_object().unwrap() {
                for hash in hashes.as_array().unwrap() {
                    let hash = hash.as_str().unwrap();
                    let is_digit = |c: char| matches!(c, '0'..='9' | 'a'..='f');
                    prop_assert!(hash.len() == 64 && hash.chars().all(is_digit), "{}", field);
                }
            }
            shown += &sent.to_string();
            prop_assert!(!shown.contains(&raw) && !shown.contains(&raw.to_lowercase()), "{}", shown);
        }

        #[test]
        fn notation_does_not_change_a_hash(name in "[a-zäöüßéèñ]{1,10}", spaces in "[ \\t]{0,3}") {
            let shouted = format!("{spaces}{}{spaces}", name.to_uppercase());
            let hash = |text: &str| Person::new().email("a@b").city(text).user_data().map(|it| it.ct);
            // Capital letters of ß are two others.
            if shouted.trim().to_lowercase() == name {
                prop_assert_eq!(hash(&name), hash(&shouted));
            }
        }
    }
}
