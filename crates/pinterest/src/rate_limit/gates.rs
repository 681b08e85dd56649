//! The gates in use: one for all categories of an owner, one for each category, and where Pinterest
//! counts by ad account one for each of those.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use pinterest_client::operation::RateLimitCategory;
use tokio::time::Instant;

use super::gate::Gate;
use super::limits::RateLimits;
use super::owner::QuotaOwner;
use super::shared::{QuotaKey, SharedQuota};
use super::state::State;
use super::stock::Stock;

/// Fewer gates than this are not pruned.
const FEW: usize = 64;

/// How often gates are pruned, at least, while requests are made.
const PRUNE_INTERVAL: Duration = Duration::from_secs(60);

/// How long limits that the server stated are kept after the last request.
const MEMORY: Duration = Duration::from_secs(3600);

/// The same for the gates of ad accounts, of which there may be very many. The next response of the
/// server states the limits again.
const MEMORY_OF_AD_ACCOUNTS: Duration = Duration::from_secs(300);

#[derive(Default)]
pub(super) struct Gates {
    owners: HashMap<QuotaOwner, OfOwner>,
    count: usize,
    /// The number of gates after the last pruning.
    count_when_pruned: usize,
    pruned: Option<Instant>,
    /// The quota that several processes share.
    shared: Option<Arc<dyn SharedQuota>>,
}

/// The gates of one owner; `None` where limits do not apply.
#[derive(Default)]
struct OfOwner {
    universal: Option<Arc<Gate>>,
    categories: HashMap<RateLimitCategory, Arc<Gate>>,
    ad_accounts: HashMap<RateLimitCategory, HashMap<Box<str>, Arc<Gate>>>,
}

/// The gates that one request has to pass, in this order.
#[derive(Default)]
pub(super) struct Path {
    pub(super) category: Option<Arc<Gate>>,
    pub(super) universal: Option<Arc<Gate>>,
}

/// A gate with its owner, category and ad account.
pub(super) struct Named {
    pub(super) owner: QuotaOwner,
    pub(super) category: Option<RateLimitCategory>,
    pub(super) ad_account: Option<Box<str>>,
    pub(super) gate: Arc<Gate>,
}

impl Gates {
    pub(super) fn new(shared: Option<Arc<dyn SharedQuota>>) -> Self {
        Self {
            shared,
            ..Self::default()
        }
    }

    pub(super) fn path(
        &mut self,
        limits: &RateLimits,
        owner: &QuotaOwner,
        category: RateLimitCategory,
        ad_account: Option<&str>,
    ) -> Path {
        if !limits.limits_all() && !limits.limits_category(category) {
            return Path::default();
        }
        self.prune_now_and_then();
        if let Some(path) = self.known_path(limits, owner, category, ad_account) {
            return path;
        }
        let shared = self.shared.as_ref();
        let stock = |category, ad_account: Option<&str>| {
            let mut key = QuotaKey::new(owner.clone(), category);
            key.ad_account = ad_account.map(Into::into);
            shared.map(|quota| Stock::new(Arc::clone(quota), key))
        };
        let gates = self.owners.entry(owner.clone()).or_default();
        if gates.universal.is_none() {
            let universal = limits.universal();
            gates.universal = universal.map(|start| Arc::new(Gate::new(&start, stock(None, None))));
            self.count += usize::from(gates.universal.is_some());
        }
        if let Some(start) = limits.category(category) {
            let account = ad_account.filter(|_| category.published().per_ad_account);
            let gate = Arc::new(Gate::new(&start, stock(Some(category), account)));
            match account {
                Some(account) => {
                    let accounts = gates.ad_accounts.entry(category).or_default();
                    accounts.insert(account.into(), gate);
                }
                None => _ = gates.categories.insert(category, gate),
            }
            self.count += 1;
        }
        Path {
            category: gates.category(category, ad_account),
            universal: gates.universal_for(category),
        }
    }

    /// Returns the path if all of its gates exist. It allocates nothing.
    fn known_path(
        &self,
        limits: &RateLimits,
        owner: &QuotaOwner,
        category: RateLimitCategory,
        ad_account: Option<&str>,
    ) -> Option<Path> {
        let gates = self.owners.get(owner)?;
        let gate = gates.category(category, ad_account);
        (gate.is_some() || !limits.limits_category(category)).then(|| Path {
            category: gate,
            universal: gates.universal_for(category),
        })
    }

