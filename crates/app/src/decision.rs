//! Gathers what the policy must know of a person, and asks it. Every login, session check and change of factors comes through here.

use domain::factor::{Evidence, FactorKind, FactorSet, PASSWORD, Profile};
use domain::organisation::Organisation;
use domain::policy::{self, Requirement, Step, Usable};
use domain::refusal::Refusal;
use domain::role::Role;
use domain::session::{CLOCKS_DIFFER_BY, FRESH_FOR};
use domain::time::Timestamp;
use domain::user::User;
use store::{Authenticator, ReadTx};

use crate::{App, Fault};

/// A person as the policy sees one, read in one unit.
pub struct Facts {
    /// The organisation.
    pub organisation: Organisation,
    /// The person.
    pub user: User,
    /// Their roles.
    pub roles: Vec<Role>,
    /// What they have enrolled, opened.
    pub authenticators: Vec<Authenticator>,
    /// The kinds that this installation could enrol, strongest first.
    pub enrolable: Vec<Profile>,
    /// The profiles of every factor known here.
    profiles: Vec<Profile>,
}

/// A role card of somebody's that begins to demand two-step on a later day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    /// The card's name.
    pub role: String,
    /// Its first day.
    pub from: Timestamp,
}

/// What is to come of somebody's cards, the first day first.
pub(crate) fn coming(facts: &Facts, now: Timestamp) -> Vec<Coming> {
    let add_on = facts.organisation.two_step_add_on;
    let held = facts.roles.iter().filter(|role| add_on && role.two_step);
    let mut coming: Vec<Coming> = held
        .filter_map(|role| {
            let from = role.two_step_from.filter(|from| *from > now)?;
            Some(Coming {
                role: role.name.clone(),
                from,
            })
        })
        .collect();
    coming.sort_by_key(|one| one.from);
    coming
}

impl Facts {
    /// Reads everything about `user` that a decision needs.
    pub fn read(
        tx: &mut ReadTx,
        organisation: Organisation,
        user: User,
        app: &App,
    ) -> Result<Self, Fault> {
        let roles = tx.roles_of_user(organisation.id, user.id)?;
        let authenticators = tx.authenticators_of_user(organisation.id, user.id)?;
        let profiles = app.registry.profiles();
        let enrolable = enrolable(app, &organisation, &profiles);
        Ok(Self {
            organisation,
            user,
            roles,
            authenticators,
            enrolable,
            profiles,
        })
    }

    /// The person's active factors. One that this program does not know counts for nothing.
    pub fn usable(&self) -> Vec<Usable> {
        self.authenticators
            .iter()
            .filter_map(|authenticator| {
                let profile = self
                    .profiles
                    .iter()
                    .find(|profile| profile.kind == authenticator.kind)?;
                Some(Usable::of(profile, authenticator.channel.clone()))
            })
            .collect()
    }

    /// Whether a message of this factor can go out now. What stands enrolled stays what the policy demands: a gateway that is down opens no
    /// door, it closes one.
    pub fn can_be_reached_by(&self, profile: &Profile) -> bool {
        self.organisation.carries(profile)
    }

    /// What whoever cannot use this factor now is told.
    pub const fn why_unreachable(profile: &Profile) -> Refusal {
        if profile.needs.service.is_some() {
            Refusal::EidUnavailable
        } else if profile.needs.relying_party {
            Refusal::PasskeyElsewhere
        } else {
            Refusal::ChannelUnavailable
        }
    }

    /// Whether an authenticator is bound to another host than the organisation has by now: no page of it can ask for that one.
    pub fn is_elsewhere(&self, own: &Authenticator) -> bool {
        let bound = own.relying_party.as_deref();
        bound.is_some_and(|host| host != self.organisation.host())
    }

