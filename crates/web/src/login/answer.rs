//! The second step: its answer, and another code.

use app::completing::Advanced;
use app::sign_in::{self, Answer as Typed};
use domain::id::ChallengeId;
use domain::refusal::Refusal;

use super::show;
use crate::arrival::Arrival;
use crate::cookies::{self, Kind};
use crate::enrolling::Told;
use crate::form::Sent;
use crate::reply::{Answer, Reply};

/// On to where the login stands now, with the session's cookie where it became one. One browser has one session: the earlier one ends.
pub(super) async fn onward(arrival: &Arrival, advanced: &Advanced) -> Answer {
    let reply = Reply::onward(&arrival.at("/login")).cookie(arrival.kept_browser());
    let Some(session) = &advanced.session else {
        return Ok(reply);
    };
    if !advanced.replaces_session {
        let ended = arrival.end_earlier_session().await;
        ended.map_err(|fault| arrival.fault(&fault))?;
    }
    Ok(reply.cookie(cookies::set(&arrival.state.site, Kind::Session, session)))
}

/// `POST /login/answer`.
pub(crate) async fn answer(sent: Sent) -> Answer {
    let arrival = &sent.arrival;
    let refused = |refusal| {
        show::standing(
            arrival,
            Told {
                refusal: Some(refusal),
                status: None,
            },
        )
    };
    if !sent.is_ours() {
        return refused(Refusal::FormStale).await;
    }
    let Ok(challenge) = sent.field("challenge").parse::<ChallengeId>() else {
        return refused(Refusal::ChallengeGone).await;
    };
    let typed = Typed {
        challenge,
        form: sent.form(),
    };
    let app = &arrival.state.app;
    let answered = sign_in::answer(
        app,
        &arrival.organisation,
        arrival.login(),
        typed,
        &arrival.requester,
    )
    .await;
    match answered.map_err(|fault| arrival.fault(&fault))? {
        Ok(advanced) => onward(arrival, &advanced).await,
        // A form of an earlier tab, or of a login that is over: the page of where things stand says enough.
        Err(Refusal::LoginExpired) => Ok(Reply::onward(&arrival.at("/login"))),
        Err(refusal) => refused(refusal).await,
    }
}

/// `POST /login/resend`.
pub(crate) async fn resend(sent: Sent) -> Answer {
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
    let resent = sign_in::resend(&arrival.state.app, arrival.login(), &arrival.requester).await;
    let told = match resent.map_err(|fault| arrival.fault(&fault))? {
        Ok(true) => Told {
            refusal: None,
            status: Some(arrival.text.get("login-status-resent")),
        },
        Ok(false) => Told {
            refusal: Some(Refusal::DeliveryFailed),
            status: None,
        },
        Err(refusal) => Told {
            refusal: Some(refusal),
            status: None,
        },
    };
    show::standing(arrival, told).await
}
