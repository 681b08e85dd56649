//! Pins: creation, saving, changes, analytics of Pins.

use std::collections::HashMap;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::boards::{self, Access};
use super::user_account::{acting, insufficient};
use super::{board_sections, entities, product_tags};
use crate::call::{Behavior, Call};
use crate::clock::Now;
use crate::exchange::{Failure, Reply};
use crate::state::{Row, State, text};

mod analytics;
mod creation;
pub(super) mod figures;
mod image;
pub(super) mod range;
mod seed;
mod update;

pub(super) use creation::UNREACHABLE_HOST;
pub(super) use figures::noise;
pub(super) use seed::seed;

pub(super) const BEHAVIORS: &[(&str, Behavior)] = &[
    ("pins/list", list),
    ("pins/create", creation::create),
    ("pins/get", get),
    ("pins/update", update::update),
    ("pins/delete", delete),
    ("pins/save", update::save),
    ("pins/analytics", analytics::of_one),
    ("multi_pins/analytics", analytics::of_several),
];

const TABLE: &str = "pins";
const SCHEMA: &str = "Pin";

/// 404, code 50.
pub(super) fn not_found() -> Failure {
    Failure::not_found(50, "Pin not found.")
}

/// Returns a Pin that the account owns or that is on a board shared with it.
pub(super) fn own<'c>(
    call: &'c Call<'_>,
    account: &str,
    id: &str,
    access: Access,
) -> Result<&'c Row, Failure> {
    let pin = call.state.row(TABLE, id).ok_or_else(not_found)?;
    let board = call.state.row("boards", text(pin, "board_id"));
    let is_shared = board.is_some_and(|board| boards::is_shared_with(board, account));
    if text(pin, "_owner") != account && !is_shared {
        return Err(insufficient());
    }
    boards::check_secret(call, privacy(call.state, pin), access, "pins")?;
    Ok(pin)
}

/// The visibility of the board that a Pin is on; everybody sees a Pin without a board.
pub(super) fn privacy<'s>(state: &'s State, pin: &Row) -> &'s str {
    let board = state.row("boards", text(pin, "board_id"));
    board.map_or("PUBLIC", |board| text(board, "privacy"))
}

/// The address of the image of a Pin in a size such as `150x150`; null without an image.
pub(super) fn image_url(pin: &Row, size: &str) -> Value {
    let media = pin.get("media").unwrap_or(&Value::Null);
    let images = match &media["items"][0] {
        Value::Null => &media["images"],
        first => &first["images"],
    };
    images[size]["url"].clone()
}

/// Tells whether a Pin has one of the formats; without any, every Pin has.
pub(super) fn is_of_types(pin: &Row, types: &[String]) -> bool {
    types.is_empty() || types.iter().any(|of| of == text(pin, "creative_type"))
}

/// Removes the Pins for which the predicate holds.
pub(super) fn delete_where(state: &mut State, is_gone: impl Fn(&Row) -> bool, now: Now) {
    let gone = state.rows(TABLE).filter(|(_, pin)| is_gone(pin));
    let gone: Vec<Row> = gone.map(|(_, pin)| pin.clone()).collect();
    if gone.is_empty() {
        return;
    }
    state.table(TABLE).retain(|pin| !is_gone(pin));
    for pin in gone {
        boards::count_pin(state, text(&pin, "board_id"), &pin, false, now);
    }
}

/// Responds with one page of the Pins for which the predicate holds, newest first.
pub(super) fn page(
    call: &Call<'_>,
    account: &str,
    is_wanted: impl Fn(&Row) -> bool,
) -> Result<Reply, Failure> {
    let found = call.state.rows(TABLE).rev();
    let ids = found.filter(|(_, pin)| is_wanted(pin));
    let presented = Presented::new(call, account);
    call.page_of(ids.map(|(id, _)| id.clone()), |id| {
        match call.state.row(TABLE, id) {
            Some(pin) => presented.pin(pin),
            None => Value::Null,
        }
    })
}

/// How Pins are shown to an account in one response.
#[derive(Debug)]
struct Presented {
    account: String,
    today: Date,
    with_metrics: bool,
    promotions: HashMap<String, Date>,
}

impl Presented {
    fn new(call: &Call<'_>, account: &str) -> Self {
        Self {
            account: account.to_owned(),
            today: call.now.date(),
            with_metrics: call.query_flag("pin_metrics") == Some(true),
            promotions: figures::promotions(call.state),
        }
    }

    fn pin(&self, pin: &Row) -> Value {
        let mut shown = pin.clone();
        let id = text(pin, "id");
        let mut set = |name: &str, value: Value| drop(shown.insert(name.to_owned(), value));
        set("is_owner", json!(text(pin, "_owner") == self.account));
        set("product_tags", product_tags::of(pin));
        if self.promotions.contains_key(id) {
            set("has_been_promoted", json!(true));
        }
        if self.with_metrics {
            let metrics = figures::of_pin_itself(pin, &self.promotions, self.today);
            set("pin_metrics", metrics);
        }
        Value::Object(shown)
    }
}

/// The response that holds one Pin.
fn shown(call: &Call<'_>, account: &str, pin: &Row) -> Value {
    Presented::new(call, account).pin(pin)
}

