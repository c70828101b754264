//! Puts an import in force, or takes it back: one unit each, all or nothing, whatever the number of rows.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{ImportId, OrganisationId};
use domain::role::BuiltIn;
use store::{Hindrance, Tx, Undone};

use super::receive::UNDOABLE_FOR;
use super::state::{ImportView, State};
use super::told::{self, Way};
use super::worker::{INVITE, TELL};
use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, By, Reason, grace, reach, unit};
use crate::{App, message_settings};

/// What applying came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    /// People who were added.
    pub added: i64,
    /// People who were changed.
    pub changed: i64,
}

/// Applies an import as it was looked at. Rows that are errors keep it from being applied, unless `without_errors` leaves them out.
pub async fn apply(
    app: &Arc<App>,
    organisation: OrganisationId,
    (id, version): (ImportId, i64),
    without_errors: bool,
    by: &By,
) -> Result<Applied, AdministerFault> {
    let inner = Arc::clone(app);
    let work = move |tx: &mut Tx, acting: &Acting| {
        let done = apply_in(tx, &inner, acting, (id, version), without_errors)?;
        // Whoever was given a card that demands something may put it off, as with one given by hand.
        grace::begin(tx, &inner, acting.organisation(), acting.now())?;
        Ok(done)
    };
    let done = unit::act(
        app,
        organisation,
        by,
        BuiltIn::People,
        EventKind::ImportApplied,
        work,
    )
    .await;
    if let Err(AdministerFault::Refused(Reason::ImportStale)) = &done {
        mark_stale(app, organisation, id).await?;
    }
    if done.is_ok() {
        app.sessions.forget_organisation(organisation);
    }
    done
}

fn apply_in(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    (id, version): (ImportId, i64),
    without_errors: bool,
) -> Result<Applied, AdministerFault> {
    let (organisation, now) = (acting.organisation(), acting.now());
    let mut import = locked(tx, acting, id, State::Checked)?;
    let counts = &import.counts;
    if import.version != version {
        return Err(Reason::Changed.into());
    }
    if counts.error > 0 && !without_errors {
        return Err(Reason::ImportFaulty(counts.error.to_string()).into());
    }
    if counts.new + counts.changed == 0 {
        return Err(Reason::ImportEmpty.into());
    }
    // Cards that were changed since may give or forbid something else.
    if import.choices.policy_epoch != acting.whole_organisation().policy_epoch {
        return Err(Reason::ImportCardsChanged.into());
    }
    let alone = message_settings::of(tx, app, acting.whole_organisation())?.one_number_one_person;
    match tx.begin_applying(organisation, id, acting.is_owner(), alone)? {
        Some(Hindrance::Stale) => return Err(Reason::ImportStale.into()),
        Some(Hindrance::ForOwners) => return Err(Reason::OwnerOnly.into()),
        None => {}
    }
    check_reach(tx, acting, id, ["changed", "new"])?;
    tx.apply_import(organisation, id, now)?;
    tell(tx, acting, id, Way::Applied)?;
    tx.remove_import_parts(organisation, id, i64::MAX)?;
    let applied = Applied {
        added: import.counts.new,
        changed: import.counts.changed,
    };
    import.state = State::Applied;
    import.applied_at = Some(now);
    import.expires_at = now + UNDOABLE_FOR;
    tx.save_import(organisation, &import.row()?)?;
    if import.choices.invite {
        tx.insert_job(organisation, INVITE, id.as_bytes(), now, now)?;
    }
    let event = acting
        .event(EventKind::ImportApplied)
        .with("import", &id)
        .with("kind", import.kind.as_str())
        .with("added", &applied.added)
        .with("changed", &applied.changed);
    tx.audit(organisation, &event, now)?;
    Ok(applied)
}

