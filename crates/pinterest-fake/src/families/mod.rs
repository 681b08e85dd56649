//! The families of operations that have state. A family is a file with a table of what it does by
//! operation id; an operation that no family has gets a generated response.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::call::Behavior;
use crate::state::State;
use crate::validation::Violation;

mod ad_accounts;
mod ad_groups;
mod ad_previews;
mod ads;
mod analytics;
mod asset_permissions;
mod audiences;
mod board_sections;
mod boards;
mod bulk;
mod businesses;
mod campaigns;
mod catalogs;
mod conversions;
mod customer_lists;
mod entities;
mod feeds;
mod invites;
mod items;
mod keywords;
mod labels;
mod lead_forms;
mod leads;
pub(crate) mod media;
mod members;
mod oauth;
mod partners;
mod pins;
mod product_group_promotions;
mod product_groups;
mod product_tags;
mod reports;
mod schedules;
mod search;
mod targeting_templates;
#[cfg(test)]
mod testing;
mod user_account;

const FAMILIES: &[&[(&str, Behavior)]] = &[
    ad_accounts::BEHAVIORS,
    ad_groups::BEHAVIORS,
    ad_previews::BEHAVIORS,
    ads::BEHAVIORS,
    analytics::BEHAVIORS,
    asset_permissions::BEHAVIORS,
    audiences::BEHAVIORS,
    board_sections::BEHAVIORS,
    boards::BEHAVIORS,
    bulk::BEHAVIORS,
    businesses::BEHAVIORS,
    campaigns::BEHAVIORS,
    catalogs::BEHAVIORS,
    conversions::BEHAVIORS,
    customer_lists::BEHAVIORS,
    feeds::BEHAVIORS,
    invites::BEHAVIORS,
    items::BEHAVIORS,
    keywords::BEHAVIORS,
    labels::BEHAVIORS,
    lead_forms::BEHAVIORS,
    leads::BEHAVIORS,
    media::BEHAVIORS,
    members::BEHAVIORS,
    oauth::BEHAVIORS,
    partners::BEHAVIORS,
    pins::BEHAVIORS,
    product_group_promotions::BEHAVIORS,
    product_groups::BEHAVIORS,
    product_tags::BEHAVIORS,
    reports::BEHAVIORS,
    schedules::BEHAVIORS,
    search::BEHAVIORS,
    targeting_templates::BEHAVIORS,
    user_account::BEHAVIORS,
];

/// What the built-in data consists of: a family may use what those before it have made.
const SEEDS: &[fn(&mut State)] = &[
    user_account::seed,
    members::seed,
    partners::seed,
    invites::seed,
    ad_accounts::seed,
    boards::seed,
    board_sections::seed,
    pins::seed,
    product_tags::seed,
    media::seed,
    search::seed,
    catalogs::seed,
    feeds::seed,
    items::seed,
    product_groups::seed,
    campaigns::seed,
    ad_groups::seed,
    ads::seed,
    keywords::seed,
    labels::seed,
    analytics::seed,
    audiences::seed,
    customer_lists::seed,
    targeting_templates::seed,
    reports::seed,
    bulk::seed,
    lead_forms::seed,
    leads::seed,
    product_group_promotions::seed,
    conversions::seed,
    asset_permissions::seed,
];

/// Fills the tables with the built-in data: the same for the same seed.
pub(crate) fn seed(state: &mut State) {
    for seed in SEEDS {
        seed(state);
    }
}

/// Fills the tables with the user accounts only, without whom no token is anybody's.
pub(crate) fn seed_accounts(state: &mut State) {
    user_account::seed(state);
}

/// Returns what an operation does, if a family has it.
pub(crate) fn behavior(operation: &str) -> Option<Behavior> {
    static BEHAVIORS: OnceLock<HashMap<&str, Behavior>> = OnceLock::new();
    let behaviors = BEHAVIORS.get_or_init(|| {
        let entries = FAMILIES.iter().flat_map(|family| family.iter());
        entries.map(|(id, behavior)| (*id, *behavior)).collect()
    });
    behaviors.get(operation).copied()
}

/// Tells whether a violation is for the behavior to judge, since it concerns one entry of a batch that
/// fails alone.
pub(crate) fn judges(operation: &str, violation: &Violation) -> bool {
    operation == "events/create" && conversions::is_of_one_event(violation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::description::description;

    #[test]
    fn families_have_operations_of_the_description_once() {
        let mut seen = std::collections::BTreeSet::new();
        for (id, _) in FAMILIES.iter().flat_map(|family| family.iter()) {
            assert!(
                description().operation(id).is_some(),
                "{id} is no operation"
            );
            assert!(seen.insert(id), "{id} is in two families");
        }
    }
}
