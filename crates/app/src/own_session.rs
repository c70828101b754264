//! The session that a person acts in, as the unit of the act sees it: read again, and asked whether it still stands.
//!
//! The door ([`crate::session_check`]) may remember a session for a moment; what changes an account does not go by memory.

use domain::audit::{Event, EventKind};
use domain::id::{OrganisationId, UserId};
use domain::policy::Step;
use domain::refusal::Refusal;
use domain::time::Timestamp;
use store::{ReadTx, Session, Tx};

use crate::decision::Facts;
use crate::session_check::SignedIn;
use crate::{App, Fault, Requester};

/// Somebody in their own session.
pub(crate) struct OwnSession {
    pub(crate) facts: Facts,
    pub(crate) session: Session,
}

impl OwnSession {
    /// Locks the person and reads them, for a unit that changes what they have.
    pub(crate) fn lock(
        tx: &mut Tx,
        app: &App,
        who: &SignedIn,
        requester: &Requester,
    ) -> Result<Result<Self, Refusal>, Fault> {
        if !tx.lock_user(who.organisation.id, who.user.id)? {
            return Ok(Err(Refusal::SessionExpired));
        }
        Self::read(tx, app, who, requester.now)
    }

    /// Reads the person and their session, or why it is over.
    pub(crate) fn read(
        tx: &mut ReadTx,
        app: &App,
        who: &SignedIn,
        now: Timestamp,
    ) -> Result<Result<Self, Refusal>, Fault> {
        let (organisation, user) = (who.organisation.id, who.user.id);
        let sessions = tx.sessions_of_user(organisation, user)?;
        let (Some(session), Some(user), Some(organisation)) = (
            sessions
                .into_iter()
                .find(|session| session.id == who.session.id),
            tx.find_user(organisation, user)?,
            tx.find_organisation(organisation)?,
        ) else {
            return Ok(Err(Refusal::SessionExpired));
        };
        let facts = Facts::read(tx, organisation, user, app)?;
        let own = Self { facts, session };
        Ok(if own.stands(tx, now)? {
            Ok(own)
        } else {
            Err(Refusal::SessionExpired)
        })
    }

    /// Whether the session is still enough; the policy is asked again where an epoch moved since it was last asked (A68).
    fn stands(&self, tx: &mut ReadTx, now: Timestamp) -> Result<bool, Fault> {
        let Self { facts, session } = self;
        if !facts.may_sign_in() || now >= session.expires_at {
            return Ok(false);
        }
        if session.user_epoch == facts.user.epoch
            && session.policy_epoch == facts.organisation.policy_epoch
        {
            return Ok(true);
        }
        let devices = tx.trusted_devices_of_user(facts.organisation.id, facts.user.id)?;
        let device = devices
            .into_iter()
            .find(|device| Some(device.id) == session.device);
        let requirement = facts.requirement(device.map(|device| device.proved_at), now);
        let step = facts.next_step(&requirement, &session.evidence, now);
        Ok(matches!(step, Step::Complete | Step::OfferGrace { .. }))
    }

    pub(crate) fn organisation(&self) -> OrganisationId {
        self.facts.organisation.id
    }

    pub(crate) fn user(&self) -> UserId {
        self.facts.user.id
    }

    /// Whether a change may be made now (R30, A36).
    pub(crate) fn is_fresh(&self, now: Timestamp) -> bool {
        self.facts.is_fresh(&self.session.evidence, now)
    }

    /// An audit row about what the person does to their own account.
    pub(crate) fn event(&self, kind: EventKind, requester: &Requester) -> Event {
        Event::own(kind, self.user(), requester.personal())
    }

    /// Refuses an act, and tells the audit log.
    pub(crate) fn refuse<T>(
        &self,
        tx: &mut Tx,
        event: Event,
        refusal: Refusal,
        now: Timestamp,
    ) -> Result<Result<T, Refusal>, Fault> {
        tx.audit(self.organisation(), &event.refused(refusal), now)?;
        Ok(Err(refusal))
    }

    /// Ends every other session and every login under way, and lets this session go on under the person's new `epoch`: it has just
    /// proved all that the person had.
    pub(crate) fn keep_alone(&self, tx: &mut Tx, epoch: i64) -> Result<u64, Fault> {
        let (organisation, user) = (self.organisation(), self.user());
        tx.refuse_logins_of_user(organisation, user, None)?;
        let ended = tx.remove_sessions_of_user(organisation, user, Some(self.session.id))?;
        tx.renew_session_epochs(
            organisation,
            self.session.id,
            epoch,
            self.facts.organisation.policy_epoch,
        )?;
        Ok(ended)
    }
}
