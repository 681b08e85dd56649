use super::*;

#[tokio::test]
async fn odd_invites_cost_none_of_the_others() {
    let fake = Fake::start().await.unwrap();
    for fault in odd_invites() {
        fake.inject(fault);
    }
    let client = fake.client().unwrap();
    list(&client.business(BUSINESS)).await.unwrap();
    let pages = fake.requests().to("get/invites");
    assert_eq!(pages.with_fault().count(), 3, "{pages}");
    assert_eq!(pages.with_status(200).count(), pages.count());
}

#[tokio::test]
async fn invites_are_sent_answered_and_cancelled() {
    let fake = Fake::start().await.unwrap();
    let client = fake.client().unwrap();
    let business = client.business(BUSINESS);
    let invited = invite(&business).await.unwrap();
    assert_eq!(invited.len(), 2);
    let requests = received(&business).await.unwrap();
    respond(&client, &business).await.unwrap();
    let left = received(&business).await.unwrap();
    assert_eq!(left, requests[2..]);

    cancel(&business, &invited).await.unwrap();
    let list = business.invites().list();
    let pending = list.with(|list| list.invite_status([InviteStatusFilter::Pending]));
    let pending: Vec<_> = pending.items().try_collect().await.unwrap();
    let is_left = |id: &InviteId| pending.iter().any(|invite| invite.id.as_ref() == Some(id));
    assert!(!invited.iter().any(is_left));
}
