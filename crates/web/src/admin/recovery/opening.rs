//! `/admin/recovery/new?user=…`: opens a case for somebody who called, came by or wrote.

use app::administer::By;
use app::administer::support::{self, Candidate, Opening};
use domain::id::UserId;

use super::{HERE, address, given};
use crate::admin::door::{Admin, AdminForm};
use crate::admin::filling;
use crate::admin::settled::{Again, settled};
use crate::admin::typed::Typed;
use crate::pages::admin::{Field, Fieldset, FormPage, Selectable, Shape};
use crate::reply::{Answer, Reply};

/// `GET /admin/recovery/new`.
pub(in crate::admin) async fn page(admin: Admin) -> Answer {
    let arrival = &admin.own.arrival;
    let user = arrival.query.get("user").map_or("", String::as_str);
    let candidate = candidate(&admin, user).await?;
    if let Some(onward) = onward(&candidate) {
        return Ok(onward);
    }
    Ok(shown(&admin, &candidate, &Typed::default(), None))
}

/// Whom the case is for.
async fn candidate(admin: &Admin, user: &str) -> Result<Candidate, Reply> {
    let arrival = &admin.own.arrival;
    let Ok(user) = user.parse::<UserId>() else {
        return Err(Reply::onward(HERE));
    };
    let (app, now) = (&arrival.state.app, arrival.requester.now);
    let found = support::candidate(app, &admin.own.who, user, now).await;
    given(arrival, found)?.ok_or_else(|| arrival.status(404))
}

/// A person with an open case leads to that; one out of reach to the list, which says why.
fn onward(candidate: &Candidate) -> Option<Reply> {
    if let Some(case) = candidate.case {
        return Some(Reply::onward(&address(case)));
    }
    candidate.may.err().map(|_| {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("q", &candidate.username)
            .finish();
        Reply::onward(&format!("{HERE}?{query}"))
    })
}

/// `POST /admin/recovery/new`.
pub(in crate::admin) async fn open(form: AdminForm) -> Answer {
    let AdminForm { admin, sent } = form;
    let arrival = &admin.own.arrival;
    let candidate = candidate(&admin, sent.of("user")).await?;
    let opening = Opening {
        user: candidate.user,
        by_mail: sent.of("source") == "mail",
        reason: sent.of("reason").to_owned(),
        ticket: sent.of("ticket").to_owned(),
    };
    let by = By::person(&admin.own.who, &arrival.requester);
    let organisation = admin.own.who.organisation.id;
    let opened = support::open(&arrival.state.app, organisation, opening, &by).await;
    match settled(&admin, HERE, opened).await? {
        Ok(case) => Ok(Reply::onward(&address(case.id))),
        Err(again) => Ok(shown(&admin, &candidate, &sent, Some(&again))),
    }
}

fn shown(admin: &Admin, candidate: &Candidate, typed: &Typed, again: Option<&Again>) -> Reply {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let option = |value: &str, selected| Selectable {
        value: value.to_owned(),
        name: text.get(&format!("support-new-source-{value}")),
        selected,
    };
    let fields = vec![
        Field::line("source", text.get("support-new-source"), "")
            .shaped(Shape::OneOf(vec![
                option("call", true),
                option("mail", false),
            ]))
            .hinted(text.get("support-new-source.hint")),
        Field::line("reason", text.get("support-new-reason"), "")
            .shaped(Shape::Lines)
            .hinted(text.get("support-new-reason.hint"))
            .demanded(),
        Field::line("ticket", text.get("support-new-ticket"), "").shaped(Shape::Word),
    ];
    let fieldsets = vec![Fieldset {
        legend: String::new(),
        about: None,
        fields,
    }];
    let faults = again.map_or(&[][..], Again::faults);
    let page = FormPage {
        frame: admin.frame(),
        name: "admin-recovery-new",
        heading: text.with1("support-new-heading", "name", &candidate.name),
        lead: text.with1("support-new-lead", "username", &candidate.username),
        notes: Vec::new(),
        fieldsets: filling::filled(arrival, fieldsets, typed, faults, None),
        hidden: vec![("user", candidate.user.to_string())],
        action: format!("{HERE}/new"),
        submit: text.get("support-new-submit"),
        back: HERE.to_owned(),
        status: None,
        problem: again.map(|again| again.problem(admin)),
    };
    Reply::page_with(arrival, again.map_or(200, Again::status), &page)
}
