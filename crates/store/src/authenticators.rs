//! Authenticators: the factors that users have enrolled. What `data` means only the factor knows; here it is sealed bytes.
//!
//! ```text
//! answered ── 1st to 4th wrong in a row ──► counted
//!          ── from the 5th ──► waiting 30 s, doubling to an hour
//!          ── the 100th ──► closed, until recovery or another factor opens it
//!          ── right ──► all counts of the kind are nought again (`single_use`)
//! ```
//!
//! The counts stand on the rows they guard, and one UPDATE counts, locks and reads. Whoever inserts or removes rows calls
//! [`Tx::refresh_factor_set`] once, at the end of the unit.

mod answers;

use domain::factor::{FactorKind, Mark};
use domain::id::{AuthenticatorId, OrganisationId, UserId};
use domain::time::Timestamp;

use crate::addresses::Channel;
use crate::fault::Fault;
use crate::keys::{Opened, Place};
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

pub use answers::AnswerBlocked;
pub(crate) use answers::STATEMENTS as ANSWER_STATEMENTS;

const TABLE: &str = "authenticators";
pub(crate) const IDENTIFIER: &str = "authenticator identifier";

/// What `consumed_through` is where no time step was ever accepted.
pub const NOTHING_CONSUMED: i64 = -1;

macro_rules! authenticator_columns {
    () => {
        columns!("": authenticator_id, user_id, kind, label, data, data_format, channel, relying_party, failures, wait_until,
            consumed_through, version, last_used_at, created_at)
    };
}
pub(crate) use authenticator_columns;

statements! {
    INSERT_AUTHENTICATOR = "INSERT INTO authenticators (organisation_id, authenticator_id, user_id, kind, label, data, data_format, identifier,
            channel, relying_party, on_one_device, failures, wait_until, consumed_through, version, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, $12, 1, $13)
        ON CONFLICT (organisation_id, kind, identifier) WHERE identifier IS NOT NULL DO NOTHING";
    AUTHENTICATORS_OF_USER = concat!("SELECT ", authenticator_columns!(), " FROM authenticators
        WHERE organisation_id = $1 AND user_id = $2 ORDER BY authenticator_id");
    AUTHENTICATOR_BY_ID = concat!("SELECT ", authenticator_columns!(), " FROM authenticators
        WHERE organisation_id = $1 AND user_id = $2 AND authenticator_id = $3");
    AUTHENTICATOR_BY_IDENTIFIER = concat!("SELECT ", authenticator_columns!(), " FROM authenticators
        WHERE organisation_id = $1 AND kind = $2 AND identifier = $3");
    ANOTHER_ON_CHANNEL = "SELECT user_id FROM authenticators WHERE organisation_id = $1 AND channel = $2 AND user_id <> $3 LIMIT 1";
    RENAME_AUTHENTICATOR = "UPDATE authenticators SET label = $4 WHERE organisation_id = $1 AND user_id = $2 AND authenticator_id = $3";
    REMOVE_AUTHENTICATOR = "DELETE FROM authenticators WHERE organisation_id = $1 AND user_id = $2 AND authenticator_id = $3";
    REMOVE_AUTHENTICATORS_OF_KIND = "DELETE FROM authenticators WHERE organisation_id = $1 AND user_id = $2 AND kind = $3";
    REMOVE_AUTHENTICATORS_OF_USER = "DELETE FROM authenticators WHERE organisation_id = $1 AND user_id = $2";
}

/// An authenticator to enrol.
pub struct NewAuthenticator<'a> {
    /// Its key.
    pub id: AuthenticatorId,
    /// Whose it is.
    pub user: UserId,
    /// The kind of factor.
    pub kind: &'a FactorKind,
    /// The person's name for it.
    pub label: &'a str,
    /// What the factor keeps, in clear; it is sealed on its way in.
    pub data: &'a [u8],
    /// The format that `data` is written in.
    pub data_format: i64,
    /// What it is found by without knowing the user, in clear; only a keyed hash is kept.
    pub identifier: Option<&'a [u8]>,
    /// The mailbox or number it goes through.
    pub channel: Option<&'a Mark>,
    /// The relying party it is bound to.
    pub relying_party: Option<&'a str>,
    /// Whether it lives in one device, which it cannot leave.
    pub on_one_device: bool,
    /// The time step that the enrolment itself used up; [`NOTHING_CONSUMED`] if none.
    pub consumed_through: i64,
}

/// An authenticator, opened. No Debug.
#[derive(Clone)]
pub struct Authenticator {
    /// Its key.
    pub id: AuthenticatorId,
    /// Whose it is.
    pub user: UserId,
    /// The kind of factor.
    pub kind: FactorKind,
    /// The person's name for it.
    pub label: String,
    /// What the factor keeps.
    pub data: Opened,
    /// The format that `data` is written in.
    pub data_format: i64,
    /// The mailbox or number it goes through.
    pub channel: Option<Mark>,
    /// The relying party it is bound to.
    pub relying_party: Option<String>,
    /// Wrong answers in a row, the one that is being counted among them.
    pub failures: i64,
    /// Until when no answer is taken.
    pub wait_until: Timestamp,
    /// The highest time step that was ever accepted.
    pub consumed_through: i64,
    /// Rises with every change of `data`.
    pub version: i64,
    /// When it proved something last.
    pub last_used_at: Option<Timestamp>,
    /// When it was enrolled.
    pub created_at: Timestamp,
}

/// Where an authenticator's data are sealed.
pub(crate) const fn place<'a>(
    org: &'a OrganisationId,
    authenticator: &'a AuthenticatorId,
    user: &'a UserId,
) -> Place<'a> {
    Place {
        organisation: org,
        table: TABLE,
        row: authenticator.as_bytes(),
        user: Some(user),
        column: "data",
    }
}

