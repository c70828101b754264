//! What is asked before an authenticator is renamed or removed, or everything switched off.

use app::account::{self, Authenticator, Overview, SwitchOff as CanSwitchOff};
use axum::extract::Path;
use domain::id::AuthenticatorId;
use domain::refusal::Refusal;

use super::done::Done;
use super::{overview, rows, security};
use crate::own::{Own, OwnForm, SECURITY};
use crate::pages::Current;
use crate::pages::account::{RemovePage, RenamePage, SwitchOffPage};
use crate::reply::{Answer, Reply};

const SWITCH_OFF: &str = "/account/security/switch-off";

fn address(id: AuthenticatorId, act: &str) -> String {
    format!("{SECURITY}/authenticators/{id}/{act}")
}

/// The authenticator that an address names, if it is one of the person's.
async fn named(own: &Own, id: &str) -> Result<(AuthenticatorId, Authenticator), Reply> {
    let missing = || own.arrival.status(404);
    let id = id.parse::<AuthenticatorId>().map_err(|_| missing())?;
    let Overview { authenticators, .. } = overview::read(own).await?;
    let found = authenticators
        .into_iter()
        .find(|own| own.id == id)
        .ok_or_else(missing)?;
    Ok((id, found))
}

/// `GET …/rename`.
pub(super) async fn rename_page(Path(id): Path<String>, own: Own) -> Answer {
    let (id, found) = named(&own, &id).await?;
    if !found.can_be_renamed {
        return Ok(Reply::onward(SECURITY));
    }
    own.arrival.proved(&own.who, &address(id, "rename")).await?;
    let label = found.label.clone();
    Ok(rename_shown(&own, &found, label, None))
}

fn rename_shown(
    own: &Own,
    found: &Authenticator,
    label: String,
    refusal: Option<Refusal>,
) -> Reply {
    let Own { arrival, who } = own;
    let page = RenamePage {
        frame: arrival.frame_for(who, Current::Security),
        factor: found.kind.to_string(),
        factor_name: rows::factor_name(arrival, found),
        action: address(found.id, "rename"),
        label,
        back: SECURITY.to_owned(),
        problem: refusal.as_ref().map(|refusal| arrival.problem(refusal)),
    };
    match &refusal {
        Some(refusal) => Reply::refused(arrival, refusal, &page),
        None => Reply::page(arrival, &page),
    }
}

/// `POST …/rename`.
pub(super) async fn rename(Path(id): Path<String>, form: OwnForm) -> Answer {
    let label = form.sent.field("label").to_owned();
    let own = form.into_own();
    let (id, found) = named(&own, &id).await?;
    let renamed = account::rename(
        &own.arrival.state.app,
        &own.who,
        id,
        &label,
        &own.arrival.requester,
    )
    .await;
    match own
        .arrival
        .settled(&own.who, &address(id, "rename"), renamed)
        .await?
    {
        Ok(()) => Ok(Done::Renamed.onward()),
        Err(refusal @ Refusal::LabelMalformed) => {
            Ok(rename_shown(&own, &found, label, Some(refusal)))
        }
        Err(refusal) => security::shown(&own, Some(refusal)).await,
    }
}

/// `GET …/remove`.
pub(super) async fn remove_page(Path(id): Path<String>, own: Own) -> Answer {
    let (id, found) = named(&own, &id).await?;
    let removal = match &found.removal {
        Ok(removal) => *removal,
        Err(refusal) => return security::shown(&own, Some(*refusal)).await,
    };
    own.arrival.proved(&own.who, &address(id, "remove")).await?;
    let Own { arrival, who } = &own;
    let page = RemovePage {
        frame: arrival.frame_for(who, Current::Security),
        factor: found.kind.to_string(),
        factor_name: rows::factor_name(arrival, &found),
        label: found.label.clone(),
        action: address(id, "remove"),
        last: removal.is_last,
        back: SECURITY.to_owned(),
    };
    Ok(Reply::page(arrival, &page))
}

/// `POST …/remove`.
pub(super) async fn remove(Path(id): Path<String>, form: OwnForm) -> Answer {
    let own = form.into_own();
    let Ok(id) = id.parse::<AuthenticatorId>() else {
        return Err(own.arrival.status(404));
    };
    let removed =
        account::remove(&own.arrival.state.app, &own.who, id, &own.arrival.requester).await;
    match own
        .arrival
        .settled(&own.who, &address(id, "remove"), removed)
        .await?
    {
        Ok(removed) if removed.is_last => Ok(Done::RemovedLast.onward()),
        Ok(_) => Ok(Done::Removed.onward()),
        Err(refusal) => security::shown(&own, Some(refusal)).await,
    }
}

/// `GET /account/security/switch-off`.
pub(super) async fn switch_off_page(own: Own) -> Answer {
    let overview = overview::read(&own).await?;
    match overview.switch_off {
        CanSwitchOff::Allowed => {}
        CanSwitchOff::Demanded => {
            return security::shown(&own, Some(Refusal::SwitchOffDemanded)).await;
        }
        CanSwitchOff::Nothing => return Ok(Reply::onward(SECURITY)),
    }
    own.arrival.proved(&own.who, SWITCH_OFF).await?;
    let Own { arrival, who } = &own;
    let page = SwitchOffPage {
        frame: arrival.frame_for(who, Current::Security),
        action: SWITCH_OFF.to_owned(),
        username: who.user.username.clone(),
        ask_password: false,
        ends: overview
            .authenticators
            .iter()
            .map(|own| rows::factor_name(arrival, own))
            .collect(),
        devices: u32::try_from(overview.devices.len()).unwrap_or(u32::MAX),
        back: SECURITY.to_owned(),
        problem: None,
    };
    Ok(Reply::page(arrival, &page))
}

/// `POST /account/security/switch-off`.
pub(super) async fn switch_off(form: OwnForm) -> Answer {
    let own = form.into_own();
    let done = account::switch_off(&own.arrival.state.app, &own.who, &own.arrival.requester).await;
    match own.arrival.settled(&own.who, SWITCH_OFF, done).await? {
        Ok(_) => Ok(Done::SwitchedOff.onward()),
        // It is off already: the page of how things stand says so.
        Err(Refusal::FormStale) => Ok(Reply::onward(SECURITY)),
        Err(refusal) => security::shown(&own, Some(refusal)).await,
    }
}
