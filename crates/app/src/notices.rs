//! Notices: whoever owns an account is told by mail and text message what was changed, in the unit that changed it (R32).
//!
//! A notice goes to every verified mailbox and number but the one that the act itself came through: whoever holds that one knows already, and an
//! attacker who holds it must not be the only one told. Where it is the person's only mailbox it is told all the same, because a letter
//! that the attacker may delete is better than none; only what that very mailbox has just confirmed (`says_itself`) is left unsaid
//! there. A notice holds no code; it leads to the security page, which asks for a login. One of what support does leads to the page that
//! stops it instead, which asks for a button to be pressed.

use domain::audit::EventKind;
use domain::email::EmailAddress;
use domain::factor::Mark;
use domain::id::DeliveryId;
use domain::message::{MessageChannel, MessageSettings};
use domain::organisation::Organisation;
use domain::phone::PhoneNumber;
use domain::recovery::KNOWN_FOR;
use domain::time::{Span, Timestamp};
use domain::user::User;
use factors::{Letter, Line, Reach};
use store::{Channel, ImportedAddress, Tx};
use text::{Argument as _, Text};

use crate::letters::{self, date_time, language_for, one_line};
use crate::outbox::{self, Posting};
use crate::ports::NOWHERE;
use crate::{App, Fault, Requester, asking, message_settings};

/// How long a notice that cannot be delivered is still of use.
const OF_USE_FOR: Span = Span::days(3);

/// What a notice is about.
pub(crate) struct Notice<'a> {
    /// Where.
    pub(crate) organisation: &'a Organisation,
    /// Whose account.
    pub(crate) user: &'a User,
    /// What happened: `mail-notice-<code>` says it. [`EventKind::SignedIn`] stands for a login with a recovery code.
    pub(crate) kind: EventKind,
    /// What exactly, in the person's own words: the name of an authenticator or a device.
    pub(crate) what: Option<&'a str>,
    /// The mailbox that it came through.
    pub(crate) except: Option<&'a Mark>,
}

/// Puts a notice without more words into the outbox.
pub(crate) fn put(
    tx: &mut Tx,
    app: &App,
    organisation: &Organisation,
    user: &User,
    kind: EventKind,
    except: Option<&Mark>,
    requester: &Requester,
) -> Result<Vec<DeliveryId>, Fault> {
    post(
        tx,
        app,
        &Notice {
            organisation,
            user,
            kind,
            what: None,
            except,
        },
        requester,
    )
}

/// Puts a notice into the outbox: one letter for each mailbox and number. A request from [`NOWHERE`] is the operator's or support's.
pub(crate) fn post(
    tx: &mut Tx,
    app: &App,
    notice: &Notice<'_>,
    requester: &Requester,
) -> Result<Vec<DeliveryId>, Fault> {
    post_with(tx, app, notice, &|_| More::default(), requester)
}

/// What a notice says beside what happened.
#[derive(Default)]
pub(crate) struct More {
    /// More sentences, after what happened.
    pub(crate) lines: Vec<String>,
    /// A link that stops it. It stands where else the security page is named, for it may be all that the person can still open.
    pub(crate) stop: Option<String>,
}

/// The same, saying more in the person's language.
pub(crate) fn post_with(
    tx: &mut Tx,
    app: &App,
    notice: &Notice<'_>,
    more: &dyn Fn(&Text) -> More,
    requester: &Requester,
) -> Result<Vec<DeliveryId>, Fault> {
    let places = recipients(places_of(tx, app, notice, requester.now)?, notice);
    post_to(tx, app, (notice, places), more, requester)
}

/// Addresses that were moved all at once.
pub(crate) struct Moved<'a> {
    /// Those the person had before and has no more. The confirmed ones are told.
    pub(crate) gone: &'a [ImportedAddress],
    /// Those they had not before. They are not told.
    pub(crate) come: &'a [ImportedAddress],
}

/// Puts a notice into the outbox after addresses were moved: it goes where the person could be reached before.
pub(crate) fn post_moved(
    tx: &mut Tx,
    app: &App,
    notice: &Notice<'_>,
    moved: &Moved<'_>,
    requester: &Requester,
) -> Result<Vec<DeliveryId>, Fault> {
    let mut places = places_of(tx, app, notice, requester.now)?;
    places.retain(|place| moved.come.iter().all(|new| new.mark != place.mark));
    for old in moved.gone.iter().filter(|old| old.verified) {
        if places.iter().all(|known| known.mark != old.mark) {
            places.extend(reach_of(old.channel, &old.value).map(|to| Place {
                to,
                mark: old.mark.clone(),
            }));
        }
    }
    post_to(tx, app, (notice, places), &|_| More::default(), requester)
}

