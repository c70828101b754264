//! The catalogue of permissions: shown by area, put into order.

use app::administer::{self, Permission, Step};
use axum::extract::Path;
use text::Text;

use super::build::{grouped, right_name};
use super::{ROLES, import, permission, read};
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settled::settled;
use crate::pages::Problem;
use crate::pages::admin::{PermissionGroup, PermissionRow, PermissionsPage};
use crate::reply::{Answer, Reply};
use domain::role::BuiltIn;

/// Where the catalogue lies.
pub(super) const HERE: &str = "/admin/roles/permissions";

/// Where this permission lies.
pub(super) fn address(key: &str) -> String {
    format!("{HERE}/key/{key}")
}

/// `GET /admin/roles/permissions`.
pub(super) async fn show(admin: Admin) -> Answer {
    shown(&admin, 200, None).await
}

/// The page, perhaps after something that was not done.
pub(super) async fn shown(admin: &Admin, status: u16, problem: Option<Problem>) -> Answer {
    let arrival = &admin.own.arrival;
    let (app, organisation) = (&arrival.state.app, arrival.organisation.id);
    let catalogue = read(admin, administer::list_permissions(app, organisation).await)?;
    let roles = read(admin, administer::list_roles(app, organisation).await)?;
    let cards = |key: &str| {
        let giving = roles.iter().filter(|role| role.permissions.contains(key));
        giving.count()
    };
    let text = &arrival.text;
    let is_default = arrival.organisation.slug == app.default_organisation;
    let built_in = BuiltIn::ALL
        .into_iter()
        .filter(|right| *right != BuiltIn::Installation || is_default)
        .map(|right| (right_name(right, text), right.key().to_owned()));
    let page = PermissionsPage {
        frame: admin.frame(),
        groups: groups(&catalogue, text, cards),
        built_in: built_in.collect(),
        add: permission::ADD.to_owned(),
        import: import::HERE.to_owned(),
        back: ROLES.to_owned(),
        status: Done::told(arrival).filter(|_| problem.is_none()),
        problem,
    };
    Ok(Reply::page_with(arrival, status, &page))
}

fn groups(
    catalogue: &[Permission],
    text: &Text,
    cards: impl Fn(&str) -> usize,
) -> Vec<PermissionGroup> {
    let mut groups: Vec<PermissionGroup> = Vec::new();
    for (name, permission) in grouped(catalogue, text) {
        if permission.built_in {
            continue;
        }
        let here = address(&permission.key);
        let row = PermissionRow {
            name: permission.name.clone(),
            key: permission.key.clone(),
            cards: text.with1("role-permission-cards", "cards", cards(&permission.key)),
            change: here.clone(),
            remove: format!("{here}/remove"),
            arrange: format!("{here}/move"),
            up: true,
            down: true,
        };
        match groups.last_mut() {
            Some(group) if group.name == name => group.rows.push(row),
            _ => groups.push(PermissionGroup {
                name,
                rows: vec![row],
            }),
        }
    }
    for group in &mut groups {
        if let Some(first) = group.rows.first_mut() {
            first.up = false;
        }
        if let Some(last) = group.rows.last_mut() {
            last.down = false;
        }
    }
    groups
}

/// `POST /admin/roles/permissions/key/{key}/move`.
pub(super) async fn move_one(Path(key): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let arrival = &admin.own.arrival;
    let step = if sent.of("way") == "up" {
        Step::Up
    } else {
        Step::Down
    };
    let (app, organisation) = (&arrival.state.app, arrival.organisation.id);
    let moved = administer::move_permission(app, organisation, &key, step, &admin.by()).await;
    match settled(&admin, HERE, moved).await? {
        Ok(()) => Ok(Done::PermissionMoved.onward(HERE)),
        Err(again) => shown(&admin, again.status(), Some(again.problem(&admin))).await,
    }
}
