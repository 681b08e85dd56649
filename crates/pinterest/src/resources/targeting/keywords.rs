//! The keywords of an ad account.

use std::collections::HashMap;

use pinterest_client::operation;
use pinterest_client::types::{
    AdAccountId, Country, CreateKeywordsRequest, Keyword, KeywordUpdate, KeywordWithMetrics,
    KeywordsResponse, MatchType, NewKeyword, RefusedKeyword, UpdateKeywordsRequest,
};

use crate::batch::{BatchOutcome, ItemError, Positional, Reply};
use crate::paging::{List, not_empty};
use crate::requests::KeywordsGetQuery;
use crate::resources::AdAccount;
use crate::transport::call;
use crate::{Client, Error, LimitViolation};

/// The keywords of an ad account, its campaigns and its ad groups; made by [`AdAccount::keywords`].
#[derive(Clone, Debug)]
pub struct Keywords {
    client: Client,
    ad_account: AdAccountId,
}

impl Keywords {
    pub(super) fn new(ad_account: &AdAccount) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists keywords (`keywords/get`). Scope: `ads:read`.
    ///
    /// Without a filter these are the keywords of the ad account itself, not those of its campaigns and ad groups.
    pub fn list(&self) -> List<KeywordsGetQuery> {
        List::new(&self.client, KeywordsGetQuery::new(&self.ad_account))
    }

    /// Attaches keywords to an ad group, a campaign or the ad account, by the id of this `parent` (`keywords/create`, all in
    /// one request). Scope: `ads:write`.
    ///
    /// Campaigns and ad accounts take negative match types only.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the request did certainly not take effect.
    ///
    /// ```no_run
    /// use pinterest::types::{MatchType, NewKeyword};
    ///
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::Error> {
    /// let keywords = [
    ///     NewKeyword::new(MatchType::Broad, "garden bench"),
    ///     NewKeyword::new(MatchType::PhraseNegative, "free"),
    /// ];
    /// let ad_account = client.ad_account("549755885175");
    /// let outcome = ad_account.keywords().create("2680059592705", keywords).await?;
    /// for failure in outcome.failures() {
    ///     println!("{}: {}", failure.input.value, failure.error);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create(
        &self,
        parent: impl AsRef<str>,
        keywords: impl IntoIterator<Item = NewKeyword>,
    ) -> Result<BatchOutcome<NewKeyword, Keyword>, Error> {
        let (ad_account, parent) = (&self.ad_account, parent.as_ref().to_owned());
        let keywords: Vec<NewKeyword> = keywords.into_iter().collect();
        let sent = SentKeywords::of(&keywords);
        Positional::of(&operation::KEYWORDS_CREATE)
            .in_field("keywords")
            .keyed_by(|keyword: &NewKeyword| key(&keyword.value, keyword.match_type.as_ref()))
            .send(
                &self.client,
                keywords,
                |keywords| CreateKeywordsRequest::new(keywords, &*parent),
                |api, body| async move { api.keywords_create(ad_account, &body).await },
                |answer| {
                    let done = |it: &Keyword| sent.key_of(&it.value, it.match_type.as_ref());
                    replies(answer, done, |it| {
                        let value = it.value.iter();
                        let keys =
                            value.flat_map(|value| sent.key_of(value, it.match_type.as_ref()));
                        keys.collect()
                    })
                },
            )
            .await
    }

    /// Changes or archives keywords (`keywords/update`, all in one request). Scope: `ads:write`.
    ///
    /// An archived keyword is as good as deleted.
    ///
    /// # Errors
    ///
    /// Only when nothing was done: an input goes against a limit, or the request did certainly not take effect.
    pub async fn update(
        &self,
        updates: impl IntoIterator<Item = KeywordUpdate>,
    ) -> Result<BatchOutcome<KeywordUpdate, Keyword>, Error> {
        let ad_account = &self.ad_account;
        Positional::of(&operation::KEYWORDS_UPDATE)
            .in_field("keywords")
            .keyed_by(|update: &KeywordUpdate| vec![update.id.to_string()])
            .send(
                &self.client,
                updates,
                |updates| UpdateKeywordsRequest::new(updates),
                |api, body| async move { api.keywords_update(ad_account, &body).await },
                |answer| {
                    let done = |it: &Keyword| vec![it.id.to_string()];
                    replies(answer, done, |it| {
                        it.id.iter().map(ToString::to_string).collect()
                    })
                },
            )
            .await
    }

