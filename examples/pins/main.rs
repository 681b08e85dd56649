//! Creates Pins on a board: of an image on the web, of an image file, and of a video file.
//!
//! `cargo run --example pins` uses a fake of the API on loopback; with `PINTEREST_ACCESS_TOKEN` set,
//! `cargo run --example pins -- BOARD_ID IMAGE_FILE VIDEO_FILE` creates the Pins on that board.
#![allow(clippy::print_stdout)] // A program for the terminal.

#[cfg(test)]
mod tests;
use std::{convert::Infallible, error::Error, future::ready, sync::Arc, time::Duration};

use pinterest::Client;
use pinterest::pins::{PinImage, VideoCover, VideoFile, VideoStep};
use pinterest::types::{NewPin, Pin};
use pinterest_fake::Fake;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if let [_, board, image, video] = &std::env::args().collect::<Vec<_>>()[..] {
        let files = (
            PinImage::from_path(image).await?,
            VideoFile::from_path(video),
        );
        let print = |step: &VideoStep| println!("{step}");
        create(&Client::from_env()?, board, files, print).await?;
    } else {
        create_in_fake(&Arc::new(Fake::start().await?)).await?;
    }
    Ok(())
}

async fn create(
    client: &Client,
    board: &str,
    (image, video): (PinImage, VideoFile),
    on_step: impl Fn(&VideoStep) + Send + 'static,
) -> Result<Vec<Pin>, Box<dyn Error>> {
    let new_pin = |title: &str| NewPin::new().board_id(board).title(title);
    let print = PinImage::from_url("https://lakeside.example/print.jpg");
    let print = new_pin("A print").media_source(print);
    let frame = new_pin("Its frame").media_source(image);
    let pins = client.pins();
    let printing = pins.create_video(new_pin("Printing it"), video, VideoCover::Frame(2));
    // A program that may crash saves the step here, and resumes at it.
    let printing = printing.with_journal(move |step| {
        on_step(&step);
        ready(Ok::<(), Infallible>(()))
    });
    let (print, frame) = (pins.create(print).await?, pins.create(frame).await?);
    Ok(vec![print, frame, printing.await?])
}

/// With files that begin as images and videos do. The fake processes videos by its own clock.
async fn create_in_fake(fake: &Arc<Fake>) -> Result<Vec<Pin>, Box<dyn Error>> {
    let (client, clock) = (fake.client()?, Arc::clone(fake));
    let boards = client.boards().list().await?;
    let board = boards.items().next().ok_or("there is no board")?;
    let image = PinImage::from_bytes(b"\x89PNG\r\n\x1a\n")?;
    let video = VideoFile::from_bytes(&b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"[..]);
    let advance = move |_: &VideoStep| clock.advance(Duration::from_secs(5));
    create(&client, board.id.as_str(), (image, video), advance).await
}
