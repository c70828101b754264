//! The letters that tell people of a second step they have to set up: ordered by an administrator for everybody who is not ready, and sent
//! by themselves before somebody's grace ends.
//!
//! A letter holds no code and no link that acts: it leads to the login. Ordered letters go out in small units under a job that any node may
//! claim, never in one; what was sent to nobody because they have no mailbox is told beforehand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::audit::EventKind;
use domain::email::EmailAddress;
use domain::id::{OrganisationId, RoleId, UserId};
use domain::organisation::Organisation;
use domain::role::{BuiltIn, Role};
use domain::time::{Span, Timestamp};
use domain::user::User;
use factors::{Letter, Line};
use serde::{Deserialize, Serialize};
use store::{Channel, ReadTx, Tx};
use text::{Language, Text};

use super::readiness::{Judgement, Readiness, ReadinessRow};
use crate::administer::{AdministerFault, By, Reason, unit};
use crate::letters::{date, from_when, language_for, one_line, until};
use crate::outbox::{self, Posting};
use crate::{App, Fault, message_settings};

/// The kind of the jobs.
const JOB: &str = "readiness-letters";

/// Letters in one unit.
const IN_ONE_UNIT: u32 = 50;

/// How long the job rests between two units, so that a great many letters delay nobody's codes.
const RESTS_FOR: Span = Span::seconds(3);

/// How long one unit's work is claimed for.
const HELD_FOR: Span = Span::minutes(2);

/// How long a letter that cannot be delivered is still of use.
const OF_USE_FOR: Span = Span::days(2);

/// What the letters are for, in the outbox.
const PURPOSE: &str = "readiness";

/// What is ordered, as it would go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LettersPreview {
    /// How many people are meant.
    pub people: u64,
    /// How many of them have a confirmed mailbox: so many letters go out.
    pub letters: u64,
    /// Each of the texts that somebody gets.
    pub texts: Vec<LetterText>,
}

/// One of the texts, and who gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterText {
    /// Whom it is for.
    pub to: Told,
    /// How many get it.
    pub letters: u64,
    /// Whether some of them read another day in it than the one shown, which is the first.
    pub days_differ: bool,
    /// The letter in each language.
    pub letter: Vec<LetterPreview>,
}

/// What a letter tells somebody to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    /// To speak with support: they could set nothing up themselves.
    Support,
    /// To set something up at the next login.
    AtNextLogin,
    /// To set something up before their days are over.
    InTime,
}

impl Told {
    /// The stable code; `readiness-letters-to-<code>` says it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Support => "support",
            Self::AtNextLogin => "next-login",
            Self::InTime => "in-time",
        }
    }

    /// What somebody who stands so is told, and until when they may wait.
    fn of(
        readiness: Readiness,
        end: Option<Timestamp>,
        now: Timestamp,
    ) -> (Self, Option<Timestamp>) {
        match end.filter(|end| *end > now) {
            _ if readiness == Readiness::LockedOut => (Self::Support, None),
            Some(end) => (Self::InTime, Some(end)),
            None => (Self::AtNextLogin, None),
        }
    }
}

/// A letter in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterPreview {
    /// Which.
    pub language: Language,
    /// The subject.
    pub subject: String,
    /// The paragraphs.
    pub lines: Vec<String>,
}

/// Whom letters are for: those who stand so, or everybody who has something to do.
fn is_meant(only: Option<Readiness>) -> impl Fn(Readiness) -> bool {
    move |one| one.is_open() && only.is_none_or(|only| only == one)
}

/// Shows what would be ordered for a card as it is saved.
pub async fn preview_letters(
    app: &Arc<App>,
    organisation: OrganisationId,
    role: RoleId,
    only: Option<Readiness>,
    now: Timestamp,
) -> Result<LettersPreview, AdministerFault> {
    let inner = Arc::clone(app);
    unit::read(app, move |tx| {
        let own = tx.organisation(organisation)?;
        let card = saved(tx, organisation, role)?;
        let judged = Judgement::read(tx, &inner, organisation, &card, now)?;
        Ok(LettersPreview {
            people: judged.count(is_meant(only)),
            letters: judged.count_reachable(is_meant(only)),
            texts: texts(&inner, &own, &judged, only, now),
        })
    })
    .await
}

/// Letters tell of a card that is saved: people are told nothing of what is only typed.
fn saved(
    tx: &mut ReadTx,
    organisation: OrganisationId,
    role: RoleId,
) -> Result<Role, AdministerFault> {
    let card = tx.find_role(organisation, role)?;
    card.ok_or_else(|| Reason::UnknownRole(role.to_string()).into())
}

