//! Pages of any text.

use bytes::Bytes;
use pinterest_test_support::fuzz::{Fuzz, ensure, ensure_memory};
use serde_json::Value;

use super::bookmark::Next;
use super::page::Page;
use crate::fuzz::line;
use crate::pipeline::Received;
use crate::raw::RawPage;
use pinterest_client::json::RawJson;
use pinterest_client::paging::ListPage;

/// How much memory a page may take, always and for each byte of its body.
const MEMORY: u64 = 100 << 20;
const MEMORY_PER_BYTE: u64 = 64;

const WORDS: [&str; 12] = [
    "raw\n",
    "invites\n",
    "members\n",
    "\"bookmark\":",
    "\"items\":",
    "\"items\":[",
    "\"bookmark\":null",
    "\"pina_zqx1234567890\"",
    "zoe.zqx@zqx.example",
    "{}",
    "},{",
    "]}",
];

/// An input is the kind of page, a line break, and the body.
#[test]
fn pages() {
    let bodies = [
        r#"{"items": [{"id": "1", "created_time": 7}, {}], "bookmark": "b"}"#,
        r#"{"bookmark": 7, "items": [null, 1, "x", [2]], "total": 3}"#,
        r#"{"items": [], "bookmark": ""}"#,
        r#"{"items": [{"id": "1", "invite_data": {"invite_type": "MEMBER_INVITE"}, "is_received_invite": true, "invite_status": "PENDING", "user": {"id": "2", "username": "pina_zqx1234567890", "email": "zoe.zqx@zqx.example"}}], "bookmark": null}"#,
        r#"{"items": [{"id": "1", "permissions": ["ADMIN"], "asset_group_info": {"x": 1e9}, "zoe.zqx@zqx.example": "\ud800"}]}"#,
    ];
    let kinds = ["raw", "invites", "members", "strict"];
    let inputs = kinds
        .iter()
        .flat_map(|kind| bodies.map(|body| format!("{kind}\n{body}")));
    Fuzz::target("pages")
        .starting_with(inputs)
        .with_words(WORDS)
        .run(|input| {
            let (kind, body) = line(input);
            match kind {
                #[cfg(feature = "business_access")]
                b"invites" => check::<pinterest_client::types::InvitePage>(body),
                #[cfg(feature = "business_access")]
                b"members" => check::<pinterest_client::types::MemberAssetPage>(body),
                _ => raw(body),
            }
        });
}

type Outcome = (u8, usize, usize, usize, usize);

/// Reads a page in both ways.
fn read<P: ListPage>(body: &[u8]) -> Result<Result<Page<P>, String>, String> {
    let received = Received::for_test(Bytes::copy_from_slice(body));
    let mut page = None;
    let memory = allocation_counter::measure(|| {
        page = Some(Page::<P>::read(&received, Some("b".to_owned()), false));
    });
    ensure_memory(memory.bytes_max, body, MEMORY, MEMORY_PER_BYTE)?;
    let strict = Page::<P>::read(&received, None, true);
    let page = match page.expect("it was read") {
        Ok(page) => page,
        Err(error) => {
            let shown = format!("{error} {error:?}");
            ensure_hidden("the error", &shown)?;
            ensure(strict.is_err(), || "only strictly a page".to_owned())?;
            return Ok(Err(shown));
        }
    };
    ensure_hidden("the page", &format!("{:?}", page.set_aside()))?;
    for error in page.item_errors() {
        ensure_hidden("the error of an item", &format!("{error} {error:?}"))?;
    }
    if let Ok(strict) = &strict {
        let is_whole = strict.item_errors().next().is_none();
        ensure(!is_whole || page.set_aside().is_empty(), || {
            "parts were set aside, and strictly nothing was".to_owned()
        })?;
        ensure(strict.len() <= page.len(), || {
            "strictly more items".to_owned()
        })?;
    }
    Ok(Ok(page))
}

fn check<P: ListPage>(body: &[u8]) -> Result<Outcome, String> {
    let page = match read::<P>(body)? {
        Ok(page) => page,
        Err(_) => return Ok((1, 0, 0, 0, 0)),
    };
    let value = serde_json::from_slice::<Value>(body).ok();
    if let Some(value @ Value::Object(_)) = &value {
        ensure(page.next() == &next(value, page.next()), || {
            format!("another bookmark: {:?}", page.next())
        })?;
        if let Some(items) = items(value, body) {
            let found = page.len() + page.null_items() + page.undecodable_items();
            ensure(found == items.len(), || {
                format!("{found} items instead of {}", items.len())
            })?;
        }
    }
    Ok(outcome(&page))
}

fn outcome<P: ListPage>(page: &Page<P>) -> Outcome {
    let next = match page.next() {
        Next::Bookmark(_) => 2,
        Next::End => 3,
        Next::Unreadable => 4,
    };
    let few = |count: usize| count.min(3);
    (
        next,
        few(page.len()),
        few(page.null_items()),
        page.undecodable_items().min(101),
        few(page.set_aside().len()),
    )
}

/// Pages of JSON: every object is one, and has all items.
fn raw(body: &[u8]) -> Result<Outcome, String> {
    let page = read::<RawPage>(body)?;
    let value = serde_json::from_slice::<Value>(body).ok();
    let Some(value @ Value::Object(_)) = &value else {
        return Ok(page.map_or((0, 0, 0, 0, 0), |page| outcome(&page)));
    };
    let page = page.map_err(|error| format!("not a page: {error}"))?;
    ensure(page.set_aside().is_empty(), || {
        format!("set aside from JSON: {:?}", page.set_aside())
    })?;
    if let Some(items) = items(value, body) {
        let present = items.iter().filter(|item| !item.is_null());
        ensure(present.eq(page.items()), || "other items".to_owned())?;
    }
    check::<RawPage>(body)
}

/// The items, unless there are several fields of that name.
fn items<'a>(page: &'a Value, body: &[u8]) -> Option<&'a Vec<Value>> {
    let fields = RawJson::new(body).fields()?;
    let named = fields.iter().filter(|(name, _)| name == "items");
    page["items"].as_array().filter(|_| named.count() == 1)
}

/// What a page says about the next one, by a parser of JSON. The text of a number is taken as it
/// was found, if it is that number.
fn next(page: &Value, found: &Next) -> Next {
    match &page["bookmark"] {
        Value::Null => Next::End,
        Value::String(text) if text.is_empty() => Next::End,
        Value::String(text) => Next::Bookmark(text.clone()),
        number @ Value::Number(_) => match found {
            Next::Bookmark(text) if serde_json::from_str(text).ok().as_ref() == Some(number) => {
                found.clone()
            }
            _ => Next::Bookmark(number.to_string()),
        },
        _ => Next::Unreadable,
    }
}

/// Returns an error if a text shows what is a token or an address beyond doubt: mutations change
/// both.
fn ensure_hidden(what: &str, shown: &str) -> Result<(), String> {
    let secrets = ["pina_zqx", "zoe.zqx@zqx.example"];
    ensure(!secrets.iter().any(|secret| shown.contains(secret)), || {
        format!("{what} shows a secret: {shown}")
    })
}
