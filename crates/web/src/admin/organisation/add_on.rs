//! The switch of the add-on "use two-step verification": on at once, unless that locks people out; off by an owner who has seen what it does.
//! Either of these wants the organisation's name typed (E5).

use app::administer::{self, AdministerFault, OrganisationChange};
use domain::audit::EventKind;

use super::read;
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::lock_out;
use crate::admin::settled::{Again, settled};
use crate::pages::admin::SwitchPage;
use crate::reply::{Answer, Reply};

/// Where it lies.
pub(super) const HERE: &str = "/admin/settings/add-on";

/// The field with what was typed to confirm.
const CONFIRMED: &str = "confirmed";

/// `GET /admin/settings/add-on`.
pub(super) async fn page(admin: Admin) -> Answer {
    admin.own.arrival.proved(&admin.own.who, HERE).await?;
    shown(&admin, "", None).await
}

/// `POST /admin/settings/add-on`.
pub(super) async fn switch(form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let on = sent.of("to") == "on";
    let change = OrganisationChange {
        two_step_add_on: Some(on),
        confirmed: Some(sent.of(CONFIRMED).to_owned()),
        ..OrganisationChange::default()
    };
    let own = &admin.own;
    let (app, id) = (&own.arrival.state.app, own.who.organisation.id);
    let done = administer::change_organisation(app, id, change, &admin.by()).await;
    match settled(&admin, HERE, done).await? {
        Ok(_) => Ok(if on { Done::AddOnOn } else { Done::AddOnOff }.onward(super::HERE)),
        Err(again) => shown(&admin, sent.of(CONFIRMED), Some(&again)).await,
    }
}

async fn shown(admin: &Admin, typed: &str, again: Option<&Again>) -> Answer {
    let (own, organisation) = (&admin.own, read(admin).await?);
    let (arrival, text) = (&own.arrival, &own.arrival.text);
    let demanding = administer::demanding_cards(&arrival.state.app, organisation.id)
        .await
        .map_err(|fault| match fault {
            AdministerFault::Failed(fault) => arrival.fault(&fault),
            AdministerFault::Refused(_) => arrival.status(404),
        })?;
    let [cards, people, without] =
        [demanding.cards, demanding.people, demanding.without_factor].map(count);
    let locks_out = again.and_then(lock_out::of);
    let mut effects = if organisation.two_step_add_on {
        vec![
            text.with1("settings-add-on-off-cards", "cards", cards),
            text.with1("settings-add-on-off-people", "people", without),
            text.get("settings-add-on-off-kept"),
            text.with1("settings-add-on-off-told", "event", told(admin)),
        ]
    } else {
        vec![
            text.with1("settings-add-on-on-cards", "cards", cards),
            text.with1("settings-add-on-on-people", "people", people),
        ]
    };
    effects.extend(locks_out.map(|out| lock_out::told(text, out)));
    let page = SwitchPage {
        frame: admin.frame(),
        on: organisation.two_step_add_on,
        allowed: own.who.user.owner || !organisation.two_step_add_on,
        effects,
        confirm: organisation.two_step_add_on || locks_out.is_some(),
        name: organisation.name,
        typed: typed.to_owned(),
        action: HERE.to_owned(),
        back: super::HERE.to_owned(),
        problem: again.map(|again| again.problem(admin)),
    };
    let status = again.map_or(200, Again::status);
    Ok(Reply::page_with(arrival, status, &page))
}

/// What the log will say.
fn told(admin: &Admin) -> String {
    admin.t(&format!("event-{}", EventKind::OrganisationChanged.code()))
}

fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
