//! How an organisation's messages stand (E5): its gateways with balance and trouble, what it decided, what it spends, and what has to be
//! done. Nothing here holds a secret of a gateway.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::id::GatewayId;
use domain::message::{MessageChannel, MessageSettings, MessageState, Suppression};
use domain::organisation::Organisation;
use domain::time::{Span, Timestamp};
use store::{DeliveryFilter, DeliveryState, Gateway, MessageCost, ReadTx};

use super::gateway_kinds::{GatewayKind, gateway_kind};
use super::message_days::{MessageDay, message_days};
use crate::session_check::SignedIn;
use crate::{App, Fault, Requester, letters, message_settings};

/// How long back the present rate is measured.
const RATE_OVER_DAYS: i64 = 7;

/// How long back costs are shown.
const COSTS_OVER: Span = Span::days(30);

/// For how long a closed prefix is told of.
const TOLD_FOR: Span = Span::hours(1);

/// Messages that are looked through for closed prefixes.
const LOOKED_THROUGH: u32 = 50;

/// How the messages stand.
#[derive(Clone)]
pub struct Subscription {
    /// The organisation.
    pub organisation: Organisation,
    /// What it decided.
    pub settings: MessageSettings,
    /// Its gateways, in order.
    pub gateways: Vec<GatewayAccount>,
    /// What it spends.
    pub spending: Spending,
    /// What went out lately, day by day, oldest first.
    pub days: Vec<MessageDay>,
    /// Messages that were kept back lately because codes to their neighbours are not used, newest first, masked.
    pub blocked: Vec<String>,
}

/// An account at a gateway, as a page may show it.
#[derive(Debug, Clone)]
pub struct GatewayAccount {
    /// Its key.
    pub id: GatewayId,
    /// Its kind, where this program knows it.
    pub kind: Option<GatewayKind>,
    /// The key of its kind.
    pub kind_key: String,
    /// What the organisation calls it.
    pub name: String,
    /// What it is used for.
    pub channels: Vec<MessageChannel>,
    /// Whether it is used.
    pub active: bool,
    /// Why it does not work, and since when.
    pub trouble: Option<(String, Option<Timestamp>)>,
    /// What is left, in millionths, in which currency, read when.
    pub balance: Option<(i64, String, Timestamp)>,
    /// For how many days that lasts at the present rate; `None` where nothing is spent or nothing known.
    pub days_left: Option<i64>,
    /// Whether less is left than the organisation wants to be warned at.
    pub is_low: bool,
    /// Where reports come to, where an administrator must say so at the gateway.
    pub report_address: Option<String>,
    /// The settings that may be shown.
    pub settings: BTreeMap<String, String>,
    /// The secrets that are kept.
    pub kept: BTreeSet<String>,
    /// Rises with every change.
    pub version: i64,
}

impl GatewayAccount {
    /// Whether a message of this kind would be handed to it.
    pub fn works_for(&self, channel: MessageChannel) -> bool {
        self.active && self.trouble.is_none() && self.channels.contains(&channel)
    }
}

/// What is spent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spending {
    /// Text messages since midnight (UTC).
    pub texts_today: i64,
    /// Text messages in 30 days.
    pub texts: i64,
    /// Calls in 30 days.
    pub calls: i64,
    /// What gateways said they cost in 30 days, by currency.
    pub costs: BTreeMap<String, i64>,
}

/// Reads how the messages of somebody's organisation stand.
pub async fn subscription(
    app: &Arc<App>,
    who: &SignedIn,
    requester: &Requester,
) -> Result<Subscription, Fault> {
    let (inner, id, now) = (Arc::clone(app), who.organisation.id, requester.now);
    let unit = move |tx: &mut ReadTx| {
        let organisation = tx.organisation(id)?;
        let settings = message_settings::read(tx, id)?;
        let rows = tx.gateways_of(id)?;
        let mut gateways = Vec::with_capacity(rows.len());
        for row in rows {
            let spent = tx.gateway_cost(id, row.id, now - Span::days(RATE_OVER_DAYS))?;
            gateways.push(account(&inner, &organisation, &settings, row, spent));
        }
        let costs = tx.message_costs(id, now - COSTS_OVER)?;
        let filter = DeliveryFilter {
            state: Some(MessageState::Suppressed),
            ..DeliveryFilter::default()
        };
        let kept_back = tx.deliveries_page(id, &filter, LOOKED_THROUGH)?;
        Ok(Subscription {
            organisation,
            settings,
            gateways,
            spending: spending(&costs, now),
            days: message_days(&costs, now),
            blocked: blocked(&kept_back, now),
        })
    };
    Ok(app.store.read(unit).await?)
}

