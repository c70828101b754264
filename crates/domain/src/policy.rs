//! The one function that decides what a login must prove.
//!
//! The login, the trace of one person, the preview over all people and the API call [`requirement`]; there is no second door. Role cards
//! merge strictest-wins: two-step if any card demands it or the person has a second factor of their own choice, the smallest number of
//! trusted days among the demanding cards, the intersection of what they and the organisation allow, the highest minimum.

use crate::factor::{Evidence, FactorKind, FactorSet, Mark, Profile};
use crate::organisation::Organisation;
use crate::role::{Minimum, Role};
use crate::time::Timestamp;
use crate::trusted_device;

/// One active second factor of a person, as far as the rules must know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usable {
    /// Its kind.
    pub kind: FactorKind,
    /// Whether it only stands behind others.
    pub is_backup: bool,
    /// Whether it reaches Aal2 beside a password.
    pub reaches_aal2: bool,
    /// Whether it resists phishing.
    pub phishing_resistant: bool,
    /// The mailbox or number it comes through.
    pub channel: Option<Mark>,
}

impl Usable {
    /// An authenticator of the factor with this profile.
    pub fn of(profile: &Profile, channel: Option<Mark>) -> Self {
        Self {
            kind: profile.kind.clone(),
            is_backup: profile.is_backup,
            reaches_aal2: profile.reaches_aal2,
            phishing_resistant: profile.phishing_resistant,
            channel,
        }
    }
}

/// What a client demands beside the role cards.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientDemand {
    /// Whether it demands two-step whatever the cards say.
    pub two_step: bool,
    /// The weakest proof it accepts.
    pub minimum: Minimum,
}

/// Why a login is asked for what it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// This role card requires two-step.
    RoleDemands {
        /// The card's key.
        role: String,
    },
    /// The client requires it.
    ClientDemands,
    /// The person chose a second step of their own accord.
    OwnChoice,
    /// The add-on is off: role cards demand nothing.
    AddOnOff,
    /// Nothing demands a second step.
    NothingDemands,
    /// This browser proved itself and is still trusted.
    DeviceTrusted {
        /// Until when, by today's cards.
        until: Timestamp,
    },
    /// The role cards allow no factor in common.
    NothingAllowed,
}

impl Reason {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::RoleDemands { .. } => "role-demands",
            Self::ClientDemands => "client-demands",
            Self::OwnChoice => "own-choice",
            Self::AddOnOff => "add-on-off",
            Self::NothingDemands => "nothing-demands",
            Self::DeviceTrusted { .. } => "device-trusted",
            Self::NothingAllowed => "nothing-allowed",
        }
    }
}

/// What a login must prove, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Whether a second step is asked for at all.
    pub two_step: bool,
    /// Whether a role card or the client demands it, so that it cannot be switched off.
    pub demanded: bool,
    /// Whether this browser is trusted and skips it this time.
    pub skipped: bool,
    /// For how many days a browser that proves itself now skips it; 0 = never.
    pub trusted_days: u32,
    /// The factors that the demanding cards and the organisation allow; `None` = all.
    pub allowed: Option<FactorSet>,
    /// The weakest proof accepted.
    pub minimum: Minimum,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// What a login has to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Nothing: everything demanded is proved.
    Complete,
    /// Prove one of these kinds.
    Prove(FactorSet),
    /// Set up a second step.
    Enrol,
    /// Set one up, or put it off until the grace ends.
    OfferGrace {
        /// When it ends.
        until: Timestamp,
    },
    /// Nothing that the cards allow can be used or set up: support helps.
    Support,
}

