//! The keywords of an ad account.

use pinterest_client::operation;
use pinterest_client::types::{
    AdAccountId, Country, CreateKeywordsRequest, Keyword, KeywordError, KeywordUpdate,
    KeywordsResponse, NewKeyword, RejectedKeyword, UpdateKeywordsRequest,
};

use super::sent_keywords::SentKeywords;
use crate::batch::{Batch, ItemError, One, Reply, Shape, results};
use crate::requests::{KeywordMetricsGet, KeywordsCreate, KeywordsList, KeywordsUpdate};
use crate::resources::AdAccountHandle;
use crate::{Call, Client, List};

/// A handle for the keywords of an ad account, its campaigns and its ad groups, created by
/// [`AdAccountHandle::keywords`].
#[derive(Clone, Debug)]
pub struct Keywords {
    client: Client,
    ad_account: AdAccountId,
}

impl Keywords {
    pub(super) fn new(ad_account: &AdAccountHandle) -> Self {
        Self {
            client: ad_account.client.clone(),
            ad_account: ad_account.id.clone(),
        }
    }

    /// Lists keywords.
    ///
    /// Without a filter these are the keywords of the ad account itself, not those of its campaigns
    /// and ad groups.
    ///
    #[doc = pinterest_client::facts!(KeywordsList)]
    pub fn list(&self) -> List<KeywordsList> {
        self.client.list(KeywordsList::new(&self.ad_account))
    }

    /// Attaches a keyword to an ad group, a campaign or the ad account, by the id of this `parent`.
    ///
    /// Campaigns and ad accounts take negative match types only.
    ///
    #[doc = pinterest_client::facts!(cost of KeywordsCreate)]
    pub fn create(
        &self,
        parent: impl Into<String>,
        keyword: impl Into<NewKeyword>,
    ) -> Call<One<KeywordsCreate, Keyword>> {
        let (parent, keyword) = (parent.into(), keyword.into());
        let sent = SentKeywords::of(std::slice::from_ref(&keyword));
        let request = self.creation(&parent);
        Batch::one(&self.client, request, keyword, &creations(parent, sent))
    }

    /// Attaches keywords to an ad group, a campaign or the ad account, by the id of this `parent`.
    ///
    /// Campaigns and ad accounts take negative match types only.
    ///
    #[doc = pinterest_client::facts!(cost of KeywordsCreate)]
    ///
    /// # Examples
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
    /// let outcome = ad_account.keywords().create_all("2680059592705", keywords).await?;
    /// for failure in outcome.failures() {
    ///     println!("{}: {}", failure.input.value, failure.error);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_all(
        &self,
        parent: impl Into<String>,
        keywords: impl IntoIterator<Item = impl Into<NewKeyword>>,
    ) -> Batch<KeywordsCreate, NewKeyword, Keyword> {
        let parent = parent.into();
        let keywords: Vec<NewKeyword> = keywords.into_iter().map(Into::into).collect();
        let sent = SentKeywords::of(&keywords);
        let request = self.creation(&parent);
        Batch::new(&self.client, request, keywords, creations(parent, sent))
    }

    /// Changes or archives a keyword.
    ///
    /// An archived keyword is as good as deleted.
    ///
    #[doc = pinterest_client::facts!(cost of KeywordsUpdate)]
    pub fn update(&self, update: impl Into<KeywordUpdate>) -> Call<One<KeywordsUpdate, Keyword>> {
        Batch::one(&self.client, self.changes(), update, &updates())
    }

    /// Changes or archives keywords.
    ///
    /// An archived keyword is as good as deleted.
    ///
    #[doc = pinterest_client::facts!(cost of KeywordsUpdate)]
    pub fn update_all(
        &self,
        updates: impl IntoIterator<Item = impl Into<KeywordUpdate>>,
    ) -> Batch<KeywordsUpdate, KeywordUpdate, Keyword> {
        Batch::new(&self.client, self.changes(), updates, self::updates())
    }

    /// Gets how often keywords are searched for in a country, over all of Pinterest.
    ///
    /// The keywords are sent as one text, separated by commas; one with a comma violates a limit.
    ///
    #[doc = pinterest_client::facts!(KeywordMetricsGet)]
    pub fn metrics(
        &self,
        country: Country,
        keywords: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<KeywordMetricsGet> {
        let request = KeywordMetricsGet::new(&self.ad_account, country, keywords);
        self.client.call(request)
    }

    fn creation(&self, parent: &str) -> KeywordsCreate {
        let body = CreateKeywordsRequest::new(Vec::<NewKeyword>::new(), parent);
        KeywordsCreate::new(&self.ad_account, body)
    }

    fn changes(&self) -> KeywordsUpdate {
        let body = UpdateKeywordsRequest::new(Vec::<KeywordUpdate>::new());
        KeywordsUpdate::new(&self.ad_account, body)
    }
}

#[inline]
fn creations(parent: String, sent: SentKeywords) -> Shape<KeywordsCreate, NewKeyword, Keyword> {
    let fill = move |request: &mut KeywordsCreate, keywords: Vec<NewKeyword>| {
        request.set_body(CreateKeywordsRequest::new(keywords, parent.as_str()));
    };
    let read = results::whole(move |response| {
        let created = |keyword: &Keyword| {
            let match_type = keyword.match_type.as_ref();
            sent.key_of(&keyword.value, match_type)
        };
        let rejected = |keyword: &RejectedKeyword| {
            let value = keyword.value.as_deref();
            let match_type = keyword.match_type.as_ref();
            value.map_or_else(Vec::new, |value| sent.key_of(value, match_type))
        };
        replies(response, created, rejected)
    });
    Shape::in_field(&operation::KEYWORDS_CREATE, "keywords", fill, read)
        .keyed_by(SentKeywords::key_of_input)
}

#[inline]
fn updates() -> Shape<KeywordsUpdate, KeywordUpdate, Keyword> {
    let fill = |request: &mut KeywordsUpdate, updates: Vec<KeywordUpdate>| {
        request.set_body(UpdateKeywordsRequest::new(updates));
    };
    let read = results::whole(|response| {
        let changed = |keyword: &Keyword| vec![keyword.id.to_string()];
        let rejected = |keyword: &RejectedKeyword| {
            let id = keyword.id.iter();
            id.map(ToString::to_string).collect()
        };
        replies(response, changed, rejected)
    });
    Shape::in_field(&operation::KEYWORDS_UPDATE, "keywords", fill, read)
        .keyed_by(|update: &KeywordUpdate| vec![update.id.to_string()])
}

/// The response has successes and failures in two lists, so positions say nothing.
fn replies(
    response: KeywordsResponse,
    keys: impl Fn(&Keyword) -> Vec<String>,
    rejected_keys: impl Fn(&RejectedKeyword) -> Vec<String>,
) -> Vec<Reply<Keyword>> {
    let done = response.keywords.into_iter();
    let done = done.map(|keyword| Reply::success(keys(&keyword), keyword));
    let rejected = response.errors.into_iter().map(|failure| {
        let keys = failure.data.as_ref().map(&rejected_keys);
        Reply::failure(keys.unwrap_or_default(), error(failure))
    });
    done.chain(rejected).collect()
}

fn error(failure: KeywordError) -> ItemError {
    let messages = failure.error_messages.into_iter().flatten();
    let errors = messages.map(|message| ItemError::new(None, Some(message.as_str().to_owned())));
    ItemError::joined(errors).unwrap_or(ItemError::new(None, None))
}
