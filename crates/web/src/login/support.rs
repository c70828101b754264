//! `/login/support`: whom to ask and what to have ready; after the right password also a case at support's desk, and how it stands.

use app::recover::{self, CaseStatus, SupportView};
use domain::recovery::State;
use domain::refusal::Refusal;

use crate::arrival::Arrival;
use crate::enrolling::Told;
use crate::form::Sent;
use crate::identifying::{RECOVER, SECOND_STEP};
use crate::pages::login::{OwnCase, SupportPage};
use crate::reply::{Answer, Reply};
use crate::when::moment;

const HERE: &str = "/login/support";

/// `GET /login/support`.
pub(super) async fn page(arrival: Arrival) -> Answer {
    let back = arrival.has_login_cookie().then(|| arrival.at("/login"));
    shown(&arrival, back, &Told::default()).await
}

/// `POST /login/support`: asks support for help.
pub(super) async fn ask(sent: Sent) -> Answer {
    let arrival = &sent.arrival;
    let back = arrival.has_login_cookie().then(|| arrival.at("/login"));
    let refused = |refusal| Told {
        refusal: Some(refusal),
        status: None,
    };
    if !sent.is_ours() || !arrival.has_login_cookie() {
        return shown(arrival, back, &refused(Refusal::FormStale)).await;
    }
    let app = &arrival.state.app;
    let asked = recover::ask_support(app, arrival.login(), &arrival.requester).await;
    match asked.map_err(|fault| arrival.fault(&fault))? {
        Ok(_) => Ok(Reply::onward(&arrival.at(HERE))),
        Err(refusal) => shown(arrival, back, &refused(refusal)).await,
    }
}

/// The page. `back` leads to the login that goes on; there is none where the policy ended it.
pub(super) async fn shown(arrival: &Arrival, back: Option<String>, told: &Told) -> Answer {
    let view = if arrival.has_login_cookie() {
        recover::support(&arrival.state.app, arrival.login(), &arrival.requester)
            .await
            .map_err(|fault| arrival.fault(&fault))?
    } else {
        SupportView::default()
    };
    // What the proof leads to: the password that was given here need not be chosen anew.
    let way_back = if view.username.is_some() {
        SECOND_STEP
    } else {
        RECOVER
    };
    let mut frame = arrival.frame();
    // A page does not offer itself.
    frame.help.page = None;
    let refusal = told.refusal.as_ref();
    let page = SupportPage {
        frame,
        username: view.username,
        ask: view.may_ask.then(|| arrival.at(HERE)),
        case: view.status.map(|status| case(arrival, &status)),
        code: arrival.at("/recover/code"),
        identify: way_back.offer(arrival),
        back,
        again: arrival.at("/login"),
        cancel: arrival
            .has_login_cookie()
            .then(|| arrival.at("/login/cancel")),
        problem: refusal.map(|refusal| arrival.problem(refusal)),
    };
    Ok(match refusal {
        Some(refusal) => Reply::refused(arrival, refusal, &page),
        None => Reply::page(arrival, &page),
    })
}

fn case(arrival: &Arrival, status: &CaseStatus) -> OwnCase {
    let text = &arrival.text;
    let waits = status
        .acts_at
        .filter(|at| status.state == State::Approved && *at > arrival.requester.now);
    let said = match waits {
        Some(at) => text.with1(
            "login-support-status-approved-from",
            "time",
            moment(arrival, at),
        ),
        None => text.get(&format!("login-support-status-{}", status.state.as_str())),
    };
    OwnCase {
        number: status.number.clone(),
        at: moment(arrival, status.created_at),
        said,
        open: !matches!(status.state, State::Acted | State::Stopped | State::Closed),
    }
}
