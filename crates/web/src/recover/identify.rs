//! The way back by an eID: to a new password, or, for whoever gave the password already in this browser, to a new second step.

use app::recover::{self, Recovering};
use domain::id::ChallengeId;
use domain::refusal::Refusal;

use super::forgotten;
use crate::arrival::Arrival;
use crate::cookies::{self, Kind};
use crate::form::Sent;
use crate::identifying::{self, RECOVER};
use crate::reply::{Answer, Reply};

/// `GET /recover/identify`.
pub(super) async fn page(arrival: Arrival) -> Answer {
    identifying::page(&arrival, RECOVER).await
}

/// `GET /recover/identify/progress`.
pub(super) async fn progress(arrival: Arrival) -> Answer {
    identifying::progress(&arrival, RECOVER).await
}

/// `POST /recover/identify/cancel`.
pub(super) async fn leave(sent: Sent) -> Answer {
    identifying::leave(&sent, RECOVER).await
}

/// `POST /recover/identify`: the choice, a move, or the answer.
pub(super) async fn act(sent: Sent) -> Answer {
    let arrival = &sent.arrival;
    if !sent.is_ours() {
        return Ok(forgotten::shown(arrival, "", Some(Refusal::FormStale)));
    }
    if !sent.field("choice").is_empty() {
        return identifying::begin(&sent, RECOVER).await;
    }
    let Ok(challenge) = sent.field("challenge").parse::<ChallengeId>() else {
        return refused(arrival, Refusal::ChallengeGone).await;
    };
    let app = &arrival.state.app;
    let who = RECOVER.anybody(arrival);
    let answer = (challenge, sent.form());
    let done = recover::identify(app, &who, answer, &arrival.requester).await;
    match done.map_err(|fault| arrival.fault(&fault))? {
        Ok(Recovering::Onward) => Ok(identifying::onward(arrival, RECOVER, &who.drawn)),
        // Where that login stands, its own page shows.
        Ok(Recovering::Opened { login, .. }) => Ok(Reply::onward(&identifying::after_it(
            &arrival.at("/login"),
        ))
        .cookie(cookies::set(&arrival.state.site, Kind::Login, &login))),
        Err(refusal) => refused(arrival, refusal).await,
    }
}

async fn refused(arrival: &Arrival, refusal: Refusal) -> Answer {
    let page = identifying::refused(arrival, RECOVER, refusal).await?;
    Ok(page.unwrap_or_else(|| forgotten::shown(arrival, "", Some(refusal))))
}
