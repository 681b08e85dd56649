//! Deliveries in every layout, by the right keys and by others.

use aes_gcm::aead::consts::{U12, U16};
use aes_gcm::aead::generic_array::ArrayLength;
use aes_gcm::aes::Aes256;
use aes_gcm::{AeadInPlace, AesGcm, KeyInit, Nonce};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::StatusCode;
use pinterest_client::ForTest;
use pinterest_client::types::LeadSubscription;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const ACCOUNT: &str = "549755885175";
const FORM: &str = "383791336903426391";
const PLAIN: &str = r#"[{"question": "EMAIL", "answer": "birch@example.com"}]"#;

/// The key of 32 bytes of this value.
fn key(byte: u8) -> LeadKey {
    LeadKey::from_base64(&STANDARD.encode([byte; 32])).unwrap()
}

/// The nonce, the ciphertext and the tag.
fn seal<N: ArrayLength<u8>>(byte: u8, data: &[u8]) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let cipher: AesGcm<Aes256, N> = KeyInit::new_from_slice(&[byte; 32]).unwrap();
    let nonce = Nonce::<N>::default();
    let mut text = data.to_vec();
    let tag = cipher.encrypt_in_place_detached(&nonce, b"", &mut text);
    (nonce.to_vec(), text, tag.unwrap().to_vec())
}

/// Data in the default layout.
fn sealed(byte: u8, data: &[u8]) -> String {
    let (nonce, text, tag) = seal::<U12>(byte, data);
    STANDARD.encode([nonce, text, tag].concat())
}

fn lead(id: &str, data: &str) -> Value {
    json!({"advertiser_id": ACCOUNT, "lead_form_id": FORM, "lead_id": id, "lead_data": data})
}

fn body(leads: &[Value]) -> Vec<u8> {
    json!(leads).to_string().into_bytes()
}

fn receiver(byte: u8) -> LeadReceiver {
    LeadReceiver::new().with_form_key(ACCOUNT, FORM, key(byte))
}

#[track_caller]
fn only_error(receiver: &LeadReceiver, lead: Value) -> LeadError {
    let delivery = receiver.receive(&body(&[lead])).unwrap();
    assert!(delivery.leads().is_empty(), "{delivery:?}");
    let [error] = delivery.errors() else {
        panic!("{delivery:?}");
    };
    error.clone()
}

#[test]
fn a_delivery_is_read_into_types() {
    let delivery = format!(
        r#"[{{"advertiser_id": "{ACCOUNT}", "lead_form_id": {FORM}, "ad_id": "687201361754",
            "campaign_id": "626735565838", "lead_id": "9", "created_time": 1767225600123,
            "source": "app", "lead_data": "{}"}}]"#,
        sealed(7, PLAIN.as_bytes())
    );
    let delivery = receiver(7).receive(delivery.as_bytes()).unwrap();
    assert!(delivery.errors().is_empty(), "{delivery:?}");
    let lead = &delivery.leads()[0];
    assert_eq!(lead.lead_id, "9");
    assert_eq!(lead.ad_account_id.as_ref().unwrap(), ACCOUNT);
    assert_eq!(lead.lead_form_id.as_ref().unwrap(), FORM);
    assert_eq!(lead.ad_id.as_ref().unwrap(), "687201361754");
    assert_eq!(lead.campaign_id.as_deref(), Some("626735565838"));
    assert_eq!(lead.created_time.unwrap().get(), 1_767_225_600_123);
    assert_eq!(lead.answer("EMAIL"), Some("birch@example.com"));
    assert_eq!(lead.answer("PHONE"), None);
    assert_eq!(lead.extra["source"].as_value(), "app");
    assert_eq!((lead.data.as_str(), lead.unread_answers), (PLAIN, 0));
    assert_eq!(delivery.status_for(&Ok::<(), ()>(())), StatusCode::OK);
}

