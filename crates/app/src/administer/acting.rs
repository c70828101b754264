//! Somebody who administers from their own session, as the unit of the act sees them: read again, with the right that the act needs and,
//! before a change, fresh proof.
//!
//! The door may remember rights for a moment; what changes something does not go by memory.

use std::collections::BTreeMap;

use domain::audit::{Event, EventKind};
use domain::id::OrganisationId;
use domain::message::{Bound, SettingsRefusal};
use domain::organisation::Organisation;
use domain::refusal::Refusal;
use domain::role::{BuiltIn, Rights};
use domain::sms::TemplateFault;
use store::Tx;

use super::By;
use crate::own_session::OwnSession;
use crate::session_check::SignedIn;
use crate::{App, Fault, Requester};

/// Why an act of the administration was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotDone {
    /// The session is over, or fresh proof is wanted.
    Refused(Refusal),
    /// The person has not the right to it, or not any more.
    NoRight,
    /// Somebody else changed or removed it in the meantime.
    Changed,
    /// What was typed cannot be so, field by field.
    Faults(Vec<FieldFault>),
}

/// What an act of the administration gives.
pub type Administered<T> = Result<Result<T, NotDone>, Fault>;

/// A field that cannot be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// The field.
    pub field: String,
    /// Why.
    pub why: FieldWhy,
}

/// Why a field cannot be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldWhy {
    /// Nothing stands in it.
    Missing,
    /// It is a secret that was given for another address: it has to be typed again.
    Anew,
    /// Too much stands in it.
    TooLong,
    /// It is none of those to choose from.
    Choice,
    /// A gateway's setting that cannot be used, in a few words.
    Unusable(&'static str),
    /// It is outside its bound.
    Bound(Bound),
    /// It is no whole number.
    NoNumber,
    /// It is no amount of money.
    NoAmount,
    /// It names no country.
    NoCountry(String),
    /// A line of it cannot be read.
    Line(String),
    /// It is no number that a message can be sent to.
    Refused(Refusal),
}

impl FieldFault {
    /// This field, for this reason.
    pub fn new(field: impl Into<String>, why: FieldWhy) -> Self {
        Self {
            field: field.into(),
            why,
        }
    }

    /// What is wrong with a text, where it is a text.
    pub const fn template_fault(&self) -> Option<&TemplateFault> {
        match &self.why {
            FieldWhy::Bound(Bound::Text { fault, .. }) => Some(fault),
            _ => None,
        }
    }
}

impl From<SettingsRefusal> for FieldFault {
    fn from(refusal: SettingsRefusal) -> Self {
        Self::new(refusal.field, FieldWhy::Bound(refusal.bound))
    }
}

impl From<Vec<FieldFault>> for NotDone {
    fn from(faults: Vec<FieldFault>) -> Self {
        Self::Faults(faults)
    }
}

/// Somebody who may do what they are about to do.
pub(super) struct Acting {
    own: OwnSession,
    by: By,
}

impl Acting {
    /// Locks and reads the person for an act of this kind. What is refused for want of fresh proof is told to the audit log.
    pub(super) fn lock(
        tx: &mut Tx,
        app: &App,
        who: &SignedIn,
        right: BuiltIn,
        kind: EventKind,
        requester: &Requester,
    ) -> Administered<Self> {
        let own = match OwnSession::lock(tx, app, who, requester)? {
            Ok(own) => own,
            Err(refusal) => return Ok(Err(NotDone::Refused(refusal))),
        };
        let rights = Rights::of(own.facts.user.owner, &own.facts.roles);
        if !rights.has(right) {
            return Ok(Err(NotDone::NoRight));
        }
        let acting = Self {
            by: By::user(own.user(), requester),
            own,
        };
        if !acting.own.is_fresh(requester.now) {
            let refusal = Refusal::FreshProofDemanded;
            let event = acting.event(kind).refused(refusal);
            tx.audit(acting.organisation(), &event, requester.now)?;
            return Ok(Err(NotDone::Refused(refusal)));
        }
        Ok(Ok(acting))
    }

    pub(super) fn organisation(&self) -> OrganisationId {
        self.own.organisation()
    }

    pub(super) const fn whole_organisation(&self) -> &Organisation {
        &self.own.facts.organisation
    }

    /// An audit row about what the person does. It concerns nobody in particular.
    pub(super) fn event(&self, kind: EventKind) -> Event {
        self.by.event(kind, None)
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
