//! Everything on record about one person, for the person to have (GDPR, article 15): what is kept of them now, and their part of the log.
//!
//! Secrets are not in it: no key of a factor, no hash, no token. Numbers stand whole where they are the person's own; whoever else was
//! identified on a page of theirs is not told of in it. It is handed out by those who look after people, and to the person themselves.

use std::fmt;
use std::net::IpAddr;

use domain::eid::Proof;
use domain::id::{AuditId, IdentificationId, OrganisationId, UserId};
use domain::time::Timestamp;
use serde::Serialize;
pub use store::AuditRow;
use store::ReadTx;

use crate::{App, Fault};

/// How many rows of the log a piece has.
const IN_ONE_PIECE: u32 = 500;

/// How many identifications are handed out: each is opened for it.
const IDENTIFICATIONS: usize = 500;

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
    /// The last identifications by an eID, the newest first.
    pub identifications: Vec<KeptIdentification>,
    /// Whether there are older ones.
    pub has_older_identifications: bool,
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

/// An identification by an eID. The signature stays here: whoever needs it asks by the id.
///
/// Whoever the account's own eID is not bound to may have been identified too: on a page where nobody is demanded yet, or by an eID that
/// was removed since. Then the number is masked, and nothing else tells who or where they were.
#[derive(Clone, Serialize)]
pub struct KeptIdentification {
    /// The id to be quoted.
    pub id: IdentificationId,
    /// The kind of factor.
    pub kind: String,
    /// Whether it is the one that the account's own eID is bound to.
    pub own: bool,
    /// The name, as the eID told it; the own one's alone.
    pub name: Option<String>,
    /// The personal number; masked where it is not the own one.
    pub personal_number: String,
    /// What the app showed.
    pub text: String,
    /// Where the browser was; told, as the next two are, of the own one alone.
    pub browser_address: Option<IpAddr>,
    /// Where the app was, as the eID saw it.
    pub device_address: Option<String>,
    /// The app's device, where the eID told.
    pub device: Option<String>,
    /// Since when it is kept.
    pub created_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
}

impl fmt::Debug for KeptIdentification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptIdentification")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
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
    app: &App,
    organisation: OrganisationId,
    user: UserId,
) -> Result<Option<PersonRecord>, store::Fault> {
    let Some(person) = tx.find_user(organisation, user)? else {
        return Ok(None);
    };
    let roles = tx.roles_of_user(organisation, user)?;
    let mut identifications = identifications_of(tx, app, organisation, user)?;
    let has_older_identifications = identifications.len() > IDENTIFICATIONS;
    identifications.truncate(IDENTIFICATIONS);
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
        identifications,
        has_older_identifications,
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

/// One more than are handed out, where there are more.
fn identifications_of(
    tx: &mut ReadTx,
    app: &App,
    organisation: OrganisationId,
    user: UserId,
) -> Result<Vec<KeptIdentification>, store::Fault> {
    let most = u32::try_from(IDENTIFICATIONS + 1).unwrap_or(u32::MAX);
    let found = tx.identifications_of_user(organisation, user, most)?;
    let mut kept = Vec::new();
    // Nearly all are of one person: each is looked for once.
    let mut known = Vec::new();
    for identification in found {
        let proof = &identification.proof;
        let who = (proof.kind.clone(), proof.personal_number);
        let looked_for = known.iter().find(|(one, _)| *one == who);
        let own = match looked_for {
            Some((_, own)) => *own,
            None => is_bound_to(tx, app, organisation, user, proof)?,
        };
        if looked_for.is_none() {
            known.push((who, own));
        }
        kept.push(handed_out(identification, own));
    }
    Ok(kept)
}

/// Whether it is this user's own eID that identified here: by what it is bound under, as a login finds it.
fn is_bound_to(
    tx: &mut ReadTx,
    app: &App,
    organisation: OrganisationId,
    user: UserId,
    proof: &Proof,
) -> Result<bool, store::Fault> {
    let factor = app.registry.find(&proof.kind);
    let Some(live) = factor.and_then(|factor| factor.live()) else {
        return Ok(false);
    };
    let identifier = live.identifier(&proof.identified());
    let bound = tx.find_authenticator_by_identifier(organisation, &proof.kind, &identifier)?;
    Ok(bound.is_some_and(|bound| bound.user == user))
}

/// What is told of an identification to the person whose page it was given on, or whose `own` it is.
fn handed_out(identification: store::Identification, own: bool) -> KeptIdentification {
    let proof = identification.proof;
    KeptIdentification {
        id: identification.id,
        kind: proof.kind.to_string(),
        own,
        name: own.then_some(proof.name),
        personal_number: if own {
            proof.personal_number.digits()
        } else {
            proof.personal_number.masked()
        },
        text: proof.visible_text,
        browser_address: proof.browser_address.filter(|_| own),
        device_address: proof.device_ip.filter(|_| own),
        device: proof.device_id.filter(|_| own),
        created_at: identification.created_at,
        expires_at: identification.expires_at,
    }
}
