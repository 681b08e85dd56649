//! The records of a customer list.

use std::fmt;

use pinterest_client::Sensitive;
use pinterest_client::types::{
    CustomerListOperation, CustomerListRecord, CustomerListUpdate, NewCustomerList,
};

use super::Customer;
use crate::personal_data::{FieldProblem, InvalidField, md5, sha1, sha256};

/// How the identifiers of a customer list are hashed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CustomerHashing {
    /// With SHA-256.
    #[default]
    Sha256,
    /// With SHA-1.
    Sha1,
    /// With MD5.
    Md5,
    /// E-mail addresses are sent as plain text in lower case. Mobile advertising ids and phone
    /// numbers, which Pinterest takes as hashes only, are hashed with SHA-256.
    PlainEmail,
}

impl CustomerHashing {
    pub(super) fn hash(self, text: &str) -> String {
        match self {
            Self::Sha256 | Self::PlainEmail => sha256(text),
            Self::Sha1 => sha1(text),
            Self::Md5 => md5(text),
        }
    }
}

/// The records of customers, for a new customer list or for a change of one.
///
/// The API takes records in two forms, of which a request has exactly one: text with a record for
/// each e-mail address and each mobile advertising id, or rows with all identifiers of a customer.
///
/// `Debug` shows the number of rows, or the length of the text.
///
/// # Examples
///
/// ```no_run
/// use pinterest::targeting::{Customer, CustomerHashing, CustomerRecords};
/// use pinterest::types::CustomerListOperation;
///
/// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
/// let buyers = [
///     Customer::new().email("Ada@Example.com").phone("+44 20 7946 0958"),
///     Customer::new().email("grace@example.com").external_id("customer-1906"),
/// ];
/// let account = client.ad_account("549755885175");
/// let records = CustomerRecords::rows(CustomerHashing::Sha256, buyers)?;
/// let list = account.customer_lists().create(records.into_list("Buyers")).await?;
///
/// let gone = [Customer::new().email("ada@example.com")];
/// let records = CustomerRecords::text(CustomerHashing::Sha256, gone)?;
/// let removal = records.into_update(CustomerListOperation::Remove);
/// account.customer_list(list.id).update(removal).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq)]
pub struct CustomerRecords(Form);

#[derive(Clone, PartialEq)]
enum Form {
    Text(Sensitive),
    Rows(Vec<CustomerListRecord>),
}

impl CustomerRecords {
    /// Creates rows, which have all identifiers of each customer (`records_v2`).
    ///
    /// # Errors
    ///
    /// Returns an error that names the customer and the field if an identifier is not valid, or if a
    /// customer has none, or if there is no customer.
    pub fn rows(
        hashing: CustomerHashing,
        customers: impl IntoIterator<Item = Customer>,
    ) -> Result<Self, InvalidField> {
        let rows = customers.into_iter().enumerate().map(|(index, customer)| {
            customer
                .into_row(hashing)
                .map_err(|invalid| of_customer(index, &invalid))
        });
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        match rows.is_empty() {
            true => Err(InvalidField::new("customers", FieldProblem::Missing)),
            false => Ok(Self(Form::Rows(rows))),
        }
    }

    /// Creates text, in which every e-mail address and every mobile advertising id is a record of
    /// its own (`records`).
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`rows`](Self::rows), and an error if a customer has an identifier
    /// of another kind.
    pub fn text(
        hashing: CustomerHashing,
        customers: impl IntoIterator<Item = Customer>,
    ) -> Result<Self, InvalidField> {
        let mut text = String::new();
        for (index, customer) in customers.into_iter().enumerate() {
            customer
                .add_to_text(hashing, &mut text)
                .map_err(|invalid| of_customer(index, &invalid))?;
        }
        match text.is_empty() {
            true => Err(InvalidField::new("customers", FieldProblem::Missing)),
            false => Ok(Self(Form::Text(text.into()))),
        }
    }

    /// Returns a customer list to create, with these records.
    #[must_use]
    pub fn into_list(self, name: impl Into<String>) -> NewCustomerList {
        let list = NewCustomerList::new(name);
        match self.0 {
            Form::Text(text) => list.records(text),
            Form::Rows(rows) => list.records_v2(rows),
        }
    }

    /// Returns the change that adds these records to a customer list or removes them.
    #[must_use]
    pub fn into_update(self, operation: CustomerListOperation) -> CustomerListUpdate {
        let update = CustomerListUpdate::new(operation);
        match self.0 {
            Form::Text(text) => update.records(text),
            Form::Rows(rows) => update.records_v2(rows),
        }
    }
}

