//! Requests that start jobs.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use pinterest_client::request::Request;

use super::kind::sealed;
use super::{Job, JobKind};
use crate::pipeline::ACTING_FOR;
use crate::{Call, Client, Error, ErrorKind};

/// A request that starts a job; see [`Call::start`].
///
/// No other types can implement it. The page of the [module](super) lists the handles' methods that
/// return a call of such a request.
pub trait JobRequest: sealed::Sealed + Request {
    /// The kind of the job.
    type Job: JobKind;

    /// The job that the response says was started, or why there is none.
    #[doc(hidden)]
    fn job(&self, client: &Client, response: &Self::Response) -> Result<Self::Job, NotStarted>;

    /// How the job can be created anew, if it may.
    #[doc(hidden)]
    fn recreation(call: &Call<Self>) -> Option<Recreation<Self::Job>> {
        let _ = call;
        None
    }
}

/// Why there is no job, although the service accepted the request.
#[doc(hidden)]
#[derive(Debug)]
pub struct NotStarted(pub(super) String);

impl NotStarted {
    /// For a response without the field that names the job.
    pub(super) fn without(field: &str) -> Self {
        Self(format!(
            "the service accepted the request, but its response has no `{field}` to follow the job by"
        ))
    }
}

/// Creates a job anew.
#[doc(hidden)]
pub struct Recreation<K>(Arc<dyn Fn(Duration) -> Creation<K> + Send + Sync>);

type Creation<K> = Pin<Box<dyn Future<Output = Result<K, Error>> + Send>>;

impl<K: JobKind> Recreation<K> {
    pub(super) fn new<R: JobRequest<Job = K>>(call: &Call<R>) -> Self {
        let call = call.clone();
        Self(Arc::new(move |time: Duration| -> Creation<K> {
            let call = call.clone().with_deadline(time);
            Box::pin(call.create_job())
        }))
    }

    pub(super) fn create(&self, time: Duration) -> Creation<K> {
        (self.0)(time)
    }
}

impl<K> Clone for Recreation<K> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<R: JobRequest> Call<R> {
    /// Sends the request, which starts a job, and returns the [`Job`] to wait for.
    ///
    /// The options of the call are for this request. The job has its own, and so have its polls.
    ///
    /// # Errors
    ///
    /// Returns the errors of the call: see [`send`](Self::send). A response that names no job is an
    /// error of [`ErrorKind::Accepted`]: do not send the request again then, and look at
    /// [`Error::raw_json`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # #[cfg(feature = "catalogs")]
    /// # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let feed = client.catalogs().feed("864344156814759");
    /// let run = feed.ingest().start().await?.await?;
    /// println!("{:?}", run.product_counts);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn start(self) -> Result<Job<R::Job>, Error> {
        let client = self.client().clone();
        let recreation = R::recreation(&self);
        let kind = self.create_job().await?;
        Ok(Job::started(&client, kind, recreation))
    }

    async fn create_job(self) -> Result<R::Job, Error> {
        let client = self.client().clone();
        let (request, response) = self.exchange().await?;
        request
            .job(&client, response.value())
            .map_err(|NotStarted(message)| {
                let received = response.received();
                let error = Error::new(ErrorKind::Accepted, message);
                received.told(error.with_response(received.response()))
            })
    }
}

/// The value of a parameter of the path; every request of the path has it.
#[allow(dead_code)] // Not every domain has such requests.
pub(super) fn in_path<T: From<String>>(request: &impl Request, name: &str) -> T {
    let parts = request.parts();
    let value = parts.path.iter().find(|(parameter, _)| parameter == name);
    let value = value.map(|(_, value)| value.clone().into_owned());
    T::from(value.unwrap_or_default())
}

/// The ad account whose owner a request is made for, so that its polls are made for them too.
#[allow(dead_code)] // Not every domain has such requests.
pub(super) fn on_behalf_of<T: From<String>>(request: &impl Request, client: &Client) -> Option<T> {
    let parts = request.parts();
    let pair = parts.query.iter().find(|pair| pair.name == ACTING_FOR);
    let own = pair.and_then(|pair| pair.values.first());
    let own = own.map(|value| value.clone().into_owned());
    let id = own.or_else(|| client.settings().acting_for.clone())?;
    Some(T::from(id))
}
