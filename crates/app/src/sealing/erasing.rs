//! Takes what names an erased person out of the log and the messages, a few rows at a time. The unit that erased the person left a job: a node that stops
//! in the middle is followed by another.

use std::sync::Arc;

use domain::id::{AuditId, DeliveryId, OrganisationId, UserId};
use domain::time::{Span, Timestamp};
use store::{AuditPart, Tx};

use crate::{App, Fault};

/// What the job is called; its subject is the person's id.
pub const ERASURE: &str = "erasure";

const IN_ONE_UNIT: u32 = 500;

/// For how long a node has the job to itself.
const CLAIMED_FOR: Span = Span::minutes(10);

/// Takes everybody who was erased out of the log, and tells how many people that were.
pub async fn erase_due(app: &Arc<App>, now: Timestamp) -> Result<usize, Fault> {
    let due = app.store.read(|tx| tx.next_job_at(ERASURE)).await?;
    if due.is_none_or(|due| due > now) {
        return Ok(0);
    }
    let mut erased = 0;
    loop {
        let claim = move |tx: &mut Tx| tx.claim_next_job(ERASURE, now, now + CLAIMED_FOR);
        let Some(job) = app.store.write(claim).await? else {
            return Ok(erased);
        };
        if let Ok(bytes) = <[u8; 16]>::try_from(job.subject.as_slice()) {
            erase_from_log(app, job.organisation, UserId::from_bytes(bytes)).await?;
        }
        let (organisation, id) = (job.organisation, job.id);
        app.store
            .write(move |tx| tx.finish_job(organisation, id))
            .await?;
        erased += 1;
    }
}

async fn erase_from_log(
    app: &App,
    organisation: OrganisationId,
    user: UserId,
) -> Result<(), Fault> {
    for part in [AuditPart::Subject, AuditPart::Actor] {
        let mut after: Option<AuditId> = None;
        loop {
            let from = after;
            let unit =
                move |tx: &mut Tx| tx.erase_personal(organisation, user, part, from, IN_ONE_UNIT);
            let walked = app.store.write(unit).await?;
            if walked.last.is_none() {
                break;
            }
            after = walked.last;
        }
    }
    let mut after: Option<DeliveryId> = None;
    loop {
        let from = after;
        let unit = move |tx: &mut Tx| tx.blank_deliveries(organisation, user, from, IN_ONE_UNIT);
        after = app.store.write(unit).await?;
        if after.is_none() {
            return Ok(());
        }
    }
}
