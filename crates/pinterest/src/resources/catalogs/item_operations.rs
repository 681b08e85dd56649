//! What is done to items in a batch, for each type of catalog.

use pinterest_client::types::{
    CatalogId, CatalogLanguage, Country, CreateCreativeAssetsItem, CreateHotelItem,
    CreateRetailItem, CreativeAssetsItemOperation, CreativeAssetsItemsBatchRequest,
    DeleteCreativeAssetsItem, DeleteHotelItem, DeleteRetailItem, HotelItemOperation,
    HotelItemsBatchRequest, RetailItemOperation, RetailItemsBatchRequest, UpdateCreativeAssetsItem,
    UpdateHotelItem, UpdateRetailItem, UpsertCreativeAssetsItem, UpsertHotelItem, UpsertRetailItem,
    VerticalItemsBatchRequest,
};

/// An item to be created, changed or deleted, such as
/// [`UpsertRetailItem`](crate::types::UpsertRetailItem); the type of the catalog follows from it.
///
/// [`CatalogItems`](super::CatalogItems) takes them. No other types can implement it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an operation on items of a catalog",
    note = "operations are, for example, `CreateRetailItem`, `UpdateRetailItem`, \
            `UpsertRetailItem`, `DeleteRetailItem` and `RetailItemOperation`"
)]
pub trait ItemOperation: sealed::Sealed + Clone + Send + Sync + 'static {
    /// What is done: [`CreateItems`], [`UpdateItems`], [`UpsertItems`], [`DeleteItems`], or any of
    /// these ([`ChangeItems`]).
    type Action;

    #[doc(hidden)]
    const REPEATS_SAFELY: bool;

    #[doc(hidden)]
    fn into_batch(
        items: Vec<Self>,
        country: Country,
        language: CatalogLanguage,
        catalog: Option<CatalogId>,
    ) -> VerticalItemsBatchRequest;
}

/// Items are created.
#[derive(Debug)]
pub enum CreateItems {}

/// Items are changed.
#[derive(Debug)]
pub enum UpdateItems {}

/// Items are created, or changed if they exist.
#[derive(Debug)]
pub enum UpsertItems {}

/// Items are deleted.
#[derive(Debug)]
pub enum DeleteItems {}

/// Each item says for itself what is done.
#[derive(Debug)]
pub enum ChangeItems {}

impl CreateItems {
    const REPEATS_SAFELY: bool = false;
}

impl UpdateItems {
    const REPEATS_SAFELY: bool = true;
}

impl UpsertItems {
    const REPEATS_SAFELY: bool = true;
}

impl DeleteItems {
    const REPEATS_SAFELY: bool = true;
}

impl ChangeItems {
    /// There may be creations among them.
    const REPEATS_SAFELY: bool = false;
}

mod sealed {
    pub trait Sealed {}
}

fn retail(
    country: Country,
    language: CatalogLanguage,
    items: Vec<RetailItemOperation>,
) -> RetailItemsBatchRequest {
    RetailItemsBatchRequest::new(country, items, language)
}

fn hotel(
    country: Country,
    language: CatalogLanguage,
    items: Vec<HotelItemOperation>,
) -> HotelItemsBatchRequest {
    HotelItemsBatchRequest::new(country, language, items)
}

fn creative_assets(
    country: Country,
    language: CatalogLanguage,
    items: Vec<CreativeAssetsItemOperation>,
) -> CreativeAssetsItemsBatchRequest {
    CreativeAssetsItemsBatchRequest::new(country, language, items)
}

macro_rules! operations {
    ($new:ident: $($item:ident is $action:ident,)+) => {$(
        impl sealed::Sealed for $item {}

        impl ItemOperation for $item {
            type Action = $action;

            const REPEATS_SAFELY: bool = $action::REPEATS_SAFELY;

            fn into_batch(
                items: Vec<Self>,
                country: Country,
                language: CatalogLanguage,
                catalog: Option<CatalogId>,
            ) -> VerticalItemsBatchRequest {
                let items = items.into_iter().map(Into::into).collect();
                let mut batch = $new(country, language, items);
                batch.catalog_id = catalog;
                batch.into()
            }
        }
    )+};
}

operations! { retail:
    CreateRetailItem is CreateItems,
    UpdateRetailItem is UpdateItems,
    UpsertRetailItem is UpsertItems,
    DeleteRetailItem is DeleteItems,
    RetailItemOperation is ChangeItems,
}

operations! { hotel:
    CreateHotelItem is CreateItems,
    UpdateHotelItem is UpdateItems,
    UpsertHotelItem is UpsertItems,
    DeleteHotelItem is DeleteItems,
    HotelItemOperation is ChangeItems,
}

operations! { creative_assets:
    CreateCreativeAssetsItem is CreateItems,
    UpdateCreativeAssetsItem is UpdateItems,
    UpsertCreativeAssetsItem is UpsertItems,
    DeleteCreativeAssetsItem is DeleteItems,
    CreativeAssetsItemOperation is ChangeItems,
}
