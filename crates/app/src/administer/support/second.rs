//! The second person: who may approve what was asked, and the letter that tells them that it waits.

use domain::id::DeliveryId;
use domain::organisation::Organisation;
use domain::recovery::{Case, Helper, Subject, may_approve};
use domain::role::BuiltIn;
use domain::time::Timestamp;
use domain::user::User;
use factors::{Letter, Line};
use store::{Channel, ReadTx, Tx};

use super::{Held, helper_named};
use crate::administer::AdministerFault;
use crate::administer::acting::Acting;
use crate::letters::{date_time, language_for, one_line, site};
use crate::outbox::{self, Posting};
use crate::{App, message_settings};

/// People who are named and written to at the most.
const MOST: usize = 20;

/// Those who may approve this case as it stands, by their ids' age.
pub(super) fn approvers(
    tx: &mut ReadTx,
    organisation: &Organisation,
    asker: &Helper,
    (subject, case): (&Subject, &Case),
    now: Timestamp,
) -> Result<Vec<User>, AdministerFault> {
    let mut found = Vec::new();
    for id in tx.people_with_permission(organisation.id, BuiltIn::Support.key())? {
        if found.len() == MOST {
            break;
        }
        let helper = helper_named(tx, organisation.id, Some(id))?;
        if may_approve(&helper, asker, subject, case, now).is_ok() {
            found.extend(tx.find_user(organisation.id, id)?);
        }
    }
    Ok(found)
}

/// Writes to each who may approve what was just asked: one letter, to the first mailbox that they confirmed.
pub(super) fn write_to_approvers(
    tx: &mut Tx,
    app: &App,
    held: &Held,
    acting: &Acting,
) -> Result<Vec<DeliveryId>, AdministerFault> {
    let mut written = Vec::new();
    let (Some(ask), Some(until)) = (held.case.ask, held.case.approved_until()) else {
        return Ok(written);
    };
    if app.mailer.is_none() {
        return Ok(written);
    }
    let (organisation, now) = (acting.whole_organisation(), acting.now());
    let asker = helper_named(tx, organisation.id, ask.by)?;
    let about = (&held.subject, &held.case);
    let settings = message_settings::of(tx, app, organisation)?;
    for person in approvers(tx, organisation, &asker, about, now)? {
        let mailbox = tx
            .addresses_of(organisation.id, person.id)?
            .into_iter()
            .find(|own| own.channel == Channel::Email && own.verified_at.is_some());
        let Some(mailbox) = mailbox else { continue };
        let language = language_for(person.language.as_deref(), None, organisation);
        let text = app.catalogue.text(language);
        let lines = [
            text.with1("mail-greeting", "name", one_line(&person.name)),
            text.with2(
                "mail-recovery-waits",
                "number",
                held.case.number.written(),
                "username",
                one_line(&held.facts.user.username),
            ),
            text.with1(
                "mail-recovery-waits-until",
                "time",
                date_time(until, &app.time_zone, &text),
            ),
            format!("{}/admin/recovery/{}", site(organisation), held.case.id),
        ];
        let letter = Letter {
            channel: Channel::Email.as_str(),
            to: mailbox.value,
            masked: mailbox.masked,
            subject: text.get("mail-recovery-waits-subject"),
            lines: lines.into_iter().map(Line::Text).collect(),
            plain: None,
        };
        let posting = Posting {
            organisation,
            settings: &settings,
            user: Some(person.id),
            letter: &letter,
            language,
            purpose: "notice",
            challenge: None,
            avoid: None,
            expires_at: until,
        };
        written.push(outbox::put(tx, app, &posting, now)?);
    }
    Ok(written)
}
