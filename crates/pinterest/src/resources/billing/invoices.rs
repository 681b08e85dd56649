//! Invoices and credit memos.

use pinterest_client::types::{AdAccountId, BillingInvoiceDownload, BillingInvoiceId};

use crate::paging::List;
use crate::requests::BillingInvoicesGetQuery;
use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error};

/// Invoices and credit memos of an ad account; made by [`AdAccount::billing_invoices`].
///
/// ```no_run
/// use futures_util::TryStreamExt;
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let account = client.ad_account("549755885175");
/// let mut invoices = account.billing_invoices().list().start_due_date("2026-01-01").items();
/// while let Some(invoice) = invoices.try_next().await? {
///     println!("{:?}", invoice.id);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct BillingInvoices {
    client: Client,
    ad_account: AdAccountId,
}

impl BillingInvoices {
    pub(super) fn new(account: &AdAccount) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Lists the invoices and credit memos (`billing_invoices/get`). Scopes: `ads:read` and `billing:read`. Not in the
    /// sandbox.
    pub fn list(&self) -> List<BillingInvoicesGetQuery> {
        let query = BillingInvoicesGetQuery::new(&self.ad_account);
        List::new(&self.client, query)
    }
}

/// An invoice of an ad account; made by [`AdAccount::billing_invoice`].
#[derive(Clone, Debug)]
pub struct BillingInvoice {
    client: Client,
    ad_account: AdAccountId,
    id: BillingInvoiceId,
}

impl BillingInvoice {
    pub(super) fn new(account: &AdAccount, id: BillingInvoiceId) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
            id,
        }
    }

    /// The id of the invoice.
    #[must_use]
    pub fn id(&self) -> &BillingInvoiceId {
        &self.id
    }

    /// Gets the address of the document of the invoice (`billing_invoice_download/get`). Scopes: `ads:read` and
    /// `billing:read`. Not in the sandbox.
    ///
    /// Whoever has the address may be able to read the invoice.
    ///
    /// # Errors
    ///
    /// When an id goes against a limit, or the call fails.
    pub async fn download_url(&self) -> Result<BillingInvoiceDownload, Error> {
        call!(
            self.client,
            BILLING_INVOICE_DOWNLOAD_GET,
            api.billing_invoice_download_get(&self.ad_account, &self.id)
        )
    }
}