/// Asks of everybody at once what the single act asks of one (A55), against today's cards and today's rights of whoever acts: rows of these
/// verdicts concern nobody out of reach, and give and take no role that is.
fn check_reach(
    tx: &mut Tx,
    acting: &Acting,
    id: ImportId,
    verdicts: [&'static str; 2],
) -> Result<(), AdministerFault> {
    let Some(roles) = reach::roles_beyond(tx, acting)? else {
        return Ok(());
    };
    match tx.import_row_beyond(acting.organisation(), id, &roles, verdicts)? {
        None => Ok(()),
        Some(username) => Err(Reason::BeyondReach(username).into()),
    }
}

/// Puts what became of each person on record, and orders the letters about it.
fn tell(tx: &mut Tx, acting: &Acting, id: ImportId, way: Way) -> Result<(), AdministerFault> {
    if told::record(tx, acting, id, way)? {
        let (organisation, now) = (acting.organisation(), acting.now());
        tx.insert_job(organisation, TELL, &way.subject(id), now, now)?;
    }
    Ok(())
}

fn locked(
    tx: &mut Tx,
    acting: &Acting,
    id: ImportId,
    state: State,
) -> Result<ImportView, AdministerFault> {
    let import = tx.lock_import(acting.organisation(), id)?;
    let import = ImportView::read(&import.ok_or(Reason::Changed)?)?;
    if import.state == state {
        Ok(import)
    } else {
        Err(Reason::Changed.into())
    }
}

/// Makes errors of the rows that somebody else was quicker with; nothing was applied.
async fn mark_stale(
    app: &Arc<App>,
    organisation: OrganisationId,
    id: ImportId,
) -> Result<(), AdministerFault> {
    let inner = Arc::clone(app);
    unit::write(app, move |tx| {
        let Some(import) = tx.lock_import(organisation, id)? else {
            return Ok(());
        };
        let mut import = ImportView::read(&import)?;
        if import.state != State::Checked {
            return Ok(());
        }
        let own = tx.organisation(organisation)?;
        let alone = message_settings::of(tx, &inner, &own)?.one_number_one_person;
        tx.mark_stale_import_rows(organisation, id, alone)?;
        recount(tx, organisation, &mut import)?;
        tx.save_import(organisation, &import.row()?)?;
        Ok(())
    })
    .await
}

fn recount(
    tx: &mut Tx,
    organisation: OrganisationId,
    import: &mut ImportView,
) -> Result<(), AdministerFault> {
    let verdicts = tx.import_verdicts(organisation, import.id)?;
    let of = |verdict: &str| {
        let found = verdicts.iter().find(|(name, _)| name == verdict);
        found.map_or(0, |(_, count)| *count)
    };
    let counts = &mut import.counts;
    (counts.new, counts.changed) = (of("new"), of("changed"));
    (counts.unchanged, counts.error) = (of("unchanged"), of("error"));
    Ok(())
}

/// Takes back what an import did, as far as nobody has built upon it: who was added and never signed in goes, who was changed and not
/// changed again is as before. What may be given back and taken is a matter of today's cards, not of those that it was applied under.
pub async fn undo(
    app: &Arc<App>,
    organisation: OrganisationId,
    id: ImportId,
    by: &By,
) -> Result<Undone, AdministerFault> {
    let work = move |tx: &mut Tx, acting: &Acting| {
        let now = acting.now();
        let mut import = locked(tx, acting, id, State::Applied)?;
        // What only an owner could apply, only an owner takes back.
        if tx.import_is_for_owners(organisation, id)? {
            acting.demand_owner()?;
        }
        let undone = tx.begin_undoing(organisation, id)?;
        check_reach(tx, acting, id, ["removed", "restored"])?;
        tx.undo_import(organisation, id, now)?;
        tell(tx, acting, id, Way::Undone)?;
        import.state = State::Undone;
        import.undone_at = Some(now);
        import.counts.removed = i64::try_from(undone.removed).unwrap_or(0);
        import.counts.restored = i64::try_from(undone.restored).unwrap_or(0);
        tx.save_import(organisation, &import.row()?)?;
        let event = acting
            .event(EventKind::ImportUndone)
            .with("import", &id)
            .with("removed", &undone.removed)
            .with("restored", &undone.restored);
        tx.audit(organisation, &event, now)?;
        Ok(undone)
    };
    let undone = unit::act(
        app,
        organisation,
        by,
        BuiltIn::People,
        EventKind::ImportUndone,
        work,
    )
    .await?;
    app.sessions.forget_organisation(organisation);
    Ok(undone)
}
