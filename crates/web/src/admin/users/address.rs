//! Adds a mailbox or a number to a person.

use app::administer::people::{self, AddressChange, Channel};
use axum::extract::Path;
use domain::id::UserId;

use super::list::choice;
use super::{address as of_person, named};
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settled::{Again, settled};
use crate::admin::typed::Typed;
use crate::admin::{draft, filling};
use crate::pages::admin::{Field, Fieldset, FormPage, Shape};
use crate::reply::{Answer, Reply};

fn here(user: UserId) -> String {
    format!("{}/addresses/add", of_person(user))
}

/// `GET /admin/users/{id}/addresses/add`.
pub(super) async fn page(Path(id): Path<String>, admin: Admin) -> Answer {
    let view = named(&admin, &id).await?;
    let (own, here) = (&admin.own, here(view.user.id));
    let typed = draft::brought_back(own, &here).unwrap_or_default();
    let back = draft::address(own, &here, &typed, |_| false);
    own.arrival.proved(&own.who, &back).await?;
    Ok(shown(&admin, view.user.id, &typed, None))
}

/// `POST /admin/users/{id}/addresses/add`.
pub(super) async fn add(Path(id): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let own = &admin.own;
    let Ok(user) = id.parse::<UserId>() else {
        return Err(own.arrival.status(404));
    };
    let back = draft::address(own, &here(user), &sent, |_| false);
    let phone = sent.of("channel") == Channel::Phone.as_str();
    let change = AddressChange::Add {
        channel: if phone {
            Channel::Phone
        } else {
            Channel::Email
        },
        typed: sent.of("number").to_owned(),
        confirmed: sent.ticked("confirmed"),
    };
    let organisation = own.who.organisation.id;
    let app = &own.arrival.state.app;
    let done = people::change_address(app, organisation, user, change, &admin.by()).await;
    match settled(&admin, &back, done).await? {
        Ok(()) => Ok(Done::PersonAddressChanged.onward(&of_person(user))),
        Err(again) => Ok(shown(&admin, user, &sent, Some(&again))),
    }
}

fn shown(admin: &Admin, user: UserId, typed: &Typed, again: Option<&Again>) -> Reply {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let channels = [
        (Channel::Email, "person-mailbox"),
        (Channel::Phone, "person-number"),
    ];
    let channels = channels.map(|(channel, key)| (channel.as_str().to_owned(), text.get(key)));
    let fields = vec![
        choice(
            arrival,
            ("channel", "person-address-kind"),
            typed.of("channel"),
            channels.into(),
        ),
        Field::line("number", text.get("person-address-value"), "")
            .hinted(text.get("person-address-value.hint"))
            .demanded(),
        Field::line("confirmed", text.get("person-address-confirmed"), "")
            .shaped(Shape::Tick(false))
            .hinted(text.get("person-address-confirmed.hint")),
    ];
    let fieldsets = vec![Fieldset {
        legend: String::new(),
        about: None,
        fields,
    }];
    let page = FormPage {
        frame: admin.frame(),
        name: "admin-person-address",
        heading: text.get("person-address-add"),
        lead: text.get("person-address-lead"),
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
        submit: text.get("button-add"),
        back: of_person(user),
        status: None,
        problem: again.map(|again| again.problem(admin)),
    };
    Reply::page_with(arrival, again.map_or(200, Again::status), &page)
}
