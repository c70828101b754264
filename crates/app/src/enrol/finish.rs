//! The end of an enrolment: codes and factor become active in one commit, and whoever waited for it goes on.

use domain::audit::{Event, EventKind};
use domain::factor::{DeviceProof, Evidence, FactorKind, KeyHome};
use domain::id::{AuthenticatorId, ChallengeId, DeliveryId, UserId};
use domain::refusal::Refusal;
use domain::token::Token;
use factors::NewAuthenticator;
use store::{Challenge, Channel, Tx};

use super::draft::{Drafts, Waiting, backup_kind};
use super::who::{Enroller, Ground};
use crate::completing::{self, Issue};
use crate::decision::Facts;
use crate::{App, Fault, Requester, asking, message_settings, notices};

/// A factor that was bound.
pub struct Finished {
    /// Its kind.
    pub kind: FactorKind,
    /// Whether a set of recovery codes became active with it.
    pub with_codes: bool,
    /// The session that goes on, under a new cookie; `None` where the login has more to do.
    pub session: Option<Token>,
    /// Whether it happened inside a login.
    pub in_login: bool,
    /// Whether it lives in one device, which it cannot leave.
    pub on_one_device: bool,
    pub(super) user: UserId,
    pub(super) deliveries: Vec<DeliveryId>,
}

/// Binds what was proved.
pub(super) fn finish(
    tx: &mut Tx,
    app: &App,
    enroller: &Enroller,
    kind: &FactorKind,
    draft: ChallengeId,
    proved: &NewAuthenticator,
    requester: &Requester,
) -> Result<Result<Finished, Refusal>, Fault> {
    let (now, organisation) = (requester.now, enroller.facts.organisation.id);
    let (user, holder) = (enroller.facts.user.id, enroller.holder());
    let drafts = Drafts::read(tx, app, enroller, kind, requester)?;
    let codes = drafts
        .codes
        .filter(|codes| codes.state == domain::challenge::State::Confirmed);
    if let Err(refusal) = may_bind(tx, app, enroller, kind, proved, codes.is_some(), requester) {
        return Ok(Err(refusal));
    }
    if is_taken(tx, app, &enroller.facts, proved)? {
        return Ok(Err(Refusal::PhoneTaken));
    }
    if let Some(refusal) = bound_already(tx, enroller, kind, proved)? {
        // What was proved leads nowhere: its draft alone is over, so that the page begins that anew. Codes and pass are untouched.
        tx.consume_challenge(organisation, holder, draft, now)?;
        return Ok(Err(refusal));
    }
    if let Some(refusal) = use_pass(tx, enroller, requester)? {
        return Ok(Err(refusal));
    }
    if proved.channel.is_some() {
        tx.mark_answered(organisation, draft, now)?;
    }
    if !tx.consume_challenge(organisation, holder, draft, now)? {
        return Ok(Err(Refusal::ChallengeGone));
    }
    let backup = backup_kind(app);
    if let (Some(codes), Some(backup)) = (&codes, &backup) {
        bind_codes(tx, app, enroller, backup, codes, requester)?;
    }
    if backup.as_ref() == Some(kind) {
        tx.remove_authenticators_of_kind(organisation, user, kind)?;
    }
    if !insert(tx, app, &enroller.facts, kind, proved, requester)? {
        // Somebody bound it in this very moment: nothing of this unit stands, and it is told when it is run again.
        return Err(store::Fault::Conflict.into());
    }
    let what = if backup.as_ref() == Some(kind) {
        EventKind::RecoveryCodesReplaced
    } else {
        EventKind::AuthenticatorEnrolled
    };
    event(tx, &enroller.facts, what, kind, requester)?;
    tx.refresh_factor_set(organisation, user)?;
    // Whatever was under way elsewhere was decided before this factor stood.
    let own_login = match &enroller.ground {
        Ground::Login(login) => Some(login.id),
        Ground::Session(_) => None,
    };
    tx.refuse_logins_of_user(organisation, user, own_login)?;
    let own_mark = proved
        .channel
        .as_ref()
        .map(|channel| mark(tx, &enroller.facts, channel));
    let person = &enroller.facts.user;
    let deliveries = notices::put(
        tx,
        app,
        &enroller.facts.organisation,
        person,
        what,
        own_mark.as_ref(),
        requester,
    )?;
    // Who checks the person is the device; that a new factor was set up is no fresh proof of who did it (R30).
    let device = DeviceProof {
        user_verified: false,
        ..proved.device
    };
    let session = go_on(tx, app, enroller, kind, (device, own_mark), requester)?;
    let in_login = matches!(enroller.ground, Ground::Login(_));
    let with_codes = codes.is_some();
    Ok(session.map(|session| Finished {
        kind: kind.clone(),
        with_codes,
        session,
        in_login,
        on_one_device: is_on_one_device(proved),
        user,
        deliveries,
    }))
}

