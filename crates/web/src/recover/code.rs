//! `/recover/code`: an enrolment pass that support read aloud, typed with the username.

use app::recover;
use domain::refusal::Refusal;

use crate::arrival::Arrival;
use crate::cookies::{self, Kind};
use crate::form::Sent;
use crate::pages::recover::CodePage;
use crate::reply::{Answer, Reply};

/// Where it lies.
const HERE: &str = "/recover/code";

/// `GET /recover/code`.
pub(super) async fn page(arrival: Arrival) -> Reply {
    shown(&arrival, "", None)
}

fn shown(arrival: &Arrival, username: &str, refusal: Option<Refusal>) -> Reply {
    let page = CodePage {
        frame: arrival.frame(),
        action: arrival.at(HERE),
        username: username.to_owned(),
        back: arrival.at("/login"),
        problem: refusal.as_ref().map(|refusal| arrival.problem(refusal)),
    };
    match &refusal {
        Some(refusal) => Reply::refused(arrival, refusal, &page),
        None => Reply::page(arrival, &page),
    }
}

/// `POST /recover/code`.
pub(super) async fn open(sent: Sent) -> Answer {
    let arrival = &sent.arrival;
    let (username, code) = (sent.field("username"), sent.field("code"));
    if !sent.is_ours() {
        return Ok(shown(arrival, username, Some(Refusal::FormStale)));
    }
    let opened = recover::open_by_code(
        &arrival.state.app,
        arrival.organisation.id,
        (username, code),
        &arrival.requester,
    )
    .await;
    match opened.map_err(|fault| arrival.fault(&fault))? {
        Ok(login) => Ok(Reply::onward(&arrival.at("/login")).cookie(cookies::set(
            &arrival.state.site,
            Kind::Login,
            &login,
        ))),
        Err(refusal) => Ok(shown(arrival, username, Some(refusal))),
    }
}
