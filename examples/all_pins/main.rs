//! Reads all Pins of all boards. A file keeps the bookmarks, with which a stopped run is resumed.
//!
//! It talks to a mock on loopback, and with `PINTEREST_ACCESS_TOKEN` set to the API, to read only.

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
type Outcome = Result<(), Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome {
    let print = |board: &Board, pin: &Pin| println!("{}: {} {:?}", board.name, pin.id, pin.title);
    if env::var_os("PINTEREST_ACCESS_TOKEN").is_some() {
        return read_all(&Client::from_env()?, Path::new("all-pins.json"), print).await;
    }
    let (server, folder) = (mock::Server::start().await, tempfile::tempdir()?);
    let (client, file) = (server.client(), folder.path().join("all-pins.json"));
    if let Err(error) = read_all(&client, &file, print).await {
        println!("Stopped: {error}\nResuming.");
    }
    read_all(&client, &file, print).await
}

async fn read_all(client: &Client, file: &Path, mut handle: impl FnMut(&Board, &Pin)) -> Outcome {
    let saved = file.exists().then(|| fs::read(file)).transpose()?;
    let mut progress: Progress = serde_json::from_slice(&saved.unwrap_or(b"{}".to_vec()))?;
    let report = |error: &pinterest::Error| eprintln!("skipped: {error}");
    let boards = client.boards().list().items();
    let mut boards = boards.skip_undecodable(move |error| report(&error));
    while let Some(board) = boards.try_next().await? {
        let pins = client.board(&board.id).pins().page_size(250);
        let mut pages = match progress.get(&board.id) {
            Some(None) => continue,
            Some(Some(bookmark)) => pins.bookmark(bookmark).pages(),
            None => pins.pages(),
        };
        while let Some(page) = pages.try_next().await? {
            page.items().for_each(|pin| handle(&board, pin));
            page.item_errors().for_each(report);
            let next = pages.bookmark().map(str::to_owned);
            if next.is_some() || pages.is_finished() {
                progress.insert(board.id.clone(), next);
                fs::write(file, serde_json::to_string(&progress)?)?;
            }
        }
    }
    Ok(())
}
