//! What account recovery needs on both of its sides, at support's desk and at the login: the person as its rules see them, the numbers and
//! mailboxes that prove something, and the letters that tell of it.

use domain::audit::EventKind;
use domain::email::EmailAddress;
use domain::factor::Mark;
use domain::id::{ChallengeId, DeliveryId, OrganisationId, RecoveryCaseId, UserId};
use domain::lockout::MOST_FAILURES;
use domain::organisation::Organisation;
use domain::phone::PhoneNumber;
use domain::recovery::{Care, Case, CaseNumber, Known, LIVES_FOR, Outcome, Source, State, Subject};
use domain::time::{Span, Timestamp};
use domain::token::{Token, TokenSecret};
use factors::Reach;
use store::{Channel, Holder, ReadTx, Tx};
use text::Text;

use crate::decision::Facts;
use crate::letters::date_time;
use crate::notices::{self, More, Notice};
use crate::{App, Fault, Requester, asking, message_settings};

/// The person as the rules of recovery see them now.
pub(crate) fn subject_of(
    tx: &mut ReadTx,
    facts: &Facts,
    now: Timestamp,
) -> Result<Subject, store::Fault> {
    let user = &facts.user;
    let password = tx.password_waits(facts.organisation.id, user.id, now)?;
    let closed = |own: &store::Authenticator| own.failures >= MOST_FAILURES || own.wait_until > now;
    Ok(Subject {
        user: user.id,
        owner: user.owner,
        privileged: Subject::is_privileged(user, &facts.roles),
        machine: facts.roles.iter().any(|role| role.api_integrator),
        suspended: user.suspended_at.is_some() || facts.organisation.suspended_at.is_some(),
        has_password: user.has_password,
        demanded: facts.requirement(None, now).demanded,
        has_factor: facts.has_second_factor(),
        locked: password.places > 0 || facts.authenticators.iter().any(closed),
    })
}

/// A case that nobody has written down yet.
pub(crate) fn new_case(tx: &mut Tx, user: UserId, source: Source, now: Timestamp) -> Case {
    Case {
        id: RecoveryCaseId::draw(now, tx.random()),
        number: CaseNumber::draw(tx.random()),
        user,
        source,
        agent: None,
        login: None,
        state: State::Open,
        reason: String::new(),
        ticket: String::new(),
        proofs: Vec::new(),
        ask: None,
        approver: None,
        approved_at: None,
        acts_at: None,
        pass: None,
        link_sent_at: None,
        closed_at: None,
        created_at: now,
        expires_at: now + LIVES_FOR,
        version: 1,
    }
}

/// How often a number is drawn anew that another case has: a hundred million of them are there.
const DRAWN_AT_MOST: usize = 8;

/// Writes a new case down, under a number that no other has. Its person has no open one.
pub(crate) fn insert(
    tx: &mut Tx,
    organisation: OrganisationId,
    mut case: Case,
) -> Result<Case, Fault> {
    for _ in 0..DRAWN_AT_MOST {
        if tx.insert_recovery_case(organisation, &case)? {
            return Ok(case);
        }
        case.number = CaseNumber::draw(tx.random());
    }
    // Somebody else has opened one for the same person since: the unit begins again, and finds it.
    Err(Fault::Store(store::Fault::Conflict))
}

/// Ends what a case has under way at an eID, in the unit that ends or moves the case; their orders are to be hurried after it.
pub(crate) fn end_challenges(
    tx: &mut Tx,
    organisation: OrganisationId,
    case: RecoveryCaseId,
) -> Result<Vec<ChallengeId>, Fault> {
    let holder = Holder::Case(case);
    let open = tx.challenges_of(organisation, holder)?;
    tx.end_challenges(organisation, holder)?;
    Ok(open.into_iter().map(|challenge| challenge.id).collect())
}

/// How careful this organisation is.
pub(crate) fn care_of(organisation: &Organisation) -> Care {
    let rules = &organisation.rules;
    Care {
        two_people: rules.two_person_recovery,
        waits_for: Span::minutes(i64::from(rules.recovery_waits_minutes)),
    }
}

