//! The counting of answers: it happens before the comparison, in the statement that locks and reads what is compared with.

use domain::factor::FactorKind;
use domain::id::{OrganisationId, UserId};
use domain::lockout::MOST_FAILURES;
use domain::time::Timestamp;

use super::{Authenticator, authenticator_columns};
use crate::fault::Fault;
use crate::phrases::{columns, wait_until};
use crate::statement::statements;
use crate::tx::{ReadTx, Tx};

statements! {
    OPEN_ANSWER = concat!("UPDATE authenticators SET failures = failures + 1,
            wait_until = ", wait_until!(beyond: "failures - 4", now: "$4"), "
        WHERE organisation_id = $1 AND user_id = $2 AND kind = $3 AND failures < 100 AND wait_until <= $4
        RETURNING ", authenticator_columns!());
    BOUNDS_OF_KIND = "SELECT failures, wait_until FROM authenticators WHERE organisation_id = $1 AND user_id = $2 AND kind = $3";
    TAKE_BACK_ANSWER = "UPDATE authenticators SET failures = failures - 1, wait_until = 0
        WHERE organisation_id = $1 AND authenticator_id = $2 AND failures > 0";
    OPEN_CLOSED_AUTHENTICATORS = "UPDATE authenticators SET failures = 0, wait_until = 0
        WHERE organisation_id = $1 AND user_id = $2 AND failures >= 100";
}

/// Why an answer was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerBlocked {
    /// Too many wrong ones: the next is taken at this moment.
    Waiting {
        /// When.
        until: Timestamp,
    },
    /// A hundred wrong ones in a row: closed until recovery or another factor opens it.
    Closed,
    /// The user has nothing of this kind.
    NotEnrolled,
}

/// Until when one of them takes no further answer, if it does not take it at once.
fn locked_until(opened: &[Authenticator], now: Timestamp) -> Option<Timestamp> {
    let closed = |one: &Authenticator| one.failures >= MOST_FAILURES;
    let until = opened.iter().map(|one| {
        if closed(one) {
            Timestamp::from_unix_millis(i64::MAX)
        } else {
            one.wait_until
        }
    });
    until.max().filter(|until| *until > now)
}

impl ReadTx {
    /// Why [`Tx::open_answer`] gave nothing.
    pub fn answer_blocked(
        &mut self,
        org: OrganisationId,
        user: UserId,
        kind: &FactorKind,
        now: Timestamp,
    ) -> Result<AnswerBlocked, Fault> {
        let rows = self.query(
            &BOUNDS_OF_KIND,
            &[(&org).into(), (&user).into(), kind.as_str().into()],
        )?;
        let mut until: Option<Timestamp> = None;
        for row in &rows {
            if row.int(0)? < MOST_FAILURES {
                let waits = row.time(1)?.max(now);
                until = Some(until.map_or(waits, |soonest| soonest.min(waits)));
            }
        }
        Ok(match until {
            Some(until) => AnswerBlocked::Waiting { until },
            None if rows.is_empty() => AnswerBlocked::NotEnrolled,
            None => AnswerBlocked::Closed,
        })
    }
}

impl Tx {
    /// Opens an answer: counts it as wrong on every authenticator of this kind that may be answered, locks them and reads them.
    ///
    /// A right answer takes the count back by being consumed; a wrong one leaves it. Nothing found: [`ReadTx::answer_blocked`] tells why.
    pub fn open_answer(
        &mut self,
        org: OrganisationId,
        user: UserId,
        kind: &FactorKind,
        now: Timestamp,
    ) -> Result<Vec<Authenticator>, Fault> {
        let values = [
            (&org).into(),
            (&user).into(),
            kind.as_str().into(),
            now.into(),
        ];
        let mut opened = self
            .query(&OPEN_ANSWER, &values)?
            .iter()
            .map(|row| self.authenticator_of(org, row))
            .collect::<Result<Vec<_>, _>>()?;
        opened.sort_unstable_by_key(|authenticator| authenticator.id);
        if let Some(until) = locked_until(&opened, now) {
            self.note_locked(org, user, until)?;
        }
        Ok(opened)
    }

    /// Takes back what [`Tx::open_answer`] counted in this unit: what was typed was no guess (a code that a newer one replaced).
    ///
    /// Only what was opened is given, because only that was not waiting before.
    pub fn take_back_answer(
        &mut self,
        org: OrganisationId,
        opened: &[Authenticator],
    ) -> Result<(), Fault> {
        for authenticator in opened {
            self.execute(
                &TAKE_BACK_ANSWER,
                &[(&org).into(), (&authenticator.id).into()],
            )?;
        }
        Ok(())
    }

    /// Opens what a hundred wrong answers closed: recovery does this. A right answer with another factor does it by itself.
    pub fn open_closed_authenticators(
        &mut self,
        org: OrganisationId,
        user: UserId,
    ) -> Result<u64, Fault> {
        let opened = self.execute(
            &OPEN_CLOSED_AUTHENTICATORS,
            &[(&org).into(), (&user).into()],
        )?;
        self.forget_locked(org, user)?;
        Ok(opened)
    }
}
