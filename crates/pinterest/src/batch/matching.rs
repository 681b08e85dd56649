//! Finds out which result belongs to which input.
//!
//! Results come in the order of the inputs, but some operations leave results out, or respond to
//! several inputs with one result. So what a result says it is about counts first, then its
//! position.

use std::collections::HashMap;

use super::outcome::{ItemState, Matched};
use super::reply::Reply;

/// `input_keys` are those of each input; `exact` says whether a result that names another key is
/// certainly about another input. Then case counts, too, unless a key is that of no input
/// otherwise.
pub(super) fn match_replies<T: Clone>(
    input_keys: Vec<Vec<String>>,
    exact: bool,
    replies: Vec<Reply<T>>,
) -> Matched<T> {
    let mut matches = Matches {
        found: input_keys.iter().map(|_| None).collect(),
        used: vec![false; replies.len()],
    };
    let (input_keys, reply_keys) = (
        trimmed(input_keys.iter()),
        trimmed(replies.iter().map(|reply| &reply.keys)),
    );
    if exact {
        let in_place = matches.assign_in_place(&input_keys, &reply_keys, &replies);
        matches.assign_named(&input_keys, &reply_keys, &replies, &in_place);
        let (inputs, results) = matches.without_counterpart(&input_keys, &reply_keys);
        let results = folded(&results);
        let in_place = matches.assign_in_place(&folded(&inputs), &results, &replies);
        matches.assign_named(&unambiguous(&inputs), &results, &replies, &in_place);
    } else {
        let (inputs, results) = (folded(&input_keys), folded(&reply_keys));
        let in_place = matches.assign_in_place(&inputs, &results, &replies);
        matches.assign_named(&inputs, &results, &replies, &in_place);
    }
    // What is left, when as many results as inputs are: in order. A result that names another id
    // stays out.
    let open_inputs: Vec<usize> = (0..input_keys.len())
        .filter(|index| matches.found[*index].is_none())
        .collect();
    let is_open =
        |index: &usize| !matches.used[*index] && (reply_keys[*index].is_empty() || !exact);
    let open_replies: Vec<usize> = (0..replies.len()).filter(is_open).collect();
    if open_inputs.len() == open_replies.len() {
        for (input_index, reply_index) in open_inputs.into_iter().zip(open_replies) {
            matches.assign(input_index, reply_index, &replies[reply_index]);
        }
    }

    let Matches { found, used } = matches;
    let states = found
        .into_iter()
        .map(|reply| reply.map_or(ItemState::Unconfirmed, Reply::into_state));
    let left = replies.into_iter().zip(used).filter(|(_, used)| !used);
    // One with both is two: what was done must not be lost behind what was not.
    let unmatched = left.flat_map(|(reply, _)| {
        let error = reply.error.map(Err);
        error.into_iter().chain(reply.value.map(Ok))
    });
    Matched {
        states: states.collect(),
        unmatched: unmatched.collect(),
    }
}

struct Matches<T> {
    /// The result that each input has so far.
    found: Vec<Option<Reply<T>>>,
    /// Which results have gone to an input.
    used: Vec<bool>,
}

impl<T: Clone> Matches<T> {
    /// Results in the place of their input, which they do not contradict; says which ones these
    /// are.
    fn assign_in_place(
        &mut self,
        inputs: &Keys,
        results: &Keys,
        replies: &[Reply<T>],
    ) -> Vec<bool> {
        let mut in_place = vec![false; replies.len()];
        if inputs.len() == results.len() {
            for (index, reply) in replies.iter().enumerate() {
                if share(&inputs[index], &results[index]) {
                    in_place[index] = self.assign(index, index, reply);
                }
            }
        }
        in_place
    }

    /// Results that name their inputs, wherever they stand; one may name several. One that stands
    /// in its place adds to no input that has a result, only to those that it names beside its own.
    fn assign_named(
        &mut self,
        inputs: &Keys,
        results: &Keys,
        replies: &[Reply<T>],
        in_place: &[bool],
    ) {
        let mut open = self.found.iter().filter(|found| found.is_none()).count();
        let inputs_of = by_key(inputs);
        for (reply_index, reply) in replies.iter().enumerate() {
            if in_place[reply_index] && open == 0 {
                continue;
            }
            for input_index in named(&inputs_of, &results[reply_index]) {
                let is_open = self.found[input_index].is_none();
                if is_open || !in_place[reply_index] {
                    self.assign(input_index, reply_index, reply);
                    open -= usize::from(is_open);
                }
            }
        }
    }

