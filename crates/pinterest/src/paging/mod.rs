//! Lists: one page, a stream of pages, a stream of items. Every list operation of the API goes through here.

mod bookmark;
mod decode;
mod items;
mod list;
mod page;
mod pages;

pub use items::Items;
pub(crate) use list::sealed;
pub use list::{List, ListQuery};
pub(crate) use list::{filled, not_empty};
pub use page::{Page, PageItems};
pub use pages::Pages;
pub use pinterest_client::paging::ListPage;
