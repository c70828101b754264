//! Logins: one row for each attempt to sign in, to prove oneself again, or to recover, from the first proof to its end.
//!
//! A login is found by the key in its token and its secret is compared as a keyed hash. A change names the state and the challenge it was
//! decided under; where another tab was faster it changes nothing. What completes a login stands in `single_use`.

use domain::factor::{Evidence, FactorKind};
use domain::id::{ChallengeId, LoginId, OrganisationId, PassId, SessionId, UserId};
use domain::login::{Purpose, State};
use domain::time::Timestamp;
use domain::token::{Token, TokenSecret};
use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};
use crate::value::Row;

const SECRET: &str = "login secret";

macro_rules! login_columns {
    () => {
        columns!("l.": login_id, purpose, state, user_id, session_id, pass_id, challenge_id, evidence, next_state, enrolling, user_epoch,
            policy_epoch, trusted_days, offers_trust, return_to, created_at, expires_at, secret_hash)
    };
}
pub(crate) use login_columns;

/// How many columns `login_columns!` names.
pub(crate) const LOGIN_COLUMNS: usize = 18;

statements! {
    INSERT_LOGIN = "INSERT INTO logins (organisation_id, login_id, secret_hash, purpose, state, user_id, session_id, pass_id, challenge_id,
            evidence, next_state, enrolling, user_epoch, policy_epoch, trusted_days, offers_trust, return_to, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";
    LOGIN_BY_ID = concat!("SELECT ", login_columns!(), " FROM logins l WHERE l.organisation_id = $1 AND l.login_id = $2");
    SAVE_LOGIN = "UPDATE logins SET state = $5, session_id = $6, challenge_id = $7, evidence = $8, next_state = $9, enrolling = $10,
            user_epoch = $11, policy_epoch = $12, trusted_days = $13, offers_trust = $14, return_to = $15
        WHERE organisation_id = $1 AND login_id = $2 AND state = $3 AND challenge_id IS NOT DISTINCT FROM $4";
    ROTATE_LOGIN = "UPDATE logins SET secret_hash = $3 WHERE organisation_id = $1 AND login_id = $2";
    REFUSE_LOGINS_OF_USER = "UPDATE logins SET state = 'refused', challenge_id = NULL
        WHERE organisation_id = $1 AND user_id = $2 AND state NOT IN ('complete', 'refused') AND login_id IS DISTINCT FROM $3";
    REMOVE_LOGIN = "DELETE FROM logins WHERE organisation_id = $1 AND login_id = $2";
}

/// What a login is setting up.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Enrolling {
    /// The kind that was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<FactorKind>,
    /// When the password was asked for once more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_at: Option<Timestamp>,
}

/// A login to begin.
pub struct NewLogin<'a> {
    /// Its key.
    pub id: LoginId,
    /// The secret in the browser's cookie.
    pub secret: &'a TokenSecret,
    /// What it is for.
    pub purpose: Purpose,
    /// Where it stands.
    pub state: State,
    /// Whose it is.
    pub user: UserId,
    /// The session inside which fresh proof is asked for.
    pub session: Option<SessionId>,
    /// The mailed link or pass that it began with.
    pub pass: Option<PassId>,
    /// The challenge that is open.
    pub challenge: Option<ChallengeId>,
    /// What was proved so far.
    pub evidence: &'a [Evidence],
    /// Where a right answer to the open challenge leads.
    pub next_state: State,
    /// What is being set up.
    pub enrolling: Option<&'a Enrolling>,
    /// The user's epoch that the decision was made under.
    pub user_epoch: i64,
    /// The organisation's epoch that the decision was made under.
    pub policy_epoch: i64,
    /// For how many days a browser that proves itself is trusted.
    pub trusted_days: u32,
    /// Whether that will be offered.
    pub offers_trust: bool,
    /// Where the person was going.
    pub return_to: &'a str,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// Its key.
    pub id: LoginId,
    /// What it is for.
    pub purpose: Purpose,
    /// Where it stands.
    pub state: State,
    /// Whose it is.
    pub user: UserId,
    /// The session inside which fresh proof is asked for, or the one it became.
    pub session: Option<SessionId>,
    /// The mailed link or pass that it began with.
    pub pass: Option<PassId>,
    /// The challenge that is open.
    pub challenge: Option<ChallengeId>,
    /// What was proved so far.
    pub evidence: Vec<Evidence>,
    /// Where a right answer to the open challenge leads.
    pub next_state: State,
    /// What is being set up.
    pub enrolling: Option<Enrolling>,
    /// The user's epoch that the decision was made under.
    pub user_epoch: i64,
    /// The organisation's epoch that the decision was made under.
    pub policy_epoch: i64,
    /// For how many days a browser that proves itself is trusted.
    pub trusted_days: u32,
    /// Whether that is offered.
    pub offers_trust: bool,
    /// Where the person was going.
    pub return_to: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl<'a> NewLogin<'a> {
    /// A login to be begun as `login` stands, with `secret` in the browser's cookie.
    pub fn of(login: &'a Login, secret: &'a TokenSecret) -> Self {
        Self {
            id: login.id,
            secret,
            purpose: login.purpose,
            state: login.state,
            user: login.user,
            session: login.session,
            pass: login.pass,
            challenge: login.challenge,
            evidence: &login.evidence,
            next_state: login.next_state,
            enrolling: login.enrolling.as_ref(),
            user_epoch: login.user_epoch,
            policy_epoch: login.policy_epoch,
            trusted_days: login.trusted_days,
            offers_trust: login.offers_trust,
            return_to: &login.return_to,
            expires_at: login.expires_at,
        }
    }
}

