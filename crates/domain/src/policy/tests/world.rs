//! Small worlds: an organisation, somebody's roles and factors, a browser, a client and a moment.

use std::collections::BTreeSet;

use crate::factor::{Category, DeviceProof, Evidence, FactorKind, FactorSet, Mark, Needs, Profile};
use crate::id::{OrganisationId, RoleId};
use crate::organisation::{Organisation, Rules, Support};
use crate::policy::{ClientDemand, Requirement, Step, Usable, requirement};
use crate::role::{Minimum, Role};
use crate::time::{Span, Timestamp};

pub(super) const NOW: Timestamp = Timestamp::from_unix_millis(1_800_000_000_000);

/// The kinds that exist in these worlds.
pub(super) const KINDS: [&str; 5] = ["totp", "sms", "email", "passkey", "codes"];

/// Everything that the rules look at.
#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) add_on: bool,
    pub(super) default_days: u32,
    /// What the organisation itself allows.
    pub(super) house: Option<FactorSet>,
    pub(super) roles: Vec<Role>,
    pub(super) own: Vec<Usable>,
    pub(super) trusted: Option<Timestamp>,
    pub(super) client: Option<ClientDemand>,
    pub(super) evidence: Vec<Evidence>,
    pub(super) enrolable: Vec<Profile>,
    pub(super) grace: Option<Timestamp>,
    pub(super) now: Timestamp,
}

impl World {
    /// A person without roles or factors, who gave the password, where every kind can be enrolled.
    pub(super) fn plain() -> Self {
        Self {
            add_on: true,
            default_days: 0,
            house: None,
            roles: Vec::new(),
            own: Vec::new(),
            trusted: None,
            client: None,
            evidence: vec![Evidence::password(NOW)],
            enrolable: KINDS.map(profile).to_vec(),
            grace: None,
            now: NOW,
        }
    }

    pub(super) fn requirement(&self) -> Requirement {
        requirement(
            &organisation(self),
            &self.roles,
            &self.own,
            self.trusted,
            self.client.as_ref(),
            self.now,
        )
    }

    pub(super) fn step(&self) -> Step {
        self.requirement().next_step(
            &self.evidence,
            &self.own,
            &self.enrolable,
            self.grace,
            self.now,
        )
    }

    /// The codes of the reasons, in the order they are told.
    pub(super) fn reasons(&self) -> Vec<&'static str> {
        self.requirement()
            .reasons
            .iter()
            .map(super::super::Reason::code)
            .collect()
    }

    pub(super) fn with_roles(mut self, roles: impl IntoIterator<Item = Role>) -> Self {
        self.roles.extend(roles);
        self
    }

    pub(super) fn owning<'a>(mut self, kinds: impl IntoIterator<Item = &'a str>) -> Self {
        self.own.extend(kinds.into_iter().map(usable));
        self
    }

    pub(super) fn having_proved<'a>(mut self, kinds: impl IntoIterator<Item = &'a str>) -> Self {
        self.evidence.extend(kinds.into_iter().map(proof));
        self
    }

    /// A browser that proved itself this long ago.
    pub(super) fn trusted_since(mut self, ago: Span) -> Self {
        self.trusted = Some(self.now - ago);
        self
    }

    pub(super) fn for_client(mut self, two_step: bool, minimum: Minimum) -> Self {
        self.client = Some(ClientDemand { two_step, minimum });
        self
    }
}

fn organisation(world: &World) -> Organisation {
    Organisation {
        id: OrganisationId::from_bytes([1; 16]),
        slug: "demo".to_owned(),
        name: "Demo".to_owned(),
        base_url: "https://login.kommun.example/o/demo".to_owned(),
        two_step_add_on: world.add_on,
        default_trusted_days: world.default_days,
        policy_epoch: 1,
        default_language: "sv".to_owned(),
        support: Support::default(),
        accent: None,
        logo: None,
        phone_channels: Vec::new(),
        services: Vec::new(),
        suspended_at: None,
        rules: Rules {
            allowed_factors: world.house.clone(),
            ..Rules::default()
        },
        version: 1,
    }
}

/// A card that demands two-step.
pub(super) fn demanding(days: u32, allowed: Option<&str>, minimum: Minimum) -> Role {
    Role {
        id: RoleId::from_bytes([2; 16]),
        key: format!(
            "demanding-{days}-{}-{}",
            allowed.unwrap_or("all"),
            minimum.as_str()
        ),
        name: "Demanding".to_owned(),
        owner_assigns: false,
        api_integrator: false,
        two_step: true,
        two_step_from: None,
        grace_days: 0,
        trusted_days: days,
        allowed_factors: allowed.map(FactorSet::parse),
        minimum,
        permissions: BTreeSet::new(),
        version: 1,
    }
}

/// A card that does not, with every other field at its strictest, so that a rule that reads it all the same is found out.
pub(super) fn lenient() -> Role {
    Role {
        two_step: false,
        key: "lenient".to_owned(),
        ..demanding(0, Some(""), Minimum::PhishingResistant)
    }
}

pub(super) fn profile(kind: &str) -> Profile {
    let phishing_resistant = kind == "passkey";
    Profile {
        kind: FactorKind::named(kind.to_owned()),
        amr: &["otp"],
        category: Category::Possession,
        phishing_resistant,
        restricted: kind == "sms" || kind == "email",
        reaches_aal2: kind != "email",
        is_backup: kind == "codes",
        guessable: true,
        identifies: None,
        starts_freely: kind == "totp",
        needs: Needs::NOTHING,
        most_per_user: 1,
        rank: 1,
        code_lives_for: Span::minutes(5),
        challenge_lives_for: Span::minutes(15),
    }
}

/// The person's one mailbox, one telephone, or nothing that a message goes through.
pub(super) fn channel(kind: &str) -> Option<Mark> {
    matches!(kind, "sms" | "email").then(|| Mark::from_bytes(kind.as_bytes().to_vec()))
}

pub(super) fn usable(kind: &str) -> Usable {
    Usable::of(&profile(kind), channel(kind))
}

/// What a right answer leaves; `password` is one, and `link` a followed link to the person's own mailbox.
pub(super) fn proof(kind: &str) -> Evidence {
    match kind {
        "password" => Evidence::password(NOW),
        "link" => Evidence::pass(NOW, channel("email")),
        _ => Evidence::of(&profile(kind), NOW, device(kind), channel(kind)),
    }
}

pub(super) fn prove(kinds: &str) -> Step {
    Step::Prove(FactorSet::parse(kinds))
}

fn device(kind: &str) -> DeviceProof {
    if kind == "passkey" {
        DeviceProof::CHECKED
    } else {
        DeviceProof::default()
    }
}
