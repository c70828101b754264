//! The catalogue of permissions, which role cards choose from.

use app::administer::{self, NewPermission};
use axum::http::Method;
use domain::role::BuiltIn;

use super::answer::{Answer, Outcome};
use super::call::Call;
use super::operation::{Operation, reads, writes};
use super::paging::Page;
use super::problem::Problem;
use super::wire::roles::{HoldersQuery, WireNewPermission, WirePermission};

const PERMISSIONS: &str = "/api/v1/permissions";

/// The operations.
pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::new(
            (Method::GET, PERMISSIONS),
            "permissions",
            reads(BuiltIn::Roles),
            "The catalogue, all on one page, in its order",
            list,
        )
        .gives::<Page<WirePermission>>(200),
        Operation::new(
            (Method::POST, PERMISSIONS),
            "add-permission",
            writes(BuiltIn::Roles),
            "Add a permission to the catalogue",
            add,
        )
        .takes::<WireNewPermission>(r#"{"name":"Ny behörighet"}"#)
        .gives::<WirePermission>(201),
        Operation::new(
            (Method::DELETE, "/api/v1/permissions/{permission}"),
            "remove-permission",
            writes(BuiltIn::Roles),
            "Remove a permission from the catalogue and from the role cards that are named",
            remove,
        )
        .asks::<HoldersQuery>(),
    ]
}

async fn list(call: Call) -> Outcome {
    let permissions = administer::list_permissions(call.app(), call.organisation()?).await;
    let permissions = call.settled(permissions)?;
    Answer::ok(&Page {
        items: permissions.iter().map(WirePermission::from).collect(),
        next: None,
    })
}

async fn add(call: Call) -> Outcome {
    let WireNewPermission { key, name, area } = call.json()?;
    let new = NewPermission { key, name, area };
    let added =
        administer::add_permission(call.app(), call.organisation()?, new, &call.by()?).await;
    let permission = call.settled(added).map_err(Problem::in_the_body)?;
    Ok(Answer::json(201, &WirePermission::from(&permission)))
}

async fn remove(call: Call) -> Outcome {
    let (organisation, key) = (call.organisation()?, call.named("permission")?);
    let query: HoldersQuery = call.query()?;
    let from = query.roles.split(',').filter(|key| !key.is_empty());
    let from = from.map(str::to_owned).collect();
    let by = call.by()?;
    let done = administer::remove_permission(call.app(), organisation, key, from, &by).await;
    call.settled(done)?;
    Answer::done()
}
