//! Conversion events from raw personal data.

use std::time::{Duration, SystemTime};

use pinterest_client::types::{
    ConversionActionSource, ConversionEventCustomData, ConversionEventName,
    ConversionEventUserData, EpochSeconds, NewConversionEvent, NewConversionEventRequired,
};

use super::Person;
use crate::personal_data::{FieldProblem, InvalidField};

/// What `opt_out_type` says of limited data processing.
const LDP: &str = "LDP";

/// How old a conversion event may be by default: seven days.
///
/// Pinterest publishes no number. [`ConversionEventBuilder::with_max_age`] sets another one.
pub const DEFAULT_MAX_EVENT_AGE: Duration = Duration::from_secs(7 * 86_400);

/// The required values of a [`ConversionEventBuilder`].
#[derive(Clone, Debug)]
pub struct ConversionEventRequired {
    /// Where the conversion took place.
    pub action_source: ConversionActionSource,
    /// Id of the event, chosen by the advertiser. Events with the same id from the tag and from the
    /// API count once.
    pub event_id: String,
    /// What the person did.
    pub event_name: ConversionEventName,
    /// When the conversion took place.
    pub event_time: EpochSeconds,
    /// Who converted.
    pub person: Person,
}

/// Builds a conversion event from raw personal data, and checks what the service would reject.
///
/// A rejected event is only known from the response, among up to 1,000 others. The builder finds
/// before anything is sent: an empty `event_id`, a time in the future or too long ago, values that
/// are not decimal numbers, an opt-out that lacks state and country, and a [`Person`] who cannot be
/// identified.
///
/// The result is sent with [`ConversionEvents::create_all`](super::ConversionEvents::create_all).
///
/// # Examples
///
/// ```no_run
/// use pinterest::conversions::{ConversionEventBuilder, ConversionEventRequired, Person};
/// use pinterest::types::{
///     ConversionActionSource, ConversionEventCustomData, ConversionEventName, Currency,
///     EpochSeconds,
/// };
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let order = ConversionEventCustomData::new().currency(Currency::Eur).value("72.39");
/// let event = ConversionEventBuilder::new(ConversionEventRequired {
///     action_source: ConversionActionSource::Web,
///     event_id: "order-1815".into(),
///     event_name: ConversionEventName::Checkout,
///     event_time: EpochSeconds::from_secs(1_767_225_600),
///     person: Person::new().email("Ada@Example.com").country("GB"),
/// })
/// .with(|event| event.custom_data(order))
/// .build()?;
/// let events = client.ad_account("549755885175").conversion_events();
/// let outcome = events.create_all([event]).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ConversionEventBuilder {
    event: NewConversionEvent,
    person: Person,
    max_age: Duration,
    limits_processing: bool,
}

impl ConversionEventBuilder {
    /// Creates a builder with the required values.
    pub fn new(required: ConversionEventRequired) -> Self {
        Self {
            event: NewConversionEvent::new(NewConversionEventRequired {
                action_source: required.action_source,
                event_id: required.event_id,
                event_name: required.event_name,
                event_time: required.event_time,
                user_data: ConversionEventUserData::new(),
            }),
            person: required.person,
            max_age: DEFAULT_MAX_EVENT_AGE,
            limits_processing: false,
        }
    }

    /// Changes the event, to set its optional fields.
    ///
    /// Its `user_data` is replaced by the person when the event is built.
    pub fn with(mut self, change: impl FnOnce(NewConversionEvent) -> NewConversionEvent) -> Self {
        self.event = change(self.event);
        self
    }

    /// Asks Pinterest to process the data of the person in a limited way (`opt_out_type` is `LDP`).
    ///
    /// The person must have a state and a country.
    pub fn with_limited_data_processing(mut self) -> Self {
        self.limits_processing = true;
        self
    }

    /// Sets how old the event may be. Default: [`DEFAULT_MAX_EVENT_AGE`].
    pub fn with_max_age(mut self, age: Duration) -> Self {
        self.max_age = age;
        self
    }

    /// Returns the event, with hashes in the place of personal data.
    ///
    /// # Errors
    ///
    /// Returns an error that names the field if the service would reject the event. It converts into
    /// [`Error`](crate::Error).
    pub fn build(self) -> Result<NewConversionEvent, InvalidField> {
        self.build_at(SystemTime::now())
    }

    /// Returns the event as [`build`](Self::build) does, if it is `now`.
    ///
    /// Programs that build many events call the clock once, and tests not at all.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`build`](Self::build).
    pub fn build_at(self, now: SystemTime) -> Result<NewConversionEvent, InvalidField> {
        let mut event = self.event;
        if event.event_id.trim().is_empty() {
            return Err(InvalidField::new("event_id", FieldProblem::Empty));
        }
        check_time(event.event_time, now, self.max_age)?;
        event.user_data = self.person.user_data()?;
        if self.limits_processing {
            opt_out(event.custom_data.get_or_insert_default());
        }
        if let Some(custom_data) = &event.custom_data {
            check_opt_out(custom_data, &event.user_data)?;
            check_decimals(custom_data)?;
        }
        Ok(event)
    }
}

