//! The first proof: username and password, and the password once more where it is asked for again.

use std::sync::Arc;

use domain::audit::{Event, EventKind};
use domain::factor::Evidence;
use domain::id::{LoginId, OrganisationId, TrustedDeviceId};
use domain::login::{LIVES_FOR, Purpose, State};
use domain::organisation::Organisation;
use domain::policy::Step;
use domain::refusal::Refusal;
use domain::return_to::own_path;
use domain::time::{Span, Timestamp};
use domain::token::{Token, TokenSecret};
use domain::trace;
use store::{DeviceFound, Enrolling, Login, LoginView, NewLogin, TrustedDevice, Tx};

use crate::asking::{self, FirstWay};
use crate::completing::{self, Advanced, Issue};
use crate::decision::Facts;
use crate::password_check::{self, Right, Whose};
use crate::{Answered, App, Fault, Requester, notices, outbox};

/// What was typed and what the browser brought.
#[derive(Clone)]
pub struct Given {
    /// The username as typed.
    pub username: String,
    /// The password as typed.
    pub password: String,
    /// The trusted device's cookie.
    pub device: Option<Token>,
    /// Where the person was going.
    pub return_to: Option<String>,
}

/// How far the password got.
#[derive(Default)]
pub struct Entry {
    /// The login that goes on, for its cookie.
    pub login: Option<Token>,
    /// The session, where nothing more is asked for.
    pub session: Option<Token>,
    /// The trusted device's new cookie: its secret changes with every use.
    pub device: Option<Token>,
    /// Whether the device's cookie is worth nothing any more.
    pub forget_device: bool,
    /// Whether a code that was to be sent could not be.
    pub delivery_failed: bool,
    pub(super) deliveries: Vec<domain::id::DeliveryId>,
    notices: Vec<domain::id::DeliveryId>,
}

/// Signs in with a password, as far as it leads.
pub async fn sign_in(
    app: &Arc<App>,
    organisation: &Arc<Organisation>,
    given: Given,
    requester: &Requester,
) -> Answered<Entry> {
    let (app, organisation, requester) =
        (Arc::clone(app), Arc::clone(organisation), requester.clone());
    App::to_the_end(async move { sign_in_to_the_end(&app, organisation, given, requester).await })
        .await
}

async fn sign_in_to_the_end(
    app: &Arc<App>,
    organisation: Arc<Organisation>,
    given: Given,
    requester: Requester,
) -> Answered<Entry> {
    let whose = Whose::Named(given.username.clone(), given.device.clone());
    let checked = password_check::check(
        app,
        organisation.id,
        &requester,
        whose,
        &given.password,
        Refusal::SignInWrong,
    )
    .await?;
    let right = match checked {
        Ok(right) => right,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let (now, id) = (requester.now, organisation.id);
    let (inner, asked) = (Arc::clone(app), requester.clone());
    let unit = move |tx: &mut Tx| Ok(enter(tx, &inner, id, &right, &given, &asked)?);
    let entered: Result<Entry, Refusal> = app.store.write(unit).await?;
    let Ok(mut entry) = entered else {
        return Ok(entered);
    };
    outbox::send_aside(app, id, std::mem::take(&mut entry.notices), now).await?;
    entry.delivery_failed =
        !outbox::send_now(app, id, std::mem::take(&mut entry.deliveries), now).await?;
    Ok(Ok(entry))
}

/// The outcome of a right password, in one unit.
fn enter(
    tx: &mut Tx,
    app: &App,
    organisation: OrganisationId,
    right: &Right,
    given: &Given,
    requester: &Requester,
) -> Result<Result<Entry, Refusal>, Fault> {
    let now = requester.now;
    right.settle(tx, organisation)?;
    let mut facts = facts_of(tx, app, organisation, right)?;
    let checked = Event::own(EventKind::PasswordChecked, right.user, requester.personal());
    // A password that was changed while it was being checked, and a person who may not sign in, look like a wrong one.
    if facts.user.epoch != right.epoch || !facts.may_sign_in() {
        tx.audit(organisation, &checked.refused(Refusal::SignInWrong), now)?;
        return Ok(Err(Refusal::SignInWrong));
    }
    let mut entry = Entry::default();
    let device = trusted(
        tx,
        app,
        &facts,
        given.device.as_ref(),
        requester,
        &mut entry,
    )?;
    if entry.forget_device {
        // A replayed device may have been this very person's: their epoch moved, and what is issued here goes by what stands now.
        facts = facts_of(tx, app, organisation, right)?;
    }
    let entrance = Entrance {
        facts: &facts,
        evidence: vec![Evidence::password(now)],
        device,
        return_to: given.return_to.as_deref(),
        checked,
    };
    go_in(tx, app, entrance, requester, &mut entry)?;
    Ok(Ok(entry))
}

/// A first proof that was right.
pub(super) struct Entrance<'a> {
    /// Whose it is.
    pub(super) facts: &'a Facts,
    /// The proof.
    pub(super) evidence: Vec<Evidence>,
    /// The trusted device that this browser is, and when it proved itself.
    pub(super) device: Option<(TrustedDeviceId, Timestamp)>,
    /// Where the person was going.
    pub(super) return_to: Option<&'a str>,
    /// What the log says of the proof where the login goes on.
    pub(super) checked: Event,
}

