//! A schema as one sees it: references followed, `allOf` joined.

use serde_json::Value;

use super::Description;
use super::nodes::{Limits, Node, Nodes, Pattern, SchemaId};

/// A schema of the description.
#[derive(Clone, Copy)]
pub(crate) struct Schema<'a> {
    nodes: &'a Nodes,
    node: &'a Node,
}

impl std::fmt::Debug for Schema<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.node.fmt(f)
    }
}

impl<'a> Schema<'a> {
    pub(crate) fn new(description: &'a Description, id: SchemaId) -> Self {
        Self::of(&description.nodes, id)
    }

    fn of(nodes: &'a Nodes, id: SchemaId) -> Self {
        let node = nodes.node(id);
        Self { nodes, node }
    }

    /// Returns the type: `object`, `array`, `string`, `integer`, `number` or `boolean`.
    pub(crate) fn kind(&self) -> Option<&'a str> {
        self.node.kind.as_deref()
    }

    /// Tells whether null is permitted.
    pub(crate) fn is_nullable(&self) -> bool {
        self.node.is_nullable
    }

    /// Tells whether null is a value of it: it says so, or says nothing about values.
    pub(crate) fn permits_null(&self) -> bool {
        self.node.is_nullable || self.node.kind.is_none()
    }

    /// Tells whether only responses have it.
    pub(crate) fn is_read_only(&self) -> bool {
        self.node.is_read_only
    }

    /// Returns the permitted values, unless the description leaves them open at this place.
    pub(crate) fn values(&self) -> Option<&'a [Value]> {
        self.known_values().filter(|_| !self.node.is_open)
    }

    /// Returns the values that are known, whether others are permitted or not.
    pub(crate) fn known_values(&self) -> Option<&'a [Value]> {
        self.node.known_values.as_deref()
    }

    /// Returns the value that stands for one that was not given.
    pub(crate) fn default(&self) -> Option<&'a Value> {
        self.node.default.as_ref()
    }

    pub(crate) fn limits(&self) -> Limits {
        self.node.limits
    }

    pub(crate) fn pattern(&self) -> Option<&'a Pattern> {
        self.node.pattern.as_ref()
    }

    /// Returns the format of a text or number, such as `date`.
    pub(crate) fn format(&self) -> Option<&'a str> {
        self.node.format.as_deref()
    }

    /// Returns the other names under which responses were seen to have the property.
    pub(crate) fn aliases(&self) -> &'a [String] {
        &self.node.aliases
    }

    /// Tells whether it is a union.
    pub(crate) fn is_union(&self) -> bool {
        self.node.branches.is_some()
    }

    /// Returns the branches of a union; nothing for other schemas.
    pub(crate) fn branches(&self) -> impl ExactSizeIterator<Item = Schema<'a>> + use<'a> {
        let (nodes, branches) = (self.nodes, self.node.branches.as_deref());
        let ids = branches.unwrap_or_default().iter();
        ids.map(|id| Self::of(nodes, *id))
    }

    /// Returns the property that tells the branches of a union apart.
    pub(crate) fn tag(&self) -> Option<&'a str> {
        self.node.tag.as_deref()
    }

    /// Returns the values of the tag with the branch that each stands for.
    pub(crate) fn mapping(&self) -> impl ExactSizeIterator<Item = (&'a str, Schema<'a>)> + use<'a> {
        let nodes = self.nodes;
        let entries = self.node.mapping.iter();
        entries.map(|(tag, id)| (tag.as_str(), Self::of(nodes, *id)))
    }

    /// Returns the branch of a union that a value is of, or the schema itself if it is no union.
    pub(crate) fn branch_for(&self, value: &Value) -> Schema<'a> {
        if !self.is_union() {
            return *self;
        }
        let tag = self.tag().and_then(|tag| value.get(tag));
        let tag = tag.and_then(Value::as_str);
        if let Some((_, branch)) = self.mapping().find(|(name, _)| Some(*name) == tag) {
            return branch.branch_for(value);
        }
        let fits = |branch: &Schema<'_>| match value.as_object() {
            Some(object) => {
                let known = object.keys().filter(|name| branch.property(name).is_some());
                known.count()
            }
            None => usize::from(branch.kind() == kind_of(value)),
        };
        let best = self.branches().max_by_key(fits);
        best.map_or(*self, |branch| branch.branch_for(value))
    }

    /// Returns the properties of an object, each once.
    pub(crate) fn properties(
        &self,
    ) -> impl ExactSizeIterator<Item = (&'a str, Schema<'a>)> + use<'a> {
        let nodes = self.nodes;
        let entries = self.node.properties.iter();
        entries.map(|(name, id)| (name.as_str(), Self::of(nodes, *id)))
    }

    /// Returns one property.
    pub(crate) fn property(&self, name: &str) -> Option<Schema<'a>> {
        let id = self.node.properties.get(name)?;
        Some(Self::of(self.nodes, *id))
    }

    /// Returns the names of required properties.
    pub(crate) fn required(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.node.required.iter().map(String::as_str)
    }

    /// Returns the schema of the elements of an array.
    pub(crate) fn items(&self) -> Option<Schema<'a>> {
        self.node.items.map(|id| Self::of(self.nodes, id))
    }

    /// Returns what the values of other names than the properties' must be; `None` if there may be
    /// no others.
    pub(crate) fn further(&self) -> Option<Schema<'a>> {
        self.node.further.map(|id| Self::of(self.nodes, id))
    }

    /// Returns every list of the rules `x-exclusive`, `x-one-of-required` and `x-requires`, with the
    /// name of the rule.
    pub(crate) fn rules(&self) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
        let rules = self.node.rules.iter();
        rules.map(|(rule, names)| (rule.as_str(), names))
    }
}

fn kind_of(value: &Value) -> Option<&'static str> {
    match value {
        Value::String(_) => Some("string"),
        Value::Array(_) => Some("array"),
        Value::Bool(_) => Some("boolean"),
        Value::Number(_) => Some("integer"),
        _ => None,
    }
}
