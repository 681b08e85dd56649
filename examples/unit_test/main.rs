//! A function that takes a client, and its unit tests (in `tests.rs`), which need no token.
//!
//! `cargo test --example unit_test` runs the tests. `cargo run --example unit_test` calls the
//! function with a mock of the API; with `PINTEREST_ACCESS_TOKEN` set,
//! `cargo run --example unit_test -- NAME` creates the board of that name, unless there is one.

#![allow(clippy::print_stderr, clippy::print_stdout)] // A program for the terminal.

mod mock;
#[cfg(test)]
mod tests;

use std::error::Error;

use futures_util::TryStreamExt;
use pinterest::Client;
use pinterest::types::{BoardId, BoardPrivacy, NewBoard};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let id = if let Some(name) = std::env::args().nth(1) {
        board_named(&Client::from_env()?, &name).await?
    } else {
        let server = mock::Server::start().await;
        board_named(&server.client(), "Prints").await?
    };
    println!("The board has the id {id}");
    Ok(())
}

/// Returns the board with this name, which is created if there is none.
async fn board_named(client: &Client, name: &str) -> Result<BoardId, pinterest::Error> {
    let boards = client.boards().list().page_size(250).items();
    let mut boards = boards.skip_undecodable(|error| eprintln!("skipped a board: {error}"));
    while let Some(board) = boards.try_next().await? {
        if board.name == name {
            return Ok(board.id);
        }
    }
    let board = NewBoard::new(name).privacy(BoardPrivacy::Secret);
    Ok(client.boards().create(board).await?.id)
}
