//! People and machines' accounts: list, add, suspend, roles, invitations.

use app::administer::people::{self, From, PeopleFilter, PeopleOrder, PersonChange, PersonView};
use app::administer::{self, AdministerFault, Reason};
use axum::http::Method;
use domain::factor::FactorKind;
use domain::role::BuiltIn;

use super::answer::{Answer, Outcome};
use super::call::Call;
use super::operation::{Operation, reads, writes};
use super::paging::{self, Page};
use super::problem::Problem;
use super::wire::people::{
    ChangedUser, PeopleQuery, WireAuthenticator, WireEid, WireEnded, WireGrace, WireListed,
    WireNote, WireOrder, WirePerson, WirePlace, WireTraced, code,
};
use super::wire::time::Time;
use super::wire::users::{Invite, NewUser, WireAddedUser, WireInvitation};

const USERS: &str = "/api/v1/users";
const USER: &str = "/api/v1/users/{user}";
const SUSPENSION: &str = "/api/v1/users/{user}/suspension";
const ROLE: &str = "/api/v1/users/{user}/roles/{role}";
const READS: super::Door = reads(BuiltIn::People);
const WRITES: super::Door = writes(BuiltIn::People);

/// The operations.
pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::new(
            (Method::GET, USERS),
            "users",
            READS,
            "The people that a filter means, by name",
            list,
        )
        .asks::<PeopleQuery>()
        .gives::<Page<WireListed>>(200),
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
            .gives::<WirePerson>(200),
        Operation::new(
            (Method::PUT, USER),
            "change-user",
            WRITES,
            "Change somebody's name and language",
            change,
        )
        .takes::<ChangedUser>(r#"{"name":"Annat Namn","language":"en"}"#)
        .gives::<WirePerson>(200),
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
    .into_iter()
    .chain(belongings())
    .collect()
}

