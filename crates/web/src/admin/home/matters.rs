//! What has to be done, what keeps people out first: each line for those alone who have the right to mend it, with the link that does.

use app::administer::{Coverage, Figures, Subscription};
use app::eids::{Ending, Hindrance, Known, Pressing};
use domain::message::MessageChannel;
use domain::role::BuiltIn;

use super::Standing;
use super::told::whole;
use crate::admin::door::Admin;
use crate::admin::messages;
use crate::admin::organisation::services::{service_name, why_closed};
use crate::areas::Area;
use crate::arrival::Arrival;
use crate::pages::admin::Matter;
use crate::when::moment;

/// All of it, most pressing first.
pub(super) fn of(admin: &Admin, standing: &Standing) -> Vec<Matter> {
    let figures = &standing.figures;
    let mut matters = people(admin, figures);
    matters.extend(log(admin, figures));
    matters.extend(certificates(admin));
    matters.extend(closed_eids(admin));
    if let Some(messages) = &standing.messages {
        matters.extend(about_messages(&admin.own.arrival, messages));
    }
    matters.sort_by_key(|matter| !matter.urgent);
    matters
}

/// A matter whose words stand under `key`, with one value in its first sentence.
fn counted(
    arrival: &Arrival,
    key: &str,
    (name, number): (&str, i64),
    urgent: bool,
    href: String,
) -> Matter {
    let text = &arrival.text;
    Matter {
        what: text.with1(key, name, number),
        detail: text.get(&format!("{key}.detail")),
        urgent,
        href,
        act: text.get(&format!("{key}.act")),
    }
}

fn at(area: Area) -> String {
    area.address().to_owned()
}

/// What concerns people and their role cards.
fn people(admin: &Admin, figures: &Figures) -> Vec<Matter> {
    let own = &admin.own;
    let (arrival, rights) = (&own.arrival, &own.who.rights);
    let mut matters = Vec::new();
    if let Some(coverage) = &figures.coverage {
        matters.extend(locked_out(admin, coverage));
        if coverage.past_grace > 0 && rights.has(BuiltIn::People) {
            let late = ("people", whole(coverage.past_grace));
            let href = format!("{}?state=late", Area::People.address());
            matters.push(counted(arrival, "admin-matter-late", late, false, href));
        }
        if coverage.demanding > 0
            && !own.who.organisation.two_step_add_on
            && rights.has(BuiltIn::Settings)
        {
            matters.push(add_on(arrival, coverage.demanding));
        }
    }
    if let Some(waiting) = &figures.support {
        let lines = [
            ("admin-matter-approvals", waiting.to_approve.len(), true),
            ("admin-matter-stopped", waiting.stopped.len(), true),
            (
                "admin-matter-cases",
                waiting.open.len() + waiting.to_act.len(),
                false,
            ),
        ];
        for (key, cases, urgent) in lines.into_iter().filter(|(_, cases, _)| *cases > 0) {
            let cases = ("cases", i64::try_from(cases).unwrap_or(i64::MAX));
            matters.push(counted(arrival, key, cases, urgent, at(Area::Recovery)));
        }
    }
    match figures.owners {
        Some(0) => {
            let key = ("admin-matter-no-owner", "owners");
            matters.push(counted(arrival, key.0, (key.1, 0), true, at(Area::People)));
        }
        Some(1) => {
            let key = ("admin-matter-owner", "owners");
            matters.push(counted(arrival, key.0, (key.1, 1), false, at(Area::People)));
        }
        _ => {}
    }
    matters
}

fn locked_out(admin: &Admin, coverage: &Coverage) -> Option<Matter> {
    let rights = &admin.own.who.rights;
    let people = coverage.everybody.locked_out;
    let card = coverage.locks_out.filter(|_| rights.has(BuiltIn::Roles));
    let href = match card {
        Some(card) => format!("{}/{card}/readiness", Area::Roles.address()),
        None => at(Area::People),
    };
    (people > 0).then(|| {
        let people = ("people", whole(people));
        counted(
            &admin.own.arrival,
            "admin-matter-locked-out",
            people,
            true,
            href,
        )
    })
}

