//! What the fake remembers: tables of JSON objects.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use bytes::Bytes;
use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::clock::Clock;
use crate::description::{Schema, description};
use crate::generation::Generator;
use crate::rate_limits;

/// A JSON object of a table. Fields whose names start with `_` are never sent.
pub(crate) type Row = Map<String, Value>;

/// Everything that a reset forgets.
#[derive(Debug)]
pub(crate) struct State {
    /// The time that everything follows.
    pub(crate) clock: Clock,
    /// Files on the transfer host, by the path below its root.
    pub(crate) files: HashMap<String, File>,
    /// Requests that the fake is to send, such as lead deliveries.
    pub(crate) outbox: Vec<Delivery>,
    /// The URL of the API, with `/v5`.
    pub(crate) api_url: String,
    /// The URL of the transfer host, for uploads and downloads.
    pub(crate) transfer_url: String,
    /// The requests that count for rate limits.
    pub(crate) limits: rate_limits::Logs,
    /// Whether rows of tokens were dropped.
    pub(crate) forgot_tokens: bool,
    tables: Tables,
    next_id: u64,
    /// Makes values where nothing else determines them; seeded.
    pub(crate) random: fastrand::Rng,
}

/// A table is copied when it is changed while a [`Snapshot`] has it, too.
type Tables = BTreeMap<String, Arc<Table>>;

/// What a state holds, for other states to start with.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    tables: Tables,
    files: HashMap<String, File>,
    next_id: u64,
    random: fastrand::Rng,
}

/// A file that was uploaded, or can be downloaded, on the transfer host.
#[derive(Clone, Debug, Default)]
pub(crate) struct File {
    pub(crate) content_type: String,
    pub(crate) bytes: Bytes,
    /// When its link expires, in milliseconds since the epoch.
    pub(crate) expires_at: Option<i64>,
    /// Table and id of the row that an upload to this path belongs to.
    pub(crate) upload_for: Option<(String, String)>,
}

/// A POST that the fake sends to a loopback address.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub(crate) url: String,
    pub(crate) body: Bytes,
    /// When it is due, in milliseconds since the epoch.
    pub(crate) due_at: i64,
    /// How often it was tried.
    pub(crate) attempts: u32,
}

/// Rows by id, in the order in which they were created.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    rows: IndexMap<String, Row>,
}

impl State {
    pub(crate) fn new(clock: Clock, api_url: String, transfer_url: String, seed: u64) -> Self {
        Self {
            clock,
            files: HashMap::new(),
            outbox: Vec::new(),
            api_url,
            transfer_url,
            limits: rate_limits::Logs::default(),
            forgot_tokens: false,
            tables: BTreeMap::new(),
            next_id: 549_755_000_000_000_000 + (seed % 1_000_000) * 100_000_000,
            random: fastrand::Rng::with_seed(seed),
        }
    }

    /// Returns the data that the state holds.
    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot {
            tables: self.tables.clone(),
            files: self.files.clone(),
            next_id: self.next_id,
            random: self.random.clone(),
        }
    }

    /// Puts data in the place of what the state holds. Ids and random values go on from there.
    pub(crate) fn restore(&mut self, snapshot: &Snapshot) {
        let Snapshot {
            tables,
            files,
            next_id,
            random,
        } = snapshot.clone();
        self.tables = tables;
        self.files = files;
        self.next_id = next_id;
        self.random = random;
    }

    /// Returns a new id of digits; no two are equal.
    pub(crate) fn new_id(&mut self) -> String {
        self.next_id += 1;
        self.next_id.to_string()
    }

    /// Makes a row from what is given: fields that the schema requires are added, fields that it does
    /// not know are dropped, those with a leading `_` are kept for the fake's own use.
    pub(crate) fn new_row(&mut self, schema: &str, given: Value) -> Row {
        let mut generator = Generator::new(self.random.u64(..));
        match generator.fill(&description().component(schema), given) {
            Value::Object(row) => row,
            _ => Row::new(),
        }
    }

    /// Changes a row as a PATCH does, and completes it like a new one: what is given replaces, null
    /// clears. What the schema does not know and what only responses have is left out, and so are the id
    /// and the fake's own fields. An object replaces as a whole, except that it keeps what the schema
    /// requires in it and the change leaves out.
    pub(crate) fn update_row(&mut self, schema: &str, row: Row, changes: &Value) -> Row {
        let schema = description().component(schema);
        let mut row = Value::Object(row);
        let branch = schema.branch_for(&row);
        for (name, value) in changes.as_object().into_iter().flatten() {
            let property = branch.property(name);
            let is_fixed = name == "id" || name.starts_with('_');
            let Some(property) = property.filter(|of| !of.is_read_only() && !is_fixed) else {
                continue;
            };
            let mut value = value.clone();
            keep_required(&property, &row[name.as_str()], &mut value);
            row[name.as_str()] = value;
        }
        let mut generator = Generator::new(self.random.u64(..));
        match generator.fill(&schema, row) {
            Value::Object(row) => row,
            _ => Row::new(),
        }
    }

    /// Returns the table of that name, which is made if it is not there.
    pub(crate) fn table(&mut self, name: &str) -> &mut Table {
        Arc::make_mut(self.tables.entry(name.to_owned()).or_default())
    }

    /// Returns one row.
    pub(crate) fn row(&self, table: &str, id: &str) -> Option<&Row> {
        self.tables.get(table)?.rows.get(id)
    }

    /// Returns the rows of a table, oldest first.
    pub(crate) fn rows(&self, table: &str) -> impl DoubleEndedIterator<Item = (&String, &Row)> {
        self.tables
            .get(table)
            .into_iter()
            .flat_map(|table| table.rows.iter())
    }

    /// Returns every table by name.
    pub(crate) fn tables(&self) -> impl Iterator<Item = (&String, &Table)> {
        self.tables.iter().map(|(name, table)| (name, &**table))
    }
}

