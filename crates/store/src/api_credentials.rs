//! Machines' credentials: found by the key in their token, the secret compared as a keyed hash.
//!
//! Whether one still stands is asked where it is used; a row that was revoked or is over stays, so that the list can say so.

use domain::id::{ApiCredentialId, OrganisationId, UserId};
use domain::scope::Scopes;
use domain::time::Timestamp;
use domain::token::{Token, TokenSecret};

use crate::fault::Fault;
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

const SECRET: &str = "api credential secret";

macro_rules! credential_columns {
    () => {
        columns!("c.": credential_id, user_id, label, scopes, created_by, created_at, expires_at, replaces, revoked_at, last_used_at)
    };
}

/// How many columns `credential_columns!` names.
const COLUMNS: usize = 10;

statements! {
    INSERT_API_CREDENTIAL = "INSERT INTO api_credentials (organisation_id, credential_id, user_id, label, secret_hash, scopes, created_by,
            created_at, expires_at, replaces)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    API_CREDENTIAL_BY_ID = concat!("SELECT ", credential_columns!(), ", c.secret_hash FROM api_credentials c
        WHERE c.organisation_id = $1 AND c.credential_id = $2");
    LOCK_API_CREDENTIAL = concat!("SELECT ", credential_columns!(), ", c.secret_hash FROM api_credentials c
        WHERE c.organisation_id = $1 AND c.credential_id = $2 FOR UPDATE");
    API_CREDENTIALS_AFTER = concat!("SELECT ", credential_columns!(), ", u.username, u.name FROM api_credentials c
        JOIN users u ON u.organisation_id = c.organisation_id AND u.user_id = c.user_id
        WHERE c.organisation_id = $1 AND c.credential_id > $2 ORDER BY c.credential_id LIMIT $3");
    MACHINES_AFTER = "SELECT DISTINCT u.user_id, u.username, u.name, u.suspended_at FROM roles r
        JOIN user_roles ur ON ur.organisation_id = r.organisation_id AND ur.role_id = r.role_id
        JOIN users u ON u.organisation_id = ur.organisation_id AND u.user_id = ur.user_id
        WHERE r.organisation_id = $1 AND r.api_integrator = 1 AND u.user_id > $2 ORDER BY u.user_id LIMIT $3";
    REVOKE_API_CREDENTIAL = "UPDATE api_credentials SET revoked_at = $3
        WHERE organisation_id = $1 AND credential_id = $2 AND revoked_at IS NULL AND expires_at > $3";
    SHORTEN_API_CREDENTIAL = "UPDATE api_credentials SET expires_at = $3
        WHERE organisation_id = $1 AND credential_id = $2 AND revoked_at IS NULL AND expires_at > $3";
    TOUCH_API_CREDENTIAL = "UPDATE api_credentials SET last_used_at = $3
        WHERE organisation_id = $1 AND credential_id = $2 AND (last_used_at IS NULL OR last_used_at < $3)";
}

/// A credential to add.
pub struct NewApiCredential<'a> {
    /// Its key.
    pub id: ApiCredentialId,
    /// The machine's account.
    pub user: UserId,
    /// What people call it.
    pub label: &'a str,
    /// The secret that its bearer is given once.
    pub secret: &'a TokenSecret,
    /// What it may do.
    pub scopes: &'a Scopes,
    /// Who made it; nobody where it was the operator.
    pub created_by: Option<UserId>,
    /// When it ends.
    pub expires_at: Timestamp,
    /// The one that it takes the place of.
    pub replaces: Option<ApiCredentialId>,
}

/// A credential, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiCredential {
    /// Its key.
    pub id: ApiCredentialId,
    /// The machine's account.
    pub user: UserId,
    /// What people call it.
    pub label: String,
    /// What it may do.
    pub scopes: Scopes,
    /// Who made it; nobody where it was the operator.
    pub created_by: Option<UserId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends; one that was rotated ends with its overlap.
    pub expires_at: Timestamp,
    /// The one that it took the place of.
    pub replaces: Option<ApiCredentialId>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
}

impl ApiCredential {
    /// Whether it is neither revoked nor over.
    pub fn stands(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// A credential in a list, with the account that it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedCredential {
    /// The credential.
    pub credential: ApiCredential,
    /// The account's username.
    pub username: String,
    /// The account's name.
    pub name: String,
}

/// The account of a machine: somebody whose role is an API integrator's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machine {
    /// Its key.
    pub id: UserId,
    /// Its username.
    pub username: String,
    /// Its name.
    pub name: String,
    /// Since when it is suspended.
    pub suspended_at: Option<Timestamp>,
}

