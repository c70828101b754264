//! Role cards: list, add, change at a version, remove.

use app::administer::effect::{self as effects, ReadinessPart};
use app::administer::{self, Reason};
use axum::http::Method;
use domain::id::UserId;
use domain::role::{BuiltIn, Role};

use super::answer::{Answer, Outcome};
use super::call::Call;
use super::operation::{Operation, reads, writes};
use super::paging::{self, Page};
use super::problem::Problem;
use super::wire::effect::{ReadinessQuery, WireEffect, WireReadinessRow};
use super::wire::roles::{WireChangedRole, WireNewRole, WireRole};

const ROLES: &str = "/api/v1/roles";
const ROLE: &str = "/api/v1/roles/{role}";
const READS: super::Door = reads(BuiltIn::Roles);
const WRITES: super::Door = writes(BuiltIn::Roles);

/// The operations.
pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::new(
            (Method::GET, ROLES),
            "roles",
            READS,
            "The role cards, all on one page, in their order",
            list,
        )
        .gives::<Page<WireRole>>(200),
        Operation::new(
            (Method::POST, ROLES),
            "add-role",
            WRITES,
            "Add a role card",
            add,
        )
        .takes::<WireNewRole>(r#"{"card":{"name":"Ny roll"}}"#)
        .gives::<WireRole>(201),
        Operation::new((Method::GET, ROLE), "role", READS, "One role card", show)
            .gives::<WireRole>(200),
        Operation::new(
            (Method::PUT, ROLE),
            "change-role",
            WRITES,
            "Change a role card that was read at a version",
            change,
        )
        .takes::<WireChangedRole>(r#"{"version":1,"card":{"name":"Annan roll"}}"#)
        .gives::<WireRole>(200),
        Operation::new(
            (Method::DELETE, ROLE),
            "remove-role",
            WRITES,
            "Remove a role card that nobody has",
            remove,
        ),
        Operation::new(
            (Method::POST, "/api/v1/roles/{role}/effect"),
            "role-effect",
            WRITES,
            "What a role card does if it is saved as it is sent; nothing is saved",
            effect,
        )
        .takes::<WireChangedRole>(r#"{"version":1,"card":{"name":"Provad","two_step":true}}"#)
        .gives::<WireEffect>(200),
        Operation::new(
            (Method::GET, "/api/v1/roles/{role}/readiness"),
            "role-readiness",
            READS,
            "How each person with a role card stands before it, and why",
            readiness,
        )
        .asks::<ReadinessQuery>()
        .gives::<Page<WireReadinessRow>>(200),
    ]
}

async fn list(call: Call) -> Outcome {
    let roles = administer::list_roles(call.app(), call.organisation()?).await;
    let roles = call.settled(roles)?;
    Answer::ok(&Page {
        items: roles.iter().map(WireRole::from).collect(),
        next: None,
    })
}

/// The card that the path names.
async fn named(call: &Call) -> Result<Role, Problem> {
    let (organisation, key) = (call.organisation()?, call.named("role")?);
    call.settled(administer::role_named(call.app(), organisation, key).await)
}

async fn show(call: Call) -> Outcome {
    Answer::ok(&WireRole::from(&named(&call).await?))
}

async fn add(call: Call) -> Outcome {
    let WireNewRole { key, card } = call.json()?;
    let (organisation, new) = (call.organisation()?, card.new_role(key));
    let added = administer::add_role(call.app(), organisation, new, &call.by()?).await;
    let role = call.settled(added).map_err(Problem::in_the_body)?;
    Answer::created(&format!("{ROLES}/{}", role.key), &WireRole::from(&role))
}

async fn change(call: Call) -> Outcome {
    let before = named(&call).await?;
    let changed: WireChangedRole = call.json()?;
    let role = changed.card.on(&before, changed.version);
    let (organisation, by) = (call.organisation()?, call.by()?);
    let saved = administer::save_role(call.app(), organisation, role, changed.confirmed, &by).await;
    let role = call.settled(saved).map_err(Problem::in_the_body)?;
    Answer::ok(&WireRole::from(&role))
}

async fn remove(call: Call) -> Outcome {
    let role = named(&call).await?;
    let done =
        administer::remove_role(call.app(), call.organisation()?, role.id, &call.by()?).await;
    call.settled(done)?;
    Answer::done()
}

async fn effect(call: Call) -> Outcome {
    let before = named(&call).await?;
    let changed: WireChangedRole = call.json()?;
    let draft = changed.card.on(&before, changed.version);
    let savable = draft.check().map_err(|fault| Reason::Card(fault).into());
    call.settled(savable).map_err(Problem::in_the_body)?;
    let (organisation, now) = (call.organisation()?, call.requester.now);
    let me = Some(call.caller()?.user);
    let effect = effects::effect(call.app(), organisation, draft, me, now).await;
    Answer::ok(&WireEffect::from(&call.settled(effect)?))
}

async fn readiness(call: Call) -> Outcome {
    let query: ReadinessQuery = call.query()?;
    let after = paging::after_json::<(String, UserId)>(query.after.as_deref())?;
    let card = named(&call).await?;
    let part = ReadinessPart {
        only: query.only.map(Into::into),
        after,
    };
    let (organisation, now) = (call.organisation()?, call.requester.now);
    let report = effects::readiness(call.app(), organisation, card, part, now).await;
    let report = call.settled(report)?;
    let last = report.rows.last().filter(|_| report.has_more);
    Answer::ok(&Page {
        items: report.rows.iter().map(WireReadinessRow::from).collect(),
        next: paging::next_json(last.map(effects::ReadinessRow::place)),
    })
}
