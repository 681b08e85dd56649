//! Leads that the fake delivers to a webhook, encrypted by the key of the subscription.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pinterest::AdAccountHandle;
use pinterest::leads::{Lead, LeadErrorKind, LeadReceiver};
use pinterest::types::{LeadFormId, LeadSubscription, NewLeadSubscription};
use pinterest_test_support::{Request, Response, Server};
use tokio::sync::watch;

/// The first ad account of the built-in data.
const ACCOUNT: &str = "549770000001";

/// What the handler of the webhook has.
#[derive(Debug)]
struct Webhook {
    receiver: Mutex<LeadReceiver>,
    is_down: AtomicBool,
    bodies: Mutex<Vec<Vec<u8>>>,
    stored: Mutex<BTreeMap<String, Lead>>,
    problems: Mutex<Vec<LeadErrorKind>>,
    handled: watch::Sender<usize>,
}

impl Webhook {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            receiver: Mutex::default(),
            is_down: AtomicBool::new(false),
            bodies: Mutex::default(),
            stored: Mutex::default(),
            problems: Mutex::default(),
            handled: watch::Sender::new(0),
        })
    }

    fn start(self: &Arc<Self>) -> Server {
        let webhook = Arc::clone(self);
        Server::with_handler(move |request| {
            let response = webhook.handle(request);
            webhook.handled.send_modify(|count| *count += 1);
            response
        })
    }

    /// Waits until so many requests have been handled.
    async fn handled(&self, count: usize) {
        let mut handled = self.handled.subscribe();
        let enough = handled.wait_for(|handled| *handled >= count);
        let enough = tokio::time::timeout(Duration::from_secs(10), enough).await;
        assert!(enough.is_ok(), "{count} deliveries were expected");
    }

    fn handle(&self, request: &Request) -> Response {
        self.bodies.lock().unwrap().push(request.body().to_vec());
        let delivery = match self.receiver.lock().unwrap().receive(request.body()) {
            Ok(delivery) => delivery,
            Err(error) => return Response::new(error.status().as_u16(), ""),
        };
        let kinds = delivery.errors().iter().map(|error| error.kind);
        self.problems.lock().unwrap().extend(kinds);
        let stored = self.store(delivery.leads());
        Response::new(delivery.status_for(&stored).as_u16(), "")
    }

    fn store(&self, leads: &[Lead]) -> Result<(), &'static str> {
        if self.is_down.load(Ordering::SeqCst) {
            return Err("the store is down");
        }
        let mut stored = self.stored.lock().unwrap();
        for lead in leads {
            stored.entry(lead.lead_id.clone()).or_insert(lead.clone());
        }
        Ok(())
    }

    fn add(&self, subscription: &LeadSubscription) {
        let mut receiver = self.receiver.lock().unwrap();
        *receiver = receiver.clone().with_subscription(subscription).unwrap();
    }
}

async fn first_form(account: &AdAccountHandle) -> LeadFormId {
    let forms = account.lead_forms().list().await.unwrap();
    forms.items().next().unwrap().id.clone()
}

async fn subscribe(
    account: &AdAccountHandle,
    server: &Server,
    form: Option<&LeadFormId>,
) -> LeadSubscription {
    let mut webhook = NewLeadSubscription::new(format!("{}leads", server.url()));
    if let Some(form) = form {
        webhook = webhook.lead_form_id(form);
    }
    let subscriptions = account.lead_ads_subscriptions();
    subscriptions.create(webhook).await.unwrap()
}

async fn fill_in(account: &AdAccountHandle, form: &LeadFormId) {
    let answers = ["Ada Birch", "ada@example.com", "This year"];
    let form = account.lead_form(form);
    form.create_test_lead(answers).await.unwrap();
}

