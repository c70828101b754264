//! Adds somebody, and changes what somebody is called.

use app::administer::people::{self, PersonChange};
use app::administer::{self, FieldFault, FieldWhy, Handing, NewUser, Reason};
use axum::extract::Path;
use domain::id::UserId;
use text::Language;

use super::list::choice;
use super::{PEOPLE, address, given, named};
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settled::{Again, settled};
use crate::admin::typed::Typed;
use crate::admin::{draft, filling};
use crate::arrival::Arrival;
use crate::pages::admin::{Field, Fieldset, FormPage, Shape};
use crate::reply::{Answer, Reply};

const ADD: &str = "/admin/users/add";

/// `GET /admin/users/add`.
pub(super) async fn page(admin: Admin) -> Answer {
    let own = &admin.own;
    let typed = draft::brought_back(own, ADD).unwrap_or_default();
    let back = draft::address(own, ADD, &typed, |_| false);
    own.arrival.proved(&own.who, &back).await?;
    added(&admin, &typed, None).await
}

/// `POST /admin/users/add`.
pub(super) async fn save(form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let own = &admin.own;
    let back = draft::address(own, ADD, &sent, |name| name == "csrf");
    let filled = |name: &str| Some(sent.of(name).to_owned()).filter(|value| !value.is_empty());
    let new = NewUser {
        username: sent.of("username").to_owned(),
        name: sent.of("name").to_owned(),
        email: filled("email"),
        language: filled("language"),
        roles: filled("role").into_iter().collect(),
        invitation: sent.ticked("invite").then_some(Handing::Mail),
        ..NewUser::default()
    };
    let organisation = own.who.organisation.id;
    let done = administer::add_user(&own.arrival.state.app, organisation, new, &admin.by()).await;
    match settled(&admin, &back, done).await? {
        Ok(new) => Ok(Done::PersonAdded.onward(&address(new.id))),
        Err(again) => added(&admin, &sent, Some(&again)).await,
    }
}

async fn added(admin: &Admin, typed: &Typed, again: Option<&Again>) -> Answer {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let organisation = admin.own.who.organisation.id;
    let cards = administer::list_roles(&arrival.state.app, organisation).await;
    let cards = given(arrival, cards)?.into_iter();
    let roles = std::iter::once((String::new(), text.get("people-no-role")))
        .chain(cards.map(|card| (card.key, card.name)))
        .collect();
    let fields = vec![
        Field::line("username", text.get("person-username"), "")
            .hinted(text.get("person-username.hint"))
            .demanded(),
        Field::line("name", text.get("person-name"), ""),
        Field::line("email", text.get("person-mailbox"), "")
            .hinted(text.get("person-add-mailbox.hint")),
        choice(arrival, ("role", "people-role"), typed.of("role"), roles),
        languages(arrival, typed.of("language")),
        Field::line("invite", text.get("person-add-invite"), "")
            .shaped(Shape::Tick(false))
            .hinted(text.get("person-add-invite.hint")),
    ];
    let page = FormPage {
        frame: admin.frame(),
        name: "admin-person-add",
        heading: text.get("people-add"),
        lead: text.get("person-add-lead"),
        notes: Vec::new(),
        fieldsets: filling::filled(arrival, alone(fields), typed, &faults(again), None),
        hidden: Vec::new(),
        action: ADD.to_owned(),
        submit: text.get("button-add"),
        back: PEOPLE.to_owned(),
        status: None,
        problem: again.map(|again| again.problem(admin)),
    };
    let status = again.map_or(200, Again::status);
    Ok(Reply::page_with(arrival, status, &page))
}

/// The field that a refusal is about.
fn faults(again: Option<&Again>) -> Vec<FieldFault> {
    match again {
        Some(Again::Faults(faults)) => faults.clone(),
        Some(Again::Refused(Reason::MalformedUsername(_))) => {
            vec![FieldFault::new(
                "username",
                FieldWhy::Said("admin-reason-username-malformed"),
            )]
        }
        _ => Vec::new(),
    }
}

fn alone(fields: Vec<Field>) -> Vec<Fieldset> {
    vec![Fieldset {
        legend: String::new(),
        about: None,
        fields,
    }]
}

fn languages(arrival: &Arrival, chosen: &str) -> Field {
    let text = &arrival.text;
    let none = (String::new(), text.get("person-language-none"));
    let known = Language::ALL.iter().map(|language| {
        let code = language.code();
        (code.to_owned(), text.get(&format!("language-name-{code}")))
    });
    let options = std::iter::once(none).chain(known).collect();
    choice(arrival, ("language", "person-language"), chosen, options)
}

/// `GET /admin/users/{id}/edit`.
pub(super) async fn edit_page(Path(id): Path<String>, admin: Admin) -> Answer {
    let view = named(&admin, &id).await?;
    let (own, user) = (&admin.own, view.user);
    let here = format!("{}/edit", address(user.id));
    let brought = draft::brought_back(own, &here);
    let back = draft::address(own, &here, &brought.clone().unwrap_or_default(), |_| false);
    own.arrival.proved(&own.who, &back).await?;
    let typed = brought.unwrap_or_else(|| {
        Typed::default()
            .with("name", user.name)
            .with("language", user.language.unwrap_or_default())
    });
    Ok(edited(&admin, user.id, &typed, None))
}

/// `POST /admin/users/{id}/edit`.
pub(super) async fn edit(Path(id): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let own = &admin.own;
    let Ok(user) = id.parse::<UserId>() else {
        return Err(own.arrival.status(404));
    };
    let here = format!("{}/edit", address(user));
    let back = draft::address(own, &here, &sent, |name| name == "csrf");
    let change = PersonChange {
        name: sent.of("name").to_owned(),
        language: Some(sent.of("language").to_owned()).filter(|code| !code.is_empty()),
    };
    let organisation = own.who.organisation.id;
    let app = &own.arrival.state.app;
    let done = people::change_person(app, organisation, user, change, &admin.by()).await;
    match settled(&admin, &back, done).await? {
        Ok(()) => Ok(Done::PersonChanged.onward(&address(user))),
        Err(again) => Ok(edited(&admin, user, &sent, Some(&again))),
    }
}

fn edited(admin: &Admin, user: UserId, typed: &Typed, again: Option<&Again>) -> Reply {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let fields = vec![
        Field::line("name", text.get("person-name"), "").demanded(),
        languages(arrival, typed.of("language")),
    ];
    let page = FormPage {
        frame: admin.frame(),
        name: "admin-person-edit",
        heading: text.get("person-edit"),
        lead: text.get("person-edit-lead"),
        notes: Vec::new(),
        fieldsets: filling::filled(arrival, alone(fields), typed, &faults(again), None),
        hidden: Vec::new(),
        action: format!("{}/edit", address(user)),
        submit: text.get("button-save"),
        back: address(user),
        status: None,
        problem: again.map(|again| again.problem(admin)),
    };
    Reply::page_with(arrival, again.map_or(200, Again::status), &page)
}
