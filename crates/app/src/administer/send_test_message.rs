//! Sends a test message to a number that somebody typed: through the guards, the outbox and the gateways, as every other message.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::DeliveryId;
use domain::message::{MessageChannel, MessageState};
use domain::phone::PhoneNumber;
use domain::role::BuiltIn;
use domain::time::Span;
use factors::{Letter, Line};
use store::Tx;

use super::acting::{Acting, Administered, FieldFault, FieldWhy, NotDone};
use crate::guards::{self, Going};
use crate::outbox::{self, Posting};
use crate::session_check::SignedIn;
use crate::{App, Requester, message_settings};

/// What the message is for, in the delivery log.
const PURPOSE: &str = "test";

/// How long it is of use.
const OF_USE_FOR: Span = Span::minutes(10);

/// What became of a test message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tested {
    /// How it stands.
    pub state: MessageState,
    /// Why, as the delivery log keeps it.
    pub reason: Option<String>,
}

/// Sends a test message to this number.
pub async fn send_test_message(
    app: &Arc<App>,
    who: &SignedIn,
    typed: &str,
    requester: &Requester,
) -> Administered<Tested> {
    let organisation = who.organisation.id;
    let (inner, person, asked) = (Arc::clone(app), who.clone(), requester.clone());
    let typed = typed.to_owned();
    let unit = move |tx: &mut Tx| Ok(write_in(tx, &inner, &person, &typed, &asked)?);
    let id = match app.store.write(unit).await? {
        Ok(id) => id,
        Err(not_done) => return Ok(Err(not_done)),
    };
    outbox::send_now(app, organisation, vec![id], requester.now).await?;
    let found = app
        .store
        .read(move |tx| tx.find_delivery_state(organisation, id))
        .await?;
    let Some(found) = found else {
        return Ok(Err(NotDone::Changed));
    };
    Ok(Ok(Tested {
        state: found.state,
        reason: found.reason,
    }))
}

fn write_in(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    typed: &str,
    requester: &Requester,
) -> Administered<DeliveryId> {
    let now = requester.now;
    let kind = EventKind::TestMessageSent;
    let acting = match Acting::lock(tx, app, who, BuiltIn::Messages, kind, requester)? {
        Ok(acting) => acting,
        Err(not_done) => return Ok(Err(not_done)),
    };
    let organisation = acting.whole_organisation();
    let settings = message_settings::read(tx, organisation.id)?;
    let number = match PhoneNumber::parse(typed, settings.home).and_then(|number| {
        number
            .check_reach(MessageChannel::Sms, &settings.countries)
            .map(|()| number)
    }) {
        Ok(number) => number,
        Err(refusal) => {
            let fault = FieldFault::new("number", FieldWhy::Refused(refusal));
            return Ok(Err(NotDone::Faults(vec![fault])));
        }
    };
    let text = app.catalogue.text(requester.language);
    let name = crate::letters::one_line(&organisation.name);
    let words = domain::sms::plain(&text.with1("admin-test-text", "organisation", &name));
    let masked = number.masked(settings.shown);
    let letter = Letter {
        channel: MessageChannel::Sms.as_str(),
        to: number.e164().to_owned(),
        masked: masked.clone(),
        subject: String::new(),
        lines: vec![Line::Text(words.clone())],
        plain: Some(words),
    };
    let posting = Posting {
        organisation,
        settings: &settings,
        user: Some(who.user.id),
        letter: &letter,
        language: requester.language,
        purpose: PURPOSE,
        challenge: None,
        avoid: None,
        expires_at: now + OF_USE_FOR,
    };
    let going = Going {
        organisation,
        settings: &settings,
        user: who.user.id,
        number: &number,
        channel: MessageChannel::Sms,
        is_new: false,
        address: requester.address,
    };
    let id = match guards::pass(tx, app, &going, now)? {
        Ok(()) => outbox::put(tx, app, &posting, now)?,
        Err(why) => outbox::put_aside(tx, &posting, why, now)?,
    };
    let mut event = acting.event(kind).with("delivery", &id);
    event.personal.target = Some(masked);
    tx.audit(organisation.id, &event, now)?;
    Ok(Ok(id))
}