    pub(super) fn category(
        &self,
        owner: &QuotaOwner,
        category: RateLimitCategory,
    ) -> Option<Arc<Gate>> {
        self.owners.get(owner)?.category(category, None)
    }

    /// Returns every gate, sorted.
    pub(super) fn all(&self) -> Vec<Named> {
        let mut all: Vec<Named> = Vec::with_capacity(self.count);
        for (owner, gates) in &self.owners {
            let named = |category, ad_account: Option<&Box<str>>, gate: &Arc<Gate>| Named {
                owner: owner.clone(),
                category,
                ad_account: ad_account.cloned(),
                gate: Arc::clone(gate),
            };
            all.extend(gates.universal.iter().map(|gate| named(None, None, gate)));
            let categories = gates.categories.iter();
            all.extend(categories.map(|(category, gate)| named(Some(*category), None, gate)));
            for (category, accounts) in &gates.ad_accounts {
                let accounts = accounts.iter();
                all.extend(
                    accounts.map(|(account, gate)| named(Some(*category), Some(account), gate)),
                );
            }
        }
        all.sort_by(|a, b| {
            (&a.owner, a.category, &a.ad_account).cmp(&(&b.owner, b.category, &b.ad_account))
        });
        all
    }

    /// The number of ad accounts for which there is room.
    #[cfg(test)]
    pub(super) fn capacity(&self) -> usize {
        let accounts = self
            .owners
            .values()
            .flat_map(|gates| gates.ad_accounts.values());
        accounts.map(HashMap::capacity).sum()
    }

    #[cfg(test)]
    pub(super) fn owners(&self) -> usize {
        self.owners.len()
    }

    /// Removes the gates of users and ad accounts that are no longer in use, so that memory stays
    /// bounded, and is given back when fewer are in use.
    fn prune_now_and_then(&mut self) {
        if self.count < FEW {
            return;
        }
        let now = Instant::now();
        let pruned = *self.pruned.get_or_insert(now);
        let has_doubled = self.count >= 2 * self.count_when_pruned.max(FEW);
        if has_doubled || now.duration_since(pruned) >= PRUNE_INTERVAL {
            self.prune(now);
        }
    }

    fn prune(&mut self, now: Instant) {
        // A request that is about to use a gate holds a reference to it.
        let used_within = |gate: &Arc<Gate>, memory| {
            Arc::strong_count(gate) > 1
                || !gate.with(now, |state: &mut State| state.is_idle(now, memory))
        };
        let used = |gate: &Arc<Gate>| used_within(gate, MEMORY);
        let mut count = 0;
        self.owners.retain(|_, gates| {
            gates.categories.retain(|_, gate| used(gate));
            gates.ad_accounts.retain(|_, accounts| {
                accounts.retain(|_, gate| used_within(gate, MEMORY_OF_AD_ACCOUNTS));
                shrink(accounts);
                count += accounts.len();
                !accounts.is_empty()
            });
            let without_universal = gates.categories.is_empty() && gates.ad_accounts.is_empty();
            let kept = !without_universal || gates.universal.as_ref().is_some_and(used);
            count += gates.categories.len() + usize::from(kept && gates.universal.is_some());
            kept
        });
        shrink(&mut self.owners);
        self.count = count;
        self.count_when_pruned = count;
        self.pruned = Some(now);
    }
}

/// Gives back the memory of a map that was much larger.
fn shrink<K: Eq + Hash, V>(map: &mut HashMap<K, V>) {
    if map.capacity() / 4 > map.len() {
        map.shrink_to(2 * map.len());
    }
}

impl OfOwner {
    fn category(&self, category: RateLimitCategory, ad_account: Option<&str>) -> Option<Arc<Gate>> {
        match ad_account.filter(|_| category.published().per_ad_account) {
            Some(account) => self.ad_accounts.get(&category)?.get(account),
            None => self.categories.get(&category),
        }
        .cloned()
    }

    /// Returns the universal gate. Requests that are counted by ad account do not pass it: their
    /// limit is far above the universal one.
    fn universal_for(&self, category: RateLimitCategory) -> Option<Arc<Gate>> {
        self.universal
            .as_ref()
            .filter(|_| !category.published().per_ad_account)
            .cloned()
    }
}
