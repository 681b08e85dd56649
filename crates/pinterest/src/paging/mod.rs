//! Lists: one page, a stream of pages, a stream of items.

mod bookmark;
mod items;
mod list;
mod page;
mod pages;

pub use items::Items;
pub use list::List;
pub use page::{Page, PageItems};
pub use pages::Pages;
