//! Checks sessions and organisations at each request: remembered for a moment, read again by key, decided again when an epoch moved.
//!
//! A remembered entry carries when it was read, and one older than a moment (`is_fresh`) is never used. A read that fails is a fault, never a yes. A
//! node's own writes drop what they touch at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::audit::{Event, EventKind};
use domain::factor::{Evidence, FactorKind};
use domain::id::{OrganisationId, SessionId, UserId};
use domain::organisation::Organisation;
use domain::policy::Step;
use domain::role::{Rights, Role};
use domain::session::{self, Course, SEEN_EVERY, lifetime};
use domain::time::{Span, Timestamp};
use domain::token::{Token, TokenSecret};
use domain::user::User;
use store::{ReadTx, Session, SessionView, Tx};

use crate::credentials::CredentialCache;
use crate::decision::Facts;
use crate::{App, Fault, Requester};

/// A session that stands, with whom it belongs to.
#[derive(Clone)]
pub struct SignedIn {
    /// The organisation.
    pub organisation: Arc<Organisation>,
    /// The person.
    pub user: Arc<User>,
    /// The session.
    pub session: Arc<Session>,
    /// What they may do inside Tvåsteg itself.
    pub rights: Arc<Rights>,
}

impl SignedIn {
    /// Whether a second step stands behind this session, proved or skipped on a trusted device.
    pub fn is_two_step(&self) -> bool {
        is_two_step(&self.session)
    }

    /// When it ends if it is not used again.
    pub fn ends_at(&self) -> Timestamp {
        ends_at(&self.organisation, &self.session, self.session.last_seen_at)
    }
}

/// Whether a second step stands behind a session, proved or skipped on a trusted device.
pub(crate) fn is_two_step(session: &Session) -> bool {
    session.device.is_some() || session.evidence.iter().any(Evidence::is_second_step)
}

/// When a session of this organisation ends that was last seen then and is not used again.
pub(crate) fn ends_at(
    organisation: &Organisation,
    session: &Session,
    last_seen_at: Timestamp,
) -> Timestamp {
    let proofs = session.evidence.iter().map(|proof| proof.at);
    let course = Course {
        proved_at: proofs.fold(session.created_at, Timestamp::max),
        last_seen_at,
        expires_at: session.expires_at,
    };
    let lives = organisation.rules.narrowed(lifetime(is_two_step(session)));
    session::ends_at(course, lives)
}

#[derive(Clone)]
struct Entry {
    secret: TokenSecret,
    signed_in: SignedIn,
    read_at: Timestamp,
}

impl Entry {
    /// Whether this very token opens it: the organisation that it names is part of its key, as it is of the row's.
    fn is_opened_by(&self, token: &Token) -> bool {
        self.signed_in.organisation.id == token.organisation
            && self.secret.is_same_as(&token.secret)
    }
}

/// What this node remembers of sessions and organisations.
#[derive(Default)]
pub(crate) struct SessionCache {
    sessions: Mutex<HashMap<SessionId, Entry>>,
    organisations: Mutex<HashMap<String, (Arc<Organisation>, Timestamp)>>,
    seen: Mutex<HashMap<(OrganisationId, SessionId), Timestamp>>,
    logins: Mutex<HashMap<(OrganisationId, UserId), Login>>,
    came_in: Mutex<HashMap<(OrganisationId, UserId), CameIn>>,
    /// Machines' credentials are forgotten with whatever changes about their accounts.
    pub(crate) credentials: CredentialCache,
}

/// When somebody signed in last, and with which second step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CameIn {
    pub(crate) at: Timestamp,
    pub(crate) second_step: Option<FactorKind>,
}

/// When somebody signed in, and with which second step.
pub(crate) type Login = (Timestamp, Option<FactorKind>);

/// Entries that are remembered at most; beyond it everything is forgotten and read again.
const MOST_ENTRIES: usize = 50_000;

impl SessionCache {
    /// Forgets a person's sessions: something of theirs changed.
    pub(crate) fn forget_user(&self, user: UserId) {
        lock(&self.sessions).retain(|_, entry| entry.signed_in.user.id != user);
        self.credentials.forget_user(user);
    }

    /// Forgets an organisation: its settings or role cards changed.
    pub(crate) fn forget_organisation(&self, organisation: OrganisationId) {
        lock(&self.sessions).retain(|_, entry| entry.signed_in.organisation.id != organisation);
        lock(&self.organisations).retain(|_, (known, _)| known.id != organisation);
        self.credentials.forget_organisation(organisation);
    }

