//! The lists of the overview: each what the page shows of one thing, decided by the same rules as the acts behind its buttons.

use std::cmp::Reverse;

use domain::factor::{FactorKind, Mark};
use domain::id::TrustedDeviceId;
use domain::lockout::MOST_FAILURES;
use domain::policy::{Reason, Requirement, Step};
use domain::time::Timestamp;
use store::ReadTx;

use super::{Authenticator, Codes, Device, Offer, SessionLine};
use crate::account::removal::{find, removal};
use crate::asking::{self, FirstWay, Scene};
use crate::decision::Facts;
use crate::own_session::OwnSession;
use crate::session_check::ends_at;
use crate::{App, Fault, Requester};

/// The person's authenticators without their recovery codes, by the rank of their kind.
pub(super) fn authenticators(
    app: &App,
    facts: &Facts,
    requirement: &Requirement,
    now: Timestamp,
) -> Vec<Authenticator> {
    let key_home = |own: &store::Authenticator| {
        let factor = app.registry.find(&own.kind)?;
        // One that cannot be read is listed all the same, so that it can be removed.
        factor.key_home(&asking::opened(own)).ok().flatten()
    };
    let first = first(app, facts, requirement, now);
    let mut found: Vec<_> = facts
        .authenticators
        .iter()
        .filter_map(|own| find(facts, own.id))
        .filter(|found| !found.is_backup())
        .collect();
    found.sort_by_key(|found| found.profile.map_or(u8::MAX, |profile| profile.rank));
    let newest_use = |kind: &FactorKind| {
        facts
            .authenticators
            .iter()
            .filter(|own| own.kind == *kind)
            .max_by_key(|own| own.last_used_at)
            .map(|own| own.id)
    };
    let channels: Vec<_> = found.iter().map(|own| own.row.channel.clone()).collect();
    let shares = |at: usize, own: Option<&Mark>| {
        own.is_some()
            && channels
                .iter()
                .take(at)
                .any(|before| before.as_ref() == own)
    };
    found
        .into_iter()
        .enumerate()
        .map(|(at, found)| Authenticator {
            id: found.row.id,
            kind: found.row.kind.clone(),
            label: found.row.label.clone(),
            key_home: key_home(found.row),
            added_at: found.row.created_at,
            last_used_at: found.row.last_used_at,
            is_first: first.as_ref() == Some(&found.row.kind)
                && newest_use(&found.row.kind) == Some(found.row.id),
            is_known: found.profile.is_some(),
            shares_channel: shares(at, found.row.channel.as_ref()),
            is_closed: found.row.failures >= MOST_FAILURES,
            can_be_renamed: found.can_be_renamed(),
            removal: removal(facts, &found, now),
        })
        .collect()
}

/// The kind that a login goes straight to, if it does.
fn first(
    app: &App,
    facts: &Facts,
    requirement: &Requirement,
    now: Timestamp,
) -> Option<FactorKind> {
    match facts.next_step(requirement, &[], now) {
        Step::Prove(provable) => match asking::first_way(app, facts, &provable) {
            FirstWay::Straight(kind) => Some(kind),
            FirstWay::Choose => None,
        },
        _ => None,
    }
}

/// What the person's browser is told of what they have, kind by kind.
pub(super) fn accepted(
    app: &App,
    facts: &Facts,
    requester: &Requester,
) -> Result<Vec<serde_json::Value>, Fault> {
    let scene = Scene::with(app, &facts.organisation, Some(&facts.user), requester);
    let setting = scene.setting(requester.now);
    let mut told = Vec::new();
    for factor in app.registry.iter() {
        let kind = &factor.profile().kind;
        let own = facts.authenticators.iter().filter(|own| own.kind == *kind);
        let own: Vec<factors::Authenticator> = own.map(asking::opened).collect();
        told.extend(factor.accepted(&setting, &own)?);
    }
    Ok(told)
}

/// The recovery codes, counted by their factor.
pub(super) fn codes(app: &App, facts: &Facts) -> Result<Option<Codes>, Fault> {
    let backup = facts.authenticators.iter().find(|own| {
        facts
            .profile(&own.kind)
            .is_some_and(|profile| profile.is_backup)
    });
    let Some(own) = backup else { return Ok(None) };
    let left = asking::factor(app, &own.kind)?.left(&asking::opened(own))?;
    Ok(left.map(|left| Codes {
        kind: own.kind.clone(),
        left,
        made_at: own.created_at,
        last_used_at: own.last_used_at,
    }))
}

/// What the person may add.
pub(super) fn offers(facts: &Facts, requirement: &Requirement) -> Vec<Offer> {
    let offers = facts
        .may_enrol(requirement)
        .into_iter()
        .filter(|profile| !profile.is_backup);
    offers
        .map(|profile| {
            let count = u32::try_from(facts.count_of(profile)).unwrap_or(u32::MAX);
            Offer {
                profile: profile.clone(),
                more: profile.most_per_user.saturating_sub(count),
            }
        })
        .collect()
}

/// The trusted devices. For how long each is trusted, the policy says today.
pub(super) fn devices(
    tx: &mut ReadTx,
    own: &OwnSession,
    this_device: Option<TrustedDeviceId>,
    now: Timestamp,
) -> Result<Vec<Device>, Fault> {
    let until = |proved_at: Timestamp| {
        own.facts
            .requirement(Some(proved_at), now)
            .reasons
            .iter()
            .find_map(|reason| match reason {
                Reason::DeviceTrusted { until } => Some(*until),
                _ => None,
            })
    };
    let mut devices: Vec<Device> = tx
        .trusted_devices_of_user(own.organisation(), own.user())?
        .into_iter()
        .map(|device| Device {
            id: device.id,
            browser: device.browser,
            since: device.created_at,
            last_used_at: device.last_used_at,
            until: until(device.proved_at),
            is_this: [own.session.device, this_device].contains(&Some(device.id)),
        })
        .collect();
    devices.sort_by_key(|device| (!device.is_this, Reverse(device.last_used_at)));
    Ok(devices)
}

/// The sessions that have not ended.
pub(super) fn sessions(
    tx: &mut ReadTx,
    own: &OwnSession,
    now: Timestamp,
) -> Result<Vec<SessionLine>, Fault> {
    let this = own.session.id;
    let lasts = |session: &store::Session| {
        session.id == this || now < ends_at(&own.facts.organisation, session, session.last_seen_at)
    };
    let mut sessions: Vec<SessionLine> = tx
        .sessions_of_user(own.organisation(), own.user())?
        .into_iter()
        .filter(lasts)
        .map(|session| SessionLine {
            id: session.id,
            browser: session.browser,
            address: session.address,
            since: session.created_at,
            last_seen_at: if session.id == this {
                now
            } else {
                session.last_seen_at
            },
            is_this: session.id == this,
        })
        .collect();
    sessions.sort_by_key(|session| (!session.is_this, Reverse(session.last_seen_at)));
    Ok(sessions)
}
