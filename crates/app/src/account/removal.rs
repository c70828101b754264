//! Whether an authenticator may be removed, and what goes with it: one rule for the page that lists them and the act itself.

use domain::factor::Profile;
use domain::id::AuthenticatorId;
use domain::refusal::Refusal;
use domain::time::Timestamp;

use crate::decision::Facts;

/// One of the person's authenticators with what is known of its factor.
pub(super) struct Found<'a> {
    pub(super) row: &'a store::Authenticator,
    /// `None` where this program does not know the factor any more.
    pub(super) profile: Option<&'a Profile>,
}

impl Found<'_> {
    pub(super) fn is_backup(&self) -> bool {
        self.profile.is_some_and(|profile| profile.is_backup)
    }

    /// Whether it bears a name of the person's own: not the address it comes through, nor a set of codes, of which there is one.
    pub(super) fn can_be_renamed(&self) -> bool {
        self.row.channel.is_none() && !self.is_backup()
    }
}

/// What a removal means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removal {
    /// Whether it is the last second factor, so that recovery codes go with it and the password stands alone.
    pub is_last: bool,
}

/// The authenticator called `id`, if it is one of theirs.
pub(super) fn find(facts: &Facts, id: AuthenticatorId) -> Option<Found<'_>> {
    let row = facts.authenticators.iter().find(|own| own.id == id)?;
    Some(Found {
        row,
        profile: facts.profile(&row.kind),
    })
}

/// Whether the authenticator may be removed: where two-step is demanded, another that meets the demand must stand.
pub(super) fn removal(
    facts: &Facts,
    found: &Found<'_>,
    now: Timestamp,
) -> Result<Removal, Refusal> {
    // Codes are not removed but replaced; they end with the factors that they stand behind.
    if found.is_backup() {
        return Err(Refusal::FactorUnavailable);
    }
    let requirement = facts.requirement(None, now);
    let others: Vec<&Profile> = facts
        .authenticators
        .iter()
        .filter(|other| other.id != found.row.id)
        .filter_map(|other| facts.profile(&other.kind))
        .filter(|profile| !profile.is_backup)
        .collect();
    let meets = |profile: &&Profile| {
        requirement.is_met_by(
            &profile.kind,
            profile.reaches_aal2,
            profile.phishing_resistant,
        )
    };
    if requirement.demanded && !others.iter().any(meets) {
        return Err(Refusal::LastFactorDemanded);
    }
    Ok(Removal {
        is_last: others.is_empty(),
    })
}
