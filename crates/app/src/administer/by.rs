//! Who administers, and when.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::id::UserId;
use domain::time::Timestamp;
use text::Language;

use crate::Requester;
use crate::credentials::ApiCaller;
use crate::ports::NOWHERE;
use crate::session_check::SignedIn;

/// Whoever does an administrative act.
#[derive(Clone)]
pub struct By {
    who: Who,
    requester: Requester,
}

#[derive(Clone)]
pub(super) enum Who {
    /// The command line.
    Operator,
    /// Somebody signed in, from their session.
    Person(Box<SignedIn>),
    /// Somebody who proved themselves when they ordered what is done now.
    OnBehalfOf(UserId),
    /// A machine.
    Credential(Arc<ApiCaller>),
}

impl By {
    /// The operator on the command line, who may do what an owner may.
    pub fn operator(now: Timestamp) -> Self {
        let requester = Requester {
            now,
            address: NOWHERE,
            browser: String::new(),
            language: Language::Sv,
            visit: domain::eid::Visit::default(),
        };
        Self {
            who: Who::Operator,
            requester,
        }
    }

    /// Somebody of the organisation, from their session.
    pub fn person(who: &SignedIn, requester: &Requester) -> Self {
        Self {
            who: Who::Person(Box::new(who.clone())),
            requester: requester.clone(),
        }
    }

    /// Somebody of the organisation who proved themselves when they ordered this, and may be gone by now: work that goes on in the
    /// background. Their right is asked for again in every unit, their session and fresh proof are not. Never for a request.
    pub fn on_behalf_of(user: UserId, requester: &Requester) -> Self {
        Self {
            who: Who::OnBehalfOf(user),
            requester: requester.clone(),
        }
    }

    /// A machine with this credential.
    pub fn credential(caller: &Arc<ApiCaller>, requester: &Requester) -> Self {
        Self {
            who: Who::Credential(Arc::clone(caller)),
            requester: requester.clone(),
        }
    }

    pub(super) const fn who(&self) -> &Who {
        &self.who
    }

    pub(super) const fn requester(&self) -> &Requester {
        &self.requester
    }

    /// Whose account acts; nobody's where it is the operator.
    pub(super) fn actor(&self) -> Option<UserId> {
        match &self.who {
            Who::Operator => None,
            Who::Person(who) => Some(who.user.id),
            Who::OnBehalfOf(user) => Some(*user),
            Who::Credential(caller) => Some(caller.user),
        }
    }

    /// Whether it is a machine.
    pub(super) const fn is_machine(&self) -> bool {
        matches!(self.who, Who::Credential(_))
    }

    /// The moment.
    pub const fn now(&self) -> Timestamp {
        self.requester.now
    }

    /// The act as a letter tells of it: done by support, without where from.
    pub(super) fn letterhead(&self) -> Requester {
        Requester {
            address: NOWHERE,
            browser: String::new(),
            ..self.requester.clone()
        }
    }

    /// The event of this act.
    pub(super) fn event(&self, kind: EventKind, subject: Option<UserId>) -> Event {
        let event = Event::by_operator(kind, subject);
        match self.actor() {
            None => event,
            actor => Event {
                actor,
                personal: self.requester.personal(),
                ..event
            },
        }
    }
}
