//! `/recover/password`: the new password, once everything that a link asks for is proved.

use app::recover;
use domain::refusal::Refusal;

use crate::arrival::Arrival;
use crate::cookies::{self, Kind};
use crate::forgery;
use crate::form::Sent;
use crate::identifying;
use crate::pages::login::ExpiredPage;
use crate::pages::recover::NewPasswordPage;
use crate::reply::{Answer, Reply};

const HERE: &str = "/recover/password";

/// `GET /recover/password`.
pub(super) async fn page(arrival: Arrival) -> Answer {
    shown(&arrival, None).await
}

async fn shown(arrival: &Arrival, refusal: Option<Refusal>) -> Answer {
    let view = recover::new_password(&arrival.state.app, arrival.login(), &arrival.requester).await;
    let Ok(view) = view.map_err(|fault| arrival.fault(&fault))? else {
        return Ok(expired(arrival));
    };
    let page = NewPasswordPage {
        frame: arrival.frame(),
        action: arrival.at(HERE),
        // A form of one link never sets the password of another that was opened since.
        token: forgery::tag(&arrival.state, arrival.login()),
        username: view.username,
        least: view.least,
        first: view.first,
        status: identifying::just_shown(arrival),
        problem: refusal.as_ref().map(|refusal| arrival.problem(refusal)),
    };
    Ok(match &refusal {
        Some(refusal) => Reply::refused(arrival, refusal, &page),
        None => Reply::page(arrival, &page),
    })
}

/// No link of this browser's is that far, or not any more. The login's cookie goes with it, so that the login begins afresh.
fn expired(arrival: &Arrival) -> Reply {
    let page = ExpiredPage {
        frame: arrival.frame(),
        again: arrival.at("/login"),
    };
    Reply::refused(arrival, &Refusal::LoginExpired, &page)
        .cookie(cookies::clear(&arrival.state.site, Kind::Login))
}

/// `POST /recover/password`.
pub(super) async fn set(sent: Sent) -> Answer {
    let arrival = &sent.arrival;
    let own = [arrival.has_login_cookie().then(|| arrival.login().clone())];
    if !sent.is_ours() || !forgery::is_ours(&arrival.state, &own, sent.field("token")) {
        return shown(arrival, Some(Refusal::FormStale)).await;
    }
    let typed = sent.field("new_password");
    let done = recover::set_password(
        &arrival.state.app,
        arrival.login(),
        typed,
        None,
        &arrival.requester,
    )
    .await;
    match done.map_err(|fault| arrival.fault(&fault))? {
        Ok(_) => Ok(
            Reply::onward(&format!("{}?done=password", arrival.at("/login")))
                .cookie(cookies::clear(&arrival.state.site, Kind::Login)),
        ),
        Err(Refusal::LoginExpired | Refusal::PassSpent) => Ok(expired(arrival)),
        Err(refusal) => shown(arrival, Some(refusal)).await,
    }
}
