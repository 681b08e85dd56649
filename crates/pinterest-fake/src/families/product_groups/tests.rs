//! What is promoted stays.

use serde_json::{Map, Value, json};

use super::super::businesses::object;
use crate::authorization::{Caller, MAIN_ACCOUNT};
use crate::call::Call;
use crate::clock::Clock;
use crate::description::description;
use crate::exchange::{Failure, Reply};
use crate::state::{State, text};

fn delete(state: &mut State, operation: &str, name: &str, id: &str) -> Result<Reply, Failure> {
    let path = [(name.to_owned(), json!(id))];
    let mut call = Call {
        operation: description().operation(operation).unwrap(),
        path: path.into_iter().collect(),
        query: Map::new(),
        body: Value::Null,
        caller: Caller {
            account: MAIN_ACCOUNT.to_owned(),
            ..Caller::default()
        },
        now: state.clock.now(),
        state,
    };
    crate::families::behavior(operation).unwrap()(&mut call)
}

#[test]
fn what_is_promoted_is_not_deleted() {
    let mut state = State::new(Clock::default(), String::new(), String::new(), 1);
    crate::families::seed(&mut state);
    let rows = state.rows(super::TABLE).map(|(_, row)| row.clone());
    let of_feed: Vec<_> = rows
        .filter(|row| !text(row, "feed_id").is_empty())
        .collect();
    let (id, feed) = (text(&of_feed[0], "id"), text(&of_feed[0], "feed_id"));
    let promotion = json!({"catalog_product_group_id": id, "status": "ACTIVE"});
    let table = state.table("product_group_promotions");
    table.insert("1", object(promotion));
    let of_group = "catalogs_product_groups/delete";
    let failure = delete(&mut state, of_group, "product_group_id", id).unwrap_err();
    assert_eq!((failure.status, failure.code), (409, 4176));
    let failure = delete(&mut state, "feeds/delete", "feed_id", feed).unwrap_err();
    assert_eq!((failure.status, failure.code), (409, 4162));
    state.table("product_group_promotions").remove("1");
    delete(&mut state, "feeds/delete", "feed_id", feed).unwrap();
    assert!(state.row(super::TABLE, id).is_none());
    let mut items = state.rows("items").map(|(_, row)| row);
    assert!(items.all(|row| text(row, "_feed") != feed));
}
