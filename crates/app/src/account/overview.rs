//! Everything that the page *Security and login* shows, read in one unit.

mod rows;

use std::sync::Arc;

use domain::factor::{FactorKind, KeyHome, Profile};
use domain::id::{AuthenticatorId, SessionId, TrustedDeviceId};
use domain::organisation::Organisation;
use domain::policy::{Reason, Requirement};
use domain::refusal::Refusal;
use domain::time::Timestamp;
use domain::token::Token;
use domain::user::User;
use store::ReadTx;

use super::history::{self, History};
use super::removal::Removal;
use crate::decision::{self, Coming};
use crate::own_session::OwnSession;
use crate::session_check::SignedIn;
use crate::{Answered, App, Fault, Requester};

/// A person's own account.
pub struct Overview {
    /// The organisation.
    pub organisation: Organisation,
    /// The person.
    pub user: User,
    /// The names of their roles.
    pub roles: Vec<String>,
    /// What they have enrolled, the strongest kind first.
    pub authenticators: Vec<Authenticator>,
    /// What their browser is told of these, so that it offers no others.
    pub accepted: Vec<serde_json::Value>,
    /// Their recovery codes.
    pub codes: Option<Codes>,
    /// What they can add, the strongest first.
    pub offers: Vec<Offer>,
    /// Their trusted devices, this one first.
    pub devices: Vec<Device>,
    /// Their sessions, this one first.
    pub sessions: Vec<SessionLine>,
    /// What has happened lately.
    pub history: History,
    /// What a login of theirs must prove, and why.
    pub requirement: Requirement,
    /// The roles that demand two-step.
    pub demands: Vec<Demand>,
    /// Those that begin to, on a later day.
    pub coming: Vec<Coming>,
    /// Whether two-step verification can be switched off.
    pub switch_off: SwitchOff,
    /// Whether a change can be made now without proving anything anew.
    pub is_fresh: bool,
}

impl Overview {
    /// How many ways the person has that are not lost together; recovery codes are not counted.
    pub fn ways(&self) -> usize {
        let own = self.authenticators.iter();
        own.filter(|own| !own.shares_channel).count()
    }
}

/// An authenticator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authenticator {
    /// Its key.
    pub id: AuthenticatorId,
    /// Its kind.
    pub kind: FactorKind,
    /// What the person calls it, or the masked address that it comes through.
    pub label: String,
    /// Where its key lives, where it has one that tells.
    pub key_home: Option<KeyHome>,
    /// When it was added.
    pub added_at: Timestamp,
    /// When it was used last.
    pub last_used_at: Option<Timestamp>,
    /// Whether a login asks for it first.
    pub is_first: bool,
    /// Whether this program can use it; one of a factor that is gone can only be removed.
    pub is_known: bool,
    /// Whether it comes through the same mailbox or telephone as one above it: the two are lost together, and are one way.
    pub shares_channel: bool,
    /// Whether too many wrong answers have closed it, until another factor or support opens it.
    pub is_closed: bool,
    /// Whether it bears a name of the person's own.
    pub can_be_renamed: bool,
    /// What removing it means, or why it cannot be removed.
    pub removal: Result<Removal, Refusal>,
}

/// The recovery codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Codes {
    /// The factor's kind.
    pub kind: FactorKind,
    /// How many are left.
    pub left: u32,
    /// When the set was made.
    pub made_at: Timestamp,
    /// When one was used last.
    pub last_used_at: Option<Timestamp>,
}

/// A factor that can be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What kind of proof it is.
    pub profile: Profile,
    /// How many more of it the person may have.
    pub more: u32,
}

/// A trusted device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its key.
    pub id: TrustedDeviceId,
    /// Which browser, in words.
    pub browser: String,
    /// Since when it is trusted.
    pub since: Timestamp,
    /// When a login was last eased on it.
    pub last_used_at: Timestamp,
    /// Until when it skips the second step by today's role cards; `None` where they give it nothing any more.
    pub until: Option<Timestamp>,
    /// Whether it is the one in use.
    pub is_this: bool,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// Its key.
    pub id: SessionId,
    /// Which browser, in words.
    pub browser: String,
    /// From which address.
    pub address: String,
    /// Since when.
    pub since: Timestamp,
    /// When it was last seen, to the minute.
    pub last_seen_at: Timestamp,
    /// Whether it is the one in use.
    pub is_this: bool,
}

/// A role that demands two-step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// The role's name.
    pub role: String,
    /// For how many days a trusted device skips it.
    pub trusted_days: u32,
}

/// Whether two-step verification can be switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SwitchOff {
    /// It can.
    Allowed,
    /// A role demands it.
    Demanded,
    /// There is nothing to switch off.
    Nothing,
}

/// What the page shows. `cookie` is the trusted device's, as the browser brought it: it only marks the device in the list.
pub async fn overview(
    app: &Arc<App>,
    who: &SignedIn,
    cookie: Option<&Token>,
    requester: &Requester,
) -> Answered<Overview> {
    let (inner, who, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let this_device = cookie.map(|token| TrustedDeviceId::from_bytes(token.id));
    let unit = move |tx: &mut ReadTx| Ok(overview_in(tx, &inner, &who, this_device, &asked)?);
    let overview: Result<Overview, Refusal> = app.store.read(unit).await?;
    Ok(overview)
}

fn overview_in(
    tx: &mut ReadTx,
    app: &App,
    who: &SignedIn,
    this_device: Option<TrustedDeviceId>,
    requester: &Requester,
) -> Result<Result<Overview, Refusal>, Fault> {
    let now = requester.now;
    let own = match OwnSession::read(tx, app, who, now)? {
        Ok(own) => own,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let requirement = own.facts.requirement(None, now);
    let devices = rows::devices(tx, &own, this_device, now)?;
    let sessions = rows::sessions(tx, &own, now)?;
    let history = history::read(tx, own.organisation(), own.user(), None)?;
    let facts = &own.facts;
    Ok(Ok(Overview {
        roles: facts.roles.iter().map(|role| role.name.clone()).collect(),
        authenticators: rows::authenticators(app, facts, &requirement, now),
        accepted: rows::accepted(app, facts, requester)?,
        codes: rows::codes(app, facts)?,
        offers: rows::offers(facts, &requirement),
        devices,
        sessions,
        history,
        demands: demands(&own, &requirement),
        coming: decision::coming(facts, now),
        switch_off: if requirement.demanded {
            SwitchOff::Demanded
        } else if facts.authenticators.is_empty() {
            SwitchOff::Nothing
        } else {
            SwitchOff::Allowed
        },
        is_fresh: own.is_fresh(now),
        requirement,
        organisation: own.facts.organisation,
        user: own.facts.user,
    }))
}

fn demands(own: &OwnSession, requirement: &Requirement) -> Vec<Demand> {
    let demanding = requirement
        .reasons
        .iter()
        .filter_map(|reason| match reason {
            Reason::RoleDemands { role } => own.facts.roles.iter().find(|held| held.key == *role),
            _ => None,
        });
    demanding
        .map(|role| Demand {
            role: role.name.clone(),
            trusted_days: role.trusted_days,
        })
        .collect()
}
