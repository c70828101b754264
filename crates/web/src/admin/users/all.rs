//! What is done with all people of a filter: whom it concerns, what shall be done, a page that asks once more, and how far it is.

use app::administer::people::{self, BulkAct, BulkPlan, BulkProgress};
use app::administer::{self, AdministerFault, Reason};
use domain::grace::{MOST_DAYS_AHEAD, may_end};
use domain::role::Role;
use domain::time::Span;

use super::filter::View;
use super::list::choice;
use super::{PEOPLE, given, grace};
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::money;
use crate::admin::settled::{Again, settled};
use crate::arrival::Arrival;
use crate::pages::admin::{AllPage, ConfirmPage, Field, OrderPage, Shape};
use crate::pages::{Fact, Problem};
use crate::reply::{Answer, Reply};
use crate::words;

/// Where it is chosen.
pub(super) const HERE: &str = "/admin/users/all";

/// How far it is.
pub(super) const ORDER: &str = "/admin/users/order";

/// What can be done, in the order in which it is offered.
const ACTS: [&str; 7] = [
    "give-role",
    "take-role",
    "invite",
    "extend-grace",
    "end-sessions",
    "suspend",
    "let-in",
];

/// `GET /admin/users/all`: what shall be done, and with `act` whether it really shall.
pub(super) async fn page(admin: Admin) -> Answer {
    let arrival = &admin.own.arrival;
    let view = View::of(&arrival.query).first_page();
    let asked = |name: &str| arrival.query.get(name).map_or("", String::as_str);
    let organisation = admin.own.who.organisation.id;
    let now = arrival.requester.now;
    let plan = people::plan_for_filter(&arrival.state.app, organisation, &view.filter, now).await;
    let plan = match plan {
        Ok(plan) => plan,
        Err(AdministerFault::Failed(fault)) => return Err(arrival.fault(&fault)),
        Err(AdministerFault::Refused(reason)) => {
            let problem = words::reason(&reason, &arrival.text);
            return Ok(choosing(
                &admin,
                &view,
                None,
                (Vec::new(), 422, Some(problem)),
            ));
        }
    };
    let cards = administer::list_roles(&arrival.state.app, organisation).await;
    let cards = given(arrival, cards)?;
    let until = grace::end_of(asked("until").trim(), &arrival.state.app.time_zone);
    let act = BulkAct::named(asked("act"), asked("with"), until);
    if asked("act") == "extend-grace" && until.is_none_or(|until| may_end(until, now).is_err()) {
        let problem = words::reason(&Reason::GraceDay, &arrival.text);
        return Ok(choosing(
            &admin,
            &view,
            Some(&plan),
            (cards, 422, Some(problem)),
        ));
    }
    match act.filter(|act| names_a_role(act, &cards)) {
        Some(act) if plan.count > 0 => confirming(&admin, &view, (&plan, &act), &cards).await,
        _ => Ok(choosing(&admin, &view, Some(&plan), (cards, 200, None))),
    }
}

/// Whether an act that is about a role names one that there is.
fn names_a_role(act: &BulkAct, cards: &[Role]) -> bool {
    act.role()
        .is_none_or(|key| cards.iter().any(|card| card.key == key))
}

fn choosing(
    admin: &Admin,
    view: &View,
    plan: Option<&BulkPlan>,
    (cards, status, problem): (Vec<Role>, u16, Option<Problem>),
) -> Reply {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let count = plan.map_or(0, |plan| plan.count);
    let first: Vec<String> = plan
        .map(|plan| plan.first.iter().map(|one| one.user.name.clone()).collect())
        .unwrap_or_default();
    let shown = i64::try_from(first.len()).unwrap_or(i64::MAX);
    let acts = ACTS.map(|act| (act.to_owned(), text.get(&format!("people-act-{act}"))));
    let cards = std::iter::once((String::new(), text.get("people-no-role")))
        .chain(cards.into_iter().map(|card| (card.key, card.name)))
        .collect();
    let page = AllPage {
        frame: admin.frame(),
        whom: text.with1(
            if count > shown {
                "people-all-whom"
            } else {
                "people-all-whom-these"
            },
            "count",
            count,
        ),
        more: (count > shown).then(|| text.with1("people-all-more", "count", count - shown)),
        first,
        fields: vec![
            choice(arrival, ("act", "people-all-act"), "", acts.into()),
            choice(arrival, ("with", "people-all-role"), "", cards),
            Field::line("until", text.get("people-all-until"), "")
                .shaped(Shape::Date)
                .hinted(text.with1("person-grace-day.hint", "days", MOST_DAYS_AHEAD)),
        ],
        action: HERE.to_owned(),
        hidden: view.pairs(),
        any: count > 0,
        back: view.address(PEOPLE),
        problem,
    };
    Reply::page_with(arrival, status, &page)
}

