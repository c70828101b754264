//! Verifies the newest part of the log from the administration. All of it, with a head that was kept elsewhere, is the command line's.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::OrganisationId;
use domain::role::BuiltIn;
use store::Tx;

use crate::App;
use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, By, unit};
use crate::sealing::{Extent, Verification, verify};

/// How many seals are verified at a time: a second's work.
pub const NEWEST_SEALS: i64 = 200;

/// Verifies the newest seals. That it was done, and what was found, is on record.
pub async fn verify_newest(
    app: &Arc<App>,
    organisation: OrganisationId,
    by: &By,
) -> Result<Verification, AdministerFault> {
    let found = verify(app, organisation, Extent::Newest(NEWEST_SEALS), None).await?;
    let kind = EventKind::AuditVerified;
    let (seals, rows) = (found.tally.seals, found.tally.rows);
    let code = found.finding.as_ref().map_or("none", |found| found.code());
    let work = move |tx: &mut Tx, acting: &Acting| {
        let event = acting
            .event(kind)
            .with("seals", &seals)
            .with("rows", &rows)
            .with("finding", code);
        tx.audit(acting.organisation(), &event, acting.now())?;
        Ok(())
    };
    unit::act_without_proof(app, organisation, by, BuiltIn::Audit, kind, work).await?;
    Ok(found)
}
