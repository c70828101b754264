//! The order in which an organisation's role cards are leafed through, without what stands on them.

use domain::id::{OrganisationId, RoleId};

use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

statements! {
    ROLE_HEADINGS = "SELECT role_id, key, name FROM roles WHERE organisation_id = $1 ORDER BY position, key";
    ROLES_WITH_PERMISSION = "SELECT r.role_id, r.key, r.name FROM role_permissions p
        JOIN roles r ON r.organisation_id = p.organisation_id AND r.role_id = p.role_id
        WHERE p.organisation_id = $1 AND p.permission_key = $2 ORDER BY r.position, r.key";
    PLACE_ROLE = "UPDATE roles SET position = $3 WHERE organisation_id = $1 AND role_id = $2";
    LAST_ROLE_POSITION = "SELECT COALESCE(MAX(position), 0) FROM roles WHERE organisation_id = $1";
}

/// A role card by its heading alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleHeading {
    /// Its key in the database.
    pub id: RoleId,
    /// Its unchanging key on the wire.
    pub key: String,
    /// Its changeable name.
    pub name: String,
}

fn heading_of(row: &Row) -> Result<RoleHeading, Fault> {
    Ok(RoleHeading {
        id: row.id(0)?,
        key: row.text(1)?,
        name: row.text(2)?,
    })
}

impl ReadTx {
    /// The headings of all role cards, in their order.
    pub fn role_headings(&mut self, org: OrganisationId) -> Result<Vec<RoleHeading>, Fault> {
        let rows = self.query(&ROLE_HEADINGS, &[(&org).into()])?;
        rows.iter().map(heading_of).collect()
    }

    /// The headings of the role cards that give this permission, in their order.
    pub fn roles_with_permission(
        &mut self,
        org: OrganisationId,
        permission: &str,
    ) -> Result<Vec<RoleHeading>, Fault> {
        let values = [(&org).into(), permission.into()];
        let rows = self.query(&ROLES_WITH_PERMISSION, &values)?;
        rows.iter().map(heading_of).collect()
    }

    /// The place of a card behind all others.
    pub fn next_role_position(&mut self, org: OrganisationId) -> Result<i64, Fault> {
        let last = self.one(&LAST_ROLE_POSITION, &[(&org).into()])?.int(0)?;
        Ok(last.saturating_add(1))
    }
}

impl Tx {
    /// Moves a card to this place among the organisation's, from 0; beyond the last it becomes the last. False: there is no such card.
    pub fn move_role(
        &mut self,
        org: OrganisationId,
        role: RoleId,
        to: usize,
    ) -> Result<bool, Fault> {
        self.lock_catalogue(org)?;
        let mut order: Vec<RoleId> = self
            .role_headings(org)?
            .into_iter()
            .map(|heading| heading.id)
            .collect();
        let Some(from) = order.iter().position(|known| *known == role) else {
            return Ok(false);
        };
        let moved = order.remove(from);
        order.insert(to.min(order.len()), moved);
        for (position, id) in (1_i64..).zip(&order) {
            self.execute(&PLACE_ROLE, &[(&org).into(), id.into(), position.into()])?;
        }
        Ok(true)
    }
}
