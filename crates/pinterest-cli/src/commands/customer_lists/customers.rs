//! Rows of files as customers.

use pinterest::targeting::{Customer, CustomerHashing, CustomerRecords};
use serde_json::Value;

use crate::inputs::Row;

/// Makes a customer of a row, who can be sent.
pub(super) fn customer(row: Row, hashing: CustomerHashing) -> Result<Customer, String> {
    let mut customer = Customer::new();
    for (name, value) in row.fields {
        let text = match value {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            Value::Null => continue,
            _ => return Err(format!("`{name}` must be text")),
        };
        customer = match name.as_str() {
            "email" => customer.email(text),
            "maid" | "mobile_ad_id" => customer.mobile_ad_id(text),
            "phone" => customer.phone(text),
            "hashed_email" => customer.hashed_email(text),
            "hashed_mobile_ad_id" => customer.hashed_mobile_ad_id(text),
            "hashed_phone" | "hashed_phone_number" => customer.hashed_phone(text),
            "hashed_pinner_id" => customer.hashed_pinner_id(text),
            "external_id" => customer.external_id(text),
            "ip_address" => customer.ip_address(text),
            "user_agent" => customer.user_agent(text),
            "liveramp_envelope" => customer.liveramp_envelope(text),
            _ => return Err(format!("there is no field `{name}`")),
        };
    }
    // Its problems are only known when it becomes a record.
    match CustomerRecords::rows(hashing, [customer.clone()]) {
        Ok(_) => Ok(customer),
        Err(invalid) => Err(invalid.to_string().replace("customers[0].", "")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(fields: Value) -> Result<Customer, String> {
        let Value::Object(fields) = fields else {
            panic!("a row is an object");
        };
        customer(Row { line: 1, fields }, CustomerHashing::Sha256)
    }

    #[test]
    fn a_customer_has_identifiers_by_name() {
        let row = json!({"email": "Ada@Example.com", "phone": "+44 20 7946 0958", "maid": null});
        let expected = Customer::new()
            .email("ada@example.com")
            .phone("442079460958");
        assert_eq!(read(row), Ok(expected));
    }

    #[test]
    fn what_is_wrong_is_named_without_its_value() {
        for (row, name) in [
            (json!({"mail": "ada@example.com"}), "`mail`"),
            (json!({"email": "nowhere"}), "email"),
            (json!({}), "customers"),
        ] {
            let problem = read(row).unwrap_err();
            assert!(problem.contains(name), "{problem}");
            assert!(!problem.contains("nowhere"), "{problem}");
        }
    }
}
