//! One person, as those who look after people see them: who they are, what their roles make of them and why, what they have, what is open,
//! what happened, and why their last logins were asked for what they were asked for.

use std::collections::{BTreeMap, btree_map::Entry};
use std::sync::Arc;

use domain::factor::{FactorKind, FactorSet};
use domain::id::{AuthenticatorId, IdentificationId, OrganisationId, UserId};
use domain::lockout::MOST_FAILURES;
use domain::organisation::Organisation;
use domain::policy::{Reason as Why, Requirement};
use domain::role::{Minimum, Rights, Role};
use domain::time::Timestamp;
use domain::trace::{self, Traced};
use domain::user::User;
use store::{Address, AuditRow, PasswordWaits, ReadTx};

use crate::App;
use crate::administer::{AdministerFault, Reason, unit};
use crate::decision::{self, Coming, Facts};
use crate::session_check::ends_at;

/// Events on the page.
const EVENTS: u32 = 20;

/// Events that the last logins are read from.
const TRACED_EVENTS: u32 = 60;

/// Logins whose reasons are told.
const LOGINS: usize = 5;

/// Identifications on the page.
const IDENTIFICATIONS: u32 = 5;

/// A person.
pub struct PersonView {
    /// The organisation.
    pub organisation: Organisation,
    /// Who it is.
    pub user: User,
    /// Mailboxes and numbers, the oldest first.
    pub addresses: Vec<Address>,
    /// Their roles, in the order of the cards.
    pub roles: Vec<Role>,
    /// All role cards of the organisation.
    pub cards: Vec<Role>,
    /// What they may do inside Tvåsteg itself.
    pub rights: Rights,
    /// What their logins must prove, and because of what.
    pub policy: EffectivePolicy,
    /// What they have enrolled.
    pub factors: Vec<FactorLine>,
    /// The browsers that skip the second step.
    pub devices: Vec<DeviceLine>,
    /// What is open.
    pub sessions: Vec<SessionLine>,
    /// From where their password is not taken just now.
    pub password_waits: PasswordWaits,
    /// Their last identifications by an eID, newest first: for those who may read the log.
    pub identifications: Vec<IdentificationLine>,
    /// What is noted about them.
    pub note: NoteLine,
    /// What happened last, newest first.
    pub happenings: Vec<AuditRow>,
    /// The names of those who did it, where it was somebody else.
    pub names: BTreeMap<UserId, String>,
    /// Why their last logins were asked for what they were, newest first.
    pub logins: Vec<Traced>,
}

/// What the cards make of a person's logins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectivePolicy {
    /// The whole requirement, without a trusted browser.
    pub requirement: Requirement,
    /// The role cards that demand two-step now, each with what it decides.
    pub demanding: Vec<Duty>,
    /// The role cards that begin to demand two-step on a later day, the first to come first.
    pub coming: Vec<Coming>,
    /// Whether what they have enrolled is enough.
    pub is_ready: bool,
}

/// What one role card contributes: each part says whether this card is the one that decides it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// The card's key.
    pub key: String,
    /// The card's name.
    pub name: String,
    /// For how many days a device is trusted, if no other card says fewer.
    pub trusted_days: Option<u32>,
    /// The factors that it allows, if it narrows them.
    pub allowed: Option<FactorSet>,
    /// The weakest proof that it takes, if no other card takes only stronger ones.
    pub minimum: Option<Minimum>,
}

/// A factor that the person has enrolled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorLine {
    /// Its key.
    pub id: AuthenticatorId,
    /// Its kind.
    pub kind: FactorKind,
    /// What it is called, or the masked address that it comes through.
    pub label: String,
    /// When it was added.
    pub added_at: Timestamp,
    /// When it was used last.
    pub last_used_at: Option<Timestamp>,
    /// Wrong answers in a row.
    pub failures: i64,
    /// Until when it takes no answer.
    pub waits_until: Option<Timestamp>,
    /// Whether a hundred wrong answers closed it.
    pub is_closed: bool,
    /// Whether it only stands behind others.
    pub is_backup: bool,
}

