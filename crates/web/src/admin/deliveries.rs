//! `GET /admin/deliveries`: the delivery log, a page at a time.

use std::collections::BTreeMap;

use app::administer::{self, LogFilter, LogPage, LoggedMessage, MOST_EXPORTED};
use domain::id::{DeliveryId, GatewayId};
use domain::message::{MessageChannel, MessageState};

use super::door::Admin;
use super::{log_words, money};
use crate::areas::Area;
use crate::arrival::Arrival;
use crate::pages::admin::{DeliveriesPage, DeliveryRow, Field, Selectable, Shape};
use crate::reply::{Answer, Reply};
use crate::when::moment;

/// What the address narrows the log down to. What it says and nobody understands narrows nothing.
pub(super) fn filter_of(arrival: &Arrival) -> LogFilter {
    let asked = |name: &str| arrival.query.get(name).map_or("", String::as_str);
    LogFilter {
        channel: MessageChannel::named(asked("channel")),
        state: MessageState::named(asked("state")),
        gateway: asked("gateway").parse::<GatewayId>().ok(),
        before: asked("before").parse::<DeliveryId>().ok(),
    }
}

/// The address of this filter.
fn address(path: &str, filter: &LogFilter) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if let Some(channel) = filter.channel {
        query.append_pair("channel", channel.as_str());
    }
    if let Some(state) = filter.state {
        query.append_pair("state", state.as_str());
    }
    if let Some(gateway) = filter.gateway {
        query.append_pair("gateway", &gateway.to_string());
    }
    if let Some(before) = filter.before {
        query.append_pair("before", &before.to_string());
    }
    let query = query.finish();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

/// The page.
pub(super) async fn show(admin: Admin) -> Answer {
    let arrival = &admin.own.arrival;
    let filter = filter_of(arrival);
    let log = administer::delivery_log(&arrival.state.app, &admin.own.who, &filter)
        .await
        .map_err(|fault| arrival.fault(&fault))?;
    let here = Area::Deliveries.address();
    let from_the_top = LogFilter {
        before: None,
        ..filter.clone()
    };
    let oldest = log.messages.last().filter(|_| log.has_older);
    let page = DeliveriesPage {
        frame: admin.frame(),
        filter: fields(arrival, &filter, &log.gateways),
        action: here.to_owned(),
        filtered: from_the_top != LogFilter::default(),
        begins_later: filter.before.is_some(),
        rows: log
            .messages
            .iter()
            .map(|message| row(arrival, message, &log))
            .collect(),
        older: oldest.map(|oldest| {
            let older = LogFilter {
                before: Some(oldest.id),
                ..filter.clone()
            };
            address(here, &older)
        }),
        newest: filter
            .before
            .is_some()
            .then(|| address(here, &from_the_top)),
        csv: address(super::csv::HERE, &from_the_top),
        csv_most: money::count(
            i64::try_from(MOST_EXPORTED).unwrap_or(i64::MAX),
            arrival.text.language(),
        ),
    };
    Ok(Reply::page(arrival, &page))
}

fn fields(
    arrival: &Arrival,
    filter: &LogFilter,
    gateways: &BTreeMap<GatewayId, String>,
) -> Vec<Field> {
    let text = &arrival.text;
    let field = |name: &str, key: &str, chosen: Option<String>, options: Vec<(String, String)>| {
        let any = (String::new(), text.get("admin-log-any"));
        let options = std::iter::once(any)
            .chain(options)
            .map(|(value, name)| Selectable {
                selected: chosen.as_deref().unwrap_or("") == value,
                value,
                name,
            })
            .collect();
        Field::line(name, text.get(key), "").shaped(Shape::OneOf(options))
    };
    let channels = MessageChannel::ALL
        .iter()
        .map(|channel| {
            (
                channel.as_str().to_owned(),
                log_words::channel(text, *channel),
            )
        })
        .collect();
    let states = MessageState::ALL
        .iter()
        .map(|state| (state.as_str().to_owned(), log_words::state(text, *state)))
        .collect();
    let known = gateways
        .iter()
        .map(|(id, name)| (id.to_string(), name.clone()))
        .collect();
    vec![
        field(
            "channel",
            "admin-log-channel",
            filter.channel.map(|channel| channel.as_str().to_owned()),
            channels,
        ),
        field(
            "state",
            "admin-log-state",
            filter.state.map(|state| state.as_str().to_owned()),
            states,
        ),
        field(
            "gateway",
            "admin-log-gateway",
            filter.gateway.map(|gateway| gateway.to_string()),
            known,
        ),
    ]
}

/// Which gateway took a message, as the log names it.
pub(super) fn gateway(arrival: &Arrival, message: &LoggedMessage, log: &LogPage) -> String {
    match message.gateway {
        Some(id) => log
            .gateways
            .get(&id)
            .cloned()
            .unwrap_or_else(|| arrival.text.get("admin-log-gateway-gone")),
        None if message.channel.is_phone() => String::new(),
        None => arrival.text.get("admin-log-mail-server"),
    }
}

fn row(arrival: &Arrival, message: &LoggedMessage, log: &LogPage) -> DeliveryRow {
    let text = &arrival.text;
    let told = |key: &str, at| text.with1(key, "time", moment(arrival, at));
    let settled = message
        .settled_at
        .filter(|_| message.reported_at.is_none() && message.state != MessageState::Sent);
    let times = [
        ("admin-log-handed", message.handed_at),
        ("admin-log-settled", settled),
        ("admin-log-reported", message.reported_at),
        ("admin-log-answered", message.answered_at),
    ];
    DeliveryRow {
        at: moment(arrival, message.created_at),
        channel: log_words::channel(text, message.channel),
        purpose: log_words::purpose(text, &message.purpose),
        target: message.masked.clone(),
        gateway: gateway(arrival, message, log),
        state: log_words::state(text, message.state),
        class: log_words::class(message.state),
        times: times
            .into_iter()
            .filter_map(|(key, at)| at.map(|at| told(key, at)))
            .collect(),
        parts: message.parts.map_or_else(String::new, |parts| {
            text.with1("admin-log-parts", "parts", parts)
        }),
        price: message.price.as_ref().map_or_else(String::new, |price| {
            money::shown(price.micros, &price.currency, text.language())
        }),
        reason: log_words::reason(
            text,
            message.state,
            message.channel,
            message.reason.as_deref(),
        ),
    }
}
