//! Takes a copy of what a filter leaves, in pieces, so that a copy of any length needs little memory.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{AuditId, OrganisationId};
use domain::role::BuiltIn;
use store::{AuditFilter, AuditPage, Tx};

use super::reading::with_filter;
use crate::App;
use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, By, unit};

/// How many rows a piece has.
const IN_ONE_PIECE: u32 = 500;

/// What the copy looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportForm {
    /// A table.
    Csv,
    /// A line of JSON for each row.
    JsonLines,
}

impl ExportForm {
    /// Its name in an address and in the log.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
        }
    }
}

/// Puts on record that a copy is taken. Only then is it.
pub async fn begin_export(
    app: &Arc<App>,
    organisation: OrganisationId,
    filter: &AuditFilter,
    form: ExportForm,
    by: &By,
) -> Result<(), AdministerFault> {
    let kind = EventKind::AuditExported;
    let filter = filter.clone();
    let work = move |tx: &mut Tx, acting: &Acting| {
        let event = with_filter(acting.event(kind), &filter).with("form", form.code());
        tx.audit(acting.organisation(), &event, acting.now())?;
        Ok(())
    };
    unit::act_without_proof(app, organisation, by, BuiltIn::Audit, kind, work).await
}

/// The next piece of a copy that was begun.
pub async fn export_page(
    app: &App,
    organisation: OrganisationId,
    filter: &AuditFilter,
    before: Option<AuditId>,
) -> Result<AuditPage, AdministerFault> {
    let filter = filter.clone();
    unit::read(app, move |tx| {
        Ok(tx.audit_page(organisation, &filter, before, IN_ONE_PIECE)?)
    })
    .await
}