fn check_time(time: EpochSeconds, now: SystemTime, max_age: Duration) -> Result<(), InvalidField> {
    let invalid = |problem| Err(InvalidField::new("event_time", problem));
    // A clock that is out of range cannot be compared with.
    let Some(now) = EpochSeconds::from_system_time(now) else {
        return Ok(());
    };
    let age = now.get().saturating_sub(time.get());
    let max_age = i64::try_from(max_age.as_secs()).unwrap_or(i64::MAX);
    match age {
        ..0 => invalid(FieldProblem::InTheFuture),
        _ if age > max_age => invalid(FieldProblem::TooOld),
        _ => Ok(()),
    }
}

/// Adds limited data processing to what the person has opted out of.
fn opt_out(custom_data: &mut ConversionEventCustomData) {
    match &mut custom_data.opt_out_type {
        Some(types) if is_limited(types.as_str()) => {}
        Some(types) if !types.trim().is_empty() => {
            types.push(',');
            types.push_str(LDP);
        }
        types => *types = Some(LDP.to_owned()),
    }
}

fn is_limited(types: &str) -> bool {
    types.split(',').any(|kind| kind.trim() == LDP)
}

fn check_opt_out(
    custom_data: &ConversionEventCustomData,
    user_data: &ConversionEventUserData,
) -> Result<(), InvalidField> {
    if !custom_data.opt_out_type.as_deref().is_some_and(is_limited) {
        return Ok(());
    }
    let needed = [
        ("user_data.st", &user_data.st),
        ("user_data.country", &user_data.country),
    ];
    match needed.into_iter().find(|(_, hashes)| hashes.is_none()) {
        Some((field, _)) => Err(InvalidField::new(field, FieldProblem::Missing)),
        None => Ok(()),
    }
}

fn check_decimals(custom_data: &ConversionEventCustomData) -> Result<(), InvalidField> {
    let is_wrong = |text: &Option<String>| text.as_deref().is_some_and(|text| !is_decimal(text));
    let not_a_decimal = |field: String| InvalidField::new(field, FieldProblem::NotADecimal);
    if is_wrong(&custom_data.value) {
        return Err(not_a_decimal("custom_data.value".to_owned()));
    }
    if is_wrong(&custom_data.predicted_ltv) {
        return Err(not_a_decimal("custom_data.predicted_ltv".to_owned()));
    }
    let mut contents = custom_data.contents.iter().flatten();
    match contents.position(|content| is_wrong(&content.item_price)) {
        Some(index) => Err(not_a_decimal(format!(
            "custom_data.contents[{index}].item_price"
        ))),
        None => Ok(()),
    }
}

