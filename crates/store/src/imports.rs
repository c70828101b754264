//! Imports: a file in sealed parts, what each of its rows comes to, and what is to be put where.
//!
//! ```text
//! reading ─► mapping ─► checking ─► checked ─► applied ─► undone
//!                 ▲                    │
//!                 └── mapped anew ─────┘        (and from anywhere before applied: thrown away)
//! ```
//!
//! Rows are staged in small units and moved in one: everything that applying puts in is sealed beforehand for the place that it moves to, so
//! that the unit which applies only moves rows. What an import means is the caller's.

mod applying;
mod changes;
mod exporting;
mod rows;
mod undoing;

use domain::id::{ImportId, OrganisationId, UserId};
use domain::time::Timestamp;

use crate::fault::Fault;
use crate::keys::{Opened, Place};
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

pub use applying::Hindrance;
pub(crate) use applying::STATEMENTS as APPLYING_STATEMENTS;
pub(crate) use changes::STATEMENTS as CHANGE_STATEMENTS;
pub use changes::{ImportedAddress, ImportedChange};
pub use exporting::Exported;
pub(crate) use exporting::STATEMENTS as EXPORTING_STATEMENTS;
pub(crate) use rows::STATEMENTS as ROW_STATEMENTS;
pub use rows::{
    Before, ImportRow, KnownAddress, KnownPerson, StagedAddress, StagedAuthenticator, StagedPerson,
    StagedRow,
};
pub(crate) use undoing::STATEMENTS as UNDOING_STATEMENTS;
pub use undoing::Undone;

statements! {
    INSERT_IMPORT = "INSERT INTO imports (organisation_id, import_id, kind, file_name, state, options, counts, progress, created_by, created_at,
            expires_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, 1)";
    IMPORT_BY_ID = "SELECT import_id, kind, file_name, state, options, counts, progress, created_by, created_at, applied_at, undone_at,
            expires_at, version
        FROM imports WHERE organisation_id = $1 AND import_id = $2";
    LOCK_IMPORT = "SELECT import_id, kind, file_name, state, options, counts, progress, created_by, created_at, applied_at, undone_at,
            expires_at, version
        FROM imports WHERE organisation_id = $1 AND import_id = $2 FOR UPDATE";
    IMPORTS_PAGE = "SELECT import_id, kind, file_name, state, options, counts, progress, created_by, created_at, applied_at, undone_at,
            expires_at, version
        FROM imports WHERE organisation_id = $1 AND import_id < $2 ORDER BY import_id DESC LIMIT $3";
    SAVE_IMPORT = "UPDATE imports SET state = $3, options = $4, counts = $5, progress = $6, applied_at = $7, undone_at = $8, expires_at = $9,
            version = version + 1
        WHERE organisation_id = $1 AND import_id = $2 AND version = $10";
    INSERT_IMPORT_PART = "INSERT INTO import_parts (organisation_id, import_id, part_no, content) VALUES ($1, $2, $3, $4)";
    IMPORT_PART = "SELECT content FROM import_parts WHERE organisation_id = $1 AND import_id = $2 AND part_no = $3";
    REMOVE_IMPORT_PARTS = "DELETE FROM import_parts WHERE organisation_id = $1 AND import_id = $2 AND part_no < $3";
    REMOVE_IMPORT = "DELETE FROM imports WHERE organisation_id = $1 AND import_id = $2";
    EXPIRED_IMPORTS = "SELECT organisation_id, import_id FROM imports WHERE expires_at < $1 ORDER BY expires_at LIMIT $2";
}

/// An import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its key.
    pub id: ImportId,
    /// What is imported.
    pub kind: String,
    /// What the file was called.
    pub file_name: String,
    /// How far it is.
    pub state: String,
    /// What was chosen (JSON).
    pub options: String,
    /// How many rows came to what (JSON).
    pub counts: String,
    /// How far the present step is, in its own measure.
    pub progress: i64,
    /// Who began it; the operator where nobody.
    pub created_by: Option<UserId>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was applied.
    pub applied_at: Option<Timestamp>,
    /// When it was undone.
    pub undone_at: Option<Timestamp>,
    /// When it is forgotten.
    pub expires_at: Timestamp,
    /// Rises with every change: a change names the version it was read at.
    pub version: i64,
}

fn import_of(row: &Row) -> Result<Import, Fault> {
    Ok(Import {
        id: row.id(0)?,
        kind: row.text(1)?,
        file_name: row.text(2)?,
        state: row.text(3)?,
        options: row.text(4)?,
        counts: row.text(5)?,
        progress: row.int(6)?,
        created_by: row.opt_id(7)?,
        created_at: row.time(8)?,
        applied_at: row.opt_time(9)?,
        undone_at: row.opt_time(10)?,
        expires_at: row.time(11)?,
        version: row.int(12)?,
    })
}

/// Where a part or a row is sealed. Its number stands inside, before what is sealed, so that no part opens as another.
const fn place<'a>(
    org: &'a OrganisationId,
    import: &'a ImportId,
    table: &'static str,
) -> Place<'a> {
    Place {
        organisation: org,
        table,
        row: import.as_bytes(),
        user: None,
        column: "content",
    }
}

