//! Reads all Pins of all boards. A file keeps the positions, at which a stopped run is resumed.
//!
//! It talks to a fake on loopback, and with `PINTEREST_ACCESS_TOKEN` set to the API, to read only.

#![allow(clippy::print_stderr, clippy::print_stdout)] // A program for the terminal.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::{env, error::Error, fs, path::Path};

use futures_util::TryStreamExt;
use pinterest::types::{Board, BoardId, Pin};
use pinterest::{Client, Position};
use pinterest_fake::{Fake, Fault};

/// How far the list of Pins of each board was read.
type Progress = BTreeMap<BoardId, Position>;
type Outcome = Result<(), Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome {
    let print = |board: &Board, pin: &Pin| println!("{}: {} {:?}", board.name, pin.id, pin.title);
    if env::var_os("PINTEREST_ACCESS_TOKEN").is_some() {
        return read_all(&Client::from_env()?, Path::new("all-pins.json"), print).await;
    }
    let (fake, folder) = (Fake::start().await?, tempfile::tempdir()?);
    // The token is rejected once, in the middle.
    fake.inject(Fault::on("boards/list_pins").nth(9).status(401));
    let (client, file) = (fake.client()?, folder.path().join("all-pins.json"));
    if let Err(error) = read_all(&client, &file, print).await {
        println!("Stopped: {error}\nResuming.");
    }
    read_all(&client, &file, print).await
}

async fn read_all(client: &Client, file: &Path, mut handle: impl FnMut(&Board, &Pin)) -> Outcome {
    let saved = file.exists().then(|| fs::read(file)).transpose()?;
    let mut progress: Progress = serde_json::from_slice(&saved.unwrap_or(b"{}".to_vec()))?;
    let report = |error: pinterest::Error| eprintln!("skipped: {error}");
    let mut boards = client.boards().list().items().skip_undecodable(report);
    while let Some(board) = boards.try_next().await? {
        let position = progress.get(&board.id).cloned().unwrap_or_default();
        let pins = client.board(&board.id).pins().page_size(10);
        // The list of a board that is finished is empty, and sends nothing.
        let pages = pins.resume_from(position).pages();
        let mut pages = pages.skip_undecodable(report);
        while let Some(page) = pages.try_next().await? {
            page.items().for_each(|pin| handle(&board, pin));
            progress.insert(board.id.clone(), pages.position().clone());
            fs::write(file, serde_json::to_string(&progress)?)?;
        }
    }
    Ok(())
}
