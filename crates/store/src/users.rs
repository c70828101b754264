//! Users: people and the accounts of machines, each in one organisation.
//!
//! `epoch` rises with whatever may change what a session of the user is worth: suspension, password, factors, roles, sessions ended. The
//! password's hash leaves this file only in an [`Account`].

use domain::email::EmailAddress;
use domain::factor::{FactorKind, FactorSet};
use domain::id::{OrganisationId, UserId};
use domain::time::Timestamp;
use domain::user::{User, Username};

use crate::addresses::Channel;
use crate::fault::Fault;
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

macro_rules! user_columns {
    () => {
        concat!(
            columns!("u.": user_id, username, name, language, owner, epoch, factor_set, preferred_factor, grace_until,
                suspended_at, last_login_at),
            ", CASE WHEN u.password_hash IS NULL THEN 0 ELSE 1 END"
        )
    };
}
pub(crate) use user_columns;

/// How many columns `user_columns!` names.
pub(crate) const USER_COLUMNS: usize = 12;

statements! {
    INSERT_USER = "INSERT INTO users (organisation_id, user_id, username, name, language, owner, password_hash, password_set_at, epoch,
            role_set, factor_set, grace_until, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, '', '', $9, $10) ON CONFLICT (organisation_id, username) DO NOTHING";
    USER_BY_ID = concat!("SELECT ", user_columns!(), ", u.password_hash FROM users u WHERE u.organisation_id = $1 AND u.user_id = $2");
    USER_BY_USERNAME = concat!("SELECT ", user_columns!(), ", u.password_hash FROM users u WHERE u.organisation_id = $1 AND u.username = $2");
    USERS_BY_EMAIL = concat!("SELECT DISTINCT ", user_columns!(), ", u.password_hash FROM addresses a
        JOIN users u ON u.organisation_id = a.organisation_id AND u.user_id = a.user_id
        WHERE a.organisation_id = $1 AND a.look_up = $2 AND a.channel = $3 AND a.verified_at IS NOT NULL LIMIT 2");
    USERS_AFTER = concat!("SELECT ", user_columns!(), " FROM users u WHERE u.organisation_id = $1 AND u.username > $2
        ORDER BY u.username LIMIT $3");
    SET_PASSWORD = "UPDATE users SET password_hash = $3, password_set_at = $4, epoch = epoch + 1
        WHERE organisation_id = $1 AND user_id = $2";
    REHASH_PASSWORD = "UPDATE users SET password_hash = $4 WHERE organisation_id = $1 AND user_id = $2 AND password_hash = $3";
    BUMP_USER_EPOCH = "UPDATE users SET epoch = epoch + 1 WHERE organisation_id = $1 AND user_id = $2 RETURNING epoch";
    LOCK_USER = "SELECT user_id FROM users WHERE organisation_id = $1 AND user_id = $2 FOR UPDATE";
    SET_SUSPENDED = "UPDATE users SET suspended_at = $3, epoch = epoch + 1 WHERE organisation_id = $1 AND user_id = $2";
    SET_OWNER = "UPDATE users SET owner = $3, epoch = epoch + 1 WHERE organisation_id = $1 AND user_id = $2";
    COUNT_OWNERS = "SELECT COUNT(*) FROM users WHERE organisation_id = $1 AND owner = 1 AND suspended_at IS NULL";
    SET_LANGUAGE = "UPDATE users SET language = $3 WHERE organisation_id = $1 AND user_id = $2";
    SET_NAME = "UPDATE users SET name = $3, language = $4 WHERE organisation_id = $1 AND user_id = $2";
    SET_GRACE = "UPDATE users SET grace_until = $3, grace_told = 0 WHERE organisation_id = $1 AND user_id = $2";
    NOTE_LOGIN = "UPDATE users SET last_login_at = $3, preferred_factor = COALESCE($4, preferred_factor),
            locked_until = CASE WHEN CAST($4 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM authenticators a
                WHERE a.organisation_id = $1 AND a.user_id = $2 AND a.failures > 4) THEN locked_until END
        WHERE organisation_id = $1 AND user_id = $2 AND COALESCE(last_login_at, 0) <= $3";
    KINDS_OF_USER = "SELECT DISTINCT kind FROM authenticators WHERE organisation_id = $1 AND user_id = $2";
    SET_FACTOR_SET = "UPDATE users SET factor_set = $3, locked_until = CASE WHEN EXISTS (SELECT 1 FROM authenticators a
            WHERE a.organisation_id = $1 AND a.user_id = $2 AND a.failures > 4) THEN locked_until END
        WHERE organisation_id = $1 AND user_id = $2";
}

