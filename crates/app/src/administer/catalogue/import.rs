//! Takes a table of permissions into the catalogue: first shown line by line, then all of it or nothing.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::OrganisationId;
use domain::role::BuiltIn;
use domain::role::catalogue::{self, Entry, ListFault, Planned, Verdict};
use store::{Permission, Tx};

use super::super::acting::Acting;
use super::super::{AdministerFault, By, Reason, unit};
use crate::App;

const KIND: EventKind = EventKind::PermissionChanged;

/// A table of permissions, read against the catalogue as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueImport {
    /// What each line would do.
    pub lines: Vec<Planned>,
}

/// How much an import did, or would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Permissions that are new.
    pub added: usize,
    /// Permissions that got another name or area.
    pub changed: usize,
    /// Permissions that were so already.
    pub unchanged: usize,
    /// Lines that cannot be taken in.
    pub wrong: usize,
}

impl CatalogueImport {
    /// How much it would do.
    pub fn counts(&self) -> Imported {
        let mut counts = Imported::default();
        for line in &self.lines {
            match line.verdict {
                Verdict::New(_) => counts.added += 1,
                Verdict::Changed { .. } => counts.changed += 1,
                Verdict::Unchanged(_) => counts.unchanged += 1,
                Verdict::Wrong(_) => counts.wrong += 1,
            }
        }
        counts
    }
}

/// What a table would change; nothing is changed.
pub async fn plan_permissions(
    app: &Arc<App>,
    organisation: OrganisationId,
    table: Vec<u8>,
) -> Result<Result<CatalogueImport, ListFault>, AdministerFault> {
    let lines = match catalogue::read(&table) {
        Ok(lines) => lines,
        Err(fault) => return Ok(Err(fault)),
    };
    let known = unit::read(app, move |tx| Ok(tx.permissions(organisation)?)).await?;
    Ok(Ok(CatalogueImport {
        lines: catalogue::plan(lines, &super::entries(&known)),
    }))
}

/// Takes a table in, all of it or nothing, if it still does just what was shown as `expected`.
pub async fn import_permissions(
    app: &Arc<App>,
    organisation: OrganisationId,
    table: Vec<u8>,
    expected: Imported,
    by: &By,
) -> Result<Imported, AdministerFault> {
    let lines = catalogue::read(&table).map_err(|_| Reason::CatalogueFaulty)?;
    let work = move |tx: &mut Tx, acting: &Acting| {
        tx.lock_catalogue(organisation)?;
        let known = tx.permissions(organisation)?;
        let import = CatalogueImport {
            lines: catalogue::plan(lines.clone(), &super::entries(&known)),
        };
        let counts = import.counts();
        if counts.wrong > 0 {
            return Err(Reason::CatalogueFaulty.into());
        }
        if counts != expected {
            return Err(Reason::Changed.into());
        }
        take_in(tx, organisation, &known, &import)?;
        let event = acting
            .event(KIND)
            .with("change", "imported")
            .with("added", &counts.added)
            .with("changed", &counts.changed);
        tx.audit(organisation, &event, acting.now())?;
        Ok(counts)
    };
    unit::act(app, organisation, by, BuiltIn::Roles, KIND, work).await
}

fn take_in(
    tx: &mut Tx,
    organisation: OrganisationId,
    known: &[Permission],
    import: &CatalogueImport,
) -> Result<(), AdministerFault> {
    let last = known.iter().map(|permission| permission.position).max();
    let mut position = last.map_or(0, |last| last.saturating_add(1));
    for line in &import.lines {
        match &line.verdict {
            Verdict::New(entry) => {
                let new = permission(entry, position);
                position = position.saturating_add(1);
                if !tx.insert_permission(organisation, &new)? {
                    return Err(Reason::Changed.into());
                }
            }
            Verdict::Changed { from, to } => {
                let was = permission(from, 0);
                if !tx.save_permission(organisation, &was, &to.name, &to.area)? {
                    return Err(Reason::Changed.into());
                }
            }
            Verdict::Unchanged(_) | Verdict::Wrong(_) => {}
        }
    }
    Ok(())
}

fn permission(entry: &Entry, position: i64) -> Permission {
    Permission {
        key: entry.key.clone(),
        name: entry.name.clone(),
        area: entry.area.clone(),
        built_in: false,
        position,
    }
}
