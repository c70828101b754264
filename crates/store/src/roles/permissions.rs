//! The organisation's catalogue of permissions: its own, and those that are built in.

use domain::id::OrganisationId;

use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};

statements! {
    INSERT_PERMISSION = "INSERT INTO permissions (organisation_id, key, name, built_in, position) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (organisation_id, key) DO NOTHING";
    PERMISSIONS = "SELECT key, name, built_in, position FROM permissions WHERE organisation_id = $1 ORDER BY position, key";
}

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
