//! Every operation of the description can be called, and is called by a test of its domain.

use std::collections::BTreeSet;

use pinterest::auth::{AccessToken, App, OAuth, RefreshToken};
use pinterest::operation::{self, Method, OPERATIONS, Operation};
use pinterest::types::{
    AdvertiserDefinedEventInput, AdvertiserDefinedEventMappingType, BoardUpdate,
    ConversionActionSource, ConversionEventName, ConversionEventUserData, Country,
    CreateLeadsExportRequest, EpochMilliseconds, EpochSeconds, IntegrationLog,
    IntegrationLogEventType, IntegrationLogLevel, IntegrationMetadataUpdate, KeywordUpdate,
    LeadFormQuestion, LeadFormQuestionType, LeadFormUpdate, LocalStoreUpdate, MatchType,
    MediaUploadType, NewBoard, NewConversionEvent, NewConversionEventRequired,
    NewIntegrationMetadata, NewKeyword, NewLeadForm, NewLeadFormRequired, NewLeadSubscription,
    NewLocalStore, NewPin, PinMetricType, PinUpdate, ProductCategory, TargetingOptionType,
    TopPinsSortBy, TopVideoPinsSortBy, TrendsMarket, VerifyWebsiteRequest,
};
use pinterest::{Client, DateRange, Environment, Error};
use pinterest_test_support::{BoxedCall, Request, Response, Server};

use super::{ad_accounts, billing, business_access, campaigns, catalogs, conversions, targeting};
use crate::clients::Clients;
use crate::tables::days;

/// A call whose response does not matter, named by the operation that it must send.
type OneCall = BoxedCall<Client, ()>;