/// The recovery codes that were typed back take the place of earlier ones.
fn bind_codes(
    tx: &mut Tx,
    app: &App,
    enroller: &Enroller,
    backup: &FactorKind,
    codes: &Challenge,
    requester: &Requester,
) -> Result<(), Fault> {
    let facts = &enroller.facts;
    let organisation = facts.organisation.id;
    let Waiting {
        label,
        data,
        data_format,
    } = serde_json::from_slice(&codes.data)?;
    tx.consume_challenge(organisation, enroller.holder(), codes.id, requester.now)?;
    tx.remove_authenticators_of_kind(organisation, facts.user.id, backup)?;
    let new = NewAuthenticator {
        label,
        data,
        data_format,
        identifier: None,
        channel: None,
        consumed_through: None,
        device: DeviceProof::default(),
    };
    insert(tx, app, facts, backup, &new, requester)?;
    event(
        tx,
        facts,
        EventKind::RecoveryCodesReplaced,
        backup,
        requester,
    )
}

/// What must still be true now that the proof is here. A first factor waits for its codes.
fn may_bind(
    tx: &mut Tx,
    app: &App,
    enroller: &Enroller,
    kind: &FactorKind,
    proved: &NewAuthenticator,
    has_codes: bool,
    requester: &Requester,
) -> Result<(), Refusal> {
    let facts = &enroller.facts;
    let requirement = facts.requirement(None, requester.now);
    if !enroller.may_enrol(kind, &requirement) {
        return Err(Refusal::FactorNotAllowed);
    }
    let needs_codes =
        enroller.needs_codes() && backup_kind(app).is_some_and(|backup| backup != *kind);
    if needs_codes && !has_codes {
        return Err(Refusal::FormStale);
    }
    if let Some(channel) = &proved.channel {
        let mark = mark(tx, facts, channel);
        let doubled = facts
            .authenticators
            .iter()
            .any(|own| own.kind == *kind && own.channel.as_ref() == Some(&mark));
        if doubled && !enroller.has_pass() {
            return Err(Refusal::AlreadyEnrolled);
        }
    }
    Ok(())
}

/// Whether what was proved is bound to an account already, and whose that is. With a pass one's own is bound anew.
fn bound_already(
    tx: &mut Tx,
    enroller: &Enroller,
    kind: &FactorKind,
    proved: &NewAuthenticator,
) -> Result<Option<Refusal>, Fault> {
    let Some(identifier) = &proved.identifier else {
        return Ok(None);
    };
    let facts = &enroller.facts;
    let bound = tx.find_authenticator_by_identifier(facts.organisation.id, kind, identifier)?;
    Ok(match bound {
        Some(bound) if bound.user != facts.user.id => Some(Refusal::IdentityTaken),
        Some(_) if !enroller.has_pass() => Some(Refusal::AlreadyEnrolled),
        _ => None,
    })
}

/// Whether the number is another person's, where a number serves one person at the most. Only whoever holds the telephone learns it.
fn is_taken(
    tx: &mut Tx,
    app: &App,
    facts: &Facts,
    proved: &NewAuthenticator,
) -> Result<bool, Fault> {
    let phone = Channel::Phone.as_str();
    let Some(number) = proved.channel.as_ref().filter(|own| own.medium == phone) else {
        return Ok(false);
    };
    if !message_settings::of(tx, app, &facts.organisation)?.one_number_one_person {
        return Ok(false);
    }
    let (organisation, user) = (facts.organisation.id, facts.user.id);
    Ok(tx.is_anothers_channel(organisation, user, (Channel::Phone, &number.address))?)
}