/// What a right first proof leads to: a session, or a login that goes on.
pub(super) fn go_in(
    tx: &mut Tx,
    app: &App,
    entrance: Entrance<'_>,
    requester: &Requester,
    entry: &mut Entry,
) -> Result<(), Fault> {
    let Entrance {
        facts,
        evidence,
        device,
        return_to,
        checked,
    } = entrance;
    let (now, organisation) = (requester.now, facts.organisation.id);
    let requirement = facts.requirement(device.map(|(_, proved_at)| proved_at), now);
    let step = facts.next_step(&requirement, &evidence, now);
    // Why this was asked or not, told where it is decided.
    let reasoned = |event: Event| {
        event
            .with(trace::BECAUSE, &trace::because(&requirement))
            .with(trace::NEXT, trace::next(&step))
    };
    if step == Step::Complete {
        let issue = Issue {
            organisation,
            user: &facts.user,
            user_epoch: facts.user.epoch,
            policy_epoch: facts.organisation.policy_epoch,
            evidence: &evidence,
            two_step: requirement.two_step,
            device: device.filter(|_| requirement.skipped).map(|(id, _)| id),
            replaces: None,
        };
        entry.session = completing::issue(tx, &issue, requester)?;
        if entry.session.is_none() {
            return Err(Fault::Store(store::Fault::Conflict));
        }
        let proofs: Vec<&str> = evidence.iter().map(|proof| proof.kind.as_str()).collect();
        let by_itself = evidence.iter().any(Evidence::is_second_step);
        let second_step = match (requirement.skipped, by_itself) {
            (true, _) => "trusted-device",
            (false, true) => "with-the-first",
            (false, false) => "none",
        };
        let signed_in = Event::own(EventKind::SignedIn, facts.user.id, requester.personal())
            .with("proofs", &proofs.join(" "))
            .with("second_step", second_step);
        tx.audit(organisation, &reasoned(signed_in), now)?;
        return Ok(());
    }
    let checked = reasoned(checked);
    let decided = (&requirement, &step);
    open_login(
        tx, app, facts, decided, evidence, return_to, requester, entry,
    )?;
    tx.audit(organisation, &checked, now)?;
    Ok(())
}

fn facts_of(
    tx: &mut Tx,
    app: &App,
    organisation: OrganisationId,
    right: &Right,
) -> Result<Facts, Fault> {
    let user = tx.user(organisation, right.user)?;
    let organisation = tx.organisation(organisation)?;
    Facts::read(tx, organisation, user, app)
}

/// How long after its secret changed the one before is still the same browser's: a form sent twice, an answer that was lost.
const CROSSED_WITHIN: Span = Span::seconds(10);

