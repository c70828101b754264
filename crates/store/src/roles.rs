//! Role cards, the catalogue of permissions, and who has which role.
//!
//! A change of a card raises the organisation's policy epoch; a role given or taken raises the user's epoch and rewrites `users.role_set`.

mod order;
mod permissions;

use std::collections::BTreeMap;

use domain::factor::FactorSet;
use domain::id::{OrganisationId, RoleId, UserId};
use domain::role::{Minimum, Role};
use domain::time::Timestamp;

use crate::fault::Fault;
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::{Row, Value};

pub use order::RoleHeading;
pub(crate) use order::STATEMENTS as ORDER_STATEMENTS;
pub use permissions::Permission;
pub(crate) use permissions::STATEMENTS as PERMISSION_STATEMENTS;

macro_rules! role_columns {
    () => {
        columns!("r.": role_id, key, name, owner_assigns, api_integrator, two_step, trusted_days, allowed_factors, minimum, version,
            two_step_from, grace_days)
    };
}

statements! {
    INSERT_ROLE = "INSERT INTO roles (organisation_id, role_id, key, name, position, owner_assigns, api_integrator, two_step, trusted_days,
            allowed_factors, minimum, two_step_from, grace_days, version, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14) ON CONFLICT (organisation_id, key) DO NOTHING";
    INSERT_ROLE_PERMISSION = "INSERT INTO role_permissions (organisation_id, role_id, permission_key) VALUES ($1, $2, $3)";
    REMOVE_ROLE_PERMISSIONS = "DELETE FROM role_permissions WHERE organisation_id = $1 AND role_id = $2";
    ROLES = concat!("SELECT ", role_columns!(), " FROM roles r WHERE r.organisation_id = $1 ORDER BY r.position, r.key");
    ROLE_BY_ID = concat!("SELECT ", role_columns!(), " FROM roles r WHERE r.organisation_id = $1 AND r.role_id = $2");
    ROLE_BY_KEY = concat!("SELECT ", role_columns!(), " FROM roles r WHERE r.organisation_id = $1 AND r.key = $2");
    ROLES_OF_USER = concat!("SELECT ", role_columns!(), " FROM user_roles m
        JOIN roles r ON r.organisation_id = m.organisation_id AND r.role_id = m.role_id
        WHERE m.organisation_id = $1 AND m.user_id = $2 ORDER BY r.position, r.key");
    PERMISSIONS_OF_ROLES = "SELECT role_id, permission_key FROM role_permissions WHERE organisation_id = $1";
    PERMISSIONS_OF_ROLE = "SELECT role_id, permission_key FROM role_permissions WHERE organisation_id = $1 AND role_id = $2";
    PERMISSIONS_OF_USER = "SELECT p.role_id, p.permission_key FROM user_roles m
        JOIN role_permissions p ON p.organisation_id = m.organisation_id AND p.role_id = m.role_id
        WHERE m.organisation_id = $1 AND m.user_id = $2";
    SAVE_ROLE = "UPDATE roles SET name = $4, owner_assigns = $5, api_integrator = $6, two_step = $7, trusted_days = $8,
            allowed_factors = $9, minimum = $10, two_step_from = $11, grace_days = $12, version = version + 1
        WHERE organisation_id = $1 AND role_id = $2 AND version = $3";
    LOCK_ROLE = "SELECT role_id FROM roles WHERE organisation_id = $1 AND role_id = $2 FOR UPDATE";
    REMOVE_ROLE = "DELETE FROM roles WHERE organisation_id = $1 AND role_id = $2";
    ASSIGN_ROLE = "INSERT INTO user_roles (organisation_id, user_id, role_id, assigned_at, name_key)
        VALUES ($1, $2, $3, $4, COALESCE((SELECT name_key FROM users WHERE organisation_id = $1 AND user_id = $2), ''))
        ON CONFLICT (organisation_id, user_id, role_id) DO NOTHING";
    UNASSIGN_ROLE = "DELETE FROM user_roles WHERE organisation_id = $1 AND user_id = $2 AND role_id = $3";
    COUNT_USERS_OF_ROLE = "SELECT COUNT(*) FROM user_roles WHERE organisation_id = $1 AND role_id = $2";
    ROLE_KEYS_OF_USER = "SELECT r.key FROM user_roles m JOIN roles r ON r.organisation_id = m.organisation_id AND r.role_id = m.role_id
        WHERE m.organisation_id = $1 AND m.user_id = $2";
    SET_ROLE_SET = "UPDATE users SET role_set = $3 WHERE organisation_id = $1 AND user_id = $2";
}

