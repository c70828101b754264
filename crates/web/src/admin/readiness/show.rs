//! `GET /admin/roles/{id}/readiness`: the report, a page at a time.

use app::administer::effect::{self, Readiness, ReadinessPart, ReadinessRow, Report, Why};
use axum::extract::Path;
use domain::role::BuiltIn;
use text::Text;

use super::asked::Asked;
use super::failed;
use crate::admin::done::Done;
use crate::admin::door::Admin;
use crate::admin::{gateway, money};
use crate::arrival::Arrival;
use crate::pages::admin::{ReadinessCount, ReadinessMend, ReadinessPage, ReadinessPerson};
use crate::reply::{Answer, Reply};
use crate::when::{moment, until_when};

/// The page.
pub(super) async fn show(admin: Admin, Path(id): Path<String>) -> Answer {
    let arrival = &admin.own.arrival;
    let asked = Asked::read(&admin, &id).await?;
    let report = effect::readiness(
        &arrival.state.app,
        admin.own.who.organisation.id,
        asked.draft.clone(),
        asked.part.clone(),
        arrival.requester.now,
    )
    .await
    .map_err(|fault| failed(arrival, &fault))?;
    Ok(Reply::page(arrival, &page(&admin, &asked, &report)))
}

fn page(admin: &Admin, asked: &Asked, report: &Report) -> ReadinessPage {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let from_the_top = ReadinessPart {
        after: None,
        ..asked.part.clone()
    };
    let next = report.rows.last().filter(|_| report.has_more);
    let open: u64 = report
        .counts
        .iter()
        .filter(|(readiness, _)| readiness.is_open())
        .map(|(_, people)| people)
        .sum();
    let letters = asked.part.only.map_or(open, |only| {
        let people = report.counts.get(&only).copied().unwrap_or(0);
        if only.is_open() { people } else { 0 }
    });
    ReadinessPage {
        frame: admin.frame(),
        heading: text.with1("readiness-heading", "role", asked.stored.name.as_str()),
        back: asked.back(),
        draft: asked
            .is_draft()
            .then(|| (text.get("readiness-draft"), asked.saved())),
        from: (report.at > arrival.requester.now)
            .then(|| text.with1("readiness-from", "day", arrival.day(report.at))),
        summary: text.with2(
            "readiness-summary",
            "open",
            counted(open),
            "concerned",
            counted(report.tally.concerned),
        ),
        on_one_device: (report.on_one_device > 0).then(|| {
            let people = counted(report.on_one_device);
            text.with1("readiness-on-one-device", "people", people)
        }),
        counts: counts(asked, report, text),
        rows: report
            .rows
            .iter()
            .map(|row| person(admin, asked, row))
            .collect(),
        begins_later: asked.part.after.is_some(),
        next: next.map(|row| {
            let part = ReadinessPart {
                after: Some(row.place()),
                ..asked.part.clone()
            };
            asked.address("", &part)
        }),
        first: asked
            .part
            .after
            .is_some()
            .then(|| asked.address("", &from_the_top)),
        csv: asked.address(".csv", &from_the_top),
        letters: (letters > 0 && !asked.is_draft())
            .then(|| asked.address("/letters", &from_the_top)),
        save_first: letters > 0 && asked.is_draft(),
        status: Done::told(arrival),
    }
}

fn counted(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// How many stand how, each leading to those alone.
fn counts(asked: &Asked, report: &Report, text: &Text) -> Vec<ReadinessCount> {
    let line = |only: Option<Readiness>, people: u64| ReadinessCount {
        name: only.map_or_else(
            || text.get("readiness-all"),
            |one| text.get(&format!("readiness-is-{}", one.as_str())),
        ),
        people: money::count(counted(people), text.language()),
        href: asked.address("", &ReadinessPart { only, after: None }),
        current: asked.part.only == only,
    };
    let all = report.counts.values().sum();
    let each = report
        .counts
        .iter()
        .filter(|(readiness, people)| **people > 0 || asked.part.only == Some(**readiness))
        .map(|(readiness, people)| line(Some(*readiness), *people));
    std::iter::once(line(None, all)).chain(each).collect()
}

/// The class of a verdict's tag.
const fn class(readiness: Readiness) -> &'static str {
    match readiness {
        Readiness::LockedOut => "tag bad",
        Readiness::Late | Readiness::MustEnrol => "tag warn",
        Readiness::InGrace | Readiness::Unasked | Readiness::NotConcerned => "tag off",
        Readiness::Ready => "tag",
    }
}

fn person(admin: &Admin, asked: &Asked, row: &ReadinessRow) -> ReadinessPerson {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let own = format!("/admin/users/{}", row.user);
    let sees_people = admin.own.who.rights.has(BuiltIn::People);
    ReadinessPerson {
        name: row.name.clone(),
        username: row.username.clone(),
        href: sees_people.then(|| own.clone()),
        state: text.get(&format!("readiness-is-{}", row.readiness.as_str())),
        class: class(row.readiness),
        grace: grace(arrival, row),
        why: row.why.iter().map(|why| said(text, why)).collect(),
        factors: factors(text, row),
        last_in: row
            .last_login_at
            .map_or_else(|| text.get("readiness-never"), |at| moment(arrival, at)),
        mend: row.why.iter().find_map(|why| mend(admin, asked, why, &own)),
    }
}

fn grace(arrival: &Arrival, row: &ReadinessRow) -> Option<String> {
    let (text, until) = (&arrival.text, row.grace_until?);
    match row.readiness {
        Readiness::InGrace => Some(until_when(arrival, until)),
        Readiness::Late => Some(text.with1("readiness-grace-over", "time", moment(arrival, until))),
        _ => None,
    }
}

/// The factors that somebody has, in words.
pub(super) fn factors(text: &Text, row: &ReadinessRow) -> String {
    let names: Vec<String> = row
        .factors
        .iter()
        .map(|kind| text.get(&format!("factor-{kind}")))
        .collect();
    names.join(", ")
}

/// Why, as a sentence.
pub(super) fn said(text: &Text, why: &Why) -> String {
    let key = format!("readiness-why-{}", why.code());
    match why {
        Why::NotEnough(factors) => {
            let names: Vec<String> = factors
                .iter()
                .map(|kind| text.get(&format!("factor-{kind}")))
                .collect();
            text.with1(&key, "factors", names.join(", "))
        }
        _ => text.get(&key),
    }
}

/// Where it is mended, where whoever looks may mend it.
fn mend(admin: &Admin, asked: &Asked, why: &Why, person: &str) -> Option<ReadinessMend> {
    let (right, href) = match why {
        Why::NothingToSetUp => (BuiltIn::Messages, gateway::ADD.to_owned()),
        Why::NothingAllowed => (BuiltIn::Roles, "/admin/roles".to_owned()),
        Why::NothingStrongEnough => (BuiltIn::Roles, asked.back()),
        Why::NoMobile | Why::NoEmail | Why::NoPassword | Why::Suspended => {
            (BuiltIn::People, person.to_owned())
        }
        Why::NoFactor | Why::NotEnough(_) | Why::NeverIn | Why::OneDevice | Why::Machine => {
            return None;
        }
    };
    let text = &admin.own.arrival.text;
    admin.own.who.rights.has(right).then(|| ReadinessMend {
        href,
        what: text.get(&format!("readiness-mend-{}", why.code())),
    })
}
