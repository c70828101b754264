//! The support desk: somebody who lost what they sign in with is let in again, on proofs that stand on record (O5).
//!
//! ```text
//! open ─► prove, send_link ─► ask ─► approve (a second person) ─► act: pass, unlock, grace, switch off ─► the person is told everywhere
//! ```
//!
//! The rules are [`domain::recovery`]'s; here each step reads everybody it concerns again in its own unit: who helps, who is helped, who asked.
//! Nothing is issued before `act`, and nobody learns a secret but the one who acts. What costs nothing (opening, noting a proof, giving up)
//! wants the right alone; asking, approving and acting want fresh proof, and no machine does them.

mod act;
mod ask;
mod eid;
mod find;
mod list;
mod look;
mod numbers;
mod open;
mod prove;
mod second;
mod waiting;

pub use act::{Acted, HandedPass, act};
pub use ask::{approve, ask, close, decline};
pub use eid::{EidStanding, begin_eid, cancel_eid, eid_progress, record_eid};
pub use find::{Candidate, Found, candidate, find};
pub use list::{CasePage, case, list};
pub use look::{CaseView, KnownPlace, PassStanding, look};
pub use numbers::{ShownNumber, show_numbers};
pub use open::{OpenedCase, Opening, open};
pub use prove::{NewProof, record_proof, send_link};
pub use store::ListedCase;
pub use waiting::{Waiting, waiting};

use domain::audit::{Event, EventKind};
use domain::id::{OrganisationId, RecoveryCaseId, UserId};
use domain::recovery::{Case, Denial, Helper, Subject, may_open};
use domain::role::{BuiltIn, Rights};
use domain::time::Timestamp;
use store::{ReadTx, Tx};

use super::acting::Acting;
use super::by::Who;
use super::{AdministerFault, Reason};
use crate::decision::Facts;
use crate::letters::one_line;
use crate::{App, Fault, helping};

/// The longest reason or note, in characters.
const LONGEST_TEXT: usize = 500;

/// The longest ticket number, in characters.
const LONGEST_TICKET: usize = 60;

/// A case and the people it is between, as this unit reads them.
struct Held {
    case: Case,
    facts: Facts,
    subject: Subject,
    helper: Helper,
}

impl Held {
    /// Reads a case under its person's lock, for a step that only they may take who may help them.
    fn lock(
        tx: &mut Tx,
        app: &App,
        acting: &Acting,
        id: RecoveryCaseId,
    ) -> Result<Self, AdministerFault> {
        let (organisation, now) = (acting.organisation(), acting.now());
        let Some(found) = tx.find_recovery_case(organisation, id)? else {
            return Err(Reason::Changed.into());
        };
        tx.lock_user(organisation, found.user)?;
        let Some(case) = tx.find_recovery_case(organisation, id)? else {
            return Err(Reason::Changed.into());
        };
        let facts = facts_of(tx, app, organisation, case.user)?;
        Ok(Self {
            subject: helping::subject_of(tx, &facts, now)?,
            helper: helper_of(acting),
            case,
            facts,
        })
    }

    /// Refuses whoever may not handle this person's case, and everybody once it is over.
    fn handled(&self, now: Timestamp) -> Result<(), AdministerFault> {
        may_open(&self.helper, &self.subject).map_err(Reason::from)?;
        if self.case.is_over(now) {
            return Err(Reason::from(Denial::Over).into());
        }
        Ok(())
    }

    /// The event of a step, with the case's number.
    fn event(&self, acting: &Acting, kind: EventKind) -> Event {
        acting
            .event_about(kind, self.case.user)
            .with("case", self.case.number.as_str())
    }

    /// Writes the case as it stands now, or tells that somebody else was quicker.
    fn save(&self, tx: &mut Tx, acting: &Acting) -> Result<(), AdministerFault> {
        if tx.save_recovery_case(acting.organisation(), &self.case, acting.now())? {
            Ok(())
        } else {
            Err(Reason::Changed.into())
        }
    }
}

fn facts_of(
    tx: &mut ReadTx,
    app: &App,
    organisation: OrganisationId,
    user: UserId,
) -> Result<Facts, AdministerFault> {
    let own = tx.organisation(organisation)?;
    let Some(person) = tx.find_user(organisation, user)? else {
        return Err(Reason::UnknownUser(user.to_string()).into());
    };
    Ok(Facts::read(tx, own, person, app)?)
}

/// Whoever acts, as the rules see them. The door has asked for the right; a machine opens cases and does no more.
fn helper_of(acting: &Acting) -> Helper {
    Helper {
        user: acting.user(),
        owner: acting.is_owner(),
        support: true,
    }
}

/// Refuses a machine.
fn demand_person(acting: &Acting) -> Result<(), AdministerFault> {
    if matches!(acting.by().who(), Who::Credential(_)) {
        return Err(Reason::from(Denial::NoRight).into());
    }
    Ok(())
}

/// Somebody of the organisation as the rules see them now; whoever is gone or suspended helps nobody.
fn helper_named(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    user: Option<UserId>,
) -> Result<Helper, Fault> {
    let Some(id) = user else {
        return Ok(Helper {
            user: None,
            owner: true,
            support: true,
        });
    };
    let found = tx.find_user(organisation, id)?;
    let Some(person) = found.filter(|person| person.suspended_at.is_none()) else {
        return Ok(Helper {
            user,
            owner: false,
            support: false,
        });
    };
    let roles = tx.roles_of_user(organisation, id)?;
    Ok(Helper {
        user,
        owner: person.owner,
        support: Rights::of(person.owner, &roles).has(BuiltIn::Support),
    })
}

/// What somebody typed for the record: one line, nothing unseen in it, and no longer than it may be.
fn typed(field: &str, text: &str, longest: usize) -> Result<String, Reason> {
    let line = one_line(text);
    if line.chars().count() > longest {
        let fault = super::FieldFault::new(field, super::FieldWhy::TooLong);
        return Err(Reason::Faults(vec![fault]));
    }
    Ok(line)
}

/// What must be filled in.
fn demanded(field: &str, text: String) -> Result<String, Reason> {
    if text.is_empty() {
        let fault = super::FieldFault::new(field, super::FieldWhy::Missing);
        return Err(Reason::Faults(vec![fault]));
    }
    Ok(text)
}
