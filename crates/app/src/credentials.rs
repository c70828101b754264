//! Machines' credentials: who calls the API, and whether the credential still stands.
//!
//! A credential is shown as `tvs_<organisation>.<id>.<secret>`. It stands where its row does, its account is an API integrator's and not
//! suspended, and its organisation is not suspended either. As with sessions an answer is remembered for a moment and never longer, a read
//! that fails is a fault and never a yes, and a node's own writes drop what they touch at once. What changes something asks the rows again, in
//! its own unit ([`stands`]).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::id::{ApiCredentialId, OrganisationId, UserId};
use domain::scope::{Scope, Scopes};
use domain::time::{Span, Timestamp};
use domain::token::{Token, TokenSecret};
use store::{ReadTx, Tx};

use crate::session_check::is_fresh;
use crate::throttle::{Limit, Window};
use crate::{App, Fault, Requester};

/// What stands before a credential, so that whoever finds one in a log or a repository knows what it is.
pub const PREFIX: &str = "tvs_";

/// What one credential may ask: a machine that reads a list page by page stays far below it.
pub const REQUESTS: Limit = Limit {
    most: 1200,
    within: Span::minutes(1),
};

/// Tokens that open nothing which one address may show.
const UNKNOWN_TOKENS: Limit = Limit {
    most: 300,
    within: Span::minutes(1),
};

/// How often the moment of the last use is written down.
const NOTED_EVERY: Span = Span::minutes(1);

/// Credentials that are remembered at most; beyond it everything is forgotten and read again.
const MOST_ENTRIES: usize = 10_000;

/// A machine that has shown its credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiCaller {
    /// Whose organisation it is.
    pub organisation: OrganisationId,
    /// The credential that it showed.
    pub credential: ApiCredentialId,
    /// The machine's account.
    pub user: UserId,
    /// What it may do.
    pub scopes: Scopes,
}

/// What became of a token that was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// It stands.
    Stands(Arc<ApiCaller>),
    /// It opens nothing: unknown, wrong, revoked, over, suspended. One answer for all.
    Nothing,
    /// Too many requests: not before this moment.
    Wait(Timestamp),
}

#[derive(Clone)]
struct Entry {
    secret: TokenSecret,
    caller: Arc<ApiCaller>,
    expires_at: Timestamp,
    noted_at: Option<Timestamp>,
    read_at: Timestamp,
}

/// What this node remembers of credentials.
#[derive(Default)]
pub(crate) struct CredentialCache {
    entries: Mutex<HashMap<ApiCredentialId, Entry>>,
    windows: Mutex<HashMap<ApiCredentialId, Window>>,
    used: Mutex<HashMap<(OrganisationId, ApiCredentialId), Timestamp>>,
}

impl CredentialCache {
    /// Forgets the credentials of an account.
    pub(crate) fn forget_user(&self, user: UserId) {
        lock(&self.entries).retain(|_, entry| entry.caller.user != user);
    }

    /// Forgets the credentials of an organisation.
    pub(crate) fn forget_organisation(&self, organisation: OrganisationId) {
        lock(&self.entries).retain(|_, entry| entry.caller.organisation != organisation);
    }

    /// The moments at which credentials were last used, since the last time this was asked.
    pub(crate) fn take_used(&self) -> Vec<(OrganisationId, ApiCredentialId, Timestamp)> {
        std::mem::take(&mut *lock(&self.used))
            .into_iter()
            .map(|((org, id), at)| (org, id, at))
            .collect()
    }

    fn fresh(&self, app: &App, token: &Token, now: Timestamp) -> Option<Entry> {
        lock(&self.entries)
            .get(&ApiCredentialId::from_bytes(token.id))
            .filter(|entry| is_fresh(app, entry.read_at, now))
            .cloned()
    }

    fn remember(&self, entry: Entry) {
        let mut entries = lock(&self.entries);
        if entries.len() >= MOST_ENTRIES {
            entries.clear();
        }
        entries.insert(entry.caller.credential, entry);
    }

