//! `GET /admin/users/{id}`: one person, and what can be done.

use app::administer::people::{Address, Channel, FactorLine, IdentificationLine, PersonView};
use axum::extract::Path;
use domain::factor::FactorKind;
use domain::policy::Reason as Why;
use domain::role::{BuiltIn, Minimum, Rights};
use text::Text;

use super::acts::Act;
use super::filter::View;
use super::rows::{factor, tags};
use super::{PEOPLE, address, eid, happened, named, note, said};
use crate::admin::done::Done;
use crate::admin::door::Admin;
use crate::arrival::Arrival;
use crate::browser::UNKNOWN;
use crate::pages::admin::{ActLink, AddressRow, OwnedRow, PersonPage, PolicyRow};
use crate::pages::{Fact, Problem};
use crate::reply::{Answer, Reply};
use crate::when::{moment, until_when};

/// The page.
pub(super) async fn show(Path(id): Path<String>, admin: Admin) -> Answer {
    let view = named(&admin, &id).await?;
    Ok(shown(&admin, &view, 200, None))
}

/// Why whoever looks may not do anything to this person, if so. The use cases ask again.
pub(super) fn out_of_reach(admin: &Admin, view: &PersonView) -> Option<String> {
    let (who, text) = (&admin.own.who, &admin.own.arrival.text);
    if who.user.owner {
        return None;
    }
    if view.user.owner {
        return Some(text.get("admin-reason-owner-only"));
    }
    let theirs = Rights::of(false, &view.roles);
    let above = theirs.beyond(&who.rights);
    above.map(|_| text.with1("admin-reason-beyond-reach", "what", &view.user.name))
}

/// The page with what went wrong.
pub(super) fn shown(
    admin: &Admin,
    view: &PersonView,
    status: u16,
    problem: Option<Problem>,
) -> Reply {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let here = address(view.user.id);
    let out_of_reach = out_of_reach(admin, view);
    let within = |path: &str| out_of_reach.is_none().then(|| format!("{here}/{path}"));
    let page = PersonPage {
        frame: admin.frame(),
        person: view.user.name.clone(),
        tags: standing(arrival, view),
        identity: identity(arrival, view),
        edit: within("edit"),
        addresses: view
            .addresses
            .iter()
            .map(|one| address_row(arrival, one, &within))
            .collect(),
        note: view.note.text.clone(),
        note_written: note::written(arrival, &view.note),
        change_note: within("note"),
        add_address: within("addresses/add").filter(|_| !is_machine(view)),
        roles: view.roles.iter().map(|role| role.name.clone()).collect(),
        change_roles: within("roles"),
        policy: policy(arrival, view),
        ready: ready(text, view),
        factors: view
            .factors
            .iter()
            .map(|own| factor_row(arrival, own, &within))
            .collect(),
        devices: devices(arrival, view),
        sessions: sessions(arrival, view),
        identifications: identifications(admin, view),
        acts: acts(admin, view, out_of_reach.is_some()),
        out_of_reach,
        logins: view
            .logins
            .iter()
            .map(|login| said::login(arrival, view, login))
            .collect(),
        events: happened::rows(arrival, view),
        log: admin
            .own
            .who
            .rights
            .has(BuiltIn::Audit)
            .then(|| format!("/admin/audit?subject={}", view.user.id)),
        back: View::default().address(PEOPLE),
        status: Done::told(arrival).filter(|_| problem.is_none()),
        problem,
    };
    Reply::page_with(arrival, status, &page)
}

fn is_machine(view: &PersonView) -> bool {
    view.roles.iter().any(|role| role.api_integrator)
}

fn standing(arrival: &Arrival, view: &PersonView) -> Vec<(&'static str, String)> {
    let waits = view.factors.iter().filter_map(|own| own.waits_until).max();
    let now = arrival.requester.now;
    let mut standing = tags(&arrival.text, &view.user, waits, now);
    if is_machine(view) {
        standing.push(("tag", arrival.text.get("person-machine")));
    }
    standing
}

fn fact(text: &Text, key: &str, value: String) -> Fact {
    Fact {
        name: text.get(key),
        value,
    }
}

