//! Forgets imports: thrown away by hand, or because their time is over. Bounded pieces, so that nobody waits.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{ImportId, OrganisationId};
use domain::role::BuiltIn;
use domain::time::Timestamp;

use super::state::{ImportView, State};
use crate::administer::{AdministerFault, By, Reason, unit};
use crate::{App, Fault};

/// Rows in one unit.
const IN_ONE_UNIT: i64 = 5_000;

/// Imports in one go.
const AT_A_TIME: u32 = 20;

/// Throws an import away that was not applied.
pub async fn discard(
    app: &Arc<App>,
    organisation: OrganisationId,
    id: ImportId,
    by: &By,
) -> Result<(), AdministerFault> {
    unit::act(
        app,
        organisation,
        by,
        BuiltIn::People,
        EventKind::ImportDiscarded,
        move |tx, acting| {
            let import = tx.lock_import(organisation, id)?.ok_or(Reason::Changed)?;
            let mut import = ImportView::read(&import)?;
            if matches!(import.state, State::Applied | State::Undone) {
                return Err(Reason::Changed.into());
            }
            // A check that is on its way finds it moved on and stops.
            import.state = State::Receiving;
            import.expires_at = acting.now();
            tx.save_import(organisation, &import.row()?)?;
            let event = acting.event(EventKind::ImportDiscarded).with("import", &id);
            tx.audit(organisation, &event, acting.now())?;
            Ok(())
        },
    )
    .await?;
    remove(app, organisation, id).await
}

/// Removes what is over at `now`, and tells how many imports went.
pub async fn remove_expired(app: &Arc<App>, now: Timestamp) -> Result<u64, Fault> {
    let over = app
        .store
        .read(move |tx| tx.expired_imports(now, AT_A_TIME))
        .await?;
    let mut removed = 0;
    for (organisation, id) in over {
        match remove(app, organisation, id).await {
            Ok(()) => removed += 1,
            Err(AdministerFault::Failed(fault)) => return Err(fault),
            Err(AdministerFault::Refused(_)) => {}
        }
    }
    Ok(removed)
}

/// Removes an import with all that was kept for it.
pub(super) async fn remove(
    app: &App,
    organisation: OrganisationId,
    id: ImportId,
) -> Result<(), AdministerFault> {
    let last = unit::read(app, move |tx| Ok(tx.last_import_row(organisation, id)?)).await?;
    let mut before = 0;
    while before <= last.unwrap_or(0) {
        before += IN_ONE_UNIT;
        unit::write(app, move |tx| {
            Ok(tx.remove_import_rows(organisation, id, before)?)
        })
        .await?;
    }
    unit::write(app, move |tx| {
        tx.remove_import_prepared(organisation, id)?;
        tx.remove_import_parts(organisation, id, i64::MAX)?;
        tx.remove_import(organisation, id)?;
        Ok(())
    })
    .await
}
