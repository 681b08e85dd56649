//! Changes to Pins, and Pins that are saved from others.

use serde_json::{Map, Value};

use super::{Place, SCHEMA, TABLE, insert, not_found, own, privacy, shown};
use crate::call::Call;
use crate::exchange::{Failure, Reply};
use crate::families::boards::{self, Access};
use crate::families::user_account::{acting, not_permitted};
use crate::state::text;

/// What a saved Pin has from the Pin that it was saved from.
const SAVED: [&str; 11] = [
    "title",
    "description",
    "link",
    "alt_text",
    "dominant_color",
    "creative_type",
    "is_product",
    "is_standard",
    "media",
    "ai_disclosures",
    "_product_tags",
];

pub(super) fn save(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = acting(call)?;
    let source_id = call.path("pin_id");
    let source = call.state.row(TABLE, &source_id).ok_or_else(not_found)?;
    if privacy(call.state, source) == "SECRET" {
        let board = call.state.row("boards", text(source, "board_id"));
        if !board.is_some_and(|board| boards::is_shared_with(board, &account)) {
            return Err(not_permitted());
        }
        boards::check_secret(call, "SECRET", Access::Read, "pins")?;
    }
    let mut given: Map<String, Value> = SAVED
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), source.get(*name)?.clone())))
        .collect();
    given.insert("parent_pin_id".to_owned(), Value::String(source_id));
    let place = Place::given(call, &account)?;
    let pin = insert(call.state, &account, Value::Object(given), &place, call.now);
    Ok(Reply::json(201, shown(call, &account, &pin)))
}

pub(super) fn update(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let account = acting(call)?;
    let id = call.path("pin_id");
    let mut pin = own(call, &account, &id, Access::Write)?.clone();
    let old_board = text(&pin, "board_id").to_owned();
    let mut changes = call.body.as_object().cloned().unwrap_or_default();
    let place = moved(call, &account, &old_board)?;
    let slots = changes.remove("carousel_slots");
    changes.retain(|name, _| name != "board_id" && name != "board_section_id");
    pin = call.state.update_row(SCHEMA, pin, &Value::Object(changes));
    if let Some(slots) = slots {
        set_slots(pin.get_mut("media"), &slots)?;
    }
    if let Some(place) = place {
        place.put_into(call.state, &mut pin);
    }
    let new_board = text(&pin, "board_id").to_owned();
    call.state.table(TABLE).insert(id, pin.clone());
    if new_board != old_board {
        boards::count_pin(call.state, &old_board, &pin, false, call.now);
        boards::count_pin(call.state, &new_board, &pin, true, call.now);
    }
    Ok(call.reply(shown(call, &account, &pin)))
}

/// Where a change moves a Pin, if it does. A section of another board moves it to that board;
/// without a section it is on the board alone.
fn moved(call: &Call<'_>, account: &str, board: &str) -> Result<Option<Place>, Failure> {
    let has_board = call.body_text("board_id").is_some();
    if !has_board && call.body.get("board_section_id").is_none() {
        return Ok(None);
    }
    let mut place = Place::given(call, account)?;
    if place.board.is_none() && !board.is_empty() {
        place.board = Some(board.to_owned());
    }
    Ok(Some(place))
}

/// Changes texts and links of the images of a carousel, in their order.
fn set_slots(media: Option<&mut Value>, slots: &Value) -> Result<(), Failure> {
    let items = media.and_then(|media| media.get_mut("items")?.as_array_mut());
    let slots = slots.as_array().map_or(&[][..], Vec::as_slice);
    let items = items.map_or(&mut [][..], Vec::as_mut_slice);
    if slots.len() > items.len() {
        let message = "'carousel_slots' has more entries than the Pin has images";
        return Err(Failure::invalid(message));
    }
    for (item, slot) in items.iter_mut().zip(slots) {
        for (name, value) in slot.as_object().into_iter().flatten() {
            item[name.as_str()] = value.clone();
        }
    }
    Ok(())
}
