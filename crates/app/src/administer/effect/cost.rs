//! What a card's second steps are reckoned to send in a month, and to cost.
//!
//! Reckoned, not measured: everybody signs in once each working day (21 a month) on one browser, gives the second step each time or – where
//! a browser is trusted for N days – once in N days, and by the factor that the login would begin with. Whoever has none yet is taken to
//! choose the dearest that is allowed: a text message. A message is one part; mail costs nothing.

use domain::effect::times_a_month;
use domain::factor::{FactorSet, Profile};
use domain::message::{MessageChannel, MessageSettings};
use domain::role::Role;
use domain::time::Span;
use store::MessageCost;

use super::survey::{Judged, Survey};

/// How long back prices are looked for, where the organisation has none.
pub(super) const MEASURED_OVER: Span = Span::days(30);

/// What is sent in a month.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cost {
    /// How often somebody is asked who has the card: at every login where a browser is trusted for 0 days.
    pub trusted_days: u32,
    /// Text messages and calls.
    pub messages_a_month: u64,
    /// Mails with a code.
    pub mails_a_month: u64,
    /// What the messages cost, in millionths of a currency; `None` where no price is known.
    pub micros_a_month: Option<(i64, String)>,
}

pub(super) fn reckon(
    survey: &Survey,
    judged: &Judged,
    draft: &Role,
    settings: &MessageSettings,
    spent: &[MessageCost],
) -> Cost {
    let (mut messages, mut mails) = (0_u64, 0_u64);
    for (factors, people) in &judged.asked_with {
        let times = times_a_month(*people, draft.trusted_days);
        let way = first_way(survey, draft, factors);
        match way.and_then(sends) {
            Some(channel) if channel.is_phone() => messages = messages.saturating_add(times),
            Some(_) => mails = mails.saturating_add(times),
            None => {}
        }
    }
    Cost {
        trusted_days: draft.trusted_days,
        messages_a_month: messages,
        mails_a_month: mails,
        micros_a_month: price(settings, spent).map(|(micros, currency)| {
            let messages = i64::try_from(messages).unwrap_or(i64::MAX);
            (micros.saturating_mul(messages), currency)
        }),
    }
}

/// What a proof of this factor sends.
fn sends(profile: &Profile) -> Option<MessageChannel> {
    profile
        .needs
        .gateway
        .or(profile.needs.email.then_some(MessageChannel::Email))
}

/// The factor that people with these are reckoned to use.
fn first_way<'a>(survey: &'a Survey, draft: &Role, factors: &FactorSet) -> Option<&'a Profile> {
    let house = &survey.organisation.rules.allowed_factors;
    let allowed = |profile: &&Profile| {
        let by =
            |set: &Option<FactorSet>| set.as_ref().is_none_or(|set| set.contains(&profile.kind));
        !profile.is_backup && by(&draft.allowed_factors) && by(house)
    };
    let own = survey.profiles.iter().filter(allowed);
    let own = own.filter(|profile| factors.contains(&profile.kind));
    own.min_by_key(|profile| profile.rank).or_else(|| {
        let new = || survey.enrolable.iter().filter(allowed);
        let by_text = |profile: &&Profile| profile.needs.gateway == Some(MessageChannel::Sms);
        new()
            .find(by_text)
            .or_else(|| new().min_by_key(|profile| profile.rank))
    })
}

/// What one message costs: as the organisation says for its own country, else as its gateways told lately.
fn price(settings: &MessageSettings, spent: &[MessageCost]) -> Option<(i64, String)> {
    if let Some(micros) = settings.prices.get(&settings.home) {
        return Some((*micros, settings.currency.clone()));
    }
    let told = |cost: &&MessageCost| cost.channel == MessageChannel::Sms && cost.currency.is_some();
    let currency = spent.iter().find(told)?.currency.clone()?;
    let same = spent
        .iter()
        .filter(told)
        .filter(|cost| cost.currency.as_ref() == Some(&currency));
    let (messages, micros) = same.fold((0_i64, 0_i64), |(messages, micros), cost| {
        (
            messages.saturating_add(cost.messages),
            micros.saturating_add(cost.micros),
        )
    });
    (messages > 0).then(|| (micros / messages, currency))
}
