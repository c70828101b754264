//! The file on its way: sealed part by part, and never in memory as a whole.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{ImportId, OrganisationId};
use domain::import::{Kind, Mapping, Reader, Separator, is_separator_line};
use domain::role::BuiltIn;
use domain::time::{Span, Timestamp};

use super::source::{SourceKind, fault_of, fixed_mapping};
use super::state::{Choices, Counts, ImportView, State};
use crate::App;
use crate::administer::{AdministerFault, By, Reason, unit};

/// How large a sealed part is.
const PART: usize = 256 * 1024;

/// How long an import that nobody applies is kept.
pub(super) const KEPT_FOR: Span = Span::days(7);

/// How long a file may be on its way: what was cut short is forgotten after that.
const RECEIVED_WITHIN: Span = Span::hours(1);

/// How long one that was applied can be undone.
pub(super) const UNDOABLE_FOR: Span = Span::days(30);

/// A file on its way.
pub struct Receiving {
    app: Arc<App>,
    organisation: OrganisationId,
    id: ImportId,
    kind: Kind,
    most: Option<u64>,
    bytes: u64,
    parts: i64,
    held: zeroize::Zeroizing<Vec<u8>>,
    opening: Vec<u8>,
}

/// Begins an import of a file that is on its way. `most` is how large it may be.
pub async fn begin(
    app: &Arc<App>,
    organisation: OrganisationId,
    (kind, file_name): (Kind, &str),
    most: Option<u64>,
    by: &By,
) -> Result<Receiving, AdministerFault> {
    let file_name: String = file_name
        .chars()
        .filter(|sign| !sign.is_control())
        .take(100)
        .collect();
    let work = move |tx: &mut store::Tx, acting: &crate::administer::acting::Acting| {
        let now = acting.now();
        let import = ImportView {
            id: ImportId::draw(now, tx.random()),
            kind,
            file_name: file_name.clone(),
            state: State::Receiving,
            choices: Choices {
                by_owner: acting.is_owner(),
                by_machine: acting.by().is_machine(),
                ..Choices::default()
            },
            counts: Counts::default(),
            progress: 0,
            created_by: acting.user(),
            created_at: now,
            applied_at: None,
            undone_at: None,
            expires_at: now + RECEIVED_WITHIN,
            version: 1,
        };
        tx.insert_import(organisation, &import.row()?)?;
        let event = acting.event(EventKind::ImportBegun);
        let event = event.with("import", &import.id).with("kind", kind.as_str());
        tx.audit(organisation, &event, now)?;
        Ok(import.id)
    };
    let id = unit::act(
        app,
        organisation,
        by,
        BuiltIn::People,
        EventKind::ImportBegun,
        work,
    )
    .await?;
    Ok(Receiving {
        app: Arc::clone(app),
        organisation,
        id,
        kind,
        most,
        bytes: 0,
        parts: 0,
        held: zeroize::Zeroizing::default(),
        opening: Vec::new(),
    })
}

impl Receiving {
    /// The import that it becomes.
    pub const fn id(&self) -> ImportId {
        self.id
    }

    /// Takes some more of the file. What is too large is refused, and nothing of it stays.
    pub async fn put(&mut self, piece: &[u8]) -> Result<(), AdministerFault> {
        self.bytes += piece.len() as u64;
        if let Some(most) = self.most.filter(|most| self.bytes > *most) {
            super::forget::remove(&self.app, self.organisation, self.id).await?;
            return Err(Reason::ImportTooLarge(megabytes(most)).into());
        }
        let opens = PART.saturating_sub(self.opening.len()).min(piece.len());
        self.opening.extend_from_slice(&piece[..opens]);
        self.held.extend_from_slice(piece);
        while self.held.len() >= PART {
            let rest = zeroize::Zeroizing::new(self.held.split_off(PART));
            let part = std::mem::replace(&mut self.held, rest);
            self.keep(part).await?;
        }
        Ok(())
    }

    async fn keep(&mut self, part: zeroize::Zeroizing<Vec<u8>>) -> Result<(), AdministerFault> {
        let (organisation, id, number) = (self.organisation, self.id, self.parts);
        self.parts += 1;
        unit::write(&self.app, move |tx| {
            Ok(tx.insert_import_part(organisation, id, number, &part)?)
        })
        .await
    }
}

/// How many megabytes that is, for a sentence.
pub(super) fn megabytes(bytes: u64) -> String {
    (bytes / (1024 * 1024)).to_string()
}

/// The file is all there: what it seems to be is guessed, and whoever imports may put it right.
pub async fn received(
    mut receiving: Receiving,
    now: Timestamp,
) -> Result<ImportView, AdministerFault> {
    let last = std::mem::take(&mut receiving.held);
    if !last.is_empty() {
        receiving.keep(last).await?;
    }
    let Receiving {
        app,
        organisation,
        id,
        kind,
        bytes,
        parts,
        opening,
        ..
    } = receiving;
    let fault = fault_of(&opening);
    let source = SourceKind::guess(kind, &opening);
    let separator = Separator::guess(&opening);
    let mapping = match source {
        SourceKind::Table => Mapping::guess(kind, &headings(&opening, separator)),
        SourceKind::Links | SourceKind::Container => fixed_mapping(),
    };
    unit::write(&app, move |tx| {
        let Some(import) = tx.lock_import(organisation, id)? else {
            return Err(Reason::Changed.into());
        };
        let mut import = ImportView::read(&import)?;
        import.state = State::Mapping;
        import.counts.bytes = bytes;
        import.counts.parts = parts;
        import.counts.fault = fault.map(str::to_owned);
        source.as_str().clone_into(&mut import.choices.source);
        separator.as_str().clone_into(&mut import.choices.separator);
        import.choices.set_mapping(&mapping);
        import.expires_at = now + KEPT_FOR;
        tx.save_import(organisation, &import.row()?)?;
        import.version += 1;
        Ok(import)
    })
    .await
}

/// Reads the headings once more, with another sign between the cells.
pub async fn change_separator(
    app: &Arc<App>,
    organisation: OrganisationId,
    (id, version): (ImportId, i64),
    separator: Separator,
    by: &By,
) -> Result<ImportView, AdministerFault> {
    let work = move |tx: &mut store::Tx, _: &crate::administer::acting::Acting| {
        let Some(import) = tx.lock_import(organisation, id)? else {
            return Err(Reason::Changed.into());
        };
        let mut import = ImportView::read(&import)?;
        if import.version != version || !matches!(import.state, State::Mapping | State::Checked) {
            return Err(Reason::Changed.into());
        }
        let part = tx.import_part(organisation, id, 0)?.unwrap_or_default();
        separator.as_str().clone_into(&mut import.choices.separator);
        let guessed = Mapping::guess(import.kind, &headings(&part, separator));
        import.choices.set_mapping(&guessed);
        tx.save_import(organisation, &import.row()?)?;
        import.version += 1;
        Ok(import)
    };
    unit::act(
        app,
        organisation,
        by,
        BuiltIn::People,
        EventKind::ImportBegun,
        work,
    )
    .await
}

/// The first record that is not the separator's own line.
pub(super) fn headings(opening: &[u8], separator: Separator) -> Vec<String> {
    let mut found = None;
    let mut reader = Reader::new(separator);
    reader.feed(opening, &mut |record| {
        let cells = record.cells.unwrap_or_default();
        if found.is_none() && !is_separator_line(&cells) {
            found = Some(cells);
        }
    });
    if found.is_none() {
        reader.finish(&mut |record| found = record.cells.ok());
    }
    found.unwrap_or_default()
}
