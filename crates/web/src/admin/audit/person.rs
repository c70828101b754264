//! `/admin/users/{id}/export` and `/erase`: everything on record about a person, handed out as one document, or erased.

use app::administer::AdministerFault;
use app::administer::audit::{self, ErasurePlan};
use axum::extract::{Path, RawPathParams};
use axum::response::{IntoResponse, Response};
use domain::id::UserId;

use super::given;
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settled::{Again, settled};
use crate::arrival::Arrival;
use crate::pages::admin::{Field, Fieldset, FormPage, Note, Shape};
use crate::person_record;
use crate::reply::{Answer, Reply};

const PEOPLE: &str = "/admin/users";

/// The field in which the username is typed.
const TYPED: &str = "typed";

fn address(user: UserId, act: &str) -> String {
    format!("{PEOPLE}/{user}/{act}")
}

/// The person whom an address names, with what would go with them.
async fn named(admin: &Admin, id: &str) -> Result<ErasurePlan, Reply> {
    let own = &admin.own;
    let Ok(user) = id.parse::<UserId>() else {
        return Err(own.arrival.status(404));
    };
    let (app, organisation) = (&own.arrival.state.app, own.who.organisation.id);
    given(
        &own.arrival,
        audit::erasure_plan(app, organisation, user).await,
    )
}

fn id_in(params: &RawPathParams) -> String {
    let found = params.iter().find(|(name, _)| *name == "id");
    found.map_or_else(String::new, |(_, id)| id.to_owned())
}

/// `GET …/export`.
pub(super) async fn export_page(Path(id): Path<String>, admin: Admin) -> Answer {
    let plan = named(&admin, &id).await?;
    let own = &admin.own;
    let here = address(plan.user.id, "export");
    own.arrival.proved(&own.who, &here).await?;
    Ok(Reply::page(&own.arrival, &export_form(&admin, &plan, None)))
}

fn export_form(admin: &Admin, plan: &ErasurePlan, again: Option<&Again>) -> FormPage {
    let text = &admin.own.arrival.text;
    FormPage {
        frame: admin.frame(),
        name: "admin-person-export",
        heading: text.with1("audit-export-heading", "name", &plan.user.name),
        lead: text.get("audit-export-lead"),
        notes: Vec::new(),
        fieldsets: Vec::new(),
        hidden: Vec::new(),
        action: address(plan.user.id, "export"),
        submit: text.get("audit-export-now"),
        back: format!("{PEOPLE}/{}", plan.user.id),
        status: None,
        problem: again.map(|again| again.problem(admin)),
    }
}

/// `POST …/export`.
pub(super) async fn export(params: RawPathParams, form: AdminForm) -> Result<Response, Reply> {
    let AdminForm { admin, .. } = form;
    let plan = named(&admin, &id_in(&params)).await?;
    let own = &admin.own;
    let user = plan.user.id;
    let (app, organisation) = (&own.arrival.state.app, own.who.organisation.id);
    let begun = audit::begin_person_export(app, organisation, user, &admin.by()).await;
    match settled(&admin, &address(user, "export"), begun).await? {
        Ok(record) => Ok(person_record::handed_out(app, organisation, user, record)),
        Err(again) => {
            let page = export_form(&admin, &plan, Some(&again));
            Ok(Reply::page_with(&own.arrival, again.status(), &page).into_response())
        }
    }
}

/// `GET …/erase`.
pub(super) async fn erase_page(Path(id): Path<String>, admin: Admin) -> Answer {
    let plan = named(&admin, &id).await?;
    let own = &admin.own;
    let here = address(plan.user.id, "erase");
    own.arrival.proved(&own.who, &here).await?;
    Ok(Reply::page(
        &own.arrival,
        &erase_form(&admin, &plan, "", None),
    ))
}

fn erase_form(admin: &Admin, plan: &ErasurePlan, typed: &str, again: Option<&Again>) -> FormPage {
    let arrival: &Arrival = &admin.own.arrival;
    let text = &arrival.text;
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let goes = text.with(
        "audit-erase-goes",
        &[
            ("addresses", count(plan.addresses).into()),
            ("factors", count(plan.authenticators).into()),
            ("sessions", count(plan.sessions).into()),
            ("devices", count(plan.devices).into()),
        ],
    );
    let field = Field::line(
        TYPED,
        text.with1("audit-erase-typed", "username", &plan.user.username),
        typed,
    )
    .shaped(Shape::Word)
    .demanded();
    FormPage {
        frame: admin.frame(),
        name: "admin-person-erase",
        heading: text.with1("audit-erase-heading", "name", &plan.user.name),
        lead: text.get("audit-erase-lead"),
        notes: vec![
            Note {
                heading: text.get("audit-erase-goes-heading"),
                about: goes,
                copied: None,
            },
            Note {
                heading: text.get("audit-erase-stays-heading"),
                about: text.get("audit-erase-stays"),
                copied: None,
            },
        ],
        fieldsets: vec![Fieldset {
            legend: String::new(),
            about: None,
            fields: vec![field],
        }],
        hidden: Vec::new(),
        action: address(plan.user.id, "erase"),
        submit: text.get("audit-erase-now"),
        back: format!("{PEOPLE}/{}", plan.user.id),
        status: None,
        problem: again.map(|again| again.problem(admin)),
    }
}

/// `POST …/erase`.
pub(super) async fn erase(params: RawPathParams, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let plan = named(&admin, &id_in(&params)).await?;
    let own = &admin.own;
    let user = plan.user.id;
    let (app, organisation) = (&own.arrival.state.app, own.who.organisation.id);
    let typed = sent.of(TYPED).to_owned();
    let erased: Result<(), AdministerFault> =
        audit::erase_person(app, organisation, user, &typed, &admin.by()).await;
    match settled(&admin, &address(user, "erase"), erased).await? {
        Ok(()) => Ok(Done::PersonErased.onward(PEOPLE)),
        Err(again) => {
            let page = erase_form(&admin, &plan, &typed, Some(&again));
            Ok(Reply::page_with(&own.arrival, again.status(), &page))
        }
    }
}
