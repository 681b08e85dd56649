//! Bid options of retail items.

use pinterest_client::operation;
use pinterest_client::types::{
    AdvancedAuctionItemKey, AdvancedAuctionRecord, CatalogId, Country,
    GetAdvancedAuctionItemsRequest, ItemId, Language, SubmitAdvancedAuctionItemsRequest,
};

use crate::batch::{Batch, ItemError, One, Reply, Shape, results};
use crate::requests::{AdvancedAuctionItemsGet, AdvancedAuctionItemsSubmit};
use crate::{Call, Client};

/// A handle for bids and bid factors of the retail items of a catalog, created by
/// [`Client::advanced_auction`]. Not open to every account.
///
/// The user has to be Owner or Admin of the ad account that [`Client::acting_for`] names.
///
/// # Examples
///
/// ```no_run
/// use pinterest::types::{AdvancedAuctionItemKey, Country, Language};
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let auction = client.acting_for("549755885175").advanced_auction("864344156814");
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
}

impl AdvancedAuction {
    pub(super) fn new(client: &Client, catalog: CatalogId) -> Self {
        Self {
            client: client.clone(),
            catalog,
        }
    }

    /// Gets the bid options of items.
    ///
    #[doc = pinterest_client::facts!(AdvancedAuctionItemsGet)]
    pub fn get(
        &self,
        items: impl IntoIterator<Item = impl Into<AdvancedAuctionItemKey>>,
    ) -> Call<AdvancedAuctionItemsGet> {
        let body = GetAdvancedAuctionItemsRequest::new(&self.catalog, items);
        self.client.call(AdvancedAuctionItemsGet::new(body))
    }

    /// Sets, changes or deletes the bid options of an item.
    ///
    #[doc = pinterest_client::facts!(cost of AdvancedAuctionItemsSubmit)]
    pub fn submit(
        &self,
        record: impl Into<AdvancedAuctionRecord>,
    ) -> Call<One<AdvancedAuctionItemsSubmit, AdvancedAuctionRecord>> {
        Batch::one(&self.client, self.submission(), record, &self.submissions())
    }

    /// Sets, changes and deletes bid options of items.
    ///
    #[doc = pinterest_client::facts!(cost of AdvancedAuctionItemsSubmit)]
    pub fn submit_all(
        &self,
        records: impl IntoIterator<Item = impl Into<AdvancedAuctionRecord>>,
    ) -> Batch<AdvancedAuctionItemsSubmit, AdvancedAuctionRecord, AdvancedAuctionRecord> {
        Batch::new(&self.client, self.submission(), records, self.submissions())
    }

    fn submission(&self) -> AdvancedAuctionItemsSubmit {
        let nothing = Vec::<AdvancedAuctionRecord>::new();
        let body = SubmitAdvancedAuctionItemsRequest::new(&self.catalog, nothing);
        AdvancedAuctionItemsSubmit::new(body)
    }

    #[inline]
    fn submissions(
        &self,
    ) -> Shape<AdvancedAuctionItemsSubmit, AdvancedAuctionRecord, AdvancedAuctionRecord> {
        let operation = &operation::ADVANCED_AUCTION_ITEMS_SUBMIT_POST;
        let catalog = self.catalog.clone();
        let fill = move |request: &mut AdvancedAuctionItemsSubmit, records: Vec<_>| {
            request.set_body(SubmitAdvancedAuctionItemsRequest::new(&catalog, records));
        };
        let read = results::typed(Some("items"), reply);
        Shape::in_field(operation, "items", fill, read).keyed_by(keys)
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

/// The response repeats the records, also those that were rejected. What one of an unknown kind
/// says is not known.
fn reply(record: AdvancedAuctionRecord) -> Reply<AdvancedAuctionRecord> {
    let errors = match &record {
        AdvancedAuctionRecord::Upsert(upsert) => upsert.errors.clone(),
        AdvancedAuctionRecord::Delete(delete) => delete.errors.clone(),
        _ => return Reply::unreadable(),
    };
    let errors = errors.into_iter().flatten().map(|error| {
        let code = error.code.and_then(|code| code.try_into().ok());
        ItemError::new(
            code,
            error.message.map(|message| message.as_str().to_owned()),
        )
    });
    match ItemError::joined(errors) {
        Some(error) => Reply::failure(keys(&record), error),
        None => Reply::success(keys(&record), record),
    }
}