fn call<F, T>(id: &str, run: impl Fn(Client) -> F + 'static) -> OneCall
where
    F: IntoFuture<Output = Result<T, Error>> + 'static,
    F::IntoFuture: 'static,
{
    BoxedCall::new(id, move |client| {
        let call = run(client).into_future();
        async move {
            // Most of these calls cannot read the empty object that is the response to each.
            let _ = call.await;
        }
    })
}

fn january() -> DateRange {
    days("2026-01-01", "2026-01-31")
}

/// What the tables of the domains do not call, since scripted tests of the same domains do.
fn scripted() -> Vec<OneCall> {
    let domains = [
        boards(),
        pins(),
        parts_of_ad_accounts(),
        integrations(),
        leads(),
        other_domains(),
        resources(),
        trends(),
        user_account(),
    ];
    domains.into_iter().flatten().collect()
}

fn boards() -> Vec<OneCall> {
    vec![
        call("boards/list", |client| client.boards().list().send()),
        call("boards/create", |client| {
            client.boards().create(NewBoard::new("Prints"))
        }),
        call("boards/get", |client| client.board("5").get()),
        call("boards/update", |client| {
            client.board("5").update(BoardUpdate::new().name("Lakes"))
        }),
        call("boards/delete", |client| client.board("5").delete()),
        call("boards/list_pins", |client| client.board("5").pins().send()),
        call("board_sections/list", |client| {
            client.board("5").sections().list().send()
        }),
        call("board_sections/create", |client| {
            client.board("5").sections().create("Lakes")
        }),
        call("board_sections/update", |client| {
            client.board("5").section("6").rename("Hills")
        }),
        call("board_sections/delete", |client| {
            client.board("5").section("6").delete()
        }),
        call("board_sections/list_pins", |client| {
            client.board("5").section("6").pins().send()
        }),
    ]
}

fn pins() -> Vec<OneCall> {
    const METRICS: [PinMetricType; 1] = [PinMetricType::Save];
    vec![
        call("pins/list", |client| client.pins().list().send()),
        call("pins/create", |client| client.pins().create(NewPin::new())),
        call("pins/get", |client| client.pin("8").get()),
        call("pins/update", |client| {
            client.pin("8").update(PinUpdate::new().title("A print"))
        }),
        call("pins/delete", |client| client.pin("8").delete()),
        call("pins/save", |client| client.pin("8").save("5")),
        call("pins/analytics", |client| {
            client.pin("8").analytics(january(), METRICS)
        }),
        call("multi_pins/analytics", |client| {
            client.pins().analytics(["8"], january(), METRICS)
        }),
        call("product_tags/list", |client| {
            client.pin("8").product_tags().get()
        }),
        call("product_tags/bulk_add", |client| {
            client.pin("8").product_tags().add("9")
        }),
        call("product_tags/bulk_delete", |client| {
            client.pin("8").product_tags().remove("9")
        }),
    ]
}

fn parts_of_ad_accounts() -> Vec<OneCall> {
    let event =
        || AdvertiserDefinedEventInput::new(AdvertiserDefinedEventMappingType::Signup, "trial");
    vec![
        call("ad_accounts/list", |client| {
            client.ad_accounts().list().send()
        }),
        call("advertiser_defined_events/create", move |client| {
            let events = client.ad_account("1").advertiser_defined_events();
            events.create(event())
        }),
        call("advertiser_defined_events/update", move |client| {
            let events = client.ad_account("1").advertiser_defined_events();
            events.update(event())
        }),
        call("advertiser_defined_events/delete", |client| {
            let events = client.ad_account("1").advertiser_defined_events();
            events.delete("trial")
        }),
        call("events/create", |client| {
            let event = NewConversionEvent::new(NewConversionEventRequired {
                action_source: ConversionActionSource::Web,
                event_id: "1".into(),
                event_name: ConversionEventName::Checkout,
                event_time: EpochSeconds::from_secs(1_767_225_600),
                user_data: ConversionEventUserData::new().em(["5e88"]),
            });
            client.ad_account("1").conversion_events().create(event)
        }),
        call("keywords/create", |client| {
            let keyword = NewKeyword::new(MatchType::Broad, "tea");
            client.ad_account("1").keywords().create("26", keyword)
        }),
        call("keywords/update", |client| {
            let update = KeywordUpdate::new("2").archived(true);
            client.ad_account("1").keywords().update(update)
        }),
    ]
}

fn integrations() -> Vec<OneCall> {
    vec![
        call("integrations/get_list", |client| {
            client.integrations().list().send()
        }),
        call("integrations/get_by_id", |client| {
            client.integration("2").get()
        }),
        call("integrations_commerce/post", |client| {
            let integrations = client.commerce_integrations();
            integrations.create(NewIntegrationMetadata::new().external_business_id("shop"))
        }),
        call("integrations_commerce/get", |client| {
            client.commerce_integration("shop").get()
        }),
        call("integrations_commerce/patch", |client| {
            let update = IntegrationMetadataUpdate::new().connected_tag_id("26");
            client.commerce_integration("shop").update(update)
        }),
        call("integrations_commerce/del", |client| {
            client.commerce_integration("shop").delete()
        }),
        call("integrations_logs/post", |client| {
            let at = EpochMilliseconds::from_millis(1_700_000_000_000);
            let (kind, level) = (IntegrationLogEventType::App, IntegrationLogLevel::Warn);
            let log = IntegrationLog::new(at, kind, level);
            client.integrations().send_log(log)
        }),
    ]
}

fn leads() -> Vec<OneCall> {
    vec![
        call("lead_forms/list", |client| {
            client.ad_account("1").lead_forms().list().send()
        }),
        call("lead_forms/create", |client| {
            let email = LeadFormQuestion::new().question_type(LeadFormQuestionType::Email);
            let form = NewLeadForm::new(NewLeadFormRequired {
                name: Some("Newsletter".to_owned()),
                questions: vec![email],
                privacy_policy_link: Some("https://shop.example/privacy".to_owned()),
                has_accepted_terms: true,
                completion_message: Some("Thanks".to_owned()),
            });
            client.ad_account("1").lead_forms().create(form)
        }),
        call("lead_forms/update", |client| {
            let update = LeadFormUpdate::new("11").name("Newsletter");
            client.ad_account("1").lead_forms().update(update)
        }),
        call("lead_form/get", |client| {
            client.ad_account("1").lead_form("11").get()
        }),
        call("lead_form_test/create", |client| {
            let form = client.ad_account("1").lead_form("11");
            form.create_test_lead(["ada@example.com"])
        }),
        call("ad_accounts_subscriptions/get_list", |client| {
            let subscriptions = client.ad_account("1").lead_ads_subscriptions();
            subscriptions.list().send()
        }),
        call("ad_accounts_subscriptions/post", |client| {
            let subscription = NewLeadSubscription::new("https://shop.example/leads");
            let subscriptions = client.ad_account("1").lead_ads_subscriptions();
            subscriptions.create(subscription.lead_form_id("11"))
        }),
        call("ad_accounts_subscriptions/get_by_id", |client| {
            client.ad_account("1").lead_ads_subscription("80").get()
        }),
        call("ad_accounts_subscriptions/del_by_id", |client| {
            client.ad_account("1").lead_ads_subscription("80").delete()
        }),
        call("leads_export/create", |client| {
            let export = CreateLeadsExportRequest::new("2", january().start(), january().end());
            client.ad_account("1").leads_exports().request(export)
        }),
        call("leads_export/get", |client| {
            client.ad_account("1").leads_exports().get("7")
        }),
    ]
}

fn other_domains() -> Vec<OneCall> {
    vec![
        call("catalogs_local_stores/create", |client| {
            let store = NewLocalStore::new(Country::De, "Lakeside", "berlin-1");
            client.catalog("26").local_stores().create(store)
        }),
        call("catalogs_local_stores/update", |client| {
            let update = LocalStoreUpdate::new("5").name("Berlin");
            client.catalog("26").local_stores().update(update)
        }),
        call("media/list", |client| client.media().list().send()),
        call("media/create", |client| {
            client.media().create(MediaUploadType::Video)
        }),
        call("media/get", |client| client.media().get("1207")),
        call("notification/post", |client| {
            let notification = pinterest::notifications::Notification::new();
            client.notifications().send(notification)
        }),
        call("search_user_boards/get", |client| {
            client.search().boards().send()
        }),
        call("search_user_pins/list", |client| {
            client.search().pins("lake").send()
        }),
        call("search_partner_pins", |client| {
            client.search().partner_pins("lake", Country::Ca).send()
        }),
    ]
}

fn resources() -> Vec<OneCall> {
    vec![
        call("ad_account_countries/get", |client| {
            client.resources().ad_account_countries()
        }),
        call("delivery_metrics/get", |client| {
            client.resources().delivery_metrics()
        }),
        call("lead_form_questions/get", |client| {
            client.resources().lead_form_questions()
        }),
        call("metrics_ready_state/get", |client| {
            client.resources().metrics_ready_state(january().end())
        }),
        call("interest_targeting_options/get", |client| {
            client.resources().targeting_interest("9")
        }),
        call("targeting_options/get", |client| {
            let resources = client.resources();
            resources.targeting_options(TargetingOptionType::Gender)
        }),
    ]
}

fn trends() -> Vec<OneCall> {
    vec![
        call("trends_featured_topics/list", |client| {
            client.trends().featured_topics(TrendsMarket::Us)
        }),
        call("trends_editorial_articles/list", |client| {
            client.trends().editorial_articles(TrendsMarket::Us)
        }),
        call("trends_product_categories_trending/list", |client| {
            let trends = client.trends();
            trends.trending_product_categories(TrendsMarket::Us)
        }),
        call("trends_product_categories_details/list", |client| {
            let trends = client.trends();
            trends.product_category_details([ProductCategory::Aprons], TrendsMarket::Us)
        }),
    ]
}

fn user_account() -> Vec<OneCall> {
    vec![
        call("user_account/get", |client| client.user_account().get()),
        call("user_account/analytics", |client| {
            let account = client.user_account();
            account.analytics(january())
        }),
        call("user_account/analytics/top_pins", |client| {
            let account = client.user_account();
            account.top_pins(january(), TopPinsSortBy::Save)
        }),
        call("user_account/analytics/top_video_pins", |client| {
            let account = client.user_account();
            account.top_video_pins(january(), TopVideoPinsSortBy::Save)
        }),
        call("linked_business_accounts/get", |client| {
            client.user_account().linked_businesses()
        }),
        call("followers/list", |client| {
            client.user_account().followers().send()
        }),
        call("user_account/followed_interests", |client| {
            client.user_account().followed_interests("ada").send()
        }),
        call("user_following/get", |client| {
            client.user_account().following().list().send()
        }),
        call("boards_user_follows/list", |client| {
            client.user_account().following().boards().send()
        }),
        call("follow_user/update", |client| {
            client.user_account().following().follow("ada")
        }),
        call("user_websites/get", |client| {
            client.user_account().websites().list().send()
        }),
        call("website_verification/get", |client| {
            client.user_account().websites().verification()
        }),
        call("verify_website/update", |client| {
            let claim = VerifyWebsiteRequest::new().website("shop.example");
            client.user_account().websites().claim(claim)
        }),
        call("unverify_website/delete", |client| {
            client.user_account().websites().unclaim("shop.example")
        }),
    ]
}

/// The calls of the authorization server, which authenticate without the credentials of a client.
fn authorization(server: &Server) -> Vec<OneCall> {
    let oauth = OAuth::new(App::new("1234", "secret"))
        .with_environment(Environment::Custom(server.url()))
        .without_retries();
    let (refreshing, revoking) = (oauth.clone(), oauth.clone());
    vec![
        call("oauth/token", move |_| {
            let oauth = refreshing.clone();
            async move { oauth.refresh(&RefreshToken::new("pinr_1")).await }
        }),
        call("token/revoke", move |_| {
            let oauth = revoking.clone();
            async move { oauth.revoke_access_token(&AccessToken::new("pina_1")).await }
        }),
        call("oauth/conversion_token", move |_| {
            let oauth = oauth.clone();
            async move { oauth.conversion_token(&AccessToken::new("pina_1")).await }
        }),
    ]
}

/// The operation that a request calls.
fn operation_of(request: &Request) -> &'static Operation {
    let method = match request.method() {
        "DELETE" => Method::Delete,
        "GET" => Method::Get,
        "PATCH" => Method::Patch,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        method => panic!("{method}"),
    };
    let found = operation::by_path(method, request.path());
    found.unwrap_or_else(|| panic!("{}", request.line())).0
}

#[tokio::test]
async fn every_operation_is_called() {
    let server = Server::with_handler(|_| Response::ok("{}"));
    let client = server.client();
    let mut called = BTreeSet::new();

    let tables = [
        ad_accounts::rows(),
        billing::rows(),
        business_access::rows(),
        campaigns::rows(),
        catalogs::rows(),
        conversions::rows(),
        targeting::rows(),
    ];
    for row in tables.into_iter().flatten() {
        let run = row.run(&server, client.clone()).await;
        called.extend(run.requests.iter().map(|request| operation_of(request).id));
    }
    for call in scripted().into_iter().chain(authorization(&server)) {
        call.run(client.clone()).await;
        let requests = server.take_requests();
        let ids: Vec<&str> = requests.iter().map(|it| operation_of(it).id).collect();
        assert_eq!(ids, [call.name.as_str()]);
        called.extend(ids);
    }

    let described: BTreeSet<&str> = OPERATIONS.iter().map(|operation| operation.id).collect();
    let missing: Vec<_> = described.difference(&called).collect();
    assert!(missing.is_empty(), "operations without a call: {missing:?}");
}
