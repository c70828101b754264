//! Whoever has a single authenticator, which lives in one device and cannot leave it: with the device they lose their way in.
//!
//! Which kinds do not count beside it (recovery codes) the caller says: the store knows no kind of factor. Nothing here writes.

use std::collections::BTreeSet;

use domain::factor::FactorKind;
use domain::id::{OrganisationId, RoleId, UserId};

use crate::fault::Fault;
use crate::people::texts::list_of;
use crate::statement::statements;
use crate::tx::ReadTx;

/// Of authenticator `a`: it lives in one device, and its person has no other but of the kind `$3`.
macro_rules! alone {
    () => {
        "a.on_one_device = 1 AND NOT EXISTS (SELECT 1 FROM authenticators o WHERE o.organisation_id = a.organisation_id
            AND o.user_id = a.user_id AND o.authenticator_id <> a.authenticator_id AND o.kind <> $3)"
    };
}

statements! {
    /// From the card's people to their devices: a card of few costs little in an organisation of many.
    COUNT_ON_ONE_DEVICE = concat!("SELECT COUNT(*) FROM user_roles m CROSS JOIN authenticators a CROSS JOIN users u
        WHERE m.organisation_id = $1 AND m.role_id = $2 AND a.organisation_id = m.organisation_id AND a.user_id = m.user_id
            AND u.organisation_id = m.organisation_id AND u.user_id = m.user_id AND u.suspended_at IS NULL AND ", alone!());
    ON_ONE_DEVICE = @sqlite {
        concat!("SELECT a.user_id FROM json_each($2) j CROSS JOIN authenticators a
        WHERE a.organisation_id = $1 AND a.user_id = unhex(j.value) AND ", alone!())
    } @postgres {
        concat!("SELECT a.user_id FROM jsonb_array_elements_text(CAST(CAST($2 AS TEXT) AS jsonb)) AS j (value)
        JOIN authenticators a ON a.organisation_id = $1 AND a.user_id = decode(j.value, 'hex') AND ", alone!())
    };
}

impl ReadTx {
    /// How many people with this role have nothing but one authenticator that lives in one device; those who are suspended apart. One of the kind
    /// `aside` is no other.
    pub fn count_on_one_device(
        &mut self,
        org: OrganisationId,
        role: RoleId,
        aside: Option<&FactorKind>,
    ) -> Result<u64, Fault> {
        let aside = aside.map_or("", FactorKind::as_str);
        let values = [(&org).into(), (&role).into(), aside.into()];
        let row = self.one(&COUNT_ON_ONE_DEVICE, &values)?;
        Ok(row.int(0)?.unsigned_abs())
    }

    /// Who among these people has nothing but one authenticator that lives in one device.
    pub fn on_one_device(
        &mut self,
        org: OrganisationId,
        users: &[UserId],
        aside: Option<&FactorKind>,
    ) -> Result<BTreeSet<UserId>, Fault> {
        let ids = list_of(users.iter().copied());
        let aside = aside.map_or("", FactorKind::as_str);
        let values = [(&org).into(), (&ids).into(), aside.into()];
        let rows = self.query(&ON_ONE_DEVICE, &values)?;
        rows.iter().map(|row| row.id(0)).collect()
    }
}
