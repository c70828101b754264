//! One permission of the organisation's own: added, renamed, put into another area, removed.

use app::administer::{
    self, FieldFault, FieldWhy, NewPermission, Permission, PermissionChange, Reason,
};
use axum::extract::Path;

use super::permissions::{self, HERE, address};
use super::read;
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settled::{Again, settled};
use crate::admin::typed::Typed;
use crate::admin::{draft, filling};
use crate::pages::Problem;
use crate::pages::admin::{ConfirmPage, Field, Fieldset, FormPage, Shape};
use crate::reply::{Answer, Reply};

/// Where a permission is added.
pub(super) const ADD: &str = "/admin/roles/permissions/add";

/// The permission that an address names, if it is the organisation's own.
async fn named(admin: &Admin, key: &str) -> Result<Permission, Reply> {
    let arrival = &admin.own.arrival;
    let (app, organisation) = (&arrival.state.app, arrival.organisation.id);
    read(admin, administer::list_permissions(app, organisation).await)?
        .into_iter()
        .find(|permission| permission.key == key && !permission.built_in)
        .ok_or_else(|| arrival.status(404))
}

/// `GET /admin/roles/permissions/add`.
pub(super) async fn add_page(admin: Admin) -> Answer {
    let typed = draft::brought_back(&admin.own, ADD).unwrap_or_default();
    let back = draft::address(&admin.own, ADD, &typed, |_| false);
    admin.own.arrival.proved(&admin.own.who, &back).await?;
    Ok(shown(&admin, None, &typed, None))
}

/// `POST /admin/roles/permissions/add`.
pub(super) async fn add(form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let arrival = &admin.own.arrival;
    let new = NewPermission {
        key: sent.of("key").to_owned(),
        name: sent.of("name").to_owned(),
        area: sent.of("area").to_owned(),
    };
    let back = draft::address(&admin.own, ADD, &sent, |_| false);
    let (app, organisation) = (&arrival.state.app, arrival.organisation.id);
    let added = administer::add_permission(app, organisation, new, &admin.by()).await;
    match settled(&admin, &back, added).await? {
        Ok(_) => Ok(Done::PermissionAdded.onward(HERE)),
        Err(again) => Ok(shown(&admin, None, &sent, Some(&again))),
    }
}

/// `GET /admin/roles/permissions/key/{key}`.
pub(super) async fn change_page(Path(key): Path<String>, admin: Admin) -> Answer {
    let permission = named(&admin, &key).await?;
    let here = address(&permission.key);
    let kept = draft::brought_back(&admin.own, &here);
    let back = kept.as_ref().map_or_else(
        || here.clone(),
        |typed| draft::address(&admin.own, &here, typed, |_| false),
    );
    admin.own.arrival.proved(&admin.own.who, &back).await?;
    let typed = kept.unwrap_or_else(|| {
        Typed::default()
            .with("name", permission.name.as_str())
            .with("area", permission.area.as_str())
            .with("was_name", permission.name.as_str())
            .with("was_area", permission.area.as_str())
    });
    Ok(shown(&admin, Some(&permission), &typed, None))
}

/// `POST /admin/roles/permissions/key/{key}`.
pub(super) async fn change(Path(key): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, mut sent } = form;
    let arrival = &admin.own.arrival;
    let change = PermissionChange {
        key: key.clone(),
        was_name: sent.of("was_name").to_owned(),
        was_area: sent.of("was_area").to_owned(),
        name: sent.of("name").to_owned(),
        area: sent.of("area").to_owned(),
    };
    let back = draft::address(&admin.own, &address(&key), &sent, |_| false);
    let (app, organisation) = (&arrival.state.app, arrival.organisation.id);
    let changed = administer::change_permission(app, organisation, change, &admin.by()).await;
    match settled(&admin, &back, changed).await? {
        Ok(_) => Ok(Done::PermissionChanged.onward(HERE)),
        Err(again) => {
            let now = named(&admin, &key).await?;
            if matches!(again, Again::Changed) {
                // What stands there now is shown beside, and saving again is meant.
                sent = sent
                    .with("was_name", now.name.as_str())
                    .with("was_area", now.area.as_str());
            }
            Ok(shown(&admin, Some(&now), &sent, Some(&again)))
        }
    }
}

fn faults_of(again: &Again) -> Vec<FieldFault> {
    let at = |field: &str, why| vec![FieldFault::new(field, why)];
    match again {
        Again::Refused(Reason::MalformedName) => {
            at("name", FieldWhy::Said("role-permission-name-malformed"))
        }
        Again::Refused(Reason::PermissionNameTaken(_)) => {
            at("name", FieldWhy::Said("role-permission-name-taken"))
        }
        Again::Refused(Reason::MalformedKey) => at("key", FieldWhy::Said("role-key-malformed")),
        Again::Refused(Reason::PermissionTaken(_)) => at("key", FieldWhy::Said("role-key-taken")),
        Again::Refused(Reason::PermissionReserved) => {
            at("key", FieldWhy::Said("role-key-reserved"))
        }
        other => other.faults().to_vec(),
    }
}

