//! Pins: of an image on the web, of an image file, saved from another; their product tags.

use pinterest::types::{
    ImageBase64Source, ImageContentType, ImageUrlSource, NewBoard, NewPin, PinMedia, PinUpdate,
};

use crate::session::{Session, all, done, rejected, sent};

/// The start of a PNG file of 512 by 256 pixels.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0\0\0\x01\0\x08\x02\0\0\0";

async fn board(session: &Session) -> pinterest::types::BoardId {
    sent(session.client.boards().create(NewBoard::new("Lakes")))
        .await
        .id
}

#[tokio::test]
async fn a_pin_is_created_listed_changed_and_deleted() {
    let session = Session::start().await;
    let (board, pins) = (board(&session).await, session.client.pins());
    let seeded = all(pins.list().page_size(100)).await.len();
    let source = ImageUrlSource::new("https://example.com/lake.jpg");
    let new_pin = NewPin::new()
        .board_id(&board)
        .title("A lake")
        .alt_text("A lake at dawn")
        .link("https://example.com/lake")
        .media_source(source);
    let created = sent(pins.create(new_pin)).await;
    assert!(matches!(created.media, Some(PinMedia::WithImage(_))));
    let listed = all(pins.list().page_size(100)).await;
    assert_eq!(listed.len(), seeded + 1);
    assert_eq!(listed[0], created);
    assert_eq!(
        all(session.client.board(&board).pins()).await,
        [created.clone()]
    );

    let pin = session.client.pin(&created.id);
    assert_eq!(sent(pin.get()).await, created);
    let with_metrics = sent(pin.get().with(|pin| pin.pin_metrics(true))).await;
    assert!(with_metrics.pin_metrics.is_some());
    let update = PinUpdate::new().title("The lake").clear_link();
    let updated = sent(pin.update(update)).await;
    assert_eq!(
        (updated.title.as_deref(), &updated.link),
        (Some("The lake"), &None)
    );
    assert_eq!(updated.alt_text, created.alt_text);
    assert_eq!(sent(pin.get()).await, updated);

    sent(pin.delete()).await;
    assert!(rejected(pin.get()).await.is_not_found());
}

#[tokio::test]
async fn an_image_file_becomes_a_pin_that_others_save() {
    let session = Session::start().await;
    let board = board(&session).await;
    let source = ImageBase64Source::from_bytes(ImageContentType::Png, PNG);
    let new_pin = NewPin::new().board_id(&board).media_source(source);
    let created = sent(session.client.pins().create(new_pin)).await;
    let Some(PinMedia::WithImage(media)) = &created.media else {
        panic!("{created:?}");
    };
    let wide = media.images.as_ref().unwrap().x1200x.as_ref().unwrap();
    assert_eq!((wide.width, wide.height), (Some(512), Some(256)));

    let other = sent(session.client.boards().create(NewBoard::new("Saved"))).await;
    let saved = sent(session.client.pin(&created.id).save(&other.id)).await;
    assert_eq!(saved.parent_pin_id.as_ref(), Some(&created.id));
    assert_eq!(saved.media, created.media);
    let error = rejected(session.client.pin("1").save(&other.id)).await;
    assert!(error.is_not_found(), "{error}");
}

#[tokio::test]
async fn images_that_cannot_be_fetched_are_rejected() {
    let session = Session::start().await;
    let source = ImageUrlSource::new("https://unreachable.example.com/lake.jpg");
    let new_pin = NewPin::new()
        .board_id(board(&session).await)
        .media_source(source);
    let error = rejected(session.client.pins().create(new_pin)).await;
    assert_eq!((error.status(), error.code()), (Some(400), Some(1)));
    assert_eq!(
        error.api_message(),
        Some("Sorry we could not fetch the image.")
    );
}

#[tokio::test]
async fn products_are_tagged_in_a_pin() {
    let session = Session::start().await;
    let pins = all(session.client.pins().list().page_size(250)).await;
    let products = pins
        .iter()
        .filter(|pin| pin.is_product == Some(true))
        .take(2);
    let products: Vec<_> = products.map(|pin| pin.id.clone()).collect();
    let source = ImageUrlSource::new("https://example.com/room.jpg");
    let new_pin = NewPin::new()
        .board_id(board(&session).await)
        .media_source(source);
    let room = sent(session.client.pins().create(new_pin)).await;

    let tags = session.client.pin(&room.id).product_tags();
    let added = done(tags.add_all(&products)).await;
    assert_eq!(added.len(), 2);
    sent(tags.remove(&products[0])).await;
    let left = sent(tags.get()).await.product_tags;
    let left: Vec<_> = left.iter().map(|tag| &tag.pin_id).collect();
    assert_eq!(left, [&products[1]]);
    let error = rejected(tags.add(&room.id)).await;
    assert!(error.is_invalid_request(), "{error}");
}
