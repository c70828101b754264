//! Applying an import: what was prepared is moved in one unit, a statement a table, whatever the number of rows.
//!
//! The caller looks for what has changed since the rows were looked at ([`Tx::begin_applying`]) in the same unit and before anything is
//! moved; where there is something, it lets the unit fail and marks those rows in another.

use data_encoding::HEXLOWER;
use domain::id::{ImportId, OrganisationId, RoleId};
use domain::time::Timestamp;
use serde_json::Value as Json;

use super::rows::seen;
use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Value;

/// Whether a row confirms a mailbox of somebody who had never used the account when it was looked at, and has by now.
macro_rules! used_since {
    ($row:literal) => {
        concat!(
            "(u.password_hash IS NOT NULL OR u.last_login_at IS NOT NULL) AND EXISTS (SELECT 1 FROM import_addresses s
            WHERE s.organisation_id = ",
            $row,
            ".organisation_id AND s.import_id = ",
            $row,
            ".import_id AND s.side = 'new' AND s.row_no = ",
            $row,
            ".row_no AND s.channel = 'email' AND s.verified_at IS NOT NULL)"
        )
    };
}

statements! {
    RAISE_IMPORTED_EPOCHS = "UPDATE users SET epoch = epoch + 1 WHERE organisation_id = $1 AND user_id IN
        (SELECT r.user_id FROM import_rows r WHERE r.organisation_id = $1 AND r.import_id = $2 AND r.verdict = 'changed')";
    IMPORT_ROW_CHANGED_SINCE = concat!("SELECT r.row_no FROM import_rows r
        LEFT JOIN users u ON u.organisation_id = r.organisation_id AND u.user_id = r.user_id
        WHERE r.organisation_id = $1 AND r.import_id = $2 AND r.verdict = 'changed' AND (u.user_id IS NULL OR r.seen <> ", seen!(), "
            OR (", used_since!("r"), ")) LIMIT 1");
    IMPORT_ROW_TAKEN_SINCE = "SELECT r.row_no FROM import_rows r
        JOIN users u ON u.organisation_id = r.organisation_id AND u.username = r.username
        WHERE r.organisation_id = $1 AND r.import_id = $2 AND r.verdict = 'new' LIMIT 1";
    IMPORT_NUMBER_TAKEN_SINCE = "SELECT r.row_no FROM import_rows r
        JOIN import_authenticators s ON s.organisation_id = r.organisation_id AND s.import_id = r.import_id AND s.row_no = r.row_no
        JOIN authenticators a ON a.organisation_id = s.organisation_id AND a.channel = s.channel AND a.user_id <> s.user_id
        WHERE r.organisation_id = $1 AND r.import_id = $2 AND r.verdict IN ('changed', 'new') LIMIT 1";
    IMPORT_EID_TAKEN_SINCE = "SELECT s.row_no FROM import_authenticators s
        JOIN import_rows r ON r.organisation_id = s.organisation_id AND r.import_id = s.import_id AND r.row_no = s.row_no
            AND r.verdict IN ('changed', 'new')
        JOIN authenticators a ON a.organisation_id = s.organisation_id AND a.kind = s.kind AND a.identifier = s.identifier
        WHERE s.organisation_id = $1 AND s.import_id = $2 AND s.identifier IS NOT NULL LIMIT 1";
    IMPORT_ROW_FOR_OWNERS = "SELECT r.row_no FROM import_rows r
        WHERE r.organisation_id = $1 AND r.import_id = $2 AND r.verdict IN ('changed', 'new') AND r.owner_only = 1 LIMIT 1";
    IMPORT_ROW_BEYOND = @sqlite {
        "SELECT r.username FROM import_rows r
        WHERE r.organisation_id = $1 AND r.import_id = $2 AND r.verdict IN ($4, $5) AND (
            EXISTS (SELECT 1 FROM users u WHERE u.organisation_id = r.organisation_id AND u.user_id = r.user_id AND u.owner = 1)
            OR EXISTS (SELECT 1 FROM user_roles h WHERE h.organisation_id = r.organisation_id AND h.user_id = r.user_id
                AND h.role_id IN (SELECT unhex(j.value) FROM json_each($3) j))
            OR EXISTS (SELECT 1 FROM import_roles s WHERE s.organisation_id = r.organisation_id AND s.import_id = r.import_id
                AND s.side IN ('new', 'old') AND s.row_no = r.row_no AND s.role_id IN (SELECT unhex(j.value) FROM json_each($3) j))) LIMIT 1"
    } @postgres {
        "SELECT r.username FROM import_rows r
        WHERE r.organisation_id = $1 AND r.import_id = $2 AND r.verdict IN ($4, $5) AND (
            EXISTS (SELECT 1 FROM users u WHERE u.organisation_id = r.organisation_id AND u.user_id = r.user_id AND u.owner = 1)
            OR EXISTS (SELECT 1 FROM user_roles h WHERE h.organisation_id = r.organisation_id AND h.user_id = r.user_id
                AND h.role_id = ANY (ARRAY(SELECT decode(j.value, 'hex')
                    FROM jsonb_array_elements_text(CAST(CAST($3 AS TEXT) AS jsonb)) AS j (value))))
            OR EXISTS (SELECT 1 FROM import_roles s WHERE s.organisation_id = r.organisation_id AND s.import_id = r.import_id
                AND s.side IN ('new', 'old') AND s.row_no = r.row_no AND s.role_id = ANY (ARRAY(SELECT decode(j.value, 'hex')
                    FROM jsonb_array_elements_text(CAST(CAST($3 AS TEXT) AS jsonb)) AS j (value))))) LIMIT 1"
    };
    MARK_CHANGED_SINCE = concat!("UPDATE import_rows SET verdict = 'error', reason = 'stale', username = NULL
        WHERE organisation_id = $1 AND import_id = $2 AND verdict = 'changed' AND NOT EXISTS (SELECT 1 FROM users u
            WHERE u.organisation_id = import_rows.organisation_id AND u.user_id = import_rows.user_id AND import_rows.seen = ", seen!(), "
            AND NOT (", used_since!("import_rows"), "))");
    MARK_TAKEN_SINCE = "UPDATE import_rows SET verdict = 'error', reason = 'stale', username = NULL
        WHERE organisation_id = $1 AND import_id = $2 AND verdict = 'new' AND EXISTS (SELECT 1 FROM users u
            WHERE u.organisation_id = import_rows.organisation_id AND u.username = import_rows.username)";
    MARK_NUMBER_TAKEN_SINCE = "UPDATE import_rows SET verdict = 'error', reason = 'phone-taken', username = NULL
        WHERE organisation_id = $1 AND import_id = $2 AND verdict IN ('changed', 'new') AND EXISTS (SELECT 1 FROM import_authenticators s
            JOIN authenticators a ON a.organisation_id = s.organisation_id AND a.channel = s.channel AND a.user_id <> s.user_id
            WHERE s.organisation_id = import_rows.organisation_id AND s.import_id = import_rows.import_id AND s.row_no = import_rows.row_no)";
    MARK_EID_TAKEN_SINCE = "UPDATE import_rows SET verdict = 'error', reason = 'personal-number-taken', username = NULL
        WHERE organisation_id = $1 AND import_id = $2 AND verdict IN ('changed', 'new') AND EXISTS (SELECT 1 FROM import_authenticators s
            JOIN authenticators a ON a.organisation_id = s.organisation_id AND a.kind = s.kind AND a.identifier = s.identifier
            WHERE s.organisation_id = import_rows.organisation_id AND s.import_id = import_rows.import_id
                AND s.row_no = import_rows.row_no AND s.identifier IS NOT NULL)";
    COUNT_IMPORT_VERDICTS = "SELECT r.verdict, COUNT(*) FROM import_rows r WHERE r.organisation_id = $1 AND r.import_id = $2 GROUP BY r.verdict";
    TAKE_OUT_ADDRESSES = "DELETE FROM addresses WHERE organisation_id = $1 AND address_id IN (SELECT s.address_id FROM import_addresses s
        JOIN import_rows r ON r.organisation_id = s.organisation_id AND r.import_id = s.import_id AND r.row_no = s.row_no AND r.verdict = $4
        WHERE s.organisation_id = $1 AND s.import_id = $2 AND s.side = $3)";
    PUT_IN_ADDRESSES = "INSERT INTO addresses (organisation_id, address_id, user_id, channel, value, look_up, masked, verified_at, created_at,
            mobile, last_digits)
        SELECT s.organisation_id, s.address_id, s.user_id, s.channel, s.value, s.look_up, s.masked, s.verified_at,
            CASE WHEN s.created_at = 0 THEN CAST($4 AS BIGINT) ELSE s.created_at END, s.mobile, s.last_digits
        FROM import_addresses s JOIN import_rows r ON r.organisation_id = s.organisation_id AND r.import_id = s.import_id
            AND r.row_no = s.row_no AND r.verdict IN ($5, $6)
        WHERE s.organisation_id = $1 AND s.import_id = $2 AND s.side = $3 ON CONFLICT (organisation_id, address_id) DO NOTHING";
    CHANGE_IMPORTED_USERS = "UPDATE users SET name = r.name, name_key = r.name_key, language = r.language, role_set = r.role_set,
            factor_set = r.factor_set, address_set = r.address_set
        FROM import_rows r WHERE r.organisation_id = $1 AND r.import_id = $2 AND r.verdict = 'changed'
            AND users.organisation_id = r.organisation_id AND users.user_id = r.user_id";
    ADD_IMPORTED_USERS = "INSERT INTO users (organisation_id, user_id, username, name, language, owner, password_hash, password_set_at, epoch,
            role_set, factor_set, created_at, address_set, name_key)
        SELECT r.organisation_id, r.user_id, r.username, r.name, r.language, 0, r.password_hash,
            CASE WHEN r.password_hash IS NULL THEN NULL ELSE CAST($3 AS BIGINT) END, 1, r.role_set, r.factor_set, CAST($3 AS BIGINT),
            r.address_set, r.name_key
        FROM import_rows r WHERE r.organisation_id = $1 AND r.import_id = $2 AND r.verdict = 'new'";
    TAKE_ROLES = "DELETE FROM user_roles WHERE (organisation_id, user_id, role_id) IN (SELECT s.organisation_id, s.user_id, s.role_id
        FROM import_roles s JOIN import_rows r ON r.organisation_id = s.organisation_id AND r.import_id = s.import_id
            AND r.row_no = s.row_no AND r.verdict = $4
        WHERE s.organisation_id = $1 AND s.import_id = $2 AND s.side = $3)";
    GIVE_ROLES = "INSERT INTO user_roles (organisation_id, user_id, role_id, assigned_at, name_key)
        SELECT s.organisation_id, s.user_id, s.role_id, CAST($4 AS BIGINT), s.name_key
        FROM import_roles s JOIN import_rows r ON r.organisation_id = s.organisation_id AND r.import_id = s.import_id
            AND r.row_no = s.row_no AND r.verdict IN ($5, $6)
        WHERE s.organisation_id = $1 AND s.import_id = $2 AND s.side = $3 ON CONFLICT (organisation_id, user_id, role_id) DO NOTHING";
    NAME_IMPORTED_ROLES = "UPDATE user_roles SET name_key = r.name_key FROM import_rows r
        WHERE r.organisation_id = $1 AND r.import_id = $2 AND r.verdict = 'changed' AND r.name_key <> r.old_name_key
            AND user_roles.organisation_id = r.organisation_id AND user_roles.user_id = r.user_id";
    BIND_IMPORTED = "INSERT INTO authenticators (organisation_id, authenticator_id, user_id, kind, label, data, data_format, channel, failures,
            wait_until, consumed_through, version, created_at, identifier)
        SELECT s.organisation_id, s.authenticator_id, s.user_id, s.kind, s.label, s.data, s.data_format, s.channel, 0, 0, s.consumed_through, 1,
            CAST($3 AS BIGINT), s.identifier
        FROM import_authenticators s JOIN import_rows r ON r.organisation_id = s.organisation_id AND r.import_id = s.import_id
            AND r.row_no = s.row_no AND r.verdict IN ('changed', 'new')
        WHERE s.organisation_id = $1 AND s.import_id = $2";
    SEARCH_ADDED = "INSERT INTO user_texts (organisation_id, user_id, content) SELECT r.organisation_id, r.user_id, r.content
        FROM import_rows r WHERE r.organisation_id = $1 AND r.import_id = $2 AND r.verdict = 'new'";
    SEARCH_CHANGED = "UPDATE user_texts SET content = r.content FROM import_rows r
        WHERE r.organisation_id = $1 AND r.import_id = $2 AND r.verdict = 'changed' AND r.content <> r.old_content
            AND user_texts.organisation_id = r.organisation_id AND user_texts.user_id = r.user_id";
    SPEND_PASSES_TO_TAKEN_OUT = "UPDATE passes SET used_at = $5 WHERE organisation_id = $1 AND used_at IS NULL
        AND user_id IN (SELECT s.user_id FROM import_addresses s
            JOIN import_rows r ON r.organisation_id = s.organisation_id AND r.import_id = s.import_id AND r.row_no = s.row_no AND r.verdict = $4
            WHERE s.organisation_id = $1 AND s.import_id = $2 AND s.side = $3)";
    SEE_IMPORTED = concat!("UPDATE import_rows SET password_hash = NULL, seen = (SELECT ", seen!(), " FROM users u
            WHERE u.organisation_id = import_rows.organisation_id AND u.user_id = import_rows.user_id)
        WHERE organisation_id = $1 AND import_id = $2 AND verdict IN ('changed', 'new')");
}