/// Puts the required fields of an object that a change leaves out into the change.
fn keep_required(schema: &Schema<'_>, old: &Value, new: &mut Value) {
    let schema = schema.branch_for(new);
    let (Value::Object(old), Value::Object(new)) = (old, new) else {
        return;
    };
    for name in schema.required() {
        if let (Some(value), false) = (old.get(name), new.contains_key(name)) {
            new.insert(name.to_owned(), value.clone());
        }
    }
    for (name, value) in new {
        if let (Some(property), Some(old)) = (schema.property(name), old.get(name)) {
            keep_required(&property, old, value);
        }
    }
}

impl Table {
    /// Adds a row, or puts it in the place of the one with that id.
    pub(crate) fn insert(&mut self, id: impl Into<String>, row: Row) {
        self.rows.insert(id.into(), row);
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut Row> {
        self.rows.get_mut(id)
    }

    /// Removes a row; the others keep their order.
    pub(crate) fn remove(&mut self, id: &str) -> Option<Row> {
        self.rows.shift_remove(id)
    }

    /// Keeps the rows for which the predicate holds.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&Row) -> bool) {
        self.rows.retain(|_, row| keep(row));
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns the rows, oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (&String, &Row)> {
        self.rows.iter()
    }

    pub(crate) fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = (&String, &mut Row)> {
        self.rows.iter_mut()
    }
}

/// Returns a field of a row as text; empty if it is not there.
pub(crate) fn text<'a>(row: &'a Row, field: &str) -> &'a str {
    row.get(field).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn state() -> State {
        State::new(Clock::default(), String::new(), String::new(), 1)
    }

    #[test]
    fn a_change_replaces_and_null_clears() {
        let mut state = state();
        let board = json!({"id": "7", "name": "Oak", "description": "Tables", "_owner": "1"});
        let board = state.new_row("Board", board);
        let changes = json!({
            "id": "8", "name": "Ash", "description": null, "follower_count": 9, "_owner": "2",
        });
        let changed = state.update_row("Board", board.clone(), &changes);
        assert_eq!(changed["name"], "Ash");
        assert_eq!(changed["description"], Value::Null);
        for fixed in ["id", "follower_count", "_owner"] {
            assert_eq!(changed.get(fixed), board.get(fixed), "{fixed}");
        }
    }

    #[test]
    fn what_starts_with_a_snapshot_does_not_change_it() {
        let mut first = state();
        first.table("boards").insert("1", Row::new());
        let snapshot = first.snapshot();
        first.table("boards").insert("2", Row::new());
        let mut second = state();
        second.restore(&snapshot);
        assert_eq!(second.rows("boards").count(), 1);
        let id = second.new_id();
        second.restore(&snapshot);
        assert_eq!(second.new_id(), id);
    }

    #[test]
    fn a_changed_row_is_complete() {
        let mut state = state();
        let pin = state.new_row("Pin", json!({"id": "7"}));
        let empty = json!({"ai_disclosures": {}});
        let pin = state.update_row("Pin", pin, &empty);
        assert_eq!(pin["ai_disclosures"], json!({"values": []}));
        let known = description().component("AiDisclosure").known_values();
        let disclosure = json!({"ai_disclosures": {"values": known}});
        let pin = state.update_row("Pin", pin, &disclosure);
        let kept = state.update_row("Pin", pin.clone(), &empty);
        assert_eq!(kept["ai_disclosures"], pin["ai_disclosures"]);
    }
}
