//! Everything on record about one person, for the person to have (GDPR, article 15): what is kept of them now, and their part of the log.
//!
//! Secrets are not in it: no key of a factor, no hash, no token. Numbers stand whole, because they are the person's own. It is handed out by
//! those who look after people, and to the person themselves.

use domain::id::{AuditId, OrganisationId, UserId};
use domain::time::Timestamp;
use serde::Serialize;
pub use store::AuditRow;
use store::ReadTx;

use crate::{App, Fault};

/// How many rows of the log a piece has.
const IN_ONE_PIECE: u32 = 500;

/// What is kept of a person now.
#[derive(Debug, Clone, Serialize)]
pub struct PersonRecord {
    /// The id.
    pub id: UserId,
    /// The username.
    pub username: String,
    /// The name.
    pub name: String,
    /// The chosen language.
    pub language: Option<String>,
    /// Whether the person owns the organisation.
    pub owner: bool,
    /// Whether a password is kept (as a hash).
    pub has_password: bool,
    /// Since when the account is suspended, in unix milliseconds.
    pub suspended_at: Option<Timestamp>,
    /// When the person last signed in.
    pub last_login_at: Option<Timestamp>,
    /// Until when setting up a second step may be put off.
    pub grace_until: Option<Timestamp>,
    /// What those who look after people noted.
    pub note: Option<String>,
    /// The keys of the roles.
    pub roles: Vec<String>,
    /// The addresses.
    pub addresses: Vec<KeptAddress>,
    /// The authenticators, without what is secret of them.
    pub authenticators: Vec<KeptAuthenticator>,
    /// The open sessions.
    pub sessions: Vec<KeptSession>,
    /// The trusted devices.
    pub trusted_devices: Vec<KeptDevice>,
}

/// An address.
#[derive(Debug, Clone, Serialize)]
pub struct KeptAddress {
    /// `email` or `phone`.
    pub channel: String,
    /// The address itself.
    pub value: String,
    /// When it was confirmed.
    pub verified_at: Option<Timestamp>,
    /// Since when it is kept.
    pub created_at: Timestamp,
}

/// An authenticator.
#[derive(Debug, Clone, Serialize)]
pub struct KeptAuthenticator {
    /// The kind of factor.
    pub kind: String,
    /// What the person calls it.
    pub label: String,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

/// A session.
#[derive(Debug, Clone, Serialize)]
pub struct KeptSession {
    /// The browser.
    pub browser: String,
    /// Where it was opened from.
    pub address: String,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_seen_at: Timestamp,
}

/// A trusted device.
#[derive(Debug, Clone, Serialize)]
pub struct KeptDevice {
    /// The browser.
    pub browser: String,
    /// When it proved itself.
    pub proved_at: Timestamp,
}

/// A piece of the person's part of the log.
#[derive(Debug, Clone)]
pub struct ExportedEvents {
    /// The rows, the newest first.
    pub rows: Vec<AuditRow>,
    /// Where to go on; nothing where this was the last.
    pub older: Option<AuditId>,
}

/// The next piece of what concerns this person in the log, or, with `done`, of what they did to others.
pub async fn person_events(
    app: &App,
    organisation: OrganisationId,
    user: UserId,
    done: bool,
    before: Option<AuditId>,
) -> Result<ExportedEvents, Fault> {
    let unit = move |tx: &mut ReadTx| {
        let rows = if done {
            tx.events_of_actor(organisation, user, before, IN_ONE_PIECE)?
        } else {
            tx.events_of_subject(organisation, user, before, IN_ONE_PIECE)?
        };
        let older = (rows.len() == IN_ONE_PIECE as usize)
            .then(|| rows.last().map(|row| row.id))
            .flatten();
        let rows = rows
            .into_iter()
            .filter(|row| !done || row.subject != Some(user));
        Ok(ExportedEvents {
            rows: rows.collect(),
            older,
        })
    };
    Ok(app.store.read(unit).await?)
}

/// What is kept of a person; nothing where there is none.
pub(crate) fn record_of(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    user: UserId,
) -> Result<Option<PersonRecord>, store::Fault> {
    let Some(person) = tx.find_user(organisation, user)? else {
        return Ok(None);
    };
    let roles = tx.roles_of_user(organisation, user)?;
    Ok(Some(PersonRecord {
        id: person.id,
        username: person.username,
        name: person.name,
        language: person.language,
        owner: person.owner,
        has_password: person.has_password,
        suspended_at: person.suspended_at,
        last_login_at: person.last_login_at,
        grace_until: person.grace_until,
        note: tx
            .find_note(organisation, user)?
            .map(|note| note.text)
            .filter(|text| !text.is_empty()),
        roles: roles.into_iter().map(|role| role.key).collect(),
        addresses: addresses_of(tx, organisation, user)?,
        authenticators: authenticators_of(tx, organisation, user)?,
        sessions: sessions_of(tx, organisation, user)?,
        trusted_devices: devices_of(tx, organisation, user)?,
    }))
}

fn addresses_of(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    user: UserId,
) -> Result<Vec<KeptAddress>, store::Fault> {
    let kept = |address: store::Address| KeptAddress {
        channel: address.channel.as_str().to_owned(),
        value: address.value,
        verified_at: address.verified_at,
        created_at: address.created_at,
    };
    let addresses = tx.addresses_of(organisation, user)?;
    Ok(addresses.into_iter().map(kept).collect())
}

fn authenticators_of(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    user: UserId,
) -> Result<Vec<KeptAuthenticator>, store::Fault> {
    let kept = |authenticator: store::Authenticator| KeptAuthenticator {
        kind: authenticator.kind.as_str().to_owned(),
        label: authenticator.label,
        created_at: authenticator.created_at,
        last_used_at: authenticator.last_used_at,
    };
    let authenticators = tx.authenticators_of_user(organisation, user)?;
    Ok(authenticators.into_iter().map(kept).collect())
}

fn sessions_of(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    user: UserId,
) -> Result<Vec<KeptSession>, store::Fault> {
    let kept = |session: store::Session| KeptSession {
        browser: session.browser,
        address: session.address,
        created_at: session.created_at,
        last_seen_at: session.last_seen_at,
    };
    let sessions = tx.sessions_of_user(organisation, user)?;
    Ok(sessions.into_iter().map(kept).collect())
}

fn devices_of(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    user: UserId,
) -> Result<Vec<KeptDevice>, store::Fault> {
    let kept = |device: store::TrustedDevice| KeptDevice {
        browser: device.browser,
        proved_at: device.proved_at,
    };
    let devices = tx.trusted_devices_of_user(organisation, user)?;
    Ok(devices.into_iter().map(kept).collect())
}
