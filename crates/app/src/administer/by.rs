//! Who administers, and when.

use domain::audit::{Event, EventKind};
use domain::id::{OrganisationId, UserId};
use domain::time::Timestamp;
use store::ReadTx;
use text::Language;

use crate::Requester;
use crate::ports::NOWHERE;

/// Whoever does an administrative act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    actor: Option<UserId>,
    requester: Requester,
}

impl By {
    /// The operator on the command line, who may do what an owner may.
    pub fn operator(now: Timestamp) -> Self {
        let requester = Requester {
            now,
            address: NOWHERE,
            browser: String::new(),
            language: Language::Sv,
        };
        Self {
            actor: None,
            requester,
        }
    }

    /// Somebody of the organisation who is signed in.
    pub fn user(user: UserId, requester: &Requester) -> Self {
        Self {
            actor: Some(user),
            requester: requester.clone(),
        }
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

    /// Whether it is the operator, or an owner of the organisation as it stands in this unit.
    pub(super) fn is_owner(
        &self,
        tx: &mut ReadTx,
        organisation: OrganisationId,
    ) -> Result<bool, store::Fault> {
        let Some(actor) = self.actor else {
            return Ok(true);
        };
        let found = tx.find_user(organisation, actor)?;
        Ok(found.is_some_and(|user| user.owner && user.suspended_at.is_none()))
    }

    /// The event of this act.
    pub(super) fn event(&self, kind: EventKind, subject: Option<UserId>) -> Event {
        let event = Event::by_operator(kind, subject);
        match self.actor {
            None => event,
            Some(_) => Event {
                actor: self.actor,
                personal: self.requester.personal(),
                ..event
            },
        }
    }
}
