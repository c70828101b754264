//! Notes what proves that somebody is the one they say, and sends the link to the registered mailbox.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{DeliveryId, OrganisationId, RecoveryCaseId};
use domain::recovery::{Denial, Proof, ProofKind, State};
use domain::role::BuiltIn;
use domain::time::{Span, Timestamp};
use domain::token::{Token, TokenSecret};
use factors::{Letter, Line, Reach};
use store::{Channel, Tx};

use super::{Held, LONGEST_TEXT, demand_person, demanded, typed};
use crate::administer::acting::Acting;
use crate::administer::{AdministerFault, By, Reason, unit};
use crate::helping::{self, Place};
use crate::letters::{date_time, language_for, one_line};
use crate::outbox::{self, Posting};
use crate::{App, message_settings};

/// Proofs that one case holds at the most.
pub(super) const MOST_PROOFS: usize = 20;

/// How long the link to the registered mailbox works.
const LINK_FOR: Span = Span::hours(1);

/// Links to the registered mailbox that one person is sent in an hour.
const LINKS_PER_HOUR: i64 = 5;

/// Something that was proved to whoever notes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProof {
    /// What kind.
    pub kind: ProofKind,
    /// Which number was called, by its key.
    pub number: Option<String>,
    /// Who the manager is, or what card was shown.
    pub note: String,
}

/// Notes a proof. Of a call back the system checks that the number is the person's and known long enough.
pub async fn record_proof(
    app: &Arc<App>,
    organisation: OrganisationId,
    case: RecoveryCaseId,
    proof: NewProof,
    by: &By,
) -> Result<(), AdministerFault> {
    let inner = Arc::clone(app);
    let unit = move |tx: &mut Tx, acting: &Acting| record_in(tx, &inner, case, &proof, acting);
    let kind = EventKind::RecoveryProved;
    unit::act_without_proof(app, organisation, by, BuiltIn::Support, kind, unit).await
}

fn record_in(
    tx: &mut Tx,
    app: &App,
    case: RecoveryCaseId,
    new: &NewProof,
    acting: &Acting,
) -> Result<(), AdministerFault> {
    let now = acting.now();
    demand_person(acting)?;
    let mut held = Held::lock(tx, app, acting, case)?;
    held.handled(now)?;
    // Whoever approves has seen what was proved then.
    if held.case.standing(now) != State::Open || held.case.proofs.len() >= MOST_PROOFS {
        return Err(Reason::Changed.into());
    }
    let note = typed("note", &new.note, LONGEST_TEXT)?;
    let note = match new.kind {
        ProofKind::CallBack => called(tx, app, &held, new.number.as_deref(), now)?,
        ProofKind::Manager => demanded("note", note)?,
        ProofKind::InPerson => note,
        // What an eID or a mailbox proves comes from there, and from nobody's word.
        ProofKind::Eid | ProofKind::LinkFollowed => return Err(Reason::NoRight.into()),
    };
    let mut event = held
        .event(acting, EventKind::RecoveryProved)
        .with("proof", new.kind.as_str());
    if new.kind == ProofKind::CallBack {
        event.personal.target = Some(note.clone());
    }
    held.case.proofs.push(Proof {
        kind: new.kind,
        at: now,
        by: acting.user(),
        note,
        identification: None,
    });
    held.case.state = State::Open;
    held.save(tx, acting)?;
    tx.audit(acting.organisation(), &event, now)?;
    Ok(())
}

/// The number that was called, masked.
fn called(
    tx: &mut Tx,
    app: &App,
    held: &Held,
    key: Option<&str>,
    now: Timestamp,
) -> Result<String, AdministerFault> {
    let places = helping::places_of(tx, app, &held.facts)?;
    let is_it = |place: &&Place| {
        matches!(place.to, Reach::Number(_)) && key.is_some_and(|key| key == place.key)
    };
    let place = places.iter().find(is_it).ok_or(Reason::Changed)?;
    if !place.known.may_be_called(now) {
        return Err(Reason::from(Denial::TooNew).into());
    }
    Ok(place.masked.clone())
}

/// Sends a link to the registered mailbox; an earlier one works no more. Tells whether the mail server took it over.
pub async fn send_link(
    app: &Arc<App>,
    organisation: OrganisationId,
    case: RecoveryCaseId,
    by: &By,
) -> Result<bool, AdministerFault> {
    let inner = Arc::clone(app);
    let unit = move |tx: &mut Tx, acting: &Acting| send_in(tx, &inner, case, acting);
    let kind = EventKind::RecoveryLinkSent;
    let delivery =
        unit::act_without_proof(app, organisation, by, BuiltIn::Support, kind, unit).await?;
    Ok(outbox::send_now(app, organisation, vec![delivery], by.now()).await?)
}

