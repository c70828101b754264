//! The organisation's catalogue of permissions: its own, and those that are built in. What is built in is neither changed nor removed.
//!
//! Whoever changes the catalogue's order or removes from it locks the organisation first, so that two who do it at once come one after the
//! other.

use std::collections::BTreeSet;

use domain::id::{OrganisationId, UserId};

use crate::fault::Fault;
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

macro_rules! permission_columns {
    () => {
        columns!("": key, name, area, built_in, position)
    };
}

statements! {
    INSERT_PERMISSION = concat!("INSERT INTO permissions (organisation_id, ", permission_columns!(), ") VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (organisation_id, key) DO NOTHING");
    PERMISSIONS = concat!("SELECT ", permission_columns!(), " FROM permissions WHERE organisation_id = $1 ORDER BY position, key");
    PERMISSION_BY_KEY = concat!("SELECT ", permission_columns!(), " FROM permissions WHERE organisation_id = $1 AND key = $2");
    SAVE_PERMISSION = "UPDATE permissions SET name = $3, area = $4
        WHERE organisation_id = $1 AND key = $2 AND built_in = 0 AND name = $5 AND area = $6";
    PLACE_PERMISSION = "UPDATE permissions SET position = $3 WHERE organisation_id = $1 AND key = $2";
    REMOVE_PERMISSION = "DELETE FROM permissions WHERE organisation_id = $1 AND key = $2 AND built_in = 0";
    TAKE_PERMISSION = "DELETE FROM role_permissions WHERE organisation_id = $1 AND permission_key = $2";
    TOUCH_HOLDING_ROLES = "UPDATE roles SET version = version + 1 WHERE organisation_id = $1
          AND role_id IN (SELECT p.role_id FROM role_permissions p WHERE p.organisation_id = $1 AND p.permission_key = $2)";
    LOCK_CATALOGUE = "SELECT organisation_id FROM organisations WHERE organisation_id = $1 FOR UPDATE";
    OWNERS = "SELECT user_id FROM users WHERE organisation_id = $1 AND owner = 1 AND suspended_at IS NULL ORDER BY user_id LIMIT $2";
    /// A cross join keeps its order: few roles have a permission, and very many people may have roles.
    HOLDERS_OF_PERMISSION = "SELECT DISTINCT m.user_id FROM role_permissions p CROSS JOIN user_roles m CROSS JOIN users u
        WHERE p.organisation_id = $1 AND p.permission_key = $3
          AND m.organisation_id = p.organisation_id AND m.role_id = p.role_id
          AND u.organisation_id = m.organisation_id AND u.user_id = m.user_id AND u.suspended_at IS NULL
        ORDER BY m.user_id LIMIT $2";
}

/// A letter to all who look after something goes to no more people than this: a permission that everybody has is no circle to write to.
const MOST_PEOPLE: u32 = 200;

/// A right that role cards can give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permission {
    /// Its unchanging key.
    pub key: String,
    /// Its changeable name.
    pub name: String,
    /// The heading it stands under on the card; empty = none.
    pub area: String,
    /// Whether it is a right inside Tvåsteg itself.
    pub built_in: bool,
    /// Its place in the catalogue.
    pub position: i64,
}

fn permission_of(row: &Row) -> Result<Permission, Fault> {
    Ok(Permission {
        key: row.text(0)?,
        name: row.text(1)?,
        area: row.text(2)?,
        built_in: row.truth(3)?,
        position: row.int(4)?,
    })
}

impl ReadTx {
    /// The organisation's catalogue, in its order.
    pub fn permissions(&mut self, org: OrganisationId) -> Result<Vec<Permission>, Fault> {
        self.query(&PERMISSIONS, &[(&org).into()])?
            .iter()
            .map(permission_of)
            .collect()
    }

    /// The permission with this key.
    pub fn find_permission(
        &mut self,
        org: OrganisationId,
        key: &str,
    ) -> Result<Option<Permission>, Fault> {
        let row = self.find(&PERMISSION_BY_KEY, &[(&org).into(), key.into()])?;
        row.as_ref().map(permission_of).transpose()
    }

    /// The people who have a permission by one of their roles, and the owners; nobody suspended, and not more than 200 of each.
    pub fn people_with_permission(
        &mut self,
        org: OrganisationId,
        key: &str,
    ) -> Result<Vec<UserId>, Fault> {
        let values = [(&org).into(), MOST_PEOPLE.into(), key.into()];
        let mut rows = self.query(&OWNERS, &values[..2])?;
        rows.extend(self.query(&HOLDERS_OF_PERMISSION, &values)?);
        let people: BTreeSet<UserId> =
            rows.iter().map(|row| row.id(0)).collect::<Result<_, _>>()?;
        Ok(people.into_iter().collect())
    }
}

impl Tx {
    /// Adds a permission to the catalogue. False: the key is there already.
    pub fn insert_permission(
        &mut self,
        org: OrganisationId,
        permission: &Permission,
    ) -> Result<bool, Fault> {
        let values = [
            (&org).into(),
            (&permission.key).into(),
            (&permission.name).into(),
            (&permission.area).into(),
            permission.built_in.into(),
            permission.position.into(),
        ];
        Ok(self.execute(&INSERT_PERMISSION, &values)? == 1)
    }

    /// Locks the organisation for a change of its catalogue or its cards: what is read from here on is as it will be at the commit.
    pub fn lock_catalogue(&mut self, org: OrganisationId) -> Result<(), Fault> {
        self.find(&LOCK_CATALOGUE, &[(&org).into()]).map(|_| ())
    }

    /// Gives a permission of the organisation's own another name and area. False: it is built in, gone, or was changed since it was read
    /// as `was`.
    pub fn save_permission(
        &mut self,
        org: OrganisationId,
        was: &Permission,
        name: &str,
        area: &str,
    ) -> Result<bool, Fault> {
        let values = [
            (&org).into(),
            (&was.key).into(),
            name.into(),
            area.into(),
            (&was.name).into(),
            (&was.area).into(),
        ];
        Ok(self.execute(&SAVE_PERMISSION, &values)? == 1)
    }

    /// Puts the catalogue into this order, from 0. Keys that are not in it are passed over, and what is not named keeps its place.
    pub fn place_permissions(
        &mut self,
        org: OrganisationId,
        order: &[String],
    ) -> Result<(), Fault> {
        for (position, key) in (0_i64..).zip(order) {
            self.execute(
                &PLACE_PERMISSION,
                &[(&org).into(), key.into(), position.into()],
            )?;
        }
        Ok(())
    }

    /// Removes a permission of the organisation's own from the catalogue and from every card that gives it, and raises the versions of
    /// those cards and the policy epoch. False: there is no such permission, or it is built in.
    pub fn remove_permission(&mut self, org: OrganisationId, key: &str) -> Result<bool, Fault> {
        self.lock_catalogue(org)?;
        let found = self.find_permission(org, key)?;
        if found.is_none_or(|found| found.built_in) {
            return Ok(false);
        }
        let values = [(&org).into(), key.into()];
        self.execute(&TOUCH_HOLDING_ROLES, &values)?;
        self.execute(&TAKE_PERMISSION, &values)?;
        let removed = self.execute(&REMOVE_PERMISSION, &values)? == 1;
        self.bump_policy_epoch(org)?;
        Ok(removed)
    }
}