#[test]
fn answers_are_read_from_a_list_or_an_object_and_nothing_is_lost() {
    for (data, expected, unread) in [
        (
            r#"[{"name": "SIZE", "values": ["S", null, "M"]}, {"question": "AGE", "answer": 7}]"#,
            &[("SIZE", "S"), ("SIZE", "M"), ("AGE", "7")][..],
            0,
        ),
        (
            r#"{"EMAIL": "a", "MORE": {"b": 1}, "NONE": null}"#,
            &[("EMAIL", "a"), ("MORE", r#"{"b": 1}"#)][..],
            0,
        ),
        (r#"["EMAIL", {"question": "AGE"}]"#, &[][..], 2),
        ("plain text", &[][..], 1),
        ("[]", &[][..], 0),
    ] {
        let lead = lead("9", &sealed(7, data.as_bytes()));
        let delivery = receiver(7).receive(&body(&[lead])).unwrap();
        let lead = &delivery.leads()[0];
        let answers = lead.answers.iter();
        let answers: Vec<_> = answers
            .map(|answer| (answer.name.as_str(), answer.value.as_str()))
            .collect();
        assert_eq!(answers, expected, "{data}");
        assert_eq!((lead.data.as_str(), lead.unread_answers), (data, unread));
    }
}

#[test]
fn a_layout_is_read_as_it_was_chosen_and_not_guessed() {
    let (nonce, text, tag) = seal::<U12>(7, PLAIN.as_bytes());
    let (long, long_text, long_tag) = seal::<U16>(7, PLAIN.as_bytes());
    let default = LeadEnvelope::default();
    let layouts = [
        (default, STANDARD.encode([&*nonce, &text, &tag].concat())),
        (
            LeadEnvelope::nonce_tag_ciphertext(),
            STANDARD.encode([&*nonce, &tag, &text].concat()),
        ),
        (
            LeadEnvelope::ciphertext_tag_nonce(),
            STANDARD.encode([&*text, &tag, &nonce].concat()),
        ),
        (
            default.with_long_nonce(),
            STANDARD.encode([&*long, &long_text, &long_tag].concat()),
        ),
    ];
    for (layout, _) in &layouts {
        let receiver = receiver(7).with_envelope(*layout);
        for (other, data) in &layouts {
            let delivery = receiver.receive(&body(&[lead("9", data)])).unwrap();
            match layout == other {
                true => assert_eq!(delivery.leads()[0].data.as_str(), PLAIN),
                false => {
                    let kind = delivery.errors()[0].kind;
                    assert_eq!(kind, LeadErrorKind::NotAuthentic, "{layout:?} {other:?}");
                }
            }
        }
    }
}

#[test]
fn the_alphabet_of_the_data_is_chosen_and_padding_does_not_matter() {
    // 0xff makes characters that the alphabets write differently.
    let (mut nonce, text, tag) = seal::<U12>(7, b"[ ]");
    nonce.fill(0xff);
    let data = [nonce, text, tag].concat();
    let url_safe = lead("9", &URL_SAFE_NO_PAD.encode(&data));
    let standard = lead("9", STANDARD.encode(&data).trim_end_matches('='));
    let of_url_safe = receiver(7).with_envelope(LeadEnvelope::default().with_url_safe_alphabet());
    for (receiver, lead, kind) in [
        (&receiver(7), &standard, LeadErrorKind::NotAuthentic),
        (&receiver(7), &url_safe, LeadErrorKind::NotEncrypted),
        (&of_url_safe, &url_safe, LeadErrorKind::NotAuthentic),
        (&of_url_safe, &standard, LeadErrorKind::NotEncrypted),
    ] {
        assert_eq!(only_error(receiver, lead.clone()).kind, kind);
    }
}

#[test]
fn one_bad_lead_costs_that_lead() {
    let good = sealed(7, PLAIN.as_bytes());
    let leads = [
        lead("1", &good),
        json!("lead"),
        json!({"advertiser_id": ACCOUNT, "lead_form_id": FORM, "lead_data": good}),
        lead("4", "%"),
        lead("5", "AAAA"),
        lead("6", &sealed(8, b"[]")),
        lead("7", &sealed(7, &[0xff])),
        json!({"advertiser_id": ACCOUNT, "lead_form_id": "1", "lead_id": "8", "lead_data": good}),
        lead("9", &good),
    ];
    let delivery = receiver(7).receive(&body(&leads)).unwrap();
    let ids: Vec<_> = delivery.leads().iter().map(|it| &*it.lead_id).collect();
    assert_eq!(ids, ["1", "9"]);
    let errors: Vec<_> = delivery
        .errors()
        .iter()
        .map(|error| (error.index, error.kind))
        .collect();
    assert_eq!(
        errors,
        [
            (1, LeadErrorKind::Malformed),
            (2, LeadErrorKind::Malformed),
            (3, LeadErrorKind::NotEncrypted),
            (4, LeadErrorKind::NotEncrypted),
            (5, LeadErrorKind::NotAuthentic),
            (6, LeadErrorKind::NotText),
            (7, LeadErrorKind::UnknownKey),
        ]
    );
    assert_eq!(
        delivery.errors()[4].to_string(),
        format!(
            "lead 5 of the delivery (lead_id 6, advertiser_id {ACCOUNT}, lead_form_id {FORM}): its \
             tag fits no key, so nothing of it may be used"
        )
    );
}

#[test]
fn the_key_is_that_of_the_form_or_of_the_ad_account() {
    let data = |byte| lead("9", &sealed(byte, b"[]"));
    let receiver = receiver(1)
        .with_form_key("1", FORM, key(2))
        .with_ad_account_key(ACCOUNT, key(3))
        .with_ad_account_key("1", key(4))
        .with_form_key(ACCOUNT, FORM, key(5));
    for byte in [1, 3, 5] {
        let delivery = receiver.receive(&body(&[data(byte)])).unwrap();
        assert_eq!(delivery.leads().len(), 1, "{byte}");
    }
    for byte in [2, 4] {
        let kind = only_error(&receiver, data(byte)).kind;
        assert_eq!(kind, LeadErrorKind::NotAuthentic, "{byte}");
    }
    let without_account =
        json!({"lead_form_id": FORM, "lead_id": "9", "lead_data": sealed(2, b"")});
    let delivery = receiver.receive(&body(&[without_account])).unwrap();
    assert_eq!(delivery.leads().len(), 1);
}

#[test]
fn the_key_of_a_subscription_is_used_for_what_it_is_about() {
    let subscription = |fields: Value| {
        let mut all = json!({
            "ad_account_id": ACCOUNT, "cryptographic_algorithm": "AES-256-GCM",
            "cryptographic_key": STANDARD.encode([7; 32]), "id": "8078432025948590686",
        });
        all.as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        LeadSubscription::for_test(all)
    };
    for fields in [json!({}), json!({"lead_form_id": FORM})] {
        let subscription = subscription(fields);
        let receiver = LeadReceiver::new()
            .with_subscription(&subscription)
            .unwrap();
        let lead = lead("9", &sealed(7, b"[]"));
        assert_eq!(receiver.receive(&body(&[lead])).unwrap().leads().len(), 1);
    }
    for (fields, expected) in [
        (
            json!({"cryptographic_key": null}),
            LeadKeyError::Undisclosed,
        ),
        (
            json!({"cryptographic_algorithm": "AES-128-CBC"}),
            LeadKeyError::Algorithm("AES-128-CBC".to_owned()),
        ),
        (
            json!({"cryptographic_key": "AAAA"}),
            LeadKeyError::Length(3),
        ),
    ] {
        let receiver = LeadReceiver::new().with_subscription(&subscription(fields));
        assert_eq!(receiver.unwrap_err(), expected);
    }
}

#[test]
fn the_status_makes_pinterest_repeat_what_can_still_succeed() {
    let good = lead("1", &sealed(7, b"[]"));
    let forged = lead("2", &sealed(8, b"[]"));
    let unknown = json!({"lead_id": "3", "lead_form_id": "1", "lead_data": sealed(7, b"[]")});
    for (leads, is_stored, expected) in [
        (&[][..], true, 200),
        (&[good.clone()][..], true, 200),
        (&[good.clone()][..], false, 503),
        (&[forged.clone()][..], true, 400),
        (&[good.clone(), forged.clone()][..], true, 200),
        (&[good, unknown.clone()][..], true, 503),
        (&[unknown, forged][..], true, 503),
    ] {
        let delivery = receiver(7).receive(&body(leads)).unwrap();
        let stored = if is_stored { Ok(()) } else { Err("down") };
        assert_eq!(delivery.status_for(&stored), expected, "{leads:?}");
    }
    for body in ["", "{}", "lead_id=1", "[{", "null"] {
        let error = receiver(7).receive(body.as_bytes()).unwrap_err();
        assert_eq!(error.status(), 400, "{body}");
    }
}

#[test]
fn debug_and_messages_show_neither_keys_nor_answers() {
    let receiver = receiver(7);
    let mut lead = lead("9", &sealed(7, PLAIN.as_bytes()));
    lead["phone"] = json!("birch");
    let delivery = receiver.receive(&body(&[lead])).unwrap();
    let error = receiver.receive(b"birch").unwrap_err();
    let shown = format!("{receiver:?} {delivery:?} {error:?} {error}");
    assert!(!shown.contains("birch"), "{shown}");
    assert!(!shown.contains(&STANDARD.encode([7; 32])[..8]), "{shown}");
}

proptest! {
    #[test]
    fn no_body_makes_it_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = receiver(7).receive(&body);
        let mut array = b"[".to_vec();
        array.extend(&body);
        array.push(b']');
        let _ = receiver(7).receive(&array);
    }

    #[test]
    fn changed_data_is_never_a_lead(at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let (nonce, text, tag) = seal::<U12>(7, PLAIN.as_bytes());
        let mut data = [nonce, text, tag].concat();
        let at = at.index(data.len());
        data[at] ^= 1 << bit;
        let lead = lead("9", &STANDARD.encode(data));
        let delivery = receiver(7).receive(&body(&[lead])).unwrap();
        prop_assert!(delivery.leads().is_empty());
        prop_assert_eq!(delivery.errors()[0].kind, LeadErrorKind::NotAuthentic);
    }
}