/// A number or mailbox that a person is known by.
pub(crate) struct Place {
    /// What a form names it by.
    pub(crate) key: String,
    /// Where it is.
    pub(crate) to: Reach,
    /// What a page shows of it.
    pub(crate) masked: String,
    /// Since when.
    pub(crate) known: Known,
    /// Whether it is on record beside what is enrolled.
    pub(crate) registered: bool,
    /// Whether codes for signing in go there: it may be what was lost.
    pub(crate) enrolled: bool,
    mark: Mark,
}

/// Every number and mailbox of a person, on record or enrolled, each once, with since when it is known.
pub(crate) fn places_of(tx: &mut ReadTx, app: &App, facts: &Facts) -> Result<Vec<Place>, Fault> {
    let organisation = facts.organisation.id;
    let shown = message_settings::of(tx, app, &facts.organisation)?.shown;
    let mut places: Vec<Place> = Vec::new();
    for address in tx.addresses_of(organisation, facts.user.id)? {
        let to = match address.channel {
            Channel::Email => EmailAddress::parse(&address.value).ok().map(Reach::Mailbox),
            Channel::Phone => PhoneNumber::from_e164(&address.value)
                .ok()
                .map(Reach::Number),
        };
        places.extend(to.map(|to| Place {
            key: address.id.to_string(),
            to,
            masked: address.masked,
            known: Known {
                added_at: address.created_at,
                verified_at: address.verified_at,
            },
            registered: true,
            enrolled: false,
            mark: address.mark,
        }));
    }
    for own in &facts.authenticators {
        let Some(factor) = app.registry.find(&own.kind) else {
            continue;
        };
        let Some(to) = factor.reach(&asking::opened(own))? else {
            continue;
        };
        let (mark, masked) = match &to {
            Reach::Mailbox(address) => (
                tx.channel_mark(organisation, Channel::Email, &address.canonical()),
                address.masked(),
            ),
            Reach::Number(number) => (
                tx.channel_mark(organisation, Channel::Phone, number.e164()),
                number.masked(shown),
            ),
        };
        if let Some(known) = places.iter_mut().find(|place| place.mark == mark) {
            known.enrolled = true;
        } else {
            places.push(Place {
                key: own.id.to_string(),
                to,
                masked,
                known: Known {
                    added_at: own.created_at,
                    verified_at: Some(own.created_at),
                },
                registered: false,
                enrolled: true,
                mark,
            });
        }
    }
    Ok(places)
}

/// Tells the person on every channel what support does or is about to do, with a link that stops it.
pub(crate) fn tell(
    tx: &mut Tx,
    app: &App,
    facts: &Facts,
    (case, kind): (&Case, EventKind),
    requester: &Requester,
) -> Result<Vec<DeliveryId>, Fault> {
    let organisation = &facts.organisation;
    let secret = TokenSecret::draw(tx.random());
    let stops = tx.add_recovery_stop(organisation.id, case.id, &secret)?;
    let token = Token {
        organisation: organisation.id,
        id: *case.id.as_bytes(),
        secret,
    };
    let stop = stops.then(|| format!("{}/recover/stop/{}", organisation.base_url, token.expose()));
    let notice = Notice {
        organisation,
        user: &facts.user,
        kind,
        what: None,
        except: None,
    };
    let words = |text: &Text| More {
        lines: lines(app, case, kind, requester.now, text),
        stop: stop.clone(),
    };
    notices::post_with(tx, app, &notice, &words, requester)
}

fn lines(app: &App, case: &Case, kind: EventKind, now: Timestamp, text: &Text) -> Vec<String> {
    let moment = |at: Timestamp| date_time(at, &app.time_zone, text);
    if kind == EventKind::RecoveryApproved {
        let from = case.acts_at.unwrap_or(now);
        return vec![text.with1("mail-recovery-from", "time", moment(from))];
    }
    let said = case.ask.map(|ask| match ask.outcome {
        Outcome::Pass { .. } => text.get("mail-recovery-pass"),
        Outcome::Unlock => text.get("mail-recovery-unlock"),
        Outcome::Grace { days } => {
            let until = now + Span::days(i64::from(days));
            text.with1("mail-recovery-grace", "time", moment(until))
        }
        Outcome::SwitchOff => text.get("mail-recovery-switch-off"),
    });
    said.into_iter().collect()
}
