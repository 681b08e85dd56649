//! A schema as one sees it: references followed, `allOf` joined.

use serde_json::Value;

use super::Description;

/// A schema of the description.
#[derive(Clone, Debug)]
pub(crate) struct Schema<'a> {
    description: &'a Description,
    /// The schema itself, then what it refers to or is composed of.
    parts: Vec<&'a Value>,
}

impl<'a> Schema<'a> {
    pub(crate) fn new(description: &'a Description, schema: &'a Value) -> Self {
        let mut parts = Vec::new();
        collect(description, schema, &mut parts);
        Self { description, parts }
    }

    /// Returns the first value of a keyword; the outermost schema that states it wins.
    pub(crate) fn keyword(&self, name: &str) -> Option<&'a Value> {
        self.parts.iter().find_map(|part| part.get(name))
    }

    /// Returns the value of a keyword that counts something.
    pub(crate) fn count(&self, name: &str) -> Option<u64> {
        self.keyword(name).and_then(Value::as_u64)
    }

    /// Tells whether a keyword is `true`.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.parts
            .iter()
            .any(|part| part.get(name) == Some(&Value::Bool(true)))
    }

    /// Returns the type: `object`, `array`, `string`, `integer`, `number` or `boolean`.
    pub(crate) fn kind(&self) -> Option<&'a str> {
        let stated = self.keyword("type").and_then(Value::as_str);
        stated.or_else(|| self.keyword("properties").map(|_| "object"))
    }

    /// Tells whether null is permitted.
    pub(crate) fn is_nullable(&self) -> bool {
        self.flag("nullable")
    }

    /// Returns the permitted values, unless the description leaves them open at this place.
    pub(crate) fn values(&self) -> Option<&'a Vec<Value>> {
        if self.keyword("x-open-values").is_some() {
            return None;
        }
        self.keyword("enum").and_then(Value::as_array)
    }

    /// Returns the values that are known, whether others are permitted or not.
    pub(crate) fn known_values(&self) -> Option<&'a Vec<Value>> {
        self.keyword("enum").and_then(Value::as_array)
    }

    /// Returns the branches of a union.
    pub(crate) fn branches(&self) -> Option<Vec<Schema<'a>>> {
        let branches = ["oneOf", "anyOf"]
            .iter()
            .find_map(|name| self.keyword(name)?.as_array())?;
        let schemas = branches
            .iter()
            .map(|branch| Schema::new(self.description, branch));
        Some(schemas.collect())
    }

    /// Returns the property that tells the branches of a union apart.
    pub(crate) fn tag(&self) -> Option<&'a str> {
        self.keyword("discriminator")?.get("propertyName")?.as_str()
    }

    /// Returns the values of the tag with the branch that each stands for.
    pub(crate) fn mapping(&self) -> Vec<(&'a str, Schema<'a>)> {
        let mapping = self
            .keyword("discriminator")
            .and_then(|discriminator| discriminator.get("mapping"));
        let targets = mapping.and_then(Value::as_object).into_iter().flatten();
        targets
            .filter_map(|(value, target)| {
                let name = target.as_str()?.rsplit('/').next()?;
                Some((value.as_str(), self.description.component(name)))
            })
            .collect()
    }

    /// Returns the branch of a union that a value is of, or the schema itself if it is no union.
    pub(crate) fn branch_for(&self, value: &Value) -> Schema<'a> {
        let Some(branches) = self.branches() else {
            return self.clone();
        };
        let tag = self.tag().and_then(|tag| value.get(tag));
        let tag = tag.and_then(Value::as_str);
        let mut mapping = self.mapping().into_iter();
        if let Some((_, branch)) = mapping.find(|(name, _)| Some(*name) == tag) {
            return branch.branch_for(value);
        }
        let fits = |branch: &Schema<'_>| match value.as_object() {
            Some(object) => {
                let known = object.keys().filter(|name| branch.property(name).is_some());
                known.count()
            }
            None => usize::from(branch.kind() == kind_of(value)),
        };
        let best = branches.into_iter().max_by_key(fits);
        best.map_or_else(|| self.clone(), |branch| branch.branch_for(value))
    }

    /// Returns the properties of an object, each once.
    pub(crate) fn properties(&self) -> Vec<(&'a str, Schema<'a>)> {
        let mut found: Vec<(&str, Schema<'_>)> = Vec::new();
        for (name, schema) in self.stated_properties() {
            if !found.iter().any(|(known, _)| known == name) {
                found.push((name, Schema::new(self.description, schema)));
            }
        }
        found
    }

    /// Returns one property.
    pub(crate) fn property(&self, name: &str) -> Option<Schema<'a>> {
        let mut stated = self.stated_properties();
        let (_, schema) = stated.find(|(known, _)| *known == name)?;
        Some(Schema::new(self.description, schema))
    }

    fn stated_properties(&self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        let objects = self
            .parts
            .iter()
            .filter_map(|part| part.get("properties")?.as_object());
        objects.flatten()
    }

    /// Returns the names of required properties.
    pub(crate) fn required(&self) -> impl Iterator<Item = &'a str> {
        let lists = self
            .parts
            .iter()
            .filter_map(|part| part.get("required")?.as_array());
        lists.flatten().filter_map(Value::as_str)
    }

    /// Returns the schema of the elements of an array.
    pub(crate) fn items(&self) -> Option<Schema<'a>> {
        self.keyword("items")
            .map(|items| Schema::new(self.description, items))
    }

    /// Returns what the values of other names than the properties' must be; `None` if there may be
    /// no others.
    pub(crate) fn further(&self) -> Option<Schema<'a>> {
        match self.keyword("additionalProperties") {
            Some(Value::Bool(false)) => None,
            Some(schema @ Value::Object(_)) => Some(Schema::new(self.description, schema)),
            Some(_) => Some(Schema::new(self.description, &Value::Null)),
            // An object without any property is described as "some object".
            None if self.keyword("properties").is_none() => {
                Some(Schema::new(self.description, &Value::Null))
            }
            // The columns that a request asks for are the names of its metrics.
            None if self.flag("x-metrics") => Some(Schema::new(self.description, &Value::Null)),
            None => None,
        }
    }

    /// Returns every list of a rule such as `x-exclusive`.
    pub(crate) fn rules(&self, name: &str) -> impl Iterator<Item = &'a Value> {
        let name = name.to_owned();
        let lists = self
            .parts
            .iter()
            .filter_map(move |part| part.get(&name)?.as_array());
        lists.flatten()
    }

    pub(crate) fn description(&self) -> &'a Description {
        self.description
    }
}

fn collect<'a>(description: &'a Description, schema: &'a Value, parts: &mut Vec<&'a Value>) {
    // What stands beside a reference narrows it.
    if schema.get("$ref").is_some() {
        parts.push(schema);
    }
    let schema = description.resolve(schema);
    parts.push(schema);
    let composed = schema.get("allOf").and_then(Value::as_array);
    for part in composed.into_iter().flatten() {
        collect(description, part, parts);
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
