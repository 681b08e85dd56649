//! What must not compile, each case beside what does.

/// A text is no value of an enum.
///
/// ```
/// use pinterest::types::{CampaignUpdate, EntityStatus};
///
/// let update = CampaignUpdate::new("626735565838");
/// let paused = update.clone().status(EntityStatus::Paused);
/// let newer = update.status(EntityStatus::from_wire("ON_HOLD"));
/// ```
///
/// ```compile_fail,E0277
/// use pinterest::types::CampaignUpdate;
///
/// let paused = CampaignUpdate::new("626735565838").status("PAUSD");
/// ```
///
/// ```compile_fail,E0277
/// use pinterest::types::NewCampaign;
///
/// let campaign = NewCampaign::new("Autumn", "AWARNESS");
/// ```
struct TextAsEnum;

/// A text is no country.
///
/// ```
/// use pinterest::types::{Country, TargetingSpec};
///
/// let germany_and_a_metropolitan_area = [Country::De, Country::from_wire("807")];
/// let spec = TargetingSpec::new().location(germany_and_a_metropolitan_area);
/// ```
///
/// ```compile_fail,E0277
/// use pinterest::types::TargetingSpec;
///
/// let spec = TargetingSpec::new().location(["Germany"]);
/// ```
struct TextAsCountry;

/// A text is no scope.
///
/// ```
/// use pinterest::auth::AccessToken;
/// use pinterest::types::Scope;
///
/// let token = AccessToken::new("pina_1").with_scopes([Scope::AdsRead]);
/// ```
///
/// ```compile_fail,E0277
/// use pinterest::auth::AccessToken;
///
/// let token = AccessToken::new("pina_1").with_scopes(["ads:raed"]);
/// ```
struct TextAsScope;

/// A number is no amount of money, since it does not say of what unit it is.
///
/// ```
/// use pinterest::types::{CampaignUpdate, MicroCurrency};
///
/// let update = CampaignUpdate::new("626735565838");
/// let update = update.daily_spend_cap(MicroCurrency::from_units(25, 0));
/// ```
///
/// ```compile_fail,E0277
/// use pinterest::types::CampaignUpdate;
///
/// let update = CampaignUpdate::new("626735565838").daily_spend_cap(25);
/// ```
struct NumberAsMoney;

/// A number is no point in time.
///
/// ```
/// use pinterest::types::{CampaignUpdate, EpochSeconds};
///
/// let update = CampaignUpdate::new("626735565838");
/// let update = update.end_time(EpochSeconds::from_secs(1_767_225_600));
/// ```
///
/// ```compile_fail,E0277
/// use pinterest::types::CampaignUpdate;
///
/// let update = CampaignUpdate::new("626735565838").end_time(1_767_225_600_000);
/// ```
struct NumberAsTime;

/// Milliseconds are no seconds.
///
/// ```compile_fail,E0277
/// use pinterest::types::{CampaignUpdate, EpochMilliseconds};
///
/// let update = CampaignUpdate::new("626735565838");
/// let update = update.end_time(EpochMilliseconds::from_millis(1_767_225_600_000));
/// ```
struct MillisecondsAsSeconds;

/// A text is neither a day nor a range of days.
///
/// ```
/// # fn call(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let day = "2026-01-01".parse::<pinterest::Date>()?;
/// let call = client.user_account().analytics(day);
/// # Ok(())
/// # }
/// ```
///
/// ```compile_fail,E0277
/// # fn call(client: pinterest::Client) {
/// let call = client.user_account().analytics("2026-01-01");
/// # }
/// ```
#[cfg(feature = "user_account")]
struct TextAsDate;

/// A required value cannot be left out.
///
/// ```
/// use pinterest::types::{NewLeadForm, NewLeadFormRequired};
///
/// let form = NewLeadForm::new(NewLeadFormRequired {
///     name: Some("Spring newsletter".to_owned()),
///     questions: Vec::new(),
///     privacy_policy_link: Some("https://shop.example/privacy".to_owned()),
///     has_accepted_terms: true,
///     completion_message: None,
/// });
/// ```
///
/// ```compile_fail,E0063
/// use pinterest::types::{NewLeadForm, NewLeadFormRequired};
///
/// let form = NewLeadForm::new(NewLeadFormRequired {
///     name: Some("Spring newsletter".to_owned()),
///     questions: Vec::new(),
///     has_accepted_terms: true,
///     completion_message: None,
/// });
/// ```
#[cfg(feature = "leads")]
struct NoRequiredValue;

/// An id is of one kind, and becomes another only where one is used as the other.
///
/// ```
/// use pinterest::types::{CampaignId, EntityId, MemberId, UserId};
///
/// let entity = EntityId::from(CampaignId::from("626735565838"));
/// let member = MemberId::from(&UserId::from("729090764583391194"));
/// ```
///
/// ```compile_fail,E0277
/// use pinterest::types::{AdId, CampaignId};
///
/// let campaign = CampaignId::from(AdId::from("687195134316"));
/// ```
struct OtherId;
