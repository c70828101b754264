//! Connects a person's eID by their personal number. The number stands in no address: whoever has to prove themselves first types it again.

use app::administer::people;
use axum::extract::Path;
use domain::factor::FactorKind;
use domain::id::UserId;

use super::list::choice;
use super::{address, named};
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::filling;
use crate::admin::settled::{Again, settled};
use crate::admin::typed::Typed;
use crate::pages::admin::{Field, Fieldset, FormPage};
use crate::reply::{Answer, Reply};

/// The kinds of eID that can be connected here.
pub(super) fn kinds(admin: &Admin) -> Vec<FactorKind> {
    let own = &admin.own;
    people::connectable(&own.arrival.state.app, &own.who.organisation)
}

fn here(user: UserId) -> String {
    format!("{}/eid", address(user))
}

/// `GET /admin/users/{id}/eid`.
pub(super) async fn page(Path(id): Path<String>, admin: Admin) -> Answer {
    let view = named(&admin, &id).await?;
    let own = &admin.own;
    if kinds(&admin).is_empty() {
        return Err(own.arrival.status(404));
    }
    own.arrival.proved(&own.who, &here(view.user.id)).await?;
    let whose = (view.user.id, view.user.name.as_str());
    Ok(shown(&admin, whose, &Typed::default(), None))
}

/// `POST /admin/users/{id}/eid`.
pub(super) async fn connect(Path(id): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let view = named(&admin, &id).await?;
    let (own, user) = (&admin.own, view.user.id);
    let kinds = kinds(&admin);
    let chosen = kinds.iter().find(|kind| kind.as_str() == sent.of("kind"));
    let Some(kind) = chosen.or(kinds.first()) else {
        return Err(own.arrival.status(404));
    };
    let (app, organisation) = (&own.arrival.state.app, own.who.organisation.id);
    let eid = (kind.clone(), sent.of("personal-number"));
    let done = people::connect_eid(app, organisation, user, eid, &admin.by()).await;
    match settled(&admin, &here(user), done).await? {
        Ok(()) => Ok(Done::PersonEidConnected.onward(&address(user))),
        Err(again) => {
            let whose = (user, view.user.name.as_str());
            Ok(shown(&admin, whose, &sent, Some(&again)))
        }
    }
}

fn shown(
    admin: &Admin,
    (user, name): (UserId, &str),
    typed: &Typed,
    again: Option<&Again>,
) -> Reply {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let kinds = kinds(admin);
    let mut fields = Vec::new();
    // One of them is no choice.
    if kinds.len() > 1 {
        let named = |kind: &FactorKind| {
            let name = text.get(&format!("factor-{kind}"));
            (kind.to_string(), name)
        };
        let ways = kinds.iter().map(named).collect();
        fields.push(choice(
            arrival,
            ("kind", "person-eid-kind"),
            typed.of("kind"),
            ways,
        ));
    }
    fields.push(
        Field::line("personal-number", text.get("person-eid-number"), "")
            .hinted(text.get("person-eid-number.hint"))
            .demanded(),
    );
    let fieldsets = vec![Fieldset {
        legend: String::new(),
        about: None,
        fields,
    }];
    let page = FormPage {
        frame: admin.frame(),
        name: "admin-person-eid",
        heading: text.with1("person-eid-heading", "name", name),
        lead: text.get("person-eid-lead"),
        notes: Vec::new(),
        fieldsets: filling::filled(
            arrival,
            fieldsets,
            typed,
            again.map_or(&[][..], Again::faults),
            None,
        ),
        hidden: Vec::new(),
        action: here(user),
        submit: text.get("person-eid-submit"),
        back: address(user),
        status: None,
        problem: again.map(|again| again.problem(admin)),
    };
    Reply::page_with(arrival, again.map_or(200, Again::status), &page)
}