fn identity(arrival: &Arrival, view: &PersonView) -> Vec<Fact> {
    let (text, user) = (&arrival.text, &view.user);
    let language = match user.language.as_deref() {
        Some(code) => text.get(&format!("language-name-{code}")),
        None => text.get("person-language-none"),
    };
    // When somebody signed in is written aside, some seconds late: a session of theirs that is open knows it sooner.
    let newest = view.sessions.iter().map(|session| session.since).max();
    let login = user
        .last_login_at
        .max(newest)
        .map_or_else(|| text.get("people-never"), |at| moment(arrival, at));
    let mut facts = vec![
        fact(text, "person-name", user.name.clone()),
        fact(text, "person-username", user.username.clone()),
        fact(text, "person-language", language),
        fact(text, "people-last-login", login),
    ];
    if let Some(at) = user.suspended_at {
        facts.push(fact(text, "person-suspended-at", moment(arrival, at)));
    }
    if let Some(until) = user.grace_until.filter(|_| user.factor_set.is_empty()) {
        facts.push(fact(text, "person-grace", until_when(arrival, until)));
    }
    if let Some(until) = view.password_waits.until {
        let waits = text.with2(
            "person-password-waits",
            "time",
            moment(arrival, until),
            "places",
            view.password_waits.places,
        );
        facts.push(fact(text, "login-password", waits));
    }
    if !user.has_password && !is_machine(view) {
        let none = text.get("person-password-none");
        facts.push(fact(text, "login-password", none));
    }
    facts
}

fn address_row(
    arrival: &Arrival,
    one: &Address,
    within: &dyn Fn(&str) -> Option<String>,
) -> AddressRow {
    let text = &arrival.text;
    let (kind, value) = match one.channel {
        Channel::Email => ("person-mailbox", one.value.clone()),
        Channel::Phone => ("person-number", one.masked.clone()),
    };
    let state = match one.verified_at {
        Some(at) => text.with1("person-confirmed", "time", moment(arrival, at)),
        None => text.get("person-unconfirmed"),
    };
    AddressRow {
        value,
        about: format!("{} · {state}", text.get(kind)),
        confirm: within(&format!("confirm-address/{}", one.id))
            .filter(|_| one.verified_at.is_none()),
        remove: within(&format!("remove-address/{}", one.id)),
    }
}

fn factor_row(
    arrival: &Arrival,
    own: &FactorLine,
    within: &dyn Fn(&str) -> Option<String>,
) -> OwnedRow {
    let text = &arrival.text;
    let used = own.last_used_at.map_or_else(
        || text.get("account-never-used"),
        |at| text.with1("account-last-used", "time", moment(arrival, at)),
    );
    let added = text.with1("account-added", "day", moment(arrival, own.added_at));
    let mut about = vec![own.label.clone(), added, used];
    if own.failures > 0 {
        about.push(text.with1("person-failures", "failures", own.failures));
    }
    let tag = match own.waits_until {
        _ if own.is_closed => Some(("tag bad", text.get("person-closed"))),
        Some(until) => {
            let until = text.with1("person-waits", "time", moment(arrival, until));
            Some(("tag warn", until))
        }
        None => None,
    };
    OwnedRow {
        name: factor(text, own.kind.as_str()),
        about: about.join(" · "),
        tag,
        remove: within(&format!("remove-factor/{}", own.id)),
    }
}

fn devices(arrival: &Arrival, view: &PersonView) -> Vec<OwnedRow> {
    let text = &arrival.text;
    let row = |device: &app::administer::people::DeviceLine| {
        let until = device.until.map_or_else(
            || text.get("security-device-untrusted"),
            |until| text.with1("account-device-until", "day", moment(arrival, until)),
        );
        let used = moment(arrival, device.last_used_at);
        OwnedRow {
            name: browser(text, &device.browser),
            about: format!(
                "{until} · {}",
                text.with1("account-last-used", "time", used)
            ),
            tag: None,
            remove: None,
        }
    };
    view.devices.iter().map(row).collect()
}

/// What is kept of their identifications, for those who may read the log: beside it stands what is quoted to the operator.
fn identifications(admin: &Admin, view: &PersonView) -> Vec<OwnedRow> {
    if !admin.own.who.rights.has(BuiltIn::Audit) {
        return Vec::new();
    }
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let row = |kept: &IdentificationLine| {
        let until = moment(arrival, kept.until);
        let about = [
            factor(text, kept.kind.as_str()),
            kept.masked.clone(),
            text.with1("person-identification-kept", "time", until),
            text.with1("person-identification-id", "id", kept.id.to_string()),
        ];
        OwnedRow {
            name: moment(arrival, kept.at),
            about: about.join(" · "),
            tag: None,
            remove: None,
        }
    };
    view.identifications.iter().map(row).collect()
}

fn sessions(arrival: &Arrival, view: &PersonView) -> Vec<OwnedRow> {
    let text = &arrival.text;
    let row = |session: &app::administer::people::SessionLine| {
        let seen = moment(arrival, session.last_seen_at);
        OwnedRow {
            name: browser(text, &session.browser),
            about: text.with2("person-session", "time", seen, "address", &session.address),
            tag: None,
            remove: None,
        }
    };
    view.sessions.iter().map(row).collect()
}

fn browser(text: &Text, browser: &str) -> String {
    if browser == UNKNOWN {
        text.get("person-browser-unknown")
    } else {
        browser.to_owned()
    }
}

