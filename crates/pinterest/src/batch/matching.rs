//! Finds out which result belongs to which input.
//!
//! Results come in the order of the inputs, but some operations leave results out, or answer several inputs with one
//! result. So what a result says it is about counts first, then its position.

use super::outcome::{ItemError, ItemState};
use super::run::Reply;

/// A state for every input, and the results that belong to none.
pub(super) struct Matched<T> {
    pub(super) states: Vec<ItemState<T>>,
    pub(super) unmatched: Vec<Result<T, ItemError>>,
}

/// `input_keys` are those of each input; `exact` says whether a result that names another key is certainly about another
/// input.
pub(super) fn match_replies<T: Clone>(
    input_keys: Vec<Vec<String>>,
    exact: bool,
    replies: Vec<Reply<T>>,
) -> Matched<T> {
    let input_keys: Vec<Vec<String>> = input_keys.iter().map(|keys| folded(keys)).collect();
    let reply_keys: Vec<Vec<String>> = replies.iter().map(|reply| folded(&reply.keys)).collect();
    let mut board = Board {
        found: input_keys.iter().map(|_| None).collect(),
        used: vec![false; replies.len()],
    };

    // A result in the place of its input, which it does not contradict.
    if input_keys.len() == replies.len() {
        for (index, reply) in replies.iter().enumerate() {
            if share(&input_keys[index], &reply_keys[index]) {
                board.assign(index, index, reply);
            }
        }
    }
    // Results that name their inputs, wherever they stand; one may name several. One that stands in its place adds to
    // no input that has a result, only to those that it names beside its own.
    let in_place = board.used.clone();
    for (reply_index, reply) in replies.iter().enumerate() {
        for (input_index, keys) in input_keys.iter().enumerate() {
            let is_open = !in_place[reply_index] || board.found[input_index].is_none();
            if is_open && share(keys, &reply_keys[reply_index]) {
                board.assign(input_index, reply_index, reply);
            }
        }
    }
    // What is left, when as many results as inputs are: in order. A result that names another id stays out.
    let open_inputs: Vec<usize> = (0..input_keys.len())
        .filter(|index| board.found[*index].is_none())
        .collect();
    let is_open = |index: &usize| !board.used[*index] && (reply_keys[*index].is_empty() || !exact);
    let open_replies: Vec<usize> = (0..replies.len()).filter(is_open).collect();
    if open_inputs.len() == open_replies.len() {
        for (input_index, reply_index) in open_inputs.into_iter().zip(open_replies) {
            board.assign(input_index, reply_index, &replies[reply_index]);
        }
    }

    let Board { found, used } = board;
    let states = found
        .into_iter()
        .map(|reply| reply.map_or(ItemState::Unconfirmed, Reply::into_state));
    let left = replies.into_iter().zip(used).filter(|(_, used)| !used);
    let unmatched = left.filter_map(|(reply, _)| match (reply.error, reply.value) {
        (Some(error), _) => Some(Err(error)),
        (None, value) => value.map(Ok),
    });
    Matched {
        states: states.collect(),
        unmatched: unmatched.collect(),
    }
}

struct Board<T> {
    /// The result that each input has so far.
    found: Vec<Option<Reply<T>>>,
    /// Which results have gone to an input.
    used: Vec<bool>,
}

impl<T: Clone> Board<T> {
    /// An input that has a result already keeps it; one that failed for a part and succeeded for the rest has both.
    fn assign(&mut self, input: usize, reply_index: usize, reply: &Reply<T>) {
        match &mut self.found[input] {
            None => self.found[input] = Some(reply.clone()),
            Some(found) if found.value.is_none() && reply.error.is_none() => {
                found.value.clone_from(&reply.value)
            }
            Some(found) if found.error.is_none() && reply.value.is_none() => {
                found.error.clone_from(&reply.error)
            }
            // A second result of the same kind: it may belong to another input of that key, or to none.
            Some(_) => return,
        }
        self.used[reply_index] = true;
    }
}

fn folded(keys: &[String]) -> Vec<String> {
    keys.iter()
        .map(|key| key.trim().to_lowercase())
        .filter(|key| !key.is_empty())
        .collect()
}

fn share(left: &[String], right: &[String]) -> bool {
    left.iter().any(|key| right.contains(key))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
