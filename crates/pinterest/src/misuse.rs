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
