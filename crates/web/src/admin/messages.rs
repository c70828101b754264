//! `GET /admin/messages`: how the messages stand, and the ways to change it.

use app::administer::{self, GatewayAccount, Subscription};
use domain::message::MessageSettings;
use domain::phone::Country;

use super::done::Done;
use super::door::Admin;
use super::{
    arrange, gateway, gateway_form, limits, money, prerequisites, prices, sending, test_message,
    wording,
};
use crate::areas::Area;
use crate::arrival::Arrival;
use crate::pages::admin::{GatewayRow, GatewayStanding, MessagesPage, WordingRow};
use crate::pages::{Fact, Problem};
use crate::reply::{Answer, Reply};
use crate::when::moment;

/// How the messages of the person's organisation stand.
pub(super) async fn read(admin: &Admin) -> Result<Subscription, Reply> {
    let arrival = &admin.own.arrival;
    administer::subscription(&arrival.state.app, &admin.own.who, &arrival.requester)
        .await
        .map_err(|fault| arrival.fault(&fault))
}

/// The page.
pub(super) async fn show(admin: Admin) -> Answer {
    shown(&admin, 200, None).await
}

/// The page, after something that was not done.
pub(super) async fn shown(admin: &Admin, status: u16, problem: Option<Problem>) -> Answer {
    let standing = read(admin).await?;
    let arrival = &admin.own.arrival;
    let wordings = administer::wordings(&arrival.state.app, &standing.settings);
    let count = standing.gateways.len();
    let page = MessagesPage {
        frame: admin.frame(),
        prerequisites: prerequisites::of(arrival, &standing),
        gateways: standing
            .gateways
            .iter()
            .enumerate()
            .map(|(at, account)| row(arrival, account, at, count))
            .collect(),
        add: gateway::ADD.to_owned(),
        test: test_message::HERE.to_owned(),
        can_test: standing.gateways.iter().any(|account| account.active),
        spending: spending(arrival, &standing),
        prices: price_facts(arrival, &standing.settings),
        change_prices: prices::FORM.path.to_owned(),
        sending: sending_facts(arrival, &standing.settings),
        change_sending: sending::FORM.path.to_owned(),
        limits: limit_facts(arrival, &standing.settings),
        change_limits: limits::FORM.path.to_owned(),
        wordings: wordings
            .iter()
            .map(|own| WordingRow {
                name: wording::name(arrival, own),
                text: own.own.clone().unwrap_or_else(|| own.usual.clone()),
                language: own.language.code().to_owned(),
                own: own.own.is_some(),
                change: wording::address(&own.key),
            })
            .collect(),
        log: Area::Deliveries.address().to_owned(),
        status: Done::told(arrival).filter(|_| problem.is_none()),
        problem,
    };
    Ok(Reply::page_with(arrival, status, &page))
}

fn row(arrival: &Arrival, account: &GatewayAccount, at: usize, count: usize) -> GatewayRow {
    let text = &arrival.text;
    let standing = if !account.active {
        GatewayStanding::Off
    } else if account.trouble.is_some() {
        GatewayStanding::Trouble
    } else {
        GatewayStanding::Working
    };
    let kind = account
        .kind
        .as_ref()
        .map_or(account.kind_key.as_str(), |kind| kind.name);
    let here = gateway::address(account.id);
    GatewayRow {
        place: at + 1,
        name: account.name.clone(),
        kind: text.with2(
            "admin-gateway-kind",
            "kind",
            kind,
            "carries",
            gateway_form::carries(arrival, &account.channels),
        ),
        standing,
        trouble: trouble(arrival, account).filter(|_| account.active),
        balance: balance(arrival, account),
        lasts: lasts(arrival, account),
        low: account.is_low,
        wants_address: account.report_address.is_some(),
        remove: arrange::removal(account.id),
        switch: format!("{here}/switch"),
        arrange: format!("{here}/move"),
        change: here,
        on: account.active,
        version: account.version,
        first: at == 0,
        last: at + 1 == count,
    }
}

/// Why a gateway does not work, and since when.
pub(super) fn trouble(arrival: &Arrival, account: &GatewayAccount) -> Option<String> {
    let (code, since) = account.trouble.as_ref()?;
    let words = trouble_words(arrival, code);
    Some(match since {
        Some(since) => {
            let since = moment(arrival, *since);
            format!(
                "{words} {}",
                arrival.text.with1("admin-trouble-since", "time", since)
            )
        }
        None => words,
    })
}

/// Why a gateway does not work.
pub(super) fn trouble_words(arrival: &Arrival, code: &str) -> String {
    let text = &arrival.text;
    let key = format!("admin-trouble-{code}");
    let is_word = ["credentials", "balance", "suspended", "settings"].contains(&code);
    if is_word {
        text.get(&key)
    } else {
        text.with1("admin-trouble-other", "said", code)
    }
}