/// The kind is part of what is hashed, so that one identifier under two kinds leaves two hashes.
pub(crate) fn identifier_bytes(kind: &FactorKind, identifier: &[u8]) -> Vec<u8> {
    [kind.as_str().as_bytes(), &[0], identifier].concat()
}

impl ReadTx {
    /// Reads and opens `authenticator_columns!`.
    pub(crate) fn authenticator_of(
        &self,
        org: OrganisationId,
        row: &Row,
    ) -> Result<Authenticator, Fault> {
        let (id, user): (AuthenticatorId, UserId) = (row.id(0)?, row.id(1)?);
        Ok(Authenticator {
            id,
            user,
            kind: FactorKind::named(row.text(2)?),
            label: row.text(3)?,
            data: self.keys().open(place(&org, &id, &user), &row.blob(4)?)?,
            data_format: row.int(5)?,
            channel: row.opt_blob(6)?.map(Mark::from_bytes),
            relying_party: row.opt_text(7)?,
            failures: row.int(8)?,
            wait_until: row.time(9)?,
            consumed_through: row.int(10)?,
            version: row.int(11)?,
            last_used_at: row.opt_time(12)?,
            created_at: row.time(13)?,
        })
    }

    /// The user's authenticators, the oldest first.
    pub fn authenticators_of_user(
        &mut self,
        org: OrganisationId,
        user: UserId,
    ) -> Result<Vec<Authenticator>, Fault> {
        self.query(&AUTHENTICATORS_OF_USER, &[(&org).into(), (&user).into()])?
            .iter()
            .map(|row| self.authenticator_of(org, row))
            .collect()
    }