    /// Counts one more request; where there were too many, until when the machine waits.
    fn count(&self, credential: ApiCredentialId, now: Timestamp) -> Result<(), Timestamp> {
        let mut windows = lock(&self.windows);
        if windows.len() >= MOST_ENTRIES {
            windows.retain(|_, window| window.is_open(REQUESTS, now));
        }
        windows
            .entry(credential)
            .or_insert_with(|| Window::opened(now))
            .count(REQUESTS, now)
    }

    fn note_used(&self, entry: &Entry, now: Timestamp) {
        let key = (entry.caller.organisation, entry.caller.credential);
        if entry
            .noted_at
            .is_none_or(|noted| now.since(noted) >= NOTED_EVERY)
        {
            lock(&self.used).insert(key, now);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads a credential as it is shown; anything malformed is simply none.
pub fn parse(shown: &str) -> Option<Token> {
    Token::parse(shown.strip_prefix(PREFIX)?)
}

/// A credential as its bearer is given it, once.
pub fn expose(token: &Token) -> String {
    format!("{PREFIX}{}", token.expose())
}

/// Whose credential this is, if it stands, and whether it may ask once more.
pub async fn check(app: &Arc<App>, shown: &str, requester: &Requester) -> Result<Shown, Fault> {
    let now = requester.now;
    let cache = &app.sessions.credentials;
    let found = match parse(shown) {
        Some(token) => proved(app, cache, &token, now).await?,
        None => None,
    };
    let Some(entry) = found.filter(|entry| now < entry.expires_at) else {
        let counted = app
            .throttle
            .count("api token", UNKNOWN_TOKENS, requester.address, now);
        return Ok(counted.map_or_else(Shown::Wait, |()| Shown::Nothing));
    };
    if let Err(until) = cache.count(entry.caller.credential, now) {
        return Ok(Shown::Wait(until));
    }
    cache.note_used(&entry, now);
    Ok(Shown::Stands(entry.caller))
}

async fn proved(
    app: &Arc<App>,
    cache: &CredentialCache,
    token: &Token,
    now: Timestamp,
) -> Result<Option<Entry>, Fault> {
    if let Some(entry) = cache.fresh(app, token, now) {
        let opened = entry.caller.organisation == token.organisation
            && entry.secret.is_same_as(&token.secret);
        return Ok(opened.then_some(entry));
    }
    let wanted = token.clone();
    let read = app.store.read(move |tx| {
        let Some(row) = tx.find_proved_credential(&wanted)? else {
            return Ok(None);
        };
        let open = row.stands(now) && is_open(tx, wanted.organisation, row.user)?;
        Ok(open.then_some(row))
    });
    let Some(row) = read.await? else {
        return Ok(None);
    };
    let entry = Entry {
        secret: token.secret.clone(),
        caller: Arc::new(ApiCaller {
            organisation: token.organisation,
            credential: row.id,
            user: row.user,
            scopes: row.scopes,
        }),
        expires_at: row.expires_at,
        noted_at: row.last_used_at,
        read_at: now,
    };
    cache.remember(entry.clone());
    Ok(Some(entry))
}

/// Whether machines come in with this account: it is an API integrator's, and neither it nor its organisation is suspended.
fn is_open(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    user: UserId,
) -> Result<bool, store::Fault> {
    let whole = tx.find_organisation(organisation)?;
    if whole.is_none_or(|whole| whole.suspended_at.is_some()) {
        return Ok(false);
    }
    let account = tx.find_user(organisation, user)?;
    if account.is_none_or(|account| account.suspended_at.is_some()) {
        return Ok(false);
    }
    let roles = tx.roles_of_user(organisation, user)?;
    Ok(roles.iter().any(|role| role.api_integrator))
}

/// Whether the credential may still do what wants this scope, as it stands in this unit.
pub(crate) fn stands(
    tx: &mut Tx,
    caller: &ApiCaller,
    scope: Scope,
    now: Timestamp,
) -> Result<bool, Fault> {
    let Some(row) = tx.find_api_credential(caller.organisation, caller.credential)? else {
        return Ok(false);
    };
    let holds = row.stands(now) && row.scopes.allow(scope);
    Ok(holds && is_open(tx, caller.organisation, row.user)?)
}