fn numbered(number: i64, text: &[u8]) -> zeroize::Zeroizing<Vec<u8>> {
    let mut whole = zeroize::Zeroizing::new(Vec::with_capacity(8 + text.len()));
    whole.extend_from_slice(&number.to_be_bytes());
    whole.extend_from_slice(text);
    whole
}

fn without_number(number: i64, whole: &Opened, fault: Fault) -> Result<Opened, Fault> {
    match whole.strip_prefix(&number.to_be_bytes()) {
        Some(text) => Ok(zeroize::Zeroizing::new(text.to_vec())),
        None => Err(fault),
    }
}

impl ReadTx {
    /// The import with this id.
    pub fn find_import(
        &mut self,
        org: OrganisationId,
        import: ImportId,
    ) -> Result<Option<Import>, Fault> {
        self.find(&IMPORT_BY_ID, &[(&org).into(), (&import).into()])?
            .as_ref()
            .map(import_of)
            .transpose()
    }

    /// The organisation's imports begun before this one, the newest first.
    pub fn imports(
        &mut self,
        org: OrganisationId,
        before: Option<ImportId>,
        limit: u32,
    ) -> Result<Vec<Import>, Fault> {
        let before = before.unwrap_or(ImportId::from_bytes([0xff; 16]));
        self.query(
            &IMPORTS_PAGE,
            &[(&org).into(), (&before).into(), limit.into()],
        )?
        .iter()
        .map(import_of)
        .collect()
    }

    /// A part of the file, opened; nothing after the last.
    pub fn import_part(
        &mut self,
        org: OrganisationId,
        import: ImportId,
        number: i64,
    ) -> Result<Option<Opened>, Fault> {
        let values = [(&org).into(), (&import).into(), number.into()];
        let Some(row) = self.find(&IMPORT_PART, &values)? else {
            return Ok(None);
        };
        let sealed = row.blob(0)?;
        let whole = self
            .keys()
            .open(place(&org, &import, "import_parts"), &sealed)?;
        without_number(number, &whole, row.corrupt(0)).map(Some)
    }

    /// Imports that are to be forgotten, the longest over first.
    pub fn expired_imports(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<(OrganisationId, ImportId)>, Fault> {
        self.query(&EXPIRED_IMPORTS, &[now.into(), limit.into()])?
            .iter()
            .map(|row| Ok((row.id(0)?, row.id(1)?)))
            .collect()
    }
}

impl Tx {
    /// Begins an import.
    pub fn insert_import(&mut self, org: OrganisationId, import: &Import) -> Result<(), Fault> {
        let values = [
            (&org).into(),
            (&import.id).into(),
            (&import.kind).into(),
            (&import.file_name).into(),
            (&import.state).into(),
            (&import.options).into(),
            (&import.counts).into(),
            import.created_by.as_ref().into(),
            import.created_at.into(),
            import.expires_at.into(),
        ];
        self.execute(&INSERT_IMPORT, &values).map(|_| ())
    }

    /// Reads an import and locks it until the unit ends.
    pub fn lock_import(
        &mut self,
        org: OrganisationId,
        import: ImportId,
    ) -> Result<Option<Import>, Fault> {
        self.find(&LOCK_IMPORT, &[(&org).into(), (&import).into()])?
            .as_ref()
            .map(import_of)
            .transpose()
    }

    /// Saves what became of an import. False: somebody else was quicker.
    pub fn save_import(&mut self, org: OrganisationId, import: &Import) -> Result<bool, Fault> {
        let values = [
            (&org).into(),
            (&import.id).into(),
            (&import.state).into(),
            (&import.options).into(),
            (&import.counts).into(),
            import.progress.into(),
            import.applied_at.into(),
            import.undone_at.into(),
            import.expires_at.into(),
            import.version.into(),
        ];
        Ok(self.execute(&SAVE_IMPORT, &values)? == 1)
    }

    /// Keeps a part of the file, sealed.
    pub fn insert_import_part(
        &mut self,
        org: OrganisationId,
        import: ImportId,
        number: i64,
        content: &[u8],
    ) -> Result<(), Fault> {
        let whole = numbered(number, content);
        let (keys, random) = self.keys_and_random();
        let sealed = keys.seal(place(&org, &import, "import_parts"), &whole, random)?;
        let values = [
            (&org).into(),
            (&import).into(),
            number.into(),
            (&sealed).into(),
        ];
        self.execute(&INSERT_IMPORT_PART, &values).map(|_| ())
    }

    /// Removes the parts before this number.
    pub fn remove_import_parts(
        &mut self,
        org: OrganisationId,
        import: ImportId,
        before: i64,
    ) -> Result<u64, Fault> {
        let values = [(&org).into(), (&import).into(), before.into()];
        self.execute(&REMOVE_IMPORT_PARTS, &values)
    }

    /// Removes an import whose parts and rows are gone.
    pub fn remove_import(&mut self, org: OrganisationId, import: ImportId) -> Result<bool, Fault> {
        Ok(self.execute(&REMOVE_IMPORT, &[(&org).into(), (&import).into()])? == 1)
    }
}
