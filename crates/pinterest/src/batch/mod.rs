//! Batches: inputs split by the documented limit, sent in order, and each matched with its own result.
//!
//! Most operations take an array and answer with an array in its order, whose items have `data` when they went well and
//! `exception` or `exceptions` when not. A handle sends such a batch so:
//!
//! ```ignore
//! /// Creates campaigns (`campaigns/create`, 30 a request). ...
//! pub async fn create(
//!     &self,
//!     campaigns: impl IntoIterator<Item = NewCampaign>,
//! ) -> Result<BatchOutcome<NewCampaign, Campaign>, Error> {
//!     let ad_account = &self.ad_account;
//!     Positional::of(&operation::CAMPAIGNS_CREATE)
//!         .send(
//!             &self.client,
//!             campaigns,
//!             <[NewCampaign]>::to_vec,
//!             |api, body| async move { api.campaigns_create(ad_account, &body).await },
//!             |answer: CampaignsResponse| results!(answer.items, |item| item.data, item.exceptions),
//!         )
//!         .await
//! }
//! ```
//!
//! - The body wraps the array: `.in_field("invites")` takes the limit from there, and the third argument makes the body, as in
//!   `|invites| CreateInvitesRequest::new(invites)`.
//! - The array stands in the query (deletions): `.in_query("ids")`, the third argument is `<[_]>::to_vec`, and the function gets
//!   `&body` in the place of the ids. A request has 250 of them at most, so that its URL is not too long.
//! - The description has no limit: `.at_most(1_000)`.
//! - Further query parameters and path arguments are captured by the fourth argument, as references.
//! - [`results!`](results) is for items as above: their data, and an iterator over their exceptions, which have `code` and
//!   `message` (`item.exception` of one, `item.exceptions` of an array, `item.exceptions.into_iter().flatten()` where that is
//!   optional too). For other items the last argument makes a [`Reply`] of each, as in
//!   `Reply::of(item.status, item.exceptions.into_iter().map(|text| ItemError::of(None::<i32>, text)))`.
//! - Results repeat ids of the inputs (updates): `.keyed_by(|update: &CampaignUpdate| vec![update.id.to_string()])` and
//!   `results!(answer.items, |item| item.data, item.exceptions, |campaign| campaign.id.as_ref())`, so that no result is taken
//!   for that of another input.
//! - The answer says nothing about single inputs (deletions with status 204): `send_whole` without the last argument.
//!
//! An operation whose results are not in order, or that takes inputs apart, implements [`Batch`].

mod matching;
mod outcome;
mod positional;
mod results;
mod run;

pub use outcome::{BatchFailure, BatchItem, BatchOutcome, ItemError, ItemState};
pub(crate) use positional::Positional;
pub(crate) use results::results;
pub(crate) use run::{Batch, Keyed, Reply, keyed_by_themselves, run};
