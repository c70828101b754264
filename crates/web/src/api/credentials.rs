//! The credentials of the organisation: who has which, and an end to them. Making and rotating one wants a person's fresh proof, and has a
//! page and no operation.

use app::administer;
use axum::http::Method;
use domain::id::ApiCredentialId;
use domain::role::BuiltIn;

use super::answer::{Answer, Outcome};
use super::call::Call;
use super::operation::{Door, Operation, reads, writes};
use super::paging::{Page, PageQuery, next};
use super::wire::credentials::WireCredential;

/// The operations.
pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::new(
            (Method::GET, "/api/v1/credential"),
            "own-credential",
            Door::AnyCredential,
            "The credential that the call shows",
            own,
        )
        .gives::<WireCredential>(200),
        Operation::new(
            (Method::DELETE, "/api/v1/credential"),
            "revoke-own-credential",
            Door::AnyCredential,
            "Revoke the credential that the call shows",
            revoke_own,
        ),
        Operation::new(
            (Method::GET, "/api/v1/credentials"),
            "credentials",
            reads(BuiltIn::Clients),
            "The credentials, the oldest first",
            list,
        )
        .asks::<PageQuery>()
        .gives::<Page<WireCredential>>(200),
        Operation::new(
            (Method::GET, "/api/v1/credentials/{credential}"),
            "credential",
            reads(BuiltIn::Clients),
            "One credential",
            show,
        )
        .gives::<WireCredential>(200),
        Operation::new(
            (Method::DELETE, "/api/v1/credentials/{credential}"),
            "revoke-credential",
            writes(BuiltIn::Clients),
            "Revoke a credential",
            revoke,
        ),
    ]
}

async fn own(call: Call) -> Outcome {
    let caller = call.caller()?;
    shown(&call, caller.credential).await
}

async fn revoke_own(call: Call) -> Outcome {
    let done = administer::revoke_own_credential(call.app(), call.caller()?, &call.requester).await;
    call.settled(done)?;
    Answer::done()
}

async fn list(call: Call) -> Outcome {
    let query: PageQuery = call.query()?;
    let (after, limit) = (query.after()?, query.limit()?);
    let page = administer::list_credentials(call.app(), call.organisation()?, after, limit).await;
    let page = call.settled(page)?;
    Answer::ok(&Page {
        items: page.credentials.iter().map(WireCredential::from).collect(),
        next: next(page.next),
    })
}

async fn show(call: Call) -> Outcome {
    let id = call.id("credential")?;
    shown(&call, id).await
}

async fn shown(call: &Call, id: ApiCredentialId) -> Outcome {
    let found = administer::credential(call.app(), call.organisation()?, id).await;
    Answer::ok(&WireCredential::from(&call.settled(found)?))
}

async fn revoke(call: Call) -> Outcome {
    let (organisation, id) = (call.organisation()?, call.id("credential")?);
    let done = administer::revoke_credential(call.app(), organisation, id, &call.by()?).await;
    call.settled(done)?;
    Answer::done()
}
