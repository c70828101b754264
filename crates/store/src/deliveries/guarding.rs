//! What the guards ask of the log: how many codes come back from numbers that begin alike.

use domain::id::{ChallengeId, OrganisationId};
use domain::time::Timestamp;

use super::PREFIX;
use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};

statements! {
    CONVERSION = "SELECT COUNT(*), COUNT(answered_at) FROM deliveries
        WHERE organisation_id = $1 AND prefix = $2 AND created_at >= $3 AND purpose = 'code'
          AND (state IN ('sent', 'delivered', 'unknown') OR reported_at IS NOT NULL)
          AND (answered_at IS NOT NULL OR created_at <= $4)";
    MARK_ANSWERED = "UPDATE deliveries SET answered_at = $3 WHERE organisation_id = $1 AND challenge_id = $2 AND answered_at IS NULL";
}

impl ReadTx {
    /// The keyed hash of a number without its last digits. After a change of the current key the count begins anew.
    pub(super) fn prefix_mark(&self, org: OrganisationId, prefix: Option<&str>) -> Option<Vec<u8>> {
        let hash = |prefix: &str| self.keys().hash(PREFIX, &org, prefix.as_bytes());
        prefix.map(|prefix| hash(prefix).as_bytes().to_vec())
    }

    /// How many codes went to numbers with this prefix since then, and how many of them were answered. Notices ask for no answer. One that was sent after
    /// `settled_by` and is not answered yet counts for nothing: its reader is still typing.
    pub fn conversion(
        &mut self,
        org: OrganisationId,
        prefix: &str,
        (since, settled_by): (Timestamp, Timestamp),
    ) -> Result<(i64, i64), Fault> {
        let mark = self.prefix_mark(org, Some(prefix));
        let row = self.one(
            &CONVERSION,
            &[
                (&org).into(),
                mark.as_ref().into(),
                since.into(),
                settled_by.into(),
            ],
        )?;
        Ok((row.int(0)?, row.int(1)?))
    }
}

impl Tx {
    /// Notes that the code of this challenge was typed: whoever reads there answers, so all its messages count as answered.
    pub fn mark_answered(
        &mut self,
        org: OrganisationId,
        challenge: ChallengeId,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let values = [(&org).into(), (&challenge).into(), now.into()];
        self.execute(&MARK_ANSWERED, &values).map(|_| ())
    }
}
