//! Undoing an import: who was added and has not signed in since goes, who was changed is as before – unless somebody changed them again.
//!
//! Which rows are undone is decided first and by one statement each ([`Tx::begin_undoing`]); the rest goes by that word alone. Whom giving back
//! would leave with a card that is gone, or has become a machine's, stays as they are. A person stays whom a recovery
//! case, a credential, a note, an identification or a login holds on to: undoing takes no trail away.

use domain::id::{ImportId, OrganisationId};
use domain::time::Timestamp;

use super::rows::seen;
use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::Tx;
use crate::value::Value;

/// The people of one table whom undoing removes.
macro_rules! of_removed {
    ($table:literal) => {
        concat!(
            "DELETE FROM ",
            $table,
            " WHERE organisation_id = $1 AND user_id IN (SELECT r.user_id FROM import_rows r
            WHERE r.organisation_id = $1 AND r.import_id = $2 AND r.verdict = 'removed')"
        )
    };
}

statements! {
    MARK_REMOVED = concat!("UPDATE import_rows SET verdict = 'removed'
        WHERE organisation_id = $1 AND import_id = $2 AND verdict = 'new' AND EXISTS (SELECT 1 FROM users u
            WHERE u.organisation_id = import_rows.organisation_id AND u.user_id = import_rows.user_id AND u.last_login_at IS NULL
                AND import_rows.seen = ", seen!(), ")
            AND NOT EXISTS (SELECT 1 FROM logins l WHERE l.organisation_id = import_rows.organisation_id AND l.user_id = import_rows.user_id)
            AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.organisation_id = import_rows.organisation_id AND s.user_id = import_rows.user_id)
            AND NOT EXISTS (SELECT 1 FROM recovery_cases c
                WHERE c.organisation_id = import_rows.organisation_id AND c.user_id = import_rows.user_id)
            AND NOT EXISTS (SELECT 1 FROM api_credentials k
                WHERE k.organisation_id = import_rows.organisation_id AND k.user_id = import_rows.user_id)
            AND NOT EXISTS (SELECT 1 FROM user_notes n
                WHERE n.organisation_id = import_rows.organisation_id AND n.user_id = import_rows.user_id)
            AND NOT EXISTS (SELECT 1 FROM identifications i
                WHERE i.organisation_id = import_rows.organisation_id AND i.user_id = import_rows.user_id)");
    MARK_RESTORED = concat!("UPDATE import_rows SET verdict = 'restored'
        WHERE organisation_id = $1 AND import_id = $2 AND verdict = 'changed' AND EXISTS (SELECT 1 FROM users u
            WHERE u.organisation_id = import_rows.organisation_id AND u.user_id = import_rows.user_id AND import_rows.seen = ", seen!(), ")
            AND NOT EXISTS (SELECT 1 FROM import_authenticators s JOIN authenticators t ON t.organisation_id = s.organisation_id
                AND t.authenticator_id = s.authenticator_id AND t.last_used_at IS NOT NULL
                WHERE s.organisation_id = $1 AND s.import_id = $2 AND s.row_no = import_rows.row_no)
            AND NOT EXISTS (SELECT 1 FROM import_roles s
                LEFT JOIN roles c ON c.organisation_id = s.organisation_id AND c.role_id = s.role_id AND c.api_integrator = 0
                WHERE s.organisation_id = $1 AND s.import_id = $2 AND s.side = 'old' AND s.row_no = import_rows.row_no AND c.role_id IS NULL)");
    REMOVE_IMPORTED_TEXTS = of_removed!("user_texts");
    REMOVE_IMPORTED_ADDRESSES = of_removed!("addresses");
    REMOVE_IMPORTED_ROLES = of_removed!("user_roles");
    REMOVE_IMPORTED_AUTHENTICATORS = of_removed!("authenticators");
    REMOVE_IMPORTED_PASSES = of_removed!("passes");
    REMOVE_IMPORTED_DEVICES = of_removed!("trusted_devices");
    REMOVE_IMPORTED_USERS = of_removed!("users");
    UNBIND_IMPORTED = "DELETE FROM authenticators WHERE organisation_id = $1 AND authenticator_id IN (SELECT s.authenticator_id
        FROM import_authenticators s JOIN import_rows r ON r.organisation_id = s.organisation_id AND r.import_id = s.import_id
            AND r.row_no = s.row_no AND r.verdict = 'restored'
        WHERE s.organisation_id = $1 AND s.import_id = $2)";
    RESTORE_USERS = "UPDATE users SET epoch = users.epoch + 1, name = r.old_name, name_key = r.old_name_key, language = r.old_language,
            role_set = r.old_role_set, factor_set = r.old_factor_set, address_set = r.old_address_set
        FROM import_rows r WHERE r.organisation_id = $1 AND r.import_id = $2 AND r.verdict = 'restored'
            AND users.organisation_id = r.organisation_id AND users.user_id = r.user_id";
    RENAME_RESTORED_ROLES = "UPDATE user_roles SET name_key = r.old_name_key FROM import_rows r
        WHERE r.organisation_id = $1 AND r.import_id = $2 AND r.verdict = 'restored'
            AND user_roles.organisation_id = r.organisation_id AND user_roles.user_id = r.user_id";
    SEARCH_RESTORED = "UPDATE user_texts SET content = r.old_content FROM import_rows r
        WHERE r.organisation_id = $1 AND r.import_id = $2 AND r.verdict = 'restored' AND r.content <> r.old_content
            AND user_texts.organisation_id = r.organisation_id AND user_texts.user_id = r.user_id";
}

/// How much of an import was undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undone {
    /// People who were added and are gone.
    pub removed: u64,
    /// People who were changed and are as before.
    pub restored: u64,
}

impl Tx {
    /// Marks what of an import can be taken back, because nobody has built upon it. Nothing is taken back yet: the caller looks whether whoever
    /// undoes may touch those people, in the same unit.
    pub fn begin_undoing(
        &mut self,
        org: OrganisationId,
        import: ImportId,
    ) -> Result<Undone, Fault> {
        let here: [Value<'_>; 2] = [(&org).into(), (&import).into()];
        Ok(Undone {
            removed: self.execute(&MARK_REMOVED, &here)?,
            restored: self.execute(&MARK_RESTORED, &here)?,
        })
    }

    /// Takes back what was marked.
    pub fn undo_import(
        &mut self,
        org: OrganisationId,
        import: ImportId,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let here: [Value<'_>; 2] = [(&org).into(), (&import).into()];
        for statement in [
            &REMOVE_IMPORTED_TEXTS,
            &REMOVE_IMPORTED_ADDRESSES,
            &REMOVE_IMPORTED_ROLES,
            &REMOVE_IMPORTED_AUTHENTICATORS,
            &REMOVE_IMPORTED_PASSES,
            &REMOVE_IMPORTED_DEVICES,
            &REMOVE_IMPORTED_USERS,
        ] {
            self.execute(statement, &here)?;
        }
        self.execute(&UNBIND_IMPORTED, &here)?;
        self.take_out(here, "new", "restored", now)?;
        self.execute(&RESTORE_USERS, &here)?;
        self.put_in(here, "old", ["restored", "restored"], now)?;
        self.execute(&RENAME_RESTORED_ROLES, &here)?;
        self.execute(&SEARCH_RESTORED, &here).map(|_| ())
    }
}