/// What is done about what somebody has: sessions, devices, factors, failures; and why they were asked.
fn belongings() -> Vec<Operation> {
    vec![
        Operation::new(
            (Method::DELETE, "/api/v1/users/{user}/sessions"),
            "end-sessions",
            WRITES,
            "End somebody's sessions and logins",
            end_sessions,
        )
        .gives::<WireEnded>(200),
        Operation::new(
            (Method::DELETE, "/api/v1/users/{user}/trusted-devices"),
            "forget-devices",
            WRITES,
            "Trust none of somebody's browsers any more",
            forget_devices,
        )
        .gives::<WireEnded>(200),
        Operation::new(
            (Method::PUT, "/api/v1/users/{user}/grace"),
            "move-grace",
            WRITES,
            "Let somebody put off setting up a second step until another moment",
            move_grace,
        )
        .takes::<WireGrace>(r#"{"until":"{soon}"}"#),
        Operation::new(
            (Method::PUT, "/api/v1/users/{user}/note"),
            "save-note",
            WRITES,
            "Write what is noted about somebody, over the version that was read",
            save_note,
        )
        .takes::<WireNote>(r#"{"text":"Ringer från utlandet","version":0}"#)
        .gives::<WirePerson>(200),
        Operation::new(
            (Method::DELETE, "/api/v1/users/{user}/lockout"),
            "unlock-user",
            WRITES,
            "Forget somebody's wrong passwords and answers: the next one is taken at once",
            unlock,
        ),
        Operation::new(
            (Method::GET, "/api/v1/users/{user}/authenticators"),
            "authenticators",
            READS,
            "What somebody has enrolled",
            authenticators,
        )
        .gives::<Page<WireAuthenticator>>(200),
        Operation::new(
            (
                Method::DELETE,
                "/api/v1/users/{user}/authenticators/{authenticator}",
            ),
            "remove-authenticator",
            WRITES,
            "Take a factor away from somebody",
            remove_authenticator,
        ),
        Operation::new(
            (Method::PUT, "/api/v1/users/{user}/eids/{factor}"),
            "connect-eid",
            WRITES,
            "Connect somebody's eID by their personal number, before they have used the account",
            connect_eid,
        )
        .takes::<WireEid>(r#"{"personal_number":"19900602-2397"}"#),
        Operation::new(
            (Method::GET, "/api/v1/users/{user}/logins"),
            "logins",
            READS,
            "Why somebody's last logins were asked for what they were asked for",
            logins,
        )
        .gives::<Page<WireTraced>>(200),
    ]
}

async fn list(call: Call) -> Outcome {
    let query: PeopleQuery = call.query()?;
    let limit = query.limit.unwrap_or(people::PEOPLE_ON_A_PAGE);
    if !(1..=people::PEOPLE_ON_A_PAGE).contains(&limit) {
        return Err(Problem::malformed("limit is 1 to 50"));
    }
    let organisation = call.organisation()?;
    let from = match paging::after_json::<WirePlace>(query.after.as_deref())? {
        None => From::Start,
        Some(place) => From::After(place.place().ok_or_else(paging::not_a_place)?),
    };
    let filter = filter(&call, &query).await?;
    let order = match query.order {
        Some(WireOrder::LastLogin) => PeopleOrder::LastLogin,
        _ => PeopleOrder::Name,
    };
    let now = call.requester.now;
    let page = people::list(call.app(), organisation, &filter, order, &from, limit, now).await;
    let page = call.settled(page)?;
    let items = page.people.iter();
    Answer::ok(&Page {
        items: items
            .map(|listed| WireListed::of(listed, &page.mailboxes))
            .collect(),
        next: paging::next_json(page.after.as_ref().map(WirePlace::from)),
    })
}

/// The filter that a query means. A role that does not exist is nobody's.
async fn filter(call: &Call, query: &PeopleQuery) -> Result<PeopleFilter, Problem> {
    let role = match &query.role {
        None => None,
        Some(key) => {
            let named = administer::role_named(call.app(), call.organisation()?, key).await;
            Some(call.settled(named).map_err(Problem::in_the_body)?.id)
        }
    };
    Ok(PeopleFilter {
        search: query.q.clone(),
        role,
        state: query.state.map(Into::into),
        factor: query.factor.clone().map(FactorKind::named),
    })
}

async fn person(call: &Call) -> Result<PersonView, Problem> {
    let (organisation, id) = (call.organisation()?, call.id("user")?);
    call.settled(people::person(call.app(), organisation, id, call.requester.now).await)
}

async fn show(call: Call) -> Outcome {
    Answer::ok(&WirePerson::from(&person(&call).await?))
}

async fn change(call: Call) -> Outcome {
    let ChangedUser { name, language } = call.json()?;
    let (organisation, id) = (call.organisation()?, call.id("user")?);
    let change = PersonChange { name, language };
    let done = people::change_person(call.app(), organisation, id, change, &call.by()?).await;
    call.settled(done)?;
    show(call).await
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
    let added = call.settled(added).map_err(Problem::in_the_body)?;
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

fn ended(call: &Call, ended: Result<people::Ended, AdministerFault>) -> Outcome {
    let ended = call.settled(ended)?;
    Answer::ok(&WireEnded {
        sessions: ended.sessions,
        trusted_devices: ended.devices,
    })
}

async fn end_sessions(call: Call) -> Outcome {
    let (organisation, id) = (call.organisation()?, call.id("user")?);
    let done = people::end_sessions(call.app(), organisation, id, &call.by()?).await;
    ended(&call, done)
}

async fn forget_devices(call: Call) -> Outcome {
    let (organisation, id) = (call.organisation()?, call.id("user")?);
    let done = people::forget_devices(call.app(), organisation, id, &call.by()?).await;
    ended(&call, done)
}

async fn move_grace(call: Call) -> Outcome {
    let WireGrace { until } = call.json()?;
    let (organisation, id) = (call.organisation()?, call.id("user")?);
    let done = people::move_grace(call.app(), organisation, id, until.0, &call.by()?).await;
    call.settled(done)?;
    Answer::done()
}

async fn save_note(call: Call) -> Outcome {
    let WireNote { text, version } = call.json()?;
    let (organisation, id) = (call.organisation()?, call.id("user")?);
    let note = (text.as_str(), version);
    let done = people::save_note(call.app(), organisation, id, note, &call.by()?).await;
    call.settled(done)?;
    show(call).await
}

async fn unlock(call: Call) -> Outcome {
    let (organisation, id) = (call.organisation()?, call.id("user")?);
    let done = people::unlock(call.app(), organisation, id, &call.by()?).await;
    call.settled(done)?;
    Answer::done()
}

async fn authenticators(call: Call) -> Outcome {
    let view = person(&call).await?;
    Answer::ok(&Page {
        items: view.factors.iter().map(WireAuthenticator::from).collect(),
        next: None,
    })
}

async fn remove_authenticator(call: Call) -> Outcome {
    let (organisation, id) = (call.organisation()?, call.id("user")?);
    let own = call.id("authenticator")?;
    let view = person(&call).await?;
    if view.factors.iter().all(|factor| factor.id != own) {
        return Err(Problem::not_found());
    }
    let done = people::remove_factor(call.app(), organisation, id, own, &call.by()?).await;
    call.settled(done)?;
    Answer::done()
}

async fn connect_eid(call: Call) -> Outcome {
    let WireEid { personal_number } = call.json()?;
    let (organisation, id) = (call.organisation()?, call.id("user")?);
    let eid = (
        FactorKind::named(call.named("factor")?.to_owned()),
        personal_number.as_str(),
    );
    let done = people::connect_eid(call.app(), organisation, id, eid, &call.by()?).await;
    // The factor stands in the address.
    if let Err(AdministerFault::Refused(Reason::UnknownFactor(_))) = &done {
        return Err(Problem::not_found());
    }
    call.settled(done)?;
    Answer::done()
}

async fn logins(call: Call) -> Outcome {
    let view = person(&call).await?;
    let traced = view.logins.iter().map(|login| WireTraced {
        at: Time(login.at),
        said: login.said.iter().map(code).collect(),
    });
    Answer::ok(&Page {
        items: traced.collect(),
        next: None,
    })
}