fn list(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = acting(call)?;
    let filter = call.query_text("pin_filter").unwrap_or_default();
    let with_protected = call.query_flag("include_protected_pins") == Some(true);
    let only_private = call.query_text("pin_type") == Some("PRIVATE");
    let with_secret = boards::has_secret_scope(call, Access::Read, "pins");
    let types = call.query_texts("creative_types");
    let mut domains = call.query_texts("domains");
    domains.extend(call.query_texts("domain"));
    let promotions = figures::promotions(call.state);
    let is_promoted = |pin: &Row| {
        pin.get("has_been_promoted") == Some(&Value::Bool(true))
            || promotions.contains_key(text(pin, "id"))
    };
    page(call, &account, |pin| {
        text(pin, "_owner") == account
            && match privacy(call.state, pin) {
                "SECRET" => with_secret,
                "PROTECTED" => with_protected && !only_private,
                _ => !only_private,
            }
            && match filter {
                "exclude_native" => pin.get("_is_native") != Some(&Value::Bool(true)),
                "exclude_repins" => text(pin, "parent_pin_id").is_empty(),
                "has_been_promoted" => is_promoted(pin),
                _ => true,
            }
            && is_of_types(pin, &types)
            && (domains.is_empty() || domains.iter().any(|domain| links_to(pin, domain)))
    })
}

/// Tells whether a Pin links to a domain or one below it.
pub(super) fn links_to(pin: &Row, domain: &str) -> bool {
    let link: Result<http::Uri, _> = text(pin, "link").parse();
    let domain = domain.trim_start_matches("www.");
    let host = link.ok().and_then(|link| link.host().map(str::to_owned));
    host.is_some_and(|host| {
        let above = host.strip_suffix(domain);
        above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
    })
}

fn get(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = acting(call)?;
    let pin = own(call, &account, &call.path("pin_id"), Access::Read)?;
    Ok(call.reply(shown(call, &account, pin)))
}

fn delete(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = acting(call)?;
    let id = call.path("pin_id");
    own(call, &account, &id, Access::Write)?;
    if let Some(pin) = call.state.table(TABLE).remove(&id) {
        boards::count_pin(call.state, text(&pin, "board_id"), &pin, false, call.now);
    }
    Ok(Reply::empty(204))
}

/// Where a Pin is to be.
#[derive(Clone, Debug, Default)]
struct Place {
    board: Option<String>,
    section: Option<String>,
}

impl Place {
    /// Returns the place that a body names, if the account may put Pins there.
    fn given(call: &Call<'_>, account: &str) -> Result<Self, Failure> {
        let section = call.body_text("board_section_id").map(str::to_owned);
        let of_section = section
            .as_ref()
            .and_then(|section| board_sections::board_of(call.state, section));
        let given = call.body_text("board_id").map(str::to_owned);
        let board = given.or(of_section);
        if let Some(board) = &board {
            boards::shared(call, account, board, Access::Write, "pins")?;
        }
        if let Some(section) = &section {
            let board = board.as_deref().unwrap_or_default();
            board_sections::find(call.state, board, section)?;
        }
        Ok(Self { board, section })
    }

    /// Puts it into a Pin that is not on a board yet.
    fn put_into(&self, state: &State, pin: &mut Row) {
        pin.remove("board_id");
        pin.remove("board_owner");
        if let Some(id) = &self.board {
            pin.insert("board_id".to_owned(), json!(id));
            let board = state.row("boards", id);
            let owner = board.and_then(|board| board.get("owner")).cloned();
            pin.insert("board_owner".to_owned(), owner.unwrap_or(json!({})));
        }
        pin.insert("board_section_id".to_owned(), json!(self.section));
    }
}

/// Completes a Pin, stores it and counts it on its board.
fn insert(state: &mut State, owner: &str, given: Value, place: &Place, now: Now) -> Row {
    let id = state.new_id();
    let pin = json!({
        "id": id,
        "title": null,
        "description": null,
        "link": null,
        "alt_text": null,
        "dominant_color": null,
        "created_at": now.rfc3339(),
        "creative_type": "REGULAR",
        "has_been_promoted": false,
        "is_owner": true,
        "is_product": false,
        "is_removable": false,
        "is_standard": true,
        "parent_pin_id": null,
        "pin_metrics": null,
        "_owner": owner,
    });
    let mut pin = state.new_row(SCHEMA, entities::completed(given, pin));
    place.put_into(state, &mut pin);
    state.table(TABLE).insert(id, pin.clone());
    if let Some(board) = &place.board {
        boards::count_pin(state, board, &pin, true, now);
    }
    pin
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::ReplyBody;
    use crate::families::testing;

    fn count(reply: &Reply) -> usize {
        match &reply.body {
            ReplyBody::Json(page) => page["items"].as_array().map_or(0, Vec::len),
            _ => 0,
        }
    }

    #[test]
    fn pins_on_secret_boards_need_their_scopes() {
        let mut state = testing::seeded();
        let secret = state
            .rows(TABLE)
            .find(|(_, pin)| privacy(&state, pin) == "SECRET")
            .map(|(id, _)| id.clone())
            .unwrap();
        let (open, all) = (["pins:read"], ["pins:read", "pins:read_secret"]);
        let path = [("pin_id", secret.as_str())];
        let failure = testing::call(&mut state, "pins/get", &open, &path, Value::Null);
        assert_eq!(failure.unwrap_err().code, 3);
        assert!(testing::call(&mut state, "pins/get", &all, &path, Value::Null).is_ok());
        let private = [("pin_type", "PRIVATE")];
        let without = testing::query(&mut state, "pins/list", &open, &private).unwrap();
        assert_eq!(count(&without), 0);
        let with = testing::query(&mut state, "pins/list", &all, &private).unwrap();
        assert_eq!(count(&with), 25);
    }

    #[test]
    fn domains_are_those_of_the_link() {
        let pin = json!({"link": "https://shop.example.com/oak"});
        let pin = pin.as_object().unwrap();
        assert!(links_to(pin, "shop.example.com"));
        assert!(links_to(pin, "example.com"));
        assert!(!links_to(pin, "op.example.com"));
    }
}
