//! A call with options, before it is sent.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use crate::Error;
use crate::client::Client;
use crate::transport::Api;

/// A call with options that can be set. Nothing is sent before it is awaited.
///
/// `Q` is the query with its options, whose setters stand on `Call<Q>` too; they are named after the API's fields.
#[derive(Clone)]
#[must_use = "a call sends nothing until it is awaited"]
pub struct Call<Q> {
    client: Client,
    query: Q,
}

/// The options of one operation; implemented by the queries of this crate only.
pub trait CallQuery: sealed::Request {}

impl<Q: sealed::Request> CallQuery for Q {}

/// What queries implement; not nameable outside of the crate, see [`crate::paging::sealed`].
pub(crate) mod sealed {
    use std::future::Future;

    use pinterest_client::operation::Operation;
    use serde::de::DeserializeOwned;

    use crate::LimitViolation;
    use crate::transport::{Api, Generated};

    /// Sends the request of one operation.
    pub trait Request: Send + Sync + 'static {
        /// What the operation answers with.
        type Answer: DeserializeOwned + Send;
        /// The operation, from the table.
        const OPERATION: &'static Operation;

        /// Refuses options that no request can hold.
        fn check(&self) -> Result<(), LimitViolation> {
            Ok(())
        }

        /// Calls the generated function.
        fn request<'a>(
            &'a self,
            api: &'a Api,
        ) -> impl Future<Output = Generated<Self::Answer>> + Send + 'a;
    }
}

impl<Q> Call<Q> {
    pub(crate) fn new(client: &Client, query: Q) -> Self {
        Self {
            client: client.clone(),
            query,
        }
    }

    /// Changes the query; for the setters of options.
    pub(crate) fn with_query(mut self, change: impl FnOnce(&mut Q)) -> Self {
        change(&mut self.query);
        self
    }
}

impl<Q: CallQuery> Call<Q> {
    /// Sends the call; `await` does the same.
    ///
    /// # Errors
    ///
    /// When an argument or an option goes against a limit, or the call fails.
    pub async fn send(self) -> Result<Q::Answer, Error> {
        let query = &self.query;
        if let Err(violation) = query.check() {
            return Err(Error::limit_violation(violation).with_operation(Q::OPERATION));
        }
        let request = |api: Api| async move { query.request(&api).await };
        self.client.call(Q::OPERATION, request).await
    }
}

impl<Q: CallQuery> IntoFuture for Call<Q> {
    type Output = Result<Q::Answer, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// Without the query: it may hold a body with personal data.
impl<Q> fmt::Debug for Call<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use pinterest_client::operation::{self, Operation};
    use pinterest_client::types::BusinessRelationshipPage;

    use super::*;
    use crate::transport::Generated;
    use crate::{ErrorKind, LimitViolation};

    #[derive(Clone)]
    struct Employers {
        assets_summary: Option<bool>,
    }

    impl sealed::Request for Employers {
        type Answer = BusinessRelationshipPage;
        const OPERATION: &'static Operation = &operation::GET_BUSINESS_EMPLOYERS;

        fn check(&self) -> Result<(), LimitViolation> {
            match self.assets_summary {
                Some(true) => crate::paging::not_empty::<bool>("summaries", &[]),
                _ => Ok(()),
            }
        }

        async fn request<'a>(&'a self, api: &'a Api) -> Generated<Self::Answer> {
            api.get_business_employers(self.assets_summary, None, None)
                .await
        }
    }

    /// No port has the number 0, so that sending fails.
    fn call() -> Call<Employers> {
        let client = Client::builder()
            .with_credentials(crate::auth::AccessToken::new("pina_x"))
            .with_environment(crate::Environment::Custom(
                crate::Url::parse("http://127.0.0.1:0").unwrap(),
            ))
            .without_retries()
            .build();
        let query = Employers {
            assets_summary: None,
        };
        Call::new(&client.unwrap(), query)
    }

    fn is_send<T: Send>(value: T) -> T {
        value
    }

    #[tokio::test]
    async fn awaiting_a_call_sends_it() {
        let error = is_send(call().into_future()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect);
        let error = is_send(call().send()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect);
    }

    #[tokio::test]
    async fn options_are_checked_before_anything_is_sent() {
        let call = call().with_query(|query| query.assets_summary = Some(true));
        let error = call.await.unwrap_err();
        assert_eq!(error.limit().unwrap().field, "summaries");
        assert_eq!(error.operation(), Some("get/business_employers"));
    }
}