fn role_of(row: &Row) -> Result<Role, Fault> {
    Ok(Role {
        id: row.id(0)?,
        key: row.text(1)?,
        name: row.text(2)?,
        owner_assigns: row.truth(3)?,
        api_integrator: row.truth(4)?,
        two_step: row.truth(5)?,
        trusted_days: row.count(6)?,
        allowed_factors: row.opt_text(7)?.map(|text| FactorSet::parse(&text)),
        minimum: Minimum::named(&row.text(8)?).ok_or_else(|| row.corrupt(8))?,
        permissions: std::collections::BTreeSet::new(),
        version: row.int(9)?,
        two_step_from: row.opt_time(10)?,
        grace_days: row.count(11)?,
    })
}

fn with_permissions(roles: &[Row], permissions: &[Row]) -> Result<Vec<Role>, Fault> {
    let mut keys: BTreeMap<RoleId, Vec<String>> = BTreeMap::new();
    for row in permissions {
        keys.entry(row.id(0)?).or_default().push(row.text(1)?);
    }
    roles
        .iter()
        .map(|row| {
            let mut role = role_of(row)?;
            role.permissions
                .extend(keys.remove(&role.id).unwrap_or_default());
            Ok(role)
        })
        .collect()
}

impl ReadTx {
    fn role_found(&mut self, org: OrganisationId, row: Option<Row>) -> Result<Option<Role>, Fault> {
        let Some(row) = row else {
            return Ok(None);
        };
        let id: RoleId = row.id(0)?;
        let permissions = self.query(&PERMISSIONS_OF_ROLE, &[(&org).into(), (&id).into()])?;
        Ok(with_permissions(&[row], &permissions)?.pop())
    }

    /// The role card with this id.
    pub fn find_role(&mut self, org: OrganisationId, role: RoleId) -> Result<Option<Role>, Fault> {
        let row = self.find(&ROLE_BY_ID, &[(&org).into(), (&role).into()])?;
        self.role_found(org, row)
    }

    /// The role card with this key.
    pub fn find_role_by_key(
        &mut self,
        org: OrganisationId,
        key: &str,
    ) -> Result<Option<Role>, Fault> {
        let row = self.find(&ROLE_BY_KEY, &[(&org).into(), key.into()])?;
        self.role_found(org, row)
    }

    /// All role cards of the organisation, in their order.
    pub fn roles(&mut self, org: OrganisationId) -> Result<Vec<Role>, Fault> {
        let roles = self.query(&ROLES, &[(&org).into()])?;
        let permissions = self.query(&PERMISSIONS_OF_ROLES, &[(&org).into()])?;
        with_permissions(&roles, &permissions)
    }

    /// The role cards that the user has.
    pub fn roles_of_user(&mut self, org: OrganisationId, user: UserId) -> Result<Vec<Role>, Fault> {
        let values = [(&org).into(), (&user).into()];
        let roles = self.query(&ROLES_OF_USER, &values)?;
        if roles.is_empty() {
            return Ok(Vec::new());
        }
        let permissions = self.query(&PERMISSIONS_OF_USER, &values)?;
        with_permissions(&roles, &permissions)
    }

    /// How many users have the role.
    pub fn count_users_of_role(&mut self, org: OrganisationId, role: RoleId) -> Result<i64, Fault> {
        self.one(&COUNT_USERS_OF_ROLE, &[(&org).into(), (&role).into()])?
            .int(0)
    }
}

