//! The function of a program that saves how far a flow has come, before the next request is sent.

use std::error::Error as StdError;
use std::future::Future;
use std::pin::Pin;

type BoxError = Box<dyn StdError + Send + Sync>;

/// One call of the function.
pub(crate) type Saving = Pin<Box<dyn Future<Output = Result<(), BoxError>> + Send>>;

/// The function of a program that saves values of type `T`.
pub(crate) struct Journal<T>(Box<dyn FnMut(T) -> Saving + Send>);

impl<T> Journal<T> {
    pub(crate) fn new<F, E>(mut save: impl FnMut(T) -> F + Send + 'static) -> Self
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self(Box::new(move |value| {
            let saved = save(value);
            Box::pin(async move { saved.await.map_err(Into::into) })
        }))
    }

    pub(crate) fn save(&mut self, value: T) -> Saving {
        (self.0)(value)
    }
}
