//! Creates Pins on a board: of an image on the web, of an image file, and of an uploaded video.
//!
//! `cargo run --example pins` uses a fake of the API on loopback; with `PINTEREST_ACCESS_TOKEN` set,
//! `cargo run --example pins -- BOARD_ID PNG_FILE MEDIA_ID` creates the Pins on that board.
#![allow(clippy::print_stdout)] // A program for the terminal.

#[cfg(test)]
mod tests;
use std::error::Error;

use pinterest::Client;
use pinterest::types::{ImageBase64Source, ImageContentType, ImageUrlSource};
use pinterest::types::{MediaUploadStatus, NewPin, Pin, VideoSource};
use pinterest_fake::Fake;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n"; // The first bytes of every PNG file.

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if let [_, board, png_file, video] = &std::env::args().collect::<Vec<_>>()[..] {
        let png = std::fs::read(png_file)?;
        create(&Client::from_env()?, board, &png, video).await?;
        return Ok(());
    }
    let fake = Fake::start().await?;
    let client = fake.client()?;
    let (boards, media) = (client.boards().list().await?, client.media().list().await?);
    for (board, media) in boards.items().zip(media.items()) {
        create(&client, board.id.as_str(), PNG, media.media_id.as_str()).await?;
    }
    Ok(())
}

async fn create(
    client: &Client,
    board: &str,
    png: &[u8],
    video: &str,
) -> Result<Vec<Pin>, pinterest::Error> {
    let new_pin = |title: &str| NewPin::new().board_id(board).title(title);
    let on_the_web = ImageUrlSource::new("https://lakeside.example/print.jpg");
    let file = ImageBase64Source::from_bytes(ImageContentType::Png, png);
    let print = new_pin("A print").alt_text("A lake at dawn");
    let frame = new_pin("Its frame").media_source(file);
    let mut new_pins = vec![print.media_source(on_the_web), frame];

    // It was registered with `client.media().create(..)`, and its file was sent.
    let media = client.media().get(video).await?;
    if media.status == Some(MediaUploadStatus::Succeeded) {
        let video = VideoSource::new(media.media_id).cover_image_key_frame_time(2);
        new_pins.push(new_pin("How it is printed").media_source(video));
    }
    let mut pins = Vec::new();
    for new_pin in new_pins {
        let pin = client.pins().create(new_pin).await?;
        println!("{} {:?} on board {board}", pin.id, pin.title);
        pins.push(pin);
    }
    Ok(pins)
}
