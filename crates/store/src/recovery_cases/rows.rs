//! A case as its row keeps it.

use domain::id::UserId;
use domain::recovery::{
    Ask, Case, CaseNumber, Outcome, OutcomeKind, PassShape, Proof, Source, State,
};
use domain::time::Timestamp;

use crate::fault::Fault;
use crate::value::Row;

/// The columns that [`case_of`] reads, of the table called `c`.
macro_rules! case_columns {
    () => {
        "c.case_id, c.number, c.user_id, c.opened_by, c.agent_id, c.login_id, c.state, c.reason, c.ticket, c.proofs, c.outcome, c.shape, \
         c.minutes, c.asked_by, c.asked_at, c.approver_id, c.approved_at, c.acts_at, c.pass_id, c.link_sent_at, c.closed_at, c.created_at, \
         c.expires_at, c.version"
    };
}
pub(crate) use case_columns;

/// How many columns that are.
pub(super) const CASE_COLUMNS: usize = 24;

/// Minutes in a day: grace is kept in minutes as a pass's life is.
const DAY: u32 = 24 * 60;

/// Reads `case_columns!`.
pub(crate) fn case_of(row: &Row) -> Result<Case, Fault> {
    let proofs: Vec<Proof> = serde_json::from_str(&row.text(9)?).map_err(|_| row.corrupt(9))?;
    Ok(Case {
        id: row.id(0)?,
        number: CaseNumber::parse(&row.text(1)?).ok_or_else(|| row.corrupt(1))?,
        user: row.id(2)?,
        source: Source::named(&row.text(3)?).ok_or_else(|| row.corrupt(3))?,
        agent: row.opt_id(4)?,
        login: row.opt_id(5)?,
        state: State::named(&row.text(6)?).ok_or_else(|| row.corrupt(6))?,
        reason: row.text(7)?,
        ticket: row.text(8)?,
        proofs,
        ask: ask_of(row)?,
        approver: row.opt_id(15)?,
        approved_at: row.opt_time(16)?,
        acts_at: row.opt_time(17)?,
        pass: row.opt_id(18)?,
        link_sent_at: row.opt_time(19)?,
        closed_at: row.opt_time(20)?,
        created_at: row.time(21)?,
        expires_at: row.time(22)?,
        version: row.int(23)?,
    })
}

fn ask_of(row: &Row) -> Result<Option<Ask>, Fault> {
    let (Some(outcome), Some(at)) = (row.opt_text(10)?, row.opt_time(14)?) else {
        return Ok(None);
    };
    let kind = OutcomeKind::named(&outcome).ok_or_else(|| row.corrupt(10))?;
    let minutes = u32::try_from(row.opt_int(12)?.unwrap_or(0)).map_err(|_| row.corrupt(12))?;
    let shape = row.opt_text(11)?.and_then(|name| PassShape::named(&name));
    let outcome = match kind {
        OutcomeKind::Pass => Outcome::Pass {
            shape: shape.ok_or_else(|| row.corrupt(11))?,
            minutes,
        },
        OutcomeKind::Grace => Outcome::Grace {
            days: minutes / DAY,
        },
        OutcomeKind::Unlock => Outcome::Unlock,
        OutcomeKind::SwitchOff => Outcome::SwitchOff,
    };
    Ok(Some(Ask {
        outcome,
        by: row.opt_id(13)?,
        at,
    }))
}

/// What was asked, column by column.
#[derive(Default)]
pub(super) struct AskColumns {
    pub(super) outcome: Option<&'static str>,
    pub(super) shape: Option<&'static str>,
    pub(super) minutes: Option<i64>,
    pub(super) by: Option<UserId>,
    pub(super) at: Option<Timestamp>,
}

pub(super) fn ask_columns(case: &Case) -> AskColumns {
    let Some(ask) = &case.ask else {
        return AskColumns::default();
    };
    let (shape, minutes) = match ask.outcome {
        Outcome::Pass { shape, minutes } => (Some(shape.as_str()), Some(i64::from(minutes))),
        Outcome::Grace { days } => (None, Some(i64::from(days.saturating_mul(DAY)))),
        Outcome::Unlock | Outcome::SwitchOff => (None, None),
    };
    AskColumns {
        outcome: Some(ask.outcome.kind().as_str()),
        shape,
        minutes,
        by: ask.by,
        at: Some(ask.at),
    }
}

pub(super) fn proofs_text(proofs: &[Proof]) -> Result<String, Fault> {
    serde_json::to_string(proofs).map_err(Fault::of_unit)
}