fn texts(
    app: &App,
    organisation: &Organisation,
    judged: &Judgement,
    only: Option<Readiness>,
    now: Timestamp,
) -> Vec<LetterText> {
    let mut each: BTreeMap<Told, (u64, BTreeSet<Option<Timestamp>>)> = BTreeMap::new();
    let meant = is_meant(only);
    for (readiness, end, people) in judged.reachable() {
        if meant(readiness) {
            let (told, end) = Told::of(readiness, end, now);
            let (letters, ends) = each.entry(told).or_default();
            *letters += people;
            ends.insert(end);
        }
    }
    let text = |(to, (letters, ends)): (Told, (u64, BTreeSet<Option<Timestamp>>))| {
        let end = ends.first().copied().flatten();
        let letter = Language::ALL.iter().map(|language| {
            let text = app.catalogue.text(*language);
            let name = text.get("readiness-letter-somebody");
            let (subject, lines) =
                words(app, organisation, &name, (to, end), judged.at, now, &text);
            LetterPreview {
                language: *language,
                subject,
                lines,
            }
        });
        LetterText {
            to,
            letters,
            days_differ: ends.len() > 1,
            letter: letter.collect(),
        }
    };
    each.into_iter().map(text).collect()
}

/// Orders the letters; they go out one after the other from now on. Gives how many people are meant.
pub async fn order_letters(
    app: &Arc<App>,
    organisation: OrganisationId,
    role: RoleId,
    only: Option<Readiness>,
    by: &By,
) -> Result<u64, AdministerFault> {
    let (inner, kind) = (Arc::clone(app), EventKind::ReadinessLettersOrdered);
    unit::act(
        app,
        organisation,
        by,
        BuiltIn::Roles,
        kind,
        move |tx, acting| {
            if inner.mailer.is_none() {
                return Err(Reason::NoMailServer.into());
            }
            let card = saved(tx, organisation, role)?;
            let judged = Judgement::read(tx, &inner, organisation, &card, acting.now())?;
            let letters = judged.count_reachable(is_meant(only));
            // An order for nobody waits for nobody: a card that is saved afterwards is another order.
            if letters > 0 {
                let order = Order {
                    role,
                    only: only.map(|only| only.as_str().to_owned()),
                    after: None,
                };
                let subject = serde_json::to_vec(&order).map_err(Fault::from)?;
                tx.insert_job(organisation, JOB, &subject, acting.now(), acting.now())?;
            }
            let event = acting
                .event(kind)
                .with("role", &card.key)
                .with("letters", &letters);
            tx.audit(organisation, &event, acting.now())?;
            Ok(letters)
        },
    )
    .await
}

/// What a job has left to do.
#[derive(Serialize, Deserialize)]
struct Order {
    role: RoleId,
    only: Option<String>,
    after: Option<(String, UserId)>,
}

/// Writes one unit's worth of letters that are due at `now`, of whichever organisation; `None` where none are.
pub(super) async fn write_some(app: &Arc<App>, now: Timestamp) -> Result<Option<u32>, Fault> {
    let inner = Arc::clone(app);
    let unit = move |tx: &mut Tx| {
        let Some(job) = tx.claim_next_job(JOB, now, now + HELD_FOR)? else {
            return Ok(None);
        };
        tx.finish_job(job.organisation, job.id)?;
        let Ok(mut order) = serde_json::from_slice::<Order>(&job.subject) else {
            return Ok(Some(0));
        };
        let (written, after) = write_in(tx, &inner, job.organisation, &order, now)?;
        if after.is_some() {
            order.after = after;
            let subject = serde_json::to_vec(&order).map_err(Fault::from)?;
            tx.insert_job(job.organisation, JOB, &subject, now + RESTS_FOR, now)?;
        }
        Ok(Some(written))
    };
    Ok(app.store.write(unit).await?)
}

/// Writes the next letters of an order, and tells behind whom it goes on.
fn write_in(
    tx: &mut Tx,
    app: &App,
    organisation: OrganisationId,
    order: &Order,
    now: Timestamp,
) -> Result<(u32, Option<(String, UserId)>), Fault> {
    let Some(card) = tx.find_role(organisation, order.role)? else {
        return Ok((0, None));
    };
    let own = tx.organisation(organisation)?;
    let only = order.only.as_deref().and_then(Readiness::named);
    let judged = Judgement::read(tx, app, organisation, &card, now)?;
    let rows = judged.rows(tx, is_meant(only), order.after.as_ref(), IN_ONE_UNIT)?;
    let ids: Vec<UserId> = rows.iter().map(|row| row.user).collect();
    let mailboxes = tx.mailboxes_of(organisation, &ids)?;
    let mut written = 0;
    for row in &rows {
        let mailbox = mailboxes.get(&row.user).filter(|mailbox| mailbox.verified);
        let Some(address) = mailbox.and_then(|mailbox| EmailAddress::parse(&mailbox.value).ok())
        else {
            continue;
        };
        put(tx, app, &own, row, &address, judged.at, now)?;
        written += 1;
    }
    let full = rows.len() == IN_ONE_UNIT as usize;
    Ok((
        written,
        rows.last().filter(|_| full).map(ReadinessRow::place),
    ))
}

