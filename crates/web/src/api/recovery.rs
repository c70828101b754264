//! Recovery cases: open one, note what was proved, ask for help, approve it. What comes of a case a person hands over, on the page.

use app::administer::support::{self, NewProof, Opening};
use axum::http::Method;
use domain::id::{RecoveryCaseId, UserId};
use domain::role::BuiltIn;

use super::answer::{Answer, Outcome};
use super::call::Call;
use super::operation::{Operation, reads, writes};
use super::paging::{self, Page, next};
use super::problem::Problem;
use super::wire::recovery::{CasesQuery, NewCase, WireAsk, WireCase, WireNewProof};

const CASES: &str = "/api/v1/recovery-cases";
const CASE: &str = "/api/v1/recovery-cases/{case}";
const APPROVAL: &str = "/api/v1/recovery-cases/{case}/approval";
const READS: super::Door = reads(BuiltIn::Support);
const WRITES: super::Door = writes(BuiltIn::Support);

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
        ),
        Operation::new(
            (Method::POST, "/api/v1/recovery-cases/{case}/proofs"),
            "prove-recovery",
            WRITES,
            "Note what was proved",
            prove,
        )
        .takes::<WireNewProof>(r#"{"kind":"in-person","note":"Legitimation visad"}"#)
        .gives::<WireCase>(201),
        Operation::new(
            (Method::PUT, "/api/v1/recovery-cases/{case}/ask"),
            "ask-recovery",
            WRITES,
            "Ask for something to be done",
            ask,
        )
        .takes::<WireAsk>(r#"{"outcome":"unlock"}"#)
        .gives::<WireCase>(200),
        Operation::new(
            (Method::PUT, APPROVAL),
            "approve-recovery",
            WRITES,
            "Approve what somebody else asked for",
            approve,
        )
        .gives::<WireCase>(200),
        Operation::new(
            (Method::DELETE, APPROVAL),
            "decline-recovery",
            WRITES,
            "Decline what somebody else asked for",
            decline,
        ),
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

async fn prove(call: Call) -> Outcome {
    named(&call).await?;
    let new: WireNewProof = call.json()?;
    let proof = NewProof {
        kind: new.kind.into(),
        number: new.number,
        note: new.note,
    };
    let (organisation, id) = (call.organisation()?, call.id("case")?);
    let done = support::record_proof(call.app(), organisation, id, proof, &call.by()?).await;
    call.settled(done)?;
    Ok(Answer::json(201, &named(&call).await?))
}

async fn ask(call: Call) -> Outcome {
    named(&call).await?;
    let asked: WireAsk = call.json()?;
    let missing = "a pass names its minutes, and grace its days";
    let outcome = asked
        .outcome()
        .ok_or_else(|| Problem::field("outcome", "missing", missing))?;
    let (organisation, id) = (call.organisation()?, call.id("case")?);
    let done = support::ask(call.app(), organisation, id, outcome, &call.by()?).await;
    call.settled(done)?;
    show(call).await
}

async fn approve(call: Call) -> Outcome {
    named(&call).await?;
    let (organisation, id) = (call.organisation()?, call.id("case")?);
    let done = support::approve(call.app(), organisation, id, &call.by()?).await;
    call.settled(done)?;
    show(call).await
}

async fn decline(call: Call) -> Outcome {
    named(&call).await?;
    let (organisation, id) = (call.organisation()?, call.id("case")?);
    let done = support::decline(call.app(), organisation, id, &call.by()?).await;
    call.settled(done)?;
    Answer::done()
}
