//! The Pins of the built-in data.

use serde_json::{Value, json};

use super::image;
use super::{Place, insert};
use crate::authorization::MAIN_ACCOUNT;
use crate::families::boards;
use crate::families::user_account::other_accounts;
use crate::state::{State, text};

const COUNT: usize = 300;

const MATERIALS: [&str; 10] = [
    "Oak",
    "Walnut",
    "Linen",
    "Ceramic",
    "Rattan",
    "Wool",
    "Brass",
    "Ash",
    "Cotton",
    "Stoneware",
];

const THINGS: [&str; 15] = [
    "Shelf",
    "Dining Table",
    "Armchair",
    "Pendant Lamp",
    "Cushion",
    "Planter",
    "Desk",
    "Mirror",
    "Bench",
    "Bowl",
    "Side Table",
    "Throw",
    "Sideboard",
    "Stool",
    "Vase",
];

const TEXTS: [&str; 5] = [
    "Made in small series, finished by hand.",
    "Three ways to use it in a small room.",
    "How we photographed it in the morning light.",
    "The story behind the piece.",
    "Before and after, with a list of everything shown.",
];

pub(in crate::families) fn seed(state: &mut State) {
    let now = state.clock.now();
    let shared = state
        .rows("boards")
        .filter(|(_, board)| boards::is_shared_with(board, MAIN_ACCOUNT));
    let boards: Vec<String> = shared.map(|(id, _)| id.clone()).collect();
    let sections: Vec<(String, String)> = state
        .rows("board_sections")
        .map(|(id, section)| (text(section, "_board").to_owned(), id.clone()))
        .collect();
    if boards.is_empty() {
        return;
    }
    let mut saved_from: Option<String> = None;
    for index in 0..COUNT {
        let board = boards
            .get((index * 5 + index / boards.len()) % boards.len())
            .cloned();
        let mut of_board = sections
            .iter()
            .filter(|(of, _)| Some(of) == board.as_ref())
            .map(|(_, section)| section.clone());
        // Every other Pin of a board with sections is in one.
        let section = of_board.nth(index / boards.len() % 6);
        let mut given = content(state, index);
        if index % 10 == 7 {
            given["parent_pin_id"] = json!(saved_from);
        }
        let created_at = now.plus_seconds(-86_400 * (380 - index as i64) - 977 * index as i64);
        let place = Place { board, section };
        let pin = insert(state, MAIN_ACCOUNT, given, &place, created_at);
        saved_from = Some(text(&pin, "id").to_owned());
    }
    seed_others(state);
}

/// Pins on the boards that other accounts have.
fn seed_others(state: &mut State) {
    let now = state.clock.now();
    for (number, other) in other_accounts().take(3).enumerate() {
        let own = state
            .rows("boards")
            .find(|(_, board)| text(board, "_owner") == other);
        let board = own.map(|(id, _)| id.clone());
        for index in 0..4 {
            let mut given = content(state, 1_000 + number * 40 + index);
            given["link"] = Value::Null;
            given["is_product"] = json!(false);
            let place = Place {
                board: board.clone(),
                section: None,
            };
            let created_at = now.plus_seconds(-86_400 * (90 - 3 * index as i64));
            insert(state, other, given, &place, created_at);
        }
    }
}

fn content(state: &mut State, index: usize) -> Value {
    let material = MATERIALS[index % MATERIALS.len()];
    let thing = THINGS[index / MATERIALS.len() % THINGS.len()];
    let title = format!("{material} {thing}");
    let slug = title.to_lowercase().replace(' ', "-");
    let name = format!("{slug} {index}");
    let kind = match index % 20 {
        3 | 13 => "VIDEO",
        9 => "CAROUSEL",
        _ => "REGULAR",
    };
    let sizes = [(1000, 1500), (1000, 1000), (1200, 1800)];
    let size = sizes[state.random.usize(..sizes.len())];
    let images = image::sizes(&name, size);
    let media = match kind {
        "VIDEO" => json!({
            "media_type": "video",
            "cover_image_url": images["1200x"]["url"],
            "images": images,
            "duration": 6_000 + state.random.u32(..40_000),
            "width": 1080,
            "height": 1920,
            "video_url": null,
            "video_url_hls": null,
        }),
        "CAROUSEL" => {
            let items: Vec<Value> = (1..=3)
                .map(|number| {
                    json!({
                        "item_type": "image",
                        "title": format!("{title} {number}"),
                        "description": null,
                        "link": format!("https://shop.example.com/products/{slug}"),
                        "images": image::sizes(&format!("{name} {number}"), size),
                    })
                })
                .collect();
            json!({"media_type": "multiple_images", "items": items})
        }
        _ => json!({"media_type": "image", "images": images}),
    };
    let is_product = index.is_multiple_of(4);
    let link = match index % 4 {
        0 | 1 => format!("https://shop.example.com/products/{slug}"),
        2 => format!("https://blog.example.com/{slug}"),
        _ => "https://example.com/inspiration".to_owned(),
    };
    json!({
        "title": title,
        "description": format!("{title}. {}", TEXTS[index % TEXTS.len()]),
        "link": link,
        "alt_text": format!("A photograph: {}", title.to_lowercase()),
        "dominant_color": image::color(&name),
        "creative_type": kind,
        "is_product": is_product,
        "media": media,
        "_is_native": kind != "REGULAR",
    })
}
