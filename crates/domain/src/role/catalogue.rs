//! An organisation's catalogue of permissions as other systems write it: a table, a list or JSON, read line by line, and what taking it in
//! would change. Nothing here changes anything.
//!
//! ```text
//! bytes ─► read ─► lines (what stands there, or why it cannot) ─► plan (against the catalogue) ─► new · changed · unchanged · wrong
//! ```
//!
//! What the table does not name stays as it is, and what is built in is never touched.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::{Encoding, FileFault, Reader, Record, RowFault, Separator, plain};
use crate::naming::{self, NameFault, is_key};

mod json;

/// Why none of it can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFault {
    /// It is no table and no list.
    File(FileFault),
    /// It begins as JSON does, and is not a list in JSON.
    Json {
        /// Where reading it ended, from 1.
        line: usize,
    },
}

impl From<FileFault> for ListFault {
    fn from(fault: FileFault) -> Self {
        Self::File(fault)
    }
}

/// The most permissions of its own that an organisation may have.
pub const MOST_PERMISSIONS: usize = 1000;

/// What the keys of built-in permissions begin with.
pub const BUILT_IN_PREFIX: &str = "tvasteg.";

/// A permission of the organisation's own, as the catalogue has it or as a line names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its unchanging key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The heading it stands under; empty = none.
    pub area: String,
}

/// Why a line cannot be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineFault {
    /// It is no row of a table.
    Row(RowFault),
    /// It is neither a name nor an object with one, in JSON.
    Entry,
    /// Its name is none.
    Name(NameFault),
    /// Its area is none.
    Area(NameFault),
    /// Its key is none.
    Key,
    /// Its key begins as those of built-in permissions do.
    BuiltIn,
    /// An earlier line names the same key or the same name.
    Twice {
        /// The earlier line.
        row: u64,
    },
    /// More permissions than an organisation may have.
    TooMany,
}

impl LineFault {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Row(fault) => fault.code(),
            Self::Entry => "entry",
            Self::Name(NameFault::Missing) => "name-missing",
            Self::Name(NameFault::TooLong) => "name-long",
            Self::Name(NameFault::HiddenSign) => "name-hidden",
            Self::Area(_) => "area",
            Self::Key => "key",
            Self::BuiltIn => "built-in",
            Self::Twice { .. } => "twice",
            Self::TooMany => "too-many",
        }
    }
}

/// A line of what is to be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The row, from 1.
    pub row: u64,
    /// What stands in it.
    pub read: Result<Written, LineFault>,
}

/// What stands in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The key, where there is a column for it.
    pub key: Option<String>,
    /// The name.
    pub name: String,
    /// The area, where there is a column for it.
    pub area: Option<String>,
}

/// What taking in one line would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A permission is added.
    New(Entry),
    /// A permission gets another name or area.
    Changed {
        /// As it is.
        from: Entry,
        /// As it would be.
        to: Entry,
    },
    /// Nothing: it is so already.
    Unchanged(Entry),
    /// The line cannot be taken in.
    Wrong(LineFault),
}

/// A line and what it would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The row, from 1.
    pub row: u64,
    /// What it would do.
    pub verdict: Verdict,
}

/// Which column is what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Columns {
    key: Option<usize>,
    name: usize,
    area: Option<usize>,
}

impl Columns {
    /// What a first line says about itself; nothing where it is a permission already.
    fn of_headings(cells: &[String]) -> Option<Self> {
        let find = |names: &[&str]| {
            cells
                .iter()
                .position(|cell| names.contains(&plain(cell).to_lowercase().as_str()))
        };
        let name = find(&[
            "namn",
            "name",
            "rättighet",
            "rattighet",
            "permission",
            "benämning",
            "right",
        ])?;
        Some(Self {
            key: find(&["nyckel", "key", "kod", "code", "id"]),
            name,
            area: find(&[
                "område", "omrade", "area", "grupp", "group", "rubrik", "heading", "kategori",
                "category",
            ]),
        })
    }

    /// What a line without headings means by its number of cells.
    const fn of_width(width: usize) -> Self {
        match width {
            0 | 1 => Self {
                key: None,
                name: 0,
                area: None,
            },
            2 => Self {
                key: Some(0),
                name: 1,
                area: None,
            },
            _ => Self {
                key: Some(0),
                name: 1,
                area: Some(2),
            },
        }
    }
}

/// The text of a file: UTF-8, or the code page that Swedish spreadsheets wrote.
pub fn text(bytes: &[u8]) -> Result<String, FileFault> {
    match FileFault::of(bytes) {
        Some(fault) => Err(fault),
        None => Ok(Encoding::of(bytes).read(bytes).unwrap_or_default()),
    }
}

/// Reads what was pasted or sent, a table or JSON: with or without a line of headings, between cells a semicolon, a comma or a tab; a list has one cell a
/// line.
pub fn read(bytes: &[u8]) -> Result<Vec<Line>, ListFault> {
    let whole = text(bytes)?;
    let whole = whole.trim_start_matches('\u{feff}');
    let lines = if json::is_meant(whole) {
        json::read(whole)?
    } else {
        table(bytes)
    };
    if lines.is_empty() {
        return Err(FileFault::Empty.into());
    }
    Ok(lines)
}

