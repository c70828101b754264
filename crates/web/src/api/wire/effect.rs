//! What a role card does, before it is saved, on the wire.

use std::collections::BTreeMap;

use app::administer::effect::{Effect, ReadinessRow};
use domain::effect::Tally;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::time::Time;

/// How many people stand how.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Tally")]
pub(in crate::api) struct WireTally {
    /// Those who sign in.
    concerned: u64,
    /// Those whom the next login asks for anything beside the password.
    asked: u64,
    /// Those of them who have what is asked for.
    ready: u64,
    /// Those of them who must set something up before they come in.
    must_enrol: u64,
    /// Those of them who may put that off.
    in_grace: u64,
    /// Those of them for whom nothing that is allowed can be used or set up.
    locked_out: u64,
    /// Those without any factor that stands on its own.
    without_factor: u64,
    /// Those without a mobile number.
    without_mobile: u64,
    /// Those without a confirmed mailbox.
    without_email: u64,
}

impl From<&Tally> for WireTally {
    fn from(tally: &Tally) -> Self {
        Self {
            concerned: tally.concerned,
            asked: tally.asked,
            ready: tally.ready,
            must_enrol: tally.must_enrol,
            in_grace: tally.in_grace,
            locked_out: tally.locked_out,
            without_factor: tally.without_factor,
            without_mobile: tally.without_mobile,
            without_email: tally.without_email,
        }
    }
}

/// What a card does.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Effect")]
pub(in crate::api) struct WireEffect {
    /// From when.
    at: Time,
    /// The people who have the card.
    people: WireTally,
    /// Those of them who come in today and would not any more.
    newly_locked_out: u64,
    /// Those of the locked out who administer anything.
    administrators_cut_off: u64,
    /// Whether no owner of the organisation could sign in any more.
    cuts_off_all_owners: bool,
    /// Text messages and calls that it is expected to send in a month.
    messages_a_month: u64,
    /// What they cost, in millionths of `currency`.
    cost_micros_a_month: Option<i64>,
    /// The currency.
    currency: Option<String>,
}

impl From<&Effect> for WireEffect {
    fn from(effect: &Effect) -> Self {
        let money = effect.cost.micros_a_month.clone();
        let (micros, currency) = money.unzip();
        Self {
            at: Time(effect.at),
            people: (&effect.tally).into(),
            newly_locked_out: effect.newly_locked_out,
            administrators_cut_off: effect.administrators_cut_off,
            cuts_off_all_owners: effect.cuts_off_all_owners,
            messages_a_month: effect.cost.messages_a_month,
            cost_micros_a_month: micros,
            currency,
        }
    }
}

/// Which part of a readiness report.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct ReadinessQuery {
    /// Only those who stand like this.
    pub(in crate::api) only: Option<WireReadiness>,
    /// Where the page begins: what `next` said.
    #[schemars(length(max = 1000))]
    pub(in crate::api) after: Option<String>,
}

/// How somebody stands before a card.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Readiness")]
pub(in crate::api) enum WireReadiness {
    /// Nothing that is allowed can be used or set up.
    LockedOut,
    /// Must set something up, and the days to put it off are over.
    Late,
    /// Must set something up at the next login.
    MustEnrol,
    /// Must set something up, and may put it off.
    InGrace,
    /// Has what is asked for.
    Ready,
    /// Is asked for nothing.
    Unasked,
    /// Is suspended, or a machine.
    NotConcerned,
}

impl From<WireReadiness> for app::administer::effect::Readiness {
    fn from(readiness: WireReadiness) -> Self {
        match readiness {
            WireReadiness::LockedOut => Self::LockedOut,
            WireReadiness::Late => Self::Late,
            WireReadiness::MustEnrol => Self::MustEnrol,
            WireReadiness::InGrace => Self::InGrace,
            WireReadiness::Ready => Self::Ready,
            WireReadiness::Unasked => Self::Unasked,
            WireReadiness::NotConcerned => Self::NotConcerned,
        }
    }
}

/// One person of a readiness report.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ReadinessRow")]
pub(in crate::api) struct WireReadinessRow {
    /// Who it is.
    user: String,
    /// The name to sign in with.
    username: String,
    /// The name for people.
    name: String,
    /// How they stand.
    readiness: String,
    /// Until when they may put enrolment off.
    grace_until: Option<Time>,
    /// Why, by codes, the weightiest first.
    why: Vec<String>,
    /// The factors that they have.
    factors: Vec<String>,
}

impl From<&ReadinessRow> for WireReadinessRow {
    fn from(row: &ReadinessRow) -> Self {
        Self {
            user: row.user.to_string(),
            username: row.username.clone(),
            name: row.name.clone(),
            readiness: row.readiness.as_str().to_owned(),
            grace_until: Time::of(row.grace_until),
            why: row.why.iter().map(|why| why.code().to_owned()).collect(),
            factors: row.factors.iter().map(ToString::to_string).collect(),
        }
    }
}

/// How well the cards' demands are met, and what waits.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Figures")]
pub(in crate::api) struct WireFigures {
    /// Everybody who signs in; for credentials that see people or roles.
    pub(in crate::api) people: Option<WireTally>,
    /// How many people have each kind of factor.
    pub(in crate::api) factors: Option<BTreeMap<String, u64>>,
    /// The logins of the last hours, the oldest first; for credentials that see people or the audit log.
    pub(in crate::api) logins: Option<Vec<WireHour>>,
}

/// The logins of an hour.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "LoginHour")]
pub(in crate::api) struct WireHour {
    /// When it began.
    pub(in crate::api) hour: Time,
    /// Logins that became a session.
    pub(in crate::api) signed_in: i64,
    /// Passwords that were refused.
    pub(in crate::api) wrong_passwords: i64,
    /// Second steps that were refused.
    pub(in crate::api) wrong_codes: i64,
}
