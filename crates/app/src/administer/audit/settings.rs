//! How long the log is kept.

use std::sync::Arc;

use domain::audit::retention::{Category, MOST_DAYS, Retention};
use domain::audit::{Changes, EventKind};
use domain::id::OrganisationId;
use domain::message::Bound;
use domain::role::BuiltIn;
use store::Tx;

use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, By, FieldFault, FieldWhy, Reason, unit};
use crate::sealing::{RETENTION, retention};
use crate::{App, Fault};

/// What the organisation decided, or what is usual.
pub async fn stored_retention(
    app: &App,
    organisation: OrganisationId,
) -> Result<Retention, AdministerFault> {
    unit::read(app, move |tx| Ok(retention(tx, organisation)?)).await
}

/// Decides how long the log is kept, where `made_from` is what stood there when it was looked at. It takes an owner: whoever shortens it
/// removes what others might look for.
pub async fn save_retention(
    app: &Arc<App>,
    organisation: OrganisationId,
    decided: Retention,
    made_from: Retention,
    by: &By,
) -> Result<(), AdministerFault> {
    let faults: Vec<FieldFault> = decided
        .out_of_bounds()
        .into_iter()
        .map(|(field, least)| {
            let bound = Bound::Between(least.into(), MOST_DAYS.into());
            FieldFault::new(field, FieldWhy::Bound(bound))
        })
        .collect();
    if !faults.is_empty() {
        return Err(Reason::Faults(faults).into());
    }
    let kind = EventKind::AuditSettingsChanged;
    let work = move |tx: &mut Tx, acting: &Acting| {
        acting.demand_owner()?;
        let organisation = acting.organisation();
        // The organisation is locked before its settings are read: of two who save at once, one sees what the other has done.
        tx.bump_policy_epoch(organisation)?;
        let before = retention(tx, organisation)?;
        if before != made_from {
            return Err(Reason::Changed.into());
        }
        let changes = Category::ALL
            .into_iter()
            .fold(Changes::default(), |changes, one| {
                changes.field(one.code(), &before.days(one), &decided.days(one))
            })
            .field("addresses", &before.addresses, &decided.addresses);
        if changes.is_empty() {
            return Ok(());
        }
        let text = serde_json::to_string(&decided).map_err(Fault::from)?;
        tx.save_setting(organisation, RETENTION, &text)?;
        tx.audit(
            organisation,
            &acting.event(kind).changing(&changes),
            acting.now(),
        )?;
        Ok(())
    };
    unit::act(app, organisation, by, BuiltIn::Audit, kind, work).await?;
    app.sessions.forget_organisation(organisation);
    Ok(())
}