/// Puts a notice to these places into the outbox.
fn post_to(
    tx: &mut Tx,
    app: &App,
    (notice, places): (&Notice<'_>, Vec<Place>),
    more: &dyn Fn(&Text) -> More,
    requester: &Requester,
) -> Result<Vec<DeliveryId>, Fault> {
    let Notice {
        organisation, user, ..
    } = notice;
    let asked = (requester.address != NOWHERE).then_some(requester.language);
    let language = language_for(user.language.as_deref(), asked, organisation);
    let text = app.catalogue.text(language);
    let settings = message_settings::of(tx, app, organisation)?;
    let more = more(&text);
    let mut deliveries = Vec::new();
    for place in places {
        let letter = match &place.to {
            Reach::Mailbox(_) if app.mailer.is_none() => continue,
            Reach::Number(_) if !goes_by_text(notice) => continue,
            Reach::Mailbox(address) => letter(app, notice, &more, (address, &text), requester),
            Reach::Number(number) => {
                text_message(app, notice, &more, (number, &settings, &text), requester)
            }
        };
        let posting = Posting {
            organisation,
            settings: &settings,
            user: Some(user.id),
            letter: &letter,
            language,
            purpose: "notice",
            challenge: None,
            avoid: None,
            expires_at: requester.now + OF_USE_FOR,
        };
        if let Reach::Number(number) = &place.to
            && !may_be_told(tx, organisation, number, &settings, requester.now)?
        {
            continue;
        }
        deliveries.push(outbox::put(tx, app, &posting, requester.now)?);
    }
    Ok(deliveries)
}

/// Whether this is told by text message too: where the organisation can send any, and it is more than another name.
fn goes_by_text(notice: &Notice<'_>) -> bool {
    let carried = notice
        .organisation
        .phone_channels
        .contains(&MessageChannel::Sms);
    carried && notice.kind != EventKind::AuthenticatorRenamed
}

/// Notices that one number gets in a day. They stand apart from codes: whoever uses up the codes does not silence the notices.
const NOTICES_PER_NUMBER: i64 = 10;

/// Whether this number may be told once more today.
fn may_be_told(
    tx: &mut Tx,
    organisation: &Organisation,
    number: &PhoneNumber,
    settings: &MessageSettings,
    now: Timestamp,
) -> Result<bool, Fault> {
    if number
        .check_reach(MessageChannel::Sms, &settings.countries)
        .is_err()
    {
        return Ok(false);
    }
    let key = format!("notices\0{}", number.e164());
    let day = Span::hours(24);
    let taken = tx.take_budget(
        organisation.id,
        key.as_bytes(),
        1,
        NOTICES_PER_NUMBER,
        day,
        now,
    )?;
    Ok(taken.is_some())
}

/// What the mailbox that it came through has just confirmed with its own code or link.
const fn says_itself(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::AuthenticatorEnrolled | EventKind::InvitationAccepted
    )
}

/// Whether it tells of what support does to let somebody in again.
const fn is_of_recovery(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::RecoveryApproved | EventKind::RecoveryActed | EventKind::RecoveryStopped
    )
}

/// A mailbox or number that its person confirmed, or is known by.
struct Place {
    to: Reach,
    mark: Mark,
}

/// Every confirmed mailbox and number of the person: registered ones, and those that a second step's codes go to. Each once.
///
/// What support does is told to numbers on record too that nobody confirmed: they are called back on, so they are told.
fn places_of(
    tx: &mut Tx,
    app: &App,
    notice: &Notice<'_>,
    now: Timestamp,
) -> Result<Vec<Place>, Fault> {
    let (organisation, user) = (notice.organisation.id, notice.user.id);
    let mut places: Vec<Place> = Vec::new();
    for address in tx.addresses_of(organisation, user)? {
        let on_record = address.channel == Channel::Phone
            && is_of_recovery(notice.kind)
            && now.since(address.created_at) > KNOWN_FOR;
        if address.verified_at.is_none() && !on_record {
            continue;
        }
        places.extend(reach_of(address.channel, &address.value).map(|to| Place {
            to,
            mark: address.mark,
        }));
    }
    for own in tx.authenticators_of_user(organisation, user)? {
        let Some(factor) = app.registry.find(&own.kind) else {
            continue;
        };
        let Some(to) = factor.reach(&asking::opened(&own))? else {
            continue;
        };
        let mark = match &to {
            Reach::Mailbox(address) => {
                tx.channel_mark(organisation, Channel::Email, &address.canonical())
            }
            Reach::Number(number) => tx.channel_mark(organisation, Channel::Phone, number.e164()),
        };
        if !places.iter().any(|known| known.mark == mark) {
            places.push(Place { to, mark });
        }
    }
    Ok(places)
}