#[tokio::test]
async fn a_lead_is_delivered_decrypted_and_typed() {
    let fake = crate::start_fake().await;
    let account = fake.client().unwrap().ad_account(ACCOUNT);
    let webhook = Webhook::new();
    let server = webhook.start();
    let form = first_form(&account).await;
    webhook.add(&subscribe(&account, &server, Some(&form)).await);

    fill_in(&account, &form).await;
    webhook.handled(1).await;

    let body = webhook.bodies.lock().unwrap()[0].clone();
    let text = String::from_utf8(body.clone()).unwrap();
    assert!(!text.contains("ada@example.com"), "{text}");
    let receiver = webhook.receiver.lock().unwrap().clone();
    let delivery = receiver.receive(&body).unwrap();
    let lead = &delivery.leads()[0];
    assert_eq!(lead.ad_account_id.as_ref().unwrap(), ACCOUNT);
    assert_eq!(lead.lead_form_id.as_ref(), Some(&form));
    assert_eq!(lead.answer("FULL_NAME"), Some("Ada Birch"));
    assert_eq!(lead.answer("EMAIL"), Some("ada@example.com"));
    assert_eq!((lead.answers.len(), lead.unread_answers), (3, 0));
    // In milliseconds: seconds would be a day of 1970.
    let sent = lead.created_time.unwrap().to_system_time().unwrap();
    let age = fake.now().duration_since(sent).unwrap_or_default();
    assert!(age < Duration::from_secs(3_600), "{age:?}");
}

#[tokio::test]
async fn a_delivery_comes_again_until_it_is_stored_once() {
    let fake = crate::start_fake().await;
    let account = fake.client().unwrap().ad_account(ACCOUNT);
    let webhook = Webhook::new();
    let server = webhook.start();
    let form = first_form(&account).await;
    // A subscription of the form and one of the ad account have the same webhook.
    for form in [Some(&form), None] {
        webhook.add(&subscribe(&account, &server, form).await);
    }

    webhook.is_down.store(true, Ordering::SeqCst);
    fill_in(&account, &form).await;
    webhook.handled(2).await;
    assert!(webhook.stored.lock().unwrap().is_empty());

    webhook.is_down.store(false, Ordering::SeqCst);
    fake.advance(Duration::from_secs(60));
    webhook.handled(4).await;
    fake.advance(Duration::from_secs(24 * 3_600));
    // What comes next is another lead, so nothing is repeated any more.
    fill_in(&account, &form).await;
    webhook.handled(6).await;
    assert_eq!(webhook.stored.lock().unwrap().len(), 2);
    assert!(webhook.problems.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_lead_that_comes_before_its_key_is_not_lost() {
    let fake = crate::start_fake().await;
    let account = fake.client().unwrap().ad_account(ACCOUNT);
    let webhook = Webhook::new();
    let server = webhook.start();
    let form = first_form(&account).await;
    let subscription = subscribe(&account, &server, Some(&form)).await;

    fill_in(&account, &form).await;
    webhook.handled(1).await;
    webhook.add(&subscription);
    fake.advance(Duration::from_secs(60));
    webhook.handled(2).await;
    fill_in(&account, &form).await;
    webhook.handled(3).await;
    assert_eq!(webhook.stored.lock().unwrap().len(), 2);
    let problems = webhook.problems.lock().unwrap();
    assert_eq!(*problems, [LeadErrorKind::UnknownKey]);
}

#[tokio::test]
async fn a_lead_by_another_key_is_rejected_and_does_not_come_again() {
    let fake = crate::start_fake().await;
    let account = fake.client().unwrap().ad_account(ACCOUNT);
    let webhook = Webhook::new();
    let server = webhook.start();
    let form = first_form(&account).await;
    let subscription = subscribe(&account, &server, Some(&form)).await;
    webhook.add(&subscription);
    // A subscription that replaces the first has another key.
    let id = subscription.require_id().unwrap();
    account.lead_ads_subscription(id).delete().await.unwrap();
    let replacement = subscribe(&account, &server, Some(&form)).await;

    fill_in(&account, &form).await;
    webhook.handled(1).await;
    fake.advance(Duration::from_secs(24 * 3_600));
    webhook.add(&replacement);
    fill_in(&account, &form).await;
    webhook.handled(2).await;
    assert_eq!(webhook.stored.lock().unwrap().len(), 1);
    let problems = webhook.problems.lock().unwrap();
    assert_eq!(*problems, [LeadErrorKind::NotAuthentic]);
}
