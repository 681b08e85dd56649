//! Discounts, credits and offer codes.

use pinterest_client::Sensitive;
use pinterest_client::types::{AdAccountId, RedeemAdsCreditRequest, RedeemAdsCreditResponse};

use crate::paging::List;
use crate::requests::AdsCreditsDiscountsGetQuery;
use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// Discounts and credits of an ad account; made by [`AdAccount::ads_credit`].
///
/// Pinterest opens this to selected apps only.
#[derive(Clone, Debug)]
pub struct AdsCredit {
    client: Client,
    ad_account: AdAccountId,
}

impl AdsCredit {
    pub(super) fn new(account: &AdAccount) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Lists the discounts and credits, with what is left of each (`ads_credits_discounts/get`). Scopes: `ads:read` and
    /// `billing:read`. Not in the sandbox.
    pub fn discounts(&self) -> List<AdsCreditsDiscountsGetQuery> {
        let query = AdsCreditsDiscountsGetQuery::new(&self.ad_account);
        List::new(&self.client, query)
    }

    /// Credits the value of an offer code to the bill of the ad account (`ads_credit/redeem`). Scopes: `ads:write` and
    /// `billing:write`. Not in the sandbox.
    ///
    /// The code is given as its SHA-256 hash, in lower-case hex. A code that is refused is not an error: the answer says so.
    ///
    /// # Errors
    ///
    /// When the call fails.
    pub async fn redeem(
        &self,
        offer_code_hash: impl Into<Sensitive>,
    ) -> Result<RedeemAdsCreditResponse, Error> {
        self.send(RedeemAdsCreditRequest::new(offer_code_hash, false))
            .await
    }

    /// Checks whether an offer code could be redeemed, and leaves it (`ads_credit/redeem` with `validateOnly`). Scopes:
    /// `ads:write` and `billing:write`. Not in the sandbox.
    ///
    /// The code is given as its SHA-256 hash, in lower-case hex. A code that is refused is not an error: the answer says so.
    ///
    /// # Errors
    ///
    /// When the call fails.
    pub async fn validate(
        &self,
        offer_code_hash: impl Into<Sensitive>,
    ) -> Result<RedeemAdsCreditResponse, Error> {
        self.send(RedeemAdsCreditRequest::new(offer_code_hash, true))
            .await
    }

    async fn send(
        &self,
        request: RedeemAdsCreditRequest,
    ) -> Result<RedeemAdsCreditResponse, Error> {
        call!(
            self.client,
            ADS_CREDIT_REDEEM,
            api.ads_credit_redeem(&self.ad_account, &request)
        )
    }
}
