//! What the fake holds when it starts: the built-in data, nothing, or the files of a folder.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::authorization::MAIN_ACCOUNT;
use crate::clock::Clock;
use crate::description::{Schema, description};
use crate::families;
use crate::state::{Row, Snapshot, State};
use crate::validation::{self, Side};

/// How the state is made, at the start and by a reset.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    /// What random values come from.
    pub(crate) number: u64,
    pub(crate) content: Content,
    /// Where the clock stands; without it, it runs.
    pub(crate) time: Option<Timestamp>,
    pub(crate) api_url: String,
    pub(crate) transfer_url: String,
}

/// The data that the fake starts with.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// A small business.
    BuiltIn,
    /// The user accounts, and nothing that they have.
    Nothing,
    /// The user accounts and these tables.
    Tables(Tables),
}

impl Origin {
    /// Makes the state.
    pub(crate) fn state(&self) -> Result<State, SeedError> {
        let clock = self.time.map_or_else(Clock::default, Clock::stopped_at);
        let mut state = State::new(
            clock,
            self.api_url.clone(),
            self.transfer_url.clone(),
            self.number,
        );
        match &self.content {
            Content::BuiltIn => {
                let now = state.clock.now().0;
                // Fakes that start in the same minute share the data.
                let time = self.time.unwrap_or_else(|| start_of_minute(now));
                state.restore(&built_in(self.number, time));
            }
            Content::Nothing => families::seed_accounts(&mut state),
            Content::Tables(tables) => {
                families::seed_accounts(&mut state);
                tables.add_to(&mut state)?;
            }
        }
        Ok(state)
    }
}

fn start_of_minute(time: Timestamp) -> Timestamp {
    let seconds = time.as_second().div_euclid(60) * 60;
    Timestamp::from_second(seconds).unwrap_or(time)
}

/// How many sets of built-in data are kept for fakes that start later.
const MOST_KEPT: usize = 4;

/// Returns the built-in data of a number, with times relative to this one. Making it takes longer than
/// all else at the start of a fake, and tests start many fakes.
fn built_in(number: u64, time: Timestamp) -> Snapshot {
    static KEPT: Mutex<Vec<(u64, Timestamp, Snapshot)>> = Mutex::new(Vec::new());
    // Whoever wants the same data waits here, and does not make it again.
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let mut known = kept.iter();
    if let Some((.., data)) = known.find(|(of, at, _)| (*of, *at) == (number, time)) {
        return data.clone();
    }
    let mut state = State::new(
        Clock::stopped_at(time),
        String::new(),
        String::new(),
        number,
    );
    families::seed(&mut state);
    let data = state.snapshot();
    if kept.len() >= MOST_KEPT {
        kept.remove(0);
    }
    kept.push((number, time, data.clone()));
    data
}

/// Data that does not fit: it names the file or table, and the row.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{place}: {message}")]
pub(crate) struct SeedError {
    place: String,
    message: String,
}

impl SeedError {
    fn new(place: impl fmt::Display, message: impl fmt::Display) -> Self {
        Self {
            place: place.to_string(),
            message: message.to_string(),
        }
    }
}

/// Rows of tables, as somebody wrote them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tables(Vec<Table>);

#[derive(Clone, Debug)]
struct Table {
    name: String,
    /// The file, or the table's name.
    source: String,
    rows: Vec<Value>,
}

impl Tables {
    /// Reads the files of a folder: `<table>.json`, `<table>.yaml` or `<table>.yml`. Others are left
    /// alone.
    pub(crate) fn read(folder: &Path) -> Result<Self, SeedError> {
        let shown = folder.display();
        let entries = std::fs::read_dir(folder).map_err(|error| SeedError::new(shown, error))?;
        let mut files = Vec::new();
        for entry in entries {
            files.push(
                entry
                    .map_err(|error| SeedError::new(folder.display(), error))?
                    .path(),
            );
        }
        // Rows may refer to those of tables before theirs, and all machines have to agree.
        files.sort();
        let mut tables = Vec::new();
        for file in files {
            let extension = file.extension().and_then(|extension| extension.to_str());
            let name = file.file_stem().and_then(|stem| stem.to_str());
            let (Some(extension @ ("json" | "yaml" | "yml")), Some(name)) = (extension, name)
            else {
                continue;
            };
            let source = file.display().to_string();
            let wrong = |error: &dyn fmt::Display| SeedError::new(&source, error);
            let text = std::fs::read_to_string(&file).map_err(|error| wrong(&error))?;
            let value = match extension {
                "json" => serde_json::from_str(&text).map_err(|error| wrong(&error))?,
                _ => serde_saphyr::from_str(&text).map_err(|error| wrong(&error))?,
            };
            tables.push(Table::new(name, source, value)?);
        }
        match tables.is_empty() {
            true => Err(SeedError::new(
                folder.display(),
                "no .json or .yaml file is there",
            )),
            false => Ok(Self(tables)),
        }
    }

    /// Reads an object with a list for each table.
    pub(crate) fn from_object(object: Map<String, Value>) -> Result<Self, SeedError> {
        let tables = object
            .into_iter()
            .map(|(name, rows)| Table::new(&name, name.clone(), rows));
        Ok(Self(tables.collect::<Result<_, _>>()?))
    }

