//! The products that are tagged in a Pin.

use pinterest_client::operation;
use pinterest_client::types::{PinId, ProductTag, ProductTagsRequest, ProductTagsResponse};

use crate::batch::{BatchOutcome, Positional, Reply};
use crate::transport::call;
use crate::{Client, Error};

/// The products that are tagged in a Pin; made by [`Pin::product_tags`](super::Pin::product_tags).
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

    /// Gets all product tags of the Pin (`product_tags/list`). Scopes: `boards:read` and `pins:read`. Not in the
    /// sandbox.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn list(&self) -> Result<Vec<ProductTag>, Error> {
        let answer = call!(
            self.client,
            PRODUCT_TAGS_LIST,
            api.product_tags_list(&self.pin)
        )?;
        Ok(answer.product_tags)
    }

    /// Tags more products in the Pin (`product_tags/bulk_add`, 24 a request). Scopes: `boards:read`, `boards:write`,
    /// `pins:read` and `pins:write`. Not in the sandbox.
    ///
    /// The service answers with product tags of the Pin. Those that the Pin had before are in
    /// [`BatchOutcome::unmatched`], where the answer has them too.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let tags = client.pin("813744226420795884").product_tags();
    /// let outcome = tags.add(["813744226420795885", "813744226420795886"]).await?;
    /// for product in outcome.unconfirmed() {
    ///     println!("{product} may not be tagged");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn add<P: Into<PinId>>(
        &self,
        products: impl IntoIterator<Item = P>,
    ) -> Result<BatchOutcome<PinId, ProductTag>, Error> {
        let pin = &self.pin;
        Positional::of(&operation::PRODUCT_TAGS_BULK_ADD)
            .in_field("product_tags")
            .keyed_by(|product: &PinId| vec![product.to_string()])
            .send(
                &self.client,
                products,
                tags,
                |api, body| async move { api.product_tags_bulk_add(pin, &body).await },
                |answer: ProductTagsResponse| {
                    let reply = |tag: ProductTag| Reply::success(vec![tag.pin_id.to_string()], tag);
                    answer.product_tags.into_iter().map(reply).collect()
                },
            )
            .await
    }

    /// Removes product tags from the Pin (`product_tags/bulk_delete`, 24 a request; all or nothing of a request). Scopes:
    /// `boards:read`, `boards:write`, `pins:read` and `pins:write`. Not in the sandbox.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the first request did certainly not take effect.
    pub async fn remove<P: Into<PinId>>(
        &self,
        products: impl IntoIterator<Item = P>,
    ) -> Result<BatchOutcome<PinId, ()>, Error> {
        let pin = &self.pin;
        Positional::of(&operation::PRODUCT_TAGS_BULK_DELETE)
            .in_field("product_tags")
            .send_whole(&self.client, products, tags, |api, body| async move {
                api.product_tags_bulk_delete(pin, &body).await
            })
            .await
    }
}

fn tags(products: &[PinId]) -> ProductTagsRequest {
    ProductTagsRequest::new(products.iter().map(ProductTag::new).collect::<Vec<_>>())
}