    /// Whether somebody else has an authenticator that comes through this mailbox or number.
    pub fn is_anothers_channel(
        &mut self,
        org: OrganisationId,
        user: UserId,
        (channel, canonical): (Channel, &str),
    ) -> Result<bool, Fault> {
        for mark in self.channel_marks(org, channel, canonical) {
            let values = [(&org).into(), mark.as_bytes().into(), (&user).into()];
            if self.find(&ANOTHER_ON_CHANNEL, &values)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// One authenticator of this user.
    pub fn find_authenticator(
        &mut self,
        org: OrganisationId,
        user: UserId,
        authenticator: AuthenticatorId,
    ) -> Result<Option<Authenticator>, Fault> {
        let values = [(&org).into(), (&user).into(), (&authenticator).into()];
        self.find(&AUTHENTICATOR_BY_ID, &values)?
            .map(|row| self.authenticator_of(org, &row))
            .transpose()
    }

    /// The authenticator of this kind that the identifier belongs to, whoever's it is.
    pub fn find_authenticator_by_identifier(
        &mut self,
        org: OrganisationId,
        kind: &FactorKind,
        identifier: &[u8],
    ) -> Result<Option<Authenticator>, Fault> {
        let marks = self
            .keys()
            .marks(IDENTIFIER, &org, &identifier_bytes(kind, identifier));
        for mark in marks {
            let values = [(&org).into(), kind.as_str().into(), mark.as_bytes().into()];
            if let Some(row) = self.find(&AUTHENTICATOR_BY_IDENTIFIER, &values)? {
                return self.authenticator_of(org, &row).map(Some);
            }
        }
        Ok(None)
    }

    /// Whether an earlier key's hash of this identifier stands already: the unique index sees one key's alone.
    fn is_known_under_earlier_keys(
        &mut self,
        org: OrganisationId,
        kind: &FactorKind,
        identifier: &[u8],
    ) -> Result<bool, Fault> {
        let marks = self
            .keys()
            .marks(IDENTIFIER, &org, &identifier_bytes(kind, identifier));
        for mark in marks.iter().skip(1) {
            let values = [(&org).into(), kind.as_str().into(), mark.as_bytes().into()];
            if self.find(&AUTHENTICATOR_BY_IDENTIFIER, &values)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Tx {
    /// Enrols an authenticator. False: its identifier belongs to one of this kind already.
    pub fn insert_authenticator(
        &mut self,
        org: OrganisationId,
        new: &NewAuthenticator<'_>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut hash = None;
        if let Some(identifier) = new.identifier {
            if self.is_known_under_earlier_keys(org, new.kind, identifier)? {
                return Ok(false);
            }
            hash = Some(self.keys().hash(
                IDENTIFIER,
                &org,
                &identifier_bytes(new.kind, identifier),
            ));
        }
        let (keys, random) = self.keys_and_random();
        let data = keys.seal(place(&org, &new.id, &new.user), new.data, random)?;
        let values = [
            (&org).into(),
            (&new.id).into(),
            (&new.user).into(),
            new.kind.as_str().into(),
            new.label.into(),
            (&data).into(),
            new.data_format.into(),
            hash.as_ref().map(crate::keys::KeyedHash::as_bytes).into(),
            new.channel.map(Mark::as_bytes).into(),
            new.relying_party.into(),
            new.on_one_device.into(),
            new.consumed_through.into(),
            now.into(),
        ];
        Ok(self.execute(&INSERT_AUTHENTICATOR, &values)? == 1)
    }

    /// Gives an authenticator of this user another name.
    pub fn rename_authenticator(
        &mut self,
        org: OrganisationId,
        user: UserId,
        authenticator: AuthenticatorId,
        label: &str,
    ) -> Result<bool, Fault> {
        let values = [
            (&org).into(),
            (&user).into(),
            (&authenticator).into(),
            label.into(),
        ];
        Ok(self.execute(&RENAME_AUTHENTICATOR, &values)? == 1)
    }

    /// Removes an authenticator of this user.
    pub fn remove_authenticator(
        &mut self,
        org: OrganisationId,
        user: UserId,
        authenticator: AuthenticatorId,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&user).into(), (&authenticator).into()];
        Ok(self.execute(&REMOVE_AUTHENTICATOR, &values)? == 1)
    }

    /// Removes all of this kind that the user has, and tells how many.
    pub fn remove_authenticators_of_kind(
        &mut self,
        org: OrganisationId,
        user: UserId,
        kind: &FactorKind,
    ) -> Result<u64, Fault> {
        let values = [(&org).into(), (&user).into(), kind.as_str().into()];
        self.execute(&REMOVE_AUTHENTICATORS_OF_KIND, &values)
    }

    /// Removes all that the user has, and tells how many.
    pub fn remove_authenticators_of_user(
        &mut self,
        org: OrganisationId,
        user: UserId,
    ) -> Result<u64, Fault> {
        self.execute(
            &REMOVE_AUTHENTICATORS_OF_USER,
            &[(&org).into(), (&user).into()],
        )
    }
}