/// Decides what a login must prove.
///
/// `trusted_device` is when this browser proved itself for this person. The trace, the preview and the API call this too.
pub fn requirement(
    organisation: &Organisation,
    roles: &[Role],
    authenticators: &[Usable],
    trusted_device: Option<Timestamp>,
    client: Option<&ClientDemand>,
    now: Timestamp,
) -> Requirement {
    let demanding: Vec<&Role> = roles
        .iter()
        .filter(|role| organisation.two_step_add_on && role.requires_two_step_at(now))
        .collect();
    let client_demands =
        client.is_some_and(|demand| demand.two_step || demand.minimum > Minimum::Any);
    let own_choice = authenticators.iter().any(|factor| !factor.is_backup);
    let demanded = !demanding.is_empty() || client_demands;

    let trusted_days = demanding
        .iter()
        .map(|role| role.trusted_days)
        .min()
        .unwrap_or(organisation.default_trusted_days);
    let minimum = demanding
        .iter()
        .map(|role| role.minimum)
        .chain(client.map(|demand| demand.minimum))
        .max()
        .unwrap_or_default();
    let allowed = demanding
        .iter()
        .filter_map(|role| role.allowed_factors.as_ref())
        .chain(&organisation.rules.allowed_factors)
        .fold(None, |merged, next| {
            Some(merged.map_or_else(
                || next.clone(),
                |merged: FactorSet| merged.intersection(next),
            ))
        });
    let mut requirement = Requirement {
        two_step: demanded || own_choice,
        demanded,
        skipped: false,
        trusted_days,
        allowed,
        minimum,
        reasons: demanding
            .iter()
            .map(|role| Reason::RoleDemands {
                role: role.key.clone(),
            })
            .collect(),
    };
    if client_demands {
        requirement.reasons.push(Reason::ClientDemands);
    }
    if own_choice && !demanded {
        requirement.reasons.push(Reason::OwnChoice);
    }
    if !organisation.two_step_add_on && roles.iter().any(|role| role.requires_two_step_at(now)) {
        requirement.reasons.push(Reason::AddOnOff);
    }
    if !requirement.two_step {
        requirement.reasons.push(Reason::NothingDemands);
    }
    if let Some(until) = requirement.trusted_until(authenticators, trusted_device, now) {
        requirement.skipped = true;
        requirement.reasons.push(Reason::DeviceTrusted { until });
    }
    if requirement
        .allowed
        .as_ref()
        .is_some_and(FactorSet::is_empty)
    {
        requirement.reasons.push(Reason::NothingAllowed);
    }
    requirement
}

impl Requirement {
    /// Whether a factor with these properties would meet the requirement.
    pub fn is_met_by(
        &self,
        kind: &FactorKind,
        reaches_aal2: bool,
        phishing_resistant: bool,
    ) -> bool {
        let strong_enough = match self.minimum {
            Minimum::Any => true,
            Minimum::Aal2 => reaches_aal2,
            Minimum::PhishingResistant => phishing_resistant,
        };
        strong_enough
            && self
                .allowed
                .as_ref()
                .is_none_or(|allowed| allowed.contains(kind))
    }

    fn is_met_by_authenticator(&self, factor: &Usable) -> bool {
        // Recovery codes stand in for whatever was lost, unless the level itself rules them out.
        if factor.is_backup {
            return match self.minimum {
                Minimum::Any => true,
                Minimum::Aal2 => factor.reaches_aal2,
                Minimum::PhishingResistant => factor.phishing_resistant,
            };
        }
        self.is_met_by(&factor.kind, factor.reaches_aal2, factor.phishing_resistant)
    }

