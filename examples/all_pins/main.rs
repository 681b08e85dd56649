//! Reads all Pins of all boards. A file keeps the bookmarks, with which a stopped run is resumed.
//!
//! `cargo run --example all_pins` talks to a mock on loopback, and with `PINTEREST_ACCESS_TOKEN` set
//! to the API, where it changes nothing.

#![allow(clippy::print_stderr, clippy::print_stdout)] // A program for the terminal.

mod mock;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::{env, error::Error, fs, path::Path};

use futures_util::TryStreamExt;
use pinterest::Client;
use pinterest::types::{Board, BoardId, Pin};

/// The bookmark of the next page of Pins for each board, or `None` for a board that is finished.
type Progress = BTreeMap<BoardId, Option<String>>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let print = |board: &Board, pin: &Pin| println!("{}: {} {:?}", board.name, pin.id, pin.title);
    if env::var_os("PINTEREST_ACCESS_TOKEN").is_some() {
        return read_all(&Client::from_env()?, Path::new("all-pins.json"), print).await;
    }
    let (server, folder) = (mock::Server::start().await, tempfile::tempdir()?);
    let (client, file) = (server.client()?, folder.path().join("all-pins.json"));
    if let Err(error) = read_all(&client, &file, print).await {
        println!("Stopped: {error}\nResuming.");
    }
    read_all(&client, &file, print).await
}

async fn read_all(
    client: &Client,
    file: &Path,
    mut handle: impl FnMut(&Board, &Pin),
) -> Result<(), Box<dyn Error>> {
    let mut progress = Progress::new();
    if file.exists() {
        progress = serde_json::from_slice(&fs::read(file)?)?;
    }
    let boards = client.boards().list().page_size(250).items();
    let mut boards = boards.skip_undecodable(|error| eprintln!("skipped a board: {error}"));
    while let Some(board) = boards.try_next().await? {
        let pins = client.board(&board.id).pins().page_size(250);
        let mut pages = match progress.get(&board.id) {
            Some(None) => continue,
            Some(Some(bookmark)) => pins.bookmark(bookmark).pages(),
            None => pins.pages(),
        };
        while let Some(page) = pages.try_next().await? {
            page.items().for_each(|pin| handle(&board, pin));
            page.item_errors()
                .for_each(|error| eprintln!("skipped a Pin: {error}"));
            if let Some(bookmark) = pages.bookmark() {
                progress.insert(board.id.clone(), Some(bookmark.to_owned()));
                fs::write(file, serde_json::to_string(&progress)?)?;
            }
        }
        progress.insert(board.id, None);
        fs::write(file, serde_json::to_string(&progress)?)?;
    }
    Ok(())
}
