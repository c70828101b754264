//! The letters that tell people of a second step they have to set up: ordered by an administrator for everybody who is not ready, and sent
//! by themselves before somebody's grace ends.
//!
//! A letter holds no code and no link that acts: it leads to the login. Ordered letters go out in small units under a job that any node may
//! claim, never in one; what was sent to nobody because they have no mailbox is told beforehand.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::email::EmailAddress;
use domain::factor::FactorSet;
use domain::id::{OrganisationId, RoleId, UserId};
use domain::organisation::Organisation;
use domain::role::{BuiltIn, Minimum, Role};
use domain::time::{Span, Timestamp};
use domain::user::User;
use factors::{Letter, Line};
use serde::{Deserialize, Serialize};
use store::{Channel, Tx};
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
    /// The letter in each language.
    pub letter: Vec<LetterPreview>,
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

/// Shows what would be ordered for `draft` as it is typed.
pub async fn preview_letters(
    app: &Arc<App>,
    organisation: OrganisationId,
    draft: Role,
    only: Option<Readiness>,
    now: Timestamp,
) -> Result<LettersPreview, AdministerFault> {
    let inner = Arc::clone(app);
    unit::read(app, move |tx| {
        let own = tx.organisation(organisation)?;
        let judged = Judgement::read(tx, &inner, organisation, &draft, now)?;
        let letter = Language::ALL.iter().map(|language| {
            let text = inner.catalogue.text(*language);
            let name = text.get("readiness-letter-somebody");
            let until = preview_until(&judged, &draft);
            let (subject, lines) = words(&inner, &own, &name, only, (judged.at, until, now), &text);
            LetterPreview {
                language: *language,
                subject,
                lines,
            }
        });
        Ok(LettersPreview {
            people: judged.count(is_meant(only)),
            letters: judged.count_reachable(is_meant(only)),
            letter: letter.collect(),
        })
    })
    .await
}

fn preview_until(judged: &Judgement, draft: &Role) -> Option<Timestamp> {
    (draft.grace_days > 0).then(|| judged.at + Span::days(i64::from(draft.grace_days)))
}

/// Orders the letters; they go out one after the other from now on. Gives how many people are meant.
pub async fn order_letters(
    app: &Arc<App>,
    organisation: OrganisationId,
    draft: Role,
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
            let judged = Judgement::read(tx, &inner, organisation, &draft, acting.now())?;
            let letters = judged.count_reachable(is_meant(only));
            let order = Order::of(&draft, only);
            let subject = serde_json::to_vec(&order).map_err(Fault::from)?;
            tx.insert_job(organisation, JOB, &subject, acting.now(), acting.now())?;
            let event = acting
                .event(kind)
                .with("role", &draft.key)
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
    two_step: bool,
    two_step_from: Option<i64>,
    grace_days: u32,
    trusted_days: u32,
    allowed: Option<FactorSet>,
    minimum: String,
    only: Option<String>,
    after: Option<(String, UserId)>,
}

impl Order {
    fn of(draft: &Role, only: Option<Readiness>) -> Self {
        Self {
            role: draft.id,
            two_step: draft.two_step,
            two_step_from: draft.two_step_from.map(Timestamp::unix_millis),
            grace_days: draft.grace_days,
            trusted_days: draft.trusted_days,
            allowed: draft.allowed_factors.clone(),
            minimum: draft.minimum.as_str().to_owned(),
            only: only.map(|only| only.as_str().to_owned()),
            after: None,
        }
    }

    /// The stored card with what was typed when the letters were ordered.
    fn draft(&self, stored: Role) -> Role {
        Role {
            two_step: self.two_step,
            two_step_from: self.two_step_from.map(Timestamp::from_unix_millis),
            grace_days: self.grace_days,
            trusted_days: self.trusted_days,
            allowed_factors: self.allowed.clone(),
            minimum: Minimum::named(&self.minimum).unwrap_or_default(),
            ..stored
        }
    }
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
    let Some(stored) = tx.find_role(organisation, order.role)? else {
        return Ok((0, None));
    };
    let own = tx.organisation(organisation)?;
    let draft = order.draft(stored);
    let only = order.only.as_deref().and_then(Readiness::named);
    let judged = Judgement::read(tx, app, organisation, &draft, now)?;
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
    let times = (at, row.grace_until, now);
    let (subject, lines) = words(
        app,
        organisation,
        &user.name,
        Some(row.readiness),
        times,
        &text,
    );
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
    readiness: Option<Readiness>,
    (at, end, now): (Timestamp, Option<Timestamp>, Timestamp),
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
    if readiness == Some(Readiness::LockedOut) {
        lines.push(text.get("readiness-letter-locked-out"));
    } else {
        lines.push(match end.filter(|end| *end > now) {
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
