//! What only the operator's command line asks: lists of people with their roles, and what a new base URL would leave behind.
//!
//! Nothing here writes.

use domain::id::OrganisationId;
use domain::user::User;

use crate::fault::Fault;
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::ReadTx;
use crate::users::{USER_COLUMNS, user_columns, user_of};

statements! {
    USERS_WITH_ROLES_AFTER = concat!("SELECT ", user_columns!(), ", u.role_set FROM users u
        WHERE u.organisation_id = $1 AND u.username > $2 ORDER BY u.username LIMIT $3");
    COUNT_BOUND = "SELECT
        (SELECT COUNT(*) FROM authenticators a WHERE a.organisation_id = $1 AND a.relying_party <> $2),
        (SELECT COUNT(DISTINCT a.user_id) FROM authenticators a WHERE a.organisation_id = $1 AND a.relying_party <> $2),
        (SELECT COUNT(*) FROM sessions s WHERE s.organisation_id = $1),
        (SELECT COUNT(*) FROM trusted_devices d WHERE d.organisation_id = $1)";
}

/// What is bound to an organisation's base URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoundToBaseUrl {
    /// Authenticators that know another relying-party id than the new one.
    pub authenticators: i64,
    /// The people whose they are.
    pub people: i64,
    /// Sessions, whose cookies belong to a host.
    pub sessions: i64,
    /// Trusted devices, whose cookies belong to a host.
    pub trusted_devices: i64,
}

impl ReadTx {
    /// Users after this username, each with the keys of their roles.
    pub fn users_with_roles(
        &mut self,
        org: OrganisationId,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<(User, Vec<String>)>, Fault> {
        let values = [
            (&org).into(),
            after.unwrap_or_default().into(),
            i64::from(limit).into(),
        ];
        let rows = self.query(&USERS_WITH_ROLES_AFTER, &values)?;
        rows.iter()
            .map(|row| {
                let role_set = row.text(USER_COLUMNS)?;
                let keys = role_set.split(',').filter(|key| !key.is_empty());
                Ok((user_of(row, 0)?, keys.map(str::to_owned).collect()))
            })
            .collect()
    }

    /// Counts what a new base URL with this relying-party id, or none, would leave behind.
    pub fn count_bound_to_base_url(
        &mut self,
        org: OrganisationId,
        relying_party: Option<&str>,
    ) -> Result<BoundToBaseUrl, Fault> {
        let id = relying_party.unwrap_or_default();
        let row = self.one(&COUNT_BOUND, &[(&org).into(), id.into()])?;
        Ok(BoundToBaseUrl {
            authenticators: row.int(0)?,
            people: row.int(1)?,
            sessions: row.int(2)?,
            trusted_devices: row.int(3)?,
        })
    }
}
