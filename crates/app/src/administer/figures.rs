//! The figures of an organisation's first page: what needs doing, and what its charts show. Nothing here names a person.
//!
//! Coverage comes from the policy that the login asks, once for each class of people who are alike to it; logins from the hours that were
//! counted when they were sealed. Each part is read only for whoever has a right that it belongs to.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::audit::EventKind;
use domain::effect::{self, Cards, Tally, Verdict};
use domain::factor::FactorKind;
use domain::id::{OrganisationId, RoleId};
use domain::role::{BuiltIn, Rights};
use domain::time::{Span, Timestamp};
use store::{AuditHour, ReadTx};

use super::effect::survey::Survey;
use super::support::{self, Waiting};
use super::{AdministerFault, unit};
use crate::App;

/// How far back logins are counted, this hour among them.
pub const HOURS: i64 = 48;

/// How long before its end a credential is told of.
const ENDS_SOON: Span = Span::days(14);

/// How long a row of the log may await its seal before somebody is told.
const SEALED_WITHIN: Span = Span::minutes(10);

/// How far back alarms are told of.
const ALARMS_OF: i64 = 24;

/// What is counted of the log.
const KINDS: [EventKind; 5] = [
    EventKind::SignedIn,
    EventKind::PasswordChecked,
    EventKind::FactorChecked,
    EventKind::MessageAlarm,
    EventKind::SecondStepsFailing,
];

/// The figures that somebody may see.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// How well the role cards' demands are met; for those who look after cards or people.
    pub coverage: Option<Coverage>,
    /// The last [`HOURS`] hours, oldest first; for those who look after people or read the log.
    pub logins: Option<Vec<LoginHour>>,
    /// What the log tells that somebody should look at.
    pub log: Option<LogStanding>,
    /// Credentials that end soon and have no successor: how many, and when the first does.
    pub credentials: Option<(i64, Timestamp)>,
    /// What waits for support.
    pub support: Option<Waiting>,
    /// Owners who can sign in; for owners and those who look after people.
    pub owners: Option<i64>,
}

/// How well the role cards' demands are met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Everybody who signs in.
    pub everybody: Tally,
    /// Those whose grace is over and who still have to set something up.
    pub past_grace: u64,
    /// The cards that people have, most people first.
    pub cards: Vec<CardCoverage>,
    /// How many people have each kind of factor, in the order of the chooser.
    pub factors: Vec<(FactorKind, u64)>,
    /// How many cards demand two-step today, whatever the add-on says.
    pub demanding: usize,
    /// The first card that locks people out, where one does.
    pub locks_out: Option<RoleId>,
}

/// The people of one card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardCoverage {
    /// The card.
    pub role: RoleId,
    /// Its name.
    pub name: String,
    /// Its people.
    pub tally: Tally,
}

/// The logins of an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoginHour {
    /// When it began.
    pub hour: Timestamp,
    /// Logins that became a session.
    pub signed_in: i64,
    /// Passwords that were refused.
    pub wrong_passwords: i64,
    /// Second steps that were refused.
    pub wrong_codes: i64,
}

/// What the log tells that somebody should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LogStanding {
    /// Alarms in the last day: guesses at second steps, codes that nobody types.
    pub alarms: i64,
    /// Since when rows await their seal, where that is too long.
    pub unsealed_since: Option<Timestamp>,
}

/// The cards that demand two-step, and the people who have one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demanding {
    /// How many cards.
    pub cards: u64,
    /// How many people who are not suspended.
    pub people: u64,
    /// Those of them who have no second step of their own, which would be asked for all the same.
    pub without_factor: u64,
}

/// What the add-on's switch is about: the cards that demand two-step while it is on.
pub async fn demanding_cards(
    app: &Arc<App>,
    organisation: OrganisationId,
) -> Result<Demanding, AdministerFault> {
    let profiles = app.registry.profiles();
    let unit = move |tx: &mut ReadTx| {
        let cards = tx.roles(organisation)?;
        let demanding: Vec<_> = cards.iter().filter(|card| card.two_step).collect();
        let mut told = Demanding {
            cards: u64::try_from(demanding.len()).unwrap_or(u64::MAX),
            people: 0,
            without_factor: 0,
        };
        for class in tx.classes(organisation)? {
            if class.suspended || !demanding.iter().any(|card| class.has_role(&card.key)) {
                continue;
            }
            told.people += class.people;
            let own = effect::usable(&profiles, &class.factors);
            if own.iter().all(|factor| factor.is_backup) {
                told.without_factor += class.people;
            }
        }
        Ok(told)
    };
    unit::read(app, unit).await
}

/// Reads the figures that these rights open.
pub async fn figures(
    app: &Arc<App>,
    organisation: OrganisationId,
    rights: &Rights,
    now: Timestamp,
) -> Result<Figures, AdministerFault> {
    let (inner, rights) = (Arc::clone(app), rights.clone());
    unit::read(app, move |tx| {
        figures_in(tx, &inner, organisation, &rights, now)
    })
    .await
}

