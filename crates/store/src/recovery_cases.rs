//! Recovery cases: who is being helped back in, on what proofs, and how far that got. One person has one open case at the most.
//!
//! Every change names the version that it was decided from, so that of two people who act at the same moment one is told that the other was
//! quicker. The link to the registered mailbox and the links that stop a case are kept as keyed hashes; being used up stands in
//! `single_use`.

mod links;
mod listing;
mod rows;

pub(crate) use links::STATEMENTS as LINK_STATEMENTS;
pub use listing::ListedCase;
pub(crate) use listing::STATEMENTS as LISTING_STATEMENTS;
use rows::{ask_columns, proofs_text};
pub(crate) use rows::{case_columns, case_of};

use domain::id::{OrganisationId, RecoveryCaseId, UserId};
use domain::recovery::{Case, CaseNumber};
use domain::time::Timestamp;

use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};

statements! {
    INSERT_RECOVERY_CASE = "INSERT INTO recovery_cases (organisation_id, case_id, number, user_id, opened_by, agent_id, login_id, state,
            reason, ticket, proofs, created_at, expires_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1) ON CONFLICT DO NOTHING";
    RECOVERY_CASE_BY_ID = concat!("SELECT ", case_columns!(), " FROM recovery_cases c WHERE c.organisation_id = $1 AND c.case_id = $2");
    RECOVERY_CASE_BY_NUMBER = concat!("SELECT ", case_columns!(), " FROM recovery_cases c WHERE c.organisation_id = $1 AND c.number = $2");
    OPEN_RECOVERY_CASE_OF_USER = concat!("SELECT ", case_columns!(), " FROM recovery_cases c
        WHERE c.organisation_id = $1 AND c.user_id = $2 AND c.closed_at IS NULL");
    LAST_RECOVERY_CASE_OF_USER = concat!("SELECT ", case_columns!(), " FROM recovery_cases c
        WHERE c.organisation_id = $1 AND c.user_id = $2 ORDER BY c.case_id DESC LIMIT 1");
    SAVE_RECOVERY_CASE = "UPDATE recovery_cases SET login_id = $4, state = $5, reason = $6, ticket = $7, proofs = $8, outcome = $9, shape = $10,
            minutes = $11, asked_by = $12, asked_at = $13, approver_id = $14, approved_at = $15, acts_at = $16, pass_id = $17,
            closed_at = $18, version = version + 1
        WHERE organisation_id = $1 AND case_id = $2 AND version = $3 AND closed_at IS NULL AND expires_at > $19";
    CLOSE_EXPIRED_CASE_OF_USER = "UPDATE recovery_cases SET state = 'closed', closed_at = expires_at, version = version + 1
        WHERE organisation_id = $1 AND user_id = $2 AND closed_at IS NULL AND expires_at <= $3";
    CLOSE_EXPIRED_CASES = "UPDATE recovery_cases SET state = 'closed', closed_at = expires_at, version = version + 1
        WHERE closed_at IS NULL AND (organisation_id, case_id) IN
        (SELECT over.organisation_id, over.case_id FROM recovery_cases over
         WHERE over.closed_at IS NULL AND over.expires_at <= $1 ORDER BY over.expires_at LIMIT $2)";
}

impl ReadTx {
    /// The case with this id.
    pub fn find_recovery_case(
        &mut self,
        org: OrganisationId,
        case: RecoveryCaseId,
    ) -> Result<Option<Case>, Fault> {
        let row = self.find(&RECOVERY_CASE_BY_ID, &[(&org).into(), (&case).into()])?;
        row.as_ref().map(case_of).transpose()
    }

    /// The case with this number.
    pub fn find_recovery_case_by_number(
        &mut self,
        org: OrganisationId,
        number: &CaseNumber,
    ) -> Result<Option<Case>, Fault> {
        let values = [(&org).into(), number.as_str().into()];
        let row = self.find(&RECOVERY_CASE_BY_NUMBER, &values)?;
        row.as_ref().map(case_of).transpose()
    }

    /// The one case of this person that was not closed. Its time may be over.
    pub fn find_open_recovery_case(
        &mut self,
        org: OrganisationId,
        user: UserId,
    ) -> Result<Option<Case>, Fault> {
        let values = [(&org).into(), (&user).into()];
        let row = self.find(&OPEN_RECOVERY_CASE_OF_USER, &values)?;
        row.as_ref().map(case_of).transpose()
    }

    /// The newest case of this person.
    pub fn find_last_recovery_case(
        &mut self,
        org: OrganisationId,
        user: UserId,
    ) -> Result<Option<Case>, Fault> {
        let values = [(&org).into(), (&user).into()];
        let row = self.find(&LAST_RECOVERY_CASE_OF_USER, &values)?;
        row.as_ref().map(case_of).transpose()
    }
}

impl Tx {
    /// Opens a case. False: the person has an open one, or another case has the number.
    pub fn insert_recovery_case(
        &mut self,
        org: OrganisationId,
        case: &Case,
    ) -> Result<bool, Fault> {
        let over = [(&org).into(), (&case.user).into(), case.created_at.into()];
        self.execute(&CLOSE_EXPIRED_CASE_OF_USER, &over)?;
        let proofs = proofs_text(&case.proofs)?;
        let values = [
            (&org).into(),
            (&case.id).into(),
            case.number.as_str().into(),
            (&case.user).into(),
            case.source.as_str().into(),
            case.agent.as_ref().into(),
            case.login.as_ref().into(),
            case.state.as_str().into(),
            (&case.reason).into(),
            (&case.ticket).into(),
            (&proofs).into(),
            case.created_at.into(),
            case.expires_at.into(),
        ];
        Ok(self.execute(&INSERT_RECOVERY_CASE, &values)? == 1)
    }

    /// Writes a case that was changed from the version it names. False: somebody else was quicker, or it is over.
    pub fn save_recovery_case(
        &mut self,
        org: OrganisationId,
        case: &Case,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let proofs = proofs_text(&case.proofs)?;
        let ask = ask_columns(case);
        let values = [
            (&org).into(),
            (&case.id).into(),
            case.version.into(),
            case.login.as_ref().into(),
            case.state.as_str().into(),
            (&case.reason).into(),
            (&case.ticket).into(),
            (&proofs).into(),
            ask.outcome.into(),
            ask.shape.into(),
            ask.minutes.into(),
            ask.by.as_ref().into(),
            ask.at.into(),
            case.approver.as_ref().into(),
            case.approved_at.into(),
            case.acts_at.into(),
            case.pass.as_ref().into(),
            case.closed_at.into(),
            now.into(),
        ];
        Ok(self.execute(&SAVE_RECOVERY_CASE, &values)? == 1)
    }

    /// Closes the cases whose time is over, of all organisations, at most `limit`; tells how many.
    pub fn close_expired_recovery_cases(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<u64, Fault> {
        self.execute(&CLOSE_EXPIRED_CASES, &[now.into(), limit.into()])
    }
}