fn send_in(
    tx: &mut Tx,
    app: &App,
    case: RecoveryCaseId,
    acting: &Acting,
) -> Result<DeliveryId, AdministerFault> {
    let (organisation, now) = (acting.organisation(), acting.now());
    demand_person(acting)?;
    let held = Held::lock(tx, app, acting, case)?;
    held.handled(now)?;
    if app.mailer.is_none() {
        return Err(Reason::NoMailServer.into());
    }
    let mailbox = mailbox(tx, app, &held, now)?;
    let key = format!("recovery links\0{}", held.case.user);
    let hour = Span::hours(1);
    if tx
        .take_budget(organisation, key.as_bytes(), 1, LINKS_PER_HOUR, hour, now)?
        .is_none()
    {
        return Err(Reason::Refused(domain::refusal::Refusal::MessageBudgetSpent).into());
    }
    let secret = TokenSecret::draw(tx.random());
    if !tx.set_recovery_link(organisation, &held.case, &secret, (now, now + LINK_FOR))? {
        return Err(Reason::Changed.into());
    }
    let token = Token {
        organisation,
        id: *held.case.id.as_bytes(),
        secret,
    };
    let language = language_for(
        held.facts.user.language.as_deref(),
        None,
        acting.whole_organisation(),
    );
    let letter = letter(app, &held, &mailbox, (&token, now + LINK_FOR), language);
    let settings = message_settings::of(tx, app, acting.whole_organisation())?;
    let posting = Posting {
        organisation: acting.whole_organisation(),
        settings: &settings,
        user: Some(held.case.user),
        letter: &letter,
        language,
        purpose: "link",
        challenge: None,
        avoid: None,
        expires_at: now + LINK_FOR,
    };
    let delivery = outbox::put(tx, app, &posting, now)?;
    let mut event = held.event(acting, EventKind::RecoveryLinkSent);
    event.personal.target = Some(mailbox.masked);
    tx.audit(organisation, &event, now)?;
    Ok(delivery)
}

/// The registered mailbox that a followed link proves: confirmed, and known long enough.
fn mailbox(tx: &mut Tx, app: &App, held: &Held, now: Timestamp) -> Result<Place, AdministerFault> {
    let places = helping::places_of(tx, app, &held.facts)?;
    let registered = |place: &Place| {
        place.registered
            && matches!(place.to, Reach::Mailbox(_))
            && place.known.verified_at.is_some()
    };
    let (fit, unfit): (Vec<Place>, Vec<Place>) = places
        .into_iter()
        .filter(registered)
        .partition(|place| place.known.may_be_written_to(now));
    match fit.into_iter().next() {
        Some(place) => Ok(place),
        None if unfit.is_empty() => Err(Reason::NoMailbox(held.facts.user.username.clone()).into()),
        None => Err(Reason::from(Denial::TooNew).into()),
    }
}

fn letter(
    app: &App,
    held: &Held,
    mailbox: &Place,
    (token, until): (&Token, Timestamp),
    language: text::Language,
) -> Letter {
    let text = app.catalogue.text(language);
    let organisation = &held.facts.organisation;
    let (username, place) = (
        one_line(&held.facts.user.username),
        one_line(&organisation.name),
    );
    let time = date_time(until, &app.time_zone, &text);
    let lines = [
        text.with1("mail-greeting", "name", one_line(&held.facts.user.name)),
        text.with2(
            "mail-recovery-link-why",
            "organisation",
            place,
            "username",
            username,
        ),
        text.with1("mail-recovery-link-do", "time", time),
        format!(
            "{}/recover/confirm/{}",
            organisation.base_url,
            token.expose()
        ),
        text.get("mail-recovery-link-not-you"),
    ];
    let to = match &mailbox.to {
        Reach::Mailbox(address) => address.as_str().to_owned(),
        Reach::Number(number) => number.e164().to_owned(),
    };
    Letter {
        channel: Channel::Email.as_str(),
        to,
        masked: mailbox.masked.clone(),
        subject: text.get("mail-recovery-link-subject"),
        lines: lines.into_iter().map(Line::Text).collect(),
        plain: None,
    }
}