fn add_on(arrival: &Arrival, cards: usize) -> Matter {
    let (text, key) = (&arrival.text, "admin-matter-add-on");
    let cards = i64::try_from(cards).unwrap_or(i64::MAX);
    Matter {
        what: text.get(key),
        detail: text.with1(&format!("{key}.detail"), "cards", cards),
        urgent: true,
        href: at(Area::Organisation),
        act: text.get(&format!("{key}.act")),
    }
}

/// What the log and the machines' credentials tell.
fn log(admin: &Admin, figures: &Figures) -> Vec<Matter> {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let mut matters = Vec::new();
    if let Some(log) = figures.log {
        if let Some(since) = log.unsealed_since {
            let key = "admin-matter-unsealed";
            matters.push(Matter {
                what: text.get(key),
                detail: text.with1(&format!("{key}.detail"), "since", moment(arrival, since)),
                urgent: true,
                href: at(Area::Audit),
                act: text.get(&format!("{key}.act")),
            });
        }
        if log.alarms > 0 {
            let alarms = ("alarms", log.alarms);
            matters.push(counted(
                arrival,
                "admin-matter-alarms",
                alarms,
                true,
                at(Area::Audit),
            ));
        }
    }
    if let Some((number, first)) = figures.credentials {
        let key = "admin-matter-credentials";
        let credentials = counted(
            arrival,
            key,
            ("count", number),
            false,
            at(Area::Credentials),
        );
        matters.push(Matter {
            detail: text.with1(&format!("{key}.detail"), "when", moment(arrival, first)),
            ..credentials
        });
    }
    matters
}

/// Our certificates at eIDs that end soon: for whoever looks after the organisation, though only the operator can put a new one in place.
fn certificates(admin: &Admin) -> Vec<Matter> {
    let own = &admin.own;
    let (arrival, organisation) = (&own.arrival, &own.who.organisation);
    if !own.who.rights.has(BuiltIn::Settings) {
        return Vec::new();
    }
    let now = arrival.requester.now;
    let endings = arrival.state.app.eids.ending_for(&organisation.slug, now);
    endings
        .into_iter()
        .map(|ending| certificate(arrival, &ending))
        .collect()
}

fn certificate(arrival: &Arrival, ending: &Ending) -> Matter {
    let text = &arrival.text;
    let key = match ending.pressing {
        Pressing::Over => "admin-matter-certificate-over",
        Pressing::Warning | Pressing::Alarm => "admin-matter-certificate",
    };
    let name = service_name(arrival, &ending.service);
    Matter {
        what: text.with1(key, "name", name.as_str()),
        detail: text.with2(
            &format!("{key}.detail"),
            "when",
            moment(arrival, ending.at),
            "name",
            name.as_str(),
        ),
        urgent: ending.pressing != Pressing::Warning,
        href: at(Area::Organisation),
        act: text.get(&format!("{key}.act")),
    }
}

/// eIDs that would not let us in when they were last asked, for whoever looks after the organisation. That our certificate has ended is told
/// as such.
fn closed_eids(admin: &Admin) -> Vec<Matter> {
    let own = &admin.own;
    let (arrival, organisation) = (&own.arrival, &own.who.organisation);
    if !own.who.rights.has(BuiltIn::Settings) {
        return Vec::new();
    }
    let now = arrival.requester.now;
    let known = arrival.state.app.eids.known_for(&organisation.slug);
    known
        .iter()
        .filter_map(|known| {
            let why = known.probed?.hindrance?;
            let is_told = why == Hindrance::OursExpired && known.certificate_ends <= now;
            (!is_told).then(|| closed_eid(arrival, known, why))
        })
        .collect()
}

fn closed_eid(arrival: &Arrival, known: &Known, why: Hindrance) -> Matter {
    let (text, key) = (&arrival.text, "admin-matter-eid");
    let name = service_name(arrival, &known.service);
    let why = why_closed(text, why);
    let detail = format!("{key}.detail");
    Matter {
        what: text.with1(key, "name", name.as_str()),
        detail: text.with2(&detail, "why", why, "name", name.as_str()),
        urgent: true,
        href: at(Area::Organisation),
        act: text.get(&format!("{key}.act")),
    }
}

/// What has to be done about messages.
fn about_messages(arrival: &Arrival, standing: &Subscription) -> Vec<Matter> {
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