impl Tx {
    /// Adds a role card with its permissions, as version 1, and raises the policy epoch. False: another card has the key.
    pub fn insert_role(
        &mut self,
        org: OrganisationId,
        role: &Role,
        position: i64,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let allowed = role.allowed_factors.as_ref().map(FactorSet::to_string);
        let inserted = self.execute(
            &INSERT_ROLE,
            &[
                (&org).into(),
                (&role.id).into(),
                (&role.key).into(),
                (&role.name).into(),
                position.into(),
                role.owner_assigns.into(),
                role.api_integrator.into(),
                role.two_step.into(),
                role.trusted_days.into(),
                allowed.as_ref().into(),
                role.minimum.as_str().into(),
                role.two_step_from.into(),
                role.grace_days.into(),
                now.into(),
            ],
        )?;
        if inserted == 0 {
            return Ok(false);
        }
        self.insert_role_permissions(org, role)?;
        self.bump_policy_epoch(org)?;
        Ok(true)
    }

    fn insert_role_permissions(&mut self, org: OrganisationId, role: &Role) -> Result<(), Fault> {
        for key in &role.permissions {
            let values = [(&org).into(), (&role.id).into(), key.into()];
            self.execute(&INSERT_ROLE_PERMISSION, &values)?;
        }
        Ok(())
    }

    /// Saves a card that was read at `role.version`, and raises the policy epoch. False: it was changed or removed since.
    pub fn save_role(&mut self, org: OrganisationId, role: &Role) -> Result<bool, Fault> {
        let allowed = role.allowed_factors.as_ref().map(FactorSet::to_string);
        let saved = self.execute(
            &SAVE_ROLE,
            &[
                (&org).into(),
                (&role.id).into(),
                role.version.into(),
                (&role.name).into(),
                role.owner_assigns.into(),
                role.api_integrator.into(),
                role.two_step.into(),
                role.trusted_days.into(),
                allowed.as_ref().into(),
                role.minimum.as_str().into(),
                role.two_step_from.into(),
                role.grace_days.into(),
            ],
        )?;
        if saved == 0 {
            return Ok(false);
        }
        self.execute(
            &REMOVE_ROLE_PERMISSIONS,
            &[(&org).into(), (&role.id).into()],
        )?;
        self.insert_role_permissions(org, role)?;
        self.bump_policy_epoch(org)?;
        Ok(true)
    }

    /// Removes a card that nobody has. False: it is gone, or somebody has it.
    pub fn remove_role(&mut self, org: OrganisationId, role: RoleId) -> Result<bool, Fault> {
        let values: [Value<'_>; 2] = [(&org).into(), (&role).into()];
        // Locked first: nobody can be given the card between the count and the removal.
        if self.find(&LOCK_ROLE, &values)?.is_none() || self.count_users_of_role(org, role)? > 0 {
            return Ok(false);
        }
        self.execute(&REMOVE_ROLE_PERMISSIONS, &values)?;
        self.execute(&REMOVE_ROLE, &values)?;
        self.bump_policy_epoch(org)?;
        Ok(true)
    }

    /// Gives the user a role. False: they had it.
    pub fn assign_role(
        &mut self,
        org: OrganisationId,
        user: UserId,
        role: RoleId,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&user).into(), (&role).into(), now.into()];
        let changed = self.execute(&ASSIGN_ROLE, &values)? == 1;
        if changed {
            self.refresh_role_set(org, user)?;
        }
        Ok(changed)
    }

    /// Takes a role from the user. False: they did not have it.
    pub fn unassign_role(
        &mut self,
        org: OrganisationId,
        user: UserId,
        role: RoleId,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&user).into(), (&role).into()];
        let changed = self.execute(&UNASSIGN_ROLE, &values)? == 1;
        if changed {
            self.refresh_role_set(org, user)?;
        }
        Ok(changed)
    }

    /// Raises the epoch, which locks the user, and rewrites the set of role keys.
    fn refresh_role_set(&mut self, org: OrganisationId, user: UserId) -> Result<(), Fault> {
        self.bump_user_epoch(org, user)?;
        let mut keys = self
            .query(&ROLE_KEYS_OF_USER, &[(&org).into(), (&user).into()])?
            .iter()
            .map(|row| row.text(0))
            .collect::<Result<Vec<_>, _>>()?;
        keys.sort_unstable();
        let text = keys.join(",");
        self.execute(
            &SET_ROLE_SET,
            &[(&org).into(), (&user).into(), (&text).into()],
        )
        .map(|_| ())
    }
}
