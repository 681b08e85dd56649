//! The businesses that a business works with.

use pinterest_client::operation;
use pinterest_client::types::{
    BusinessId, PartnerId, PartnerType, RemovePartnersRequest, RemovePartnersResponse,
};

use super::{BusinessHandle, keys};
use crate::batch::{Batch, One, Reply, Shape, results};
use crate::requests::{BusinessPartnersList, BusinessPartnersRemove};
use crate::{Call, Client, List};

/// A handle for the partners of a business, created by [`BusinessHandle::partners`].
///
/// A partnership has a direction: an *internal* partner uses assets of this business, with an
/// *external* one this business uses theirs. What partners may use is the subject of
/// [`assets`](Self::assets), [`grant_assets`](Self::grant_assets) and
/// [`revoke_assets`](Self::revoke_assets).
#[derive(Clone, Debug)]
pub struct Partners {
    pub(super) client: Client,
    pub(super) business: BusinessId,
}

impl Partners {
    pub(super) fn new(business: &BusinessHandle) -> Self {
        Self {
            client: business.client.clone(),
            business: business.id.clone(),
        }
    }

    /// Lists the partners.
    ///
    #[doc = pinterest_client::facts!(BusinessPartnersList)]
    pub fn list(&self) -> List<BusinessPartnersList> {
        self.client.list(BusinessPartnersList::new(&self.business))
    }

    /// Ends the partnership with a partner in one direction.
    ///
    /// The call fails with status 404 when the partner does not exist.
    ///
    #[doc = pinterest_client::facts!(cost of BusinessPartnersRemove)]
    pub fn remove(
        &self,
        partner: impl Into<PartnerId>,
        partner_type: PartnerType,
    ) -> Call<One<BusinessPartnersRemove, PartnerId>> {
        let request = self.no_removals(partner_type);
        Batch::one(&self.client, request, partner, &removals())
    }

    /// Ends partnerships of one direction.
    ///
    /// The call fails with status 404 when one of the partners does not exist.
    ///
    #[doc = pinterest_client::facts!(cost of BusinessPartnersRemove)]
    pub fn remove_all(
        &self,
        partners: impl IntoIterator<Item = impl Into<PartnerId>>,
        partner_type: PartnerType,
    ) -> Batch<BusinessPartnersRemove, PartnerId, PartnerId> {
        let request = self.no_removals(partner_type);
        Batch::new(&self.client, request, partners, removals())
    }

    fn no_removals(&self, partner_type: PartnerType) -> BusinessPartnersRemove {
        let body = RemovePartnersRequest::new(Vec::<PartnerId>::new()).partner_type(partner_type);
        BusinessPartnersRemove::new(&self.business, body)
    }
}

#[inline]
fn removals() -> Shape<BusinessPartnersRemove, PartnerId, PartnerId> {
    let fill = |request: &mut BusinessPartnersRemove, partners: Vec<PartnerId>| {
        let mut body = request.body().clone();
        body.partner_ids = partners;
        request.set_body(body);
    };
    let read = results::whole(|response: RemovePartnersResponse| {
        let removed = response.deleted_partners.into_iter().flatten();
        removed
            .map(|partner| Reply::success(keys(Some(&partner)), partner))
            .collect()
    });
    Shape::in_field(
        &operation::DELETE_BUSINESS_PARTNERS,
        "partner_ids",
        fill,
        read,
    )
    .keyed_by(|partner| keys(Some(partner)))
}
