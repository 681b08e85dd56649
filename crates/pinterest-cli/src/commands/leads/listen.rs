//! `pinterest leads listen`

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use pinterest::AdAccountHandle;
use pinterest::leads::{Lead, LeadDelivery, LeadEnvelope, LeadErrorKind, LeadReceiver};
use pinterest::types::NewLeadSubscription;
use reqwest::Url;
use serde_json::{Map, Value, json};

use super::keys;
use super::webhook::{Delivery, Webhook};
use crate::arguments::AdAccount;
use crate::context::Context;
use crate::failure::Failure;
use crate::interruption;
use crate::output::{Column, Parts};

/// How long the program that leads are forwarded to may take.
const FORWARD_TIMEOUT: Duration = Duration::from_secs(20);

/// How old keys are before others are fetched for leads that do not fit them.
const KEYS_LIFETIME: Duration = Duration::from_secs(5);

const COLUMNS: &[Column] = &[
    Column::new("LEAD", "lead_id"),
    Column::new("FORM", "lead_form_id"),
    Column::new("AD", "ad_id"),
    Column::new("TIME", "created_time").milliseconds(),
    Column::new("ANSWERS", "answers"),
];

/// The arguments of `pinterest leads listen`.
#[derive(Args, Debug)]
pub(crate) struct Listen {
    #[command(flatten)]
    ad_account: AdAccount,

    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,

    /// Address to listen on
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,

    /// Path of the webhook
    #[arg(long, default_value = "/leads")]
    path: String,

    /// Create a subscription that delivers to this https address, and delete it when the command
    /// ends
    #[arg(long, value_name = "URL")]
    subscribe: Option<String>,

    /// Leave the subscription when the command ends
    #[arg(long, requires = "subscribe")]
    keep_subscription: bool,

    /// Lead form that the subscription is about; all of the ad account by default
    #[arg(long, value_name = "ID", requires = "subscribe")]
    form: Option<String>,

    /// Send each lead to this address with POST, as JSON
    #[arg(long, value_name = "URL")]
    forward: Option<Url>,

    /// End after this number of leads
    #[arg(long, value_name = "N")]
    max_leads: Option<u64>,

    /// How encrypted data is laid out, which Pinterest does not publish
    #[arg(long, value_name = "LAYOUT", default_value = "nonce-ciphertext-tag")]
    layout: Layout,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Layout {
    NonceCiphertextTag,
    NonceTagCiphertext,
    CiphertextTagNonce,
}

impl From<Layout> for LeadEnvelope {
    fn from(layout: Layout) -> Self {
        match layout {
            Layout::NonceCiphertextTag => Self::nonce_ciphertext_tag(),
            Layout::NonceTagCiphertext => Self::nonce_tag_ciphertext(),
            Layout::CiphertextTagNonce => Self::ciphertext_tag_nonce(),
        }
    }
}

impl Listen {
    pub(crate) async fn run(self, context: &Context) -> Result<(), Failure> {
        let ad_account = context.ad_account_id(self.ad_account.ad_account.clone())?;
        let account = context.client()?.ad_account(ad_account);
        if !self.path.starts_with('/') {
            return Err(Failure::usage("--path must start with /"));
        }
        if self.subscribe.is_none() {
            context.reject_dry_run()?;
        }
        // From here on, so that a subscription that is being created is known before the command ends.
        let interrupted = interruption::interrupted();
        let forward = self.forward.clone().map(Forward::new).transpose()?;
        let address = SocketAddr::new(self.host, self.port);
        // Before the subscription, whose first lead may come at once.
        let webhook = Webhook::bind(address, self.path.clone()).await;
        let webhook = webhook.map_err(|error| Failure::new(format!("{address}: {error}")))?;
        let subscription = self.subscribe(context, &account).await?;
        let mut listener = Listener {
            context,
            envelope: self.layout.into(),
            account: account.clone(),
            receiver: LeadReceiver::new(),
            keys_fetched: Instant::now(),
            forward,
            output: context.output.parts(COLUMNS),
            leads: 0,
        };
        let outcome = tokio::select! {
            biased;
            () = interrupted => Err(context.interrupted()),
            outcome = listener.run(webhook, self.max_leads.unwrap_or(u64::MAX)) => outcome,
        };
        let written = listener.output.finish();
        match subscription {
            Some(id) if self.keep_subscription => {
                context.note(format_args!("subscription {id} stays"));
            }
            Some(id) => unsubscribe(context, &account, &id).await,
            None => {}
        }
        outcome.and(written)
    }

