//! Sends a test message to a number that somebody typed: through the guards, the outbox and the gateways, as every other message.

use std::sync::Arc;

use domain::audit::EventKind;
use domain::id::{DeliveryId, OrganisationId};
use domain::message::{MessageChannel, MessageState};
use domain::phone::PhoneNumber;
use domain::role::BuiltIn;
use domain::time::Span;
use factors::{Letter, Line};
use store::Tx;

use super::acting::Acting;
use super::{AdministerFault, By, FieldFault, FieldWhy, Reason, unit};
use crate::guards::{self, Going};
use crate::outbox::{self, Posting};
use crate::{App, message_settings};

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
    organisation: OrganisationId,
    typed: &str,
    by: &By,
) -> Result<Tested, AdministerFault> {
    let (inner, typed) = (Arc::clone(app), typed.to_owned());
    let kind = EventKind::TestMessageSent;
    let id = unit::act(
        app,
        organisation,
        by,
        BuiltIn::Messages,
        kind,
        move |tx, acting| write_in(tx, &inner, acting, &typed),
    )
    .await?;
    outbox::send_now(app, organisation, vec![id], by.now()).await?;
    let found = unit::read(app, move |tx| Ok(tx.find_delivery_state(organisation, id)?)).await?;
    let found = found.ok_or(Reason::Changed)?;
    Ok(Tested {
        state: found.state,
        reason: found.reason,
    })
}

fn write_in(
    tx: &mut Tx,
    app: &App,
    acting: &Acting,
    typed: &str,
) -> Result<DeliveryId, AdministerFault> {
    let (now, requester) = (acting.now(), acting.requester());
    // A message counts against somebody: the command line has nobody.
    let user = acting.user().ok_or(Reason::NoRight)?;
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
            return Err(Reason::Faults(vec![fault]).into());
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
        user: Some(user),
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
        user,
        number: &number,
        channel: MessageChannel::Sms,
        is_new: false,
        address: requester.address,
    };
    let id = match guards::pass(tx, app, &going, now)? {
        Ok(()) => outbox::put(tx, app, &posting, now)?,
        Err(why) => outbox::put_aside(tx, &posting, why, now)?,
    };
    let mut event = acting
        .event(EventKind::TestMessageSent)
        .with("delivery", &id);
    event.personal.target = Some(masked);
    tx.audit(organisation.id, &event, now)?;
    Ok(id)
}
