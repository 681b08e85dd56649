//! Boards and their sections.

use pinterest::types::{BoardPrivacy, BoardUpdate, NewBoard, NewPin};

use crate::session::{Session, all, rejected, sent};

#[tokio::test]
async fn a_board_is_created_listed_changed_and_deleted() {
    let session = Session::start().await;
    let boards = session.client.boards();
    let seeded = all(boards.list()).await.len();
    assert_eq!(seeded, 12);

    let new_board = NewBoard::new("Lake houses").description("By the water");
    let created = sent(boards.create(new_board)).await;
    assert_eq!(created.privacy, Some(BoardPrivacy::Public));
    let listed = all(boards.list().page_size(5)).await;
    assert_eq!(listed.len(), seeded + 1);
    assert!(listed.iter().any(|board| board.id == created.id));

    let board = session.client.board(&created.id);
    assert_eq!(sent(board.get()).await.name, "Lake houses");
    let update = BoardUpdate::new().name("Houses").clear_description();
    let updated = sent(board.update(update)).await;
    assert_eq!(updated.name, "Houses");
    let read = sent(board.get()).await;
    assert_eq!((read.name.as_str(), read.description), ("Houses", None));

    sent(board.delete()).await;
    assert!(rejected(board.get()).await.is_not_found());
    assert_eq!(all(boards.list()).await.len(), seeded);
}

#[tokio::test]
async fn a_section_holds_pins_of_its_board() {
    let session = Session::start().await;
    let board = sent(session.client.boards().create(NewBoard::new("Lamps"))).await;
    let board = session.client.board(&board.id);
    let section = sent(board.sections().create("Oak")).await;
    let section = board.section(section.require_id().unwrap());
    let renamed = sent(section.rename("Walnut")).await;
    assert_eq!(renamed.name, "Walnut");
    let listed = all(board.sections().list()).await;
    assert_eq!(listed, [renamed]);

    let saved = sent(
        session
            .client
            .pin(&session.pin().await.id)
            .save_to_section(board.id(), section.id()),
    )
    .await;
    assert_eq!(saved.board_section_id.as_ref(), Some(section.id()));
    let new_pin = NewPin::new().board_id(board.id()).parent_pin_id(&saved.id);
    let error = rejected(session.client.pins().create(new_pin)).await;
    assert!(error.is_invalid_request(), "{error}");
    assert_eq!(all(section.pins()).await, [saved.clone()]);
    assert_eq!(all(board.pins()).await, [saved.clone()]);

    sent(section.delete()).await;
    assert!(all(board.sections().list()).await.is_empty());
    let pin = session.client.pin(&saved.id).get().await;
    assert!(pin.unwrap_err().is_not_found());
}
