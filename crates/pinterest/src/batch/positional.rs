//! Batches whose results come in the order of the inputs.

use std::future::Future;
use std::ops::Deref;
use std::sync::Arc;

use pinterest_client::operation::{Operation, Parameter};
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};

use super::matching::{self, Matched};
use super::outcome::{BatchOutcome, ItemState};
use super::run::{Reply, Requests};
use crate::Error;
use crate::client::Client;
use crate::transport::{Api, Generated};

/// The most inputs that stand in one URL: so many ids keep it below the 8 kB that servers commonly take.
const IDS_IN_A_URL: usize = 250;

/// A batch operation whose results stand in the order of the inputs; see the [module](super) for how to use it.
///
/// An answer with more or fewer results than inputs says of none of them what became of it: the inputs are unconfirmed, the
/// results unmatched. With [`keyed_by`](Self::keyed_by), results that name their inputs are told apart nevertheless, and
/// one that names another input is not taken for the one in its place.
pub(crate) struct Positional<I> {
    operation: &'static Operation,
    limit: Option<usize>,
    /// Where the inputs stand, when not in the body.
    parameter: Option<&'static Parameter>,
    keys: fn(&I) -> Vec<String>,
}

/// The body of a request, for as many attempts as it takes; it derefs to the body.
pub(crate) struct Shared<B>(Arc<B>);

impl<B> Deref for Shared<B> {
    type Target = B;

    fn deref(&self) -> &B {
        &self.0
    }
}

impl<B: Serialize> Serialize for Shared<B> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        B::serialize(self, serializer)
    }
}

impl<I: Clone + Send + Sync> Positional<I> {
    /// A request may have as many inputs as the body is an array of, where that is documented.
    pub(crate) fn of(operation: &'static Operation) -> Self {
        Self {
            operation,
            limit: operation.body.max_items,
            parameter: None,
            keys: |_| Vec::new(),
        }
    }

    /// The inputs are the array of this name in the body.
    pub(crate) fn in_field(mut self, name: &str) -> Self {
        let field = self.operation.body.field(name);
        self.limit = field.and_then(|limits| limits.max_items);
        self
    }

    /// The inputs are the array of this name in the query; what makes the body is to return them as they are. There are no
    /// more of them in a request than a URL can hold.
    pub(crate) fn in_query(mut self, name: &str) -> Self {
        let mut parameters = self.operation.parameters.iter();
        self.parameter = parameters.find(|parameter| parameter.name == name);
        self.limit = self
            .parameter
            .and_then(|parameter| parameter.limits.max_items);
        self.at_most(IDS_IN_A_URL)
    }

    /// No more inputs than this in a request, where the description says nothing or more.
    pub(crate) fn at_most(mut self, limit: usize) -> Self {
        self.limit = Some(self.limit.map_or(limit, |documented| documented.min(limit)));
        self
    }

    /// What results name their inputs by; the replies have to have [keys](Reply::keyed) too.
    pub(crate) fn keyed_by(mut self, keys: fn(&I) -> Vec<String>) -> Self {
        self.keys = keys;
        self
    }

    /// Checks all inputs, then sends them in order. `body` makes the body of some inputs, `request` calls the generated
    /// function, `replies` says what its answer means, in its order.
    ///
    /// It is an error only when nothing was done at all.
    pub(crate) async fn send<B, A, T, Fut>(
        self,
        client: &Client,
        inputs: impl IntoIterator<Item = impl Into<I>>,
        body: impl Fn(&[I]) -> B,
        request: impl Fn(Api, Shared<B>) -> Fut + Send + Sync,
        replies: impl Fn(A) -> Vec<Reply<T>> + Send + Sync,
    ) -> Result<BatchOutcome<I, T>, Error>
    where
        B: Serialize + Send + Sync,
        A: DeserializeOwned + Send,
        T: Clone + Send,
        Fut: Future<Output = Generated<A>> + Send,
    {
        let settle = |chunk: &[I], answer| {
            let keys = chunk.iter().map(self.keys).collect();
            matching::match_replies(keys, true, replies(answer))
        };
        self.run(client, inputs, body, &request, settle).await
    }

