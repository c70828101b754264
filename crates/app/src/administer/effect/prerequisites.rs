//! What has to be in order before a card's two-step works (E5): a line each, met or with something to mend.

use domain::effect::Tally;
use domain::factor::{FactorSet, Needs, Profile};
use domain::message::MessageChannel;
use domain::role::Role;

use super::survey::Survey;
use crate::App;

/// A prerequisite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prerequisite {
    /// What has to be in order.
    pub kind: PrerequisiteKind,
    /// Whether it is.
    pub standing: Standing,
}

/// What has to be in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrerequisiteKind {
    /// The organisation's add-on "use two-step verification" is on. Mended in its settings.
    AddOn,
    /// An SMS gateway works. Mended among the gateways.
    TextGateway,
    /// Everybody concerned has a valid mobile number. Mended person by person.
    Numbers {
        /// How many have none.
        missing: u64,
    },
    /// A mail server is there. Mended by the operator.
    MailServer,
}

/// Whether something is in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is.
    Met,
    /// It is not.
    Missing,
    /// It is not, and the card works without: it allows another way that does.
    NotNeeded,
}

pub(super) fn of(app: &App, survey: &Survey, draft: &Role, tally: &Tally) -> Vec<Prerequisite> {
    let house = &survey.organisation.rules.allowed_factors;
    let allowed = |profile: &&Profile| {
        let by =
            |set: &Option<FactorSet>| set.as_ref().is_none_or(|set| set.contains(&profile.kind));
        !profile.is_backup && by(&draft.allowed_factors) && by(house)
    };
    let ways: Vec<&Profile> = survey.profiles.iter().filter(allowed).collect();
    let works = |kind| survey.enrolable.iter().any(|one| one.kind == kind);
    // A card needs what one of its ways cannot do without, unless another of its ways works as it is.
    let needed = |needs: fn(&Needs) -> bool| {
        let other = |way: &&Profile| !needs(&way.needs) && works(way.kind.clone());
        draft.two_step
            && ways.iter().any(|way| needs(&way.needs))
            && !ways.iter().copied().any(|way| other(&way))
    };
    let by_text = needed(|needs| needs.gateway == Some(MessageChannel::Sms));
    let by_number = needed(|needs| needs.phone);
    let by_mail = needed(|needs| needs.email);
    let line = |kind, met, needed| Prerequisite {
        kind,
        standing: match (met, needed) {
            (true, _) => Standing::Met,
            (false, true) => Standing::Missing,
            (false, false) => Standing::NotNeeded,
        },
    };
    let channels = &survey.organisation.phone_channels;
    let missing = tally.without_mobile;
    let add_on = survey.organisation.two_step_add_on;
    vec![
        line(PrerequisiteKind::AddOn, add_on, true),
        line(
            PrerequisiteKind::TextGateway,
            channels.contains(&MessageChannel::Sms),
            by_text,
        ),
        line(
            PrerequisiteKind::Numbers { missing },
            missing == 0,
            by_number,
        ),
        line(PrerequisiteKind::MailServer, app.mailer.is_some(), by_mail),
    ]
}
