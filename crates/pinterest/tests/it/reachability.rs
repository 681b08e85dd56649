//! Every operation of the description can be called through a handle. What handles call is read from the sources.

use std::collections::{BTreeMap, BTreeSet};

use pinterest::operation::OPERATIONS;

use crate::source_files::texts_below;

/// Operations that no handle calls, each with the reason.
const ELSEWHERE: &[(&str, &str)] = &[
    (
        "oauth/conversion_token",
        "`auth/token_endpoint.rs` sends it, for a user token that no client was made of",
    ),
    ("oauth/token", BY_AUTH),
    ("token/revoke", BY_AUTH),
];

const BY_AUTH: &str =
    "`auth/token_endpoint.rs` sends it, with the app's secret in place of a token";

/// The sources below a folder as one text without comments and blanks, so that a line break never matters.
fn code_below(folder: &str) -> String {
    let texts = texts_below(folder);
    let lines = texts.iter().flat_map(|text| text.lines());
    let code = lines.map(|line| match line.trim_start().starts_with("//") {
        true => "",
        false => line,
    });
    code.flat_map(str::chars)
        .filter(|character| !character.is_whitespace())
        .collect()
}

/// The name that `text` starts with.
fn leading_name(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    &text[..end.unwrap_or(text.len())]
}

/// The name that `text` ends with.
fn trailing_name(text: &str) -> &str {
    let start = text.rfind(|c: char| !c.is_alphanumeric() && c != '_');
    &text[start.map_or(0, |start| start + 1)..]
}

/// The functions of the generated client that are called: `api.boards_get(..)`.
fn functions_called(code: &str) -> BTreeSet<&str> {
    let calls = code.split("api.").skip(1).map(leading_name);
    calls.filter(|name| !name.is_empty()).collect()
}

/// The queries that are made: `GetInvitesQuery::new(..)`.
fn queries_made(code: &str) -> BTreeSet<&str> {
    let parts: Vec<&str> = code.split("::new(").collect();
    let before = parts.iter().rev().skip(1).map(|part| trailing_name(part));
    before.filter(|name| name.ends_with("Query")).collect()
}

/// Each generated query, with the function that it calls.
fn generated_queries(code: &str) -> BTreeMap<&str, &str> {
    let parts = ["implFetchfor", "implRequestfor"]
        .iter()
        .flat_map(|start| code.split(start).skip(1));
    parts
        .filter_map(|part| Some((leading_name(part), leading_name(part.split_once("api.")?.1))))
        .collect()
}

#[test]
fn every_operation_is_reached_by_a_handle() {
    let resources = code_below("src/resources");
    let requests = code_below("src/generated/requests");
    let (called, made) = (functions_called(&resources), queries_made(&resources));
    let queries = generated_queries(&requests);
    let through_queries: BTreeSet<&str> = queries
        .iter()
        .filter_map(|(query, function)| made.contains(query).then_some(*function))
        .collect();
    let is_reached =
        |function: &str| called.contains(function) || through_queries.contains(function);

    let missing: Vec<&str> = OPERATIONS
        .iter()
        .filter(|operation| !is_reached(operation.function))
        .map(|operation| operation.id)
        .filter(|id| !ELSEWHERE.iter().any(|(elsewhere, _)| elsewhere == id))
        .collect();
    assert!(
        missing.is_empty(),
        "{} operations that no handle calls: {missing:#?}",
        missing.len()
    );

    let unused: Vec<&&str> = queries
        .keys()
        .filter(|query| !made.contains(*query))
        .collect();
    assert!(
        unused.is_empty(),
        "queries that no handle makes; make them, or name their operations in WITHOUT_QUERY of \
         xtask/src/codegen/emit/requests.rs: {unused:#?}"
    );

    let obsolete: Vec<&str> = ELSEWHERE
        .iter()
        .map(|(id, _)| *id)
        .filter(|id| {
            OPERATIONS
                .iter()
                .any(|it| it.id == *id && is_reached(it.function))
        })
        .collect();
    assert!(obsolete.is_empty(), "handles call them: {obsolete:?}");
}

/// A call that names the wrong operation would be checked and limited as that one.
#[test]
fn every_plain_call_names_the_operation_of_its_function() {
    let resources = code_below("src/resources");
    let parts: Vec<&str> = resources.split(",api.").collect();
    let pairs = parts
        .windows(2)
        .map(|pair| (trailing_name(pair[0]), leading_name(pair[1])));
    let mut count = 0;
    for (constant, function) in pairs.filter(|(constant, _)| is_constant(constant)) {
        assert_eq!(constant, function.to_uppercase());
        count += 1;
    }
    assert!(count > 0);
}

fn is_constant(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(char::is_lowercase)
}

#[test]
fn calls_are_found_however_they_are_broken_into_lines() {
    let code = "letq=crate::requests::PinsListQuery::new(&self.id);api.pins_get(id).await;other.pins_save()";
    assert_eq!(functions_called(code), BTreeSet::from(["pins_get"]));
    assert_eq!(queries_made(code), BTreeSet::from(["PinsListQuery"]));
    let generated = "implFetchforPinsListQuery{typePage=P;api.pins_list(&self.x)}implRequestforAQuery{api.a(1)}";
    assert_eq!(
        generated_queries(generated),
        BTreeMap::from([("PinsListQuery", "pins_list"), ("AQuery", "a")])
    );
}
