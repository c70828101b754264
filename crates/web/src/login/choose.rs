//! Choosing a second step.

use app::sign_in::{self, Choice};
use domain::factor::FactorKind;
use domain::refusal::Refusal;

use super::show;
use crate::enrolling::Told;
use crate::form::Sent;
use crate::reply::{Answer, Reply};

/// `POST /login/choose`: `choice` is a kind, or `kind:authenticator`.
pub(crate) async fn choose(sent: Sent) -> Answer {
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
    let (kind, first) = match sent.field("choice").split_once(':') {
        Some((kind, id)) => (kind, id.parse().ok()),
        None => (sent.field("choice"), None),
    };
    let choice = Choice {
        kind: FactorKind::named(kind),
        first,
    };
    let chosen = sign_in::choose(
        &arrival.state.app,
        arrival.login(),
        choice,
        &arrival.requester,
    )
    .await;
    match chosen.map_err(|fault| arrival.fault(&fault))? {
        Ok(false) => refused(Refusal::DeliveryFailed).await,
        Ok(true) | Err(Refusal::LoginExpired) => Ok(Reply::onward(&arrival.at("/login"))),
        Err(refusal) => refused(refusal).await,
    }
}