    /// The moments at which sessions were last seen, since the last time this was asked.
    pub(crate) fn take_seen(&self) -> Vec<(OrganisationId, SessionId, Timestamp)> {
        std::mem::take(&mut *lock(&self.seen))
            .into_iter()
            .map(|((org, id), at)| (org, id, at))
            .collect()
    }

    /// Who signed in since the last time this was asked.
    pub(crate) fn take_came_in(&self) -> Vec<(OrganisationId, UserId, CameIn)> {
        let mut came_in: Vec<_> = std::mem::take(&mut *lock(&self.came_in))
            .into_iter()
            .map(|((org, user), came_in)| (org, user, came_in))
            .collect();
        // In one order on every node, so that two of them do not wait for each other.
        came_in.sort_unstable_by_key(|(org, user, _)| (*org, *user));
        came_in
    }

    /// Notes that somebody signed in, at the first use of the session that came of it.
    fn note_came_in(&self, signed_in: &SignedIn) {
        let SignedIn { user, session, .. } = signed_in;
        if user
            .last_login_at
            .is_some_and(|at| at >= session.created_at)
        {
            return;
        }
        let mut steps = session.evidence.iter().rev();
        let second_step = steps
            .find(|proof| proof.is_second_step())
            .map(|proof| proof.kind.clone());
        let came_in = CameIn {
            at: session.created_at,
            second_step,
        };
        lock(&self.came_in).insert((signed_in.organisation.id, user.id), came_in);
    }

    /// Who signed in and when, since the last time this was asked.
    pub(crate) fn take_logins(&self) -> Vec<(OrganisationId, UserId, Login)> {
        std::mem::take(&mut *lock(&self.logins))
            .into_iter()
            .map(|((org, user), login)| (org, user, login))
            .collect()
    }

    /// Notes the login behind a session that is looked at for the first time: nobody waits for it to be written down.
    fn note_login(&self, signed_in: &SignedIn) {
        let (user, session) = (&signed_in.user, &signed_in.session);
        if user
            .last_login_at
            .is_some_and(|at| at >= session.created_at)
        {
            return;
        }
        let mut steps = session
            .evidence
            .iter()
            .filter(|proof| proof.is_second_step());
        let kind = steps.next_back().map(|proof| proof.kind.clone());
        let mut logins = lock(&self.logins);
        let noted = logins.entry((signed_in.organisation.id, user.id));
        let login = noted.or_insert_with(|| (session.created_at, kind.clone()));
        if login.0 < session.created_at {
            *login = (session.created_at, kind);
        }
    }

    fn note_seen(&self, organisation: OrganisationId, session: &Session, now: Timestamp) {
        if now.since(session.last_seen_at) >= SEEN_EVERY {
            lock(&self.seen).insert((organisation, session.id), now);
        }
    }

