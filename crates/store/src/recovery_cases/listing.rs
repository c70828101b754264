//! Cases as support's list shows them, with the person's name, a page at a time.

use domain::id::{OrganisationId, RecoveryCaseId};
use domain::recovery::Case;
use domain::time::Timestamp;

use super::rows::{CASE_COLUMNS, case_columns, case_of};
use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::ReadTx;
use crate::value::Row;

macro_rules! listed {
    ($which:literal) => {
        concat!(
            "SELECT ",
            case_columns!(),
            ", u.username, u.name FROM recovery_cases c
            JOIN users u ON u.organisation_id = c.organisation_id AND u.user_id = c.user_id
            WHERE c.organisation_id = $1 AND ",
            $which
        )
    };
}

statements! {
    OPEN_RECOVERY_CASES = listed!("c.closed_at IS NULL AND c.case_id > $2 ORDER BY c.case_id LIMIT $3");
    CLOSED_RECOVERY_CASES = listed!("c.closed_at IS NOT NULL AND c.case_id < $2 ORDER BY c.case_id DESC LIMIT $3");
    STOPPED_RECOVERY_CASES = listed!("c.state = 'stopped' AND c.closed_at > $2 ORDER BY c.closed_at DESC LIMIT $3");
}

/// A case and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedCase {
    /// The case.
    pub case: Case,
    /// The person's username.
    pub username: String,
    /// Their name.
    pub name: String,
}

fn listed_of(row: &Row) -> Result<ListedCase, Fault> {
    Ok(ListedCase {
        case: case_of(row)?,
        username: row.text(CASE_COLUMNS)?,
        name: row.text(CASE_COLUMNS + 1)?,
    })
}

/// Before and after every id there can be.
const FIRST: [u8; 16] = [0; 16];
const LAST: [u8; 16] = [0xff; 16];

impl ReadTx {
    /// The cases that were not closed, after this one, the oldest first.
    pub fn open_recovery_cases(
        &mut self,
        org: OrganisationId,
        after: Option<RecoveryCaseId>,
        limit: u32,
    ) -> Result<Vec<ListedCase>, Fault> {
        let after = after.map_or(FIRST, |case| *case.as_bytes());
        let values = [(&org).into(), (&after).into(), limit.into()];
        let rows = self.query(&OPEN_RECOVERY_CASES, &values)?;
        rows.iter().map(listed_of).collect()
    }

    /// The cases that are closed, before this one, the newest first.
    pub fn closed_recovery_cases(
        &mut self,
        org: OrganisationId,
        before: Option<RecoveryCaseId>,
        limit: u32,
    ) -> Result<Vec<ListedCase>, Fault> {
        let before = before.map_or(LAST, |case| *case.as_bytes());
        let values = [(&org).into(), (&before).into(), limit.into()];
        let rows = self.query(&CLOSED_RECOVERY_CASES, &values)?;
        rows.iter().map(listed_of).collect()
    }

    /// The cases that their person stopped after this moment, the newest first.
    pub fn stopped_recovery_cases(
        &mut self,
        org: OrganisationId,
        after: Timestamp,
        limit: u32,
    ) -> Result<Vec<ListedCase>, Fault> {
        let values = [(&org).into(), after.into(), limit.into()];
        let rows = self.query(&STOPPED_RECOVERY_CASES, &values)?;
        rows.iter().map(listed_of).collect()
    }
}
