//! Passes: mailed links for a forgotten password or an invitation, and the enrolment passes that support hands out. Each is used once.
//!
//! A new pass of a purpose spends the earlier ones. An enrolment pass may have a code beside its link (`codes`). Being used up stands in
//! `single_use`.

mod codes;

pub(crate) use codes::STATEMENTS as CODE_STATEMENTS;

use domain::factor::Mark;
use domain::id::{OrganisationId, PassId, UserId};
use domain::time::Timestamp;
use domain::token::{Token, TokenSecret};

use crate::fault::Fault;
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

const SECRET: &str = "pass secret";

macro_rules! pass_columns {
    () => {
        columns!("": pass_id, user_id, purpose, channel, created_at, expires_at, used_at, secret_hash)
    };
}
pub(crate) use pass_columns;

statements! {
    SPEND_EARLIER_PASSES = "UPDATE passes SET used_at = $4
        WHERE organisation_id = $1 AND user_id = $2 AND purpose = $3 AND used_at IS NULL";
    INSERT_PASS = "INSERT INTO passes (organisation_id, pass_id, user_id, purpose, secret_hash, channel, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    PASS_BY_ID = concat!("SELECT ", pass_columns!(), " FROM passes WHERE organisation_id = $1 AND pass_id = $2");
    SPEND_PASSES_OF_USER = "UPDATE passes SET used_at = $3 WHERE organisation_id = $1 AND user_id = $2 AND used_at IS NULL";
    LOCK_USER_OF_PASS = "SELECT user_id FROM users WHERE organisation_id = $1 AND user_id = $2 FOR UPDATE";
}

/// What a pass is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PassPurpose {
    /// A new password for somebody who forgot theirs.
    ForgottenPassword,
    /// A first password.
    Invitation,
    /// A new second step for somebody who lost theirs.
    Enrolment,
}

impl PassPurpose {
    /// Its name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ForgottenPassword => "forgotten_password",
            Self::Invitation => "invitation",
            Self::Enrolment => "enrolment",
        }
    }

    /// The purpose with this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::ForgottenPassword, Self::Invitation, Self::Enrolment]
            .into_iter()
            .find(|purpose| purpose.as_str() == name)
    }
}

/// A pass to issue.
pub struct NewPass<'a> {
    /// Its key.
    pub id: PassId,
    /// Whose it is.
    pub user: UserId,
    /// What it is for.
    pub purpose: PassPurpose,
    /// The secret in its link.
    pub secret: &'a TokenSecret,
    /// The mailbox that it goes to.
    pub channel: Option<&'a Mark>,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pass {
    /// Its key.
    pub id: PassId,
    /// Whose it is.
    pub user: UserId,
    /// What it is for.
    pub purpose: PassPurpose,
    /// The mailbox that it went to.
    pub channel: Option<Mark>,
    /// When it was issued.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was used or replaced.
    pub used_at: Option<Timestamp>,
}

impl Pass {
    /// Whether a page may offer it: what decides is [`Tx::consume_pass`].
    pub fn is_usable(&self, now: Timestamp) -> bool {
        self.used_at.is_none() && now < self.expires_at
    }
}

/// Reads `pass_columns!`.
pub(crate) fn pass_of(row: &Row) -> Result<Pass, Fault> {
    Ok(Pass {
        id: row.id(0)?,
        user: row.id(1)?,
        purpose: PassPurpose::named(&row.text(2)?).ok_or_else(|| row.corrupt(2))?,
        channel: row.opt_blob(3)?.map(Mark::from_bytes),
        created_at: row.time(4)?,
        expires_at: row.time(5)?,
        used_at: row.opt_time(6)?,
    })
}

impl ReadTx {
    /// The pass that this token proves, whether it can be used or not.
    pub fn find_pass(&mut self, token: &Token) -> Result<Option<Pass>, Fault> {
        let values = [(&token.organisation).into(), (&token.id).into()];
        let Some(row) = self.find(&PASS_BY_ID, &values)? else {
            return Ok(None);
        };
        let stored = row.blob(7)?;
        let proved = self.keys().hash_matches(
            SECRET,
            &token.organisation,
            token.secret.as_bytes(),
            &stored,
        );
        proved.then(|| pass_of(&row)).transpose()
    }

    /// A pass by its key, for those who look after it: nobody gets in by that.
    pub fn pass_with_id(&mut self, org: OrganisationId, id: PassId) -> Result<Option<Pass>, Fault> {
        let row = self.find(&PASS_BY_ID, &[(&org).into(), (&id).into()])?;
        row.as_ref().map(pass_of).transpose()
    }
}

impl Tx {
    /// Issues a pass; the user's earlier ones of its purpose are spent.
    pub fn insert_pass(
        &mut self,
        org: OrganisationId,
        new: &NewPass<'_>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let hash = self.keys().hash(SECRET, &org, new.secret.as_bytes());
        let user = (&new.user).into();
        // Two links asked for at once: the later one waits here, and spends the earlier one.
        self.one(&LOCK_USER_OF_PASS, &[(&org).into(), user])?;
        let earlier = [(&org).into(), user, new.purpose.as_str().into(), now.into()];
        self.execute(&SPEND_EARLIER_PASSES, &earlier)?;
        let values = [
            (&org).into(),
            (&new.id).into(),
            user,
            new.purpose.as_str().into(),
            hash.as_bytes().into(),
            new.channel.map(Mark::as_bytes).into(),
            now.into(),
            new.expires_at.into(),
        ];
        self.execute(&INSERT_PASS, &values).map(|_| ())
    }

    /// Spends all of the user's passes, and tells how many there were.
    pub fn spend_passes_of_user(
        &mut self,
        org: OrganisationId,
        user: UserId,
        now: Timestamp,
    ) -> Result<u64, Fault> {
        self.execute(
            &SPEND_PASSES_OF_USER,
            &[(&org).into(), (&user).into(), now.into()],
        )
    }
}