    /// The keys of inputs that have no result, and those keys of results that are the key of no
    /// input. Every other list is empty.
    fn without_counterpart(&self, inputs: &Keys, results: &Keys) -> (Keys, Keys) {
        let inputs_of = by_key(inputs);
        let is_open = |(keys, found): (&Vec<String>, &Option<_>)| match found {
            None => keys.clone(),
            Some(_) => Vec::new(),
        };
        let nobodys = |keys: &Vec<String>| {
            let keys = keys
                .iter()
                .filter(|key| !inputs_of.contains_key(key.as_str()));
            keys.cloned().collect()
        };
        (
            inputs.iter().zip(&self.found).map(is_open).collect(),
            results.iter().map(nobodys).collect(),
        )
    }

    /// An input that has a result already keeps it; one that failed for a part and succeeded for
    /// the rest has both. Says whether the input took the result.
    fn assign(&mut self, input: usize, reply_index: usize, reply: &Reply<T>) -> bool {
        match &mut self.found[input] {
            None => self.found[input] = Some(reply.clone()),
            Some(found) if found.value.is_none() && reply.error.is_none() => {
                found.value.clone_from(&reply.value)
            }
            Some(found) if found.error.is_none() && reply.value.is_none() => {
                found.error.clone_from(&reply.error)
            }
            // A second result of the same kind: it may belong to another input of that key, or to
            // none.
            Some(_) => return false,
        }
        self.used[reply_index] = true;
        true
    }
}

/// The keys of each input, or of each result.
type Keys = Vec<Vec<String>>;

fn trimmed<'a>(keys: impl Iterator<Item = &'a Vec<String>>) -> Keys {
    let trimmed = |keys: &Vec<String>| {
        let keys = keys.iter().map(|key| key.trim());
        keys.filter(|key| !key.is_empty())
            .map(str::to_owned)
            .collect()
    };
    keys.map(trimmed).collect()
}

fn folded(keys: &Keys) -> Keys {
    let folded = |keys: &Vec<String>| keys.iter().map(|key| key.to_lowercase()).collect();
    keys.iter().map(folded).collect()
}

/// Folded, without the keys that only their case tells apart: no result says which of them it
/// means.
fn unambiguous(inputs: &Keys) -> Keys {
    let mut spellings: HashMap<String, Option<&str>> = HashMap::new();
    for key in inputs.iter().flatten() {
        let spelling = spellings.entry(key.to_lowercase()).or_insert(Some(key));
        *spelling = spelling.filter(|spelling| spelling == key);
    }
    let mut inputs = folded(inputs);
    for keys in &mut inputs {
        keys.retain(|key| spellings.get(key).is_some_and(Option::is_some));
    }
    inputs
}

/// Which inputs have a key, in their order.
fn by_key(inputs: &Keys) -> HashMap<&str, Vec<usize>> {
    let mut inputs_of: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, keys) in inputs.iter().enumerate() {
        for key in keys {
            let inputs = inputs_of.entry(key).or_default();
            if inputs.last() != Some(&index) {
                inputs.push(index);
            }
        }
    }
    inputs_of
}

/// The inputs that a result names, each once, in their order.
fn named(inputs_of: &HashMap<&str, Vec<usize>>, keys: &[String]) -> Vec<usize> {
    let named = keys.iter().filter_map(|key| inputs_of.get(key.as_str()));
    let mut named: Vec<usize> = named.flatten().copied().collect();
    named.sort_unstable();
    named.dedup();
    named
}