async fn confirming(
    admin: &Admin,
    view: &View,
    (plan, act): (&BulkPlan, &BulkAct),
    cards: &[Role],
) -> Answer {
    let own = &admin.own;
    let arrival = &own.arrival;
    let text = &arrival.text;
    arrival
        .proved(&own.who, &asking(arrival, view, act))
        .await?;
    let mut hidden = view.pairs();
    hidden.push(("act", act.code().to_owned()));
    hidden.push(("with", act.role().unwrap_or("").to_owned()));
    hidden.push(("until", day(arrival, act)));
    hidden.push(("count", plan.count.to_string()));
    let names: Vec<&str> = plan
        .first
        .iter()
        .map(|one| one.user.name.as_str())
        .collect();
    let all = i64::try_from(names.len()).is_ok_and(|named| named == plan.count);
    let key = if all {
        "people-all-these"
    } else {
        "people-all-first"
    };
    let whom = text.with1(key, "names", names.join(", "));
    let role = act.role().map_or_else(String::new, |key| {
        let card = cards.iter().find(|card| card.key == key);
        card.map_or_else(|| key.to_owned(), |card| card.name.clone())
    });
    let about = act.until().map_or(role, |until| {
        app::letters::date(until - Span::millis(1), &arrival.state.app.time_zone, text)
    });
    let about_what = if act.until().is_some() { "day" } else { "role" };
    let page = ConfirmPage {
        frame: admin.frame(),
        heading: text.with2(
            &format!("people-sure-{}", act.code()),
            "count",
            plan.count,
            about_what,
            about,
        ),
        effects: vec![
            whom,
            text.get(&format!("people-effect-{}", act.code())),
            text.get("people-all-spared"),
        ],
        warning: None,
        action: HERE.to_owned(),
        hidden,
        submit: text.get(&format!("people-act-{}", act.code())),
        back: view.address(HERE),
        takes_away: true,
        problem: None,
    };
    Ok(Reply::page(arrival, &page))
}

/// The last day that an act is about, as its field holds it.
fn day(arrival: &Arrival, act: &BulkAct) -> String {
    let zone = &arrival.state.app.time_zone;
    act.until()
        .map_or_else(String::new, |until| grace::day_of(until, zone))
}

/// The address of the page that asks once more.
fn asking(arrival: &Arrival, view: &View, act: &BulkAct) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(view.pairs());
    query.append_pair("act", act.code());
    query.append_pair("with", act.role().unwrap_or(""));
    query.append_pair("until", &day(arrival, act));
    format!("{HERE}?{}", query.finish())
}

/// `POST /admin/users/all`.
pub(super) async fn order(form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let own = &admin.own;
    let arrival = &own.arrival;
    let view = View::of(&sent.0).first_page();
    let until = grace::end_of(sent.of("until"), &arrival.state.app.time_zone);
    let act = BulkAct::named(sent.of("act"), sent.of("with"), until);
    let (Some(act), Ok(count)) = (act, sent.of("count").parse::<i64>()) else {
        return Err(arrival.status(404));
    };
    let organisation = own.who.organisation.id;
    let app = &arrival.state.app;
    let by = &admin.by();
    let done = people::apply_to_filter(app, organisation, &view.filter, act, count, by).await;
    match settled(&admin, &view.address(HERE), done).await? {
        Ok(()) => Ok(Done::PeopleOrdered.onward(ORDER)),
        Err(again) => {
            let problem = match &again {
                Again::Changed => Problem::new(
                    admin.t("people-all-changed"),
                    admin.t("people-all-changed.advice"),
                ),
                again => again.problem(&admin),
            };
            let now = arrival.requester.now;
            let plan = people::plan_for_filter(app, organisation, &view.filter, now).await;
            let cards = given(arrival, administer::list_roles(app, organisation).await)?;
            let rest = (cards, again.status(), Some(problem));
            Ok(choosing(&admin, &view, plan.ok().as_ref(), rest))
        }
    }
}

/// `GET /admin/users/order`.
pub(super) async fn progress(admin: Admin) -> Answer {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let organisation = admin.own.who.organisation.id;
    let order = people::bulk_progress(&arrival.state.app, organisation).await;
    let order = given(arrival, order)?;
    let goes_on = order.as_ref().is_some_and(|order| order.ended_at.is_none());
    let lead = match &order {
        None => "people-order-none",
        Some(_) if goes_on => "people-order-going",
        Some(order) if order.stopped.is_some() => "people-order-stopped",
        Some(_) => "people-order-done",
    };
    let page = OrderPage {
        frame: admin.frame(),
        lead: text.get(lead),
        goes_on,
        facts: order
            .as_ref()
            .map_or_else(Vec::new, |order| facts(&admin, order)),
        left: order
            .as_ref()
            .map_or_else(Vec::new, |order| left(&admin, order)),
        here: ORDER.to_owned(),
        back: PEOPLE.to_owned(),
        status: Done::told(arrival).filter(|_| goes_on),
    };
    Ok(Reply::page(arrival, &page))
}

fn facts(admin: &Admin, order: &BulkProgress) -> Vec<Fact> {
    let text = &admin.own.arrival.text;
    let number = |count| money::count(count, text.language());
    let fact = |key: &str, value: String| Fact {
        name: text.get(key),
        value,
    };
    vec![
        fact(
            "people-order-act",
            text.get(&format!("people-act-{}", order.act.code())),
        ),
        fact("people-order-total", number(order.total)),
        fact("people-order-looked", number(order.done)),
        fact("people-order-changed", number(order.changed)),
    ]
}

/// Why some were left as they are: as many of each reason.
fn left(admin: &Admin, order: &BulkProgress) -> Vec<Fact> {
    let text = &admin.own.arrival.text;
    let row = |(code, count): (&String, &i64)| {
        let key = format!("people-left-{code}");
        Fact {
            name: if text.has(&key) {
                text.get(&key)
            } else {
                text.get("people-left-other")
            },
            value: money::count(*count, text.language()),
        }
    };
    order.left.iter().map(row).collect()
}
