//! `GET /admin/recovery`: find somebody, the open cases, the closed ones.

use app::administer::support::{self, Candidate, Found, ListedCase};
use domain::id::RecoveryCaseId;

use super::{HERE, address, given, words};
use crate::admin::done::Done;
use crate::admin::door::Admin;
use crate::arrival::Arrival;
use crate::pages::admin::{CaseRow, Field, FoundRow, RecoveryPage};
use crate::reply::{Answer, Reply};
use crate::when::moment;

/// The page.
pub(in crate::admin) async fn show(admin: Admin) -> Answer {
    let arrival = &admin.own.arrival;
    let (app, organisation) = (&arrival.state.app, admin.own.who.organisation.id);
    let asked = |name: &str| arrival.query.get(name).map_or("", String::as_str).trim();
    let typed: String = asked("q").chars().take(200).collect();
    let found = if typed.is_empty() {
        None
    } else {
        let found = support::find(app, &admin.own.who, &typed, arrival.requester.now).await;
        match given(arrival, found)? {
            Found::Case(case) => return Ok(Reply::onward(&address(case))),
            Found::People(people) => Some(people),
        }
    };
    let after = |name: &str| asked(name).parse::<RecoveryCaseId>().ok();
    let (open_after, closed_before) = (after("open"), after("closed"));
    let open = given(
        arrival,
        support::list(app, organisation, false, open_after).await,
    )?;
    let closed = given(
        arrival,
        support::list(app, organisation, true, closed_before).await,
    )?;
    let rows = |cases: &[ListedCase]| cases.iter().map(|case| row(arrival, case)).collect();
    let page = RecoveryPage {
        frame: admin.frame(),
        action: HERE.to_owned(),
        search: Field::line("q", admin.t("support-search"), &typed)
            .hinted(admin.t("support-search.hint")),
        found: found.map(|people| people.iter().map(|one| found_row(arrival, one)).collect()),
        // Further down in one list the other is not repeated.
        open: if closed_before.is_some() {
            Vec::new()
        } else {
            rows(&open.cases)
        },
        open_more: open
            .next
            .filter(|_| closed_before.is_none())
            .map(|case| format!("{HERE}?open={case}")),
        closed: if open_after.is_some() {
            Vec::new()
        } else {
            rows(&closed.cases)
        },
        closed_more: closed
            .next
            .filter(|_| open_after.is_none())
            .map(|case| format!("{HERE}?closed={case}")),
        first: (open_after.is_some() || closed_before.is_some()).then(|| HERE.to_owned()),
        status: Done::told(arrival),
    };
    Ok(Reply::page(arrival, &page))
}

fn row(arrival: &Arrival, listed: &ListedCase) -> CaseRow {
    let (text, now) = (&arrival.text, arrival.requester.now);
    let case = &listed.case;
    let state = if case.closed_at.is_none() && case.is_over(now) {
        domain::recovery::State::Closed
    } else {
        case.standing(now)
    };
    CaseRow {
        number: case.number.written(),
        href: address(case.id),
        name: listed.name.clone(),
        username: listed.username.clone(),
        state: words::state(text, state),
        class: words::class(state),
        source: words::source(text, case.source),
        at: moment(arrival, case.created_at),
    }
}

fn found_row(arrival: &Arrival, one: &Candidate) -> FoundRow {
    let text = &arrival.text;
    let (href, act) = match one.case {
        Some(case) => (Some(address(case)), "support-found-case"),
        None if one.may.is_ok() => (
            Some(format!("{HERE}/new?user={}", one.user)),
            "support-found-open",
        ),
        None => (None, "support-found-open"),
    };
    FoundRow {
        name: one.name.clone(),
        username: one.username.clone(),
        href,
        act: text.get(act),
        why_not: one.may.err().map(|denial| words::denial(text, denial)),
    }
}
