//! The order of the gateways, switching one off or on, and removing one.

use app::administer::{self, AdministerFault, GatewayAccount, GatewayChange};
use axum::extract::Path;
use domain::id::GatewayId;
use domain::message::MessageChannel;

use super::done::Done;
use super::door::{Admin, AdminForm};
use super::gateway::{account_named, address};
use super::settled::{Again, settled};
use super::{MESSAGES, gateway_form, messages};
use crate::pages::Problem;
use crate::pages::admin::ConfirmPage;
use crate::reply::{Answer, Reply};

/// Where removing a gateway is asked about.
pub(super) fn removal(id: GatewayId) -> String {
    format!("{}/remove", address(id))
}

/// `POST /admin/messages/gateways/{id}/move`.
pub(super) async fn move_one(Path(id): Path<String>, form: AdminForm) -> Answer {
    let up = form.sent.of("way") == "up";
    change(&id, form, GatewayChange::Place { up }, Done::GatewayMoved).await
}

/// `POST /admin/messages/gateways/{id}/switch`.
pub(super) async fn switch(Path(id): Path<String>, form: AdminForm) -> Answer {
    let on = form.sent.of("to") == "on";
    let done = if on {
        Done::GatewayOn
    } else {
        Done::GatewayOff
    };
    change(&id, form, GatewayChange::Active(on), done).await
}

async fn change(id: &str, form: AdminForm, change: GatewayChange, done: Done) -> Answer {
    let AdminForm { admin, sent } = form;
    let own = &admin.own;
    let Ok(id) = id.parse::<GatewayId>() else {
        return Err(own.arrival.status(404));
    };
    let changed = administer::change_gateway(
        &own.arrival.state.app,
        own.who.organisation.id,
        (id, sent.of("version").parse().unwrap_or(0)),
        change,
        &admin.by(),
    )
    .await;
    led_on(&admin, changed, done).await
}

/// On to *Messages*, which says what was done, or how things stand now.
async fn led_on(admin: &Admin, changed: Result<(), AdministerFault>, done: Done) -> Answer {
    match settled(admin, MESSAGES, changed).await? {
        Ok(()) => Ok(done.onward(MESSAGES)),
        Err(Again::Changed) => {
            let problem = Problem::new(
                admin.t("admin-fault-gone"),
                admin.t("admin-fault-gone.advice"),
            );
            messages::shown(admin, 409, Some(problem)).await
        }
        Err(again) => messages::shown(admin, again.status(), Some(again.problem(admin))).await,
    }
}

/// `GET /admin/messages/gateways/{id}/remove`.
pub(super) async fn remove_page(Path(id): Path<String>, admin: Admin) -> Answer {
    let account = account_named(&admin, &id).await?;
    let own = &admin.own;
    own.arrival.proved(&own.who, &removal(account.id)).await?;
    let text = &own.arrival.text;
    let page = ConfirmPage {
        frame: admin.frame(),
        heading: text.with1("admin-remove-heading", "name", &account.name),
        effects: vec![text.get("admin-remove-effect")],
        warning: last_of(&admin, &account).await?.map(|channels| {
            let channels = gateway_form::carries(&own.arrival, &channels);
            text.with1("admin-remove-last", "channels", channels)
        }),
        action: removal(account.id),
        hidden: Vec::new(),
        submit: text.get("button-remove"),
        back: MESSAGES.to_owned(),
        problem: None,
    };
    Ok(Reply::page(&own.arrival, &page))
}

/// What nothing else carries, where this one does.
async fn last_of(
    admin: &Admin,
    account: &GatewayAccount,
) -> Result<Option<Vec<MessageChannel>>, Reply> {
    let others = messages::read(admin).await?.gateways;
    let alone: Vec<MessageChannel> = account
        .channels
        .iter()
        .copied()
        .filter(|channel| {
            account.works_for(*channel)
                && !others
                    .iter()
                    .any(|other| other.id != account.id && other.works_for(*channel))
        })
        .collect();
    Ok((!alone.is_empty()).then_some(alone))
}

/// `POST /admin/messages/gateways/{id}/remove`.
pub(super) async fn remove(Path(id): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, .. } = form;
    let own = &admin.own;
    let Ok(id) = id.parse::<GatewayId>() else {
        return Err(own.arrival.status(404));
    };
    let removed = administer::remove_gateway(
        &own.arrival.state.app,
        own.who.organisation.id,
        id,
        &admin.by(),
    )
    .await;
    led_on(&admin, removed, Done::GatewayRemoved).await
}
