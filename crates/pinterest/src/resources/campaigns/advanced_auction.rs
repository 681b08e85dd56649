//! Bid options of retail items.

use pinterest_client::operation;
use pinterest_client::types::{
    AdAccountId, AdvancedAuctionItemKey, AdvancedAuctionRecord, CatalogId, Country,
    GetAdvancedAuctionItemsRequest, ItemId, Language, SubmitAdvancedAuctionItemsRequest,
    SubmitAdvancedAuctionItemsResponse,
};

use crate::batch::{BatchOutcome, ItemError, Positional, Reply};
use crate::requests::AdvancedAuctionItemsGetPostQuery;
use crate::{Call, Client, Error};

/// Bids and bid factors of the retail items of a catalog; made by [`Client::advanced_auction`]. Not open to every account.
///
/// ```no_run
/// use pinterest::types::{AdvancedAuctionItemKey, Country, Language};
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let auction = client.advanced_auction("864344156814").ad_account_id("549755885175");
/// let item = AdvancedAuctionItemKey::new("DS0294-L", Country::Us, Language::En);
/// for item in auction.get([item]).await?.items.into_iter().flatten() {
///     println!("{}: {:?}", item.item_id, item.bid_options.bid_in_micro_currency);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct AdvancedAuction {
    client: Client,
    catalog: CatalogId,
    ad_account: Option<AdAccountId>,
}

impl AdvancedAuction {
    pub(super) fn new(client: &Client, catalog: CatalogId) -> Self {
        Self {
            client: client.clone(),
            catalog,
            ad_account: None,
        }
    }

    /// Makes requests for the owner of this ad account, in which the user has to be Owner or Admin.
    #[must_use]
    pub fn ad_account_id(mut self, ad_account: impl Into<AdAccountId>) -> Self {
        self.ad_account = Some(ad_account.into());
        self
    }

    /// Gets the bid options of up to 10,000 items (`advanced_auction_items_get/post`). Scopes: `ads:read` and
    /// `catalogs:read`.
    pub fn get(
        &self,
        items: impl IntoIterator<Item = AdvancedAuctionItemKey>,
    ) -> Call<AdvancedAuctionItemsGetPostQuery> {
        let items: Vec<AdvancedAuctionItemKey> = items.into_iter().collect();
        let body = GetAdvancedAuctionItemsRequest::new(&self.catalog, items);
        let mut query = AdvancedAuctionItemsGetPostQuery::new(body);
        query.ad_account_id.clone_from(&self.ad_account);
        Call::new(&self.client, query)
    }

    /// Sets, changes and deletes bid options of items (`advanced_auction_items_submit/post`, 10,000 a request). Scopes:
    /// `ads:write` and `catalogs:read`.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn submit(
        &self,
        records: impl IntoIterator<Item = impl Into<AdvancedAuctionRecord>>,
    ) -> Result<BatchOutcome<AdvancedAuctionRecord, AdvancedAuctionRecord>, Error> {
        let (ad_account, catalog) = (self.ad_account.as_ref(), &self.catalog);
        Positional::of(&operation::ADVANCED_AUCTION_ITEMS_SUBMIT_POST)
            .in_field("items")
            .keyed_by(keys)
            .send(
                &self.client,
                records,
                |records: &[_]| SubmitAdvancedAuctionItemsRequest::new(catalog, records),
                |api, body| async move {
                    api.advanced_auction_items_submit_post(ad_account, &body)
                        .await
                },
                |answer: SubmitAdvancedAuctionItemsResponse| {
                    answer.items.into_iter().flatten().map(reply).collect()
                },
            )
            .await
    }
}

/// The item that a record is about; nothing for a kind of record that this version does not know.
fn keys(record: &AdvancedAuctionRecord) -> Vec<String> {
    let key = |item: &ItemId, country: &Country, language: &Language| {
        vec![format!("{item} {country} {language}")]
    };
    match record {
        AdvancedAuctionRecord::Upsert(it) => key(&it.item_id, &it.country, &it.language),
        AdvancedAuctionRecord::Delete(it) => key(&it.item_id, &it.country, &it.language),
        _ => Vec::new(),
    }
}

/// The answer repeats the records, also those that were refused. Of an unknown one it is not known what it says.
fn reply(record: AdvancedAuctionRecord) -> Reply<AdvancedAuctionRecord> {
    let keys = keys(&record);
    let errors = match &record {
        AdvancedAuctionRecord::Upsert(upsert) => upsert.errors.clone(),
        AdvancedAuctionRecord::Delete(delete) => delete.errors.clone(),
        _ => return Reply::of(None, []),
    };
    let errors = errors.into_iter().flatten();
    let errors = errors.map(|error| ItemError::of(error.code, error.message));
    match ItemError::joined(errors) {
        Some(error) => Reply::failure(keys, error),
        None => Reply::success(keys, record),
    }
}