    /// Adds the rows, or puts them in the place of those with the same ids; none if one does not fit.
    /// Returns the number of rows by table.
    pub(crate) fn add_to(&self, state: &mut State) -> Result<BTreeMap<String, usize>, SeedError> {
        let mut complete = Vec::new();
        let mut ad_account = state.rows("ad_accounts").next().map(|(id, _)| id.clone());
        for table in &self.0 {
            for (index, row) in table.rows.iter().enumerate() {
                let (id, row) =
                    completed(state, table, row, ad_account.as_deref()).map_err(|message| {
                        SeedError::new(format!("{}, row {}", table.source, index + 1), message)
                    })?;
                if table.name == "ad_accounts" {
                    ad_account.get_or_insert_with(|| id.clone());
                }
                complete.push((&table.name, id, row));
            }
        }
        let mut counts = BTreeMap::new();
        for (name, id, row) in complete {
            state.table(name).insert(id, row);
            *counts.entry(name.clone()).or_default() += 1;
        }
        Ok(counts)
    }
}

impl Table {
    fn new(name: &str, source: String, value: Value) -> Result<Self, SeedError> {
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if name.is_empty() || !name.chars().all(is_name) {
            return Err(SeedError::new(
                source,
                format!("'{name}' is no name of a table"),
            ));
        }
        match value {
            Value::Array(rows) => Ok(Self {
                name: name.to_owned(),
                source,
                rows,
            }),
            _ => Err(SeedError::new(source, "it must hold a list of objects")),
        }
    }
}

/// Returns the id of a row and the row with what its schema requires.
fn completed(
    state: &mut State,
    table: &Table,
    row: &Value,
    ad_account: Option<&str>,
) -> Result<(String, Row), String> {
    let Value::Object(given) = row else {
        return Err("it must be an object".to_owned());
    };
    let mut given = given.clone();
    let singular = singular(&table.name);
    let component = component(&singular);
    let id_field = id_field(
        &singular,
        component.as_ref().map(|(_, schema)| schema),
        &given,
    );
    let key = given.remove("_id");
    let stated = key.as_ref().or_else(|| given.get(id_field.as_deref()?));
    let id = match stated {
        Some(Value::String(id)) => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        Some(_) => return Err("an id must be a string".to_owned()),
        None => state.new_id(),
    };
    if let (None, Some(id_field)) = (key, id_field) {
        given.insert(id_field, json!(id));
    }
    let owner = given.get("_owner").cloned();
    given.insert(
        "_owner".to_owned(),
        owner.unwrap_or_else(|| json!(MAIN_ACCOUNT)),
    );
    let Some((name, schema)) = component else {
        return Ok((id, given));
    };
    let lacks_ad_account =
        schema.property("ad_account_id").is_some() && !given.contains_key("ad_account_id");
    if let (true, Some(ad_account)) = (lacks_ad_account, ad_account) {
        given.insert("ad_account_id".to_owned(), json!(ad_account));
    }
    let given = Value::Object(given);
    if let Some(violation) = violation(&schema, &given) {
        return Err(violation);
    }
    Ok((id, state.new_row(&name, given)))
}

/// What a row violates of its schema. Fields that it lacks are made, those with a leading `_` are the
/// fake's own.
fn violation(schema: &Schema<'_>, row: &Value) -> Option<String> {
    let mut public = row.clone();
    if let Some(object) = public.as_object_mut() {
        object.retain(|name, _| !name.starts_with('_'));
    }
    let violations = validation::value(schema, &public, Side::Response);
    let mut violations = violations
        .iter()
        .filter(|violation| !violation.is_about_missing());
    violations.next().map(ToString::to_string)
}

/// The field that holds the id: `id`, or that of the kind (`media_id`), or none.
fn id_field(singular: &str, schema: Option<&Schema<'_>>, row: &Row) -> Option<String> {
    let of_kind = format!("{singular}_id");
    let has = |name: &str| {
        schema.is_none_or(|schema| {
            schema.property(name).is_some()
                || schema
                    .branches()
                    .any(|branch| branch.property(name).is_some())
        })
    };
    if row.contains_key("id") || (has("id") && !row.contains_key(&of_kind)) {
        return Some("id".to_owned());
    }
    (row.contains_key(&of_kind) || has(&of_kind)).then_some(of_kind)
}

/// `ad_groups` holds rows of the schema `AdGroup`; a table whose schema has another name, or none,
/// takes rows as they are.
fn component(singular: &str) -> Option<(String, Schema<'static>)> {
    let words = singular.split('_').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    let name: String = words.collect();
    let schema = description().component(&name);
    let is_object = schema.kind() == Some("object") || schema.is_union();
    is_object.then_some((name, schema))
}

fn singular(table: &str) -> String {
    if let Some(stem) = table.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if let Some(stem) = table.strip_suffix("sses") {
        return format!("{stem}ss");
    }
    table.strip_suffix('s').unwrap_or(table).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_the_schema_of_their_name() {
        for (table, schema) in [
            ("ad_groups", Some("AdGroup")),
            ("boards", Some("Board")),
            ("media", Some("Media")),
            ("linked_businesses", Some("LinkedBusiness")),
            ("accounts", None),
        ] {
            let found = component(&singular(table)).map(|(name, _)| name);
            assert_eq!(found.as_deref(), schema, "{table}");
        }
    }
}
