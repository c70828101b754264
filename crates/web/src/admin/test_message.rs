//! A test message to a number that is typed.

use app::administer::{self, Tested};
use domain::message::{MessageChannel, MessageState};

use super::done::Done;
use super::door::{Admin, AdminForm};
use super::settled::{Again, settled};
use super::typed::Typed;
use super::{MESSAGES, draft, filling, log_words};
use crate::pages::Problem;
use crate::pages::admin::{Field, Fieldset, FormPage, Shape};
use crate::reply::{Answer, Reply};

/// Where it lies.
pub(super) const HERE: &str = "/admin/messages/test";

/// `GET /admin/messages/test`.
pub(super) async fn page(admin: Admin) -> Answer {
    let own = &admin.own;
    let typed = draft::brought_back(own, HERE).unwrap_or_default();
    let back = draft::address(own, HERE, &typed, |_| false);
    own.arrival.proved(&own.who, &back).await?;
    Ok(shown(&admin, &typed, None, 200, None))
}

/// `POST /admin/messages/test`.
pub(super) async fn send(form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let own = &admin.own;
    let back = draft::address(own, HERE, &sent, |_| false);
    let tested = administer::send_test_message(
        &own.arrival.state.app,
        own.who.organisation.id,
        sent.of("number"),
        &admin.by(),
    )
    .await;
    match settled(&admin, &back, tested).await? {
        Ok(tested) => match problem(&admin, &tested) {
            None => Ok(Done::TestSent.onward(HERE)),
            Some(problem) => Ok(shown(&admin, &sent, None, 422, Some(problem))),
        },
        Err(again) => {
            let problem = again.problem(&admin);
            let status = again.status();
            Ok(shown(&admin, &sent, Some(&again), status, Some(problem)))
        }
    }
}

/// What is to be said of a message that did not simply go.
fn problem(admin: &Admin, tested: &Tested) -> Option<Problem> {
    let key = match tested.state {
        MessageState::Sent | MessageState::Delivered => return None,
        MessageState::Waiting | MessageState::Handing => "admin-test-later",
        MessageState::Unknown => "admin-test-unknown",
        MessageState::Suppressed => "admin-test-suppressed",
        MessageState::Failed | MessageState::Expired => "admin-test-failed",
    };
    let text = &admin.own.arrival.text;
    let why = log_words::reason(
        text,
        tested.state,
        MessageChannel::Sms,
        tested.reason.as_deref(),
    );
    Some(Problem::new(
        text.get(key),
        text.with1(&format!("{key}.advice"), "why", why.unwrap_or_default()),
    ))
}

fn shown(
    admin: &Admin,
    typed: &Typed,
    again: Option<&Again>,
    status: u16,
    problem: Option<Problem>,
) -> Reply {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let number = Field::line("number", text.get("admin-test-number"), "")
        .shaped(Shape::Telephone)
        .hinted(text.get("admin-test-number.hint"))
        .demanded();
    let fieldsets = vec![Fieldset {
        legend: String::new(),
        about: None,
        fields: vec![number],
    }];
    let faults = again.map_or(&[][..], Again::faults);
    let page = FormPage {
        frame: admin.frame(),
        name: "admin-test",
        heading: text.get("admin-test-heading"),
        lead: text.get("admin-test-lead"),
        notes: Vec::new(),
        fieldsets: filling::filled(arrival, fieldsets, typed, faults, None),
        hidden: Vec::new(),
        action: HERE.to_owned(),
        submit: text.get("admin-test-submit"),
        back: MESSAGES.to_owned(),
        status: Done::told(arrival).filter(|_| problem.is_none()),
        problem,
    };
    Reply::page_with(arrival, status, &page)
}