/// What keeps an import from being applied as it was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// Somebody it changes was changed in the meantime, somebody it adds is there already, or a number became another person's.
    Stale,
    /// It does what only an owner may do.
    ForOwners,
}

impl ReadTx {
    /// Somebody out of reach whom the rows of these verdicts concern: an owner, or whoever has or had, gets or loses one of these roles.
    pub fn import_row_beyond(
        &mut self,
        org: OrganisationId,
        import: ImportId,
        roles: &[RoleId],
        [first, second]: [&'static str; 2],
    ) -> Result<Option<String>, Fault> {
        let roles = roles.iter().map(|role| HEXLOWER.encode(role.as_bytes()));
        let roles = Json::from(roles.collect::<Vec<_>>()).to_string();
        let values = [
            (&org).into(),
            (&import).into(),
            (&roles).into(),
            first.into(),
            second.into(),
        ];
        let found = self.find(&IMPORT_ROW_BEYOND, &values)?;
        let named = found.map(|row| row.opt_text(0)).transpose()?;
        Ok(named.map(Option::unwrap_or_default))
    }

    /// Whether an import does, or did, what only an owner may do.
    pub fn import_is_for_owners(
        &mut self,
        org: OrganisationId,
        import: ImportId,
    ) -> Result<bool, Fault> {
        let found = self.find(&IMPORT_ROW_FOR_OWNERS, &[(&org).into(), (&import).into()])?;
        Ok(found.is_some())
    }

    /// How many rows of an import came to what.
    pub fn import_verdicts(
        &mut self,
        org: OrganisationId,
        import: ImportId,
    ) -> Result<Vec<(String, i64)>, Fault> {
        self.query(&COUNT_IMPORT_VERDICTS, &[(&org).into(), (&import).into()])?
            .iter()
            .map(|row| Ok((row.text(0)?, row.int(1)?)))
            .collect()
    }
}

impl Tx {
    /// Locks whom the import changes, and looks whether it can be applied as it was looked at; with `one_person_a_number`, whether a number
    /// that it binds became somebody else's.
    pub fn begin_applying(
        &mut self,
        org: OrganisationId,
        import: ImportId,
        by_owner: bool,
        one_person_a_number: bool,
    ) -> Result<Option<Hindrance>, Fault> {
        let values: [Value<'_>; 2] = [(&org).into(), (&import).into()];
        if !by_owner && self.find(&IMPORT_ROW_FOR_OWNERS, &values)?.is_some() {
            return Ok(Some(Hindrance::ForOwners));
        }
        // Raising the epochs first locks those people: nobody changes them between the look and the move.
        self.execute(&RAISE_IMPORTED_EPOCHS, &values)?;
        for statement in [
            &IMPORT_ROW_CHANGED_SINCE,
            &IMPORT_ROW_TAKEN_SINCE,
            &IMPORT_EID_TAKEN_SINCE,
        ] {
            if self.find(statement, &values)?.is_some() {
                return Ok(Some(Hindrance::Stale));
            }
        }
        if one_person_a_number && self.find(&IMPORT_NUMBER_TAKEN_SINCE, &values)?.is_some() {
            return Ok(Some(Hindrance::Stale));
        }
        Ok(None)
    }

    /// Makes an error of every row that cannot be applied any more, and tells how many there are.
    pub fn mark_stale_import_rows(
        &mut self,
        org: OrganisationId,
        import: ImportId,
        one_person_a_number: bool,
    ) -> Result<u64, Fault> {
        let values: [Value<'_>; 2] = [(&org).into(), (&import).into()];
        let mut marked = self.execute(&MARK_CHANGED_SINCE, &values)?
            + self.execute(&MARK_TAKEN_SINCE, &values)?
            + self.execute(&MARK_EID_TAKEN_SINCE, &values)?;
        if one_person_a_number {
            marked += self.execute(&MARK_NUMBER_TAKEN_SINCE, &values)?;
        }
        Ok(marked)
    }

    /// Moves everything that was prepared to where it belongs.
    pub fn apply_import(
        &mut self,
        org: OrganisationId,
        import: ImportId,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let here: [Value<'_>; 2] = [(&org).into(), (&import).into()];
        let dated = [here[0], here[1], now.into()];
        self.take_out(here, "old", "changed", now)?;
        self.execute(&CHANGE_IMPORTED_USERS, &here)?;
        self.execute(&NAME_IMPORTED_ROLES, &here)?;
        self.execute(&ADD_IMPORTED_USERS, &dated)?;
        self.put_in(here, "new", ["changed", "new"], now)?;
        self.execute(&BIND_IMPORTED, &dated)?;
        self.execute(&SEARCH_ADDED, &here)?;
        self.execute(&SEARCH_CHANGED, &here)?;
        self.execute(&SEE_IMPORTED, &here)?;
        Ok(())
    }

    /// Takes the addresses and roles of one side out, for the rows of this verdict. A link on its way to such an address opens nothing any
    /// more.
    pub(super) fn take_out(
        &mut self,
        here: [Value<'_>; 2],
        side: &'static str,
        verdict: &'static str,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let [org, import] = here;
        let values = [org, import, side.into(), verdict.into(), now.into()];
        self.execute(&SPEND_PASSES_TO_TAKEN_OUT, &values)?;
        let values = [org, import, side.into(), verdict.into()];
        self.execute(&TAKE_OUT_ADDRESSES, &values)?;
        self.execute(&TAKE_ROLES, &values).map(|_| ())
    }

    /// Puts the addresses and roles of one side in, for the rows of these verdicts.
    pub(super) fn put_in(
        &mut self,
        here: [Value<'_>; 2],
        side: &'static str,
        verdicts: [&'static str; 2],
        now: Timestamp,
    ) -> Result<(), Fault> {
        let [first, second] = verdicts;
        let values = [
            here[0],
            here[1],
            side.into(),
            now.into(),
            first.into(),
            second.into(),
        ];
        self.execute(&PUT_IN_ADDRESSES, &values)?;
        self.execute(&GIVE_ROLES, &values).map(|_| ())
    }
}
