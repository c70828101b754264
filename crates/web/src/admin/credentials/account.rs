//! A new account for a machine: a username, a name, and an API integrator's role card. It has no password and never signs in here.

use app::administer::{self, NewUser};
use domain::role::{BuiltIn, Role};

use super::{ACCOUNT, CREDENTIALS};
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settled::{Again, settled};
use crate::admin::typed::Typed;
use crate::admin::{draft, filling};
use crate::pages::admin::{Field, Fieldset, FormPage, Selectable, Shape};
use crate::reply::{Answer, Reply};

/// `GET /admin/credentials/account`.
pub(super) async fn page(admin: Admin) -> Answer {
    may(&admin)?;
    let own = &admin.own;
    let typed = draft::brought_back(own, ACCOUNT).unwrap_or_default();
    let back = draft::address(own, ACCOUNT, &typed, |_| false);
    own.arrival.proved(&own.who, &back).await?;
    shown(&admin, &typed, None, 200).await
}

/// Accounts are people's business: without that right there is no such page.
fn may(admin: &Admin) -> Result<(), Reply> {
    if admin.own.who.rights.has(BuiltIn::People) {
        Ok(())
    } else {
        Err(admin.own.arrival.status(404))
    }
}

/// `POST /admin/credentials/account`.
pub(super) async fn add(form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    may(&admin)?;
    let own = &admin.own;
    let back = draft::address(own, ACCOUNT, &sent, |_| false);
    let cards = cards(&admin).await?;
    let card = cards.iter().find(|card| card.key == sent.of("role"));
    let Some(card) = card else {
        let missing = administer::FieldFault::new("role", administer::FieldWhy::Choice);
        return shown(&admin, &sent, Some(&Again::Faults(vec![missing])), 422).await;
    };
    let new = NewUser {
        username: sent.of("username").to_owned(),
        name: sent.of("name").to_owned(),
        roles: vec![card.key.clone()],
        ..NewUser::default()
    };
    let (app, organisation) = (&own.arrival.state.app, own.who.organisation.id);
    let added = administer::add_user(app, organisation, new, &admin.by()).await;
    match settled(&admin, &back, added).await? {
        Ok(_) => Ok(Done::MachineAdded.onward(CREDENTIALS)),
        Err(again) => shown(&admin, &sent, Some(&again), again.status()).await,
    }
}

/// The role cards of machines.
async fn cards(admin: &Admin) -> Result<Vec<Role>, Reply> {
    let arrival = &admin.own.arrival;
    let organisation = admin.own.who.organisation.id;
    let roles = administer::list_roles(&arrival.state.app, organisation).await;
    let Ok(mut roles) = settled(admin, ACCOUNT, roles).await? else {
        return Err(arrival.status(404));
    };
    roles.retain(|role| role.api_integrator);
    Ok(roles)
}

async fn shown(admin: &Admin, typed: &Typed, again: Option<&Again>, status: u16) -> Answer {
    let arrival = &admin.own.arrival;
    let options = cards(admin).await?.into_iter().map(|card| Selectable {
        value: card.key,
        name: card.name,
        selected: false,
    });
    let fields = vec![
        Field::line("username", admin.t("credential-username"), "").demanded(),
        Field::line("name", admin.t("credential-account-name"), ""),
        Field::line("role", admin.t("credential-role"), "")
            .shaped(Shape::OneOf(options.collect()))
            .hinted(admin.t("credential-role.hint")),
    ];
    let fieldsets = vec![Fieldset {
        legend: String::new(),
        about: None,
        fields,
    }];
    let faults = again.map_or(&[][..], Again::faults);
    let page = FormPage {
        frame: admin.frame(),
        name: "admin-machine",
        heading: admin.t("credential-account-heading"),
        lead: admin.t("credential-account-lead"),
        notes: Vec::new(),
        fieldsets: filling::filled(arrival, fieldsets, typed, faults, None),
        hidden: Vec::new(),
        action: ACCOUNT.to_owned(),
        submit: admin.t("credential-account-submit"),
        back: CREDENTIALS.to_owned(),
        status: None,
        problem: again.map(|again| again.problem(admin)),
    };
    Ok(Reply::page_with(arrival, status, &page))
}
