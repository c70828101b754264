//! Support's list of cases: what is open, the longest waiting first; then what is over, the newest first.

use std::sync::Arc;

use domain::id::{OrganisationId, RecoveryCaseId};
use domain::recovery::Case;
use store::ListedCase;

use crate::App;
use crate::administer::{AdministerFault, unit};

/// Cases on one page.
const PAGE: u32 = 50;

/// A page of cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasePage {
    /// The cases.
    pub cases: Vec<ListedCase>,
    /// Behind which case the next page begins, where there is one.
    pub next: Option<RecoveryCaseId>,
}

/// A page of the cases that are open, or of those that are over, behind `after`.
pub async fn list(
    app: &Arc<App>,
    organisation: OrganisationId,
    closed: bool,
    after: Option<RecoveryCaseId>,
) -> Result<CasePage, AdministerFault> {
    unit::read(app, move |tx| {
        let mut cases = if closed {
            tx.closed_recovery_cases(organisation, after, PAGE + 1)?
        } else {
            tx.open_recovery_cases(organisation, after, PAGE + 1)?
        };
        let more = cases.len() > PAGE as usize;
        cases.truncate(PAGE as usize);
        let next = cases.last().filter(|_| more).map(|last| last.case.id);
        Ok(CasePage { cases, next })
    })
    .await
}

/// The case with this key.
pub async fn case(
    app: &Arc<App>,
    organisation: OrganisationId,
    case: RecoveryCaseId,
) -> Result<Option<Case>, AdministerFault> {
    unit::read(
        app,
        move |tx| Ok(tx.find_recovery_case(organisation, case)?),
    )
    .await
}
