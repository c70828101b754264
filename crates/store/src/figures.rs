//! Figures: what an organisation's first page and the installation's list of organisations count. Nothing here names a person.

use domain::audit::EventKind;
use domain::id::OrganisationId;
use domain::time::Timestamp;

use crate::fault::Fault;
use crate::statement::statements;
use crate::tx::ReadTx;

statements! {
    AUDIT_HOURS = "SELECT hour, kind, outcome, events FROM audit_hours
        WHERE organisation_id = $1 AND hour >= $2 AND kind IN ($3, $4, $5, $6, $7) ORDER BY hour, kind, outcome";
    OLDEST_UNSEALED = "SELECT at FROM audit_events WHERE organisation_id = $1 AND seal_no IS NULL ORDER BY event_id LIMIT 1";
    CREDENTIALS_ENDING = "SELECT COUNT(*), MIN(ending.expires_at) FROM api_credentials ending
        WHERE ending.organisation_id = $1 AND ending.revoked_at IS NULL AND ending.expires_at > $2 AND ending.expires_at <= $3
          AND NOT EXISTS (SELECT 1 FROM api_credentials newer
            WHERE newer.organisation_id = $1 AND newer.user_id = ending.user_id AND newer.replaces = ending.credential_id)";
    ORGANISATION_FIGURES = "SELECT o.organisation_id,
            (SELECT COUNT(*) FROM users u WHERE u.organisation_id = o.organisation_id),
            (SELECT MAX(h.hour) FROM audit_hours h WHERE h.organisation_id = o.organisation_id AND h.hour >= $1
                AND h.kind = $2 AND h.outcome = 'done'),
            (SELECT CAST(COALESCE(SUM(h.events), 0) AS BIGINT) FROM audit_hours h WHERE h.organisation_id = o.organisation_id
                AND h.hour >= $1 AND h.kind = $2 AND h.outcome = 'done')
        FROM organisations o";
}

/// How often something happened in an hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditHour {
    /// When the hour began.
    pub hour: Timestamp,
    /// The code of what happened.
    pub kind: String,
    /// `done`, or why it was refused.
    pub outcome: String,
    /// How often.
    pub events: i64,
}

/// How large an organisation is, and how much it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrganisationFigures {
    /// Which one.
    pub organisation: OrganisationId,
    /// How many accounts it has.
    pub people: i64,
    /// The hour of the last sign-in since the moment that was asked about.
    pub last_sign_in: Option<Timestamp>,
    /// How many sign-ins there were since then.
    pub sign_ins: i64,
}

impl ReadTx {
    /// What was counted since `since` of these kinds, hour by hour.
    #[allow(
        clippy::many_single_char_names,
        reason = "five places of one statement"
    )]
    pub fn audit_hours(
        &mut self,
        org: OrganisationId,
        since: Timestamp,
        kinds: [EventKind; 5],
    ) -> Result<Vec<AuditHour>, Fault> {
        let [a, b, c, d, e] = kinds.map(EventKind::code);
        let values = [
            (&org).into(),
            since.into(),
            a.into(),
            b.into(),
            c.into(),
            d.into(),
            e.into(),
        ];
        let rows = self.query(&AUDIT_HOURS, &values)?;
        rows.iter()
            .map(|row| {
                Ok(AuditHour {
                    hour: row.time(0)?,
                    kind: row.text(1)?,
                    outcome: row.text(2)?,
                    events: row.int(3)?,
                })
            })
            .collect()
    }

    /// Since when the oldest row of the log awaits its seal.
    pub fn oldest_unsealed(&mut self, org: OrganisationId) -> Result<Option<Timestamp>, Fault> {
        self.find(&OLDEST_UNSEALED, &[(&org).into()])?
            .map(|row| row.time(0))
            .transpose()
    }

    /// How many credentials end in this time without another in their place, and when the first of them does.
    pub fn credentials_ending(
        &mut self,
        org: OrganisationId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<(i64, Timestamp)>, Fault> {
        let values = [(&org).into(), now.into(), until.into()];
        let row = self.one(&CREDENTIALS_ENDING, &values)?;
        let (count, first) = (row.int(0)?, row.opt_time(1)?);
        Ok(first.map(|first| (count, first)))
    }

    /// How large each organisation is, and how much it was used since `since`: all of them in one statement.
    pub fn organisation_figures(
        &mut self,
        since: Timestamp,
    ) -> Result<Vec<OrganisationFigures>, Fault> {
        let values = [since.into(), EventKind::SignedIn.code().into()];
        let rows = self.query(&ORGANISATION_FIGURES, &values)?;
        rows.iter()
            .map(|row| {
                Ok(OrganisationFigures {
                    organisation: row.id(0)?,
                    people: row.int(1)?,
                    last_sign_in: row.opt_time(2)?,
                    sign_ins: row.int(3)?,
                })
            })
            .collect()
    }
}
