//! Invoices and credit memos.

use pinterest_client::types::{AdAccountId, BillingInvoiceId};

use crate::requests::{BillingInvoiceDownloadGet, BillingInvoicesList};
use crate::resources::AdAccountHandle;
use crate::{Call, Client, List};

/// A handle for invoices and credit memos of an ad account, created by
/// [`AdAccountHandle::billing_invoices`].
///
/// # Examples
///
/// ```no_run
/// use futures_util::TryStreamExt;
/// use pinterest::Date;
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let since = Date::new(2026, 1, 1)?;
/// let invoices = client.ad_account("549755885175").billing_invoices().list();
/// let mut due = invoices.with(|list| list.start_due_date(since)).items();
/// while let Some(invoice) = due.try_next().await? {
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
    pub(super) fn new(account: &AdAccountHandle) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
        }
    }

    /// Lists the invoices and credit memos.
    ///
    #[doc = pinterest_client::facts!(BillingInvoicesList)]
    pub fn list(&self) -> List<BillingInvoicesList> {
        self.client.list(BillingInvoicesList::new(&self.ad_account))
    }
}

/// A handle for an invoice of an ad account, created by [`AdAccountHandle::billing_invoice`].
#[derive(Clone, Debug)]
pub struct BillingInvoiceHandle {
    client: Client,
    ad_account: AdAccountId,
    id: BillingInvoiceId,
}

impl BillingInvoiceHandle {
    pub(super) fn new(account: &AdAccountHandle, id: BillingInvoiceId) -> Self {
        Self {
            client: account.client.clone(),
            ad_account: account.id.clone(),
            id,
        }
    }

    /// Returns the id of the invoice.
    #[must_use]
    pub fn id(&self) -> &BillingInvoiceId {
        &self.id
    }

    /// Gets the URL of the document of the invoice.
    ///
    /// Whoever has the URL may be able to read the invoice.
    ///
    #[doc = pinterest_client::facts!(BillingInvoiceDownloadGet)]
    pub fn download_url(&self) -> Call<BillingInvoiceDownloadGet> {
        self.client
            .call(BillingInvoiceDownloadGet::new(&self.ad_account, &self.id))
    }
}