    /// Those of the person's factors that are enough; none where recovery codes stand alone.
    ///
    /// What somebody set up of their own accord is asked for even after the organisation ruled it out: a rule that narrows never turns a
    /// second step off.
    fn ways<'a>(&self, authenticators: &'a [Usable]) -> Vec<&'a Usable> {
        let stands = |ways: &[&Usable]| ways.iter().any(|factor| !factor.is_backup);
        let enough: Vec<&Usable> = authenticators
            .iter()
            .filter(|factor| self.is_met_by_authenticator(factor))
            .collect();
        let all: Vec<&Usable> = authenticators.iter().collect();
        if stands(&enough) {
            enough
        } else if !self.demanded && stands(&all) {
            all
        } else {
            Vec::new()
        }
    }

    fn can_be_enrolled_for(&self, enrolable: &[Profile]) -> bool {
        enrolable.iter().any(|profile| {
            !profile.is_backup
                && self.is_met_by(
                    &profile.kind,
                    profile.reaches_aal2,
                    profile.phishing_resistant,
                )
        })
    }

    /// Until when this browser skips the second step, if it does.
    ///
    /// A skipped step proves nothing, so it cannot stand in for a level that is demanded outright, nor for a factor that the person
    /// has not set up: trust skips a proof, never an enrolment.
    fn trusted_until(
        &self,
        authenticators: &[Usable],
        trusted_device: Option<Timestamp>,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let proved_at = trusted_device?;
        let skips = self.minimum == Minimum::Any
            && !self.ways(authenticators).is_empty()
            && trusted_device::is_trusted(proved_at, self.trusted_days, now);
        skips.then(|| trusted_device::trusted_until(proved_at, self.trusted_days))
    }

    /// What a login with this evidence has to do next.
    ///
    /// `enrolable` are the kinds that this installation could enrol for the person; `grace_until` is until when they may put it off.
    pub fn next_step(
        &self,
        evidence: &[Evidence],
        authenticators: &[Usable],
        enrolable: &[Profile],
        grace_until: Option<Timestamp>,
        now: Timestamp,
    ) -> Step {
        if !self.two_step || self.skipped {
            return Step::Complete;
        }
        let unused_channel = |factor: &&Usable| {
            factor.channel.is_none()
                || !evidence.iter().any(|proof| proof.channel == factor.channel)
        };
        let ways = self.ways(authenticators);
        if !ways.is_empty() {
            let proved = ways
                .iter()
                .any(|factor| second_steps(evidence).any(|proof| proof.kind == factor.kind));
            return if proved {
                Step::Complete
            } else {
                prove_or_support(ways.into_iter().filter(unused_channel))
            };
        }
        if !self.can_be_enrolled_for(enrolable) {
            return Step::Support;
        }
        // None of the person's own factors is enough. Whoever has one still proves it before another may be enrolled (A04).
        let has_own = authenticators.iter().any(|factor| !factor.is_backup);
        if has_own && second_steps(evidence).next().is_none() {
            return prove_or_support(authenticators.iter().filter(unused_channel));
        }
        // Grace puts off what role cards demand, not what a client does.
        match grace_until {
            Some(until) if now < until && !self.reasons.contains(&Reason::ClientDemands) => {
                Step::OfferGrace { until }
            }
            _ => Step::Enrol,
        }
    }
}

/// The second steps among the evidence that count: one that came through the mailbox or number of the first proof is that proof again.
fn second_steps(evidence: &[Evidence]) -> impl Iterator<Item = &Evidence> {
    evidence.iter().filter(|proof| {
        proof.is_second_step()
            && (proof.channel.is_none()
                || !evidence
                    .iter()
                    .any(|first| !first.is_second_step() && first.channel == proof.channel))
    })
}

/// What fresh proof inside a session has to do next: the password and, where the person has second factors, one of the strongest.
///
/// `evidence` is what was proved since the fresh proof was asked for, or within [`crate::session::FRESH_FOR`]. A change of factors,
/// addresses or passwords asks for this (R30).
pub fn fresh_proof(evidence: &[Evidence], authenticators: &[Usable]) -> Step {
    let strength = |factor: &Usable| (factor.phishing_resistant, factor.reaches_aal2);
    let Some(highest) = authenticators
        .iter()
        .filter(|factor| !factor.is_backup)
        .map(strength)
        .max()
    else {
        return Step::Complete;
    };
    let strongest: Vec<&Usable> = authenticators
        .iter()
        .filter(|factor| factor.is_backup || strength(factor) == highest)
        .collect();
    if strongest
        .iter()
        .any(|factor| evidence.iter().any(|proof| proof.kind == factor.kind))
    {
        return Step::Complete;
    }
    prove_or_support(strongest.into_iter())
}

fn prove_or_support<'a>(factors: impl Iterator<Item = &'a Usable>) -> Step {
    let kinds: FactorSet = factors.map(|factor| factor.kind.clone()).collect();
    if kinds.is_empty() {
        Step::Support
    } else {
        Step::Prove(kinds)
    }
}

#[cfg(test)]
mod tests;