/// Digits, with a point between two of them at the most, and a sign before them.
fn is_decimal(text: &str) -> bool {
    let number = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(whole) && is_digits(fraction)
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use pinterest_client::types::ConversionEventContent;
    use proptest::prelude::*;

    use super::*;
    use crate::conversions::PersonField;

    const NOW: i64 = 1_767_225_600;

    fn now() -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(NOW.unsigned_abs())
    }

    fn builder_for(person: Person, time: i64) -> ConversionEventBuilder {
        ConversionEventBuilder::new(ConversionEventRequired {
            action_source: ConversionActionSource::Web,
            event_id: "order-1815".to_owned(),
            event_name: ConversionEventName::Checkout,
            event_time: EpochSeconds::from_secs(time),
            person,
        })
    }

    fn builder() -> ConversionEventBuilder {
        builder_for(Person::new().email("ada@example.com"), NOW - 60)
    }

    #[track_caller]
    fn assert_invalid(builder: ConversionEventBuilder, field: &str, problem: FieldProblem) {
        let error = builder.build_at(now()).unwrap_err();
        assert_eq!((&*error.field, error.problem), (field, problem));
    }

    #[test]
    fn an_event_has_the_hashes_of_its_person_and_the_fields_that_were_set() {
        let event = builder()
            .with(|event| event.partner_name("ss-example").opt_out(true))
            .with(|mut event| {
                event.user_data = ConversionEventUserData::new().em(["ada@example.com"]);
                event
            })
            .build_at(now())
            .unwrap();
        let expected = serde_json::json!({
            "action_source": "web",
            "event_id": "order-1815",
            "event_name": "checkout",
            "event_time": 1_767_225_540,
            "opt_out": true,
            "partner_name": "ss-example",
            "user_data": {
                "em": ["b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72"],
            },
        });
        assert_eq!(serde_json::to_value(&event).unwrap(), expected);
    }

    #[test]
    fn times_are_neither_in_the_future_nor_too_long_ago() {
        let person = || Person::new().email("ada@example.com");
        let week = 7 * 86_400;
        for time in [NOW, NOW - week] {
            builder_for(person(), time).build_at(now()).unwrap();
        }
        for time in [NOW + 1, i64::MAX] {
            let builder = builder_for(person(), time);
            assert_invalid(builder, "event_time", FieldProblem::InTheFuture);
        }
        for time in [NOW - week - 1, 0, i64::MIN] {
            let builder = builder_for(person(), time);
            assert_invalid(builder, "event_time", FieldProblem::TooOld);
        }
        let backfill = builder_for(person(), NOW - 30 * 86_400);
        let backfill = backfill.with_max_age(Duration::from_secs(90 * 86_400));
        backfill.build_at(now()).unwrap();
        builder_for(person(), 0)
            .with_max_age(Duration::MAX)
            .build()
            .unwrap();
    }

    #[test]
    fn an_event_needs_an_id_and_somebody() {
        let without_id = builder().with(|mut event| {
            event.event_id = " ".to_owned();
            event
        });
        assert_invalid(without_id, "event_id", FieldProblem::Empty);
        let nobody = builder_for(Person::new().phone("+44 20 7946 0958"), NOW);
        assert_invalid(nobody, "user_data", FieldProblem::NoIdentifier);
        let odd = builder_for(Person::new().email("ada"), NOW);
        assert_invalid(odd, "user_data.em", FieldProblem::NotAnEmail);
    }

    #[test]
    fn limited_data_processing_needs_state_and_country() {
        let person = || Person::new().email("ada@example.com");
        let limited = |person| builder_for(person, NOW).with_limited_data_processing();
        assert_invalid(limited(person()), "user_data.st", FieldProblem::Missing);
        let builder = limited(person().state("CA"));
        assert_invalid(builder, "user_data.country", FieldProblem::Missing);
        let complete = || {
            person()
                .state("CA")
                .hashed(PersonField::Country, "a".repeat(64))
        };
        let opt_out = |builder: ConversionEventBuilder| {
            let event = builder.build_at(now()).unwrap();
            event.custom_data.unwrap().opt_out_type
        };
        assert_eq!(opt_out(limited(complete())).as_deref(), Some("LDP"));
        for (given, expected) in [
            ("", "LDP"),
            ("OTHER", "OTHER,LDP"),
            ("OTHER, LDP", "OTHER, LDP"),
        ] {
            let custom_data = ConversionEventCustomData::new().opt_out_type(given);
            let builder = limited(complete()).with(|event| event.custom_data(custom_data));
            assert_eq!(opt_out(builder).as_deref(), Some(expected));
        }
        let by_hand = ConversionEventCustomData::new().opt_out_type("LDP");
        let builder = builder_for(person(), NOW).with(|event| event.custom_data(by_hand));
        assert_invalid(builder, "user_data.st", FieldProblem::Missing);
    }

    #[test]
    fn amounts_are_decimal_numbers() {
        let problem = FieldProblem::NotADecimal;
        for text in ["", "1,50", "$3", ".5", "1.", "1e3", "--1", "1.2.3", "٣"] {
            let new = ConversionEventCustomData::new;
            let price = ConversionEventContent::new().item_price(text);
            let fine = ConversionEventContent::new().item_price("14.99");
            for (custom_data, field) in [
                (new().value(text), "custom_data.value"),
                (new().predicted_ltv(text), "custom_data.predicted_ltv"),
                (
                    new().contents([fine, price]),
                    "custom_data.contents[1].item_price",
                ),
            ] {
                let builder = builder().with(|event| event.custom_data(custom_data));
                assert_invalid(builder, field, problem);
            }
        }
        for text in ["0", "72.39", "-3", "007.50"] {
            let custom_data = ConversionEventCustomData::new().value(text);
            let builder = builder().with(|event| event.custom_data(custom_data));
            builder.build_at(now()).unwrap();
        }
    }

    proptest! {
        #[test]
        fn debug_output_and_errors_show_nothing_of_the_person(name in "Q[A-Z]{5,12}") {
            let email = format!("{name}@{name}.example");
            let person = Person::new().email(&email).first_name(&name).city(&name).state(&name);
            let builder = builder_for(person, NOW);
            let mut shown = format!("{builder:?}");
            let error = builder.clone().build_at(now()).unwrap_err();
            shown += &format!("{error} {error:?} {:?}", crate::Error::from(error.clone()));
            let person = Person::new().email(&email).first_name(&name);
            let event = builder_for(person, NOW).build_at(now()).unwrap();
            shown += &format!("{event:?} {}", serde_json::to_value(&event).unwrap());
            prop_assert!(!shown.contains(&name) && !shown.contains(&name.to_lowercase()), "{}", shown);
        }

        #[test]
        fn what_is_a_number_is_a_decimal(whole in 0_u32.., cents in 0_u8..100) {
            let text = format!("{whole}.{cents:02}");
            prop_assert!(is_decimal(&text) && text.parse::<f64>().is_ok());
        }
    }
}