fn put(
    tx: &mut Tx,
    app: &App,
    organisation: &Organisation,
    row: &ReadinessRow,
    address: &EmailAddress,
    at: Timestamp,
    now: Timestamp,
) -> Result<(), Fault> {
    let user = tx.user(organisation.id, row.user)?;
    let language = language_for(user.language.as_deref(), None, organisation);
    let text = app.catalogue.text(language);
    let told = Told::of(row.readiness, row.grace_until, now);
    let (subject, lines) = words(app, organisation, &user.name, told, at, now, &text);
    post(tx, app, organisation, &user, address, (subject, lines), now)
}

/// Puts such a letter into the outbox.
fn post(
    tx: &mut Tx,
    app: &App,
    organisation: &Organisation,
    user: &User,
    address: &EmailAddress,
    (subject, lines): (String, Vec<String>),
    now: Timestamp,
) -> Result<(), Fault> {
    let letter = Letter {
        channel: Channel::Email.as_str(),
        to: address.as_str().to_owned(),
        masked: address.masked(),
        subject,
        lines: lines.into_iter().map(Line::Text).collect(),
        plain: None,
    };
    let settings = message_settings::of(tx, app, organisation)?;
    let posting = Posting {
        organisation,
        settings: &settings,
        user: Some(user.id),
        letter: &letter,
        language: language_for(user.language.as_deref(), None, organisation),
        purpose: PURPOSE,
        challenge: None,
        avoid: None,
        expires_at: now + OF_USE_FOR,
    };
    outbox::put(tx, app, &posting, now).map(drop)
}

/// The subject and the paragraphs.
fn words(
    app: &App,
    organisation: &Organisation,
    name: &str,
    (told, end): (Told, Option<Timestamp>),
    at: Timestamp,
    now: Timestamp,
    text: &Text,
) -> (String, Vec<String>) {
    let place = one_line(&organisation.name);
    let day = |at| date(at, &app.time_zone, text);
    let mut lines = vec![
        text.with1("mail-greeting", "name", one_line(name)),
        if at > now {
            text.with2(
                "readiness-letter-from",
                "organisation",
                &place,
                "day",
                day(at),
            )
        } else {
            text.with1("readiness-letter-now", "organisation", &place)
        },
    ];
    if told == Told::Support {
        lines.push(text.get("readiness-letter-locked-out"));
    } else {
        lines.push(match end {
            Some(end) => {
                let until = until(end, &app.time_zone, text);
                text.with1("readiness-letter-until", "until", until)
            }
            None => text.get("readiness-letter-at-next-login"),
        });
        lines.push(format!("{}/login", organisation.base_url));
        lines.push(text.get("readiness-letter-how"));
    }
    (
        text.with1("readiness-letter-subject", "organisation", &place),
        lines,
    )
}

/// Tells somebody that their grace ends; false where they have no mailbox.
pub(super) fn tell_of_grace(
    tx: &mut Tx,
    app: &App,
    organisation: &Organisation,
    user: &User,
    until: Timestamp,
    now: Timestamp,
) -> Result<bool, Fault> {
    let mailboxes = tx.mailboxes_of(organisation.id, &[user.id])?;
    let mailbox = mailboxes.get(&user.id).filter(|mailbox| mailbox.verified);
    let Some(address) = mailbox.and_then(|mailbox| EmailAddress::parse(&mailbox.value).ok()) else {
        return Ok(false);
    };
    let language = language_for(user.language.as_deref(), None, organisation);
    let text = app.catalogue.text(language);
    let place = one_line(&organisation.name);
    let days = days_left(until, now);
    let day = from_when(until, &app.time_zone, &text);
    let subject = text.with2(
        "readiness-grace-subject",
        "organisation",
        &place,
        "days",
        days,
    );
    let lines = vec![
        text.with1("mail-greeting", "name", one_line(&user.name)),
        text.with2("readiness-grace-open", "organisation", &place, "day", day),
        text.with1("readiness-grace-days", "days", days),
        format!("{}/login", organisation.base_url),
        text.get("readiness-letter-how"),
    ];
    post(tx, app, organisation, user, &address, (subject, lines), now)?;
    Ok(true)
}

/// How many days are left, today's begun one included.
pub fn days_left(until: Timestamp, now: Timestamp) -> i64 {
    const DAY: i64 = 24 * 60 * 60 * 1_000;
    let left = until.since(now).as_millis().max(0);
    (left + DAY - 1) / DAY
}
