//! The organisation's catalogue of permissions: its own, and those that are built in.

use std::collections::BTreeSet;

use domain::id::{OrganisationId, UserId};

use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};

statements! {
    INSERT_PERMISSION = "INSERT INTO permissions (organisation_id, key, name, built_in, position) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (organisation_id, key) DO NOTHING";
    PERMISSIONS = "SELECT key, name, built_in, position FROM permissions WHERE organisation_id = $1 ORDER BY position, key";
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
    /// Whether it is a right inside Tvåsteg itself.
    pub built_in: bool,
    /// Its place in the catalogue.
    pub position: i64,
}

impl ReadTx {
    /// The organisation's catalogue, in its order.
    pub fn permissions(&mut self, org: OrganisationId) -> Result<Vec<Permission>, Fault> {
        self.query(&PERMISSIONS, &[(&org).into()])?
            .iter()
            .map(|row| {
                Ok(Permission {
                    key: row.text(0)?,
                    name: row.text(1)?,
                    built_in: row.truth(2)?,
                    position: row.int(3)?,
                })
            })
            .collect()
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
            permission.built_in.into(),
            permission.position.into(),
        ];
        Ok(self.execute(&INSERT_PERMISSION, &values)? == 1)
    }
}
