//! Alarms: what the administrators of an organisation's messages are told of by mail, once in a while and not with every message.
//!
//! An alarm is a row of the audit log and a letter to everybody who looks after messages; both are written in the unit that found it. The
//! outbox's worker sends the letters, so that nobody who signs in waits for them.

use domain::audit::{Event, EventKind};
use domain::id::{DeliveryId, GatewayId};
use domain::message::Suppression;
use domain::organisation::Organisation;
use domain::role::BuiltIn;
use domain::time::{Span, Timestamp};
use factors::{Letter, Line};
use store::{Channel, Tx};
use text::Argument as _;

use crate::letters::{date_time, language_for, one_line};
use crate::outbox::{self, Posting};
use crate::{App, Fault};

/// How long an alarm is not told again.
const QUIET_FOR: Span = Span::hours(6);

/// Alarms of one kind in a day. The delivery log and the audit log tell the rest.
const OF_A_KIND: i64 = 12;

/// How long a letter about it is of use.
const OF_USE_FOR: Span = Span::days(1);

/// What the letters are for, in the outbox. A letter of this kind that fails raises no alarm.
pub(crate) const PURPOSE: &str = "alarm";

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Alarm {
    /// A day's ceiling is this far used up.
    Ceiling {
        /// Which.
        which: Suppression,
        /// 50, 80 or 100.
        percent: i64,
    },
    /// Codes to these numbers are not answered.
    PrefixBlocked {
        /// The numbers, their last four digits covered.
        prefix: String,
    },
    /// A gateway refuses our account.
    GatewayTrouble {
        /// Which.
        gateway: GatewayId,
        /// What it is called.
        name: String,
        /// What it said.
        why: String,
    },
    /// A gateway does not answer.
    GatewaySilent {
        /// Which.
        gateway: GatewayId,
        /// What it is called.
        name: String,
    },
    /// The account will soon be empty.
    BalanceLow {
        /// Which.
        gateway: GatewayId,
        /// What it is called.
        name: String,
        /// What is left, in words.
        left: String,
    },
    /// A mail server refused somebody's address for good.
    AddressRefused {
        /// The address, masked.
        masked: String,
    },
    /// Orders at an eID for one person look like somebody else's.
    Orders {
        /// Whose account it is.
        username: String,
    },
}

impl Alarm {
    /// The stable code: `mail-alarm-<code>` says it.
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::Ceiling { .. } => "ceiling",
            Self::PrefixBlocked { .. } => "prefix-blocked",
            Self::GatewayTrouble { .. } => "gateway-trouble",
            Self::GatewaySilent { .. } => "gateway-silent",
            Self::BalanceLow { .. } => "balance-low",
            Self::AddressRefused { .. } => "address-refused",
            Self::Orders { .. } => "orders",
        }
    }

    /// Who is told of it, and which of their pages tells more.
    const fn told_to(&self) -> (BuiltIn, &'static str) {
        match self {
            Self::Orders { .. } => (BuiltIn::Support, "/admin/audit"),
            _ => (BuiltIn::Messages, "/admin/messages"),
        }
    }

    /// What it is about, so that two of one kind are told apart.
    fn about(&self) -> String {
        match self {
            Self::Ceiling { which, percent } => format!("{} {percent}", which.as_str()),
            Self::PrefixBlocked { prefix } => prefix.clone(),
            Self::GatewayTrouble { gateway, .. }
            | Self::GatewaySilent { gateway, .. }
            | Self::BalanceLow { gateway, .. } => gateway.to_string(),
            Self::AddressRefused { masked } => masked.clone(),
            Self::Orders { username } => username.clone(),
        }
    }

    /// The words that its sentence holds.
    fn words(&self) -> [String; 2] {
        match self {
            Self::Ceiling { which, percent } => [percent.to_string(), which.as_str().to_owned()],
            Self::PrefixBlocked { prefix } => [prefix.clone(), String::new()],
            Self::GatewayTrouble { name, why, .. } => [one_line(name), one_line(why)],
            Self::GatewaySilent { name, .. } => [one_line(name), String::new()],
            Self::BalanceLow { name, left, .. } => [one_line(name), left.clone()],
            Self::AddressRefused { masked } => [masked.clone(), String::new()],
            Self::Orders { username } => [one_line(username), String::new()],
        }
    }
}

/// Raises an alarm, unless the same one was raised a short while ago.
pub(crate) fn raise(
    tx: &mut Tx,
    app: &App,
    organisation: &Organisation,
    alarm: &Alarm,
    now: Timestamp,
) -> Result<(), Fault> {
    let key = format!("alarm\0{}\0{}", alarm.code(), alarm.about());
    let first = tx.take_budget(organisation.id, key.as_bytes(), 1, 1, QUIET_FOR, now)?;
    if first.is_none() {
        return Ok(());
    }
    // Whoever can raise alarms about ever new things fills no mailbox with them.
    let of_kind = format!("alarms\0{}", alarm.code());
    let day = Span::hours(24);
    let more = tx.take_budget(organisation.id, of_kind.as_bytes(), 1, OF_A_KIND, day, now)?;
    if more.is_none() {
        return Ok(());
    }
    tracing::warn!(organisation = %organisation.slug, alarm = alarm.code(), "an alarm about messages");
    let event = Event::by_operator(EventKind::MessageAlarm, None)
        .with("alarm", alarm.code())
        .with("about", &alarm.about());
    tx.audit(organisation.id, &event, now)?;
    write_letters(tx, app, organisation, alarm, now).map(drop)
}

fn write_letters(
    tx: &mut Tx,
    app: &App,
    organisation: &Organisation,
    alarm: &Alarm,
    now: Timestamp,
) -> Result<Vec<DeliveryId>, Fault> {
    let mut written = Vec::new();
    if app.mailer.is_none() {
        return Ok(written);
    }
    let settings = crate::message_settings::of(tx, app, organisation)?;
    let (right, page) = alarm.told_to();
    for id in tx.people_with_permission(organisation.id, right.key())? {
        let Some(user) = tx.find_user(organisation.id, id)? else {
            continue;
        };
        let language = language_for(user.language.as_deref(), None, organisation);
        let text = app.catalogue.text(language);
        let mailboxes = tx.addresses_of(organisation.id, id)?;
        for mailbox in mailboxes
            .iter()
            .filter(|own| own.channel == Channel::Email && own.verified_at.is_some())
        {
            let key = format!("mail-alarm-{}", alarm.code());
            let [first, second] = alarm.words();
            let place = one_line(&organisation.name);
            let lines = [
                text.with1("mail-greeting", "name", one_line(&user.name)),
                text.with(
                    &key,
                    &[
                        ("first", first.value()),
                        ("second", second.value()),
                        ("organisation", place.value()),
                    ],
                )
                .trim()
                .to_owned(),
                text.with1(
                    "mail-alarm-when",
                    "time",
                    date_time(now, &app.time_zone, &text),
                ),
                text.get("mail-alarm-where"),
                format!("{}{page}", crate::letters::site(organisation)),
            ];
            let letter = Letter {
                channel: Channel::Email.as_str(),
                to: mailbox.value.clone(),
                masked: mailbox.masked.clone(),
                subject: text.get(&format!("{key}.subject")),
                lines: lines.into_iter().map(Line::Text).collect(),
                plain: None,
            };
            let posting = Posting {
                organisation,
                settings: &settings,
                user: Some(id),
                letter: &letter,
                language,
                purpose: PURPOSE,
                challenge: None,
                avoid: None,
                expires_at: now + OF_USE_FOR,
            };
            written.push(outbox::put(tx, app, &posting, now)?);
        }
    }
    Ok(written)
}