/// A pass is good once; with it everything that stood enrolled before is ended, for it is lost or in strange hands.
fn use_pass(
    tx: &mut Tx,
    enroller: &Enroller,
    requester: &Requester,
) -> Result<Option<Refusal>, Fault> {
    let Ground::Login(login) = &enroller.ground else {
        return Ok(None);
    };
    let Some(pass) = login.pass else {
        return Ok(None);
    };
    let (organisation, user, now) = (
        enroller.facts.organisation.id,
        enroller.facts.user.id,
        requester.now,
    );
    if tx.consume_pass(organisation, pass, now)?.is_none() {
        return Ok(Some(Refusal::PassSpent));
    }
    tx.remove_authenticators_of_user(organisation, user)?;
    tx.remove_trusted_devices_of_user(organisation, user)?;
    tx.remove_sessions_of_user(organisation, user, None)?;
    tx.audit(
        organisation,
        &Event::own(EventKind::PassUsed, user, requester.personal()),
        now,
    )?;
    Ok(None)
}

fn mark(tx: &mut Tx, facts: &Facts, channel: &factors::Channel) -> domain::factor::Mark {
    let medium = if channel.medium == Channel::Phone.as_str() {
        Channel::Phone
    } else {
        Channel::Email
    };
    tx.channel_mark(facts.organisation.id, medium, &channel.address)
}

fn insert(
    tx: &mut Tx,
    app: &App,
    facts: &Facts,
    kind: &FactorKind,
    new: &NewAuthenticator,
    requester: &Requester,
) -> Result<bool, Fault> {
    let channel = new.channel.as_ref().map(|channel| mark(tx, facts, channel));
    let profile = asking::factor(app, kind)?.profile();
    let relying_party = profile
        .needs
        .relying_party
        .then(|| facts.organisation.host());
    let row = store::NewAuthenticator {
        id: AuthenticatorId::draw(requester.now, tx.random()),
        user: facts.user.id,
        kind,
        label: &new.label,
        data: &new.data,
        data_format: new.data_format,
        identifier: new.identifier.as_deref(),
        channel: channel.as_ref(),
        relying_party: relying_party.as_deref(),
        on_one_device: is_on_one_device(new),
        consumed_through: new.consumed_through.unwrap_or(store::NOTHING_CONSUMED),
    };
    Ok(tx.insert_authenticator(facts.organisation.id, &row, requester.now)?)
}

fn event(
    tx: &mut Tx,
    facts: &Facts,
    what: EventKind,
    kind: &FactorKind,
    requester: &Requester,
) -> Result<(), Fault> {
    let event = Event::own(what, facts.user.id, requester.personal()).with("factor", kind);
    tx.audit(facts.organisation.id, &event, requester.now)?;
    Ok(())
}

fn is_on_one_device(new: &NewAuthenticator) -> bool {
    new.device.key == Some(KeyHome::OneDevice)
}

/// The login or session goes on under the new epoch, with the new proof among its evidence.
fn go_on(
    tx: &mut Tx,
    app: &App,
    enroller: &Enroller,
    kind: &FactorKind,
    (device, channel): (DeviceProof, Option<domain::factor::Mark>),
    requester: &Requester,
) -> Result<Result<Option<Token>, Refusal>, Fault> {
    let organisation = tx.organisation(enroller.facts.organisation.id)?;
    let user = tx.user(organisation.id, enroller.facts.user.id)?;
    let facts = Facts::read(tx, organisation, user, app)?;
    let profile = asking::factor(app, kind)?.profile();
    let proof = Evidence::of(profile, requester.now, device, channel);
    match &enroller.ground {
        Ground::Login(login) => {
            let evidence = login.evidence.iter().cloned().chain([proof]).collect();
            let Some(advanced) = completing::advance(tx, app, &facts, login, evidence, requester)?
            else {
                return Ok(Err(Refusal::FormStale));
            };
            if advanced.session.is_some() {
                event(tx, &facts, EventKind::SignedIn, kind, requester)?;
            }
            Ok(Ok(advanced.session))
        }
        Ground::Session(session) => {
            // Recovery codes typed back prove that they were saved, not who typed them.
            let new = (!profile.is_backup).then_some(proof);
            let evidence: Vec<Evidence> = session.evidence.iter().cloned().chain(new).collect();
            let issue = Issue {
                organisation: facts.organisation.id,
                user: &facts.user,
                user_epoch: facts.user.epoch,
                policy_epoch: facts.organisation.policy_epoch,
                evidence: &evidence,
                two_step: true,
                device: session.device,
                replaces: Some(session.id),
            };
            let issued = completing::issue(tx, &issue, requester)?;
            Ok(issued.map(Some).ok_or(Refusal::SessionExpired))
        }
    }
}
