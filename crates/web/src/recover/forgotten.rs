//! `/recover`: who has forgotten the password types a name, and everybody is told the same (A24).

use app::recover;
use domain::refusal::Refusal;

use crate::arrival::Arrival;
use crate::form::Sent;
use crate::identifying::RECOVER;
use crate::pages::recover::{ForgottenPage, MailSentPage};
use crate::reply::{Answer, Reply};

/// `GET /recover`.
pub(super) async fn page(arrival: Arrival) -> Reply {
    shown(&arrival, "", None)
}

pub(super) fn shown(arrival: &Arrival, username: &str, refusal: Option<Refusal>) -> Reply {
    let page = ForgottenPage {
        frame: arrival.frame(),
        action: arrival.at("/recover"),
        username: username.to_owned(),
        back: arrival.at("/login"),
        identify: RECOVER.offer(arrival),
        problem: refusal.as_ref().map(|refusal| arrival.problem(refusal)),
    };
    match &refusal {
        Some(refusal) => Reply::refused(arrival, refusal, &page),
        None => Reply::page(arrival, &page),
    }
}

/// `POST /recover`.
pub(super) async fn ask(sent: Sent) -> Answer {
    let arrival = &sent.arrival;
    let typed = sent.field("username");
    if !sent.is_ours() {
        return Ok(shown(arrival, typed, Some(Refusal::FormStale)));
    }
    if typed.trim().is_empty() {
        return Ok(shown(arrival, typed, None));
    }
    let asked = recover::ask(
        &arrival.state.app,
        arrival.organisation.id,
        typed,
        &arrival.requester,
    )
    .await;
    match asked.map_err(|fault| arrival.fault(&fault))? {
        Ok(asked) => {
            let page = MailSentPage {
                frame: arrival.frame(),
                until: app::letters::clock_time(
                    asked.until,
                    &arrival.state.app.time_zone,
                    &arrival.text,
                ),
                again: arrival.at("/recover"),
                back: arrival.at("/login"),
            };
            Ok(Reply::page(arrival, &page))
        }
        Err(refusal) => Ok(shown(arrival, typed, Some(refusal))),
    }
}
