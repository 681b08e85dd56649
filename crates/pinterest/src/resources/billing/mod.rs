//! Billing of ad accounts: profiles, invoices, credits, insertion orders, order lines.