    fn last_seen(&self, organisation: OrganisationId, session: &Session) -> Timestamp {
        let noted = lock(&self.seen).get(&(organisation, session.id)).copied();
        noted.map_or(session.last_seen_at, |at| at.max(session.last_seen_at))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether something read at `read_at` may still be used: 1 s where one process has the database, 3 s where several may.
pub(crate) fn is_fresh(app: &App, read_at: Timestamp, now: Timestamp) -> bool {
    let at_most = if app.store.is_shared() {
        Span::seconds(3)
    } else {
        Span::seconds(1)
    };
    now >= read_at && now.since(read_at) < at_most
}

/// The organisation with this slug.
pub async fn organisation(
    app: &Arc<App>,
    slug: &str,
    now: Timestamp,
) -> Result<Option<Arc<Organisation>>, Fault> {
    // What cannot be a slug is nobody's: no store is asked, and none is handed a NUL.
    if domain::organisation::slug(slug).is_err() {
        return Ok(None);
    }
    let remembered = lock(&app.sessions.organisations).get(slug).cloned();
    if let Some((organisation, read_at)) = remembered
        && is_fresh(app, read_at, now)
    {
        return Ok(Some(organisation));
    }
    let wanted = slug.to_owned();
    let found = app
        .store
        .read(move |tx| tx.find_organisation_by_slug(&wanted))
        .await?
        .map(Arc::new);
    let mut organisations = lock(&app.sessions.organisations);
    match &found {
        Some(organisation) => {
            organisations.insert(slug.to_owned(), (Arc::clone(organisation), now))
        }
        None => organisations.remove(slug),
    };
    Ok(found)
}

/// The session that this token opens, if it stands. It is used herewith: what is left of it begins anew.
pub async fn check(
    app: &Arc<App>,
    token: &Token,
    requester: &Requester,
) -> Result<Option<SignedIn>, Fault> {
    let standing = look(app, token, requester).await?;
    if let Some(signed_in) = &standing {
        app.sessions
            .note_seen(token.organisation, &signed_in.session, requester.now);
    }
    Ok(standing)
}

/// The same for a page that asks on its own while its person does nothing: the session is as old afterwards as it was before.
pub async fn look(
    app: &Arc<App>,
    token: &Token,
    requester: &Requester,
) -> Result<Option<SignedIn>, Fault> {
    let (now, id) = (requester.now, SessionId::from_bytes(token.id));
    let remembered = lock(&app.sessions.sessions).get(&id).cloned();
    let fresh = remembered.filter(|entry| is_fresh(app, entry.read_at, now));
    let signed_in = match fresh {
        Some(entry) if entry.is_opened_by(token) => entry.signed_in,
        Some(_) => return Ok(None),
        None => {
            let Some(signed_in) = read(app, token, requester).await? else {
                lock(&app.sessions.sessions).remove(&id);
                return Ok(None);
            };
            app.sessions.note_came_in(&signed_in);
            remember(app, id, token, signed_in, now)
        }
    };
    let last_seen = app
        .sessions
        .last_seen(token.organisation, &signed_in.session);
    if now >= ends_at(&signed_in.organisation, &signed_in.session, last_seen) {
        return Ok(None);
    }
    Ok(Some(signed_in))
}

fn remember(
    app: &App,
    id: SessionId,
    token: &Token,
    signed_in: SignedIn,
    now: Timestamp,
) -> SignedIn {
    app.sessions.note_login(&signed_in);
    let mut sessions = lock(&app.sessions.sessions);
    if sessions.len() >= MOST_ENTRIES {
        sessions.clear();
    }
    sessions.insert(
        id,
        Entry {
            secret: token.secret.clone(),
            signed_in: signed_in.clone(),
            read_at: now,
        },
    );
    signed_in
}

async fn read(
    app: &Arc<App>,
    token: &Token,
    requester: &Requester,
) -> Result<Option<SignedIn>, Fault> {
    let key = token.clone();
    let read = app.store.read(move |tx| {
        let Some(view) = tx.session_view(&key)? else {
            return Ok(None);
        };
        let organisation = tx.organisation(key.organisation)?;
        let roles = tx.roles_of_user(key.organisation, view.user.id)?;
        Ok(Some((view, organisation, roles)))
    });
    let Some((view, organisation, roles)) = read.await? else {
        return Ok(None);
    };
    if view.user.suspended_at.is_some() || organisation.suspended_at.is_some() {
        return Ok(None);
    }
    let moved = view.session.user_epoch != view.user.epoch
        || view.session.policy_epoch != organisation.policy_epoch;
    if moved || is_overtaken(&view, &organisation, &roles, requester.now) {
        return decide_again(app, token, requester).await;
    }
    Ok(Some(standing(view, organisation, &roles)))
}

/// Whether a day has come that no epoch tells of: a card's first day, or the end of somebody's grace. A session of the password alone never
/// proved what is demanded then. One that skipped the second step, or proved one that the card does not take, may not have either, if that
/// day came after it began: the policy is asked, as it is when a card is saved.
fn is_overtaken(
    view: &SessionView,
    organisation: &Organisation,
    roles: &[Role],
    now: Timestamp,
) -> bool {
    let session = &view.session;
    if !organisation.two_step_add_on || !roles.iter().any(|role| role.requires_two_step_at(now)) {
        return false;
    }
    let of_password_alone =
        session.device.is_none() && !session.evidence.iter().any(Evidence::is_second_step);
    if of_password_alone {
        return view.user.grace_until.is_none_or(|until| until <= now);
    }
    let came =
        |day: Option<Timestamp>| day.is_some_and(|day| session.created_at < day && day <= now);
    came(view.user.grace_until)
        || roles
            .iter()
            .any(|role| role.two_step && came(role.two_step_from))
}

fn standing(view: SessionView, organisation: Organisation, roles: &[Role]) -> SignedIn {
    SignedIn {
        rights: Arc::new(Rights::of(view.user.owner, roles)),
        organisation: Arc::new(organisation),
        user: Arc::new(view.user),
        session: Arc::new(view.session),
    }
}

/// An epoch moved, or a day came: asks the policy whether what this session proved is still enough, and ends it where it is not (R44, A30).
async fn decide_again(
    app: &Arc<App>,
    token: &Token,
    requester: &Requester,
) -> Result<Option<SignedIn>, Fault> {
    let (inner, token, requester) = (Arc::clone(app), token.clone(), requester.clone());
    let unit = move |tx: &mut Tx| Ok(decide_in(tx, &inner, &token, &requester)?);
    Ok(app.store.write(unit).await?)
}

fn decide_in(
    tx: &mut Tx,
    app: &App,
    token: &Token,
    requester: &Requester,
) -> Result<Option<SignedIn>, Fault> {
    let now = requester.now;
    let Some(mut view) = tx.session_view(token)? else {
        return Ok(None);
    };
    let organisation = tx.organisation(token.organisation)?;
    let facts = Facts::read(tx, organisation.clone(), view.user.clone(), app)?;
    let device = match view.session.device {
        Some(device) => {
            let own = tx.trusted_devices_of_user(token.organisation, view.user.id)?;
            own.into_iter().find(|own| own.id == device)
        }
        None => None,
    };
    let requirement = facts.requirement(device.map(|device| device.proved_at), now);
    let enough = facts.may_sign_in()
        && matches!(
            facts.next_step(&requirement, &view.session.evidence, now),
            Step::Complete | Step::OfferGrace { .. }
        );
    if enough {
        let decided_under = (view.session.user_epoch, view.session.policy_epoch);
        if decided_under == (view.user.epoch, organisation.policy_epoch) {
            return Ok(Some(standing(view, organisation, &facts.roles)));
        }
        tx.renew_session_epochs(
            token.organisation,
            view.session.id,
            view.user.epoch,
            organisation.policy_epoch,
        )?;
        view.session.user_epoch = view.user.epoch;
        view.session.policy_epoch = organisation.policy_epoch;
        return Ok(Some(standing(view, organisation, &facts.roles)));
    }
    tx.remove_session(token.organisation, view.user.id, view.session.id)?;
    let event = Event::own(
        EventKind::SessionRevoked,
        view.user.id,
        requester.personal(),
    )
    .with("because", "policy");
    tx.audit(token.organisation, &event, now)?;
    Ok(None)
}

/// The organisation that a session belonged to which is over: at whose login its person signs in again.
pub async fn organisation_of(
    app: &Arc<App>,
    session: &Token,
) -> Result<Option<Arc<Organisation>>, Fault> {
    let id = session.organisation;
    let found = app.store.read(move |tx| tx.find_organisation(id)).await?;
    Ok(found.map(Arc::new))
}

/// The organisation whose base URL has this host, for those that have a host name of their own.
pub async fn organisation_by_host(
    app: &Arc<App>,
    host: &str,
    now: Timestamp,
) -> Result<Option<Arc<Organisation>>, Fault> {
    // A host never looks like a slug with a colon in front, so both stand in one map.
    let key = format!(":{host}");
    let remembered = lock(&app.sessions.organisations).get(&key).cloned();
    if let Some((organisation, read_at)) = remembered
        && is_fresh(app, read_at, now)
    {
        return Ok(Some(organisation));
    }
    let all = app.store.read(ReadTx::organisations).await?;
    let found = all
        .into_iter()
        .find(|organisation| {
            let own = organisation
                .base_url
                .split_once("://")
                .map_or("", |(_, rest)| rest);
            !own.contains('/') && own.eq_ignore_ascii_case(host)
        })
        .map(Arc::new);
    if let Some(organisation) = &found {
        lock(&app.sessions.organisations).insert(key, (Arc::clone(organisation), now));
    }
    Ok(found)
}

/// Ends the session that this token opens, if it does.
pub async fn end(app: &Arc<App>, token: &Token, requester: &Requester) -> Result<(), Fault> {
    let (key, asked) = (token.clone(), requester.clone());
    let unit = move |tx: &mut Tx| {
        let Some(session) = tx.find_session(&key)? else {
            return Ok(());
        };
        if tx.remove_session(key.organisation, session.user, session.id)? {
            let event = Event::own(EventKind::SignedOut, session.user, asked.personal());
            tx.audit(key.organisation, &event, asked.now)?;
        }
        Ok(())
    };
    app.store.write(unit).await?;
    lock(&app.sessions.sessions).remove(&SessionId::from_bytes(token.id));
    Ok(())
}
