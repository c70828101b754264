//! The ends of a session: signing out, staying, and the page after it ran out.

use app::account;
use axum::http::{StatusCode, header};
use domain::return_to::own_path;

use crate::areas;
use crate::arrival::{Arrival, host};
use crate::cookies::{self, Kind};
use crate::identifying;
use crate::own::OwnForm;
use crate::pages::login::{Ended, SessionEndedPage};
use crate::reply::{Answer, Reply};

/// Where whoever signs in after a session ran out goes if nothing tells where they were.
const HOME: &str = "/account";

/// `POST /account/sign-out`.
pub(super) async fn sign_out(form: OwnForm) -> Answer {
    let OwnForm { sent, who } = &form;
    let arrival = &sent.arrival;
    account::sign_out(&arrival.state.app, who, &arrival.requester)
        .await
        .map_err(|fault| arrival.fault(&fault))?;
    signed_out(arrival).await
}

/// The way out, without the session's cookie, and without anything that was begun in this browser.
pub(super) async fn signed_out(arrival: &Arrival) -> Answer {
    let forgotten = identifying::forget(arrival).await?;
    Ok(
        Reply::onward(&format!("{}?done=signed-out", arrival.at("/login")))
            .cookie(cookies::clear(&arrival.state.site, Kind::Session))
            .cookie(forgotten),
    )
}

/// `POST /account/extend`: being let in counts as use.
pub(super) async fn extend(_form: OwnForm) -> Reply {
    Reply::bare(StatusCode::NO_CONTENT)
}

/// `GET /account/ended`: the session ran out; signing in leads back to where the person was.
pub(super) async fn ended(mut arrival: Arrival) -> Answer {
    if arrival.entered().await?.is_some() {
        return Ok(Reply::onward(HOME));
    }
    let back = came_from(&arrival).unwrap_or_else(|| HOME.to_owned());
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("return_to", &back)
        .finish();
    let page = SessionEndedPage {
        frame: arrival.frame(),
        ended: Ended::TimedOut,
        again: format!("{}?{query}", arrival.at("/login")),
    };
    Ok(Reply::page(&arrival, &page))
}

/// The page of our own that the browser comes from.
fn came_from(arrival: &Arrival) -> Option<String> {
    let referer = arrival.headers.get(header::REFERER)?.to_str().ok()?;
    path_on(&host(&arrival.headers), referer).map(str::to_owned)
}

/// The path of an address on `host`, if it is one to return to.
pub(super) fn path_on<'a>(host: &str, address: &'a str) -> Option<&'a str> {
    let (_, rest) = address.split_once("://")?;
    let path = rest
        .get(..host.len())
        .filter(|start| start.eq_ignore_ascii_case(host))
        .map(|_| &rest[host.len()..])?;
    let leads_back = |path: &&str| {
        [HOME, areas::HOME]
            .iter()
            .any(|start| path.starts_with(start))
            && !path.starts_with("/account/ended")
    };
    own_path(path).filter(leads_back)
}
