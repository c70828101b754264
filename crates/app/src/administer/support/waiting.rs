//! What waits for support, for the administration's first page.

use domain::id::{OrganisationId, RecoveryCaseId};
use domain::recovery::State;
use domain::time::{Span, Timestamp};
use store::ReadTx;

use crate::Fault;

/// Cases that are looked at for this: beyond it there is more to do than a page can say.
const MOST_COUNTED: u32 = 200;

/// For how long a case that its person stopped is shown as a matter.
const STOPPED_FOR: Span = Span::days(3);

/// What waits for support.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Waiting {
    /// Cases that wait for somebody's approval, the oldest of them first.
    pub to_approve: Vec<RecoveryCaseId>,
    /// Cases that are approved and wait to be done.
    pub to_act: Vec<RecoveryCaseId>,
    /// Cases that nobody has taken further yet.
    pub open: Vec<RecoveryCaseId>,
    /// Cases that their person stopped lately: somebody tried to get in.
    pub stopped: Vec<RecoveryCaseId>,
}

/// What waits for support in this organisation, at most two hundred of each.
pub fn waiting(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    now: Timestamp,
) -> Result<Waiting, Fault> {
    let mut waiting = Waiting::default();
    for listed in tx.open_recovery_cases(organisation, None, MOST_COUNTED)? {
        let case = listed.case;
        if case.is_over(now) {
            continue;
        }
        match case.standing(now) {
            State::Asked => waiting.to_approve.push(case.id),
            State::Approved if case.acts_at.is_some_and(|acts_at| acts_at <= now) => {
                waiting.to_act.push(case.id);
            }
            State::Approved => {}
            _ => waiting.open.push(case.id),
        }
    }
    let stopped = tx.stopped_recovery_cases(organisation, now - STOPPED_FOR, MOST_COUNTED)?;
    waiting.stopped = stopped.into_iter().map(|listed| listed.case.id).collect();
    Ok(waiting)
}
