//! The door to the administration: somebody signed in whose roles give the right to this very address.

use app::administer::By;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;

use super::done::Done;
use crate::areas::{self, Area};
use crate::form::Sent;
use crate::own::Own;
use crate::pages::Frame;
use crate::reply::Reply;
use crate::state::WebState;

/// A page of the administration that is fetched.
pub(super) struct Admin {
    pub(super) own: Own,
    /// The area that it lies in.
    pub(super) here: Option<Area>,
}

impl Admin {
    /// The frame of its page.
    pub(super) fn frame(&self) -> Frame {
        let arrival = &self.own.arrival;
        Frame {
            notice: Done::proved(arrival),
            ..arrival.admin_frame(&self.own.who, self.here)
        }
    }

    /// The person, as the use cases ask who acts.
    pub(super) fn by(&self) -> By {
        By::person(&self.own.who, &self.own.arrival.requester)
    }

    /// The sentence for `key`.
    pub(super) fn t(&self, key: &str) -> String {
        self.own.arrival.text.get(key)
    }
}

impl FromRequestParts<WebState> for Admin {
    type Rejection = Reply;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Reply> {
        let path = parts.uri.path().to_owned();
        // Made before anybody is known to be signed in: it is the page that every address gets that does not exist.
        let arrival = crate::arrival::Arrival::from_request_parts(parts, state).await?;
        let missing = arrival.status(404);
        let own = Own::from_request_parts(parts, state).await?;
        if !areas::may_enter(&own.who.rights, &path) {
            return Err(missing);
        }
        let here = Area::of(&path);
        Ok(Self { own, here })
    }
}

/// What a page of the administration asks for on its own, while nobody does anything: the session is not used by it.
pub(super) struct WatchingAdmin(pub(super) Own);

impl FromRequestParts<WebState> for WatchingAdmin {
    type Rejection = Reply;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Reply> {
        let path = parts.uri.path().to_owned();
        let mut arrival = crate::arrival::Arrival::from_request_parts(parts, state).await?;
        let missing = arrival.status(404);
        let Some(who) = arrival.still_entered().await? else {
            return Err(arrival.to_login(areas::HOME));
        };
        if !areas::may_enter(&who.rights, &path) {
            return Err(missing);
        }
        Ok(Self(Own { arrival, who }))
    }
}

/// A form of the administration that is sent from the person's own browser.
pub(super) struct AdminForm {
    pub(super) admin: Admin,
    pub(super) sent: super::typed::Typed,
}

impl FromRequest<WebState> for AdminForm {
    type Rejection = Reply;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Reply> {
        let path = request.uri().path().to_owned();
        let mut sent = Sent::from_request(request, state).await?;
        let missing = sent.arrival.status(404);
        let Some(who) = sent.arrival.entered().await? else {
            return Err(sent.arrival.to_login(areas::HOME));
        };
        if !areas::may_enter(&who.rights, &path) {
            return Err(missing);
        }
        if !sent.is_ours() {
            return Err(sent.arrival.status(403));
        }
        let typed = sent.fields();
        let own = Own {
            arrival: sent.arrival,
            who,
        };
        let here = Area::of(&path);
        Ok(Self {
            admin: Admin { own, here },
            sent: super::typed::Typed(typed),
        })
    }
}