    /// Gets how often up to 2,000 keywords are searched for in a country, over all of Pinterest
    /// (`country_keywords_metrics/get`). Scope: `ads:read`.
    ///
    /// The keywords are sent as one text, separated by commas, so that one with a comma is refused.
    ///
    /// # Errors
    ///
    /// When an argument goes against a limit, or the call fails.
    pub async fn metrics<K: Into<String>>(
        &self,
        country: Country,
        keywords: impl IntoIterator<Item = K>,
    ) -> Result<Vec<KeywordWithMetrics>, Error> {
        let keywords: Vec<String> = keywords.into_iter().map(Into::into).collect();
        joinable(&keywords).map_err(|violation| {
            let operation = &operation::COUNTRY_KEYWORDS_METRICS_GET;
            Error::limit_violation(violation).with_operation(operation)
        })?;
        let metrics = call!(
            self.client,
            COUNTRY_KEYWORDS_METRICS_GET,
            api.country_keywords_metrics_get(&self.ad_account, &country, &keywords)
        )?;
        Ok(metrics.data.unwrap_or_default())
    }
}

/// Refuses keywords that a list with commas cannot hold: the service would read one with a comma as two.
fn joinable(keywords: &[String]) -> Result<(), LimitViolation> {
    not_empty("keywords", keywords)?;
    match keywords.iter().find(|keyword| keyword.contains(',')) {
        None => Ok(()),
        Some(keyword) => Err(LimitViolation {
            field: "keywords".to_owned(),
            limit: "keywords without a comma".to_owned(),
            value: keyword.clone(),
        }),
    }
}

/// What tells new keywords apart: one text may come with several match types.
fn key(value: &str, match_type: Option<&MatchType>) -> Vec<String> {
    let match_type = match_type.map_or("", MatchType::as_str);
    vec![format!("{match_type} {}", text(value))]
}

/// The service writes keywords in lower case, without spaces around them.
fn text(value: &str) -> String {
    value.trim().to_lowercase()
}

/// The match types that each text was sent with.
struct SentKeywords(HashMap<String, Vec<Option<MatchType>>>);

impl SentKeywords {
    fn of(keywords: &[NewKeyword]) -> Self {
        let mut sent: HashMap<String, Vec<Option<MatchType>>> = HashMap::new();
        for keyword in keywords {
            let match_types = sent.entry(text(&keyword.value)).or_default();
            if !match_types.contains(&keyword.match_type) {
                match_types.push(keyword.match_type.clone());
            }
        }
        Self(sent)
    }

    /// The key of the keyword that a result is about. One without a match type is about the only keyword of its text; where
    /// there are several it could be about any, and has the key of none.
    fn key_of(&self, value: &str, match_type: Option<&MatchType>) -> Vec<String> {
        match (match_type, self.0.get(&text(value)).map(Vec::as_slice)) {
            (None, Some([only])) => key(value, only.as_ref()),
            (Some(_), Some([None])) => key(value, None),
            (None, Some([_, _, ..])) => vec![format!("? {}", text(value))],
            _ => key(value, match_type),
        }
    }
}

/// The answer has those that went well and those that did not in two lists, so that positions say nothing.
fn replies(
    answer: KeywordsResponse,
    keys: impl Fn(&Keyword) -> Vec<String>,
    refused_keys: impl Fn(&RefusedKeyword) -> Vec<String>,
) -> Vec<Reply<Keyword>> {
    let done = answer
        .keywords
        .into_iter()
        .map(|keyword| Reply::success(keys(&keyword), keyword));
    let refused = answer.errors.into_iter().map(|error| {
        let messages = error.error_messages.into_iter().flatten();
        let errors = messages.map(|message| ItemError::of(None::<i32>, message));
        let why = ItemError::joined(errors).unwrap_or(ItemError::of(None::<i32>, None::<String>));
        Reply::failure(
            error.data.as_ref().map(&refused_keys).unwrap_or_default(),
            why,
        )
    });
    done.chain(refused).collect()
}
