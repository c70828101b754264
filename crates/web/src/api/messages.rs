//! What became of messages, and what the organisation decided about them. Gateways and their secrets stay on their pages.

use app::administer::{self, LogFilter};
use axum::http::Method;
use domain::message::{MessageChannel, MessageState};
use domain::role::BuiltIn;

use super::answer::{Answer, Outcome};
use super::call::Call;
use super::operation::{Operation, reads};
use super::paging::{self, Page, next};
use super::problem::Problem;
use super::wire::messages::{DeliveriesQuery, WireDelivery, WireMessageSettings};

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
            (Method::GET, "/api/v1/message-settings"),
            "message-settings",
            READS,
            "What the organisation decided about messages",
            settings,
        )
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
