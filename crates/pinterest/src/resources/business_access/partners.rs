//! The businesses that a business works with.

use pinterest_client::operation::{self, Operation};
use pinterest_client::types::{
    BusinessId, BusinessRelationshipPage, PartnerId, PartnerType, RemovePartnersRequest,
    RemovePartnersResponse,
};

use super::{Business, joined, limit};
use crate::batch::{self, Batch, BatchOutcome, Keyed, Reply};
use crate::paging::{Cursor, List, filled, sealed};
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
    pub fn list(&self) -> List<PartnersQuery> {
        let query = PartnersQuery {
            business: self.business.clone(),
            assets_summary: None,
            partner_ids: None,
            partner_type: None,
            sort_ascending: None,
            start_index: None,
        };
        List::new(&self.client, query)
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

/// The filters and the order of [`Partners::list`].
#[derive(Clone, Debug)]
pub struct PartnersQuery {
    business: BusinessId,
    assets_summary: Option<bool>,
    partner_ids: Option<Vec<PartnerId>>,
    partner_type: Option<PartnerType>,
    sort_ascending: Option<bool>,
    start_index: Option<u32>,
}

impl List<PartnersQuery> {
    /// Whether each partner comes with the assets that are shared. Default: `false`.
    pub fn assets_summary(self, assets_summary: bool) -> Self {
        self.with_query(|query| query.assets_summary = Some(assets_summary))
    }

    /// Only these partners; together with their commas the ids may have 500 characters.
    pub fn partner_ids<P: Into<PartnerId>>(self, ids: impl IntoIterator<Item = P>) -> Self {
        self.with_query(|query| query.partner_ids = Some(ids.into_iter().map(Into::into).collect()))
    }

    /// Only partnerships of this direction.
    pub fn partner_type(self, partner_type: PartnerType) -> Self {
        self.with_query(|query| query.partner_type = Some(partner_type))
    }

    /// Sorts upwards or downwards.
    pub fn sort_ascending(self, ascending: bool) -> Self {
        self.with_query(|query| query.sort_ascending = Some(ascending))
    }

    /// How many partners to skip at the beginning of the list. Default: 0.
    pub fn start_index(self, start_index: u32) -> Self {
        self.with_query(|query| query.start_index = Some(start_index))
    }
}

impl sealed::Fetch for PartnersQuery {
    type Page = BusinessRelationshipPage;
    const OPERATION: &'static Operation = &operation::GET_BUSINESS_PARTNERS;

    fn check(&self) -> Result<(), LimitViolation> {
        filled("partner_ids", self.partner_ids.as_deref())
    }

    async fn request<'a>(&'a self, api: &'a Api, cursor: Cursor<'a>) -> Generated<Self::Page> {
        api.get_business_partners(
            &self.business,
            self.assets_summary,
            cursor.bookmark,
            cursor.page_size,
            self.partner_ids.as_ref().map(joined).as_deref(),
            self.partner_type.as_ref(),
            self.sort_ascending,
            crate::paging::index(self.start_index),
        )
        .await
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
