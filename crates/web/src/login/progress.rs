//! `/login/progress`: how far an order has come, for the script of the page that waits for it.
//!
//! It goes by the login's cookie alone and never looks at the session's: a page that asks keeps nobody signed in.

use app::enrol::{self, Who};
use app::sign_in;

use crate::arrival::Arrival;
use crate::reply::{Answer, Reply};

/// `GET /login/progress`, at a second step and at an enrolment alike.
pub(crate) async fn progress(arrival: Arrival) -> Answer {
    if !arrival.has_login_cookie() {
        return Ok(Reply::progress(None));
    }
    let (app, login) = (&arrival.state.app, arrival.login());
    let answering = sign_in::progress(app, login, &arrival.requester).await;
    let mut progress = answering.map_err(|fault| arrival.fault(&fault))?;
    if progress.is_none() {
        let who = Who::Login(login.clone());
        let enrolling = enrol::progress(app, &who, None, &arrival.requester).await;
        progress = enrolling.map_err(|fault| arrival.fault(&fault))?;
    }
    Ok(Reply::progress(progress.as_ref()))
}
