//! A fake, a client for it, and calls whose responses are read strictly.

use std::fmt::Debug;
use std::time::Duration;

use futures_util::TryStreamExt;
use pinterest::types::{AdAccount, Pin};
use pinterest::{
    AdAccountHandle, Batch, BatchOutcome, Call, CallRequest, Client, Error, List, ListPage,
    ListRequest, Request,
};
use pinterest_fake::Fake;

/// A fake and a client of its main account.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) fake: Fake,
    pub(crate) client: Client,
    /// For the transfer host, to which no credential is sent.
    pub(crate) http: reqwest::Client,
}

impl Session {
    pub(crate) async fn start() -> Self {
        let fake = Fake::start().await.unwrap();
        // Nothing happens between two calls, however long they take.
        fake.stop_clock();
        let client = fake.client().unwrap();
        Self {
            fake,
            client,
            http: reqwest::Client::new(),
        }
    }

    pub(crate) fn advance(&self, seconds: u64) {
        self.fake.advance(Duration::from_secs(seconds));
    }

    /// The first ad account of the built-in data.
    pub(crate) async fn ad_account(&self) -> AdAccountHandle {
        let accounts: Vec<AdAccount> = all(self.client.ad_accounts().list()).await;
        self.client.ad_account(&accounts[0].id)
    }

    /// A Pin of the built-in data.
    pub(crate) async fn pin(&self) -> Pin {
        let page = self.client.pins().list().with_strict_decoding().await;
        page.unwrap().items().next().unwrap().clone()
    }

    /// Downloads a file of a report, which has to be on the transfer host.
    pub(crate) async fn download(&self, url: &str) -> String {
        assert!(url.starts_with(&self.fake.transfer_url()), "{url}");
        let response = self.http.get(url).send().await.unwrap();
        assert_eq!(response.status(), 200);
        response.text().await.unwrap()
    }
}

/// Sends a call; all of its response has to be as described.
pub(crate) async fn sent<R: CallRequest>(call: Call<R>) -> R::Output {
    let response = call
        .response()
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(
        response.set_aside().is_empty(),
        "{:?}",
        response.set_aside()
    );
    response.into_value()
}

/// Sends a call that is rejected.
pub(crate) async fn rejected<R: CallRequest<Output: Debug>>(call: Call<R>) -> Error {
    call.await.unwrap_err()
}

/// Reads a list to its end.
pub(crate) async fn all<R: ListRequest>(list: List<R>) -> Vec<<R::Response as ListPage>::Item> {
    let mut items = list.with_strict_decoding().items();
    let mut all = Vec::new();
    while let Some(item) = items
        .try_next()
        .await
        .unwrap_or_else(|error| panic!("{error}"))
    {
        all.push(item);
    }
    assert_eq!(items.null_items(), 0);
    all
}

/// Sends a batch, all inputs of which succeed.
pub(crate) async fn done<R, I, V>(batch: Batch<R, I, V>) -> Vec<V>
where
    R: Request,
    I: Clone + Debug + Send + Sync + 'static,
    V: Clone + Debug + Send + 'static,
{
    let outcome = outcome(batch).await;
    let failures: Vec<String> = outcome
        .failures()
        .map(|failure| format!("{:?}: {}", failure.input, failure.error))
        .collect();
    assert!(outcome.is_complete(), "{failures:?}");
    let complete = outcome.into_complete().unwrap();
    complete.into_iter().map(|(_, value)| value).collect()
}

/// Sends a batch, inputs of which may fail.
pub(crate) async fn outcome<R, I, V>(batch: Batch<R, I, V>) -> BatchOutcome<I, V>
where
    R: Request,
    I: Clone + Send + Sync + 'static,
    V: Clone + Send + 'static,
{
    let outcome = batch.await.unwrap_or_else(|error| panic!("{error}"));
    assert!(outcome.set_aside().is_empty(), "{:?}", outcome.set_aside());
    assert_eq!(outcome.unmatched().len(), 0);
    assert!(outcome.error().is_none(), "{:?}", outcome.error());
    outcome
}
