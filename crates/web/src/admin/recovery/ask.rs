//! `/admin/recovery/{id}/ask`: what is to be done, on a page that says what happens then.

use app::administer::By;
use app::administer::support::{self, CaseView};
use axum::extract::RawPathParams;
use domain::recovery::{Outcome, OutcomeKind, PassShape};

use super::{address, case, case_of, words};
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settled::settled;
use crate::pages::admin::{AskForm, ConfirmPage, Field, OutcomeChoice, Selectable, Shape};
use crate::reply::{Answer, Reply};

/// For how many minutes a pass may be given, as a list offers it.
const MINUTES: [u32; 5] = [10, 30, 60, 240, 1440];

/// For how many days enrolment may be put off, as a list offers it.
const DAYS: [u32; 5] = [1, 3, 7, 14, 30];

/// What can be asked now; `None` where too little is proved for anything.
pub(super) fn form(admin: &Admin, view: &CaseView) -> Option<AskForm> {
    let text = &admin.own.arrival.text;
    let ready = case::ready(view);
    if ready.is_empty() {
        return None;
    }
    let outcomes = ready
        .iter()
        .map(|kind| OutcomeChoice {
            value: kind.as_str(),
            name: words::outcome(text, *kind),
            about: text.get(&format!("support-outcome-{}.about", kind.as_str())),
            selected: ready.len() == 1 || *kind == OutcomeKind::Pass,
        })
        .collect();
    let passes = ready.contains(&OutcomeKind::Pass);
    let usual = admin.own.who.organisation.rules.recovery_minutes;
    let minutes = MINUTES.iter().map(|minutes| Selectable {
        value: minutes.to_string(),
        name: text.with1("support-minutes", "minutes", i64::from(*minutes)),
        selected: *minutes == usual,
    });
    let shapes = PassShape::ALL.iter().rev().map(|shape| Selectable {
        value: shape.as_str().to_owned(),
        name: text.get(&format!("support-shape-{}", shape.as_str())),
        selected: *shape == PassShape::Code,
    });
    let days = DAYS.iter().map(|days| Selectable {
        value: days.to_string(),
        name: text.with1("support-days", "days", i64::from(*days)),
        selected: *days == 3,
    });
    let list = |name: &str, key: &str, options: Vec<Selectable>| {
        Field::line(name, text.get(key), "").shaped(Shape::OneOf(options))
    };
    Some(AskForm {
        action: format!("{}/choose", address(view.case.id)),
        outcomes,
        shape: passes.then(|| list("shape", "support-ask-shape", shapes.collect())),
        minutes: passes.then(|| list("minutes", "support-ask-minutes", minutes.collect())),
        days: ready
            .contains(&OutcomeKind::Grace)
            .then(|| list("days", "support-ask-days", days.collect())),
    })
}

/// What was chosen; `None` where it is nothing that there is.
fn outcome(field: impl Fn(&str) -> String) -> Option<Outcome> {
    Some(match OutcomeKind::named(&field("outcome"))? {
        OutcomeKind::Pass => Outcome::Pass {
            shape: PassShape::named(&field("shape"))?,
            minutes: field("minutes").parse().ok()?,
        },
        OutcomeKind::Grace => Outcome::Grace {
            days: field("days").parse().ok()?,
        },
        OutcomeKind::Unlock => Outcome::Unlock,
        OutcomeKind::SwitchOff => Outcome::SwitchOff,
    })
}

/// The address of the page that says what happens.
fn confirming(here: &str, outcome: Outcome) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(case::figures(outcome));
    format!("{here}/ask?{}", query.finish())
}

/// `POST /admin/recovery/{id}/choose`: on to the page that says what happens. Nothing is done yet.
pub(in crate::admin) async fn choose(params: RawPathParams, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let Some(id) = case_of(&params) else {
        return Ok(admin.own.arrival.status(404));
    };
    let here = address(id);
    let chosen = outcome(|name| sent.of(name).to_owned());
    Ok(Reply::onward(&chosen.map_or_else(
        || here.clone(),
        |outcome| confirming(&here, outcome),
    )))
}

/// `GET /admin/recovery/{id}/ask`.
pub(in crate::admin) async fn page(params: RawPathParams, admin: Admin) -> Answer {
    let arrival = &admin.own.arrival;
    let Some(id) = case_of(&params) else {
        return Ok(arrival.status(404));
    };
    let query = &arrival.query;
    let chosen = outcome(|name| query.get(name).cloned().unwrap_or_default());
    let view = case::read(&admin, id).await?;
    let here = address(id);
    let Some(outcome) = chosen.filter(|chosen| case::ready(&view).contains(&chosen.kind())) else {
        return Ok(Reply::onward(&here));
    };
    let back = confirming(&here, outcome);
    arrival.proved(&admin.own.who, &back).await?;
    let text = &arrival.text;
    let kind = outcome.kind();
    let mut effects = vec![
        words::asked(text, outcome),
        text.get(&format!("support-outcome-{}.about", kind.as_str())),
    ];
    if kind.ends_sessions() {
        effects.push(text.get("support-effect-sessions"));
    }
    effects.push(text.get("support-effect-told"));
    if view.care.two_people {
        effects.push(text.get("support-effect-second"));
        effects.push(case::second(text, &view));
    } else {
        effects.push(text.get("support-effect-alone"));
    }
    let page = ConfirmPage {
        frame: admin.frame(),
        heading: text.with2(
            "support-confirm-heading",
            "what",
            words::outcome(text, kind),
            "name",
            &view.name,
        ),
        effects,
        warning: (kind == OutcomeKind::SwitchOff)
            .then(|| text.get("support-effect-password-alone")),
        action: format!("{here}/ask"),
        hidden: case::figures(outcome),
        submit: text.get("support-confirm-submit"),
        takes_away: kind == OutcomeKind::SwitchOff,
        back: here,
        problem: None,
    };
    Ok(Reply::page(arrival, &page))
}

/// `POST /admin/recovery/{id}/ask`.
pub(in crate::admin) async fn ask(params: RawPathParams, form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let arrival = &admin.own.arrival;
    let Some(id) = case_of(&params) else {
        return Ok(arrival.status(404));
    };
    let Some(outcome) = outcome(|name| sent.of(name).to_owned()) else {
        return Ok(Reply::onward(&address(id)));
    };
    let by = By::person(&admin.own.who, &arrival.requester);
    let organisation = admin.own.who.organisation.id;
    let asked = support::ask(&arrival.state.app, organisation, id, outcome, &by).await;
    let back = confirming(&address(id), outcome);
    match settled(&admin, &back, asked).await? {
        Ok(()) => Ok(Done::CaseAsked.onward(&address(id))),
        Err(again) => case::shown(&admin, id, Some(&again)).await,
    }
}
