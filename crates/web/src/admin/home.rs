//! `GET /admin/`: what has to be done, then where to go.

use app::administer::Subscription;
use domain::message::MessageChannel;
use domain::role::BuiltIn;

use super::door::Admin;
use super::messages;
use crate::areas::{self, Area};
use crate::arrival::Arrival;
use crate::pages::admin::{AreaCard, HomePage, Matter};
use crate::reply::{Answer, Reply};

/// `GET /admin`.
pub(super) async fn redirect(_: Admin) -> Reply {
    Reply::onward(areas::HOME)
}

/// The page.
pub(super) async fn show(admin: Admin) -> Answer {
    let rights = &admin.own.who.rights;
    let arrival = &admin.own.arrival;
    let matters = if rights.has(BuiltIn::Messages) {
        matters(arrival, &messages::read(&admin).await?)
    } else {
        Vec::new()
    };
    let page = HomePage {
        frame: admin.frame(),
        matters,
        areas: areas::open_to(rights)
            .into_iter()
            .map(|area| AreaCard {
                name: admin.t(area.name()),
                about: admin.t(&format!("{}.about", area.name())),
                href: area.address().to_owned(),
            })
            .collect(),
    };
    Ok(Reply::page(arrival, &page))
}

/// What has to be done about messages, what keeps people out first.
fn matters(arrival: &Arrival, standing: &Subscription) -> Vec<Matter> {
    let text = &arrival.text;
    let gateways = &standing.gateways;
    let matter = |key: &str, what: String, detail: String, urgent, area: Area| Matter {
        what,
        detail,
        urgent,
        href: area.address().to_owned(),
        act: text.get(&format!("{key}.act")),
    };
    let mut matters = Vec::new();
    let works = |channel| gateways.iter().any(|account| account.works_for(channel));
    if !works(MessageChannel::Sms) && !works(MessageChannel::Voice) {
        let key = "admin-matter-no-gateway";
        let detail = text.get(&format!("{key}.detail"));
        // Where there never was one, nobody misses it.
        let urgent = !gateways.is_empty();
        matters.push(matter(key, text.get(key), detail, urgent, Area::Messages));
    }
    for account in gateways.iter().filter(|account| account.active) {
        let Some(detail) = messages::trouble(arrival, account) else {
            continue;
        };
        let key = "admin-matter-trouble";
        let what = text.with1(key, "name", &account.name);
        let detail = text.with1(&format!("{key}.detail"), "why", detail);
        matters.push(matter(key, what, detail, true, Area::Messages));
    }
    if !standing.blocked.is_empty() {
        let key = "admin-matter-blocked";
        let numbers: Vec<&str> = standing
            .blocked
            .iter()
            .take(3)
            .map(String::as_str)
            .collect();
        let detail = text.with1(&format!("{key}.detail"), "numbers", numbers.join(", "));
        matters.push(matter(key, text.get(key), detail, true, Area::Deliveries));
    }
    for account in gateways.iter().filter(|account| account.is_low) {
        let key = "admin-matter-low";
        let what = text.with1(key, "name", &account.name);
        let left = messages::balance_and_days(arrival, account);
        let detail = text.with1(&format!("{key}.detail"), "left", left);
        matters.push(matter(key, what, detail, false, Area::Messages));
    }
    matters
}
