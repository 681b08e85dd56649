use pinterest::types::{CreativeType, Media, MediaUploadType};

use super::*;

/// The types of Pins that are created on a board with that video.
async fn created(client: &Client, video: &str) -> Vec<CreativeType> {
    let boards = client.boards().list().await.unwrap();
    let board = boards.items().next().unwrap().id.as_str();
    let pins = create(client, board, PNG, video).await.unwrap();
    let list = client.board(board).pins().page_size(10).await.unwrap();
    let mut types = Vec::new();
    for (pin, listed) in pins.iter().rev().zip(list.items()) {
        assert_eq!(pin, listed);
        types.push(pin.creative_type.clone().unwrap());
    }
    types
}

#[tokio::test]
async fn there_is_a_pin_of_each_source() {
    let fake = Fake::start().await.unwrap();
    let client = fake.client().unwrap();
    let media = client.media().list().await.unwrap();
    let is_done = |media: &&Media| media.status == Some(MediaUploadStatus::Succeeded);
    let video = media.items().find(is_done).unwrap();
    let types = created(&client, video.media_id.as_str()).await;
    let expected = [
        CreativeType::Video,
        CreativeType::Regular,
        CreativeType::Regular,
    ];
    assert_eq!(types, expected);
}

#[tokio::test]
async fn there_is_no_pin_of_a_video_that_is_not_ready() {
    let fake = Fake::start().await.unwrap();
    let client = fake.client().unwrap();
    let media = client.media().create(MediaUploadType::Video).await.unwrap();
    let types = created(&client, media.media_id.as_str()).await;
    assert_eq!(types, [CreativeType::Regular, CreativeType::Regular]);
}