fn share(left: &[String], right: &[String]) -> bool {
    left.iter().any(|key| right.contains(key))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::outcome::ItemError;
    use super::*;

    fn match_replies(inputs: &[Vec<String>], replies: Vec<Reply<u32>>) -> Matched<u32> {
        super::match_replies(inputs.to_vec(), true, replies)
    }

    fn inputs(keys: &[&'static str]) -> Vec<Vec<String>> {
        keys.iter().map(|key| vec![(*key).to_owned()]).collect()
    }

    fn ok(keys: &[&str], value: u32) -> Reply<u32> {
        Reply::success(keys.iter().map(|key| (*key).to_owned()).collect(), value)
    }

    fn failed(keys: &[&str], code: i32) -> Reply<u32> {
        Reply::failure(
            keys.iter().map(|key| (*key).to_owned()).collect(),
            ItemError::new(Some(code), None),
        )
    }

    fn states(matched: &Matched<u32>) -> Vec<String> {
        let text = |state: &ItemState<u32>| match state {
            ItemState::Succeeded(value) => format!("ok {value}"),
            ItemState::Failed {
                error,
                partial: None,
            } => format!("{error}"),
            ItemState::Failed {
                error,
                partial: Some(value),
            } => format!("{error} ok {value}"),
            ItemState::Unconfirmed => "?".to_owned(),
            ItemState::NotDone => "not done".to_owned(),
        };
        matched.states.iter().map(text).collect()
    }

    #[test]
    fn results_without_keys_go_by_position() {
        let matched = match_replies(&inputs(&["a", "b"]), vec![ok(&[], 1), failed(&[], 2)]);
        assert_eq!(states(&matched), ["ok 1", "code 2"]);
    }

    #[test]
    fn results_without_keys_that_are_not_as_many_as_the_inputs_belong_to_none() {
        let nobody = [Vec::new(), Vec::new()];
        let matched = match_replies(&nobody, vec![ok(&[], 1)]);
        assert_eq!(
            (states(&matched), matched.unmatched),
            (vec!["?".into(), "?".into()], vec![Ok(1)])
        );
    }

    #[test]
    fn keys_win_over_positions_and_ignore_case() {
        let matched = match_replies(
            &inputs(&["a@x.com", "b"]),
            vec![ok(&["B"], 1), ok(&["A@X.com"], 2)],
        );
        assert_eq!(states(&matched), ["ok 2", "ok 1"]);
    }

    #[test]
    fn one_failure_may_name_several_inputs() {
        let matched = match_replies(
            &inputs(&["a", "b", "c"]),
            vec![ok(&["b"], 1), failed(&["a", "c"], 7)],
        );
        assert_eq!(states(&matched), ["code 7", "ok 1", "code 7"]);
    }

    #[test]
    fn a_result_with_another_id_is_not_taken_for_the_input_in_its_place() {
        let matched = match_replies(
            &inputs(&["1", "2", "3"]),
            vec![ok(&["1"], 1), ok(&["9"], 9), ok(&["3"], 3)],
        );
        assert_eq!(
            (states(&matched), matched.unmatched),
            (vec!["ok 1".into(), "?".into(), "ok 3".into()], vec![Ok(9)])
        );
    }

    #[test]
    fn a_missing_result_leaves_its_input_unconfirmed() {
        let matched = match_replies(
            &inputs(&["a", "b", "c"]),
            vec![ok(&["a"], 1), ok(&["c"], 3)],
        );
        assert_eq!(states(&matched), ["ok 1", "?", "ok 3"]);
    }

    #[test]
    fn a_result_that_names_nobody_is_kept() {
        let matched = match_replies(&inputs(&["a"]), vec![ok(&["a"], 1), failed(&["z"], 2)]);
        assert_eq!(
            (states(&matched), matched.unmatched.len()),
            (vec!["ok 1".to_owned()], 1)
        );
    }

    #[test]
    fn the_same_input_twice_gets_each_its_own_result() {
        let matched = match_replies(&inputs(&["a", "a"]), vec![ok(&["a"], 1), failed(&["a"], 2)]);
        assert_eq!(states(&matched), ["ok 1", "code 2"]);
    }

    #[test]
    fn a_partial_success_has_both_halves() {
        let one = [vec!["partner".to_owned(), "asset".to_owned()]];
        let matched = match_replies(&one, vec![failed(&["asset"], 9), ok(&["partner"], 1)]);
        assert_eq!(states(&matched), ["code 9 ok 1"]);
    }

    #[test]
    fn case_tells_ids_apart() {
        let both = inputs(&["A", "a"]);
        let swapped = match_replies(&both, vec![ok(&["a"], 1), ok(&["A"], 2)]);
        assert_eq!(states(&swapped), ["ok 2", "ok 1"]);
        let alone = match_replies(&both, vec![ok(&["a"], 1)]);
        assert_eq!(states(&alone), ["?", "ok 1"]);
        let other_first = match_replies(&inputs(&["a"]), vec![ok(&["A"], 1), ok(&["a"], 2)]);
        assert_eq!(states(&other_first), ["ok 2"]);
        assert_eq!(other_first.unmatched, [Ok(1)]);
    }

    #[test]
    fn a_key_in_another_case_that_two_inputs_could_have_is_that_of_neither() {
        let matched = match_replies(&inputs(&["Ab", "aB"]), vec![ok(&["ab"], 1)]);
        assert_eq!(states(&matched), ["?", "?"]);
        assert_eq!(matched.unmatched, [Ok(1)]);
        let twice = match_replies(&inputs(&["Ab", "Ab"]), vec![ok(&["ab"], 1), ok(&["ab"], 2)]);
        assert_eq!(states(&twice), ["ok 1", "ok 2"]);
    }

    #[test]
    fn a_result_of_nobody_keeps_its_error_and_its_value() {
        let both = Reply {
            keys: vec!["z".to_owned()],
            value: Some(1),
            error: Some(ItemError::new(Some(2), None)),
        };
        let matched = match_replies(&inputs(&["a"]), vec![both]);
        let error = ItemError::new(Some(2), None);
        assert_eq!(matched.unmatched, [Err(error), Ok(1)]);
    }

    /// Compared each with each, these are a hundred million comparisons.
    #[test]
    fn many_inputs_in_another_order_are_matched() {
        let ids: Vec<String> = (0..10_000)
            .map(|id| format!("50000000000000{id}"))
            .collect();
        let inputs: Vec<Vec<String>> = ids.iter().map(|id| vec![id.clone()]).collect();
        let replies = ids.iter().zip(0..10_000).rev();
        let replies = replies.map(|(id, value)| ok(&[id], value)).collect();
        let matched = match_replies(&inputs, replies);
        let is_own = |(state, own): (&ItemState<u32>, u32)| matches!(state, ItemState::Succeeded(value) if *value == own);
        assert!(matched.states.iter().zip(0..).all(is_own));
    }

    proptest! {
        #[test]
        fn nothing_is_lost(keys in proptest::collection::vec(0usize..4, 0..8), replies in proptest::collection::vec((proptest::option::of(0usize..6), any::<bool>()), 0..8)) {
            let names = ["a", "b", "c", "d", "e", "f"];
            let inputs: Vec<Vec<String>> = keys.iter().map(|key| vec![names[*key].to_owned()]).collect();
            let replies: Vec<Reply<u32>> = replies.iter().enumerate().map(|(index, (key, success))| {
                let keys: Vec<&str> = key.iter().map(|key| names[*key]).collect();
                if *success { ok(&keys, index as u32) } else { failed(&keys, index as i32) }
            }).collect();
            let ids: Vec<u32> = (0..replies.len() as u32).collect();
            let matched = match_replies(&inputs, replies);
            prop_assert_eq!(matched.states.len(), inputs.len());
            let mut seen = Vec::new();
            for state in &matched.states {
                match state {
                    ItemState::Succeeded(value) => seen.push(*value),
                    ItemState::Failed { error, partial } => {
                        seen.extend(error.code.map(|code| code as u32));
                        seen.extend(partial);
                    }
                    ItemState::Unconfirmed | ItemState::NotDone => {}
                }
            }
            seen.extend(matched.unmatched.iter().map(|reply| match reply {
                Ok(value) => *value,
                Err(error) => error.code.unwrap_or_default() as u32,
            }));
            seen.sort_unstable();
            seen.dedup();
            prop_assert_eq!(seen, ids, "every result is with an input or among the unmatched");
        }
    }
}
