//! Somebody signed in at pages of their own: the door to every address that needs a session.
//!
//! Such addresses carry no organisation; they belong to the session's. Whoever has no session that stands is sent to the login and comes
//! back; whoever must prove themselves anew for a change is sent to do so and comes back.

use std::sync::Arc;

use app::session_check::{self, SignedIn};
use app::{Answered, account};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use domain::refusal::Refusal;
use domain::return_to::own_path;

use crate::arrival::{Arrival, host};
use crate::cookies::{self, Kind};
use crate::form::Sent;
use crate::reply::Reply;
use crate::state::WebState;

/// *Security and login*: where a form that came too late leads.
pub(crate) const SECURITY: &str = "/account/security";

/// A page that somebody signed in fetches.
pub(crate) struct Own {
    pub(crate) arrival: Arrival,
    pub(crate) who: SignedIn,
}

impl FromRequestParts<WebState> for Own {
    type Rejection = Reply;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Reply> {
        let mut arrival = Arrival::from_request_parts(parts, state).await?;
        if let Some(who) = arrival.entered().await? {
            return Ok(Self { arrival, who });
        }
        let back = own_path(&arrival.target).unwrap_or(SECURITY);
        Err(arrival.to_login(back))
    }
}

/// What a page of somebody signed in asks for on its own, while its person does nothing: the session is not used by it.
pub(crate) struct Watching(pub(crate) Arrival);

impl FromRequestParts<WebState> for Watching {
    type Rejection = Reply;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Reply> {
        let mut arrival = Arrival::from_request_parts(parts, state).await?;
        match arrival.still_entered().await? {
            Some(_) => Ok(Self(arrival)),
            None => Err(arrival.to_login(SECURITY)),
        }
    }
}

/// A form that somebody signed in sends from their own browser.
pub(crate) struct OwnForm {
    pub(crate) sent: Sent,
    pub(crate) who: SignedIn,
}

impl FromRequest<WebState> for OwnForm {
    type Rejection = Reply;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Reply> {
        let mut sent = Sent::from_request(request, state).await?;
        let Some(who) = sent.arrival.entered().await? else {
            return Err(sent.arrival.to_login(SECURITY));
        };
        if !sent.is_ours() {
            return Err(sent.arrival.status(403));
        }
        Ok(Self { sent, who })
    }
}

impl OwnForm {
    /// The request without its fields, to answer with a page.
    pub(crate) fn into_own(self) -> Own {
        Own {
            arrival: self.sent.arrival,
            who: self.who,
        }
    }
}

impl Arrival {
    /// Who is signed in; the request belongs to that session's organisation from here on.
    ///
    /// On a host name of an organisation's own, a session of another one is no session.
    pub(crate) async fn entered(&mut self) -> Result<Option<SignedIn>, Reply> {
        let signed_in = self.signed_in().await.map_err(|fault| self.fault(&fault))?;
        self.enter(signed_in).await
    }

    /// The same for a page that asks on its own: the session is not used by it.
    pub(crate) async fn still_entered(&mut self) -> Result<Option<SignedIn>, Reply> {
        let signed_in = self.still_signed_in().await;
        let signed_in = signed_in.map_err(|fault| self.fault(&fault))?;
        self.enter(signed_in).await
    }

    async fn enter(&mut self, signed_in: Option<SignedIn>) -> Result<Option<SignedIn>, Reply> {
        let shared = self.state.site.hosts.contains(&host(&self.headers));
        let fits = |who: &SignedIn| shared || who.organisation.id == self.organisation.id;
        if let Some(who) = signed_in.filter(fits) {
            self.belong_to(Arc::clone(&who.organisation));
            return Ok(Some(who));
        }
        self.belong_to_last(shared).await?;
        Ok(None)
    }

    /// A session that is over still tells at whose login its person signs in again.
    async fn belong_to_last(&mut self, shared: bool) -> Result<(), Reply> {
        let other = self
            .session()
            .filter(|token| shared && token.organisation != self.organisation.id);
        let Some(token) = other else { return Ok(()) };
        let found = session_check::organisation_of(&self.state.app, token).await;
        if let Some(organisation) = found.map_err(|fault| self.fault(&fault))? {
            self.belong_to(organisation);
        }
        Ok(())
    }

    /// On to the login, and from there to `back`.
    pub(crate) fn to_login(&self, back: &str) -> Reply {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("return_to", back)
            .finish();
        Reply::onward(&format!("{}?{query}", self.at("/login")))
    }

    /// What a use case gave. Where the session is over or the proof too old, the reply that sees to that and leads to `back`.
    pub(crate) async fn settled<T>(
        &self,
        who: &SignedIn,
        back: &str,
        answered: Answered<T>,
    ) -> Result<Result<T, Refusal>, Reply> {
        match answered.map_err(|fault| self.fault(&fault))? {
            Err(Refusal::SessionExpired) => Err(self.to_login(back)),
            Err(Refusal::FreshProofDemanded) => Err(self.to_fresh_proof(who, back).await?),
            other => Ok(other),
        }
    }

    /// Lets on whoever has proved themselves lately; everybody else does so first, and comes back to `back`.
    pub(crate) async fn proved(&self, who: &SignedIn, back: &str) -> Result<(), Reply> {
        let needs = account::needs_fresh_proof(&self.state.app, who, &self.requester).await;
        match needs.map_err(|fault| self.fault(&fault))? {
            Ok(false) => Ok(()),
            Ok(true) => Err(self.to_fresh_proof(who, back).await?),
            Err(_) => Err(self.to_login(back)),
        }
    }

    /// Opens the login that asks for fresh proof.
    pub(crate) async fn to_fresh_proof(&self, who: &SignedIn, back: &str) -> Result<Reply, Reply> {
        let opened = account::reauthenticate(&self.state.app, who, back, &self.requester).await;
        match opened.map_err(|fault| self.fault(&fault))? {
            Ok(login) => {
                let cookie = cookies::set(&self.state.site, Kind::Login, &login);
                Ok(Reply::onward(&self.at("/login")).cookie(cookie))
            }
            Err(_) => Err(self.to_login(back)),
        }
    }
}