/// A trusted device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceLine {
    /// Which browser, in words.
    pub browser: String,
    /// Since when.
    pub since: Timestamp,
    /// When it was used last.
    pub last_used_at: Timestamp,
    /// Until when it skips the second step by today's cards.
    pub until: Option<Timestamp>,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// Which browser, in words.
    pub browser: String,
    /// From which address.
    pub address: String,
    /// Since when.
    pub since: Timestamp,
    /// When it was last seen.
    pub last_seen_at: Timestamp,
}

/// An identification that is kept, as far as a page tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentificationLine {
    /// The id to be quoted.
    pub id: IdentificationId,
    /// The kind of factor.
    pub kind: FactorKind,
    /// The masked personal number.
    pub masked: String,
    /// When.
    pub at: Timestamp,
    /// Until when it is kept.
    pub until: Timestamp,
}

/// What is noted about a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoteLine {
    /// The text; empty where there is none.
    pub text: String,
    /// The name of whoever wrote it; nothing where nobody did, or the operator.
    pub by: Option<String>,
    /// When it was written.
    pub at: Option<Timestamp>,
    /// What the next one is written over: 0 where there was none.
    pub version: i64,
}

impl NoteLine {
    /// What is noted about this person.
    pub(in crate::administer) fn read(
        tx: &mut ReadTx,
        organisation: OrganisationId,
        user: UserId,
    ) -> Result<Self, store::Fault> {
        let Some(note) = tx.find_note(organisation, user)? else {
            return Ok(Self::default());
        };
        let by = match note.by {
            Some(by) => tx.find_user(organisation, by)?.map(|user| user.name),
            None => None,
        };
        Ok(Self {
            text: note.text,
            by,
            at: Some(note.at),
            version: note.version,
        })
    }
}

/// Somebody of the organisation, wholly.
pub async fn person(
    app: &Arc<App>,
    organisation: OrganisationId,
    user: UserId,
    now: Timestamp,
) -> Result<PersonView, AdministerFault> {
    let inner = Arc::clone(app);
    unit::read(app, move |tx| {
        person_in(tx, &inner, organisation, user, now)
    })
    .await
}

fn person_in(
    tx: &mut ReadTx,
    app: &App,
    organisation: OrganisationId,
    user: UserId,
    now: Timestamp,
) -> Result<PersonView, AdministerFault> {
    let found = tx.find_user(organisation, user)?;
    let user = found.ok_or_else(|| Reason::UnknownUser(user.to_string()))?;
    let own = tx.organisation(organisation)?;
    let facts = Facts::read(tx, own, user, app)?;
    let id = facts.user.id;
    let addresses = tx.addresses_of(organisation, id)?;
    let cards = tx.roles(organisation)?;
    let devices = devices(tx, &facts, now)?;
    let sessions = sessions(tx, &facts, now)?;
    let rows = tx.events_of_subject(organisation, id, None, TRACED_EVENTS)?;
    let password_waits = tx.password_waits(organisation, id, now)?;
    let identifications = identifications(tx, organisation, id)?;
    let note = NoteLine::read(tx, organisation, id)?;
    let logins = trace::logins(&traced(&rows), LOGINS);
    let mut happenings = rows;
    happenings.truncate(EVENTS as usize);
    let actors = happenings.iter().filter_map(|row| row.actor);
    let names = names_of(tx, organisation, actors)?;
    Ok(PersonView {
        policy: policy(&facts, now),
        rights: Rights::of(facts.user.owner, &facts.roles),
        factors: factors(&facts, now),
        addresses,
        cards,
        devices,
        sessions,
        password_waits,
        identifications,
        note,
        happenings,
        names,
        logins,
        organisation: facts.organisation,
        user: facts.user,
        roles: facts.roles,
    })
}

/// What these people are called, each read once; whoever is not there has no name.
pub(in crate::administer) fn names_of(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    people: impl IntoIterator<Item = UserId>,
) -> Result<BTreeMap<UserId, String>, AdministerFault> {
    let mut names = BTreeMap::new();
    for id in people {
        if let Entry::Vacant(place) = names.entry(id)
            && let Some(user) = tx.find_user(organisation, id)?
        {
            place.insert(user.name);
        }
    }
    Ok(names)
}

