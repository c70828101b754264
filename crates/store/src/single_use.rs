//! What may happen once, each as ONE guarded UPDATE: a time step or recovery code, a challenge, a login, a mailed link, a way to
//! stop a recovery, an offer of trust.
//!
//! It runs in the unit of what it buys. Of any number of units that consume the same thing exactly one is told yes; the others change
//! nothing.

use domain::factor::Evidence;
use domain::id::{ChallengeId, LoginId, OrganisationId, PassId, RecoveryCaseId};
use domain::login::State;
use domain::recovery::Case;
use domain::time::Timestamp;

use crate::authenticators::{self, Authenticator};
use crate::challenges::Holder;
use crate::fault::Fault;
use crate::logins::{Login, evidence_text};
use crate::passes::{Pass, pass_columns, pass_of};
use crate::phrases::columns;
use crate::statement::statements;
use crate::tx::Tx;

/// The UPDATE of a consumption: all rows of the kind count from nought again, closed ones of other kinds are opened, and what is used up
/// is noted on the one row; `$guard` holds for that row alone.
///
/// The guard stands twice: for the row itself, where PostgreSQL asks it again of the newest version, and for the others.
macro_rules! consume {
    (set: $set:literal, guard: $guard:literal, spent: $spent:literal) => {
        concat!(
            "UPDATE authenticators SET failures = 0, wait_until = 0, ", $set,
            "last_used_at = CASE WHEN authenticator_id = $4 THEN $5 ELSE last_used_at END
            WHERE organisation_id = $1 AND user_id = $2 AND (kind = $3 OR failures >= 100)
              AND (authenticator_id <> $4 OR ", $guard, ")
              AND EXISTS (SELECT 1 FROM authenticators spent WHERE spent.organisation_id = $1 AND spent.user_id = $2
                AND spent.kind = $3 AND spent.authenticator_id = $4 AND ", $spent, ")
            RETURNING authenticator_id"
        )
    };
}

statements! {
    CONSUME_THROUGH = consume!(
        set: "consumed_through = CASE WHEN authenticator_id = $4 THEN $6 ELSE consumed_through END, ",
        guard: "consumed_through < $6", spent: "spent.consumed_through < $6");
    CONSUME_DATA = consume!(
        set: "data = CASE WHEN authenticator_id = $4 THEN $7 ELSE data END,
            data_format = CASE WHEN authenticator_id = $4 THEN $8 ELSE data_format END,
            version = CASE WHEN authenticator_id = $4 THEN version + 1 ELSE version END, ",
        guard: "version = $6", spent: "spent.version = $6");
    CONSUME_CHALLENGED = consume!(set: "", guard: "version = $6", spent: "spent.version = $6");
    CONSUME_CHALLENGE = "UPDATE challenges SET state = 'used'
        WHERE organisation_id = $1 AND challenge_id = $2 AND holder = $3 AND state IN ('open', 'confirmed') AND expires_at > $4";
    CONSUME_LOGIN = "UPDATE logins SET state = $5, evidence = $6, challenge_id = NULL
        WHERE organisation_id = $1 AND login_id = $2 AND state = $3 AND challenge_id IS NOT DISTINCT FROM $4 AND expires_at > $7
          AND user_epoch = $8 AND policy_epoch = $9";
    CONSUME_PASS = concat!("UPDATE passes SET used_at = $3
        WHERE organisation_id = $1 AND pass_id = $2 AND used_at IS NULL AND expires_at > $3
        RETURNING ", pass_columns!());
    CONSUME_RECOVERY_LINK = "UPDATE recovery_cases SET link_hash = NULL, version = version + 1
        WHERE organisation_id = $1 AND case_id = $2 AND link_hash IS NOT NULL AND link_expires_at > $3 AND closed_at IS NULL AND expires_at > $3";
    CONSUME_RECOVERY_STOP = "UPDATE recovery_cases SET state = 'stopped', closed_at = $3, version = version + 1
        WHERE organisation_id = $1 AND case_id = $2 AND state NOT IN ('stopped', 'closed') AND (closed_at IS NULL OR closed_at > $4)";
    CONSUME_TRUST_OFFER = "UPDATE logins SET offers_trust = 0
        WHERE organisation_id = $1 AND login_id = $2 AND state = 'complete' AND offers_trust = 1 AND expires_at > $3";
}

/// What a right answer uses up.
#[derive(Clone, Copy)]
pub enum Consumption<'a> {
    /// A time step: nothing up to and including it is accepted again.
    Through(i64),
    /// A part of the data: the data without it take their place, if nobody else changed them since they were read.
    Data {
        /// What is left, in clear.
        data: &'a [u8],
        /// The format that `data` is written in.
        data_format: i64,
    },
    /// Nothing of the authenticator: the challenge is what is used once.
    Challenge,
}

