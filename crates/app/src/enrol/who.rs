//! Who enrols: the person of an open login, or of a session with fresh proof.

use domain::factor::FactorKind;
use domain::id::OrganisationId;
use domain::login::State;
use domain::policy::{Requirement, Step};
use domain::refusal::Refusal;
use domain::token::Token;
use store::{Holder, Login, ReadTx, Session};

use crate::completing;
use crate::decision::Facts;
use crate::{App, Fault, Requester};

/// Who enrols, by the token of the cookie.
#[derive(Clone)]
pub enum Who {
    /// The person of a login that asks for it.
    Login(Token),
    /// The person of a session.
    Session(Token),
}

impl Who {
    /// The organisation.
    pub const fn organisation(&self) -> OrganisationId {
        match self {
            Self::Login(token) | Self::Session(token) => token.organisation,
        }
    }
}

/// What an enrolment hangs on, read in the unit that goes by it.
pub(super) enum Ground {
    Login(Box<Login>),
    Session(Box<Session>),
}

/// The person and what their enrolment hangs on.
pub(super) struct Enroller {
    pub(super) facts: Facts,
    pub(super) ground: Ground,
    /// Whether a session's proof is fresh enough for a change; always so in a login.
    pub(super) is_fresh: bool,
}

impl Enroller {
    /// Reads who enrols, or why nobody may.
    pub(super) fn read(
        tx: &mut ReadTx,
        app: &App,
        who: &Who,
        requester: &Requester,
    ) -> Result<Result<Self, Refusal>, Fault> {
        let now = requester.now;
        let (user, ground) = match who {
            Who::Login(token) => match tx.login_view(token)? {
                Some(view)
                    if matches!(
                        view.login.state,
                        State::EnrolmentRequired | State::GraceOffered
                    ) && now < view.login.expires_at =>
                {
                    (view.user, Ground::Login(Box::new(view.login)))
                }
                _ => return Ok(Err(Refusal::LoginExpired)),
            },
            Who::Session(token) => match tx.session_view(token)? {
                Some(view) if now < view.session.expires_at => {
                    (view.user, Ground::Session(Box::new(view.session)))
                }
                _ => return Ok(Err(Refusal::SessionExpired)),
            },
        };
        let organisation = tx.organisation(who.organisation())?;
        let facts = Facts::read(tx, organisation, user, app)?;
        if !facts.may_sign_in() {
            return Ok(Err(Refusal::LoginExpired));
        }
        if let Ground::Login(login) = &ground {
            // What the login was opened for is asked again: somebody who has a second factor by now proves it first (A04).
            let requirement = facts.requirement(None, now);
            let step =
                completing::step_for(&facts, login.purpose, &requirement, &login.evidence, now);
            if !matches!(step, Step::Enrol | Step::OfferGrace { .. }) {
                return Ok(Err(Refusal::LoginExpired));
            }
        }
        let is_fresh = match &ground {
            Ground::Login(_) => true,
            Ground::Session(session) => facts.is_fresh(&session.evidence, now),
        };
        Ok(Ok(Self {
            facts,
            ground,
            is_fresh,
        }))
    }

    pub(super) const fn holder(&self) -> Holder {
        match &self.ground {
            Ground::Login(login) => Holder::Login(login.id),
            Ground::Session(session) => Holder::Session(session.id),
        }
    }

    /// Whether this kind may be enrolled here. A pass leaves out only what the loss itself causes, never what the cards say.
    pub(super) fn may_enrol(&self, kind: &FactorKind, requirement: &Requirement) -> bool {
        if self.has_pass() {
            return self.facts.may_enrol_anew(requirement, kind);
        }
        let may = self.facts.may_enrol(requirement);
        may.iter().any(|profile| profile.kind == *kind)
    }

    /// Whether the login that this hangs on was opened with an enrolment pass.
    pub(super) fn has_pass(&self) -> bool {
        match &self.ground {
            Ground::Login(login) => login.pass.is_some(),
            Ground::Session(_) => false,
        }
    }

    /// Whether recovery codes come first: at a first enrolment, and after a pass, when the old set is as lost as the factor.
    pub(super) fn needs_codes(&self) -> bool {
        !self.facts.has_second_factor() || self.has_pass()
    }

    /// Whether the password was asked for once more since the enrolment was demanded (C2).
    pub(super) fn gave_password_again(&self) -> bool {
        match &self.ground {
            Ground::Session(_) => true,
            Ground::Login(login) => {
                login.pass.is_some()
                    || login
                        .enrolling
                        .as_ref()
                        .is_some_and(|enrolling| enrolling.password_at.is_some())
            }
        }
    }
}
