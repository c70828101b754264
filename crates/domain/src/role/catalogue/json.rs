//! A catalogue written as JSON: a list of names, or of objects with a name and perhaps a key and an area, bare or as the API lists it
//! (`{"items": […]}`). Whatever else an object holds is passed over, as further columns of a table are.

use serde_json::{Map, Value};

use super::{Line, LineFault, ListFault, Written, checked};

/// Whether a text is meant to be JSON: no table begins like that.
pub(super) fn is_meant(text: &str) -> bool {
    text.trim_start().starts_with(['[', '{'])
}

/// Reads it; each entry is a row, from 1.
pub(super) fn read(text: &str) -> Result<Vec<Line>, ListFault> {
    let broken = |error: serde_json::Error| ListFault::Json { line: error.line() };
    let entries = match serde_json::from_str(text).map_err(broken)? {
        Value::Array(entries) => entries,
        Value::Object(mut object) => match object.remove("items") {
            Some(Value::Array(entries)) => entries,
            _ => return Err(ListFault::Json { line: 1 }),
        },
        _ => return Err(ListFault::Json { line: 1 }),
    };
    let rows = (1..).zip(entries);
    let lines = rows.filter(|(_, entry)| !is_built_in(entry));
    let line = |(row, entry)| Line {
        row,
        read: written(&entry),
    };
    Ok(lines.map(line).collect())
}

/// What the API lists of Tvåsteg's own is nobody's to take in.
fn is_built_in(entry: &Value) -> bool {
    entry.get("built_in") == Some(&Value::Bool(true))
}

fn written(entry: &Value) -> Result<Written, LineFault> {
    match entry {
        Value::String(name) => checked(None, name, None),
        Value::Object(entry) => {
            let (key, area) = (text(entry, "key")?, text(entry, "area")?);
            let name = text(entry, "name")?.ok_or(LineFault::Entry)?;
            checked(key.filter(|key| !key.is_empty()), name, area)
        }
        _ => Err(LineFault::Entry),
    }
}

/// The text under a name; nothing where there is none.
fn text<'a>(entry: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, LineFault> {
    match entry.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.trim())),
        Some(_) => Err(LineFault::Entry),
    }
}
