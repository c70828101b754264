//! `/recover/{token}`: where a mailed link lands. Fetching it does nothing, for mail scanners fetch links; its button begins a login.

use app::recover::{self, PassPurpose, PassView};
use axum::extract::RawPathParams;
use axum::http::{HeaderValue, header};
use domain::refusal::Refusal;
use domain::time::{Span, Timestamp};

use crate::arrival::Arrival;
use crate::cookies::{self, Kind};
use crate::form::Sent;
use crate::pages::recover::{LinkDeadPage, LinkPage, LinkPurpose};
use crate::reply::{Answer, Reply};

/// A link that lives longer than this is told its day too.
const HALF_A_DAY: Span = Span::hours(12);

/// The link's own part of the address.
pub(super) fn token(params: &RawPathParams) -> String {
    params
        .iter()
        .find(|(name, _)| *name == "token")
        .map(|(_, value)| value.to_owned())
        .unwrap_or_default()
}

/// The same reply, from which the browser tells nobody where it was.
pub(super) fn untold(reply: Reply) -> Reply {
    reply.with(
        header::REFERRER_POLICY,
        Some(HeaderValue::from_static("no-referrer")),
    )
}

/// `GET /recover/{token}`.
pub(super) async fn page(params: RawPathParams, arrival: Arrival) -> Answer {
    let token = token(&params);
    let looked = recover::look(
        &arrival.state.app,
        arrival.organisation.id,
        &token,
        &arrival.requester,
    )
    .await;
    let seen = match looked.map_err(|fault| untold(arrival.fault(&fault)))? {
        Ok(seen) => seen,
        Err(refusal) => return Ok(dead(&arrival, &refusal)),
    };
    let PassView {
        purpose,
        username,
        expires_at,
        ..
    } = seen;
    let page = LinkPage {
        frame: arrival.frame(),
        purpose: match purpose {
            PassPurpose::ForgottenPassword => LinkPurpose::Password,
            PassPurpose::Invitation => LinkPurpose::Invitation,
            PassPurpose::Enrolment => LinkPurpose::EnrolmentPass,
        },
        username,
        action: arrival.at(&format!("/recover/{token}")),
        token,
        until: until(&arrival, expires_at),
    };
    Ok(untold(Reply::page(&arrival, &page)))
}

fn until(arrival: &Arrival, at: Timestamp) -> String {
    let zone = &arrival.state.app.time_zone;
    if at.since(arrival.requester.now) <= HALF_A_DAY {
        app::letters::clock_time(at, zone, &arrival.text)
    } else {
        app::letters::date_time(at, zone, &arrival.text)
    }
}

/// Used, replaced, too old, another organisation's, never a link: one page for all.
pub(super) fn dead(arrival: &Arrival, refusal: &Refusal) -> Reply {
    let page = LinkDeadPage {
        frame: arrival.frame(),
        again: arrival
            .state
            .app
            .mailer
            .is_some()
            .then(|| arrival.at("/recover")),
        back: arrival.at("/login"),
    };
    untold(Reply::refused(arrival, refusal, &page))
}

/// `POST /recover/{token}`.
pub(super) async fn open(params: RawPathParams, sent: Sent) -> Answer {
    let arrival = &sent.arrival;
    let token = token(&params);
    if !sent.is_ours() {
        // The page's own token is renewed by fetching it once more.
        return Err(untold(arrival.status(403)));
    }
    let opened = recover::open(
        &arrival.state.app,
        arrival.organisation.id,
        &token,
        &arrival.requester,
    )
    .await;
    match opened.map_err(|fault| untold(arrival.fault(&fault)))? {
        Ok(opened) => {
            let sent = if opened.delivery_failed {
                "?sent=failed"
            } else {
                ""
            };
            let reply = Reply::onward(&format!("{}{sent}", arrival.at("/login")));
            Ok(untold(reply.cookie(cookies::set(
                &arrival.state.site,
                Kind::Login,
                &opened.login,
            ))))
        }
        Err(refusal) => Ok(dead(arrival, &refusal)),
    }
}
