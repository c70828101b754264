//! What a page or an answer needs to know, in ONE statement each: the login or session that a cookie proves, with its user and the epochs
//! of today.

use domain::token::Token;
use domain::user::User;

use crate::challenges::{Challenge, challenge_columns};
use crate::fault::Fault;
use crate::logins::{LOGIN_COLUMNS, Login, login_columns};
use crate::phrases::columns;
use crate::sessions::{SESSION_COLUMNS, Session, session_columns};
use crate::statement::statements;
use crate::tx::ReadTx;
use crate::users::{USER_COLUMNS, user_columns, user_of};

statements! {
    LOGIN_VIEW = concat!("SELECT ", login_columns!(), ", ", user_columns!(), ", o.policy_epoch, o.suspended_at, ", challenge_columns!("c."),
        " FROM logins l
        JOIN users u ON u.organisation_id = l.organisation_id AND u.user_id = l.user_id
        JOIN organisations o ON o.organisation_id = l.organisation_id
        LEFT JOIN challenges c ON c.organisation_id = l.organisation_id AND c.challenge_id = l.challenge_id AND c.holder = l.login_id
        WHERE l.organisation_id = $1 AND l.login_id = $2");
    SESSION_VIEW = concat!("SELECT ", session_columns!(), ", ", user_columns!(), ", o.policy_epoch, o.suspended_at
        FROM sessions s
        JOIN users u ON u.organisation_id = s.organisation_id AND u.user_id = s.user_id
        JOIN organisations o ON o.organisation_id = s.organisation_id
        WHERE s.organisation_id = $1 AND s.session_id = $2");
}

/// A login with what decides about it. No Debug.
#[derive(Clone)]
pub struct LoginView {
    /// The login.
    pub login: Login,
    /// Whose it is, with today's epoch.
    pub user: User,
    /// The organisation's epoch today.
    pub policy_epoch: i64,
    /// Whether the organisation is suspended.
    pub organisation_suspended: bool,
    /// The challenge that the login names.
    pub challenge: Option<Challenge>,
}

/// A session with what decides about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionView {
    /// The session.
    pub session: Session,
    /// Whose it is, with today's epoch.
    pub user: User,
    /// The organisation's epoch today.
    pub policy_epoch: i64,
    /// Whether the organisation is suspended.
    pub organisation_suspended: bool,
}

impl ReadTx {
    /// The login that this token proves, whatever its state and age, with its user and its challenge.
    pub fn login_view(&mut self, token: &Token) -> Result<Option<LoginView>, Fault> {
        const ORGANISATION: usize = LOGIN_COLUMNS + USER_COLUMNS;
        const CHALLENGE: usize = ORGANISATION + 2;
        let values = [(&token.organisation).into(), (&token.id).into()];
        let Some(row) = self.find(&LOGIN_VIEW, &values)? else {
            return Ok(None);
        };
        let Some(login) = self.login_of(token, &row)? else {
            return Ok(None);
        };
        let challenge = match row.opt_blob(CHALLENGE)? {
            Some(_) => Some(self.challenge_of(token.organisation, &row, CHALLENGE)?),
            None => None,
        };
        Ok(Some(LoginView {
            login,
            user: user_of(&row, LOGIN_COLUMNS)?,
            policy_epoch: row.int(ORGANISATION)?,
            organisation_suspended: row.opt_time(ORGANISATION + 1)?.is_some(),
            challenge,
        }))
    }

    /// The session that this token proves, whatever its age and epochs, with its user.
    pub fn session_view(&mut self, token: &Token) -> Result<Option<SessionView>, Fault> {
        const ORGANISATION: usize = SESSION_COLUMNS + USER_COLUMNS;
        let values = [(&token.organisation).into(), (&token.id).into()];
        let Some(row) = self.find(&SESSION_VIEW, &values)? else {
            return Ok(None);
        };
        let Some(session) = self.session_if_proved(token, &row)? else {
            return Ok(None);
        };
        Ok(Some(SessionView {
            session,
            user: user_of(&row, SESSION_COLUMNS)?,
            policy_epoch: row.int(ORGANISATION)?,
            organisation_suspended: row.opt_time(ORGANISATION + 1)?.is_some(),
        }))
    }
}