fn balance(arrival: &Arrival, account: &GatewayAccount) -> String {
    let text = &arrival.text;
    if let Some((micros, currency, at)) = &account.balance {
        return text.with2(
            "admin-gateway-balance",
            "amount",
            money::shown(*micros, currency, text.language()),
            "time",
            moment(arrival, *at),
        );
    }
    text.get(match &account.kind {
        Some(kind) if kind.tells_balance => "admin-gateway-balance-unread",
        Some(kind) if kind.fields.is_empty() => "admin-gateway-instant",
        _ => "admin-gateway-balance-untold",
    })
}

/// How long a gateway's money lasts.
pub(super) fn lasts(arrival: &Arrival, account: &GatewayAccount) -> Option<String> {
    account
        .days_left
        .map(|days| arrival.text.with1("admin-gateway-lasts", "days", days))
}

/// What is left on a gateway's account, and how long it lasts.
pub(super) fn balance_and_days(arrival: &Arrival, account: &GatewayAccount) -> String {
    std::iter::once(balance(arrival, account))
        .chain(lasts(arrival, account))
        .collect::<Vec<_>>()
        .join(" · ")
}

fn fact(name: String, value: String) -> Fact {
    Fact { name, value }
}

fn spending(arrival: &Arrival, standing: &Subscription) -> Vec<Fact> {
    let text = &arrival.text;
    let spent = &standing.spending;
    let count = |key: &str, number| fact(text.get(key), money::count(number, text.language()));
    let mut facts = vec![
        count("admin-spending-today", spent.texts_today),
        count("admin-spending-month", spent.texts),
        count("admin-spending-calls", spent.calls),
    ];
    let cost = text.get("admin-spending-cost");
    if spent.costs.is_empty() {
        facts.push(fact(cost, text.get("admin-spending-cost-unknown")));
    }
    for (currency, micros) in &spent.costs {
        let shown = money::shown(*micros, currency, text.language());
        facts.push(fact(text.get("admin-spending-cost"), shown));
    }
    facts
}

fn price_facts(arrival: &Arrival, settings: &MessageSettings) -> Vec<Fact> {
    let text = &arrival.text;
    let amount = |micros| money::shown(micros, &settings.currency, text.language());
    let mut facts: Vec<Fact> = settings
        .prices
        .iter()
        .map(|(country, micros)| {
            let name = text.with1("admin-prices-price", "country", country.as_str());
            fact(name, amount(*micros))
        })
        .collect();
    if facts.is_empty() {
        facts.push(fact(text.get("admin-prices-none"), "–".to_owned()));
    }
    let warning = || text.get("admin-prices-warning");
    if let Some(mark) = settings.low_mark_micros {
        let at = money::plain(mark, text.language());
        facts.push(fact(
            warning(),
            text.with1("admin-prices-warning-mark", "amount", at),
        ));
    }
    facts.push(fact(
        warning(),
        text.with1("admin-prices-warning-days", "days", settings.low_mark_days),
    ));
    facts
}

fn sending_facts(arrival: &Arrival, settings: &MessageSettings) -> Vec<Fact> {
    let text = &arrival.text;
    let countries: Vec<&str> = settings.countries.iter().map(Country::as_str).collect();
    let mask = sending::MASKS
        .iter()
        .find(|(shown, ..)| *shown == settings.shown)
        .map_or_else(String::new, |(.., key)| text.get(key));
    let nothing = || "–".to_owned();
    let minutes = text.with1(
        "admin-sending-minutes-fact",
        "minutes",
        settings.code_minutes,
    );
    vec![
        fact(text.get("admin-sending-countries"), countries.join(", ")),
        fact(
            text.get("admin-sending-sender"),
            settings.sender.clone().unwrap_or_else(nothing),
        ),
        fact(text.get("admin-sending-mask"), mask),
        fact(text.get("admin-sending-minutes"), minutes),
        fact(
            text.get("admin-sending-one-person"),
            text.get(if settings.one_number_one_person {
                "admin-yes"
            } else {
                "admin-no"
            }),
        ),
    ]
}

fn limit_facts(arrival: &Arrival, settings: &MessageSettings) -> Vec<Fact> {
    let text = &arrival.text;
    let mut facts: Vec<Fact> = limits::numbers(&settings.limits)
        .into_iter()
        .map(|(name, number)| {
            let shown = money::count(i64::from(number), text.language());
            fact(text.get(&limits::label(name)), shown)
        })
        .collect();
    if let Some(micros) = settings.limits.money_day_micros {
        let shown = money::shown(micros, &settings.currency, text.language());
        facts.push(fact(text.get("admin-limit-money-day-micros"), shown));
    }
    facts
}
