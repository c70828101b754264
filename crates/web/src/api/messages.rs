//! What became of messages, and what the organisation decides about them. Gateways and their secrets, guards, prices and texts stay on their
//! pages.

use app::administer::{self, LogFilter, SettingsPart};
use axum::http::Method;
use domain::message::{MessageChannel, MessageState};
use domain::role::BuiltIn;

use super::answer::{Answer, Outcome};
use super::call::Call;
use super::operation::{Operation, reads, writes};
use super::paging::{self, Page, next};
use super::problem::Problem;
use super::wire::messages::{
    ChangedMessageSettings, DeliveriesQuery, WireDelivery, WireMessageSettings,
};

const SETTINGS: &str = "/api/v1/message-settings";
const READS: super::Door = reads(BuiltIn::Messages);

/// The operations.
pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::new(
            (Method::GET, "/api/v1/deliveries"),
            "deliveries",
            READS,
            "What became of messages, the newest first",
            deliveries,
        )
        .asks::<DeliveriesQuery>()
        .gives::<Page<WireDelivery>>(200),
        Operation::new(
            (Method::GET, SETTINGS),
            "message-settings",
            READS,
            "What the organisation decided about messages",
            settings,
        )
        .gives::<WireMessageSettings>(200),
        Operation::new(
            (Method::PATCH, SETTINGS),
            "change-message-settings",
            writes(BuiltIn::Messages),
            "Change to whom codes go, from whom, and for how long they work",
            change,
        )
        .told("What locks people out, because codes would go to fewer countries, is refused as `locks-out` and saved only with the organisation's name in `confirmed`.")
        .takes::<ChangedMessageSettings>(r#"{"code_minutes":6}"#)
        .gives::<WireMessageSettings>(200),
    ]
}

async fn deliveries(call: Call) -> Outcome {
    let query: DeliveriesQuery = call.query()?;
    let unknown = |what| Problem::field(what, "unknown-choice", format!("there is no such {what}"));
    let channel = match query.channel.as_deref() {
        None => None,
        Some(name) => Some(MessageChannel::named(name).ok_or_else(|| unknown("channel"))?),
    };
    let state = match query.state.as_deref() {
        None => None,
        Some(name) => Some(MessageState::named(name).ok_or_else(|| unknown("state"))?),
    };
    let filter = LogFilter {
        channel,
        state,
        gateway: None,
        before: paging::after(query.after.as_deref())?,
    };
    let organisation = call.organisation()?;
    let page = administer::delivery_log_of(call.app(), organisation, &filter).await;
    let page = call.read(page)?;
    let last = page.messages.last().filter(|_| page.has_older);
    Answer::ok(&Page {
        items: page.messages.iter().map(WireDelivery::from).collect(),
        next: next(last.map(|message| message.id)),
    })
}

async fn settings(call: Call) -> Outcome {
    let settings = administer::message_settings_of(call.app(), call.organisation()?).await;
    Answer::ok(&WireMessageSettings::from(&call.read(settings)?))
}

async fn change(call: Call) -> Outcome {
    let changed: ChangedMessageSettings = call.json()?;
    let (organisation, by) = (call.organisation()?, call.by()?);
    let before = administer::message_settings_of(call.app(), organisation).await;
    let before = call.read(before)?;
    let part = SettingsPart::Sending;
    let mark = call.read(part.mark(&before))?;
    let no_country = |field| Problem::field(field, "country-unknown", "a country is two letters");
    let (after, confirmed) = changed.on(before).map_err(no_country)?;
    let app = call.app();
    let saved =
        administer::save_message_settings(app, organisation, part, after, &mark, confirmed, &by)
            .await;
    call.settled(saved)?;
    settings(call).await
}
