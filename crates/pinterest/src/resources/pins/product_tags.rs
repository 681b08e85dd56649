//! The products that are tagged in a Pin.

use pinterest_client::operation;
use pinterest_client::types::{PinId, ProductTag, ProductTagsRequest, ProductTagsResponse};

use crate::batch::{Batch, One, Reply, Shape, results};
use crate::requests::{ProductTagsAdd, ProductTagsList, ProductTagsRemove};
use crate::{Call, Client};

/// A handle for the products that are tagged in a Pin, created by
/// [`PinHandle::product_tags`](super::PinHandle::product_tags).
///
/// A product is named by the id of its Pin.
#[derive(Clone, Debug)]
pub struct ProductTags {
    client: Client,
    pin: PinId,
}

impl ProductTags {
    pub(super) fn new(client: &Client, pin: &PinId) -> Self {
        Self {
            client: client.clone(),
            pin: pin.clone(),
        }
    }

    /// Gets all product tags of the Pin.
    ///
    #[doc = pinterest_client::facts!(ProductTagsList)]
    pub fn get(&self) -> Call<ProductTagsList> {
        self.client.call(ProductTagsList::new(&self.pin))
    }

    /// Tags one more product in the Pin.
    ///
    #[doc = pinterest_client::facts!(cost of ProductTagsAdd)]
    pub fn add(&self, product: impl Into<PinId>) -> Call<One<ProductTagsAdd, ProductTag>> {
        let product = product.into();
        let added = product.clone();
        // The response may have other product tags of the Pin too.
        let read = results::whole(move |response: ProductTagsResponse| {
            let mut tags = response.product_tags.into_iter();
            let tag = tags.find(|tag| tag.pin_id == added);
            tag.map(reply).into_iter().collect()
        });
        let shape = Shape::in_field(&operation::PRODUCT_TAGS_BULK_ADD, FIELD, fill_added, read);
        Batch::one(&self.client, self.no_additions(), product, &shape)
    }

    /// Tags more products in the Pin.
    ///
    /// The service responds with product tags of the Pin. Where these include some that the Pin had
    /// before, they are in [`BatchOutcome::unmatched`](crate::BatchOutcome::unmatched).
    ///
    #[doc = pinterest_client::facts!(cost of ProductTagsAdd)]
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let tags = client.pin("813744226420795884").product_tags();
    /// let outcome = tags.add_all(["813744226420795885", "813744226420795886"]).await?;
    /// for product in outcome.unconfirmed() {
    ///     println!("{product} may not be tagged");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn add_all(
        &self,
        products: impl IntoIterator<Item = impl Into<PinId>>,
    ) -> Batch<ProductTagsAdd, PinId, ProductTag> {
        let read = results::typed(Some(FIELD), reply);
        let shape = Shape::in_field(&operation::PRODUCT_TAGS_BULK_ADD, FIELD, fill_added, read)
            .keyed_by(|product: &PinId| vec![product.to_string()]);
        Batch::new(&self.client, self.no_additions(), products, shape)
    }

    /// Removes a product tag from the Pin.
    ///
    #[doc = pinterest_client::facts!(cost of ProductTagsRemove)]
    pub fn remove(&self, product: impl Into<PinId>) -> Call<One<ProductTagsRemove, ()>> {
        Batch::one(&self.client, self.no_removals(), product, &removals())
    }

    /// Removes product tags from the Pin, all of a request or none.
    ///
    #[doc = pinterest_client::facts!(cost of ProductTagsRemove)]
    pub fn remove_all(
        &self,
        products: impl IntoIterator<Item = impl Into<PinId>>,
    ) -> Batch<ProductTagsRemove, PinId, ()> {
        Batch::new(&self.client, self.no_removals(), products, removals())
    }

    fn no_additions(&self) -> ProductTagsAdd {
        ProductTagsAdd::new(&self.pin, tags(Vec::new()))
    }

    fn no_removals(&self) -> ProductTagsRemove {
        ProductTagsRemove::new(&self.pin, tags(Vec::new()))
    }
}

/// The field that holds product tags, in requests and responses.
const FIELD: &str = "product_tags";

fn tags(products: Vec<PinId>) -> ProductTagsRequest {
    let tags = products.into_iter().map(ProductTag::new);
    ProductTagsRequest::new(tags)
}

fn fill_added(request: &mut ProductTagsAdd, products: Vec<PinId>) {
    request.set_body(tags(products));
}

fn reply(tag: ProductTag) -> Reply<ProductTag> {
    Reply::success(vec![tag.pin_id.to_string()], tag)
}

#[inline]
fn removals() -> Shape<ProductTagsRemove, PinId, ()> {
    let fill = |request: &mut ProductTagsRemove, products: Vec<PinId>| {
        request.set_body(tags(products));
    };
    let read = results::all_or_nothing();
    Shape::in_field(&operation::PRODUCT_TAGS_BULK_DELETE, FIELD, fill, read)
}