fn shown(
    admin: &Admin,
    permission: Option<&Permission>,
    typed: &Typed,
    again: Option<&Again>,
) -> Reply {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let mut fields = vec![
        Field::line("name", text.get("role-permission-name"), "").demanded(),
        Field::line("area", text.get("role-permission-area"), "")
            .hinted(text.get("role-permission-area.hint")),
    ];
    if permission.is_none() {
        fields.push(
            Field::line("key", text.get("role-key"), "")
                .shaped(Shape::Word)
                .hinted(text.get("role-key.hint")),
        );
    }
    let set = Fieldset {
        legend: String::new(),
        about: None,
        fields,
    };
    let faults = again.map(faults_of).unwrap_or_default();
    let elsewhere = permission
        .filter(|_| matches!(again, Some(Again::Changed)))
        .map(|now| {
            Typed::default()
                .with("name", now.name.as_str())
                .with("area", now.area.as_str())
        });
    let problem = again.map(|again| {
        if faults.is_empty() {
            again.problem(admin)
        } else {
            Again::Faults(Vec::new()).problem(admin)
        }
    });
    let page = FormPage {
        frame: admin.frame(),
        name: "admin-permission",
        heading: permission.map_or_else(
            || text.get("role-permission-add"),
            |permission| permission.name.clone(),
        ),
        lead: text.get("role-permission-lead"),
        notes: Vec::new(),
        fieldsets: filling::filled(arrival, vec![set], typed, &faults, elsewhere.as_ref()),
        hidden: vec![
            ("was_name", typed.of("was_name").to_owned()),
            ("was_area", typed.of("was_area").to_owned()),
        ],
        action: permission.map_or_else(|| ADD.to_owned(), |permission| address(&permission.key)),
        submit: text.get(if permission.is_some() {
            "button-save"
        } else {
            "role-permission-add"
        }),
        back: HERE.to_owned(),
        status: None,
        problem,
    };
    let status = again.map_or(200, Again::status);
    Reply::page_with(arrival, status, &page)
}

/// `GET /admin/roles/permissions/key/{key}/remove`.
pub(super) async fn remove_page(Path(key): Path<String>, admin: Admin) -> Answer {
    asked(&admin, &key, None).await
}

/// The question, with the cards that would lose it.
async fn asked(admin: &Admin, key: &str, problem: Option<Problem>) -> Answer {
    let permission = named(admin, key).await?;
    let arrival = &admin.own.arrival;
    let action = format!("{}/remove", address(&permission.key));
    arrival.proved(&admin.own.who, &action).await?;
    let (app, organisation) = (&arrival.state.app, arrival.organisation.id);
    let holders = administer::permission_holders(app, organisation, &permission.key).await;
    let holders = read(admin, holders)?;
    let text = &arrival.text;
    let names: Vec<&str> = holders.iter().map(|card| card.name.as_str()).collect();
    let keys: Vec<&str> = holders.iter().map(|card| card.key.as_str()).collect();
    let status = if problem.is_some() { 422 } else { 200 };
    let page = ConfirmPage {
        frame: admin.frame(),
        heading: text.with1("role-permission-remove", "name", &permission.name),
        effects: vec![text.get("role-permission-remove.effect")],
        warning: (!names.is_empty()).then(|| {
            text.with2(
                "role-permission-remove.cards",
                "count",
                names.len(),
                "names",
                names.join(", "),
            )
        }),
        action,
        hidden: vec![("from", keys.join(","))],
        submit: text.get(if names.is_empty() {
            "button-remove"
        } else {
            "role-permission-remove.all"
        }),
        back: HERE.to_owned(),
        takes_away: true,
        problem,
    };
    Ok(Reply::page_with(arrival, status, &page))
}

/// `POST /admin/roles/permissions/key/{key}/remove`.
pub(super) async fn remove(Path(key): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let arrival = &admin.own.arrival;
    let from: Vec<String> = sent.of("from").split(',').map(str::to_owned).collect();
    let back = format!("{}/remove", address(&key));
    let (app, organisation) = (&arrival.state.app, arrival.organisation.id);
    let removed = administer::remove_permission(app, organisation, &key, from, &admin.by()).await;
    match settled(&admin, &back, removed).await? {
        Ok(()) => Ok(Done::PermissionRemoved.onward(HERE)),
        Err(Again::Refused(Reason::UnknownPermission(_)) | Again::Changed) => {
            let problem = Problem::new(
                admin.t("admin-fault-gone"),
                admin.t("admin-fault-gone.advice"),
            );
            permissions::shown(&admin, 409, Some(problem)).await
        }
        Err(again) => asked(&admin, &key, Some(again.problem(&admin))).await,
    }
}
