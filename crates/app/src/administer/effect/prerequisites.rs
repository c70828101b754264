//! What has to be in order before a card's two-step works (E5): a line each, met or with something to mend.

use domain::effect::Tally;
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
    /// It is not, and the card allows nothing that needs it.
    NotNeeded,
}

pub(super) fn of(app: &App, survey: &Survey, draft: &Role, tally: &Tally) -> Vec<Prerequisite> {
    let allows = |needs: fn(&domain::factor::Needs) -> bool| {
        let house = &survey.organisation.rules.allowed_factors;
        survey.profiles.iter().any(|profile| {
            let by = |set: &Option<domain::factor::FactorSet>| {
                set.as_ref().is_none_or(|set| set.contains(&profile.kind))
            };
            needs(&profile.needs) && by(&draft.allowed_factors) && by(house)
        })
    };
    let by_text = allows(|needs| needs.gateway == Some(MessageChannel::Sms));
    let by_mail = allows(|needs| needs.email);
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
    vec![
        line(
            PrerequisiteKind::AddOn,
            survey.organisation.two_step_add_on,
            true,
        ),
        line(
            PrerequisiteKind::TextGateway,
            channels.contains(&MessageChannel::Sms),
            by_text,
        ),
        line(PrerequisiteKind::Numbers { missing }, missing == 0, by_text),
        line(PrerequisiteKind::MailServer, app.mailer.is_some(), by_mail),
    ]
}
