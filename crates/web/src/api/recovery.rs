//! Recovery cases: look at them, open one, give one up. No machine does more: what lets somebody in again rests on the word of two people
//! who proved themselves just now, and a credential is neither.

use app::administer::support::{self, Opening};
use axum::http::Method;
use domain::id::{RecoveryCaseId, UserId};
use domain::role::BuiltIn;

use super::answer::{Answer, Outcome};
use super::call::Call;
use super::operation::{Operation, reads, writes};
use super::paging::{self, Page, next};
use super::problem::Problem;
use super::wire::recovery::{CasesQuery, NewCase, WireCase};

const CASES: &str = "/api/v1/recovery-cases";
const CASE: &str = "/api/v1/recovery-cases/{case}";
const READS: super::Door = reads(BuiltIn::Support);
const WRITES: super::Door = writes(BuiltIn::Support);

const ALONE: &str = "A machine opens cases and gives them up. What was proved, what shall be done, a second person's approval and the pass itself are a person's, on the page under /admin/recovery: no credential is one of the two people whom it takes.";

/// The operations.
pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::new(
            (Method::GET, CASES),
            "recovery-cases",
            READS,
            "The recovery cases that are open, or those that are over",
            list,
        )
        .asks::<CasesQuery>()
        .gives::<Page<WireCase>>(200),
        Operation::new(
            (Method::POST, CASES),
            "open-recovery-case",
            WRITES,
            "Open a recovery case, or get the one that is open for somebody already",
            open,
        )
        .told(ALONE)
        .takes::<NewCase>(r#"{"user":"{user}","reason":"Tappade telefonen"}"#)
        .gives::<WireCase>(201),
        Operation::new(
            (Method::GET, CASE),
            "recovery-case",
            READS,
            "One recovery case",
            show,
        )
        .gives::<WireCase>(200),
        Operation::new(
            (Method::DELETE, CASE),
            "close-recovery-case",
            WRITES,
            "Give a recovery case up",
            close,
        )
        .told(ALONE),
    ]
}

async fn list(call: Call) -> Outcome {
    let query: CasesQuery = call.query()?;
    let after = paging::after::<RecoveryCaseId>(query.after.as_deref())?;
    let page = support::list(call.app(), call.organisation()?, query.closed, after).await;
    let page = call.settled(page)?;
    let now = call.requester.now;
    Answer::ok(&Page {
        items: page
            .cases
            .iter()
            .map(|listed| WireCase::of(&listed.case, now))
            .collect(),
        next: next(page.next),
    })
}

/// The case that the path names.
async fn named(call: &Call) -> Result<WireCase, Problem> {
    wire(call, call.id("case")?).await
}

async fn wire(call: &Call, id: RecoveryCaseId) -> Result<WireCase, Problem> {
    let found = support::case(call.app(), call.organisation()?, id).await;
    match call.settled(found)? {
        Some(case) => Ok(WireCase::of(&case, call.requester.now)),
        None => Err(Problem::not_found()),
    }
}

async fn show(call: Call) -> Outcome {
    Answer::ok(&named(&call).await?)
}

async fn open(call: Call) -> Outcome {
    let new: NewCase = call.json()?;
    let user: UserId = new
        .user
        .parse()
        .map_err(|_| Problem::field("user", "user-unknown", "there is no such person"))?;
    let opening = Opening {
        user,
        by_mail: new.by_mail,
        reason: new.reason,
        ticket: new.ticket,
    };
    let opened = support::open(call.app(), call.organisation()?, opening, &call.by()?).await;
    let opened = call.settled(opened).map_err(Problem::in_the_body)?;
    let case = wire(&call, opened.id).await?;
    Answer::created(&format!("{CASES}/{}", opened.id), &case)
}

async fn close(call: Call) -> Outcome {
    named(&call).await?;
    let (organisation, id) = (call.organisation()?, call.id("case")?);
    let done = support::close(call.app(), organisation, id, &call.by()?).await;
    call.settled(done)?;
    Answer::done()
}
