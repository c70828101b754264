//! People by class: how many are alike in all that the policy looks at, and the grace that begins for a class at once.
//!
//! A preview over everybody is one GROUP BY over an index that holds all it reads, never a walk over people.

use domain::effect::{Addresses, Class};
use domain::factor::FactorSet;
use domain::id::{OrganisationId, UserId};
use domain::time::Timestamp;

use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

statements! {
    CLASSES = "SELECT role_set, factor_set, address_set, owner, CASE WHEN suspended_at IS NULL THEN 0 ELSE 1 END, grace_until, COUNT(*)
        FROM users WHERE organisation_id = $1
        GROUP BY role_set, factor_set, address_set, owner, suspended_at, grace_until";
    CLASS_OF_USER = "SELECT role_set, factor_set, address_set, owner, CASE WHEN suspended_at IS NULL THEN 0 ELSE 1 END, grace_until, 1
        FROM users WHERE organisation_id = $1 AND user_id = $2";
    BEGIN_GRACE = "UPDATE users SET grace_until = $4, grace_told = 0
        WHERE organisation_id = $1 AND role_set = $2 AND factor_set = $3 AND suspended_at IS NULL AND grace_until IS NULL";
    BEGIN_GRACE_OF_USER = "UPDATE users SET grace_until = $3, grace_told = 0
        WHERE organisation_id = $1 AND user_id = $2 AND grace_until IS NULL";
}

/// Reads the columns of a class from column `first` on.
pub(crate) fn class_of(row: &Row, first: usize) -> Result<Class, Fault> {
    Ok(Class {
        roles: row.text(first)?,
        factors: FactorSet::parse(&row.text(first + 1)?),
        addresses: Addresses::parse(&row.text(first + 2)?),
        owner: row.truth(first + 3)?,
        suspended: row.truth(first + 4)?,
        grace: row.opt_time(first + 5)?,
        people: u64::from(row.count(first + 6)?),
    })
}

impl ReadTx {
    /// The organisation's people by class.
    pub fn classes(&mut self, org: OrganisationId) -> Result<Vec<Class>, Fault> {
        self.query(&CLASSES, &[(&org).into()])?
            .iter()
            .map(|row| class_of(row, 0))
            .collect()
    }

    /// The class of one person.
    pub fn find_class_of(
        &mut self,
        org: OrganisationId,
        user: UserId,
    ) -> Result<Option<Class>, Fault> {
        self.find(&CLASS_OF_USER, &[(&org).into(), (&user).into()])?
            .map(|row| class_of(&row, 0))
            .transpose()
    }
}

impl Tx {
    /// Lets everybody with these roles and factors put enrolment off until then, who is not suspended and was never given such a day
    /// before. Gives how many there were.
    pub fn begin_grace(
        &mut self,
        org: OrganisationId,
        class: &Class,
        until: Timestamp,
    ) -> Result<u64, Fault> {
        let factors = class.factors.to_string();
        let values = [
            (&org).into(),
            (&class.roles).into(),
            (&factors).into(),
            until.into(),
        ];
        self.execute(&BEGIN_GRACE, &values)
    }

    /// The same for one person. False: they were given a day before.
    pub fn begin_grace_of(
        &mut self,
        org: OrganisationId,
        user: UserId,
        until: Timestamp,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&user).into(), until.into()];
        Ok(self.execute(&BEGIN_GRACE_OF_USER, &values)? == 1)
    }
}
