//! Lead forms, subscriptions to leads, and their export.

use pinterest::types::{
    CreateLeadsExportRequest, LeadFormQuestion, LeadFormQuestionFieldType, LeadFormQuestionType,
    LeadFormStatus, LeadFormUpdate, LeadsExportStatus, NewLeadForm, NewLeadFormRequired,
    NewLeadSubscription,
};
use pinterest::{AdAccountHandle, DateRange};

use crate::session::{Session, all, outcome, rejected, sent};

fn new_form(name: &str, has_accepted_terms: bool) -> NewLeadForm {
    let email = LeadFormQuestion::new().question_type(LeadFormQuestionType::Email);
    let wood = LeadFormQuestion::new()
        .question_type(LeadFormQuestionType::Custom)
        .custom_question_field_type(LeadFormQuestionFieldType::TextField)
        .custom_question_label("Which wood?");
    NewLeadForm::new(NewLeadFormRequired {
        name: Some(name.to_owned()),
        questions: vec![email, wood],
        privacy_policy_link: Some("https://example.com/privacy".to_owned()),
        has_accepted_terms,
        completion_message: Some("Thank you.".to_owned()),
    })
}

async fn form(account: &AdAccountHandle) -> pinterest::types::LeadForm {
    sent(account.lead_forms().create(new_form("Kitchen", true))).await
}

#[tokio::test]
async fn a_lead_form_is_created_listed_and_changed() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let form = form(&account).await;
    assert_eq!(form.status, Some(LeadFormStatus::Active));
    assert_eq!(all(account.lead_forms().list()).await.last(), Some(&form));
    let handle = account.lead_form(&form.id);
    assert_eq!(sent(handle.get()).await, form);
    let changed = sent(handle.update(|update| update.name("Bath"))).await;
    assert_eq!(
        (changed.name.as_deref(), &changed.questions),
        (Some("Bath"), &form.questions)
    );

    let forms = account.lead_forms();
    let created = outcome(forms.create_all([new_form("a", false), new_form("b", true)])).await;
    assert_eq!(created.failures().count(), 1);
    let error = rejected(forms.update(LeadFormUpdate::new("1").name("Elm"))).await;
    assert_eq!(error.code(), Some(4842));
    assert!(rejected(account.lead_form("1").get()).await.is_not_found());
}

#[tokio::test]
async fn a_subscription_is_created_listed_and_deleted() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let form = form(&account).await;
    let subscriptions = account.lead_ads_subscriptions();
    let new = NewLeadSubscription::new("https://shop.example.com/leads").lead_form_id(&form.id);
    let created = sent(subscriptions.create(new.clone())).await;
    assert_eq!(
        created.cryptographic_algorithm.as_deref(),
        Some("AES-256-GCM")
    );
    assert!(
        rejected(subscriptions.create(new))
            .await
            .is_invalid_request()
    );
    assert_eq!(all(subscriptions.list()).await, [created.clone()]);
    let lead = account
        .lead_form(&form.id)
        .create_test_lead(["a@example.com", "oak"]);
    assert_eq!(sent(lead).await.subscription_id, created.id);
    let handle = account.lead_ads_subscription(created.require_id().unwrap());
    assert_eq!(sent(handle.get()).await, created);
    sent(handle.delete()).await;
    assert!(rejected(handle.get()).await.is_not_found());
}

#[tokio::test]
async fn the_leads_of_an_ad_are_exported() {
    let session = Session::start().await;
    let account = session.ad_account().await;
    let ads = all(account.ads().list().page_size(250)).await;
    let ad = ads
        .into_iter()
        .find(|ad| ad.lead_form_id.is_some())
        .unwrap();
    let days = DateRange::last_days(30).unwrap();
    let exports = account.leads_exports();
    let request = CreateLeadsExportRequest::new(&ad.id, days.start(), days.end());
    let id = sent(exports.request(request))
        .await
        .leads_export_id
        .unwrap();
    let running = sent(exports.get(&id)).await;
    assert_eq!(running.export_status, Some(LeadsExportStatus::InProgress));
    session.advance(5);
    let export = sent(exports.get(&id)).await;
    assert_eq!(export.export_status, Some(LeadsExportStatus::Finished));
    let file = session
        .download(export.download_url.as_deref().unwrap())
        .await;
    assert!(file.starts_with("lead_id,created_time,ad_id,"), "{file}");
}
