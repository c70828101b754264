//! Records from bytes, piece by piece: RFC 4180 and what spreadsheets make of it.
//!
//! ```text
//! begins ─► plain ─────────────► cell ends ─► … ─► record ends
//!      └──► quoted ─► after a quotation mark ──┘
//! any of them ── too long, too many columns, a stray sign ──► spoilt, until the line ends
//! ```
//!
//! Rows are numbered as a spreadsheet numbers them: the first record is row 1, and empty lines count.

use super::encoding::Encoding;

/// The most bytes that one row may have.
pub const MOST_ROW_BYTES: usize = 64 * 1024;

/// The most columns.
pub const MOST_COLUMNS: usize = 64;

const MARK: &[u8] = b"\xef\xbb\xbf";

/// What stands between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// `;`
    Semicolon,
    /// `,`
    Comma,
    /// A tab.
    Tab,
}

impl Separator {
    /// All of them, the likelier first.
    pub const ALL: [Self; 3] = [Self::Semicolon, Self::Comma, Self::Tab];

    /// The sign.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Semicolon => b';',
            Self::Comma => b',',
            Self::Tab => b'\t',
        }
    }

    /// Its name in a form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Semicolon => "semicolon",
            Self::Comma => "comma",
            Self::Tab => "tab",
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|separator| separator.as_str() == name)
    }

    /// The one that stands most often in the first line that says anything, outside quotation marks.
    pub fn guess(opening: &[u8]) -> Self {
        let opening = opening.strip_prefix(MARK).unwrap_or(opening);
        let mut lines = opening.split(|byte| matches!(byte, b'\n' | b'\r'));
        let line = lines.find(|line| !line.is_empty()).unwrap_or_default();
        if let Some(said) = line.strip_prefix(b"sep=") {
            let said = Self::ALL
                .into_iter()
                .find(|separator| said.first() == Some(&separator.byte()));
            return said.unwrap_or(Self::Semicolon);
        }
        let mut quoted = false;
        let mut counts = [0_usize; Self::ALL.len()];
        for byte in line {
            quoted ^= *byte == b'"';
            for (count, separator) in counts.iter_mut().zip(Self::ALL) {
                *count += usize::from(!quoted && *byte == separator.byte());
            }
        }
        let most = counts.iter().copied().max().unwrap_or(0);
        let at = counts.iter().position(|count| *count == most).unwrap_or(0);
        Self::ALL[at]
    }
}

/// Why a whole file cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// It is UTF-16.
    #[error("the file is UTF-16; save it as “CSV UTF-8”")]
    Utf16,
    /// It is a workbook or an archive, not a table.
    #[error("the file is a workbook or an archive; save it as “CSV UTF-8”")]
    Workbook,
    /// Nothing stands in it.
    #[error("the file is empty")]
    Empty,
}

impl FileFault {
    /// What the first bytes tell of a file that is no table.
    pub fn of(opening: &[u8]) -> Option<Self> {
        if opening.is_empty() {
            return Some(Self::Empty);
        }
        if opening.starts_with(b"\xff\xfe") || opening.starts_with(b"\xfe\xff") {
            return Some(Self::Utf16);
        }
        let archives: [&[u8]; 3] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b"];
        archives
            .iter()
            .any(|archive| opening.starts_with(archive))
            .then_some(Self::Workbook)
    }

    /// Its stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Utf16 => "utf16",
            Self::Workbook => "workbook",
            Self::Empty => "empty",
        }
    }
}

/// Why a row cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RowFault {
    /// More bytes than [`MOST_ROW_BYTES`].
    #[error("the row is longer than 64 kB; perhaps a quotation mark is never closed")]
    TooLong,
    /// More columns than [`MOST_COLUMNS`].
    #[error("the row has more than 64 columns")]
    TooManyColumns,
    /// Something stands between a closing quotation mark and the end of its cell.
    #[error("something stands after a closing quotation mark")]
    StrayQuote,
    /// The file ends inside quotation marks.
    #[error("a quotation mark is never closed")]
    Unclosed,
    /// The bytes are not the text that the rest of the file is.
    #[error("the row is not UTF-8, as the rows before it are")]
    Encoding,
    /// A cell holds a sign that is no text.
    #[error("a cell holds control characters")]
    Control,
}

impl RowFault {
    /// Every one of them.
    pub const ALL: [Self; 6] = [
        Self::TooLong,
        Self::TooManyColumns,
        Self::StrayQuote,
        Self::Unclosed,
        Self::Encoding,
        Self::Control,
    ];

    /// Its stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLong => "row-too-long",
            Self::TooManyColumns => "row-columns",
            Self::StrayQuote => "row-stray-quote",
            Self::Unclosed => "row-unclosed",
            Self::Encoding => "row-encoding",
            Self::Control => "row-control",
        }
    }
}

/// A record: its row, and its cells or why there are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The row, from 1.
    pub row: u64,
    /// The cells as they stand in the file.
    pub cells: Result<Vec<String>, RowFault>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Begins,
    Plain,
    Quoted,
    AfterQuote,
    Spoilt(RowFault),
}

/// Reads records out of bytes that come piece by piece.
pub struct Reader {
    separator: u8,
    encoding: Option<Encoding>,
    state: State,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// Bytes of this row, separators and quotation marks among them.
    length: usize,
    row: u64,
    /// Line ends inside quotation marks: rows that a quotation mark nobody closed has swallowed.
    swallowed: u64,
    after_return: bool,
    opening: Option<Vec<u8>>,
}

