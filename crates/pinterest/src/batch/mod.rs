//! Batches: inputs split by the documented limit, sent in order, and each matched with its result.
//!
//! A handle makes a [`Batch`] of a request without inputs, the inputs, and a [`Shape`], which says
//! how inputs are put into a request and how results are found in its response:
//!
//! ```ignore
//! pub fn create_all(
//!     &self,
//!     campaigns: impl IntoIterator<Item = impl Into<NewCampaign>>,
//! ) -> Batch<CampaignsCreate, NewCampaign, CampaignResultData> {
//!     let request = CampaignsCreate::new(&self.ad_account, Vec::<NewCampaign>::new());
//!     let shape = Shape::in_body(request.operation(), CampaignsCreate::set_body, results::standard("items"));
//!     Batch::new(&self.client, request, campaigns, shape)
//! }
//! ```
//!
//! A [`BatchStream`] makes a [`Batch`] for each request, of inputs that it takes from an iterator or
//! a stream, and sends some of them at a time.

mod incomplete;
mod matching;
mod one;
mod outcome;
mod reply;
pub(crate) mod results;
mod run;
mod shape;
mod stream;

pub use incomplete::IncompleteBatch;
pub use one::One;
pub use outcome::{BatchFailure, BatchItem, BatchOutcome, ItemError, ItemState};
pub(crate) use reply::Reply;
pub use run::Batch;
pub(crate) use shape::{Read, Shape};
pub use stream::{BatchCheckpoint, BatchStream, BatchSummary, DEFAULT_MAX_BODY_SIZE};