/// A user to add.
pub struct NewUser<'a> {
    /// Its key.
    pub id: UserId,
    /// The canonical username.
    pub username: &'a Username,
    /// The name for people.
    pub name: &'a str,
    /// The language that was chosen.
    pub language: Option<&'a str>,
    /// Whether the person owns the organisation.
    pub owner: bool,
    /// The hash of the password, in the PHC form.
    pub password_hash: Option<&'a str>,
    /// Until when enrolment may be put off.
    pub grace_until: Option<Timestamp>,
}

/// A user with the hash of their password. No Debug.
#[derive(Clone)]
pub struct Account {
    /// The user.
    pub user: User,
    /// The hash in the PHC form; nothing where there is no password.
    pub password_hash: Option<String>,
}

/// Reads `user_columns!` from column `first` on.
pub(crate) fn user_of(row: &Row, first: usize) -> Result<User, Fault> {
    Ok(User {
        id: row.id(first)?,
        username: row.text(first + 1)?,
        name: row.text(first + 2)?,
        language: row.opt_text(first + 3)?,
        owner: row.truth(first + 4)?,
        epoch: row.int(first + 5)?,
        factor_set: FactorSet::parse(&row.text(first + 6)?),
        preferred_factor: row.opt_text(first + 7)?.map(FactorKind::named),
        grace_until: row.opt_time(first + 8)?,
        suspended_at: row.opt_time(first + 9)?,
        last_login_at: row.opt_time(first + 10)?,
        has_password: row.truth(first + 11)?,
    })
}

fn account_of(row: &Row) -> Result<Account, Fault> {
    Ok(Account {
        user: user_of(row, 0)?,
        password_hash: row.opt_text(USER_COLUMNS)?,
    })
}

impl ReadTx {
    /// The user with this id, which must be there.
    pub fn user(&mut self, org: OrganisationId, user: UserId) -> Result<User, Fault> {
        user_of(&self.one(&USER_BY_ID, &[(&org).into(), (&user).into()])?, 0)
    }

    /// The user with this id.
    pub fn find_user(&mut self, org: OrganisationId, user: UserId) -> Result<Option<User>, Fault> {
        Ok(self.find_account(org, user)?.map(|account| account.user))
    }

    /// The user with this id and the hash of their password.
    pub fn find_account(
        &mut self,
        org: OrganisationId,
        user: UserId,
    ) -> Result<Option<Account>, Fault> {
        self.find(&USER_BY_ID, &[(&org).into(), (&user).into()])?
            .as_ref()
            .map(account_of)
            .transpose()
    }

    /// The user with this canonical username, and the hash of their password.
    pub fn find_account_by_username(
        &mut self,
        org: OrganisationId,
        username: &str,
    ) -> Result<Option<Account>, Fault> {
        self.find(&USER_BY_USERNAME, &[(&org).into(), username.into()])?
            .as_ref()
            .map(account_of)
            .transpose()
    }

    /// The one user who has proved this mailbox theirs; nobody where several have.
    pub fn find_account_by_email(
        &mut self,
        org: OrganisationId,
        email: &EmailAddress,
    ) -> Result<Option<Account>, Fault> {
        let mut found: Vec<Account> = Vec::new();
        for mark in self.channel_marks(org, Channel::Email, &email.canonical()) {
            let rows = self.query(
                &USERS_BY_EMAIL,
                &[
                    (&org).into(),
                    mark.as_bytes().into(),
                    Channel::Email.as_str().into(),
                ],
            )?;
            for account in rows.iter().map(account_of) {
                let account = account?;
                if found.iter().all(|other| other.user.id != account.user.id) {
                    found.push(account);
                }
            }
        }
        Ok(found.pop().filter(|_| found.is_empty()))
    }

    /// The users whose names come after `after`, at most `limit` of them: keyset paging by username.
    pub fn users(
        &mut self,
        org: OrganisationId,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<User>, Fault> {
        self.query(
            &USERS_AFTER,
            &[(&org).into(), after.unwrap_or("").into(), limit.into()],
        )?
        .iter()
        .map(|row| user_of(row, 0))
        .collect()
    }

    /// How many owners the organisation has that are not suspended.
    pub fn count_owners(&mut self, org: OrganisationId) -> Result<i64, Fault> {
        self.one(&COUNT_OWNERS, &[(&org).into()])?.int(0)
    }
}

impl Tx {
    /// Adds a user without roles or factors. False: another user of the organisation has the username.
    pub fn insert_user(
        &mut self,
        org: OrganisationId,
        user: &NewUser<'_>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let inserted = self.execute(
            &INSERT_USER,
            &[
                (&org).into(),
                (&user.id).into(),
                user.username.as_str().into(),
                user.name.into(),
                user.language.into(),
                user.owner.into(),
                user.password_hash.into(),
                user.password_hash.map(|_| now).into(),
                user.grace_until.into(),
                now.into(),
            ],
        )?;
        if inserted == 1 {
            self.refresh_people(org, &[user.id])?;
        }
        Ok(inserted == 1)
    }

