//! Which roles a person has: a tick for each card, saved all at once.

use std::collections::BTreeSet;

use app::administer::people::{self, PersonView};
use axum::extract::Path;
use domain::role::BuiltIn;

use super::{address, named};
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::roles::right_name;
use crate::admin::settled::{Again, settled};
use crate::admin::typed::Typed;
use crate::admin::{draft, filling};
use crate::pages::admin::{Field, Fieldset, FormPage, Shape};
use crate::reply::{Answer, Reply};

/// What the name of a tick begins with; the card's key follows.
const TICK: &str = "role-";

/// What tells a form that was sent without any tick from none.
const SENT: &str = "roles";

/// `GET /admin/users/{id}/roles`.
pub(super) async fn page(Path(id): Path<String>, admin: Admin) -> Answer {
    let view = named(&admin, &id).await?;
    let own = &admin.own;
    let here = format!("{}/roles", address(view.user.id));
    let held = || {
        let keys = view.roles.iter().map(|role| format!("{TICK}{}", role.key));
        keys.fold(Typed::default(), |typed, name| typed.with(&name, "yes"))
    };
    let brought = draft::brought_back(own, &here);
    let typed = brought.clone().unwrap_or_else(held);
    let back = draft::address(own, &here, &brought.unwrap_or_default(), |_| false);
    own.arrival.proved(&own.who, &back).await?;
    Ok(shown(&admin, &view, &typed, None))
}

/// `POST /admin/users/{id}/roles`.
pub(super) async fn save(Path(id): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let view = named(&admin, &id).await?;
    let (own, user) = (&admin.own, view.user.id);
    let kept = sent.clone().with(SENT, "sent");
    let back = draft::address(own, &format!("{}/roles", address(user)), &kept, |name| {
        name == "csrf"
    });
    let keys: BTreeSet<String> = sent
        .0
        .keys()
        .filter_map(|name| name.strip_prefix(TICK))
        .map(str::to_owned)
        .collect();
    let organisation = own.who.organisation.id;
    let app = &own.arrival.state.app;
    let done = people::set_roles(app, organisation, user, keys, &admin.by()).await;
    match settled(&admin, &back, done).await? {
        Ok(_) => Ok(Done::PersonRolesChanged.onward(&address(user))),
        Err(again) => Ok(shown(&admin, &view, &sent, Some(&again))),
    }
}

fn shown(admin: &Admin, view: &PersonView, typed: &Typed, again: Option<&Again>) -> Reply {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let tick = |card: &domain::role::Role| {
        let field = Field::line(&format!("{TICK}{}", card.key), card.name.clone(), "")
            .shaped(Shape::Tick(false));
        let who = &admin.own.who;
        let above = |right: &BuiltIn| {
            card.permissions.contains(right.key()) && !who.user.owner && !who.rights.has(*right)
        };
        if card.owner_assigns && !who.user.owner {
            return field.hinted(text.get("person-role-owner-only")).closed();
        }
        if let Some(right) = BuiltIn::ALL.into_iter().find(above) {
            let right = right_name(right, text);
            let hint = text.with1("person-role-beyond", "right", right);
            return field.hinted(hint).closed();
        }
        match (card.owner_assigns, card.api_integrator) {
            (true, _) => field.hinted(text.get("person-role-owner")),
            (_, true) => field.hinted(text.get("person-role-machine")),
            _ => field,
        }
    };
    let fieldsets = vec![Fieldset {
        legend: text.get("people-roles"),
        about: None,
        fields: view.cards.iter().map(tick).collect(),
    }];
    let page = FormPage {
        frame: admin.frame(),
        name: "admin-person-roles",
        heading: text.with1("person-roles-heading", "name", &view.user.name),
        lead: text.get("person-roles-lead"),
        notes: Vec::new(),
        fieldsets: filling::filled(arrival, fieldsets, typed, &[], None),
        hidden: Vec::new(),
        action: format!("{}/roles", address(view.user.id)),
        submit: text.get("button-save"),
        back: address(view.user.id),
        status: None,
        problem: again.map(|again| again.problem(admin)),
    };
    Reply::page_with(arrival, again.map_or(200, Again::status), &page)
}
