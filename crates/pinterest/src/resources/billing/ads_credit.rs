//! Discounts, credits and offer codes.

use pinterest_client::Sensitive;
use pinterest_client::types::{AdAccountId, RedeemAdsCreditRequest};

use crate::requests::{AdsCreditDiscountsList, AdsCreditRedeem};
use crate::resources::AdAccountHandle;
use crate::{Call, Client, List};

/// A handle for discounts and credits of an ad account, created by [`AdAccountHandle::ads_credit`].
///
/// Pinterest opens this to selected apps only.
#[derive(Clone, Debug)]
pub struct AdsCredit {
    client: Client,
    ad_account: AdAccountId,
}

impl AdsCredit {
    pub(super) fn new(account: &AdAccountHandle) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Lists the discounts and credits, with what is left of each.
    ///
    #[doc = pinterest_client::facts!(AdsCreditDiscountsList)]
    pub fn discounts(&self) -> List<AdsCreditDiscountsList> {
        self.client
            .list(AdsCreditDiscountsList::new(&self.ad_account))
    }

    /// Credits the value of an offer code to the bill of the ad account.
    ///
    /// The code is given as its SHA-256 hash, in lower-case hex. A code that is rejected is not an
    /// error: the response says so.
    ///
    #[doc = pinterest_client::facts!(AdsCreditRedeem)]
    pub fn redeem(&self, offer_code_hash: impl Into<Sensitive>) -> Call<AdsCreditRedeem> {
        self.redemption(offer_code_hash, false)
    }

    /// Checks whether an offer code could be redeemed, without redeeming it.
    ///
    /// The code is given as its SHA-256 hash, in lower-case hex. A code that is rejected is not an
    /// error: the response says so.
    ///
    #[doc = pinterest_client::facts!(AdsCreditRedeem)]
    pub fn validate(&self, offer_code_hash: impl Into<Sensitive>) -> Call<AdsCreditRedeem> {
        self.redemption(offer_code_hash, true)
    }

    fn redemption(
        &self,
        offer_code_hash: impl Into<Sensitive>,
        validate_only: bool,
    ) -> Call<AdsCreditRedeem> {
        let body = RedeemAdsCreditRequest::new(offer_code_hash, validate_only);
        self.client
            .call(AdsCreditRedeem::new(&self.ad_account, body))
    }
}
