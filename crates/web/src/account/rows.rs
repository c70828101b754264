//! The lists of *Security and login*, from what the use case read.

use app::account::{
    Authenticator, Demand, Device, Offer as CanAdd, Overview, SessionLine,
    SwitchOff as CanSwitchOff,
};
use domain::factor::KeyHome;
use domain::policy::Reason;
use domain::refusal::Refusal;

use crate::arrival::Arrival;
use crate::browser::UNKNOWN;
use crate::own::SECURITY;
use crate::pages::account::{
    AuthenticatorRow, DeviceRow, Offer, Protection, RecoveryCodesState, Removal, SessionRow,
    SwitchOff,
};
use crate::pages::icon::{self, Svg};
use crate::when::moment;

/// How well protected the account is.
pub(super) fn protection(overview: &Overview) -> Protection {
    match overview.ways() {
        0 => Protection::PasswordOnly,
        1 => Protection::Single,
        _ => Protection::Good,
    }
}

/// The name of a factor; of one that this program no longer knows, what the person called it.
pub(super) fn factor_name(arrival: &Arrival, own: &Authenticator) -> String {
    if own.is_known {
        arrival.text.get(&format!("factor-{}", own.kind))
    } else {
        own.label.clone()
    }
}

/// An authenticator.
pub(super) fn authenticator(arrival: &Arrival, own: &Authenticator) -> AuthenticatorRow {
    let profile = arrival
        .state
        .app
        .registry
        .find(&own.kind)
        .map(|factor| factor.profile().clone());
    let page = |act: &str| format!("{SECURITY}/authenticators/{}/{act}", own.id);
    let text = &arrival.text;
    AuthenticatorRow {
        factor: own.kind.to_string(),
        icon: profile.as_ref().map_or(icon::KEY, Svg::of),
        name: factor_name(arrival, own),
        label: own.label.clone(),
        about: own.key_home.map(|home| {
            text.get(match home {
                KeyHome::OneDevice => "account-one-device",
                KeyHome::Synced => "account-synced",
            })
        }),
        added: arrival.day(own.added_at),
        last_used: own.last_used_at.map(|at| moment(arrival, at)),
        first: own.is_first,
        note: match (own.is_known, own.is_closed) {
            (false, _) => Some(text.get("security-unknown")),
            (true, closed) => closed.then(|| text.get("security-closed")),
        },
        rename: own.can_be_renamed.then(|| page("rename")),
        removal: match &own.removal {
            Ok(_) => Removal::Allowed(page("remove")),
            Err(refusal) => Removal::Refused(in_full(arrival, refusal)),
        },
    }
}

/// Both sentences of a refusal.
fn in_full(arrival: &Arrival, refusal: &Refusal) -> String {
    let problem = arrival.problem(refusal);
    format!("{} {}", problem.title, problem.detail)
}

/// A factor that can be added.
pub(super) fn offer(arrival: &Arrival, offer: &CanAdd) -> Offer {
    let kind = &offer.profile.kind;
    Offer {
        factor: kind.to_string(),
        icon: Svg::of(&offer.profile),
        name: arrival.text.get(&format!("factor-{kind}")),
        about: arrival.text.get(&format!("factor-{kind}.enrol")),
        action: format!("{SECURITY}/add/{kind}"),
    }
}

/// The recovery codes: those there are, or that there are none where somebody with a second step could have some.
pub(super) fn codes(arrival: &Arrival, overview: &Overview) -> Option<RecoveryCodesState> {
    let profile = arrival.state.app.registry.backup()?.profile();
    if overview.codes.is_none() && overview.authenticators.is_empty() {
        return None;
    }
    Some(RecoveryCodesState {
        factor: profile.kind.to_string(),
        icon: Svg::of(profile),
        left: overview.codes.as_ref().map_or(0, |codes| codes.left),
        made: overview
            .codes
            .as_ref()
            .map(|codes| arrival.day(codes.made_at)),
        renew: format!("{SECURITY}/add/{}", profile.kind),
    })
}

/// Which browser; of one that says nothing of itself, that it is unknown.
fn browser(arrival: &Arrival, named: &str) -> String {
    if named == UNKNOWN {
        arrival.text.get("security-browser-unknown")
    } else {
        named.to_owned()
    }
}

/// A trusted device.
pub(super) fn device(arrival: &Arrival, device: &Device) -> DeviceRow {
    DeviceRow {
        name: browser(arrival, &device.browser),
        until: device.until.map(|until| arrival.day(until)),
        current: device.is_this,
        revoke: format!("{SECURITY}/devices/{}/forget", device.id),
    }
}

/// A session.
pub(super) fn session(arrival: &Arrival, session: &SessionLine) -> SessionRow {
    let text = &arrival.text;
    let since = text.with1(
        "security-session-since",
        "time",
        moment(arrival, session.since),
    );
    let seen = text.with1(
        "security-session-seen",
        "time",
        moment(arrival, session.last_seen_at),
    );
    let parts = if session.is_this {
        vec![since]
    } else {
        vec![since, seen]
    };
    SessionRow {
        name: browser(arrival, &session.browser),
        detail: parts
            .into_iter()
            .chain([session.address.clone()])
            .collect::<Vec<_>>()
            .join(" · "),
        current: session.is_this,
        revoke: format!("{SECURITY}/sessions/{}/end", session.id),
    }
}

/// What the roles demand, or that it is the person's own choice.
pub(super) fn demand(arrival: &Arrival, overview: &Overview) -> Option<String> {
    let text = &arrival.text;
    let said = |demand: &Demand| match demand.trusted_days {
        0 => text.with1("security-demand-every-time", "role", &demand.role),
        days => text.with2("security-demand-days", "role", &demand.role, "days", days),
    };
    let mut sentences: Vec<String> = overview.demands.iter().map(said).collect();
    let reasons = &overview.requirement.reasons;
    let coming = overview.coming.iter().map(|coming| {
        let day = arrival.day(coming.from);
        text.with2("account-coming", "day", day, "role", coming.role.as_str())
    });
    sentences.extend(coming);
    if overview.demands.is_empty() && reasons.contains(&Reason::OwnChoice) {
        sentences.push(text.get("security-demand-own"));
    }
    if reasons.contains(&Reason::NothingAllowed) {
        sentences.push(text.get("security-demand-nothing-allowed"));
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// Switching two-step verification off.
pub(super) fn switch_off(arrival: &Arrival, overview: &Overview) -> SwitchOff {
    match overview.switch_off {
        CanSwitchOff::Allowed => SwitchOff::Allowed(format!("{SECURITY}/switch-off")),
        CanSwitchOff::Demanded => SwitchOff::Refused(in_full(arrival, &Refusal::SwitchOffDemanded)),
        CanSwitchOff::Nothing => SwitchOff::Nothing,
    }
}
