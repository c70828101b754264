//! What an organisation decides beside its columns: passwords, sessions, factors, languages, recovery, eIDs, passkeys.
//!
//! A rule only ever narrows what the program itself holds to: a shorter password, a longer session or another language than those cannot
//! be had by any rule, because whoever applies one takes the stricter of the two.

use serde::{Deserialize, Serialize};

use super::PasskeyRules;
use crate::factor::FactorSet;
use crate::message::{Bound, SettingsRefusal};
use crate::password::LEAST_WITH_TWO_STEP;
use crate::session::Lifetime;
use crate::time::Span;

/// The longest least length of a password that can be demanded.
pub const MOST_PASSWORD_LEAST: u32 = 64;

/// The shortest time without use after which a session may end, in minutes.
pub const LEAST_IDLE_MINUTES: u32 = 10;

/// The longest, in minutes: what a session without two-step has.
pub const MOST_IDLE_MINUTES: u32 = 24 * 60;

/// The longest life of a session, in hours: what one without two-step has.
pub const MOST_SESSION_HOURS: u32 = 30 * 24;

/// The shortest life of an enrolment pass, in minutes.
pub const LEAST_RECOVERY_MINUTES: u32 = 10;

/// The longest, in minutes.
pub const MOST_RECOVERY_MINUTES: u32 = 24 * 60;

/// The longest time in which a person may stop a recovery before it takes effect, in minutes.
pub const MOST_RECOVERY_WAIT: u32 = 72 * 60;

/// The shortest time for which identifications are kept, in days.
pub const LEAST_IDENTIFICATION_DAYS: u32 = 30;

/// The longest, in days.
pub const MOST_IDENTIFICATION_DAYS: u32 = 3650;

/// What an organisation decides about passwords, sessions, factors, languages, recovery, eIDs and passkeys. What was never decided has its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// The factors that its people may use and enrol; `None` allows all that the program knows.
    pub allowed_factors: Option<FactorSet>,
    /// The fewest code points in a new password. What the program itself demands stays the floor.
    pub password_least: u32,
    /// After how many minutes without use a session ends. A session with two-step never waits longer than [`crate::session::lifetime`] says.
    pub session_idle_minutes: u32,
    /// For how many hours a session lives at the most; with two-step never longer than [`crate::session::lifetime`] says.
    pub session_hours: u32,
    /// The languages that its pages are offered in (`sv`, `en`); empty: all that the program knows.
    pub languages: Vec<String>,
    /// Whether a second person approves a recovery.
    pub two_person_recovery: bool,
    /// For how many minutes a person may stop a recovery before it takes effect.
    pub recovery_waits_minutes: u32,
    /// Whether people may open a recovery case themselves, from the page for those who can use none of their factors.
    pub self_recovery: bool,
    /// For how many minutes an enrolment pass may be used.
    pub recovery_minutes: u32,
    /// Whether an eID may be the whole login.
    pub eid_sign_in: bool,
    /// Whether a person who can use none of their factors may show by an eID who they are, and enrol again without staff.
    pub eid_recovery: bool,
    /// For how many days identifications are kept.
    pub identification_days: u32,
    /// What it decides about passkeys.
    pub passkeys: PasskeyRules,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            allowed_factors: None,
            password_least: LEAST_WITH_TWO_STEP,
            session_idle_minutes: MOST_IDLE_MINUTES,
            session_hours: MOST_SESSION_HOURS,
            languages: Vec::new(),
            two_person_recovery: true,
            recovery_waits_minutes: 0,
            self_recovery: true,
            recovery_minutes: LEAST_RECOVERY_MINUTES,
            eid_sign_in: false,
            eid_recovery: false,
            identification_days: 365,
            passkeys: PasskeyRules::default(),
        }
    }
}

impl Rules {
    /// Checks what somebody decided; the first field outside its bound is named.
    pub fn check(&self, default_language: &str) -> Result<(), SettingsRefusal> {
        let refused = |field, bound| Err(SettingsRefusal { field, bound });
        for (field, value, least, most) in [
            (
                "password_least",
                self.password_least,
                LEAST_WITH_TWO_STEP,
                MOST_PASSWORD_LEAST,
            ),
            (
                "session_idle_minutes",
                self.session_idle_minutes,
                LEAST_IDLE_MINUTES,
                MOST_IDLE_MINUTES,
            ),
            ("session_hours", self.session_hours, 1, MOST_SESSION_HOURS),
            (
                "recovery_waits_minutes",
                self.recovery_waits_minutes,
                0,
                MOST_RECOVERY_WAIT,
            ),
            (
                "recovery_minutes",
                self.recovery_minutes,
                LEAST_RECOVERY_MINUTES,
                MOST_RECOVERY_MINUTES,
            ),
            (
                "identification_days",
                self.identification_days,
                LEAST_IDENTIFICATION_DAYS,
                MOST_IDENTIFICATION_DAYS,
            ),
        ] {
            if !(least..=most).contains(&value) {
                return refused(field, Bound::Between(least.into(), most.into()));
            }
        }
        if self
            .allowed_factors
            .as_ref()
            .is_some_and(FactorSet::is_empty)
        {
            return refused("allowed_factors", Bound::OneOrMore);
        }
        if !self.offers(default_language) {
            return refused("languages", Bound::DefaultAmong);
        }
        self.passkeys.check()
    }

    /// Whether pages are offered in this language.
    pub fn offers(&self, language: &str) -> bool {
        self.languages.is_empty() || self.languages.iter().any(|offered| offered == language)
    }

    /// The two ends of a session under these rules: never later than those that it would have without any.
    #[must_use]
    pub fn narrowed(&self, lifetime: Lifetime) -> Lifetime {
        Lifetime {
            overall: lifetime.overall.min(Span::hours(self.session_hours.into())),
            idle: lifetime
                .idle
                .min(Span::minutes(self.session_idle_minutes.into())),
        }
    }
}

#[cfg(test)]
mod tests;
