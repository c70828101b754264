//! The organisation's catalogue of permissions: its own, and those that are built in.

use domain::id::{OrganisationId, UserId};

use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};

statements! {
    INSERT_PERMISSION = "INSERT INTO permissions (organisation_id, key, name, built_in, position) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (organisation_id, key) DO NOTHING";
    PERMISSIONS = "SELECT key, name, built_in, position FROM permissions WHERE organisation_id = $1 ORDER BY position, key";
    PEOPLE_WITH_PERMISSION = "SELECT u.user_id FROM users u WHERE u.organisation_id = $1 AND u.owner = 1 AND u.suspended_at IS NULL
        UNION SELECT v.user_id FROM role_permissions p
        JOIN user_roles m ON m.organisation_id = p.organisation_id AND m.role_id = p.role_id
        JOIN users v ON v.organisation_id = m.organisation_id AND v.user_id = m.user_id
        WHERE p.organisation_id = $1 AND p.permission_key = $2 AND v.suspended_at IS NULL
        ORDER BY 1 LIMIT $3";
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

    /// The people who have a permission by one of their roles, and the owners; nobody suspended, and not more than 200.
    pub fn people_with_permission(
        &mut self,
        org: OrganisationId,
        key: &str,
    ) -> Result<Vec<UserId>, Fault> {
        let values = [(&org).into(), key.into(), MOST_PEOPLE.into()];
        self.query(&PEOPLE_WITH_PERMISSION, &values)?
            .iter()
            .map(|row| row.id(0))
            .collect()
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
