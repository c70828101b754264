//! What becomes of a person who is erased: the row stays as a husk without a name, so that what the log and others' rows refer to is there,
//! and everything that names or lets in the person goes.
//!
//! What hangs on a person in other aggregates (addresses, authenticators, sessions, devices, roles) is removed by their own methods; here is
//! what only an erasure touches. Of an import that named the person the row's number and verdict stay; an import that was not applied yet finds
//! the row changed since. The file itself lies sealed until its import is applied, thrown away or a week old, and goes then.

use domain::id::{DeliveryId, OrganisationId, RecoveryCaseId, UserId};
use domain::recovery::Proof;
use domain::time::Timestamp;

use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::Tx;

statements! {
    MAKE_HUSK = "UPDATE users SET username = $3, name = $4, language = NULL, owner = 0, password_hash = NULL, password_set_at = NULL,
            preferred_factor = NULL, grace_until = NULL, suspended_at = $5, last_login_at = NULL, epoch = epoch + 1
        WHERE organisation_id = $1 AND user_id = $2";
    REMOVE_LOGINS_OF_USER = "DELETE FROM logins WHERE organisation_id = $1 AND user_id = $2";
    REMOVE_PASSES_OF_USER = "DELETE FROM passes WHERE organisation_id = $1 AND user_id = $2";
    PROOFS_OF_USER = "SELECT case_id, proofs FROM recovery_cases WHERE organisation_id = $1 AND user_id = $2";
    BLANK_CASE_OF_USER = "UPDATE recovery_cases SET ticket = '', reason = '', proofs = $4, closed_at = COALESCE(closed_at, $5)
        WHERE organisation_id = $1 AND user_id = $2 AND case_id = $3";
    BLANK_IMPORT_ROWS_OF_USER = "UPDATE import_rows SET data = $3, username = NULL, name = '', name_key = '', language = NULL, password_hash = NULL,
            content = '', seen = '', old_name = '', old_name_key = '', old_language = NULL, old_content = ''
        WHERE organisation_id = $1 AND user_id = $2";
    REMOVE_IMPORT_ADDRESSES_OF_USER = "DELETE FROM import_addresses WHERE organisation_id = $1 AND side IN ('new', 'old')
        AND (import_id, row_no) IN (SELECT r.import_id, r.row_no FROM import_rows r WHERE r.organisation_id = $1 AND r.user_id = $2)";
    REMOVE_IMPORT_ROLES_OF_USER = "DELETE FROM import_roles WHERE organisation_id = $1 AND side IN ('new', 'old')
        AND (import_id, row_no) IN (SELECT r.import_id, r.row_no FROM import_rows r WHERE r.organisation_id = $1 AND r.user_id = $2)";
    REMOVE_IMPORT_AUTHENTICATORS_OF_USER = "DELETE FROM import_authenticators WHERE organisation_id = $1
        AND (import_id, row_no) IN (SELECT r.import_id, r.row_no FROM import_rows r WHERE r.organisation_id = $1 AND r.user_id = $2)";
    REMOVE_NOTE_OF_USER = "DELETE FROM user_notes WHERE organisation_id = $1 AND user_id = $2";
    REMOVE_IDENTIFICATIONS_OF_USER = "DELETE FROM identifications WHERE organisation_id = $1 AND user_id = $2";
    REMOVE_COUNTS_OF_USER = "DELETE FROM counters WHERE organisation_id = $1 AND user_id = $2";
    DELIVERIES_AFTER = "SELECT delivery_id FROM deliveries WHERE organisation_id = $1 AND delivery_id > $2 ORDER BY delivery_id LIMIT $3";
    BLANK_DELIVERIES_OF_USER = "UPDATE deliveries SET user_id = NULL, masked = '', challenge_id = NULL, prefix = NULL
        WHERE organisation_id = $1 AND delivery_id > $2 AND delivery_id <= $3 AND user_id = $4";
}

impl Tx {
    /// Makes a husk of a person, under this username and with this name. False: there is nobody.
    pub fn make_husk(
        &mut self,
        org: OrganisationId,
        user: UserId,
        (username, name): (&str, &str),
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let whose = [(&org).into(), (&user).into()];
        let values = [
            (&org).into(),
            (&user).into(),
            username.into(),
            name.into(),
            now.into(),
        ];
        let made = self.execute(&MAKE_HUSK, &values)? == 1;
        for statement in [
            &REMOVE_LOGINS_OF_USER,
            &REMOVE_PASSES_OF_USER,
            &REMOVE_NOTE_OF_USER,
            &REMOVE_IDENTIFICATIONS_OF_USER,
            &REMOVE_COUNTS_OF_USER,
            &REMOVE_IMPORT_ADDRESSES_OF_USER,
            &REMOVE_IMPORT_ROLES_OF_USER,
            &REMOVE_IMPORT_AUTHENTICATORS_OF_USER,
        ] {
            self.execute(statement, &whose)?;
        }
        let nothing: &[u8] = &[];
        let values = [(&org).into(), (&user).into(), nothing.into()];
        self.execute(&BLANK_IMPORT_ROWS_OF_USER, &values)?;
        self.blank_cases(org, user, now)?;
        Ok(made)
    }

    /// What support wrote down of a person goes; which proofs there were and who noted them stays.
    fn blank_cases(
        &mut self,
        org: OrganisationId,
        user: UserId,
        now: Timestamp,
    ) -> Result<(), Fault> {
        for row in self.query(&PROOFS_OF_USER, &[(&org).into(), (&user).into()])? {
            let case: RecoveryCaseId = row.id(0)?;
            let kept = row.text(1)?;
            let mut proofs: Vec<Proof> = serde_json::from_str(&kept).map_err(|_| row.corrupt(1))?;
            for proof in &mut proofs {
                proof.note.clear();
            }
            let proofs = serde_json::to_string(&proofs).map_err(Fault::of_unit)?;
            let values = [
                (&org).into(),
                (&user).into(),
                (&case).into(),
                (&proofs).into(),
                now.into(),
            ];
            self.execute(&BLANK_CASE_OF_USER, &values)?;
        }
        Ok(())
    }

    /// Takes a person out of the messages after `after`, looking at no more than `limit`; tells the last that was looked at.
    pub fn blank_deliveries(
        &mut self,
        org: OrganisationId,
        user: UserId,
        after: Option<DeliveryId>,
        limit: u32,
    ) -> Result<Option<DeliveryId>, Fault> {
        let after = after.unwrap_or(DeliveryId::from_bytes([0; 16]));
        let values = [(&org).into(), (&after).into(), limit.into()];
        let rows = self.query(&DELIVERIES_AFTER, &values)?;
        let Some(last) = rows.last() else {
            return Ok(None);
        };
        let last: DeliveryId = last.id(0)?;
        let values = [
            (&org).into(),
            (&after).into(),
            (&last).into(),
            (&user).into(),
        ];
        self.execute(&BLANK_DELIVERIES_OF_USER, &values)?;
        Ok(Some(last))
    }
}
