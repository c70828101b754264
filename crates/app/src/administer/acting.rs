//! Whoever administers, as the unit of the act sees them: read again, with the right that the act needs and, before a change from a page,
//! fresh proof.
//!
//! The door may remember rights for a moment; what changes something does not go by memory.
//!
//! ```text
//! operator ────────────────────────────────────────────────┐
//! person ── session stands ── right ── fresh proof ─────────┤
//! on behalf of a person who proved themselves ── right ─────┼─► Acting ─► the act and its audit row
//! credential ── not revoked, not over ── scope ─────────────┘
//! ```

use std::collections::BTreeMap;

use domain::audit::{Event, EventKind};
use domain::id::{OrganisationId, UserId};
use domain::organisation::Organisation;
use domain::refusal::Refusal;
use domain::role::{BuiltIn, Rights};
use domain::scope::Scope;
use domain::time::Timestamp;
use store::Tx;

use super::by::{By, Who};
use super::{AdministerFault, Reason};
use crate::own_session::OwnSession;
use crate::session_check::SignedIn;
use crate::{App, Fault, Requester, credentials};

/// What a person has to have proved lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    /// Everything they have, within the last minutes: before a change.
    Fresh,
    /// Nothing beyond their session: before a reading that is put on record.
    Standing,
}

/// Somebody who may do what they are about to do.
pub(super) struct Acting {
    organisation: Organisation,
    by: By,
    user: Option<UserId>,
    is_owner: bool,
}

impl Acting {
    /// Locks and reads whoever acts on `organisation`. What is refused for want of fresh proof is told to the audit log, so the unit is to
    /// commit all the same.
    pub(super) fn enter(
        tx: &mut Tx,
        app: &App,
        organisation: OrganisationId,
        by: &By,
        (right, proof): (BuiltIn, Proof),
        kind: EventKind,
    ) -> Result<Result<Self, Reason>, Fault> {
        match by.who() {
            Who::Operator => Self::operator(tx, organisation, by),
            Who::Person(who) => {
                Self::person(tx, app, organisation, (by, who), (right, proof), kind)
            }
            Who::OnBehalfOf(user) => Self::on_behalf_of(tx, organisation, (by, *user), right),
            Who::Credential(caller) => {
                if caller.organisation != organisation {
                    return Ok(Err(Reason::NoRight));
                }
                let scope = match proof {
                    Proof::Fresh => Scope::write(right),
                    Proof::Standing => Scope::read(right),
                };
                if !credentials::stands(tx, caller, scope, by.now())? {
                    return Ok(Err(Reason::NoRight));
                }
                Self::found(tx, organisation, by, Some(caller.user), false)
            }
        }
    }

    fn operator(
        tx: &mut Tx,
        organisation: OrganisationId,
        by: &By,
    ) -> Result<Result<Self, Reason>, Fault> {
        Self::found(tx, organisation, by, None, true)
    }

    fn found(
        tx: &mut Tx,
        organisation: OrganisationId,
        by: &By,
        user: Option<UserId>,
        is_owner: bool,
    ) -> Result<Result<Self, Reason>, Fault> {
        let Some(organisation) = tx.find_organisation(organisation)? else {
            return Ok(Err(Reason::Changed));
        };
        Ok(Ok(Self {
            organisation,
            by: by.clone(),
            user,
            is_owner,
        }))
    }

    fn person(
        tx: &mut Tx,
        app: &App,
        organisation: OrganisationId,
        (by, who): (&By, &SignedIn),
        (right, proof): (BuiltIn, Proof),
        kind: EventKind,
    ) -> Result<Result<Self, Reason>, Fault> {
        let own = match OwnSession::lock(tx, app, who, by.requester())? {
            Ok(own) => own,
            Err(refusal) => return Ok(Err(Reason::Refused(refusal))),
        };
        let home = &own.facts.organisation;
        let rights = Rights::of(own.facts.user.owner, &own.facts.roles);
        if !rights.has(right) || !reaches(app, home, organisation, right) {
            return Ok(Err(Reason::NoRight));
        }
        if proof == Proof::Fresh && !own.is_fresh(by.now()) {
            let refusal = Refusal::FreshProofDemanded;
            let event = by.event(kind, None).refused(refusal);
            tx.audit(home.id, &event, by.now())?;
            return Ok(Err(Reason::Refused(refusal)));
        }
        // Over another organisation nobody is an owner: what only owners may do there is theirs.
        let is_owner = own.facts.user.owner && home.id == organisation;
        Self::found(tx, organisation, by, Some(own.user()), is_owner)
    }

    fn on_behalf_of(
        tx: &mut Tx,
        organisation: OrganisationId,
        (by, user): (&By, UserId),
        right: BuiltIn,
    ) -> Result<Result<Self, Reason>, Fault> {
        let found = tx.find_user(organisation, user)?;
        let Some(person) = found.filter(|person| person.suspended_at.is_none()) else {
            return Ok(Err(Reason::NoRight));
        };
        let roles = tx.roles_of_user(organisation, user)?;
        if !Rights::of(person.owner, &roles).has(right) {
            return Ok(Err(Reason::NoRight));
        }
        Self::found(tx, organisation, by, Some(user), person.owner)
    }

    pub(super) const fn organisation(&self) -> OrganisationId {
        self.organisation.id
    }

    pub(super) const fn whole_organisation(&self) -> &Organisation {
        &self.organisation
    }

    /// Whether it is the operator or an owner of the organisation. A credential never is.
    pub(super) const fn is_owner(&self) -> bool {
        self.is_owner
    }

    /// Who it is; a credential acts as its machine's account. `None` is the operator.
    pub(super) const fn user(&self) -> Option<UserId> {
        self.user
    }

    pub(super) const fn now(&self) -> Timestamp {
        self.by.now()
    }

    pub(super) const fn by(&self) -> &By {
        &self.by
    }

    pub(super) const fn requester(&self) -> &Requester {
        self.by.requester()
    }

    /// Refuses what only an owner may do.
    pub(super) fn demand_owner(&self) -> Result<(), AdministerFault> {
        if self.is_owner {
            Ok(())
        } else {
            Err(Reason::OwnerOnly.into())
        }
    }

    /// An audit row about what is done. It concerns nobody in particular.
    pub(super) fn event(&self, kind: EventKind) -> Event {
        self.by.event(kind, None)
    }

    /// An audit row about what is done to somebody.
    pub(super) fn event_about(&self, kind: EventKind, subject: UserId) -> Event {
        self.by.event(kind, Some(subject))
    }
}

/// Whether a right of somebody at `home` reaches that organisation: its own, or any by a right over the installation.
fn reaches(app: &App, home: &Organisation, organisation: OrganisationId, right: BuiltIn) -> bool {
    if right == BuiltIn::Installation {
        home.slug == app.default_organisation
    } else {
        home.id == organisation
    }
}

/// The names of what differs between two sets of settings, for the audit log: never what stood in them.
pub(super) fn names_of_changed(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) -> String {
    let mut names: Vec<&str> = before
        .keys()
        .chain(after.keys())
        .filter(|name| before.get(*name) != after.get(*name))
        .map(String::as_str)
        .collect();
    names.sort_unstable();
    names.dedup();
    names.join(",")
}
