//! The results of labels, which come in two lists: first the successes, then the failures.

use pinterest_client::Sensitive;
use pinterest_client::types::{
    EntityLabel, FailedLabel, Label, LabelEntitiesResponse, LabelType, LabelsResponse, NewLabel,
};

use crate::batch::{ItemError, Read, Reply, results};

/// The texts by which results name a new label: it has no id yet.
pub(super) fn keys_of_new(label: &NewLabel) -> Vec<String> {
    let with_type = text_key(Some(&label.label_type), &label.value);
    vec![with_type, text_key(None, &label.value)]
}

/// Finds the results of creations.
#[inline]
pub(super) fn created() -> Read<Label> {
    results::whole(|response| {
        let key = |label: &Label| text_key(label.label_type.as_ref(), &label.value);
        let failed_key = |label: &FailedLabel| {
            let value = label.value.as_deref()?;
            Some(text_key(label.label_type.as_ref(), value))
        };
        replies(response, key, failed_key)
    })
}

/// Finds the results of updates.
#[inline]
pub(super) fn updated() -> Read<Label> {
    results::whole(|response| {
        let key = |label: &Label| label.id.to_string();
        let failed_key = |label: &FailedLabel| label.id.as_ref().map(ToString::to_string);
        replies(response, key, failed_key)
    })
}

/// Finds the results of labeling entities.
#[inline]
pub(super) fn of_entities() -> Read<EntityLabel> {
    results::whole(|response: LabelEntitiesResponse| {
        let labeled = response.entities_labels.into_iter().flatten();
        let labeled = labeled.map(|label| Reply::success(vec![label.entity_id.to_string()], label));
        let failed = response.errors.into_iter().flatten().map(|failure| {
            let keys = failure.data.iter().map(|label| label.entity_id.to_string());
            Reply::failure(keys.collect(), reasons(failure.error_messages))
        });
        labeled.chain(failed).collect()
    })
}

fn replies(
    response: LabelsResponse,
    key: impl Fn(&Label) -> String,
    failed_key: impl Fn(&FailedLabel) -> Option<String>,
) -> Vec<Reply<Label>> {
    let done = response.labels.into_iter().flatten();
    let done = done.map(|label| Reply::success(vec![key(&label)], label));
    let failed = response.errors.into_iter().flatten().map(|failure| {
        let key = failure.data.as_ref().and_then(&failed_key);
        Reply::failure(key.into_iter().collect(), reasons(failure.error_messages))
    });
    done.chain(failed).collect()
}

/// Two labels may have the same text when their types differ.
fn text_key(label_type: Option<&LabelType>, value: &str) -> String {
    match label_type {
        Some(label_type) => format!("{label_type}\n{value}"),
        None => value.to_owned(),
    }
}

/// A failure without a reason is one too.
fn reasons(messages: Option<Vec<Sensitive>>) -> ItemError {
    let messages = messages.into_iter().flatten();
    let errors = messages.map(|message| ItemError::new(None, Some(message.as_str().to_owned())));
    ItemError::joined(errors).unwrap_or(ItemError::new(None, None))
}
