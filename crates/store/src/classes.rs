//! People by class: how many are alike in all that the policy looks at, and the grace that begins for a class at once.
//!
//! A preview over everybody is one GROUP BY over an index that holds all it reads, never a walk over people.

use domain::effect::{Addresses, Class};
use domain::factor::{FactorKind, FactorSet};
use domain::id::{AuthenticatorId, OrganisationId, UserId};
use domain::time::Timestamp;

use crate::authenticators::Authenticator;
use crate::fault::Fault;
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

statements! {
    CLASSES = "SELECT role_set, factor_set, address_set, owner, CASE WHEN suspended_at IS NULL THEN 0 ELSE 1 END, grace_until, COUNT(*)
        FROM users WHERE organisation_id = $1
        GROUP BY role_set, factor_set, address_set, owner, suspended_at, grace_until";
    CLASS_OF_USER = "SELECT role_set, factor_set, address_set, owner, CASE WHEN suspended_at IS NULL THEN 0 ELSE 1 END, grace_until, 1
        FROM users WHERE organisation_id = $1 AND user_id = $2";
    OF_KIND = concat!("SELECT ", columns!("a.": authenticator_id, user_id, kind, label, data, data_format, channel, relying_party, failures,
            wait_until, consumed_through, version, last_used_at, created_at), ", u.role_set, u.factor_set, u.address_set, u.owner,
            CASE WHEN u.suspended_at IS NULL THEN 0 ELSE 1 END, u.grace_until, 1
        FROM authenticators a JOIN users u ON u.organisation_id = a.organisation_id AND u.user_id = a.user_id
        WHERE a.organisation_id = $1 AND a.kind = $2 AND (a.user_id, a.kind, a.authenticator_id) > ($3, $2, $4)
        ORDER BY a.user_id, a.kind, a.authenticator_id LIMIT $5");
    BEGIN_GRACE = "UPDATE users SET grace_until = $4, grace_told = 0
        WHERE organisation_id = $1 AND role_set = $2 AND factor_set = $3 AND suspended_at IS NULL AND grace_until IS NULL";
    MOVE_GRACE = "UPDATE users SET grace_until = $5, grace_told = 0
        WHERE organisation_id = $1 AND role_set = $2 AND factor_set = $3 AND grace_until = $4";
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

    /// Authenticators of one kind, each with the class of whoever has it, behind `after`: person by person.
    pub fn authenticators_of_kind(
        &mut self,
        org: OrganisationId,
        kind: &FactorKind,
        after: Option<(UserId, AuthenticatorId)>,
        limit: u32,
    ) -> Result<Vec<(Authenticator, Class)>, Fault> {
        let first = || {
            (
                UserId::from_bytes([0; 16]),
                AuthenticatorId::from_bytes([0; 16]),
            )
        };
        let (user, authenticator) = after.unwrap_or_else(first);
        let values = [
            (&org).into(),
            kind.as_str().into(),
            (&user).into(),
            (&authenticator).into(),
            i64::from(limit).into(),
        ];
        self.query(&OF_KIND, &values)?
            .iter()
            .map(|row| Ok((self.authenticator_of(org, row)?, class_of(row, 14)?)))
            .collect()
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

    /// Gives everybody with these roles, these factors and the class's day another day, or none. Gives how many there were.
    pub fn move_grace(
        &mut self,
        org: OrganisationId,
        class: &Class,
        until: Option<Timestamp>,
    ) -> Result<u64, Fault> {
        let factors = class.factors.to_string();
        let values = [
            (&org).into(),
            (&class.roles).into(),
            (&factors).into(),
            class.grace.into(),
            until.into(),
        ];
        self.execute(&MOVE_GRACE, &values)
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