fn credential_of(row: &Row) -> Result<ApiCredential, Fault> {
    Ok(ApiCredential {
        id: row.id(0)?,
        user: row.id(1)?,
        label: row.text(2)?,
        scopes: Scopes::parse(&row.text(3)?).map_err(|_| row.corrupt(3))?,
        created_by: row.opt_id(4)?,
        created_at: row.time(5)?,
        expires_at: row.time(6)?,
        replaces: row.opt_id(7)?,
        revoked_at: row.opt_time(8)?,
        last_used_at: row.opt_time(9)?,
    })
}

impl ReadTx {
    /// The credential that this token proves, whether it still stands or not.
    pub fn find_proved_credential(
        &mut self,
        token: &Token,
    ) -> Result<Option<ApiCredential>, Fault> {
        let values = [(&token.organisation).into(), (&token.id).into()];
        let Some(row) = self.find(&API_CREDENTIAL_BY_ID, &values)? else {
            return Ok(None);
        };
        let stored = row.blob(COLUMNS)?;
        let proved = self.keys().hash_matches(
            SECRET,
            &token.organisation,
            token.secret.as_bytes(),
            &stored,
        );
        proved.then(|| credential_of(&row)).transpose()
    }

    /// The credential with this key.
    pub fn find_api_credential(
        &mut self,
        org: OrganisationId,
        id: ApiCredentialId,
    ) -> Result<Option<ApiCredential>, Fault> {
        self.find(&API_CREDENTIAL_BY_ID, &[(&org).into(), (&id).into()])?
            .map(|row| credential_of(&row))
            .transpose()
    }

    /// The organisation's credentials after this one, the oldest first.
    pub fn api_credentials(
        &mut self,
        org: OrganisationId,
        after: Option<ApiCredentialId>,
        limit: u32,
    ) -> Result<Vec<ListedCredential>, Fault> {
        let after = after.unwrap_or_else(|| ApiCredentialId::from_bytes([0; 16]));
        let values = [(&org).into(), (&after).into(), limit.into()];
        self.query(&API_CREDENTIALS_AFTER, &values)?
            .iter()
            .map(|row| {
                Ok(ListedCredential {
                    credential: credential_of(row)?,
                    username: row.text(COLUMNS)?,
                    name: row.text(COLUMNS + 1)?,
                })
            })
            .collect()
    }

    /// The accounts of machines after this one, the oldest first.
    pub fn machines(
        &mut self,
        org: OrganisationId,
        after: Option<UserId>,
        limit: u32,
    ) -> Result<Vec<Machine>, Fault> {
        let after = after.unwrap_or_else(|| UserId::from_bytes([0; 16]));
        let values = [(&org).into(), (&after).into(), limit.into()];
        self.query(&MACHINES_AFTER, &values)?
            .iter()
            .map(|row| {
                Ok(Machine {
                    id: row.id(0)?,
                    username: row.text(1)?,
                    name: row.text(2)?,
                    suspended_at: row.opt_time(3)?,
                })
            })
            .collect()
    }
}

impl Tx {
    /// Adds a credential.
    pub fn insert_api_credential(
        &mut self,
        org: OrganisationId,
        new: &NewApiCredential<'_>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let hash = self.keys().hash(SECRET, &org, new.secret.as_bytes());
        let scopes = new.scopes.to_string();
        let values = [
            (&org).into(),
            (&new.id).into(),
            (&new.user).into(),
            new.label.into(),
            hash.as_bytes().into(),
            (&scopes).into(),
            new.created_by.as_ref().into(),
            now.into(),
            new.expires_at.into(),
            new.replaces.as_ref().into(),
        ];
        self.execute(&INSERT_API_CREDENTIAL, &values).map(|_| ())
    }

    /// The credential with this key, held until the unit ends: of two who rotate it at once one comes first.
    pub fn lock_api_credential(
        &mut self,
        org: OrganisationId,
        id: ApiCredentialId,
    ) -> Result<Option<ApiCredential>, Fault> {
        self.find(&LOCK_API_CREDENTIAL, &[(&org).into(), (&id).into()])?
            .map(|row| credential_of(&row))
            .transpose()
    }

    /// Revokes a credential that stands. False: it does not, or there is none.
    pub fn revoke_api_credential(
        &mut self,
        org: OrganisationId,
        id: ApiCredentialId,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&id).into(), now.into()];
        Ok(self.execute(&REVOKE_API_CREDENTIAL, &values)? == 1)
    }

    /// Lets a credential that stands end at `until` if it does not end before.
    pub fn shorten_api_credential(
        &mut self,
        org: OrganisationId,
        id: ApiCredentialId,
        until: Timestamp,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&id).into(), until.into()];
        Ok(self.execute(&SHORTEN_API_CREDENTIAL, &values)? == 1)
    }

    /// Notes when a credential was last used; never a moment before the one that stands there.
    pub fn touch_api_credential(
        &mut self,
        org: OrganisationId,
        id: ApiCredentialId,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let values = [(&org).into(), (&id).into(), now.into()];
        self.execute(&TOUCH_API_CREDENTIAL, &values).map(|_| ())
    }
}