impl Reader {
    /// A reader of tables with this sign between cells.
    pub const fn new(separator: Separator) -> Self {
        Self {
            separator: separator.byte(),
            encoding: None,
            state: State::Begins,
            bytes: Vec::new(),
            ends: Vec::new(),
            length: 0,
            row: 1,
            swallowed: 0,
            after_return: false,
            opening: Some(Vec::new()),
        }
    }

    /// How the bytes are read, once one was not ASCII.
    pub const fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    /// Reads some more bytes; every record that they end goes to `take`. Empty lines are passed over.
    pub fn feed(&mut self, piece: &[u8], take: &mut dyn FnMut(Record)) {
        let Some(mut opening) = self.opening.take() else {
            return self.go_on(piece, take);
        };
        opening.extend_from_slice(piece);
        if opening.len() < MARK.len() && MARK.starts_with(&opening) {
            self.opening = Some(opening);
            return;
        }
        self.open(&opening, take);
    }

    /// The file is at its end: the last record, if it had no line end.
    pub fn finish(mut self, take: &mut dyn FnMut(Record)) {
        if let Some(opening) = self.opening.take() {
            self.open(&opening, take);
        }
        if self.state == State::Quoted {
            self.state = State::Spoilt(RowFault::Unclosed);
        }
        self.end_record(take);
    }

    /// Tells the separator's own line (`sep=;`) by itself: it is a record of one cell, which the mapping passes over.
    fn open(&mut self, opening: &[u8], take: &mut dyn FnMut(Record)) {
        if let Some(rest) = opening.strip_prefix(MARK) {
            self.encoding = Some(Encoding::Utf8);
            self.go_on(rest, take);
        } else {
            self.go_on(opening, take);
        }
    }

    fn go_on(&mut self, piece: &[u8], take: &mut dyn FnMut(Record)) {
        for byte in piece {
            self.step(*byte, take);
        }
    }

    fn step(&mut self, byte: u8, take: &mut dyn FnMut(Record)) {
        let after_return = std::mem::take(&mut self.after_return);
        if after_return && byte == b'\n' {
            return;
        }
        let ends_line = matches!(byte, b'\n' | b'\r');
        if ends_line && self.state != State::Quoted {
            self.after_return = byte == b'\r';
            return self.end_record(take);
        }
        self.length += 1;
        if self.length > MOST_ROW_BYTES && !matches!(self.state, State::Spoilt(_)) {
            self.spoil(RowFault::TooLong);
            return;
        }
        match self.state {
            State::Begins if byte == b'"' => self.state = State::Quoted,
            State::Begins | State::Plain if byte == self.separator => self.end_cell(),
            State::Begins | State::Plain => {
                self.state = State::Plain;
                self.bytes.push(byte);
            }
            State::Quoted if byte == b'"' => self.state = State::AfterQuote,
            State::Quoted => {
                self.swallowed += u64::from(byte == b'\n');
                self.bytes.push(byte);
            }
            State::AfterQuote if byte == b'"' => {
                self.state = State::Quoted;
                self.bytes.push(byte);
            }
            State::AfterQuote if byte == self.separator => self.end_cell(),
            State::AfterQuote if byte == b' ' => {}
            State::AfterQuote => self.spoil(RowFault::StrayQuote),
            State::Spoilt(_) => {}
        }
    }

    fn spoil(&mut self, fault: RowFault) {
        self.state = State::Spoilt(fault);
        self.bytes.clear();
        self.ends.clear();
    }

    fn end_cell(&mut self) {
        self.ends.push(self.bytes.len());
        if self.ends.len() >= MOST_COLUMNS {
            self.spoil(RowFault::TooManyColumns);
        } else {
            self.state = State::Begins;
        }
    }

    fn end_record(&mut self, take: &mut dyn FnMut(Record)) {
        let row = self.row;
        let empty = self.length == 0;
        let cells = if let State::Spoilt(fault) = self.state {
            Err(fault)
        } else {
            self.ends.push(self.bytes.len());
            self.cells()
        };
        // What was swallowed stands below this row in a spreadsheet only if the row cannot be read.
        self.row += 1 + if cells.is_err() { self.swallowed } else { 0 };
        self.bytes.clear();
        self.ends.clear();
        self.length = 0;
        self.swallowed = 0;
        self.state = State::Begins;
        if !empty {
            take(Record { row, cells });
        }
    }

    fn cells(&mut self) -> Result<Vec<String>, RowFault> {
        if self.encoding.is_none() && !self.bytes.is_ascii() {
            self.encoding = Some(Encoding::of(&self.bytes));
        }
        let encoding = self.encoding.unwrap_or(Encoding::Utf8);
        let mut cells = Vec::with_capacity(self.ends.len());
        let mut begins = 0;
        for end in &self.ends {
            let bytes = self.bytes.get(begins..*end).unwrap_or_default();
            let cell = encoding.read(bytes).ok_or(RowFault::Encoding)?;
            let is_text = |sign: char| !sign.is_control() || matches!(sign, '\t' | '\n' | '\r');
            if !cell.chars().all(is_text) {
                return Err(RowFault::Control);
            }
            cells.push(cell);
            begins = *end;
        }
        Ok(cells)
    }
}