fn ready(text: &Text, view: &PersonView) -> (&'static str, String) {
    let key = match (view.policy.requirement.two_step, view.policy.is_ready) {
        (false, _) => return ("tag off", text.get("person-policy-unasked")),
        (true, true) => return ("tag", text.get("person-policy-ready")),
        (true, false) => "person-policy-lacking",
    };
    ("tag warn", text.get(key))
}

/// Each part of what a login must prove, and the card that decides it.
fn policy(arrival: &Arrival, view: &PersonView) -> Vec<PolicyRow> {
    let (text, policy) = (&arrival.text, &view.policy);
    let because = |names: Vec<&str>| {
        if names.is_empty() {
            text.get("person-because-organisation")
        } else {
            text.with1("person-because-role", "roles", names.join(", "))
        }
    };
    let names = |decides: &dyn Fn(&app::administer::people::Duty) -> bool| {
        let duties = policy.demanding.iter().filter(|duty| decides(duty));
        because(duties.map(|duty| duty.name.as_str()).collect())
    };
    let row = |what: String, because: String| PolicyRow { what, because };
    let requirement = &policy.requirement;
    let mut rows = vec![if requirement.demanded {
        row(text.get("person-two-step-on"), names(&|_| true))
    } else {
        row(
            text.get(if requirement.two_step {
                "person-two-step-on"
            } else {
                "person-two-step-off"
            }),
            text.get(own_reason(&requirement.reasons)),
        )
    }];
    rows.extend(policy.coming.iter().map(|coming| {
        let day = arrival.day(coming.from);
        let because = because(vec![&coming.role]);
        row(text.with1("person-coming", "day", day), because)
    }));
    if !requirement.two_step {
        return rows;
    }
    let days = requirement.trusted_days;
    rows.push(row(
        text.with1("person-days", "days", days),
        names(&|duty| duty.trusted_days.is_some()),
    ));
    let allowed = match &requirement.allowed {
        None => text.get("person-allowed-all"),
        Some(allowed) if allowed.is_empty() => text.get("person-allowed-none"),
        Some(allowed) => {
            let kinds: Vec<String> = allowed
                .iter()
                .map(|kind| factor(text, kind.as_str()))
                .collect();
            text.with1("person-allowed", "factors", kinds.join(", "))
        }
    };
    rows.push(row(allowed, names(&|duty| duty.allowed.is_some())));
    if requirement.minimum != Minimum::Any {
        rows.push(row(
            text.get(&format!("person-minimum-{}", requirement.minimum.as_str())),
            names(&|duty| duty.minimum.is_some()),
        ));
    }
    rows
}

fn own_reason(reasons: &[Why]) -> &'static str {
    if reasons.contains(&Why::AddOnOff) {
        "person-because-add-on"
    } else if reasons.contains(&Why::OwnChoice) {
        "person-because-own-choice"
    } else {
        "person-because-nothing"
    }
}

/// Whether a role demands a second step, now or later, that the person has not set up. The use case asks again.
fn has_something_to_put_off(view: &PersonView) -> bool {
    let demanded = view.organisation.two_step_add_on && view.roles.iter().any(|role| role.two_step);
    demanded && view.factors.iter().all(|own| own.is_backup)
}

fn acts(admin: &Admin, view: &PersonView, out_of_reach: bool) -> Vec<ActLink> {
    let text = &admin.own.arrival.text;
    let here = address(view.user.id);
    let mut links: Vec<ActLink> = Vec::new();
    let rights = &admin.own.who.rights;
    if rights.has(BuiltIn::Support) && !is_machine(view) {
        links.push(ActLink {
            name: text.get("person-recover"),
            href: format!("/admin/recovery/new?user={}", view.user.id),
            danger: false,
        });
    }
    if out_of_reach {
        return links;
    }
    let possible = Act::ALL
        .into_iter()
        .filter(|act| act.is_possible(admin, view));
    links.extend(possible.map(|act| ActLink {
        name: text.get(&format!("person-act-{}", act.code())),
        href: format!("{here}/{}", act.code()),
        danger: act.is_danger(),
    }));
    if !is_machine(view) {
        let more = |key: &str, act: &str, danger| ActLink {
            name: text.get(key),
            href: format!("{here}/{act}"),
            danger,
        };
        let may_connect = |kind: &FactorKind| view.factors.iter().all(|own| own.kind != *kind);
        let is_self = admin.own.who.user.id == view.user.id;
        if !is_self && view.user.suspended_at.is_none() && eid::kinds(admin).iter().any(may_connect)
        {
            links.push(more("person-act-eid", "eid", false));
        }
        if has_something_to_put_off(view) {
            links.push(more("person-act-grace", "grace", false));
        }
        links.push(more("audit-export-link", "export", false));
        if admin.own.who.user.id != view.user.id {
            links.push(more("audit-erase-link", "erase", true));
        }
    }
    links
}
