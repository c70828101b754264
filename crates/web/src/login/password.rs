//! The password: at the login page, and once more where it is asked for again.

use app::sign_in::{self, Entry, Given};
use domain::refusal::Refusal;

use super::show::{self, HOME};
use crate::arrival::Arrival;
use crate::cookies::{self, Kind};
use crate::enrolling::Told;
use crate::form::Sent;
use crate::identifying;
use crate::reply::{Answer, Reply};

/// `POST /login`.
pub(crate) async fn sign_in(sent: Sent) -> Answer {
    let arrival = &sent.arrival;
    let username = sent.field("username").to_owned();
    let refused = |refusal| {
        Ok(show::password_page(
            arrival,
            &username,
            Told {
                refusal: Some(refusal),
                status: None,
            },
        ))
    };
    if !sent.is_ours() {
        return refused(Refusal::FormStale);
    }
    let return_to = show::return_to(arrival).map(ToOwned::to_owned);
    let given = Given {
        username: username.clone(),
        password: sent.field("password").to_owned(),
        device: arrival.device(),
        return_to: return_to.clone(),
    };
    let app = &arrival.state.app;
    let checked = sign_in::sign_in(app, &arrival.organisation, given, &arrival.requester).await;
    let entry = match checked.map_err(|fault| arrival.fault(&fault))? {
        Ok(entry) => entry,
        Err(refusal) => return refused(refusal),
    };
    entered(arrival, entry, return_to).await
}

/// Where a right first proof leads: on in the login, or in, with the cookies that go with it.
pub(super) async fn entered(arrival: &Arrival, entry: Entry, return_to: Option<String>) -> Answer {
    let site = &arrival.state.site;
    let device = Kind::Device(&arrival.organisation.slug);
    let Entry {
        login,
        session,
        device: renewed,
        forget_device,
        delivery_failed,
        ..
    } = entry;
    let earlier = arrival.end_earlier_login().await;
    earlier.map_err(|fault| arrival.fault(&fault))?;
    let forgotten = identifying::forget(arrival).await?;
    let mut reply = match &session {
        Some(session) => {
            arrival
                .end_earlier_session()
                .await
                .map_err(|fault| arrival.fault(&fault))?;
            Reply::onward(return_to.as_deref().unwrap_or(HOME))
                .cookie(cookies::set(site, Kind::Session, session))
                .cookie(cookies::clear(site, Kind::Login))
        }
        None if delivery_failed => Reply::onward(&format!("{}?sent=failed", arrival.at("/login"))),
        None => Reply::onward(&arrival.at("/login")),
    };
    if let Some(login) = &login {
        reply = reply.cookie(cookies::set(site, Kind::Login, login));
    }
    if let Some(renewed) = &renewed {
        reply = reply.cookie(cookies::set(site, device, renewed));
    } else if forget_device && arrival.device().is_some() {
        reply = reply.cookie(cookies::clear(site, device));
    }
    Ok(reply.cookie(forgotten))
}

/// `POST /login/password`.
pub(crate) async fn confirm(sent: Sent) -> Answer {
    let arrival = &sent.arrival;
    if !sent.is_ours() {
        return show::standing(
            arrival,
            Told {
                refusal: Some(Refusal::FormStale),
                status: None,
            },
        )
        .await;
    }
    let app = &arrival.state.app;
    let confirmed = sign_in::confirm_password(
        app,
        arrival.login(),
        sent.field("password"),
        &arrival.requester,
    )
    .await;
    match confirmed.map_err(|fault| arrival.fault(&fault))? {
        Ok(advanced) => super::answer::onward(arrival, &advanced).await,
        Err(refusal) => {
            show::standing(
                arrival,
                Told {
                    refusal: Some(refusal),
                    status: None,
                },
            )
            .await
        }
    }
}
