//! From a method and a path to the operation: literal segments win over parameters.

use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use super::Operation;

/// A tree of path segments.
#[derive(Debug, Default)]
pub(super) struct Router {
    root: Node,
}

#[derive(Debug, Default)]
struct Node {
    literals: HashMap<String, Node>,
    parameter: Option<Box<Node>>,
    /// Method and index of the operation.
    operations: Vec<(String, usize)>,
}

/// What a method and a path lead to.
#[derive(Debug)]
pub(crate) enum Found<'a> {
    /// An operation, with the decoded values of its path parameters in order.
    Operation(&'a Operation, Vec<String>),
    /// The path is there with other methods.
    OtherMethods(Vec<&'a str>),
    /// The path is not there.
    Nothing,
}

impl Router {
    pub(super) fn new(operations: &[Operation]) -> Self {
        let mut root = Node::default();
        for (index, operation) in operations.iter().enumerate() {
            let mut node = &mut root;
            for segment in segments(&operation.path) {
                node = if segment.starts_with('{') {
                    node.parameter.get_or_insert_default()
                } else {
                    node.literals.entry(segment.to_owned()).or_default()
                };
            }
            node.operations.push((operation.method.clone(), index));
        }
        Self { root }
    }

    pub(super) fn find<'a>(
        &'a self,
        operations: &'a [Operation],
        method: &str,
        path: &str,
    ) -> Found<'a> {
        let segments: Vec<&str> = segments(path).collect();
        let mut values = Vec::new();
        let Some(node) = self.root.descend(&segments, &mut values) else {
            return Found::Nothing;
        };
        let of_method = node.operations.iter().find(|(found, _)| found == method);
        match of_method.and_then(|(_, index)| operations.get(*index)) {
            Some(operation) => Found::Operation(operation, values),
            None => Found::OtherMethods(node.operations.iter().map(|(m, _)| m.as_str()).collect()),
        }
    }
}

impl Node {
    fn descend(&self, segments: &[&str], values: &mut Vec<String>) -> Option<&Self> {
        let Some((segment, rest)) = segments.split_first() else {
            return (!self.operations.is_empty()).then_some(self);
        };
        let literal = self.literals.get(*segment);
        if let Some(found) = literal.and_then(|node| node.descend(rest, values)) {
            return Some(found);
        }
        let parameter = self.parameter.as_ref()?;
        values.push(percent_decode_str(segment).decode_utf8_lossy().into_owned());
        let found = parameter.descend(rest, values);
        if found.is_none() {
            values.pop();
        }
        found
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::description;
    use super::*;

    fn found(method: &str, path: &str) -> (String, Vec<String>) {
        match description().route(method, path) {
            Found::Operation(operation, values) => (operation.id.clone(), values),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn literal_segments_win() {
        assert_eq!(found("GET", "/pins/analytics").0, "multi_pins/analytics");
        let (id, values) = found("GET", "/pins/12%2F3");
        assert_eq!((id.as_str(), values[0].as_str()), ("pins/get", "12/3"));
    }

    #[test]
    fn every_operation_is_found_by_its_own_path() {
        for operation in description().operations() {
            let path = operation.path.replace(['{', '}'], "");
            assert_eq!(found(&operation.method, &path).0, operation.id);
        }
    }

    #[test]
    fn another_method_is_told_from_another_path() {
        assert!(matches!(
            description().route("PUT", "/boards"),
            Found::OtherMethods(methods) if methods.len() == 2
        ));
        assert!(matches!(
            description().route("GET", "/bords"),
            Found::Nothing
        ));
    }
}