fn identifications(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    user: UserId,
) -> Result<Vec<IdentificationLine>, store::Fault> {
    let line = |kept: store::Identification| IdentificationLine {
        id: kept.id,
        masked: kept.proof.personal_number.masked(),
        kind: kept.proof.kind,
        at: kept.created_at,
        until: kept.expires_at,
    };
    let kept = tx.identifications_of_user(organisation, user, IDENTIFICATIONS)?;
    Ok(kept.into_iter().map(line).collect())
}

/// The rows in the order in which they happened.
fn traced(rows: &[AuditRow]) -> Vec<trace::Row> {
    let row = |row: &AuditRow| trace::Row {
        at: row.at,
        kind: row.kind.clone(),
        outcome: row.outcome.clone(),
        details: row
            .details
            .iter()
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect::<BTreeMap<_, _>>(),
    };
    rows.iter().rev().map(row).collect()
}

fn policy(facts: &Facts, now: Timestamp) -> EffectivePolicy {
    let requirement = facts.requirement(None, now);
    let demands = |key: &str| {
        requirement
            .reasons
            .iter()
            .any(|why| matches!(why, Why::RoleDemands { role } if role == key))
    };
    let demanding = facts
        .roles
        .iter()
        .filter(|role| demands(&role.key))
        .map(|role| Duty {
            key: role.key.clone(),
            name: role.name.clone(),
            trusted_days: (role.trusted_days == requirement.trusted_days)
                .then_some(role.trusted_days),
            allowed: role.allowed_factors.clone(),
            minimum: (role.minimum == requirement.minimum && role.minimum != Minimum::Any)
                .then_some(role.minimum),
        })
        .collect();
    let met = |own: &store::Authenticator| {
        facts.profile(&own.kind).is_some_and(|profile| {
            !profile.is_backup
                && requirement.is_met_by(
                    &profile.kind,
                    profile.reaches_aal2,
                    profile.phishing_resistant,
                )
        })
    };
    EffectivePolicy {
        coming: decision::coming(facts, now),
        demanding,
        is_ready: !requirement.two_step || facts.authenticators.iter().any(met),
        requirement,
    }
}

fn factors(facts: &Facts, now: Timestamp) -> Vec<FactorLine> {
    let line = |own: &store::Authenticator| FactorLine {
        id: own.id,
        kind: own.kind.clone(),
        label: own.label.clone(),
        added_at: own.created_at,
        last_used_at: own.last_used_at,
        failures: own.failures,
        waits_until: (own.wait_until > now).then_some(own.wait_until),
        is_closed: own.failures >= MOST_FAILURES,
        is_backup: facts
            .profile(&own.kind)
            .is_some_and(|profile| profile.is_backup),
    };
    facts.authenticators.iter().map(line).collect()
}

fn devices(
    tx: &mut ReadTx,
    facts: &Facts,
    now: Timestamp,
) -> Result<Vec<DeviceLine>, AdministerFault> {
    let until = |proved_at| {
        let requirement = facts.requirement(Some(proved_at), now);
        requirement.reasons.iter().find_map(|why| match why {
            Why::DeviceTrusted { until } => Some(*until),
            _ => None,
        })
    };
    let devices = tx.trusted_devices_of_user(facts.organisation.id, facts.user.id)?;
    let line = |device: store::TrustedDevice| DeviceLine {
        until: until(device.proved_at),
        browser: device.browser,
        since: device.created_at,
        last_used_at: device.last_used_at,
    };
    Ok(devices.into_iter().map(line).collect())
}

fn sessions(
    tx: &mut ReadTx,
    facts: &Facts,
    now: Timestamp,
) -> Result<Vec<SessionLine>, AdministerFault> {
    let lasts = |session: &store::Session| {
        now < ends_at(&facts.organisation, session, session.last_seen_at)
    };
    let sessions = tx.sessions_of_user(facts.organisation.id, facts.user.id)?;
    let line = |session: store::Session| SessionLine {
        browser: session.browser,
        address: session.address,
        since: session.created_at,
        last_seen_at: session.last_seen_at,
    };
    Ok(sessions.into_iter().filter(lasts).map(line).collect())
}
