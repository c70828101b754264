//! Adds a card: an empty one, or one like another.

use std::collections::BTreeMap;

use app::administer::{self, CardGround, FieldFault, NewRole};
use domain::id::RoleId;
use domain::role::{Minimum, Role};

use super::build::Sheet;
use super::card::{faults_of, named};
use super::{address, card_form, read};
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::draft;
use crate::admin::settled::{Again, settled};
use crate::admin::typed::Typed;
use crate::pages::Problem;
use crate::reply::{Answer, Reply};

/// Where a card is added.
pub(super) const HERE: &str = "/admin/roles/add";

/// A card with nothing on it.
fn blank() -> Role {
    Role {
        id: RoleId::from_bytes([0; 16]),
        key: String::new(),
        name: String::new(),
        owner_assigns: false,
        api_integrator: false,
        two_step: false,
        two_step_from: None,
        grace_days: 0,
        trusted_days: 0,
        allowed_factors: None,
        minimum: Minimum::Any,
        permissions: std::collections::BTreeSet::new(),
        version: 0,
    }
}

async fn ground(admin: &Admin) -> Result<CardGround, Reply> {
    let arrival = &admin.own.arrival;
    let ground = administer::card_ground(&arrival.state.app, arrival.organisation.id).await;
    read(admin, ground)
}

/// `GET /admin/roles/add`; `?from=` names the card that the new one is to be like.
pub(super) async fn page(admin: Admin) -> Answer {
    let arrival = &admin.own.arrival;
    let ground = ground(&admin).await?;
    if let Some(typed) = draft::brought_back(&admin.own, HERE) {
        let key = "admin-fault-proved";
        let problem = Problem::new(admin.t(key), admin.t(&format!("{key}.advice")));
        return Ok(shown(
            &admin,
            &ground,
            typed,
            200,
            (Vec::new(), Some(problem)),
        ));
    }
    let mut role = blank();
    if let Some(from) = arrival.query.get("from") {
        let card = named(&admin, from).await?;
        role = Role {
            name: arrival
                .text
                .with1("role-copy-name", "name", &card.role.name),
            ..card.role
        };
    }
    let typed = card_form::written(&role, &ground, &arrival.state.app.time_zone);
    Ok(shown(&admin, &ground, typed, 200, (Vec::new(), None)))
}

/// `POST /admin/roles/add`.
pub(super) async fn save(form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let ground = ground(&admin).await?;
    let searches = sent.of("act") == "search" || sent.of("q") != sent.of("searched");
    if searches {
        return Ok(shown(&admin, &ground, sent, 200, (Vec::new(), None)));
    }
    let zone = &admin.own.arrival.state.app.time_zone;
    let role = match card_form::read(&sent, &ground, &blank(), zone) {
        Ok(role) => role,
        Err(faults) => {
            let problem = Again::Faults(Vec::new()).problem(&admin);
            return Ok(shown(&admin, &ground, sent, 422, (faults, Some(problem))));
        }
    };
    saved(&admin, &ground, sent, role).await
}

async fn saved(admin: &Admin, ground: &CardGround, sent: Typed, role: Role) -> Answer {
    let arrival = &admin.own.arrival;
    let mut kept = sent.clone();
    kept.0.retain(|name, _| {
        name == "key" || name == card_form::SHOWS_TWO_STEP || card_form::is_of_card(name)
    });
    let back = draft::address(&admin.own, HERE, &kept, |_| false);
    let new = NewRole {
        key: sent.of("key").to_owned(),
        name: role.name,
        owner_assigns: role.owner_assigns,
        api_integrator: role.api_integrator,
        two_step: role.two_step,
        two_step_from: role.two_step_from,
        grace_days: role.grace_days,
        trusted_days: role.trusted_days,
        allowed_factors: role.allowed_factors,
        minimum: role.minimum,
        permissions: role.permissions,
    };
    let app = &arrival.state.app;
    let done = administer::add_role(app, arrival.organisation.id, new, &admin.by()).await;
    match settled(admin, &back, done).await? {
        Ok(role) => Ok(Done::CardAdded.onward(&address(role.id))),
        Err(again) => {
            let faults = faults_of(&again);
            let problem = if faults.is_empty() {
                again.problem(admin)
            } else {
                Again::Faults(Vec::new()).problem(admin)
            };
            Ok(shown(
                admin,
                ground,
                sent,
                again.status(),
                (faults, Some(problem)),
            ))
        }
    }
}

/// The card that somebody was at was removed by somebody else: what was typed can be added anew.
pub(super) async fn gone(admin: &Admin, typed: Typed) -> Answer {
    let ground = ground(admin).await?;
    let problem = Problem::new(admin.t("role-gone"), admin.t("role-gone.advice"));
    Ok(shown(
        admin,
        &ground,
        typed,
        409,
        (Vec::new(), Some(problem)),
    ))
}

fn shown(
    admin: &Admin,
    ground: &CardGround,
    typed: Typed,
    status: u16,
    (faults, problem): (Vec<FieldFault>, Option<Problem>),
) -> Reply {
    let sheet = Sheet {
        ground,
        card: None,
        opened: card_form::written(&blank(), ground, &admin.own.arrival.state.app.time_zone),
        typed,
        version: 0,
        clashes: BTreeMap::new(),
        faults,
        confirm: false,
        effect: None,
        unsaved: false,
        status: None,
        problem,
    };
    Reply::page_with(&admin.own.arrival, status, &sheet.page(admin))
}
