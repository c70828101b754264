//! What has happened to the person's account, newest first.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::id::{AuditId, OrganisationId, UserId};
use domain::refusal::Refusal;
use domain::time::Timestamp;
use store::{AuditRow, ReadTx};

use crate::own_session::OwnSession;
use crate::session_check::SignedIn;
use crate::{Answered, App, Fault, Requester};

/// Events on one page.
const PAGE: u32 = 20;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// The row.
    pub id: AuditId,
    /// When.
    pub at: Timestamp,
    /// The code of what: `event-<code>` is the text's key.
    pub code: String,
    /// The code of why it was refused; `None` where it was done.
    pub refused: Option<String>,
    /// Whether the person did it; not support, the operator or somebody unknown.
    pub by_oneself: bool,
    /// Facts without personal data: kinds of factor, counts.
    pub details: BTreeMap<String, String>,
    /// From which address.
    pub address: Option<String>,
    /// With which browser, in words.
    pub browser: Option<String>,
    /// To or of what: a masked address, the name of an authenticator.
    pub target: Option<String>,
}

/// One page of what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The events, newest first.
    pub happenings: Vec<Happening>,
    /// Where the next page begins, if there is one: `before` of the next call.
    pub older: Option<AuditId>,
}

/// What happened before the event `before`; from the newest on without one.
pub async fn history(
    app: &Arc<App>,
    who: &SignedIn,
    before: Option<AuditId>,
    requester: &Requester,
) -> Answered<History> {
    let (inner, who, now) = (Arc::clone(app), who.clone(), requester.now);
    let unit = move |tx: &mut ReadTx| {
        Ok(match OwnSession::read(tx, &inner, &who, now)? {
            Ok(own) => Ok(read(tx, own.organisation(), own.user(), before)?),
            Err(refusal) => Err(refusal),
        })
    };
    let history: Result<History, Refusal> = app.store.read(unit).await?;
    Ok(history)
}

pub(super) fn read(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    user: UserId,
    before: Option<AuditId>,
) -> Result<History, Fault> {
    let mut rows = tx.events_of_subject(organisation, user, before, PAGE + 1)?;
    let more = rows.len() > PAGE as usize;
    rows.truncate(PAGE as usize);
    let older = rows.last().filter(|_| more).map(|row| row.id);
    Ok(History {
        happenings: rows.into_iter().map(|row| happening(row, user)).collect(),
        older,
    })
}

fn happening(row: AuditRow, user: UserId) -> Happening {
    let personal = row.personal.unwrap_or_default();
    Happening {
        id: row.id,
        at: row.at,
        code: row.kind,
        refused: (row.outcome != domain::audit::Outcome::Done.code()).then_some(row.outcome),
        by_oneself: row.actor == Some(user),
        details: row.details,
        address: personal.address,
        browser: personal.browser,
        target: personal.target,
    }
}
