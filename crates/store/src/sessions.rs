//! Sessions: what a browser holds after a login, with the evidence and the epochs that it was issued under.
//!
//! Issuing asks in the inserting statement itself whether both epochs still stand and nobody is suspended, and locks both rows while it
//! does: a decision that somebody overtook issues nothing (A68). A session is found by the key in its token; the secret is compared as a
//! keyed hash.

use domain::factor::Evidence;
use domain::id::{OrganisationId, SessionId, TrustedDeviceId, UserId};
use domain::time::Timestamp;
use domain::token::{Token, TokenSecret};

use crate::fault::Fault;
use crate::logins::{evidence_of, evidence_text};
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

const SECRET: &str = "session secret";

macro_rules! session_columns {
    () => {
        columns!("s.": session_id, user_id, evidence, user_epoch, policy_epoch, browser, address, device_id, last_seen_at, expires_at,
            created_at, secret_hash)
    };
}
pub(crate) use session_columns;

/// How many columns `session_columns!` names.
pub(crate) const SESSION_COLUMNS: usize = 12;

/// The epochs that a decision was made under still stand, nobody is suspended, and neither changes before the commit.
macro_rules! epochs_stand {
    () => {
        "u.organisation_id = $1 AND u.user_id = $2 AND u.epoch = $3 AND o.policy_epoch = $4
            AND u.suspended_at IS NULL AND o.suspended_at IS NULL FOR SHARE"
    };
}

statements! {
    ISSUE_SESSION = concat!("INSERT INTO sessions (organisation_id, user_id, user_epoch, policy_epoch, session_id, secret_hash, evidence,
            browser, address, device_id, last_seen_at, created_at, expires_at)
        SELECT u.organisation_id, u.user_id, u.epoch, o.policy_epoch, $5, $6, $7, $8, $9, $10, CAST($11 AS BIGINT), CAST($11 AS BIGINT), $12
        FROM users u JOIN organisations o ON o.organisation_id = u.organisation_id WHERE ", epochs_stand!());
    REPLACE_SESSION = concat!("UPDATE sessions SET session_id = $5, secret_hash = $6, evidence = $7, browser = $8, address = $9,
            device_id = $10, last_seen_at = $11, expires_at = $12, user_epoch = $3, policy_epoch = $4
        WHERE organisation_id = $1 AND session_id = $13 AND user_id = $2
          AND EXISTS (SELECT 1 FROM users u JOIN organisations o ON o.organisation_id = u.organisation_id WHERE ", epochs_stand!(), ")");
    SESSION_BY_ID = concat!("SELECT ", session_columns!(), " FROM sessions s WHERE s.organisation_id = $1 AND s.session_id = $2");
    SESSIONS_OF_USER = concat!("SELECT ", session_columns!(), " FROM sessions s
        WHERE s.organisation_id = $1 AND s.user_id = $2 ORDER BY s.created_at, s.session_id");
    TOUCH_SESSION = "UPDATE sessions SET last_seen_at = $3 WHERE organisation_id = $1 AND session_id = $2 AND last_seen_at < $3";
    RENEW_SESSION_EPOCHS = "UPDATE sessions SET user_epoch = $3, policy_epoch = $4
        WHERE organisation_id = $1 AND session_id = $2 AND user_epoch <= $3 AND policy_epoch <= $4";
    SET_SESSION_DEVICE = "UPDATE sessions SET device_id = $4 WHERE organisation_id = $1 AND user_id = $2 AND session_id = $3";
    REMOVE_SESSION = "DELETE FROM sessions WHERE organisation_id = $1 AND user_id = $2 AND session_id = $3";
    REMOVE_SESSIONS_OF_USER = "DELETE FROM sessions WHERE organisation_id = $1 AND user_id = $2 AND session_id IS DISTINCT FROM $3";
}

/// A session to issue.
pub struct NewSession<'a> {
    /// Its key.
    pub id: SessionId,
    /// The secret in the browser's cookie.
    pub secret: &'a TokenSecret,
    /// Whose it is.
    pub user: UserId,
    /// What was proved.
    pub evidence: &'a [Evidence],
    /// The user's epoch that the decision was made under.
    pub user_epoch: i64,
    /// The organisation's epoch that the decision was made under.
    pub policy_epoch: i64,
    /// Which browser, in words.
    pub browser: &'a str,
    /// Where the request came from.
    pub address: &'a str,
    /// The trusted device that it goes with.
    pub device: Option<TrustedDeviceId>,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its key.
    pub id: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// What was proved.
    pub evidence: Vec<Evidence>,
    /// The user's epoch that it was last decided under.
    pub user_epoch: i64,
    /// The organisation's epoch that it was last decided under.
    pub policy_epoch: i64,
    /// Which browser, in words.
    pub browser: String,
    /// Where the login came from.
    pub address: String,
    /// The trusted device that it goes with.
    pub device: Option<TrustedDeviceId>,
    /// When it was last used, as far as it was written down.
    pub last_seen_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
    /// When it began.
    pub created_at: Timestamp,
}

/// How the issuing of a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Issued {
    /// It is there.
    Issued,
    /// An epoch has moved, somebody was suspended, or the session to be replaced is gone: the decision is made again.
    Stale,
}

impl Issued {
    const fn of(changed: u64) -> Self {
        if changed == 1 {
            Self::Issued
        } else {
            Self::Stale
        }
    }
}