fn table(bytes: &[u8]) -> Vec<Line> {
    let mut records: Vec<Record> = Vec::new();
    let mut reader = Reader::new(Separator::guess(bytes));
    reader.feed(bytes, &mut |record| records.push(record));
    reader.finish(&mut |record| records.push(record));
    records.retain(says_something);
    let headings = records.first().and_then(|record| match &record.cells {
        Ok(cells) => Columns::of_headings(cells),
        Err(_) => None,
    });
    let skipped = usize::from(headings.is_some());
    let widest = |record: &Record| record.cells.as_ref().map_or(0, Vec::len);
    let width = records.iter().map(widest).max().unwrap_or(0);
    let columns = headings.unwrap_or_else(|| Columns::of_width(width));
    records
        .into_iter()
        .skip(skipped)
        .map(|record| Line {
            row: record.row,
            read: record
                .cells
                .map_err(LineFault::Row)
                .and_then(|cells| written(&cells, columns)),
        })
        .collect()
}

/// Neither a line of nothing nor the separator's own.
fn says_something(record: &Record) -> bool {
    record.cells.as_ref().map_or(true, |cells| {
        let bare = cells.iter().all(|cell| plain(cell).is_empty());
        let of_separator = cells.first().is_some_and(|cell| cell.starts_with("sep="));
        !bare && !of_separator
    })
}

fn written(cells: &[String], columns: Columns) -> Result<Written, LineFault> {
    let cell = |at: usize| cells.get(at).map_or("", |cell| plain(cell));
    let key = columns.key.map(cell).filter(|key| !key.is_empty());
    checked(key, cell(columns.name), columns.area.map(cell))
}

fn checked(key: Option<&str>, name: &str, area: Option<&str>) -> Result<Written, LineFault> {
    if let Some(key) = key {
        if key.starts_with(BUILT_IN_PREFIX) {
            return Err(LineFault::BuiltIn);
        }
        if !is_key(key) {
            return Err(LineFault::Key);
        }
    }
    let name = naming::name(name).map_err(LineFault::Name)?;
    if let Some(area) = area.filter(|area| !area.is_empty()) {
        naming::name(area).map_err(LineFault::Area)?;
    }
    Ok(Written {
        key: key.map(str::to_owned),
        name: name.to_owned(),
        area: area.map(str::to_owned),
    })
}

/// What taking in these lines would change in this catalogue, line by line.
pub fn plan(lines: Vec<Line>, own: &[Entry]) -> Vec<Planned> {
    let mut plan = Plan {
        own,
        taken: own.iter().map(|entry| entry.key.clone()).collect(),
        seen: BTreeMap::new(),
        count: own.len(),
    };
    lines
        .into_iter()
        .map(|line| Planned {
            row: line.row,
            verdict: match line.read {
                Ok(written) => plan
                    .verdict(line.row, written)
                    .unwrap_or_else(Verdict::Wrong),
                Err(fault) => Verdict::Wrong(fault),
            },
        })
        .collect()
}

struct Plan<'a> {
    own: &'a [Entry],
    /// Keys that no new permission can have.
    taken: BTreeSet<String>,
    /// Keys that lines have named, and the row.
    seen: BTreeMap<String, u64>,
    count: usize,
}

impl Plan<'_> {
    fn verdict(&mut self, row: u64, written: Written) -> Result<Verdict, LineFault> {
        let known = self.own.iter().find(|entry| match &written.key {
            Some(key) => entry.key == *key,
            None => entry.name == written.name,
        });
        let key = match (known, &written.key) {
            (Some(entry), _) => entry.key.clone(),
            (None, Some(key)) => key.clone(),
            (None, None) => self.key_for(&written.name)?,
        };
        let same_name = format!("name:{}", written.name.to_lowercase());
        if let Some(earlier) = self.seen.get(&key).or_else(|| self.seen.get(&same_name)) {
            return Err(LineFault::Twice { row: *earlier });
        }
        self.seen.insert(key.clone(), row);
        self.seen.insert(same_name, row);
        let kept = known.map(|entry| entry.area.clone());
        let to = Entry {
            key,
            name: written.name,
            area: written.area.or(kept).unwrap_or_default(),
        };
        Ok(match known {
            Some(from) if *from == to => Verdict::Unchanged(to),
            Some(from) => Verdict::Changed {
                from: from.clone(),
                to,
            },
            None => {
                self.count += 1;
                if self.count > MOST_PERMISSIONS {
                    return Err(LineFault::TooMany);
                }
                self.taken.insert(to.key.clone());
                Verdict::New(to)
            }
        })
    }

    /// A key made from a name, which nothing in the catalogue has.
    fn key_for(&self, name: &str) -> Result<String, LineFault> {
        let key = naming::key_from(name).ok_or(LineFault::Key)?;
        let free = |key: &String| !self.taken.contains(key);
        if free(&key) {
            return Ok(key);
        }
        // The same name in another line is told as such, not numbered.
        if self
            .seen
            .contains_key(&format!("name:{}", name.to_lowercase()))
        {
            return Ok(key);
        }
        (2..=MOST_PERMISSIONS)
            .map(|number| format!("{key}-{number}"))
            .find(free)
            .ok_or(LineFault::Key)
    }
}

#[cfg(test)]
mod tests;
