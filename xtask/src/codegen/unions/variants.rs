//! Names of variants, shortened by what they share.

use heck::ToSnakeCase;

use crate::codegen::names;

/// The names without the name of the union, where they begin with it.
pub(super) fn without_union(names: &[String], union: &str) -> Vec<String> {
    names
        .iter()
        .map(|name| {
            let rest = name.strip_prefix(union);
            let starts_word = |rest: &&str| rest.starts_with(|first: char| first.is_uppercase());
            rest.filter(starts_word).unwrap_or(name).to_owned()
        })
        .collect()
}

/// The names without the words that all begin or end with.
pub(super) fn without_common(names: &[String]) -> Vec<String> {
    let words: Vec<Vec<String>> = names
        .iter()
        .map(|name| name.to_snake_case().split('_').map(str::to_owned).collect())
        .collect();
    let Some((first, others)) = words.split_first().filter(|(_, others)| !others.is_empty()) else {
        return names.to_vec();
    };
    let shortest = words.iter().map(Vec::len).min().unwrap_or(0);
    let start = (0..shortest)
        .take_while(|at| others.iter().all(|words| words[*at] == first[*at]))
        .count();
    let ending = |words: &[String], at: usize| words[words.len() - 1 - at].clone();
    let end = (0..shortest - start)
        .take_while(|at| {
            others
                .iter()
                .all(|words| ending(words, *at) == ending(first, *at))
        })
        .count();
    words
        .iter()
        .map(|words| names::camel(&words[start..words.len() - end].join("_")))
        .collect()
}