fn reach_of(channel: Channel, value: &str) -> Option<Reach> {
    match channel {
        Channel::Email => EmailAddress::parse(value).ok().map(Reach::Mailbox),
        Channel::Phone => PhoneNumber::from_e164(value).ok().map(Reach::Number),
    }
}

fn recipients(places: Vec<Place>, notice: &Notice<'_>) -> Vec<Place> {
    let (concerned, others): (Vec<Place>, Vec<Place>) = places
        .into_iter()
        .partition(|place| notice.except == Some(&place.mark));
    if others.is_empty() && !says_itself(notice.kind) {
        concerned
    } else {
        others
    }
}

/// What a text message says of it: one short sentence, when, and whom to ask.
fn text_message(
    app: &App,
    notice: &Notice<'_>,
    more: &More,
    (number, settings, text): (&PhoneNumber, &MessageSettings, &Text),
    requester: &Requester,
) -> Letter {
    let Notice {
        organisation,
        user,
        kind,
        ..
    } = notice;
    let subject = text.get(&format!("mail-notice-{}.subject", kind.code()));
    let mut words = text.with(
        "sms-notice",
        &[
            ("organisation", one_line(&organisation.name).value()),
            ("subject", subject.value()),
            ("username", one_line(&user.username).value()),
            (
                "time",
                date_time(requester.now, &app.time_zone, text).value(),
            ),
        ],
    );
    if let Some(link) = &more.stop {
        words.push(' ');
        words.push_str(&text.with1("sms-recovery-stop", "link", link));
    }
    let contact = organisation.support.phone.as_ref();
    if let Some(contact) = contact.or(organisation.support.email.as_ref()) {
        words.push(' ');
        words.push_str(&text.with1("sms-notice-contact", "contact", one_line(contact)));
    }
    Letter {
        channel: MessageChannel::Sms.as_str(),
        to: number.e164().to_owned(),
        masked: number.masked(settings.shown),
        subject,
        plain: Some(domain::sms::plain(&words)),
        lines: vec![Line::Text(words)],
    }
}

fn letter(
    app: &App,
    notice: &Notice<'_>,
    more: &More,
    (mailbox, text): (&EmailAddress, &Text),
    requester: &Requester,
) -> Letter {
    let Notice {
        organisation,
        user,
        kind,
        what,
        ..
    } = notice;
    let key = format!("mail-notice-{}", kind.code());
    let (username, place) = (one_line(&user.username), one_line(&organisation.name));
    let time = date_time(requester.now, &app.time_zone, text);
    let when = if requester.address == NOWHERE {
        text.with1("mail-notice-when-support", "time", time)
    } else {
        text.with2(
            "mail-notice-when",
            "time",
            time,
            "origin",
            one_line(&requester.origin()),
        )
    };
    let mut lines = vec![
        text.with1("mail-greeting", "name", one_line(&user.name)),
        text.with2(&key, "username", username, "organisation", place),
    ];
    lines.extend(what.map(|what| text.with1("mail-notice-what", "what", one_line(what))));
    lines.extend(more.lines.iter().cloned());
    lines.push(when);
    match &more.stop {
        Some(link) => lines.extend([
            text.get("mail-recovery-you"),
            text.get("mail-recovery-stop"),
            link.clone(),
        ]),
        None => lines.extend([
            text.get("mail-notice-you"),
            text.get("mail-notice-not-you"),
            security_page(organisation),
        ]),
    }
    Letter {
        channel: Channel::Email.as_str(),
        to: mailbox.as_str().to_owned(),
        masked: mailbox.masked(),
        subject: text.get(&format!("{key}.subject")),
        lines: lines.into_iter().map(Line::Text).collect(),
        plain: None,
    }
}

/// The page *Security and login*. It stands beside `/o/…`, because it belongs to whoever is signed in.
fn security_page(organisation: &Organisation) -> String {
    format!("{}/account/security", letters::site(organisation))
}