    /// Gives the user another name and language.
    pub fn set_name(
        &mut self,
        org: OrganisationId,
        user: UserId,
        name: &str,
        language: Option<&str>,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&user).into(), name.into(), language.into()];
        let set = self.execute(&SET_NAME, &values)? == 1;
        if set {
            self.refresh_people(org, &[user])?;
        }
        Ok(set)
    }

    /// Sets the password's hash and raises the epoch.
    pub fn set_password(
        &mut self,
        org: OrganisationId,
        user: UserId,
        hash: &str,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&user).into(), hash.into(), now.into()];
        Ok(self.execute(&SET_PASSWORD, &values)? == 1)
    }

    /// Replaces the hash of the same password by one with today's parameters, if `old` still stands. The epoch stays.
    pub fn rehash_password(
        &mut self,
        org: OrganisationId,
        user: UserId,
        old: &str,
        new: &str,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&user).into(), old.into(), new.into()];
        Ok(self.execute(&REHASH_PASSWORD, &values)? == 1)
    }

    /// Raises the user's epoch and gives the new one.
    pub fn bump_user_epoch(&mut self, org: OrganisationId, user: UserId) -> Result<i64, Fault> {
        self.one(&BUMP_USER_EPOCH, &[(&org).into(), (&user).into()])?
            .int(0)
    }

    /// Locks the user until the unit ends, so that of two units which decide from what the user has, the later one reads what the earlier
    /// one wrote. False where there is no such user.
    pub fn lock_user(&mut self, org: OrganisationId, user: UserId) -> Result<bool, Fault> {
        let locked = self.find(&LOCK_USER, &[(&org).into(), (&user).into()])?;
        Ok(locked.is_some())
    }

    /// Suspends the user from this moment, or lets them in again; raises the epoch.
    pub fn set_suspended(
        &mut self,
        org: OrganisationId,
        user: UserId,
        at: Option<Timestamp>,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&user).into(), at.into()];
        Ok(self.execute(&SET_SUSPENDED, &values)? == 1)
    }

    /// Makes the user an owner or no owner; raises the epoch. That one owner remains is the caller's to see to ([`ReadTx::count_owners`]).
    pub fn set_owner(
        &mut self,
        org: OrganisationId,
        user: UserId,
        owner: bool,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&user).into(), owner.into()];
        Ok(self.execute(&SET_OWNER, &values)? == 1)
    }

    /// Keeps the language that the person chose.
    pub fn set_language(
        &mut self,
        org: OrganisationId,
        user: UserId,
        language: Option<&str>,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&user).into(), language.into()];
        Ok(self.execute(&SET_LANGUAGE, &values)? == 1)
    }

    /// Sets until when enrolment may be put off; letters tell of the new day.
    pub fn set_grace(
        &mut self,
        org: OrganisationId,
        user: UserId,
        until: Option<Timestamp>,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&user).into(), until.into()];
        Ok(self.execute(&SET_GRACE, &values)? == 1)
    }

    /// Notes when the person signed in and with which second step; without one the earlier stays preferred, and of two
    /// moments the later. A second step opened what wrong
    /// answers had closed, so that lists need not look for it any more.
    ///
    /// This decides nothing, so it is a unit of its own after the answer's.
    pub fn note_login(
        &mut self,
        org: OrganisationId,
        user: UserId,
        now: Timestamp,
        preferred: Option<&FactorKind>,
    ) -> Result<(), Fault> {
        let values = [
            (&org).into(),
            (&user).into(),
            now.into(),
            preferred.map(FactorKind::as_str).into(),
        ];
        self.execute(&NOTE_LOGIN, &values).map(|_| ())
    }

    /// Rewrites the user's set of factors from their authenticators, raises the epoch and gives the new one.
    ///
    /// Called once by every unit that enrolled or removed something, after it did. Raising the epoch first locks the user, so that of two
    /// such units the later one reads what the earlier one wrote.
    pub fn refresh_factor_set(&mut self, org: OrganisationId, user: UserId) -> Result<i64, Fault> {
        let epoch = self.bump_user_epoch(org, user)?;
        let kinds: FactorSet = self
            .query(&KINDS_OF_USER, &[(&org).into(), (&user).into()])?
            .iter()
            .map(|row| row.text(0).map(FactorKind::named))
            .collect::<Result<_, _>>()?;
        let text = kinds.to_string();
        self.execute(
            &SET_FACTOR_SET,
            &[(&org).into(), (&user).into(), (&text).into()],
        )?;
        Ok(epoch)
    }
}