    /// Creates the subscription that was asked for, and returns its id.
    async fn subscribe(
        &self,
        context: &Context,
        account: &AdAccountHandle,
    ) -> Result<Option<String>, Failure> {
        let Some(url) = &self.subscribe else {
            return Ok(None);
        };
        let mut subscription = NewLeadSubscription::new(url);
        subscription.lead_form_id = self.form.as_deref().map(Into::into);
        let subscription = account.lead_ads_subscriptions().create(subscription);
        let created = context.send(subscription).await?;
        Ok(created.id.map(|id| {
            context.note(format_args!("subscription {id} created"));
            id.as_str().to_owned()
        }))
    }
}

/// Deletes the subscription that the command has created. A failure is told, and is none of the
/// command's.
async fn unsubscribe(context: &Context, account: &AdAccountHandle, id: &str) {
    match account.lead_ads_subscription(id).delete().await {
        Ok(_) => context.note(format_args!("subscription {id} deleted")),
        Err(error) => context.note(format_args!(
            "subscription {id} was not deleted: {error}; `pinterest leads unsubscribe {id}` does it"
        )),
    }
}

struct Listener<'a> {
    context: &'a Context,
    account: AdAccountHandle,
    envelope: LeadEnvelope,
    receiver: LeadReceiver,
    keys_fetched: Instant,
    forward: Option<Forward>,
    output: Parts<'a>,
    leads: u64,
}

impl Listener<'_> {
    async fn fetch_keys(&mut self) -> Result<usize, Failure> {
        let keys = keys::receiver(self.context, &self.account, self.envelope);
        let (receiver, count) = keys.await?;
        (self.receiver, self.keys_fetched) = (receiver, Instant::now());
        Ok(count)
    }

    async fn run(&mut self, mut webhook: Webhook, most: u64) -> Result<(), Failure> {
        if self.fetch_keys().await? == 0 {
            let text = "there is no subscription with a key yet; --subscribe creates one";
            self.context.note(text);
        }
        self.context
            .note(format_args!("listening on {}", webhook.url()?));
        while self.leads < most {
            let Some(Delivery { body, respond }) = webhook.next().await else {
                break;
            };
            let delivery = match self.receive(&body).await {
                Ok(delivery) => delivery,
                Err(error) => {
                    self.context.note(&error);
                    // Whoever asked has gone away.
                    let _ = respond.send(error.status());
                    continue;
                }
            };
            for error in delivery.errors() {
                self.context.note(error);
            }
            let leads: Vec<Value> = delivery.leads().iter().map(plain).collect();
            let count = leads.len() as u64;
            let forwarded = self.forward(&leads).await;
            if let Err(problem) = &forwarded {
                self.context.note(format_args!("not forwarded: {problem}"));
            }
            let printed = match forwarded.is_ok() {
                true => self.output.write(leads),
                false => Ok(()),
            };
            let stored = match (&forwarded, &printed) {
                (Ok(()), Ok(())) => Ok(()),
                _ => Err(()),
            };
            let _ = respond.send(delivery.status_for(&stored));
            // Nobody reads the output any more.
            printed?;
            if stored.is_ok() {
                self.leads += count;
            }
        }
        webhook.finish().await;
        Ok(())
    }

    /// Decrypts a delivery. A subscription may be newer than the keys, which are fetched then.
    async fn receive(
        &mut self,
        body: &[u8],
    ) -> Result<LeadDelivery, pinterest::leads::LeadDeliveryError> {
        let delivery = self.receiver.receive(body)?;
        let may_be_newer = |kind| {
            matches!(
                kind,
                LeadErrorKind::UnknownKey | LeadErrorKind::NotAuthentic
            )
        };
        if !delivery
            .errors()
            .iter()
            .any(|error| may_be_newer(error.kind))
        {
            return Ok(delivery);
        }
        // Anybody can send requests, and none of them is to become more than that.
        if self.keys_fetched.elapsed() < KEYS_LIFETIME {
            return Ok(delivery);
        }
        match self.fetch_keys().await {
            Ok(_) => self.receiver.receive(body),
            // The service delivers again what has no key.
            Err(_) => Ok(delivery),
        }
    }

    async fn forward(&self, leads: &[Value]) -> Result<(), String> {
        if let Some(forward) = &self.forward {
            for lead in leads {
                forward.send(lead).await?;
            }
        }
        Ok(())
    }
}

/// Where leads are forwarded.
struct Forward {
    client: reqwest::Client,
    url: Url,
}

impl Forward {
    fn new(url: Url) -> Result<Self, Failure> {
        let client = reqwest::Client::builder().timeout(FORWARD_TIMEOUT).build();
        Ok(Self {
            client: client.map_err(Failure::new)?,
            url,
        })
    }

    async fn send(&self, lead: &Value) -> Result<(), String> {
        let request = self.client.post(self.url.clone());
        let request = request.header("content-type", "application/json");
        let response = request.body(lead.to_string()).send().await;
        // The URL may hold a secret.
        let response = response.map_err(|error| error.without_url().to_string())?;
        match response.status() {
            status if status.is_success() => Ok(()),
            status => Err(format!("status {status}")),
        }
    }
}

/// A lead as plain JSON.
fn plain(lead: &Lead) -> Value {
    let mut answers: Map<String, Value> = Map::new();
    for answer in &lead.answers {
        let value = Value::from(answer.value.as_str());
        match answers.get_mut(&answer.name) {
            None => {
                answers.insert(answer.name.clone(), value);
            }
            // A question with several answers.
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = json!([first.take(), value]),
        }
    }
    json!({
        "lead_id": lead.lead_id,
        "ad_account_id": lead.ad_account_id,
        "lead_form_id": lead.lead_form_id,
        "ad_id": lead.ad_id,
        "campaign_id": lead.campaign_id,
        "created_time": lead.created_time,
        "answers": answers,
    })
}
