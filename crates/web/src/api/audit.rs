//! The audit log: read a page at a time and a row at a time, and verified. Reading it is on record itself.

use app::administer::audit::{self, Question};
use axum::http::Method;
use domain::role::BuiltIn;
use domain::scope::Scope;

use super::answer::{Answer, Outcome};
use super::call::Call;
use super::operation::{Operation, reads};
use super::paging::{self, Page, next};
use super::problem::Problem;
use super::wire::audit::{AuditQuery, WireEvent, WireSealedEvent, WireVerification};

const READS: super::Door = reads(BuiltIn::Audit);

/// What shows where somebody was.
const SEES_PEOPLE: Scope = Scope::read(BuiltIn::People);

/// The operations.
pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::new(
            (Method::GET, "/api/v1/audit-events"),
            "audit-events",
            READS,
            "The rows of the audit log that a filter means, newest first",
            list,
        )
        .asks::<AuditQuery>()
        .gives::<Page<WireEvent>>(200),
        Operation::new(
            (Method::GET, "/api/v1/audit-events/{event}"),
            "audit-event",
            READS,
            "One row of the audit log, with where it stands in the chain",
            show,
        )
        .gives::<WireSealedEvent>(200),
        Operation::new(
            (Method::GET, "/api/v1/audit-verification"),
            "verify-audit",
            READS,
            "Verify the newest part of the audit log",
            verify,
        )
        .gives::<WireVerification>(200),
    ]
}

async fn list(call: Call) -> Outcome {
    let query: AuditQuery = call.query()?;
    let (limit, before) = (
        paging::limit(query.limit)?,
        paging::after(query.after.as_deref())?,
    );
    let sees_addresses = call.caller()?.scopes.allow(SEES_PEOPLE);
    if !query.address.is_empty() && !sees_addresses {
        return Err(Problem::scope_missing(SEES_PEOPLE));
    }
    let question = Question {
        who: query.who,
        whom: query.whom,
        kind: query.kind,
        outcome: query.outcome,
        address: query.address,
        from: query.from.map(|at| at.0),
        until: query.until.map(|at| at.0),
    };
    let organisation = call.organisation()?;
    let filter = call.settled(audit::narrowed(call.app(), organisation, &question).await)?;
    let by = call.by()?;
    let page = audit::log(call.app(), organisation, &filter, before, limit, &by).await;
    let page = call.settled(page)?;
    Answer::ok(&Page {
        items: page
            .events
            .iter()
            .map(|event| WireEvent::of(event, sees_addresses))
            .collect(),
        next: next(page.older),
    })
}

async fn show(call: Call) -> Outcome {
    let (organisation, id) = (call.organisation()?, call.id("event")?);
    let found = audit::log_entry(call.app(), organisation, id, &call.by()?).await;
    match call.settled(found)? {
        Some(view) => {
            let sees_addresses = call.caller()?.scopes.allow(SEES_PEOPLE);
            Answer::ok(&WireSealedEvent::of(&view, sees_addresses))
        }
        None => Err(Problem::not_found()),
    }
}

async fn verify(call: Call) -> Outcome {
    let found = audit::verify_newest(call.app(), call.organisation()?, &call.by()?).await;
    Answer::ok(&WireVerification::from(&call.settled(found)?))
}
