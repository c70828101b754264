//! What a list shows beside a name, for a whole page in one statement; and what locks a person out, noted where lists find it.

use std::collections::BTreeMap;

use domain::id::{OrganisationId, UserId};
use domain::time::Timestamp;

use super::texts::list_of;
use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};

statements! {
    MAILBOXES_OF = @sqlite {
        "SELECT a.user_id, a.value, a.verified_at FROM json_each($2) j CROSS JOIN addresses a
        WHERE a.organisation_id = $1 AND a.user_id = unhex(j.value) AND a.channel = 'email' ORDER BY a.address_id"
    } @postgres {
        "SELECT a.user_id, a.value, a.verified_at FROM jsonb_array_elements_text(CAST(CAST($2 AS TEXT) AS jsonb)) AS j (value)
        JOIN addresses a ON a.organisation_id = $1 AND a.user_id = decode(j.value, 'hex') AND a.channel = 'email' ORDER BY a.address_id"
    };
    /// Whoever holds the person's row meanwhile is not waited for: authenticators are locked already, and people come before them.
    NOTE_LOCKED = "UPDATE users SET locked_until = $3 WHERE organisation_id = $1 AND user_id =
        (SELECT known.user_id FROM users known WHERE known.organisation_id = $1 AND known.user_id = $2
            AND COALESCE(known.locked_until, 0) < $3 FOR UPDATE SKIP LOCKED)";
    UNLOCK_AUTHENTICATORS = "UPDATE authenticators SET failures = 0, wait_until = 0
        WHERE organisation_id = $1 AND user_id = $2 AND (failures > 0 OR wait_until > 0)";
    UNLOCK_USER = "UPDATE users SET locked_until = NULL WHERE organisation_id = $1 AND user_id = $2 AND locked_until IS NOT NULL";
}

/// A mailbox as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// As it was typed.
    pub value: String,
    /// Whether it was proved.
    pub verified: bool,
}

impl ReadTx {
    /// The first mailbox of each of these people; a proved one before any other.
    pub fn mailboxes_of(
        &mut self,
        org: OrganisationId,
        users: &[UserId],
    ) -> Result<BTreeMap<UserId, Mailbox>, Fault> {
        let ids = list_of(users.iter().copied());
        let mut mailboxes: BTreeMap<UserId, Mailbox> = BTreeMap::new();
        for row in self.query(&MAILBOXES_OF, &[(&org).into(), (&ids).into()])? {
            let value = String::from_utf8(row.blob(1)?).map_err(|_| row.corrupt(1))?;
            let verified = row.opt_time(2)?.is_some();
            let found = Mailbox { value, verified };
            let kept = mailboxes.entry(row.id(0)?).or_insert_with(|| found.clone());
            if verified && !kept.verified {
                *kept = found;
            }
        }
        Ok(mailboxes)
    }
}

impl Tx {
    /// Notes until when an authenticator of the person takes no answer, so that lists find them.
    pub(crate) fn note_locked(
        &mut self,
        org: OrganisationId,
        user: UserId,
        until: Timestamp,
    ) -> Result<(), Fault> {
        let values = [(&org).into(), (&user).into(), until.into()];
        self.execute(&NOTE_LOCKED, &values).map(|_| ())
    }

    /// Takes back all failures and waits of the person's authenticators. Tells how many had any.
    pub fn unlock_authenticators(
        &mut self,
        org: OrganisationId,
        user: UserId,
    ) -> Result<u64, Fault> {
        let values = [(&org).into(), (&user).into()];
        let unlocked = self.execute(&UNLOCK_AUTHENTICATORS, &values)?;
        self.forget_locked(org, user)?;
        Ok(unlocked)
    }

    /// Forgets that an authenticator of the person took no answer.
    pub(crate) fn forget_locked(&mut self, org: OrganisationId, user: UserId) -> Result<(), Fault> {
        let values = [(&org).into(), (&user).into()];
        self.execute(&UNLOCK_USER, &values).map(|_| ())
    }
}