/// Evidence as logins and sessions keep it.
pub(crate) fn evidence_text(evidence: &[Evidence]) -> Result<String, Fault> {
    serde_json::to_string(evidence).map_err(Fault::of_unit)
}

/// The evidence in a column.
pub(crate) fn evidence_of(row: &Row, column: usize) -> Result<Vec<Evidence>, Fault> {
    serde_json::from_str(&row.text(column)?).map_err(|_| row.corrupt(column))
}

fn enrolling_text(enrolling: Option<&Enrolling>) -> Result<Option<String>, Fault> {
    enrolling
        .map(serde_json::to_string)
        .transpose()
        .map_err(Fault::of_unit)
}

fn state_of(row: &Row, column: usize) -> Result<State, Fault> {
    State::named(&row.text(column)?).ok_or_else(|| row.corrupt(column))
}

impl ReadTx {
    /// Reads `login_columns!` from the first column on, if the token's secret is the row's.
    pub(crate) fn login_of(&self, token: &Token, row: &Row) -> Result<Option<Login>, Fault> {
        let stored = row.blob(LOGIN_COLUMNS - 1)?;
        if !self.keys().hash_matches(
            SECRET,
            &token.organisation,
            token.secret.as_bytes(),
            &stored,
        ) {
            return Ok(None);
        }
        let enrolling = row.opt_text(9)?.map(|text| serde_json::from_str(&text));
        Ok(Some(Login {
            id: row.id(0)?,
            purpose: Purpose::named(&row.text(1)?).ok_or_else(|| row.corrupt(1))?,
            state: state_of(row, 2)?,
            user: row.id(3)?,
            session: row.opt_id(4)?,
            pass: row.opt_id(5)?,
            challenge: row.opt_id(6)?,
            evidence: evidence_of(row, 7)?,
            next_state: state_of(row, 8)?,
            enrolling: enrolling.transpose().map_err(|_| row.corrupt(9))?,
            user_epoch: row.int(10)?,
            policy_epoch: row.int(11)?,
            trusted_days: row.count(12)?,
            offers_trust: row.truth(13)?,
            return_to: row.text(14)?,
            created_at: row.time(15)?,
            expires_at: row.time(16)?,
        }))
    }

    /// The login that this token proves, whatever its state and age.
    pub fn find_login(&mut self, token: &Token) -> Result<Option<Login>, Fault> {
        let values = [(&token.organisation).into(), (&token.id).into()];
        match self.find(&LOGIN_BY_ID, &values)? {
            Some(row) => self.login_of(token, &row),
            None => Ok(None),
        }
    }
}

impl Tx {
    /// Begins a login.
    pub fn insert_login(
        &mut self,
        org: OrganisationId,
        new: &NewLogin<'_>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let hash = self.keys().hash(SECRET, &org, new.secret.as_bytes());
        let evidence = evidence_text(new.evidence)?;
        let enrolling = enrolling_text(new.enrolling)?;
        let values = [
            (&org).into(),
            (&new.id).into(),
            hash.as_bytes().into(),
            new.purpose.as_str().into(),
            new.state.as_str().into(),
            (&new.user).into(),
            new.session.as_ref().into(),
            new.pass.as_ref().into(),
            new.challenge.as_ref().into(),
            (&evidence).into(),
            new.next_state.as_str().into(),
            enrolling.as_ref().into(),
            new.user_epoch.into(),
            new.policy_epoch.into(),
            new.trusted_days.into(),
            new.offers_trust.into(),
            new.return_to.into(),
            now.into(),
            new.expires_at.into(),
        ];
        self.execute(&INSERT_LOGIN, &values).map(|_| ())
    }

    /// Saves a login that was read as `from`. False: its state or its challenge is another by now.
    pub fn save_login(
        &mut self,
        org: OrganisationId,
        from: &Login,
        to: &Login,
    ) -> Result<bool, Fault> {
        let evidence = evidence_text(&to.evidence)?;
        let enrolling = enrolling_text(to.enrolling.as_ref())?;
        let values = [
            (&org).into(),
            (&from.id).into(),
            from.state.as_str().into(),
            from.challenge.as_ref().into(),
            to.state.as_str().into(),
            to.session.as_ref().into(),
            to.challenge.as_ref().into(),
            (&evidence).into(),
            to.next_state.as_str().into(),
            enrolling.as_ref().into(),
            to.user_epoch.into(),
            to.policy_epoch.into(),
            to.trusted_days.into(),
            to.offers_trust.into(),
            (&to.return_to).into(),
        ];
        Ok(self.execute(&SAVE_LOGIN, &values)? == 1)
    }

    /// Gives a login another secret: the old cookie is worth nothing from now on.
    pub fn rotate_login(
        &mut self,
        org: OrganisationId,
        login: LoginId,
        secret: &TokenSecret,
    ) -> Result<bool, Fault> {
        let hash = self.keys().hash(SECRET, &org, secret.as_bytes());
        let values = [(&org).into(), (&login).into(), hash.as_bytes().into()];
        Ok(self.execute(&ROTATE_LOGIN, &values)? == 1)
    }

    /// Refuses the user's open logins, but for one.
    pub fn refuse_logins_of_user(
        &mut self,
        org: OrganisationId,
        user: UserId,
        except: Option<LoginId>,
    ) -> Result<u64, Fault> {
        let values = [(&org).into(), (&user).into(), except.as_ref().into()];
        self.execute(&REFUSE_LOGINS_OF_USER, &values)
    }

    /// Removes a login.
    pub fn remove_login(&mut self, org: OrganisationId, login: LoginId) -> Result<bool, Fault> {
        Ok(self.execute(&REMOVE_LOGIN, &[(&org).into(), (&login).into()])? == 1)
    }
}