fn session_of(row: &Row) -> Result<Session, Fault> {
    Ok(Session {
        id: row.id(0)?,
        user: row.id(1)?,
        evidence: evidence_of(row, 2)?,
        user_epoch: row.int(3)?,
        policy_epoch: row.int(4)?,
        browser: row.text(5)?,
        address: row.text(6)?,
        device: row.opt_id(7)?,
        last_seen_at: row.time(8)?,
        expires_at: row.time(9)?,
        created_at: row.time(10)?,
    })
}

impl ReadTx {
    /// Reads `session_columns!` from the first column on, if the token's secret is the row's.
    pub(crate) fn session_if_proved(
        &self,
        token: &Token,
        row: &Row,
    ) -> Result<Option<Session>, Fault> {
        let stored = row.blob(SESSION_COLUMNS - 1)?;
        let proved = self.keys().hash_matches(
            SECRET,
            &token.organisation,
            token.secret.as_bytes(),
            &stored,
        );
        proved.then(|| session_of(row)).transpose()
    }

    /// The session that this token proves, whatever its age and epochs.
    pub fn find_session(&mut self, token: &Token) -> Result<Option<Session>, Fault> {
        let values = [(&token.organisation).into(), (&token.id).into()];
        match self.find(&SESSION_BY_ID, &values)? {
            Some(row) => self.session_if_proved(token, &row),
            None => Ok(None),
        }
    }

    /// The user's sessions, the oldest first. Some may have expired.
    pub fn sessions_of_user(
        &mut self,
        org: OrganisationId,
        user: UserId,
    ) -> Result<Vec<Session>, Fault> {
        self.query(&SESSIONS_OF_USER, &[(&org).into(), (&user).into()])?
            .iter()
            .map(session_of)
            .collect()
    }
}

impl Tx {
    /// Issues a session, if what it was decided under still stands.
    pub fn issue_session(
        &mut self,
        org: OrganisationId,
        new: &NewSession<'_>,
        now: Timestamp,
    ) -> Result<Issued, Fault> {
        let hash = self.keys().hash(SECRET, &org, new.secret.as_bytes());
        let evidence = evidence_text(new.evidence)?;
        let values = [
            (&org).into(),
            (&new.user).into(),
            new.user_epoch.into(),
            new.policy_epoch.into(),
            (&new.id).into(),
            hash.as_bytes().into(),
            (&evidence).into(),
            new.browser.into(),
            new.address.into(),
            new.device.as_ref().into(),
            now.into(),
            new.expires_at.into(),
        ];
        self.execute(&ISSUE_SESSION, &values).map(Issued::of)
    }

    /// Puts a session with fresh evidence, another id and another secret in the place of `old`, which began when it began.
    pub fn replace_session(
        &mut self,
        org: OrganisationId,
        old: SessionId,
        new: &NewSession<'_>,
        now: Timestamp,
    ) -> Result<Issued, Fault> {
        let hash = self.keys().hash(SECRET, &org, new.secret.as_bytes());
        let evidence = evidence_text(new.evidence)?;
        let values = [
            (&org).into(),
            (&new.user).into(),
            new.user_epoch.into(),
            new.policy_epoch.into(),
            (&new.id).into(),
            hash.as_bytes().into(),
            (&evidence).into(),
            new.browser.into(),
            new.address.into(),
            new.device.as_ref().into(),
            now.into(),
            new.expires_at.into(),
            (&old).into(),
        ];
        self.execute(&REPLACE_SESSION, &values).map(Issued::of)
    }

    /// Notes when sessions were last used; never backwards.
    pub fn touch_sessions(
        &mut self,
        seen: &[(OrganisationId, SessionId, Timestamp)],
    ) -> Result<(), Fault> {
        let mut seen = seen.to_vec();
        // In one order on every node, so that two of them do not wait for each other.
        seen.sort_unstable();
        for (org, session, at) in &seen {
            self.execute(&TOUCH_SESSION, &[org.into(), session.into(), (*at).into()])?;
        }
        Ok(())
    }

    /// Notes that the policy was asked again under these epochs and the session stands; never backwards.
    pub fn renew_session_epochs(
        &mut self,
        org: OrganisationId,
        session: SessionId,
        user_epoch: i64,
        policy_epoch: i64,
    ) -> Result<bool, Fault> {
        let values = [
            (&org).into(),
            (&session).into(),
            user_epoch.into(),
            policy_epoch.into(),
        ];
        Ok(self.execute(&RENEW_SESSION_EPOCHS, &values)? == 1)
    }

    /// Notes which trusted device the session goes with.
    pub fn set_session_device(
        &mut self,
        org: OrganisationId,
        user: UserId,
        session: SessionId,
        device: Option<TrustedDeviceId>,
    ) -> Result<bool, Fault> {
        let values = [
            (&org).into(),
            (&user).into(),
            (&session).into(),
            device.as_ref().into(),
        ];
        Ok(self.execute(&SET_SESSION_DEVICE, &values)? == 1)
    }

    /// Ends a session of this user.
    pub fn remove_session(
        &mut self,
        org: OrganisationId,
        user: UserId,
        session: SessionId,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&user).into(), (&session).into()];
        Ok(self.execute(&REMOVE_SESSION, &values)? == 1)
    }

    /// Ends the user's sessions, but for one, and tells how many.
    pub fn remove_sessions_of_user(
        &mut self,
        org: OrganisationId,
        user: UserId,
        except: Option<SessionId>,
    ) -> Result<u64, Fault> {
        let values = [(&org).into(), (&user).into(), except.as_ref().into()];
        self.execute(&REMOVE_SESSIONS_OF_USER, &values)
    }
}
