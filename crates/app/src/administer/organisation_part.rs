//! The parts of an organisation's settings, as one form each changes them. Two people may change different parts at a time; of two who
//! change the same one, the later is told and loses nothing.

use domain::organisation::{Organisation, Rules};

use crate::Fault;

/// A part of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrganisationPart {
    /// Its name and its colour.
    General,
    /// Its picture.
    Logo,
    /// The languages of its pages.
    Languages,
    /// How its support is reached.
    Contact,
    /// Trusted days where no role demands two-step.
    TrustedDays,
    /// Passwords and sessions.
    Access,
    /// The factors that its people may use.
    Factors,
    /// How people who lost their factors come in again.
    Recovery,
    /// What an eID is enough for, and for how long identifications are kept.
    Eid,
    /// What a passkey is enough for, and which are taken.
    Passkeys,
}

impl OrganisationPart {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 10] = [
        Self::General,
        Self::Logo,
        Self::Languages,
        Self::Contact,
        Self::TrustedDays,
        Self::Access,
        Self::Factors,
        Self::Recovery,
        Self::Eid,
        Self::Passkeys,
    ];

    /// Its name, in the audit log and in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Logo => "logo",
            Self::Languages => "languages",
            Self::Contact => "contact",
            Self::TrustedDays => "trusted-days",
            Self::Access => "access",
            Self::Factors => "factors",
            Self::Recovery => "recovery",
            Self::Eid => "eid",
            Self::Passkeys => "passkeys",
        }
    }

    /// `organisation` with this part of `other`.
    pub(super) fn taken_from(
        self,
        other: &Organisation,
        organisation: Organisation,
    ) -> Organisation {
        let other = other.clone();
        match self {
            Self::General => Organisation {
                name: other.name,
                accent: other.accent,
                ..organisation
            },
            Self::Logo => Organisation {
                logo: other.logo,
                ..organisation
            },
            Self::Languages => Organisation {
                default_language: other.default_language,
                rules: Rules {
                    languages: other.rules.languages,
                    ..organisation.rules
                },
                ..organisation
            },
            Self::Contact => Organisation {
                support: other.support,
                ..organisation
            },
            Self::TrustedDays => Organisation {
                default_trusted_days: other.default_trusted_days,
                ..organisation
            },
            Self::Access | Self::Factors | Self::Recovery | Self::Eid | Self::Passkeys => {
                Organisation {
                    rules: self.rules_from(other.rules, organisation.rules),
                    ..organisation
                }
            }
        }
    }

    fn rules_from(self, other: Rules, rules: Rules) -> Rules {
        match self {
            Self::Access => Rules {
                password_least: other.password_least,
                session_idle_minutes: other.session_idle_minutes,
                session_hours: other.session_hours,
                ..rules
            },
            Self::Factors => Rules {
                allowed_factors: other.allowed_factors,
                ..rules
            },
            Self::Recovery => Rules {
                two_person_recovery: other.two_person_recovery,
                recovery_waits_minutes: other.recovery_waits_minutes,
                self_recovery: other.self_recovery,
                recovery_minutes: other.recovery_minutes,
                ..rules
            },
            Self::Eid => Rules {
                eid_sign_in: other.eid_sign_in,
                eid_recovery: other.eid_recovery,
                identification_days: other.identification_days,
                ..rules
            },
            Self::Passkeys => Rules {
                passkeys: other.passkeys,
                ..rules
            },
            _ => rules,
        }
    }

    /// A mark of this part as it stands: a form carries it, and a part that was changed since has another.
    pub fn mark(self, organisation: &Organisation) -> Result<String, Fault> {
        let Organisation {
            name,
            accent,
            logo,
            default_language,
            support,
            default_trusted_days,
            rules,
            ..
        } = organisation;
        let own = match self {
            Self::General => serde_json::to_string(&(name, accent)),
            Self::Logo => serde_json::to_string(logo),
            Self::Languages => serde_json::to_string(&(default_language, &rules.languages)),
            Self::Contact => {
                serde_json::to_string(&(&support.email, &support.phone, &support.hours))
            }
            Self::TrustedDays => serde_json::to_string(default_trusted_days),
            Self::Access | Self::Factors | Self::Recovery | Self::Eid | Self::Passkeys => {
                serde_json::to_string(&self.rules_from(rules.clone(), Rules::default()))
            }
        };
        // FNV-1a: it tells two versions apart and guards nothing.
        let hash = own?.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Ok(format!("{hash:016x}"))
    }
}

#[cfg(test)]
mod tests;
