//! People and machines' accounts: list, add, suspend, roles, invitations.

use app::administer;
use axum::http::Method;
use domain::role::BuiltIn;

use super::answer::{Answer, Outcome};
use super::call::Call;
use super::operation::{Operation, reads, writes};
use super::paging::{Page, PageQuery, next};
use super::wire::users::{
    Invite, NewUser, WireAddedUser, WireInvitation, WireUser, WireUserWithRoles,
};

const USERS: &str = "/api/v1/users";
const USER: &str = "/api/v1/users/{user}";
const SUSPENSION: &str = "/api/v1/users/{user}/suspension";
const ROLE: &str = "/api/v1/users/{user}/roles/{role}";
const READS: super::Door = reads(BuiltIn::People);
const WRITES: super::Door = writes(BuiltIn::People);

/// The operations.
pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::new((Method::GET, USERS), "users", READS, "The people", list)
            .asks::<PageQuery>()
            .gives::<Page<WireUser>>(200),
        Operation::new(
            (Method::POST, USERS),
            "add-user",
            WRITES,
            "Add somebody",
            add,
        )
        .takes::<NewUser>(r#"{"username":"ny.person","name":"Ny Person","roles":["{role}"]}"#)
        .gives::<WireAddedUser>(201),
        Operation::new((Method::GET, USER), "user", READS, "One person", show)
            .gives::<WireUserWithRoles>(200),
        Operation::new(
            (Method::PUT, SUSPENSION),
            "suspend-user",
            WRITES,
            "Suspend somebody: their sessions end, and they cannot sign in",
            suspend,
        ),
        Operation::new(
            (Method::DELETE, SUSPENSION),
            "let-user-in",
            WRITES,
            "Let somebody in again",
            let_in,
        ),
        Operation::new(
            (Method::PUT, ROLE),
            "assign-role",
            WRITES,
            "Give somebody a role",
            assign,
        ),
        Operation::new(
            (Method::DELETE, ROLE),
            "unassign-role",
            WRITES,
            "Take a role from somebody",
            unassign,
        ),
        Operation::new(
            (Method::POST, "/api/v1/users/{user}/invitation"),
            "invite-user",
            WRITES,
            "Invite somebody to choose a first password; an earlier invitation ends",
            invite,
        )
        .takes::<Invite>(r#"{"handing":"link"}"#)
        .gives::<WireInvitation>(201),
    ]
}

async fn list(call: Call) -> Outcome {
    let query: PageQuery = call.query()?;
    let (after, limit) = (query.after::<String>()?, query.limit()?);
    let page = administer::list_users(call.app(), call.organisation()?, after.as_deref(), limit);
    let page = call.settled(page.await)?;
    Answer::ok(&Page {
        items: page.users.iter().map(WireUser::from).collect(),
        next: next(page.next),
    })
}

async fn show(call: Call) -> Outcome {
    let (organisation, id) = (call.organisation()?, call.id("user")?);
    let found = administer::user_with_roles(call.app(), organisation, id).await;
    let (user, roles) = call.settled(found)?;
    Answer::ok(&WireUserWithRoles::of(&user, &roles))
}

async fn add(call: Call) -> Outcome {
    let new: NewUser = call.json()?;
    let new = administer::NewUser {
        username: new.username,
        name: new.name,
        email: new.email,
        language: new.language,
        roles: new.roles,
        grace_days: new.grace_days,
        invitation: new.invitation.map(Into::into),
        ..administer::NewUser::default()
    };
    let added = administer::add_user(call.app(), call.organisation()?, new, &call.by()?).await;
    let added = call.settled(added).map_err(super::Problem::in_the_body)?;
    let wire = WireAddedUser {
        id: added.id.to_string(),
        username: added.username,
        invitation: added.invitation.map(WireInvitation::from),
    };
    Answer::created(&format!("{USERS}/{}", wire.id), &wire)
}

async fn suspend(call: Call) -> Outcome {
    suspended(&call, true).await
}

async fn let_in(call: Call) -> Outcome {
    suspended(&call, false).await
}

async fn suspended(call: &Call, suspended: bool) -> Outcome {
    let (organisation, id) = (call.organisation()?, call.id("user")?);
    let by = call.by()?;
    let done = administer::suspend_user(call.app(), organisation, id, suspended, &by).await;
    call.settled(done)?;
    Answer::done()
}

async fn assign(call: Call) -> Outcome {
    let (organisation, id, role) = (call.organisation()?, call.id("user")?, call.named("role")?);
    let done = administer::assign_role(call.app(), organisation, id, role, &call.by()?).await;
    call.settled(done)?;
    Answer::done()
}

async fn unassign(call: Call) -> Outcome {
    let (organisation, id, role) = (call.organisation()?, call.id("user")?, call.named("role")?);
    let done = administer::unassign_role(call.app(), organisation, id, role, &call.by()?).await;
    call.settled(done)?;
    Answer::done()
}

async fn invite(call: Call) -> Outcome {
    let (organisation, id) = (call.organisation()?, call.id("user")?);
    let Invite { handing } = call.json()?;
    let done = administer::invite(call.app(), organisation, id, handing.into(), &call.by()?).await;
    let invitation = WireInvitation::from(call.settled(done)?);
    Ok(Answer::json(201, &invitation))
}
