//! Imports as an administrator looks at them: the list, one of them, and its rows a page at a time.

use domain::id::{ImportId, OrganisationId};
use domain::import::{Reader, RowFault};

use super::receive::headings;
use super::source::SourceKind;
use super::state::{Filed, ImportView};
use crate::App;
use crate::administer::{AdministerFault, Reason, unit};

/// Rows of one page.
pub const PAGE: u32 = 50;

/// How many rows of a table are shown beside its columns.
const SAMPLE: usize = 3;

/// A page of imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportPage {
    /// The imports, the newest first.
    pub imports: Vec<ImportView>,
    /// Whether there are older ones.
    pub has_older: bool,
}

/// A row as it was looked at. No Debug: it is about somebody.
#[derive(Clone)]
pub struct PreviewRow {
    /// Its number in the file.
    pub number: i64,
    /// `new`, `changed`, `unchanged`, `error`, and `removed`, `restored` after undoing.
    pub verdict: String,
    /// Why it is an error: a stable code.
    pub reason: Option<String>,
    /// What it says.
    pub filed: Filed,
}

/// The organisation's imports begun before this one.
pub async fn list(
    app: &App,
    organisation: OrganisationId,
    before: Option<ImportId>,
) -> Result<ImportPage, AdministerFault> {
    unit::read(app, move |tx| {
        let found = tx.imports(organisation, before, PAGE + 1)?;
        let has_older = found.len() > PAGE as usize;
        let imports = found.iter().take(PAGE as usize).map(ImportView::read);
        Ok(ImportPage {
            imports: imports.collect::<Result<_, _>>()?,
            has_older,
        })
    })
    .await
}

/// One import.
pub async fn find(
    app: &App,
    organisation: OrganisationId,
    id: ImportId,
) -> Result<ImportView, AdministerFault> {
    unit::read(app, move |tx| {
        let found = tx.find_import(organisation, id)?.ok_or(Reason::Changed)?;
        Ok(ImportView::read(&found)?)
    })
    .await
}

/// The rows after this number, of one verdict or of all, and whether there are more.
pub async fn preview(
    app: &App,
    organisation: OrganisationId,
    id: ImportId,
    verdict: Option<String>,
    (after, limit): (i64, u32),
) -> Result<(Vec<PreviewRow>, bool), AdministerFault> {
    unit::read(app, move |tx| {
        let mut found = tx.import_rows(
            organisation,
            id,
            verdict.as_deref(),
            after,
            limit.saturating_add(1),
        )?;
        let has_more = found.len() > limit as usize;
        found.truncate(limit as usize);
        let rows = found.into_iter().map(|row| {
            Ok(PreviewRow {
                number: row.number,
                verdict: row.verdict,
                reason: row.reason,
                // Of somebody who was erased nothing is shown.
                filed: if row.data.is_empty() {
                    Filed::default()
                } else {
                    serde_json::from_slice(&row.data)?
                },
            })
        });
        let rows: Result<Vec<_>, serde_json::Error> = rows.collect();
        Ok((rows.map_err(crate::Fault::from)?, has_more))
    })
    .await
}

/// The headings of a table and the first rows beneath, read with its separator; nothing of what is no table, and no secret.
pub async fn sample(
    app: &App,
    organisation: OrganisationId,
    import: &ImportView,
) -> Result<(Vec<String>, Vec<Vec<String>>), AdministerFault> {
    if import.choices.source() != SourceKind::Table {
        return Ok((Vec::new(), Vec::new()));
    }
    let id = import.id;
    let part = unit::read(app, move |tx| Ok(tx.import_part(organisation, id, 0)?)).await?;
    let part = part.unwrap_or_default();
    let separator = import.choices.separator();
    let names = headings(&part, separator);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut reader = Reader::new(separator);
    reader.feed(&part, &mut |record| {
        if rows.len() <= SAMPLE
            && let Ok(cells) = record.cells
            && !domain::import::is_separator_line(&cells)
        {
            rows.push(cells);
        }
    });
    if rows.len() <= 1 {
        reader.finish(&mut |record| rows.extend(record.cells));
    }
    let beneath = rows.into_iter().skip(1).collect();
    Ok((names, beneath))
}

/// The codes of everything that a row can be an error for: the keys `import-fault-<code>`.
pub fn readable_faults() -> Vec<&'static str> {
    let of_rows = RowFault::ALL.map(RowFault::code);
    let own = [
        "algorithm",
        "beyond-reach",
        "digits",
        "duplicate",
        "phone-doubled",
        "phone-taken",
        "email-malformed",
        "factor",
        "hash-cost",
        "hash-malformed",
        "hotp",
        "language-unknown",
        "link",
        "machine",
        "name-malformed",
        "owner-only",
        "period",
        "phone-malformed",
        "right-not-held",
        "role-forbidden",
        "role-unknown",
        "secret-malformed",
        "secret-missing",
        "secret-short",
        "stale",
        "user-unknown",
        "username-malformed",
        "username-missing",
    ];
    own.into_iter().chain(of_rows).collect()
}
