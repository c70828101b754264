//! Notices: whoever owns an account is told by mail what was changed, in the unit that changed it (R32).
//!
//! A notice goes to every verified mailbox but the one that the act itself came through: whoever holds that one knows already, and an
//! attacker who holds it must not be the only one told. Where it is the person's only mailbox it is told all the same, because a letter
//! that the attacker may delete is better than none; only what that very mailbox has just confirmed (`says_itself`) is left unsaid
//! there. A notice holds no code and no link that acts: it leads to the security page, which asks for a login.

use domain::audit::EventKind;
use domain::factor::Mark;
use domain::id::DeliveryId;
use domain::organisation::Organisation;
use domain::time::Span;
use domain::user::User;
use factors::{Letter, Line};
use store::{Channel, Tx};
use text::Text;

use crate::asking;
use crate::letters::{date_time, language_for, one_line};
use crate::outbox::{self, Posting};
use crate::ports::NOWHERE;
use crate::{App, Fault, Requester};

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

/// Puts a notice into the outbox: one letter for each mailbox. A request from [`NOWHERE`] is the operator's or support's.
pub(crate) fn post(
    tx: &mut Tx,
    app: &App,
    notice: &Notice<'_>,
    requester: &Requester,
) -> Result<Vec<DeliveryId>, Fault> {
    if app.mailer.is_none() {
        return Ok(Vec::new());
    }
    let Notice {
        organisation, user, ..
    } = notice;
    let asked = (requester.address != NOWHERE).then_some(requester.language);
    let language = language_for(user.language.as_deref(), asked, organisation);
    let text = app.catalogue.text(language);
    let mut deliveries = Vec::new();
    for mailbox in recipients(mailboxes_of(tx, app, notice)?, notice) {
        let letter = letter(app, notice, &mailbox, &text, requester);
        let posting = Posting {
            organisation,
            user: Some(user.id),
            letter: &letter,
            language,
            purpose: "notice",
            expires_at: requester.now + OF_USE_FOR,
        };
        deliveries.push(outbox::put(tx, app, &posting, requester.now)?);
    }
    Ok(deliveries)
}

/// What the mailbox that it came through has just confirmed with its own code or link.
const fn says_itself(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::AuthenticatorEnrolled | EventKind::InvitationAccepted
    )
}

/// A mailbox that its person confirmed.
struct Mailbox {
    value: String,
    masked: String,
    mark: Mark,
}

/// Every confirmed mailbox of the person: registered ones, and those that a second step's codes go to. Each once.
fn mailboxes_of(tx: &mut Tx, app: &App, notice: &Notice<'_>) -> Result<Vec<Mailbox>, Fault> {
    let (organisation, user) = (notice.organisation.id, notice.user.id);
    let mut mailboxes: Vec<Mailbox> = tx
        .addresses_of(organisation, user)?
        .into_iter()
        .filter(|address| address.channel == Channel::Email && address.verified_at.is_some())
        .map(|address| Mailbox {
            value: address.value,
            masked: address.masked,
            mark: address.mark,
        })
        .collect();
    for own in tx.authenticators_of_user(organisation, user)? {
        let Some(factor) = app.registry.find(&own.kind) else {
            continue;
        };
        if let Some(address) = factor.mailbox(&asking::opened(&own))? {
            let mark = tx.channel_mark(organisation, Channel::Email, &address.canonical());
            if !mailboxes.iter().any(|known| known.mark == mark) {
                mailboxes.push(Mailbox {
                    value: address.as_str().to_owned(),
                    masked: address.masked(),
                    mark,
                });
            }
        }
    }
    Ok(mailboxes)
}

fn recipients(mailboxes: Vec<Mailbox>, notice: &Notice<'_>) -> Vec<Mailbox> {
    let (concerned, others): (Vec<Mailbox>, Vec<Mailbox>) = mailboxes
        .into_iter()
        .partition(|mailbox| notice.except == Some(&mailbox.mark));
    if others.is_empty() && !says_itself(notice.kind) {
        concerned
    } else {
        others
    }
}

fn letter(
    app: &App,
    notice: &Notice<'_>,
    mailbox: &Mailbox,
    text: &Text,
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
    lines.extend([
        when,
        text.get("mail-notice-you"),
        text.get("mail-notice-not-you"),
        security_page(organisation),
    ]);
    Letter {
        channel: Channel::Email.as_str(),
        to: mailbox.value.clone(),
        masked: mailbox.masked.clone(),
        subject: text.get(&format!("{key}.subject")),
        lines: lines.into_iter().map(Line::Text).collect(),
    }
}

/// The page *Security and login*. It stands beside `/o/…`, because it belongs to whoever is signed in.
fn security_page(organisation: &Organisation) -> String {
    let base = &organisation.base_url;
    let site = base
        .strip_suffix(&format!("/o/{}", organisation.slug))
        .unwrap_or(base);
    format!("{site}/account/security")
}
