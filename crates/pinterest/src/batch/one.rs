//! The request of a batch operation with a single input.

use std::fmt;

use pinterest_client::json::{Decoder, RawJson};
use pinterest_client::operation::Operation;
use pinterest_client::request::{Parts, Request};

use super::outcome::ItemState;
use super::shape::Read;
use crate::call::{CallRequest, ReadError, sealed};

/// The request of a batch operation with a single input.
///
/// Its [`Call`](crate::Call) resolves to the result of the input. An error of the input is the
/// error of the call.
pub struct One<R, V> {
    request: R,
    read: Read<V>,
}

impl<R, V> One<R, V> {
    pub(super) fn new(request: R, read: Read<V>) -> Self {
        Self { request, read }
    }

    /// Changes the request that the input is sent with, to set its optional parameters.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(R) -> R) -> Self {
        self.request = change(self.request);
        self
    }
}

impl<R: Clone, V> Clone for One<R, V> {
    fn clone(&self) -> Self {
        Self {
            request: self.request.clone(),
            read: self.read.clone(),
        }
    }
}

impl<R: fmt::Debug, V> fmt::Debug for One<R, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("One").field(&self.request).finish()
    }
}

impl<R: Request, V: Send + 'static> sealed::Sealed for One<R, V> {}

impl<R: Request, V: Send + 'static> CallRequest for One<R, V> {
    type Output = V;

    fn target(&self) -> &'static Operation {
        self.request.operation()
    }

    fn http_parts(&self, _: bool) -> Result<Parts<'_>, String> {
        Ok(self.request.parts())
    }

    fn read(&self, body: RawJson<'_>, decoder: &mut Decoder) -> Result<V, ReadError> {
        let replies = (self.read)(body, decoder, 1);
        let Some(mut replies) = replies.filter(|replies| replies.len() == 1) else {
            let expected = "the result of one input";
            return Err(ReadError::Mismatch(decoder.root_mismatch(expected)));
        };
        match replies.remove(0).into_state() {
            ItemState::Succeeded(value) => Ok(value),
            ItemState::Failed { error, .. } => Err(ReadError::Item(error)),
            ItemState::Unconfirmed | ItemState::NotDone => Err(unconfirmed(decoder)),
        }
    }
}

fn unconfirmed(decoder: &mut Decoder) -> ReadError {
    let first = decoder.first_mismatch();
    let mismatch = first.unwrap_or_else(|| decoder.root_mismatch("the result of the input"));
    ReadError::Mismatch(mismatch)
}