fn account(
    app: &App,
    organisation: &Organisation,
    settings: &MessageSettings,
    row: Gateway,
    spent: i64,
) -> GatewayAccount {
    let kind = gateway_kind(app, &row.driver);
    let is_secret = |key: &str| {
        let field = kind.iter().flat_map(|kind| &kind.fields);
        // What a kind does not know, or no kind knows, is not shown either.
        field
            .into_iter()
            .find(|field| field.key == key)
            .is_none_or(|field| field.shape.is_secret())
    };
    let report_address = kind
        .as_ref()
        .filter(|kind| !kind.takes_report_address)
        .map(|_| {
            let (site, token) = (letters::site(organisation), row.report_token().expose());
            format!("{site}/reports/{token}")
        });
    let (kept, shown): (Vec<_>, Vec<_>) = row
        .settings
        .into_iter()
        .partition(|(key, _)| is_secret(key));
    let days_left = row
        .balance
        .as_ref()
        .and_then(|balance| days_left(balance.amount.micros, spent));
    let below_mark = row.balance.as_ref().is_some_and(|balance| {
        settings
            .low_mark_micros
            .is_some_and(|mark| balance.amount.micros <= mark)
    });
    let below_days = days_left.is_some_and(|days| days < i64::from(settings.low_mark_days));
    let is_empty = row
        .balance
        .as_ref()
        .is_some_and(|balance| balance.amount.micros <= 0);
    GatewayAccount {
        id: row.id,
        kind_key: row.driver,
        kind,
        name: row.name,
        channels: row.channels,
        active: row.active,
        trouble: row.trouble.map(|trouble| (trouble, row.trouble_at)),
        balance: row
            .balance
            .map(|balance| (balance.amount.micros, balance.amount.currency, balance.at)),
        days_left,
        is_low: row.active && (below_mark || below_days || is_empty),
        report_address,
        settings: shown.into_iter().collect(),
        kept: kept.into_iter().map(|(key, _)| key).collect(),
        version: row.version,
    }
}

/// For how many whole days a balance lasts when so much was spent in the days that the rate is measured over.
fn days_left(balance_micros: i64, spent_micros: i64) -> Option<i64> {
    (spent_micros > 0).then(|| {
        let days = i128::from(balance_micros.max(0)) * i128::from(RATE_OVER_DAYS);
        i64::try_from(days / i128::from(spent_micros)).unwrap_or(i64::MAX)
    })
}

fn spending(costs: &[MessageCost], now: Timestamp) -> Spending {
    let mut spending = Spending::default();
    for cost in costs.iter().filter(|cost| cost.channel.is_phone()) {
        if cost.channel == MessageChannel::Sms {
            spending.texts += cost.messages;
            if now.since(cost.day) < Span::days(1) {
                spending.texts_today += cost.messages;
            }
        } else {
            spending.calls += cost.messages;
        }
        if let Some(currency) = &cost.currency {
            *spending.costs.entry(currency.clone()).or_default() += cost.micros;
        }
    }
    spending
}

/// Where the latest messages would have gone that were kept back because codes to their neighbours are not used.
fn blocked(kept_back: &[DeliveryState], now: Timestamp) -> Vec<String> {
    let mut targets: Vec<String> = Vec::new();
    for message in kept_back {
        let lately = now.since(message.created_at) < TOLD_FOR;
        let closed = message.reason.as_deref() == Some(Suppression::PrefixBlocked.as_str());
        if lately && closed && !targets.contains(&message.masked) {
            targets.push(message.masked.clone());
        }
    }
    targets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_balance_lasts_as_long_as_the_last_week_says() {
        assert_eq!(days_left(100_000_000, 70_000_000), Some(10));
        assert_eq!(days_left(9_999_999, 70_000_000), Some(0));
        assert_eq!(days_left(-5, 70_000_000), Some(0));
        assert_eq!(days_left(i64::MAX, 1), Some(i64::MAX));
        assert_eq!(
            days_left(100_000_000, 0),
            None,
            "nothing spent tells nothing"
        );
    }
}