impl Tx {
    /// Uses up what a right answer used, and sets the counts of its kind to nought. False: it was used already.
    ///
    /// `authenticator` is as [`Tx::open_answer`] gave it.
    pub fn consume_authenticator(
        &mut self,
        org: OrganisationId,
        authenticator: &Authenticator,
        consumption: &Consumption<'_>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let Authenticator {
            id,
            user,
            kind,
            version,
            ..
        } = authenticator;
        let base = [
            (&org).into(),
            user.into(),
            kind.as_str().into(),
            id.into(),
            now.into(),
        ];
        let rows = match *consumption {
            Consumption::Through(step) => self.query(
                &CONSUME_THROUGH,
                &[base.as_slice(), &[step.into()]].concat(),
            ),
            Consumption::Challenge => self.query(
                &CONSUME_CHALLENGED,
                &[base.as_slice(), &[(*version).into()]].concat(),
            ),
            Consumption::Data { data, data_format } => {
                let (keys, random) = self.keys_and_random();
                let sealed = keys.seal(authenticators::place(&org, id, user), data, random)?;
                let rest = [(*version).into(), (&sealed).into(), data_format.into()];
                self.query(&CONSUME_DATA, &[base.as_slice(), &rest].concat())
            }
        }?;
        for row in rows {
            if row.id::<domain::id::AuthenticatorId>(0)? == *id {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Uses up an open or confirmed challenge. False: it was used or replaced, or its time is over.
    ///
    /// An attempt was counted before, in the same unit; that it was the last is no hindrance.
    pub fn consume_challenge(
        &mut self,
        org: OrganisationId,
        holder: Holder,
        challenge: ChallengeId,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let values = [
            (&org).into(),
            (&challenge).into(),
            (&holder).into(),
            now.into(),
        ];
        Ok(self.execute(&CONSUME_CHALLENGE, &values)? == 1)
    }

    /// Moves a login on with new evidence, once. False: it has moved, its challenge is another, or its time is over.
    ///
    /// `login` is as it was read. Its challenge is let go, and with it can be answered no more.
    pub fn consume_login(
        &mut self,
        org: OrganisationId,
        login: &Login,
        state: State,
        evidence: &[Evidence],
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let evidence = evidence_text(evidence)?;
        let values = [
            (&org).into(),
            (&login.id).into(),
            login.state.as_str().into(),
            login.challenge.as_ref().into(),
            state.as_str().into(),
            (&evidence).into(),
            now.into(),
            login.user_epoch.into(),
            login.policy_epoch.into(),
        ];
        Ok(self.execute(&CONSUME_LOGIN, &values)? == 1)
    }

    /// Uses up a mailed link or a pass. Nothing: it was used or replaced, or its time is over.
    pub fn consume_pass(
        &mut self,
        org: OrganisationId,
        pass: PassId,
        now: Timestamp,
    ) -> Result<Option<Pass>, Fault> {
        let values = [(&org).into(), (&pass).into(), now.into()];
        self.find(&CONSUME_PASS, &values)?
            .as_ref()
            .map(pass_of)
            .transpose()
    }

    /// Uses up the link to a case's registered mailbox, and gives the case as it stands then. Nothing: it was followed or replaced, or its
    /// time is over.
    pub fn consume_recovery_link(
        &mut self,
        org: OrganisationId,
        case: RecoveryCaseId,
        now: Timestamp,
    ) -> Result<Option<Case>, Fault> {
        let values = [(&org).into(), (&case).into(), now.into()];
        if self.execute(&CONSUME_RECOVERY_LINK, &values)? == 0 {
            return Ok(None);
        }
        self.find_recovery_case(org, case)
    }

    /// Stops a case at its person's word, once. False: it was stopped or given up before, or it was done before `not_before`.
    pub fn consume_recovery_stop(
        &mut self,
        org: OrganisationId,
        case: RecoveryCaseId,
        not_before: Timestamp,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&case).into(), now.into(), not_before.into()];
        Ok(self.execute(&CONSUME_RECOVERY_STOP, &values)? == 1)
    }

    /// Takes up a completed login's offer to trust this browser, or turns it down. False: it was made none, or answered.
    pub fn consume_trust_offer(
        &mut self,
        org: OrganisationId,
        login: LoginId,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let values = [(&org).into(), (&login).into(), now.into()];
        Ok(self.execute(&CONSUME_TRUST_OFFER, &values)? == 1)
    }
}
