//! `GET /account/security`: everything a person has, and what can be done with it.

use app::account::{self, History};
use domain::id::AuditId;
use domain::refusal::Refusal;

use super::done::Done;
use super::{history, overview, own_data, rows};
use crate::own::{Own, SECURITY};
use crate::pages::Current;
use crate::pages::account::{PasswordState, SecurityPage};
use crate::reply::{Answer, Reply};

/// The page.
pub(super) async fn show(own: Own) -> Answer {
    shown(&own, None).await
}

/// The page, with why something that was asked on it was refused.
pub(super) async fn shown(own: &Own, refusal: Option<Refusal>) -> Answer {
    let overview = overview::read(own).await?;
    let older = older_history(own).await?;
    let history = older.as_ref().unwrap_or(&overview.history);
    let Own { arrival, who } = own;
    let text = &arrival.text;
    let page = SecurityPage {
        frame: arrival.frame_for(who, Current::Security),
        person: overview.user.name.clone(),
        last_sign_in: history::last_sign_in(arrival, &overview)
            .map(|last| text.with1("security-last-sign-in", "time", last)),
        protection: rows::protection(&overview),
        demand: rows::demand(arrival, &overview),
        authenticators: overview
            .authenticators
            .iter()
            .map(|own| rows::authenticator(arrival, own))
            .collect(),
        accepted: overview.accepted.iter().map(ToString::to_string).collect(),
        offers: overview
            .offers
            .iter()
            .map(|offer| rows::offer(arrival, offer))
            .collect(),
        codes: rows::codes(arrival, &overview),
        password: overview.user.has_password.then(|| PasswordState {
            changed: None,
            change: format!("{SECURITY}/password"),
        }),
        devices: overview
            .devices
            .iter()
            .map(|device| rows::device(arrival, device))
            .collect(),
        sessions: overview
            .sessions
            .iter()
            .map(|session| rows::session(arrival, session))
            .collect(),
        end_others: (overview.sessions.len() > 1)
            .then(|| format!("{SECURITY}/sessions/end-others")),
        history: history
            .happenings
            .iter()
            .map(|happening| history::row(arrival, happening))
            .collect(),
        older: history
            .older
            .map(|before| format!("{SECURITY}?before={before}#history")),
        switch_off: rows::switch_off(arrival, &overview),
        own_data: own_data::HERE.to_owned(),
        status: Done::read(arrival.query.get("done"))
            .filter(|_| refusal.is_none())
            .map(|done| done.said(text)),
        problem: refusal.as_ref().map(|refusal| arrival.problem(refusal)),
    };
    Ok(match &refusal {
        Some(refusal) => Reply::refused(arrival, refusal, &page),
        None => Reply::page(arrival, &page),
    })
}

/// The page of history that the address asks for.
async fn older_history(own: &Own) -> Result<Option<History>, Reply> {
    let Own { arrival, who } = own;
    let Some(before) = arrival
        .query
        .get("before")
        .and_then(|id| id.parse::<AuditId>().ok())
    else {
        return Ok(None);
    };
    let read = account::history(&arrival.state.app, who, Some(before), &arrival.requester).await;
    Ok(arrival.settled(who, SECURITY, read).await?.ok())
}