/// The trusted device that this browser is, if it is one of this person's. Its secret changes with every use; an outworn one that comes
/// back means that the cookie was copied: the device is revoked and its owner told (A31).
fn trusted(
    tx: &mut Tx,
    app: &App,
    facts: &Facts,
    cookie: Option<&Token>,
    requester: &Requester,
    entry: &mut Entry,
) -> Result<Option<(TrustedDeviceId, Timestamp)>, Fault> {
    let Some(token) = cookie.filter(|token| token.organisation == facts.organisation.id) else {
        return Ok(None);
    };
    let (organisation, user, now) = (facts.organisation.id, facts.user.id, requester.now);
    let crossed = |device: &TrustedDevice| now.since(device.rotated_at) < CROSSED_WITHIN;
    match tx.find_trusted_device(token)? {
        DeviceFound::Current(device) if device.user == user => {
            rotate(tx, token, &device, requester, entry)
        }
        DeviceFound::Replayed(device) if device.user == user && crossed(&device) => {
            rotate(tx, token, &device, requester, entry)
        }
        DeviceFound::Replayed(device) => {
            revoke_copied(tx, app, facts, &device, requester, entry)?;
            Ok(None)
        }
        // The right password of the device's own person came with it: nobody revokes another's device by knowing its id.
        DeviceFound::Outworn(device) if device.user == user => {
            revoke_copied(tx, app, facts, &device, requester, entry)?;
            Ok(None)
        }
        DeviceFound::Current(_) | DeviceFound::Outworn(_) => {
            // Somebody else's device (A29): it skips nothing here, and stays theirs.
            let event = Event::own(EventKind::DeviceTrusted, user, requester.personal())
                .refused(Refusal::FormStale)
                .with("because", "another-person");
            tx.audit(organisation, &event, now)?;
            Ok(None)
        }
        DeviceFound::Unknown => {
            entry.forget_device = true;
            Ok(None)
        }
    }
}

fn rotate(
    tx: &mut Tx,
    token: &Token,
    device: &TrustedDevice,
    requester: &Requester,
    entry: &mut Entry,
) -> Result<Option<(TrustedDeviceId, Timestamp)>, Fault> {
    let secret = TokenSecret::draw(tx.random());
    let (organisation, now) = (token.organisation, requester.now);
    if !tx.rotate_trusted_device(organisation, device, &secret, device.proved_at, now)? {
        return Ok(None);
    }
    entry.device = Some(Token {
        organisation,
        id: token.id,
        secret,
    });
    Ok(Some((device.id, device.proved_at)))
}

fn revoke_copied(
    tx: &mut Tx,
    app: &App,
    facts: &Facts,
    device: &TrustedDevice,
    requester: &Requester,
    entry: &mut Entry,
) -> Result<(), Fault> {
    let (organisation, user) = (facts.organisation.id, device.user);
    let owner = tx.user(organisation, user)?;
    tx.remove_trusted_device(organisation, user, device.id)?;
    tx.bump_user_epoch(organisation, user)?;
    let mut event = Event::own(EventKind::DeviceReplayed, user, requester.personal());
    event.actor = None;
    tx.audit(organisation, &event, requester.now)?;
    let told = notices::put(
        tx,
        app,
        &facts.organisation,
        &owner,
        EventKind::DeviceReplayed,
        None,
        requester,
    )?;
    entry.notices.extend(told);
    entry.forget_device = true;
    Ok(())
}

#[allow(
    clippy::too_many_arguments,
    reason = "what a login row is made of; each comes from another step of the same unit"
)]
fn open_login(
    tx: &mut Tx,
    app: &App,
    facts: &Facts,
    (requirement, step): (&domain::policy::Requirement, &Step),
    evidence: Vec<Evidence>,
    return_to: Option<&str>,
    requester: &Requester,
    entry: &mut Entry,
) -> Result<(), Fault> {
    let (now, organisation) = (requester.now, facts.organisation.id);
    let (id, secret) = (
        LoginId::draw(now, tx.random()),
        TokenSecret::draw(tx.random()),
    );
    let mut login = Login {
        id,
        purpose: Purpose::SignIn,
        state: State::awaiting(step),
        user: facts.user.id,
        session: None,
        pass: None,
        challenge: None,
        evidence,
        next_state: completing::if_ended(State::awaiting(step)),
        enrolling: None,
        user_epoch: facts.user.epoch,
        policy_epoch: facts.organisation.policy_epoch,
        trusted_days: requirement.trusted_days,
        offers_trust: completing::offers_trust(requirement),
        return_to: return_to.and_then(own_path).unwrap_or("").to_owned(),
        created_at: now,
        expires_at: now + LIVES_FOR,
    };
    if let Step::Prove(provable) = step
        && let FirstWay::Straight(kind) = asking::first_way(app, facts, provable)
    {
        let mut advanced = Advanced::default();
        // A refusal (a spent budget of messages) leaves the person to choose another way.
        let _ = completing::begin(
            tx,
            app,
            facts,
            requester,
            &mut login,
            &kind,
            None,
            &mut advanced,
        )?;
        entry.deliveries = advanced.deliveries;
    }
    tx.insert_login(organisation, &NewLogin::of(&login, &secret), now)?;
    entry.login = Some(Token {
        organisation,
        id: *id.as_bytes(),
        secret,
    });
    Ok(())
}

