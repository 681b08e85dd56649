//! Lists: one page, a stream of pages, a stream of items.

mod bookmark;
mod collected;
#[cfg(test)]
mod fuzz;
mod items;
mod list;
mod page;
mod pages;
mod position;

use crate::Error;

pub use items::Items;
pub use list::{DEFAULT_MAX_EMPTY_PAGES, List};
pub use page::{Page, PageItems};
pub use pages::Pages;
pub use position::Position;

/// Takes the errors of items that are not as described.
type Report = Box<dyn FnMut(Error) + Send>;
