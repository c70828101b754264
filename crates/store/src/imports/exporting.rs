//! People with their roles and addresses, a page at a time in the order of usernames: two statements a page, whoever is on it.

use std::collections::BTreeMap;

use domain::id::{OrganisationId, UserId};
use domain::user::User;

use crate::addresses::Address;
use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::ReadTx;
use crate::users::{USER_COLUMNS, user_columns, user_of};

use crate::phrases::columns;

statements! {
    PEOPLE_EXPORTED = concat!("SELECT ", user_columns!(), ", u.role_set FROM users u WHERE u.organisation_id = $1 AND u.username > $2
        ORDER BY u.username LIMIT $3");
    ADDRESSES_EXPORTED = "SELECT a.address_id, a.user_id, a.channel, a.value, a.look_up, a.masked, a.verified_at, a.created_at
        FROM (SELECT u.organisation_id, u.user_id FROM users u WHERE u.organisation_id = $1 AND u.username > $2 ORDER BY u.username LIMIT $3) few
        CROSS JOIN addresses a WHERE a.organisation_id = few.organisation_id AND a.user_id = few.user_id";
}

/// Somebody with the keys of their roles and their addresses, the oldest first.
pub type Exported = (User, String, Vec<Address>);

impl ReadTx {
    /// The people whose usernames come after `after`, at most `limit` of them.
    pub fn exported_people(
        &mut self,
        org: OrganisationId,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<Exported>, Fault> {
        let values = [(&org).into(), after.unwrap_or("").into(), limit.into()];
        let people = self.query(&PEOPLE_EXPORTED, &values)?;
        let rows = self.query(&ADDRESSES_EXPORTED, &values)?;
        let mut addresses: BTreeMap<UserId, Vec<Address>> = BTreeMap::new();
        for row in &rows {
            let address = self.address_of(org, row)?;
            addresses.entry(address.user).or_default().push(address);
        }
        let whole = people.iter().map(|row| {
            let user = user_of(row, 0)?;
            let mut theirs = addresses.remove(&user.id).unwrap_or_default();
            theirs.sort_by_key(|address| address.id);
            Ok((user, row.text(USER_COLUMNS)?, theirs))
        });
        whole.collect()
    }
}