    /// Like [`send`](Self::send), for operations that do all or nothing, and say nothing about the single input.
    pub(crate) async fn send_whole<B, A, Fut>(
        self,
        client: &Client,
        inputs: impl IntoIterator<Item = impl Into<I>>,
        body: impl Fn(&[I]) -> B,
        request: impl Fn(Api, Shared<B>) -> Fut + Send + Sync,
    ) -> Result<BatchOutcome<I, ()>, Error>
    where
        B: Serialize + Send + Sync,
        A: DeserializeOwned + Send,
        Fut: Future<Output = Generated<A>> + Send,
    {
        let settle = |chunk: &[I], _: A| Matched {
            states: vec![ItemState::Succeeded(()); chunk.len()],
            unmatched: Vec::new(),
        };
        self.run(client, inputs, body, &request, settle).await
    }

    async fn run<B, A, T, Fut>(
        &self,
        client: &Client,
        inputs: impl IntoIterator<Item = impl Into<I>>,
        body: impl Fn(&[I]) -> B,
        request: &(impl Fn(Api, Shared<B>) -> Fut + Send + Sync),
        settle: impl Fn(&[I], A) -> Matched<T> + Send,
    ) -> Result<BatchOutcome<I, T>, Error>
    where
        B: Serialize + Send + Sync,
        A: DeserializeOwned + Send,
        T: Clone + Send,
        Fut: Future<Output = Generated<A>> + Send,
    {
        let inputs = inputs.into_iter().map(Into::into).collect();
        let shared = |chunk: &[I]| Shared(Arc::new(body(chunk)));
        let requests = Requests::of(self.operation, self.parameter, self.limit, inputs, shared)?;
        let send = |body: &Shared<B>| {
            let body = Arc::clone(&body.0);
            client.call(self.operation, move |api| {
                request(api, Shared(Arc::clone(&body)))
            })
        };
        requests.send(send, settle).await
    }
}

#[cfg(all(test, feature = "business_access"))]
mod tests {
    use pinterest_client::operation;
    use pinterest_client::types::{
        AssetGroupId, DeleteAssetGroupsRequest, DeleteAssetGroupsResponse,
    };

    use super::*;
    use crate::ErrorKind;
    use crate::auth::AccessToken;

    /// Has a limit of 50.
    fn deletion() -> Positional<AssetGroupId> {
        Positional::of(&operation::ASSET_GROUP_DELETE).in_field("asset_groups_to_delete")
    }

    async fn delete(
        client: &Client,
        groups: &[&str],
    ) -> Result<BatchOutcome<AssetGroupId, ()>, Error> {
        let business = &"7290".into();
        deletion()
            .send_whole::<_, DeleteAssetGroupsResponse, _>(
                client,
                groups.iter().copied(),
                |groups| DeleteAssetGroupsRequest::new(groups),
                |api, body| async move { api.asset_group_delete(business, &body).await },
            )
            .await
    }

    #[test]
    fn the_limit_is_the_documented_one_or_a_lower_one() {
        assert_eq!(deletion().limit, Some(50));
        assert_eq!(deletion().at_most(30).limit, Some(30));
        assert_eq!(deletion().at_most(80).limit, Some(50));
        let undocumented = Positional::<AssetGroupId>::of(&operation::ASSET_GROUP_DELETE);
        assert_eq!(undocumented.in_query("ids").at_most(80).limit, Some(80));
    }

    #[test]
    fn a_url_holds_250_inputs_whatever_the_description_allows() {
        let deletion = || Positional::<AssetGroupId>::of(&operation::ASSET_GROUP_DELETE);
        assert_eq!(deletion().in_query("ids").limit, Some(250));
        assert_eq!(deletion().in_query("ids").at_most(1_000).limit, Some(250));
    }

    #[tokio::test]
    async fn inputs_are_checked_before_anything_is_sent() {
        let client = Client::builder().with_credentials(AccessToken::new("pina_x"));
        let client = client.build().unwrap();
        assert!(delete(&client, &[]).await.unwrap().is_complete());
        let mut groups = vec!["1"; 60];
        groups[55] = "not a number";
        let error = delete(&client, &groups).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.limit().unwrap().field, "asset_groups_to_delete[55]");
    }
}