/// The error of a customer, with its position.
fn of_customer(index: usize, invalid: &InvalidField) -> InvalidField {
    let field = match &*invalid.field {
        "" => format!("customers[{index}]"),
        field => format!("customers[{index}].{field}"),
    };
    InvalidField::new(field, invalid.problem)
}

impl fmt::Debug for CustomerRecords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("CustomerRecords");
        match &self.0 {
            Form::Text(text) => shown.field("text_length", &text.len()),
            Form::Rows(rows) => shown.field("rows", &rows.len()),
        };
        shown.finish()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    // The expected hashes were computed with sha256sum, sha1sum and md5sum.
    const EMAIL: [(CustomerHashing, &str); 4] = [
        (
            CustomerHashing::Sha256,
            "b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72",
        ),
        (
            CustomerHashing::Sha1,
            "3ca93ad87e0bb737e653b66ad67731e86bbc050f",
        ),
        (CustomerHashing::Md5, "3e3417d7ef77d5932a6734b916515ed5"),
        (CustomerHashing::PlainEmail, "ada@example.com"),
    ];
    const DEVICE: [&str; 4] = [
        "213bcc2980d237abbd6b5b809ba533bda4b1d1a89aa1ffa2f6e4474ab6d1729c",
        "fbef03651f7b11ca87a02e79ac1b96b743fbee52",
        "50ea8276f9dda836def95ab34cd2fc91",
        "213bcc2980d237abbd6b5b809ba533bda4b1d1a89aa1ffa2f6e4474ab6d1729c",
    ];
    const PHONE: [&str; 4] = [
        "35e206e5dec4c89b9e8b71b8c32724a5bb518483ac5a20c6617d738375b3b823",
        "c4669c497f54cefa2ce815165f88eff0299d355b",
        "6b5ec58013600595f95cabfc47ceebaa",
        "35e206e5dec4c89b9e8b71b8c32724a5bb518483ac5a20c6617d738375b3b823",
    ];
    const ID: &str = "8C4E9D2A-1F3B-4C5D-9E6F-7A8B9C0D1E2F";

    fn sent(records: CustomerRecords) -> Value {
        serde_json::to_value(records.into_list("Buyers")).unwrap()
    }

    fn ada() -> Customer {
        Customer::new().email(" Ada@Example.COM").mobile_ad_id(ID)
    }

    #[test]
    fn rows_have_every_identifier_hashed_as_asked() {
        for (index, (hashing, email)) in EMAIL.into_iter().enumerate() {
            let customer = ada()
                .phone("+44 (0)20 7946 0958")
                .external_id(" customer-1815 ")
                .ip_address("192.0.2.1")
                .user_agent("Mozilla/5.0")
                .liveramp_envelope("Ai5")
                .hashed_pinner_id("pinner-1");
            let records = CustomerRecords::rows(hashing, [customer]).unwrap();
            let expected = json!({"name": "Buyers", "records_v2": [{
                "email": email,
                "external_id": "customer-1815",
                "hashed_phone_number": PHONE[index],
                "hashed_pinner_id": "pinner-1",
                "ip_address": "192.0.2.1",
                "liveramp_envelope": "Ai5",
                "maid": DEVICE[index],
                "user_agent": "Mozilla/5.0",
            }]});
            assert_eq!(sent(records), expected);
        }
    }

    #[test]
    fn text_has_emails_and_devices_and_nothing_else() {
        for (index, (hashing, email)) in EMAIL.into_iter().enumerate() {
            let customers = [
                ada(),
                Customer::new()
                    .email("grace@example.com")
                    .hashed_email(email64()),
            ];
            let records = CustomerRecords::text(hashing, customers).unwrap();
            let text = format!("{email},{},{}", DEVICE[index], email64());
            assert_eq!(sent(records), json!({"name": "Buyers", "records": text}));
        }
        for (customer, field) in [
            (
                Customer::new().phone("+44 20 7946 0958"),
                "hashed_phone_number",
            ),
            (ada().external_id("7"), "external_id"),
            (ada().ip_address("192.0.2.1"), "ip_address"),
            (ada().user_agent("a"), "user_agent"),
            (ada().hashed_pinner_id("1"), "hashed_pinner_id"),
            (ada().liveramp_envelope("1"), "liveramp_envelope"),
        ] {
            let error =
                CustomerRecords::text(CustomerHashing::Sha1, [ada(), customer]).unwrap_err();
            assert_eq!(error.field, format!("customers[1].{field}"));
            assert_eq!(error.problem, FieldProblem::NotInText);
        }
        let odd = Customer::new().email("\"a,b\"@example.com");
        let error = CustomerRecords::text(CustomerHashing::PlainEmail, [odd]).unwrap_err();
        assert_eq!(error.problem, FieldProblem::NotInText);
    }

    fn email64() -> String {
        "0123456789abcdef".repeat(4)
    }

    #[test]
    fn hashes_of_any_kind_are_kept_in_lower_case() {
        let hashes = EMAIL.map(|(_, hash)| hash);
        for hash in &hashes[..3] {
            for customer in [
                Customer::new().email(hash.to_uppercase()),
                Customer::new().hashed_email(hash.to_uppercase()),
            ] {
                let records = CustomerRecords::text(CustomerHashing::PlainEmail, [customer]);
                assert_eq!(sent(records.unwrap())["records"], *hash);
            }
        }
        let raw = Customer::new().hashed_email("ada@example.com");
        let error = CustomerRecords::rows(CustomerHashing::Sha256, [raw]).unwrap_err();
        assert_eq!(
            error,
            InvalidField::new("customers[0].email", FieldProblem::NotAHash)
        );
    }

    #[test]
    fn what_is_not_valid_is_named_with_its_customer_or_dropped() {
        let odd = || {
            Customer::new()
                .email("grace@example.com")
                .phone("020 7946 0958")
        };
        let error = CustomerRecords::rows(CustomerHashing::Sha256, [ada(), odd()]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "customers[1].hashed_phone_number must be a phone number with a country code, such as \
             +44 20 7946 0958"
        );
        let rows = [odd().without_invalid()];
        CustomerRecords::rows(CustomerHashing::Sha256, rows).unwrap();
        let nobody = Customer::new().email("grace").without_invalid();
        let error = CustomerRecords::text(CustomerHashing::Sha256, [nobody]).unwrap_err();
        assert_eq!(
            error,
            InvalidField::new("customers[0]", FieldProblem::NoIdentifier)
        );
        for records in [
            CustomerRecords::rows(CustomerHashing::Sha256, []),
            CustomerRecords::text(CustomerHashing::Sha256, []),
        ] {
            assert_eq!(records.unwrap_err().problem, FieldProblem::Missing);
        }
    }

    #[test]
    fn a_change_has_the_same_records() {
        let records = CustomerRecords::text(CustomerHashing::Md5, [ada()]).unwrap();
        let update = records.into_update(CustomerListOperation::Remove);
        let update = serde_json::to_value(update).unwrap();
        let text = format!("{},{}", EMAIL[2].1, DEVICE[2]);
        assert_eq!(update, json!({"operation_type": "REMOVE", "records": text}));
    }

    proptest! {
        #[test]
        fn raw_identifiers_get_out_only_where_that_was_asked_for(
            name in "Q[ÄßИ京Q']{6,12}Z",
            hashing in proptest::sample::select(vec![
                CustomerHashing::Sha256,
                CustomerHashing::Sha1,
                CustomerHashing::Md5,
            ]),
        ) {
            let email = format!("{name}@example.com");
            let customer = Customer::new().email(&email).phone(&name).mobile_ad_id(&name);
            let mut shown = format!("{customer:?}");
            let error = CustomerRecords::rows(hashing, [customer.clone()]).unwrap_err();
            shown += &format!("{error} {error:?}");
            let records = CustomerRecords::rows(hashing, [customer.without_invalid()]).unwrap();
            shown += &format!("{records:?} {}", sent(records.clone()));
            prop_assert!(!shown.contains(&name) && !shown.contains(&name.to_lowercase()), "{}", shown);
        }
    }
}
