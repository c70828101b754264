//! The order of the gateways, switching one off or on, and removing one.

use app::administer::{self, AdministerFault, GatewayAccount, GatewayChange};
use axum::extract::Path;
use domain::id::GatewayId;
use domain::message::MessageChannel;

use super::done::Done;
use super::door::{Admin, AdminForm};
use super::gateway::{account_named, address};
use super::lock_out::{self, Asked};
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
    let (admin, changed) = changed(&id, form, GatewayChange::Place { up }).await?;
    led_on(&admin, changed, Done::GatewayMoved, None).await
}

/// `POST /admin/messages/gateways/{id}/switch`.
pub(super) async fn switch(Path(id): Path<String>, form: AdminForm) -> Answer {
    let on = form.sent.of("to") == "on";
    let done = if on {
        Done::GatewayOn
    } else {
        Done::GatewayOff
    };
    let hidden = ["to", "version"].map(|name| (name, form.sent.of(name).to_owned()));
    let (admin, changed) = changed(&id, form, GatewayChange::Active(on)).await?;
    let name = name_of(&admin, &id).await?;
    let asked = Asked {
        heading: (admin.own.arrival.text).with1("admin-gateway-off-heading", "name", name),
        action: format!("{MESSAGES}/gateways/{id}/switch"),
        hidden: hidden.into(),
        submit: admin.t("admin-gateway-switch-off"),
        back: MESSAGES.to_owned(),
    };
    led_on(&admin, changed, done, Some(asked)).await
}

/// What a gateway is called, where it is still there.
async fn name_of(admin: &Admin, id: &str) -> Result<String, Reply> {
    let gateways = messages::read(admin).await?.gateways;
    let found = gateways.into_iter().find(|one| one.id.to_string() == id);
    Ok(found.map(|found| found.name).unwrap_or_default())
}

/// What became of a change.
type Changed = (Admin, Result<(), AdministerFault>);

async fn changed(id: &str, form: AdminForm, change: GatewayChange) -> Result<Changed, Reply> {
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
        lock_out::confirmed(&sent),
        &admin.by(),
    )
    .await;
    Ok((admin, changed))
}

/// On to *Messages*, which says what was done, or how things stand now; to a question where people would be locked out.
async fn led_on(
    admin: &Admin,
    changed: Result<(), AdministerFault>,
    done: Done,
    asked: Option<Asked>,
) -> Answer {
    match settled(admin, MESSAGES, changed).await? {
        Ok(()) => Ok(done.onward(MESSAGES)),
        Err(Again::Changed) => {
            let problem = Problem::new(
                admin.t("admin-fault-gone"),
                admin.t("admin-fault-gone.advice"),
            );
            messages::shown(admin, 409, Some(problem)).await
        }
        Err(again) => match (lock_out::of(&again), asked) {
            (Some(out), Some(asked)) => Ok(asked.page(admin, &again, out)),
            _ => messages::shown(admin, again.status(), Some(again.problem(admin))).await,
        },
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
        takes_away: true,
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
    let AdminForm { admin, sent } = form;
    let own = &admin.own;
    let name = name_of(&admin, &id).await?;
    let Ok(id) = id.parse::<GatewayId>() else {
        return Err(own.arrival.status(404));
    };
    let removed = administer::remove_gateway(
        &own.arrival.state.app,
        own.who.organisation.id,
        id,
        lock_out::confirmed(&sent),
        &admin.by(),
    )
    .await;
    let asked = Asked {
        heading: own.arrival.text.with1("admin-remove-heading", "name", name),
        action: removal(id),
        hidden: Vec::new(),
        submit: admin.t("button-remove"),
        back: MESSAGES.to_owned(),
    };
    led_on(&admin, removed, Done::GatewayRemoved, Some(asked)).await
}
