//! The businesses that a business works with.

use pinterest_client::operation::{self, Operation};
use pinterest_client::types::{
    BusinessId, PartnerId, PartnerType, RemovePartnersRequest, RemovePartnersResponse,
};

use super::{Business, joined, limit};
use crate::batch::{self, Batch, BatchOutcome, Keyed, Reply};
use crate::paging::{List, filled};
use crate::requests::GetBusinessPartnersQuery;
use crate::transport::{Api, Generated};
use crate::{Client, Error, LimitViolation};

/// The partners of a business; made by [`Business::partners`].
///
/// A partnership has a direction: an *internal* partner uses assets of this business, with an *external* one this
/// business uses theirs. What partners may use is in the second half of the functions: [`assets`](Self::assets),
/// [`grant_assets`](Self::grant_assets), [`revoke_assets`](Self::revoke_assets).
#[derive(Clone, Debug)]
pub struct Partners {
    pub(super) client: Client,
    pub(super) business: BusinessId,
}

impl Partners {
    pub(super) fn new(business: &Business) -> Self {
        Self {
            client: business.client.clone(),
            business: business.id.clone(),
        }
    }

    /// Lists the partners (`get/business_partners`). Scope: `biz_access:read`. Not in the sandbox.
    pub fn list(&self) -> List<GetBusinessPartnersQuery> {
        let query = GetBusinessPartnersQuery::new(&self.business);
        List::new(&self.client, query).checked(no_empty_ids)
    }

    /// Ends partnerships of one direction (`delete_business_partners`, 50 a request). Without a direction the service
    /// takes internal partners. Scope: `biz_access:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect. Status 404
    /// when one of the partners does not exist.
    pub async fn remove<P: Into<PartnerId>>(
        &self,
        partners: impl IntoIterator<Item = P>,
        partner_type: impl Into<Option<PartnerType>>,
    ) -> Result<BatchOutcome<PartnerId, PartnerId>, Error> {
        let batch = RemovePartners {
            business: self.business.clone(),
            partner_type: partner_type.into(),
        };
        batch::run(&self.client, &batch, partners.into_iter().map(Into::into)).await
    }
}

impl List<GetBusinessPartnersQuery> {
    /// Only these partners; together with their commas the ids may have 500 characters.
    pub fn partner_ids<I: Into<PartnerId>>(self, ids: impl IntoIterator<Item = I>) -> Self {
        let ids: Vec<PartnerId> = ids.into_iter().map(Into::into).collect();
        self.with_query(|query| query.partner_ids = Some(joined(&ids)))
    }
}

/// Refuses a list of ids that has none: the service would list all partners.
fn no_empty_ids(query: &GetBusinessPartnersQuery) -> Result<(), LimitViolation> {
    match query.partner_ids.as_deref() {
        Some("") => filled::<PartnerId>("partner_ids", Some(&[])),
        _ => Ok(()),
    }
}

struct RemovePartners {
    business: BusinessId,
    partner_type: Option<PartnerType>,
}

impl Batch for RemovePartners {
    type Input = PartnerId;
    type Body = RemovePartnersRequest;
    type Answer = RemovePartnersResponse;
    type Value = PartnerId;
    const OPERATION: &'static Operation = &operation::DELETE_BUSINESS_PARTNERS;

    fn limit(&self) -> Option<usize> {
        limit(Self::OPERATION, "partner_ids")
    }

    fn body(&self, partners: &[PartnerId]) -> RemovePartnersRequest {
        let request = RemovePartnersRequest::new(partners);
        match &self.partner_type {
            Some(partner_type) => request.partner_type(partner_type),
            None => request,
        }
    }

    async fn request<'a>(&'a self, api: &'a Api, body: &'a Self::Body) -> Generated<Self::Answer> {
        api.delete_business_partners(&self.business, body).await
    }

    fn replies(&self, answer: RemovePartnersResponse) -> Vec<Reply<PartnerId>> {
        let reply = |partner: PartnerId| Reply::success(partner.keys(), partner);
        answer
            .deleted_partners
            .into_iter()
            .flatten()
            .map(reply)
            .collect()
    }
}
