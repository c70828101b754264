//! The order of the cards, and removing one that nobody has.

use app::administer;
use axum::extract::Path;
use domain::id::RoleId;

use super::card::{named, refused};
use super::{ROLES, address};
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settled::{Again, settled};
use crate::pages::Problem;
use crate::pages::admin::ConfirmPage;
use crate::reply::{Answer, Reply};

/// `POST /admin/roles/{id}/move`.
pub(super) async fn move_one(Path(id): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let arrival = &admin.own.arrival;
    let id: RoleId = id.parse().map_err(|_| arrival.status(404))?;
    let up = sent.of("way") == "up";
    let (app, organisation) = (&arrival.state.app, arrival.organisation.id);
    let moved = administer::move_role(app, organisation, id, up, &admin.by()).await;
    match settled(&admin, &address(id), moved).await? {
        Ok(()) => Ok(Done::CardMoved.onward(&address(id))),
        Err(Again::Changed) => Err(arrival.status(404)),
        Err(again) => refused(&admin, &id.to_string(), &again).await,
    }
}

/// `GET /admin/roles/{id}/remove`.
pub(super) async fn remove_page(Path(id): Path<String>, admin: Admin) -> Answer {
    asked(&admin, &id, None).await
}

async fn asked(admin: &Admin, id: &str, problem: Option<Problem>) -> Answer {
    let card = named(admin, id).await?;
    let arrival = &admin.own.arrival;
    let here = address(card.role.id);
    let action = format!("{here}/remove");
    arrival.proved(&admin.own.who, &action).await?;
    let text = &arrival.text;
    let status = if problem.is_some() { 422 } else { 200 };
    let page = ConfirmPage {
        frame: admin.frame(),
        heading: text.with1("role-remove-heading", "name", &card.role.name),
        effects: vec![text.get("role-remove-effect")],
        warning: (card.people > 0).then(|| text.with1("role-people", "people", card.people)),
        action,
        hidden: Vec::new(),
        submit: text.get("button-remove"),
        back: here,
        takes_away: true,
        problem,
    };
    Ok(Reply::page_with(arrival, status, &page))
}

/// `POST /admin/roles/{id}/remove`.
pub(super) async fn remove(Path(id): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, .. } = form;
    let arrival = &admin.own.arrival;
    let role: RoleId = id.parse().map_err(|_| arrival.status(404))?;
    let (app, organisation) = (&arrival.state.app, arrival.organisation.id);
    let back = format!("{}/remove", address(role));
    let removed = administer::remove_role(app, organisation, role, &admin.by()).await;
    match settled(&admin, &back, removed).await? {
        Ok(()) => Ok(Done::CardRemoved.onward(ROLES)),
        Err(again) => asked(&admin, &id, Some(again.problem(&admin))).await,
    }
}
