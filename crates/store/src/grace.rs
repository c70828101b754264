//! Grace that ends: whose days run out soon, and how often they were told.

use domain::id::{OrganisationId, UserId};
use domain::time::Timestamp;

use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};

statements! {
    GRACE_ENDING = "SELECT organisation_id, user_id, grace_until, grace_told FROM users
        WHERE grace_until > $1 AND grace_until <= $2 AND (grace_until, organisation_id, user_id) > ($3, $4, $5)
            AND grace_told < CASE WHEN grace_until <= $6 THEN 3 WHEN grace_until <= $7 THEN 2 ELSE 1 END
        ORDER BY grace_until, organisation_id, user_id LIMIT $8";
    NOTE_GRACE_TOLD = "UPDATE users SET grace_told = $4
        WHERE organisation_id = $1 AND user_id = $2 AND grace_until = $3 AND grace_told < $4";
}

/// Somebody whose grace ends soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct GraceEnding {
    /// When it ends.
    pub until: Timestamp,
    /// Whose organisation.
    pub organisation: OrganisationId,
    /// Whose.
    pub user: UserId,
    /// How many letters told of it.
    pub told: i64,
}

/// The marks that a letter is sent at: the last one first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GraceMarks {
    /// Grace that ends by then is told of a third time.
    pub third: Timestamp,
    /// A second time.
    pub second: Timestamp,
    /// A first time.
    pub first: Timestamp,
}

impl ReadTx {
    /// Whose grace ends after `now` and was told of too seldom, in every organisation, the next to end first, behind `after`.
    pub fn grace_ending(
        &mut self,
        marks: GraceMarks,
        now: Timestamp,
        after: Option<GraceEnding>,
        limit: u32,
    ) -> Result<Vec<GraceEnding>, Fault> {
        let after = after.unwrap_or(GraceEnding {
            until: now,
            organisation: OrganisationId::from_bytes([0xff; 16]),
            user: UserId::from_bytes([0xff; 16]),
            told: 0,
        });
        let values = [
            now.into(),
            marks.first.into(),
            after.until.into(),
            (&after.organisation).into(),
            (&after.user).into(),
            marks.third.into(),
            marks.second.into(),
            limit.into(),
        ];
        self.query(&GRACE_ENDING, &values)?
            .iter()
            .map(|row| {
                Ok(GraceEnding {
                    organisation: row.id(0)?,
                    user: row.id(1)?,
                    until: row.time(2)?,
                    told: row.int(3)?,
                })
            })
            .collect()
    }
}

impl Tx {
    /// Notes that so many letters told of this grace. False: another node was quicker, or it is another grace by now.
    pub fn note_grace_told(
        &mut self,
        org: OrganisationId,
        user: UserId,
        until: Timestamp,
        told: i64,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&user).into(), until.into(), told.into()];
        Ok(self.execute(&NOTE_GRACE_TOLD, &values)? == 1)
    }
}
