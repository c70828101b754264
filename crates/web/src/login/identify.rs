//! The whole login by an eID: the button on the login page leads here.

use app::sign_in::{self, Identifying};
use domain::id::ChallengeId;
use domain::refusal::Refusal;

use super::password;
use super::show;
use crate::arrival::Arrival;
use crate::enrolling::Told;
use crate::form::Sent;
use crate::identifying::{self, SIGN_IN};
use crate::reply::Answer;

/// `GET /login/identify`.
pub(crate) async fn page(arrival: Arrival) -> Answer {
    identifying::page(&arrival, SIGN_IN).await
}

/// `GET /login/identify/progress`.
pub(crate) async fn progress(arrival: Arrival) -> Answer {
    identifying::progress(&arrival, SIGN_IN).await
}

/// `POST /login/identify/cancel`.
pub(crate) async fn leave(sent: Sent) -> Answer {
    identifying::leave(&sent, SIGN_IN).await
}

/// `POST /login/identify`: the choice on the login page, a move, or the answer.
pub(crate) async fn act(sent: Sent) -> Answer {
    let arrival = &sent.arrival;
    if !sent.is_ours() {
        let told = Told {
            refusal: Some(Refusal::FormStale),
            status: None,
        };
        return show::standing(arrival, told).await;
    }
    if !sent.field("choice").is_empty() {
        return identifying::begin(&sent, SIGN_IN).await;
    }
    let Ok(challenge) = sent.field("challenge").parse::<ChallengeId>() else {
        return refused(arrival, Refusal::ChallengeGone).await;
    };
    let app = &arrival.state.app;
    let who = SIGN_IN.anybody(arrival);
    let return_to = show::return_to(arrival).map(ToOwned::to_owned);
    let answer = (challenge, sent.form());
    let done = sign_in::identify(app, &who, answer, return_to.clone(), &arrival.requester).await;
    match done.map_err(|fault| arrival.fault(&fault))? {
        Ok(Identifying::Onward) => Ok(identifying::onward(arrival, SIGN_IN, &who.drawn)),
        Ok(Identifying::Entered(entry)) => password::entered(arrival, *entry, return_to).await,
        Err(refusal) => refused(arrival, refusal).await,
    }
}

async fn refused(arrival: &Arrival, refusal: Refusal) -> Answer {
    if let Some(page) = identifying::refused(arrival, SIGN_IN, refusal).await? {
        return Ok(page);
    }
    let told = Told {
        refusal: Some(refusal),
        status: None,
    };
    Ok(show::password_page(arrival, "", told))
}
