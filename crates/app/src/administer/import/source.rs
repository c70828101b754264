//! The forms a file may have, each read as rows of the same columns: a table, a list of links, a key container.

use domain::import::{
    Column, Encoding, FileFault, Kind, MOST_ROW_BYTES, Mapping, Reader, Record, RowFault,
    Separator, is_separator_line,
};
use otp::Link;
use zeroize::Zeroizing;

use super::secrets::pskc;

/// The largest key container: it is read as a whole.
pub(super) const MOST_CONTAINER: usize = 8 * 1024 * 1024;

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// A table with headings.
    Table,
    /// `otpauth:` links, one a line, a username before each or in its label.
    Links,
    /// A key container (PSKC, RFC 6030).
    Container,
}

impl SourceKind {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Table, "table"),
        (Self::Links, "links"),
        (Self::Container, "container"),
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("", |(_, name)| name)
    }

    pub(super) fn named(name: &str) -> Self {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == name)
            .map_or(Self::Table, |(kind, _)| *kind)
    }

    /// What the first bytes of a file of this kind tell.
    pub(super) fn guess(kind: Kind, opening: &[u8]) -> Self {
        let text = String::from_utf8_lossy(opening);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        if kind == Kind::People {
            Self::Table
        } else if text.starts_with('<') {
            Self::Container
        } else if first_said(text).is_some_and(|line| line.contains("otpauth://")) {
            Self::Links
        } else {
            Self::Table
        }
    }
}

/// The first line that is neither empty nor a note.
fn first_said(text: &str) -> Option<&str> {
    let mut lines = text.lines().map(str::trim);
    lines.find(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The columns of what is no table.
const FIXED: [Column; 6] = [
    Column::Username,
    Column::Secret,
    Column::Algorithm,
    Column::Digits,
    Column::Period,
    Column::Label,
];

/// The mapping of what is no table.
pub(super) fn fixed_mapping() -> Mapping {
    let mut mapping = Mapping::default();
    for (at, column) in FIXED.into_iter().enumerate() {
        mapping.put(column, at);
    }
    mapping
}

/// Gives rows out of parts of a file. The heading of a table is no row.
pub(super) enum Source {
    Table {
        reader: Reader,
        heading: Option<Vec<String>>,
    },
    Links {
        row: i64,
        line: Zeroizing<Vec<u8>>,
        spoilt: bool,
    },
    Container {
        whole: Zeroizing<Vec<u8>>,
        password: Option<Zeroizing<String>>,
    },
}

impl Source {
    pub(super) fn new(
        kind: SourceKind,
        separator: Separator,
        password: Option<Zeroizing<String>>,
    ) -> Self {
        match kind {
            SourceKind::Table => Self::Table {
                reader: Reader::new(separator),
                heading: None,
            },
            SourceKind::Links => Self::Links {
                row: 1,
                line: Zeroizing::default(),
                spoilt: false,
            },
            SourceKind::Container => Self::Container {
                whole: Zeroizing::default(),
                password,
            },
        }
    }

    pub(super) fn encoding(&self) -> Option<Encoding> {
        match self {
            Self::Table { reader, .. } => reader.encoding(),
            _ => Some(Encoding::Utf8),
        }
    }

    /// Reads some more of the file; every row that it ends goes to `take`.
    pub(super) fn feed(
        &mut self,
        part: &[u8],
        take: &mut dyn FnMut(Record),
    ) -> Result<(), &'static str> {
        match self {
            Self::Table { reader, heading } => {
                reader.feed(part, &mut |record| beneath(heading, record, take));
            }
            Self::Links { row, line, spoilt } => {
                for byte in part {
                    if *byte == b'\n' {
                        give_link(row, line, spoilt, take);
                    } else if line.len() < MOST_ROW_BYTES {
                        line.push(*byte);
                    } else {
                        *spoilt = true;
                    }
                }
            }
            Self::Container { whole, .. } => {
                if whole.len() + part.len() > MOST_CONTAINER {
                    return Err("container-too-large");
                }
                whole.extend_from_slice(part);
            }
        }
        Ok(())
    }

    /// The file is at its end.
    pub(super) fn finish(self, take: &mut dyn FnMut(Record)) -> Result<(), &'static str> {
        match self {
            Self::Table {
                reader,
                mut heading,
            } => {
                reader.finish(&mut |record| beneath(&mut heading, record, take));
            }
            Self::Links {
                mut row,
                mut line,
                mut spoilt,
            } => {
                give_link(&mut row, &mut line, &mut spoilt, take);
            }
            Self::Container { whole, password } => {
                let password = password.as_ref().map(|password| password.as_str());
                for (at, key) in pskc::read(&whole, password)?.into_iter().enumerate() {
                    let row = u64::try_from(at).unwrap_or(0) + 1;
                    take(Record {
                        row,
                        cells: Ok(key.cells()),
                    });
                }
            }
        }
        Ok(())
    }
}

/// Keeps the first record as the heading and hands on the others.
fn beneath(heading: &mut Option<Vec<String>>, record: Record, take: &mut dyn FnMut(Record)) {
    if heading.is_some() {
        return take(record);
    }
    match record.cells {
        Ok(cells) if is_separator_line(&cells) => {}
        Ok(cells) => *heading = Some(cells),
        Err(_) => {
            *heading = Some(Vec::new());
            take(record);
        }
    }
}

fn give_link(row: &mut i64, line: &mut Vec<u8>, spoilt: &mut bool, take: &mut dyn FnMut(Record)) {
    let number = u64::try_from(*row).unwrap_or(0);
    *row += 1;
    let bytes = Zeroizing::new(std::mem::take(line));
    let cells = if std::mem::take(spoilt) {
        Err(RowFault::TooLong)
    } else {
        match str::from_utf8(&bytes) {
            Err(_) => Err(RowFault::Encoding),
            Ok(text) => match cells_of_link(text.trim_start_matches('\u{feff}').trim()) {
                None => return,
                Some(cells) => Ok(cells),
            },
        }
    };
    take(Record { row: number, cells });
}

/// The cells of `username otpauth://…`, or of the link alone, whose account is the username then; nothing of an empty line or a note.
fn cells_of_link(entry: &str) -> Option<Vec<String>> {
    if entry.is_empty() || entry.starts_with('#') {
        return None;
    }
    let at = entry.find("otpauth://").unwrap_or(entry.len());
    let (before, link) = entry.split_at(at);
    let named = before.trim().trim_end_matches([',', ';', ':']).trim();
    let mut cells = vec![named.to_owned(); 1];
    match Link::read(link) {
        Err(fault) => cells.extend([String::new(), format!("!{fault}")]),
        Ok(read) if !matches!(read.link.kind, otp::LinkKind::Totp) => {
            cells.extend([String::new(), "!hotp".to_owned()]);
        }
        Ok(read) => {
            let link = read.link;
            if named.is_empty() {
                cells[0] = link.account;
            }
            cells.extend([
                (*link.secret.to_base32()).clone(),
                link.parameters.algorithm.name().to_owned(),
                link.parameters.digits.count().to_string(),
                link.parameters.period.seconds().to_string(),
                link.issuer.unwrap_or_default(),
            ]);
        }
    }
    Some(cells)
}

/// Why a file cannot be read as what it is to be: a stable code.
pub(super) fn fault_of(opening: &[u8]) -> Option<&'static str> {
    FileFault::of(opening).map(FileFault::code)
}
