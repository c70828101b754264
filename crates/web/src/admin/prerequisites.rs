//! What must be in order before a code reaches a telephone (E5): a line each, with the way to mend it.

use app::administer::{GatewayAccount, Subscription};
use domain::message::MessageChannel;

use super::{gateway, messages, prices};
use crate::arrival::Arrival;
use crate::pages::admin::{Need, Prerequisite};

/// The lines.
pub(super) fn of(arrival: &Arrival, standing: &Subscription) -> Vec<Prerequisite> {
    let working = |channel| -> Vec<&GatewayAccount> {
        let all = standing.gateways.iter();
        all.filter(|account| account.works_for(channel)).collect()
    };
    let (texts, calls) = (working(MessageChannel::Sms), working(MessageChannel::Voice));
    let add = || Some(gateway::ADD.to_owned());
    let mut lines = vec![
        line(
            arrival,
            "admin-need-add-on",
            standing.organisation.two_step_add_on.then(String::new),
            Need::Missing,
            None,
        ),
        line(
            arrival,
            "admin-need-gateway",
            texts.first().map(|account| account.name.clone()),
            Need::Missing,
            add(),
        ),
        line(
            arrival,
            "admin-need-second-gateway",
            texts.get(1).map(|account| account.name.clone()),
            Need::Advised,
            add(),
        ),
        line(
            arrival,
            "admin-need-voice",
            calls.first().map(|account| account.name.clone()),
            Need::Advised,
            add(),
        ),
    ];
    lines.extend(balance(arrival, &standing.gateways));
    lines
}

/// A line that is in order where `name` is there, which its sentence may tell.
fn line(
    arrival: &Arrival,
    key: &str,
    name: Option<String>,
    otherwise: Need,
    mend: Option<String>,
) -> Prerequisite {
    let text = &arrival.text;
    let words = |part: &str| text.get(&format!("{key}.{part}"));
    match name {
        Some(name) => Prerequisite {
            standing: Need::Met,
            what: text.get(key),
            detail: text.with1(&format!("{key}.met"), "name", name),
            mend: None,
        },
        None => Prerequisite {
            standing: otherwise,
            what: text.get(key),
            detail: words("missing"),
            mend: mend.map(|href| (href, words("mend"))),
        },
    }
}

/// Whether the money lasts; nothing where no gateway in use tells.
fn balance(arrival: &Arrival, gateways: &[GatewayAccount]) -> Option<Prerequisite> {
    let text = &arrival.text;
    let telling: Vec<&GatewayAccount> = gateways
        .iter()
        .filter(|account| {
            account.active && account.kind.as_ref().is_some_and(|kind| kind.tells_balance)
        })
        .collect();
    if telling.is_empty() {
        return None;
    }
    let key = "admin-need-balance";
    let mend = (
        prices::FORM.path.to_owned(),
        text.get("admin-need-balance.mend"),
    );
    let what = text.get(key);
    if let Some(low) = telling.iter().find(|account| account.is_low) {
        let left = messages::balance_and_days(arrival, low);
        let detail = text.with1(
            "admin-need-balance.missing",
            "left",
            format!("{}: {left}", low.name),
        );
        return Some(Prerequisite {
            standing: Need::Missing,
            what,
            detail,
            mend: Some(mend),
        });
    }
    let shortest = telling.iter().filter_map(|account| account.days_left).min();
    Some(match shortest {
        Some(days) => Prerequisite {
            standing: Need::Met,
            what,
            detail: text.with1("admin-need-balance.met", "days", days),
            mend: None,
        },
        None => Prerequisite {
            standing: Need::Advised,
            what,
            detail: text.get("admin-need-balance.unknown"),
            mend: Some(mend),
        },
    })
}