fn figures_in(
    tx: &mut ReadTx,
    app: &App,
    organisation: OrganisationId,
    rights: &Rights,
    now: Timestamp,
) -> Result<Figures, AdministerFault> {
    let any = |wanted: &[BuiltIn]| wanted.iter().any(|right| rights.has(*right));
    let mut figures = Figures::default();
    if any(&[BuiltIn::Roles, BuiltIn::People]) {
        let survey = Survey::read(tx, app, organisation)?;
        figures.coverage = Some(coverage(&survey, now));
    }
    if any(&[BuiltIn::People, BuiltIn::Audit]) {
        let since = hour_of(now) - Span::hours(HOURS - 1);
        let counted = tx.audit_hours(organisation, since, KINDS)?;
        figures.logins = Some(login_hours(&counted, since));
        if rights.has(BuiltIn::Audit) {
            let unsealed = tx.oldest_unsealed(organisation)?;
            figures.log = Some(LogStanding {
                alarms: alarms(&counted, hour_of(now) - Span::hours(ALARMS_OF - 1)),
                unsealed_since: unsealed.filter(|since| now.since(*since) > SEALED_WITHIN),
            });
        }
    }
    if rights.has(BuiltIn::Clients) {
        figures.credentials = tx.credentials_ending(organisation, now, now + ENDS_SOON)?;
    }
    if rights.has(BuiltIn::Support) {
        figures.support = Some(support::waiting(tx, organisation, now)?);
    }
    if rights.has(BuiltIn::People) {
        figures.owners = Some(tx.count_owners(organisation)?);
    }
    Ok(figures)
}

fn coverage(survey: &Survey, now: Timestamp) -> Coverage {
    let change = survey.unchanged();
    let ground = survey.ground(&change, now);
    let mut cards = Cards::new(&survey.cards);
    let mut coverage = Coverage {
        demanding: survey
            .cards
            .iter()
            .filter(|card| card.two_step && card.two_step_from.is_none_or(|from| from <= now))
            .count(),
        ..Coverage::default()
    };
    let mut tallies: BTreeMap<RoleId, Tally> = BTreeMap::new();
    let mut kinds: BTreeMap<&FactorKind, u64> = BTreeMap::new();
    for class in &survey.classes {
        let held = cards.held(&class.roles);
        let verdict = effect::verdict(&ground, held, class);
        coverage.everybody.add(class, verdict, &survey.profiles);
        for role in held {
            let tally = tallies.entry(role.id).or_default();
            tally.add(class, verdict, &survey.profiles);
        }
        if verdict == Verdict::NotConcerned {
            continue;
        }
        if verdict == Verdict::MustEnrol && class.grace.is_some_and(|until| until <= now) {
            coverage.past_grace += class.people;
        }
        if verdict == Verdict::LockedOut && coverage.locks_out.is_none() {
            coverage.locks_out = held.iter().find(|role| role.two_step).map(|role| role.id);
        }
        for kind in class.factors.iter() {
            *kinds.entry(kind).or_default() += class.people;
        }
    }
    let mut profiles: Vec<_> = survey.profiles.iter().collect();
    profiles.sort_by_key(|profile| profile.rank);
    coverage.factors = profiles
        .into_iter()
        .filter_map(|profile| Some((profile.kind.clone(), *kinds.get(&profile.kind)?)))
        .collect();
    coverage.cards = survey
        .cards
        .iter()
        .filter_map(|card| {
            Some(CardCoverage {
                role: card.id,
                name: card.name.clone(),
                tally: *tallies.get(&card.id)?,
            })
        })
        .filter(|card| card.tally.concerned > 0)
        .collect();
    coverage
        .cards
        .sort_by_key(|card| std::cmp::Reverse(card.tally.concerned));
    coverage
}

/// The beginning of the hour.
fn hour_of(now: Timestamp) -> Timestamp {
    let hour = Span::hours(1).as_millis();
    Timestamp::from_unix_millis(now.unix_millis().div_euclid(hour) * hour)
}

/// Every hour since `since`, the empty ones too.
fn login_hours(counted: &[AuditHour], since: Timestamp) -> Vec<LoginHour> {
    let mut hours: Vec<LoginHour> = (0..HOURS)
        .map(|place| LoginHour {
            hour: since + Span::hours(place),
            signed_in: 0,
            wrong_passwords: 0,
            wrong_codes: 0,
        })
        .collect();
    for one in counted {
        let Some(hour) = hours.iter_mut().find(|hour| hour.hour == one.hour) else {
            continue;
        };
        let is_done = one.outcome == "done";
        let is = |kind: EventKind| one.kind == kind.code();
        if is(EventKind::SignedIn) && is_done {
            hour.signed_in += one.events;
        } else if is(EventKind::PasswordChecked) && !is_done {
            hour.wrong_passwords += one.events;
        } else if is(EventKind::FactorChecked) && !is_done {
            hour.wrong_codes += one.events;
        }
    }
    hours
}

fn alarms(counted: &[AuditHour], since: Timestamp) -> i64 {
    let kinds = [EventKind::MessageAlarm, EventKind::SecondStepsFailing].map(EventKind::code);
    counted
        .iter()
        .filter(|one| one.hour >= since && kinds.contains(&one.kind.as_str()))
        .map(|one| one.events)
        .sum()
}