/// The password once more inside a login: before an enrolment (C2), for fresh proof, after a pass.
pub async fn confirm_password(
    app: &Arc<App>,
    login: &Token,
    typed: &str,
    requester: &Requester,
) -> Answered<Advanced> {
    let (app, token, requester, typed) = (
        Arc::clone(app),
        login.clone(),
        requester.clone(),
        typed.to_owned(),
    );
    App::to_the_end(async move { confirm_to_the_end(&app, token, requester, &typed).await }).await
}

async fn confirm_to_the_end(
    app: &Arc<App>,
    token: Token,
    requester: Requester,
    typed: &str,
) -> Answered<Advanced> {
    let (now, organisation) = (requester.now, token.organisation);
    let key = token.clone();
    let Some(view) = app.store.read(move |tx| tx.login_view(&key)).await? else {
        return Ok(Err(Refusal::LoginExpired));
    };
    if !view.login.state.is_open() || now >= view.login.expires_at || view.organisation_suspended {
        return Ok(Err(Refusal::LoginExpired));
    }
    let whose = Whose::Of(view.login.user);
    let checked = password_check::check(
        app,
        organisation,
        &requester,
        whose,
        typed,
        Refusal::PasswordWrong,
    )
    .await?;
    let right = match checked {
        Ok(right) => right,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let inner = Arc::clone(app);
    let unit = move |tx: &mut Tx| Ok(confirm(tx, &inner, &token, &view, &right, &requester)?);
    let confirmed: Result<Advanced, Refusal> = app.store.write(unit).await?;
    let Ok(mut advanced) = confirmed else {
        return Ok(confirmed);
    };
    outbox::send_now(
        app,
        organisation,
        std::mem::take(&mut advanced.deliveries),
        now,
    )
    .await?;
    Ok(Ok(advanced))
}

fn confirm(
    tx: &mut Tx,
    app: &App,
    token: &Token,
    view: &LoginView,
    right: &Right,
    requester: &Requester,
) -> Result<Result<Advanced, Refusal>, Fault> {
    let (now, organisation, login) = (requester.now, token.organisation, &view.login);
    right.settle(tx, organisation)?;
    let facts = facts_of(tx, app, organisation, right)?;
    let checked = Event::own(EventKind::PasswordChecked, right.user, requester.personal())
        .with("purpose", login.purpose.as_str());
    if facts.user.epoch != right.epoch || !facts.may_sign_in() {
        tx.audit(organisation, &checked.refused(Refusal::PasswordWrong), now)?;
        return Ok(Err(Refusal::PasswordWrong));
    }
    let advanced = if login.state == State::FirstProofPending {
        let evidence = login
            .evidence
            .iter()
            .cloned()
            .chain([Evidence::password(now)])
            .collect();
        completing::advance(tx, app, &facts, login, evidence, requester)?
    } else {
        // An enrolment asked for it (C2): the login stays where it is, and knows when.
        let kind = login
            .enrolling
            .as_ref()
            .and_then(|enrolling| enrolling.kind.clone());
        let next = Login {
            enrolling: Some(Enrolling {
                kind,
                password_at: Some(now),
            }),
            ..login.clone()
        };
        let saved = tx.save_login(organisation, login, &next)?;
        saved.then(|| Advanced {
            state: Some(next.state),
            ..Advanced::default()
        })
    };
    let Some(advanced) = advanced else {
        return Ok(Err(Refusal::FormStale));
    };
    let event = if advanced.session.is_some() {
        Event {
            kind: EventKind::Reauthenticated,
            ..checked
        }
    } else {
        checked
    };
    tx.audit(organisation, &event, now)?;
    Ok(Ok(advanced))
}