    /// What is known of the factor called `kind`; `None` where this program does not know it.
    pub fn profile(&self, kind: &FactorKind) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.kind == *kind)
    }

    /// Whether the person has a second factor that stands on its own.
    pub fn has_second_factor(&self) -> bool {
        self.usable().iter().any(|factor| !factor.is_backup)
    }

    /// Whether the person has recovery codes.
    pub fn has_backup(&self) -> bool {
        self.usable().iter().any(|factor| factor.is_backup)
    }

    /// The kinds that stand enrolled, as `users.factor_set` keeps them.
    pub fn factor_set(&self) -> FactorSet {
        self.authenticators
            .iter()
            .map(|authenticator| authenticator.kind.clone())
            .collect()
    }

    /// Whether the person may sign in at all.
    pub fn may_sign_in(&self) -> bool {
        self.user.suspended_at.is_none()
            && self.organisation.suspended_at.is_none()
            && !self.roles.iter().any(|role| role.api_integrator)
    }

    /// What a login of this person must prove.
    pub fn requirement(&self, trusted_device: Option<Timestamp>, now: Timestamp) -> Requirement {
        policy::requirement(
            &self.organisation,
            &self.roles,
            &self.usable(),
            trusted_device,
            None,
            now,
        )
    }

    /// What a login with this evidence has to do next.
    pub fn next_step(
        &self,
        requirement: &Requirement,
        evidence: &[Evidence],
        now: Timestamp,
    ) -> Step {
        requirement.next_step(
            evidence,
            &self.usable(),
            &self.enrolable,
            self.user.grace_until,
            now,
        )
    }

    /// What fresh proof inside a session has to do next.
    pub fn fresh_step(&self, evidence: &[Evidence]) -> Step {
        policy::fresh_proof(evidence, &self.usable())
    }

    /// Whether a session with this evidence holds fresh proof at the person's highest level (R30): a password, or one act that is both
    /// factors, and what [`Self::fresh_step`] asks for. A second step alone, such as the one just enrolled, renews nothing.
    pub fn is_fresh(&self, evidence: &[Evidence], now: Timestamp) -> bool {
        let recent: Vec<Evidence> = evidence
            .iter()
            .filter(|proof| proof.at <= now + CLOCKS_DIFFER_BY && now.since(proof.at) <= FRESH_FOR)
            .cloned()
            .collect();
        let first_proof = recent
            .iter()
            .any(|proof| proof.kind == PASSWORD || proof.user_verified);
        first_proof && self.fresh_step(&recent) == Step::Complete
    }

    /// The kinds that the person may enrol now: allowed by the cards, available here, not yet as many as one may have.
    pub fn may_enrol(&self, requirement: &Requirement) -> Vec<&Profile> {
        self.enrolable
            .iter()
            .filter(|profile| !profile.is_backup || self.has_second_factor())
            .filter(|profile| {
                profile.is_backup
                    || requirement.is_met_by(
                        &profile.kind,
                        profile.reaches_aal2,
                        profile.phishing_resistant,
                    )
            })
            .filter(|profile| {
                profile.is_backup || self.count_of(profile) < profile.most_per_user as usize
            })
            .collect()
    }

    /// Whether the person may enrol this kind once what stood before is ended (a pass): allowed by the cards, available here, and no
    /// backup alone.
    pub fn may_enrol_anew(&self, requirement: &Requirement, kind: &FactorKind) -> bool {
        self.enrolable.iter().any(|profile| {
            profile.kind == *kind
                && !profile.is_backup
                && requirement.is_met_by(
                    &profile.kind,
                    profile.reaches_aal2,
                    profile.phishing_resistant,
                )
        })
    }

    /// The person's authenticators of this kind that can add something to the evidence: one whose mailbox or number stands behind it
    /// already proves nothing more (R22).
    pub fn answerable(&self, kind: &FactorKind, evidence: &[Evidence]) -> Vec<&Authenticator> {
        let is_spent = |own: &Authenticator| {
            own.channel.is_some() && evidence.iter().any(|proof| proof.channel == own.channel)
        };
        self.authenticators
            .iter()
            .filter(|own| own.kind == *kind && !is_spent(own))
            .collect()
    }

    /// How many authenticators of this kind the person has.
    pub fn count_of(&self, profile: &Profile) -> usize {
        self.authenticators
            .iter()
            .filter(|own| own.kind == profile.kind)
            .count()
    }
}

/// The kinds among `profiles` that this installation could enrol for people of the organisation.
pub(crate) fn enrolable(
    app: &App,
    organisation: &Organisation,
    profiles: &[Profile],
) -> Vec<Profile> {
    let can_mail = app.mailer.is_some();
    profiles
        .iter()
        .filter(|profile| can_mail || !profile.needs.email)
        .filter(|profile| organisation.carries(profile))
        .cloned()
        .collect()
}
