//! Billing of ad accounts: profiles, invoices, credits, insertion orders, order lines.
//!
//! Everything starts at an ad account: [`Client::ad_account`](crate::Client::ad_account).

mod ads_credit;
mod insertion_orders;
mod invoices;
mod order_lines;
mod profiles;

pub use ads_credit::AdsCredit;
pub use insertion_orders::{InsertionOrderHandle, InsertionOrders};
pub use invoices::{BillingInvoiceHandle, BillingInvoices};
pub use order_lines::{OrderLineHandle, OrderLines};
pub use profiles::BillingProfiles;

use pinterest_client::types::{BillingInvoiceId, OrderLineId, PinOrderId};

use crate::resources::AdAccountHandle;

impl AdAccountHandle {
    /// Returns the handle for discounts and credits of the ad account, and the offer codes that
    /// bring them.
    #[must_use]
    pub fn ads_credit(&self) -> AdsCredit {
        AdsCredit::new(self)
    }

    /// Returns the handle for invoices and credit memos of the ad account.
    #[must_use]
    pub fn billing_invoices(&self) -> BillingInvoices {
        BillingInvoices::new(self)
    }

    /// Returns the handle for an invoice of the ad account, by its id.
    #[must_use]
    pub fn billing_invoice(&self, id: impl Into<BillingInvoiceId>) -> BillingInvoiceHandle {
        BillingInvoiceHandle::new(self, id.into())
    }

    /// Returns the handle for payment methods with which the ad account is billed.
    #[must_use]
    pub fn billing_profiles(&self) -> BillingProfiles {
        BillingProfiles::new(self)
    }

    /// Returns the handle for order lines that belong to the ad account. For what Salesforce holds,
    /// see [`InsertionOrders::order_lines`].
    #[must_use]
    pub fn order_lines(&self) -> OrderLines {
        OrderLines::new(self)
    }

    /// Returns the handle for an order line of the ad account, by its id.
    #[must_use]
    pub fn order_line(&self, id: impl Into<OrderLineId>) -> OrderLineHandle {
        OrderLineHandle::new(self, id.into())
    }

    /// Returns the handle for insertion orders that are placed for the ad account in Salesforce
    /// ("SSIO").
    #[must_use]
    pub fn insertion_orders(&self) -> InsertionOrders {
        InsertionOrders::new(self)
    }

    /// Returns the handle for an insertion order, by its id in Salesforce.
    #[must_use]
    pub fn insertion_order(&self, id: impl Into<PinOrderId>) -> InsertionOrderHandle {
        InsertionOrderHandle::new(self, id.into())
    }
}
