//! The door to the installation: somebody signed in at the default organisation, with the right over the installation.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;

use super::HERE;
use crate::admin::door::Admin;
use crate::admin::typed::Typed;
use crate::areas;
use crate::arrival::Arrival;
use crate::form::Sent;
use crate::own::Own;
use crate::pages::Frame;
use crate::reply::Reply;
use crate::state::WebState;

/// A page of the installation that is fetched.
pub(super) struct Operator(pub(super) Admin);

impl Operator {
    /// The frame of its page.
    pub(super) fn frame(&self) -> Frame {
        let mut frame = self.0.frame();
        if let Some(nav) = &mut frame.nav {
            for link in &mut nav.areas {
                link.current = link.href == HERE;
            }
        }
        frame
    }
}

fn entered(own: Own, missing: Reply) -> Result<Operator, Reply> {
    if areas::may_operate(&own.who, &own.arrival.state) {
        Ok(Operator(Admin { own, here: None }))
    } else {
        Err(missing)
    }
}

impl FromRequestParts<WebState> for Operator {
    type Rejection = Reply;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Reply> {
        // Made before anybody is known to be signed in: it is the page that every address gets that does not exist.
        let missing = Arrival::from_request_parts(parts, state).await?.status(404);
        let own = Own::from_request_parts(parts, state).await?;
        entered(own, missing)
    }
}

/// A form of the installation that is sent from the person's own browser.
pub(super) struct OperatorForm {
    pub(super) operator: Operator,
    pub(super) sent: Typed,
}

impl FromRequest<WebState> for OperatorForm {
    type Rejection = Reply;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Reply> {
        let mut sent = Sent::from_request(request, state).await?;
        let missing = sent.arrival.status(404);
        let Some(who) = sent.arrival.entered().await? else {
            return Err(sent.arrival.to_login(HERE));
        };
        let (is_ours, typed) = (sent.is_ours(), Typed(sent.fields()));
        let own = Own {
            arrival: sent.arrival,
            who,
        };
        let operator = entered(own, missing)?;
        if !is_ours {
            return Err(operator.0.own.arrival.status(403));
        }
        Ok(Self {
            operator,
            sent: typed,
        })
    }
}
