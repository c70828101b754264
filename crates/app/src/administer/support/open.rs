//! Opens a case: somebody called or came by, or a mail came from the registered address.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{OrganisationId, RecoveryCaseId, UserId};
use domain::recovery::{Case, CaseNumber, Source, may_open};
use domain::role::BuiltIn;
use store::Tx;

use super::{LONGEST_TEXT, LONGEST_TICKET, demanded, facts_of, helper_of, typed};
use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, By, Reason, unit};
use crate::{App, helping};

/// A case to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Whose account.
    pub user: UserId,
    /// Whether it is a mail that came in; else the person called or came by.
    pub by_mail: bool,
    /// What happened.
    pub reason: String,
    /// Its number in another system, if it has one.
    pub ticket: String,
}

/// A case that is open now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedCase {
    /// The case.
    pub id: RecoveryCaseId,
    /// Its number.
    pub number: CaseNumber,
    /// Whether it was open before: a person has one at the most.
    pub already: bool,
}

/// Opens a case for somebody, or gives the one that is open already.
pub async fn open(
    app: &Arc<App>,
    organisation: OrganisationId,
    opening: Opening,
    by: &By,
) -> Result<OpenedCase, AdministerFault> {
    let inner = Arc::clone(app);
    let unit = move |tx: &mut Tx, acting: &Acting| open_in(tx, &inner, &opening, acting);
    let kind = EventKind::RecoveryOpened;
    unit::act_without_proof(app, organisation, by, BuiltIn::Support, kind, unit).await
}

fn open_in(
    tx: &mut Tx,
    app: &App,
    opening: &Opening,
    acting: &Acting,
) -> Result<OpenedCase, AdministerFault> {
    let (organisation, now) = (acting.organisation(), acting.now());
    let reason = demanded("reason", typed("reason", &opening.reason, LONGEST_TEXT)?)?;
    let ticket = typed("ticket", &opening.ticket, LONGEST_TICKET)?;
    tx.lock_user(organisation, opening.user)?;
    let facts = facts_of(tx, app, organisation, opening.user)?;
    let subject = helping::subject_of(tx, &facts, now)?;
    may_open(&helper_of(acting), &subject).map_err(Reason::from)?;
    if let Some(open) = tx
        .find_open_recovery_case(organisation, opening.user)?
        .filter(|open| !open.is_over(now))
    {
        return Ok(OpenedCase {
            id: open.id,
            number: open.number,
            already: true,
        });
    }
    let source = if opening.by_mail {
        Source::Mail
    } else {
        Source::Agent
    };
    let case = Case {
        agent: acting.user(),
        reason,
        ticket,
        ..helping::new_case(tx, opening.user, source, now)
    };
    let case = helping::insert(tx, organisation, case)?;
    let event = acting
        .event_about(EventKind::RecoveryOpened, opening.user)
        .with("case", case.number.as_str())
        .with("source", source.as_str());
    tx.audit(organisation, &event, now)?;
    Ok(OpenedCase {
        id: case.id,
        number: case.number,
        already: false,
    })
}
